//! Protobuf as an API server writes it.

use crate::collect::kind::Kind;

/// A string, bytes or a message as a field.
pub(in crate::collect) fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
    let mut field = vec![number << 3 | 2];
    let mut length = bytes.len();
    while length > 0x7f {
        field.push(u8::try_from(length & 0x7f).unwrap() | 0x80);
        length >>= 7;
    }
    field.push(u8::try_from(length).unwrap());
    field.extend(bytes);
    field
}

/// An answer that holds this.
pub(in crate::collect) fn wrapped(api_version: &str, kind: &str, raw: &[u8]) -> Vec<u8> {
    let type_meta = [field(1, api_version.as_bytes()), field(2, kind.as_bytes())].concat();
    // Of what the last two fields say, an API server says nothing.
    [b"k8s\0".to_vec(), field(1, &type_meta), field(2, raw), field(3, b""), field(4, b"")].concat()
}

/// A list of these objects, as an API server writes it.
pub(in crate::collect) fn list(kind: Kind, items: &[&[u8]], next: &str) -> Vec<u8> {
    let metadata = [field(1, b""), field(2, b"7"), field(3, next.as_bytes())].concat();
    let items = items.iter().map(|item| field(2, item));
    let raw = [field(1, &metadata)].into_iter().chain(items).collect::<Vec<_>>().concat();
    wrapped(&kind.api_version(), &format!("{}List", kind.name()), &raw)
}
