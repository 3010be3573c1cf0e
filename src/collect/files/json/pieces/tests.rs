//! However a list is cut into pieces and chunks, it is read as it is read as a whole.

use rayon::prelude::*;

use crate::collect::files::file::{File, Outcome};
use crate::collect::files::json;

use crate::collect::files::json::chunk::{Chunk, Expects};
use crate::collect::files::json::list::List;

use super::read_pieces;

const ROLE: &str = r#"{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"NAME","namespace":"shop"},"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}]}"#;

/// Owners look like items, so that a guess where an item starts goes wrong.
const POD: &str = r#"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"NAME","namespace":"shop","uid":"0f9b1a52-6c1e-4d7a-9f00-1234567890ab","ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"é"},{"apiVersion":"v1","kind":"Pod","name":"b"}]},"spec":{"nodeName":"n","containers":[{"name":"c"}]},"status":{"phase":"Running"}}"#;

/// One that says last what it is, one that kubescan does not judge, one that is refused, and one with an unknown key.
const ODD: [&str; 4] = [
    r#"{"metadata":{"name":"NAME","namespace":"shop"},"kind":"ServiceAccount","apiVersion":"v1"}"#,
    r#"{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"NAME"}}"#,
    r#"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"NAME"}}"#,
    r#"{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"NAME","namespace":"shop"},"rulez":[]}"#,
];

fn items() -> Vec<String> {
    let kinds = [ROLE, POD, POD, POD, ODD[0], ODD[1], POD, ODD[2], ROLE, ODD[3]];
    (0..30).map(|index| kinds[index % kinds.len()].replace("NAME", &format!("x-{index}"))).collect()
}

fn list(between: &str) -> String {
    format!("{{\"apiVersion\":\"v1\",\"items\":[\n{}\n],\n\"kind\":\"List\"}}\n", items().join(between))
}

fn file(objects: usize) -> File<'static> {
    File { name: "in.json", shared: "in.json".into(), namespace: "default", objects }
}

fn in_pieces(text: &[u8], size: usize, objects: usize) -> Option<Outcome> {
    read_pieces(text, &file(objects), size).unwrap()
}

/// All that shows of what was read.
fn shown(outcome: &Outcome) -> String {
    let found = &outcome.found;
    let parts = (&found.roles, &found.pods, &found.service_accounts, &found.uids, &found.unknown_kinds, &found.notes);
    format!("{parts:?} {:?} {} {}", outcome.faults, outcome.seen, found.stored)
}

fn sizes() -> impl ParallelIterator<Item = usize> {
    [1, 50, 100, 300, 333, 1000, 4096, 5000].into_par_iter()
}

#[test]
fn cuts_do_not_show() {
    for between in [",", ",\n", "\r\n ,\r\n", "\r,"] {
        let text = list(between);
        let whole = json::read(&text, &file(1000)).unwrap();
        assert_eq!((whole.found.roles.len(), whole.found.pods.len(), whole.faults.len()), (9, 12, 3), "{between:?}");
        sizes().for_each(|size| {
            let outcome = in_pieces(text.as_bytes(), size, 1000).expect("a list");
            assert_eq!(shown(&outcome), shown(&whole), "{between:?} {size}");
        });
    }
}

