//! Bytes that no API server sends: an error, or an object; never a panic, and never more memory than they are worth.

use super::{fixture, kinds};
use crate::collect::found::Found;
use crate::collect::kind::Kind;
use crate::collect::wire::protobuf::{Head, decode_list};

use super::encode::list;

/// Reads it as every kind that it could be taken for.
fn read(kind: Kind, body: &[u8]) -> bool {
    let _ = Head::of(body);
    decode_list(kind, body, &mut Found::default()).is_ok()
}

/// One item of this kind in a list.
fn page(kind: Kind) -> Vec<u8> {
    let (_, object) = fixture(kind);
    list(kind, &[super::unwrapped(&object)], "")
}

#[test]
fn a_page_that_is_cut_anywhere_is_an_error() {
    for (kind, _) in kinds() {
        let page = page(kind);
        // The last two fields are empty, and nobody misses them.
        let end = page.len() - 4;
        for end in (0..end).step_by(end / 200 + 1) {
            assert!(!read(kind, &page[..end]), "{kind:?} cut at {end}");
        }
    }
}

#[test]
fn a_page_with_changed_bytes_never_panics() {
    let mut random = fastrand::Rng::with_seed(1);
    for (kind, _) in kinds() {
        let page = page(kind);
        for _ in 0..200 {
            let mut changed = page.clone();
            for _ in 0..random.usize(1..4) {
                let place = random.usize(..changed.len());
                let any = random.u8(..);
                changed[place] = random.choice([0, 1, 0x7f, 0x80, 0xff, any]).unwrap();
            }
            read(kind, &changed);
        }
    }
}

#[test]
fn random_bytes_never_panic() {
    let mut random = fastrand::Rng::with_seed(2);
    for (kind, _) in kinds() {
        for _ in 0..100 {
            let item: Vec<u8> = (0..random.usize(..60)).map(|_| random.u8(..)).collect();
            read(kind, &list(kind, &[&item], ""));
        }
    }
}

#[test]
fn any_field_of_another_wire_type_is_an_error_or_skipped() {
    for (kind, message) in kinds() {
        for field in message.fields {
            let number = u8::try_from(field.number).unwrap();
            let as_number = [number << 3, 1];
            read(kind, &list(kind, &[&as_number], ""));
            let as_fixed = [number << 3 | 5, 1, 2, 3, 4];
            read(kind, &list(kind, &[&as_fixed], ""));
        }
        assert!(!read(kind, &list(kind, &[&[1 << 3, 1]], "")), "{kind:?}: metadata is no number");
    }
}

#[test]
fn texts_are_utf_8_and_lengths_true() {
    // Its metadata, with a name.
    let named = |name: &[u8], length: u8| [&[0x0a, length + 2, 0x0a, length], name].concat();
    let good = list(Kind::Namespace, &[&named(b"shop", 4)], "");
    assert!(read(Kind::Namespace, &good));
    assert!(!read(Kind::Namespace, &list(Kind::Namespace, &[&named(b"sh\xffp", 4)], "")));
    assert!(!read(Kind::Namespace, &list(Kind::Namespace, &[&named(b"shop", 5)], "")));
    assert!(!read(Kind::Namespace, &list(Kind::Namespace, &[&named(b"shop", 100)], "")));
}

#[test]
fn a_field_that_stands_twice_is_an_error() {
    let twice = [0x0a, 6, 0x0a, 4, b's', b'h', b'o', b'p'].repeat(2);
    assert!(!read(Kind::Namespace, &list(Kind::Namespace, &[&twice], "")));
}
