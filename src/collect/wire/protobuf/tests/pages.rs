//! Whole lists.

use super::encode::{field, list, wrapped};
use super::{fixture, unwrapped};
use crate::collect::found::Found;
use crate::collect::kind::Kind;
use crate::collect::listed::Listed;
use crate::collect::wire::decode_page;
use crate::collect::wire::protobuf::{Head, decode_list};

#[test]
fn the_token_is_known_before_the_items_are_read() {
    let page = list(Kind::Pod, &[b"BROKEN"], "abc");
    let head = Head::of(&page).unwrap();
    assert_eq!((head.kind, head.next), ("PodList", "abc"));
    assert_eq!(head.rest, field(2, b"BROKEN"));
}

#[test]
fn the_token_is_known_before_the_page_is_there() {
    let item = [7; 5000];
    let page = list(Kind::Pod, &[&item], "abc");
    let told = |end: usize| Head::next_of_beginning(&page[..end]);
    let first = (0..page.len()).find(|end| told(*end).is_some()).unwrap();
    assert_eq!((told(first), told(page.len())), (Some("abc"), Some("abc")));
    assert!(first < 40, "{first}");
    assert_eq!(Head::next_of_beginning(&list(Kind::Pod, &[&item], "")), None);
}

#[test]
fn a_status_tells_its_code_and_where_to_go_on() {
    let raw = [field(1, &field(3, b"token")), field(2, b"Failure"), vec![6 << 3, 0x9a, 3]].concat();
    let status = wrapped("v1", "Status", &raw);
    let head = Head::of(&status).unwrap();
    assert_eq!((head.kind, head.next, head.code()), ("Status", "token", Some(410)));
}

#[test]
fn a_page_brings_its_items() {
    let name = |name: &[u8]| field(1, &field(1, name));
    let mut found = Found::default();
    let page = list(Kind::Namespace, &[&name(b"a"), &name(b"b")], "next");
    let page = decode_list(Kind::Namespace, &page, &mut found).unwrap();
    assert_eq!((page.items, page.continue_token.as_deref(), page.malformed.len()), (2, Some("next"), 0));
    assert_eq!(found.namespaces.len(), 2);
    let last = decode_list(Kind::Namespace, &list(Kind::Namespace, &[], ""), &mut found).unwrap();
    assert_eq!((last.items, last.continue_token), (0, None));
}

#[test]
fn another_list_and_one_bad_item_are_errors() {
    let mut found = Found::default();
    assert!(decode_list(Kind::Pod, &list(Kind::Namespace, &[], ""), &mut found).is_err());
    assert!(decode_list(Kind::Pod, b"{}", &mut found).is_err());
    let nameless = list(Kind::Namespace, &[&field(1, b"")], "");
    let why = decode_list(Kind::Namespace, &nameless, &mut found).err().unwrap();
    assert_eq!(why.to_string(), "metadata.name is missing or empty");
}

#[test]
fn a_field_of_a_newer_server_is_news_where_every_one_counts() {
    let decode = |kind, item: &[u8]| decode_list(kind, &list(kind, &[item], ""), &mut Found::default());
    let named = field(1, &field(1, b"name"));
    let with = |more: Vec<u8>| [named.clone(), more].concat();
    assert!(decode(Kind::ClusterRole, &with(field(2, &field(1, b"get")))).is_ok());
    let why = decode(Kind::ClusterRole, &with(field(2, &field(6, b"new")))).err().unwrap();
    assert_eq!(why.to_string(), "an unknown field 6 of PolicyRule");
    let volume = |source: u8| field(2, &field(1, &[field(1, b"v"), field(2, &[source << 3 | 2, 0])].concat()));
    assert!(decode(Kind::Pod, &with(volume(2))).is_ok(), "an emptyDir");
    assert!(decode(Kind::Pod, &with(volume(15))).is_ok(), "a flocker");
    let why = decode(Kind::Pod, &with(field(2, &field(1, &[field(1, b"v"), field(3, b"")].concat())))).err().unwrap();
    assert_eq!(why.to_string(), "an unknown field 3 of Volume");
    let skipped = [field(2, &field(99, b"whatever")), field(9, b"whatever")].concat();
    assert!(decode(Kind::Pod, &with(skipped)).is_ok());
}

/// Objects that both forms are read from, in the same way.
#[test]
fn full_objects_are_kept_as_from_json() {
    for (kind, _) in super::kinds() {
        let (json, bytes) = fixture(kind);
        let item = serde_json::to_string(&json).unwrap();
        let page = format!(
            r#"{{"apiVersion":"{}","kind":"{}List","metadata":{{}},"items":[{item}]}}"#,
            kind.api_version(),
            kind.name()
        );
        let mut from_json = Found::default();
        let page = decode_page(&Listed::Kind(kind), page.as_bytes(), &mut from_json).unwrap();
        let mut from_protobuf = Found::default();
        let outcome = decode_list(kind, &list(kind, &[unwrapped(&bytes)], ""), &mut from_protobuf);
        assert_eq!(outcome.is_ok(), page.malformed.is_empty(), "{kind:?}: {:?}", outcome.err());
        if page.malformed.is_empty() {
            assert_eq!(from_protobuf.objects(), 1, "{kind:?}");
            assert_eq!(format!("{from_protobuf:?}"), format!("{from_json:?}"), "{kind:?}");
        }
    }
}
