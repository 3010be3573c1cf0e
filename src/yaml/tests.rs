use serde::Deserialize;

use super::{Document, Limits, YamlError, documents, from_node, from_node_lenient};

fn read(text: &str) -> Vec<Result<Document<'_>, YamlError>> {
    documents(text, Limits::for_text(text.len())).collect()
}

fn error(text: &str) -> YamlError {
    read(text).into_iter().find_map(Result::err).expect("an error")
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
struct Thing {
    name: String,
    #[serde(default)]
    list: Vec<String>,
    count: Option<u8>,
    kind: Option<Shape>,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(rename_all = "camelCase")]
enum Shape {
    Round,
    Long(String),
}

#[test]
fn nodes_know_where_they_stand() {
    let documents = read("# first\nname: a\nlist:\n  - one\n---\n{name: b}\n");
    let [Ok(first), Ok(second)] = documents.as_slice() else {
        panic!("two documents");
    };
    assert_eq!((first.number(), first.root().line(), first.root().column()), (1, 2, 1));
    let item = &first.root().get("list").unwrap().as_sequence().unwrap()[0];
    assert_eq!((item.line(), item.column(), item.as_str()), (4, 5, Some("one")));
    assert_eq!((second.number(), second.root().line(), second.root().column()), (2, 6, 1));
}

#[test]
fn typed_values_come_out_and_errors_name_field_and_place() {
    let documents = read("name: a\nlist: [x, 'no']\ncount: 3\nkind: {long: very}");
    let thing: Thing = from_node(documents[0].as_ref().unwrap().root()).unwrap();
    assert_eq!(thing.list, ["x", "no"]);
    assert_eq!(thing.kind, Some(Shape::Long("very".into())));

    let documents = read("name: a\nkind: round\nlist:\n  - x\n  - no\n");
    let error = from_node::<Thing>(documents[0].as_ref().unwrap().root()).unwrap_err();
    assert_eq!(error.to_string(), "list[1]: `no` is a boolean in YAML where a string is due; quote it");
    assert_eq!((error.line, error.column), (5, 5));

    let documents = read("name: a\nlist: {}\n");
    let error = from_node::<Thing>(documents[0].as_ref().unwrap().root()).unwrap_err();
    assert_eq!(error.to_string(), "list: expected a list, found an object");
}

#[test]
fn unknown_keys_are_errors_or_listed() {
    let documents = read("name: a\nlists: [x]\n");
    let root = documents[0].as_ref().unwrap().root();
    let error = from_node::<Thing>(root).unwrap_err();
    assert_eq!(error.message, "unknown key `lists`; did you mean `list`?");
    assert_eq!((error.line, error.column), (2, 1));
    let mut unknown = Vec::new();
    let thing: Thing = from_node_lenient(root, &mut unknown).unwrap();
    assert!(thing.list.is_empty());
    assert_eq!((unknown[0].nearest(), unknown[0].line), (Some("list"), 2));
}

#[test]
fn a_key_twice_names_both_lines() {
    let error = error("a: 1\nb: 2\na: 3\n");
    assert_eq!(error.message, "the key `a` stands twice, in line 1 and line 3");
    assert_eq!(error.line, 3);
}

#[test]
fn a_bad_document_does_not_hide_the_next() {
    let documents = read("a: 1\n---\na: [\n---\nb: 2\n");
    let states: Vec<bool> = documents.iter().map(Result::is_ok).collect();
    assert_eq!(states, [true, false, true]);
    assert_eq!(documents[2].as_ref().unwrap().number(), 3);
}

#[test]
fn aliases_share_and_merge_keys_merge() {
    let documents = read("base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  y: 3\n");
    let used = documents[0].as_ref().unwrap().root().get("use").unwrap();
    assert_eq!(used.get("x").unwrap().as_str(), Some("1"));
    assert_eq!(used.get("y").unwrap().as_str(), Some("3"));
    let limits = Limits::for_text(0).without_merge_keys();
    let refused: Vec<_> = super::documents("<<: {a: 1}", limits).collect();
    assert!(refused[0].as_ref().unwrap_err().message.contains("does not merge"));
}

#[test]
fn bombs_are_defused() {
    let mut laughs = String::from("l0: &l0 [x,x,x,x,x,x,x,x,x]\n");
    for level in 1..9 {
        let below = format!("*l{}", level - 1);
        let many = [below.as_str(); 9].join(",");
        laughs.push_str(&format!("l{level}: &l{level} [{many}]\n"));
    }
    assert!(error(&laughs).message.contains("stand for more than 100000"));
    assert!(error("a: &a [*a]").message.contains("inside the value"));
    assert!(error("a: *nothing").message.contains("unknown anchor"));
    assert_eq!(error(&"[".repeat(20_000)).message, "nesting deeper than 64");
    assert_eq!(error(&format!("{}{}", "[".repeat(65), "]".repeat(65))).message, "nesting deeper than 64");
    let deep = (0..70).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect::<String>();
    assert_eq!(error(&deep).message, "nesting deeper than 64");
    let mut chain = String::from("a0: &a0 [x]\n");
    for link in 1..80 {
        chain.push_str(&format!("a{link}: &a{link} [*a{}]\n", link - 1));
    }
    assert_eq!(error(&chain).message, "nesting deeper than 64");
    let many = read(&"---\n".repeat(5000)).len();
    assert_eq!(many, 1025);
}

#[test]
fn tags_and_odd_keys_are_refused() {
    for text in ["a: !x 1", "a: !!binary aGk=", "!!python/object:x {}", "a: !!set {b}"] {
        assert!(error(text).message.contains("a tag"), "{text}");
    }
    assert!(read("a: !!str 1\nb: !!map {}").iter().all(Result::is_ok));
    assert!(error("{[a]: b}").message.contains("as a key"));
    assert!(error(&format!("? {}\n: b", "k".repeat(1025))).message.contains("longer than 1024"));
}

#[test]
fn odd_streams_end_without_panic() {
    for text in
        ["", "# nothing\n", "%YAML 9.9\n---\na: b\n", "%TAG ! x\n", "\t- a\n", "a:\r\n  b: c\r\n", "a: b\rc: d\r"]
    {
        let _ = read(text);
    }
    assert!(read("# nothing\n").is_empty());
    assert!(read("---\n")[0].as_ref().unwrap().root().is_null());
    assert!(error("a:\n\tb: c\n").line == 2);
}