/// The kind stands before the items or behind them; an item that says one itself is that.
#[test]
fn a_typed_list_gives_its_items_the_kind() {
    let own = [r#""apiVersion":"v1","kind":"Pod","#, ""];
    let items: Vec<String> = (0..30)
        .map(|index| {
            let pod = POD.replace("NAME", &format!("x-{index}"));
            match index % 5 {
                0 => pod,
                1 => ODD[0].replace("NAME", "a"),
                _ => pod.replacen(own[0], own[1], 1),
            }
        })
        .collect();
    let items = items.join(",");
    let before = format!("{{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{{}},\"items\":[{items}]}}");
    let behind = format!("{{\"apiVersion\":\"v1\",\"items\":[{items}],\"kind\":\"PodList\"}}");
    let whole = json::read(&before, &file(1000)).unwrap();
    assert_eq!((whole.found.pods.len(), whole.found.service_accounts.len(), whole.faults.len()), (24, 6, 0));
    assert_eq!(shown(&json::read(&behind, &file(1000)).unwrap()), shown(&whole));
    sizes().for_each(|size| {
        assert_eq!(in_pieces(before.as_bytes(), size, 1000).map(|it| shown(&it)), Some(shown(&whole)));
        assert!(in_pieces(behind.as_bytes(), size, 1000).is_none(), "the kind is known too late");
    });
}

#[test]
fn a_list_is_read_up_to_its_limit() {
    let text = list(",");
    for objects in [1, 3, 10, 29, 30] {
        let whole = json::read(&text, &file(objects)).unwrap();
        sizes().for_each(|size| {
            let outcome = in_pieces(text.as_bytes(), size, objects).expect("a list");
            assert_eq!(shown(&outcome), shown(&whole), "{objects} {size}");
        });
    }
}

/// What is given up here is read by those who can tell what is wrong; what is not must be sound.
#[test]
fn what_is_no_sound_list_is_given_up() {
    let text = list(",");
    let cut = (0..text.len() - 2).into_par_iter().step_by(7).filter(|end| text.is_char_boundary(*end));
    cut.for_each(|end| {
        assert!(in_pieces(&text.as_bytes()[..end], 300, 1000).is_none(), "{end}");
    });
    for (old, new) in [
        ("\"items\":[", "\"items\":[,"),
        ("\n],", ",\n],"),
        ("\n],", "\n]],"),
        ("\n],", "\n],\"items\":[],"),
        ("\n],", "\n]}"),
        ("\"List\"}", "\"List\"}{}"),
        ("\"List\"}", "\"Pod\"}"),
        (",\n\"kind\":\"List\"", ""),
        ("}},{", "}}{"),
        ("}},{", "}},,{"),
        ("}},{", "}},\u{c}{"),
        ("}},{", "}},7,{"),
        ("x-17", "x\u{0}17"),
        ("\"Running\"", "Running"),
    ] {
        let broken = text.replacen(old, new, 1);
        assert_ne!(broken, text, "{new:?}");
        sizes().for_each(|size| {
            let given_up = in_pieces(broken.as_bytes(), size, 1000).is_none();
            assert!(given_up, "{old:?} -> {new:?} {size}");
        });
    }
    let mut no_text = text.into_bytes();
    no_text[2000] = 0xff;
    sizes().for_each(|size| assert!(in_pieces(&no_text, size, 1000).is_none()));
}

#[test]
fn a_changed_byte_shows_as_it_does_in_the_whole() {
    // One of each kind is enough.
    let text = format!("{{\"apiVersion\":\"v1\",\"items\":[{}],\"kind\":\"List\"}}", items()[3..10].join(","));
    let text = text.as_str();
    (0..text.len()).into_par_iter().filter(|offset| text.is_char_boundary(*offset)).for_each(|offset| {
        let (before, after) = text.split_at(offset);
        let Some(changed) = after.chars().next() else { return };
        for new in ["", "\"", "}"] {
            let mutated = format!("{before}{new}{}", &after[changed.len_utf8()..]);
            let Some(outcome) = in_pieces(mutated.as_bytes(), 400, 1000) else {
                continue;
            };
            let whole = json::read(&mutated, &file(1000)).unwrap();
            assert_eq!(shown(&outcome), shown(&whole), "{offset} {new:?}");
            let parsed: Result<serde::de::IgnoredAny, _> = serde_json::from_str(&mutated);
            assert!(parsed.is_ok(), "{offset} {new:?}");
        }
    });
}

/// Others may be decoding what comes next while one finds that it is no list.
#[test]
fn nothing_is_added_to_a_list_that_was_given_up() {
    let last = format!("{ROLE}]}}");
    for (first, objects, expected) in [(ROLE, 9, Some((2, 0))), (ROLE, 1, Some((1, 1))), ("{]", 9, None)] {
        let (file, first) = (file(objects), format!("{first},"));
        let (mut list, _) = List::begin("{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[", &file).unwrap();
        let place = list.place();
        for piece in [&first, &last, " "] {
            let run = list.decoder().run(Chunk { bytes: piece.as_bytes(), place, expects: Expects::Item });
            list.add(piece.as_bytes(), place, run);
        }
        let outcome = list.finish().map(|outcome| (outcome.found.roles.len(), outcome.faults.len()));
        assert_eq!(outcome, expected, "{first} {objects}");
    }
}
