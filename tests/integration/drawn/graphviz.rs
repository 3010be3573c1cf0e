//! Graphviz, by its own `dot`.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::json;

use super::drawing::{assert_harmless, strings, texts};
use super::pictures;
use crate::browser::{DESKTOP, Page};

/// Shows an SVG: the labels of its nodes, and how many edges there are.
const SHOW: &str = "(svg) => {
  const drawing = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  document.getElementById('here').replaceChildren(drawing);
  const label = (node) => [...node.querySelectorAll('text')].map((line) => line.textContent).join('');
  return {labels: [...drawing.querySelectorAll('.node')].map(label), edges: drawing.querySelectorAll('.edge').length};
}";

#[test]
fn dot_draws_every_picture_with_names_as_they_are() {
    let dot = find();
    let page = Page::of_html("<!doctype html><meta charset=utf-8><div id=here></div>", DESKTOP);
    for picture in pictures() {
        let drawing = page.apply(SHOW, &json!([svg(&dot, &picture.dot)]));
        page.screenshot(&format!("{}-graphviz", picture.name));
        assert_eq!(texts(&strings(&drawing["labels"])), texts(&picture.labels), "{}", picture.name);
        assert_eq!(drawing["edges"], json!(picture.edges), "{}", picture.name);
        assert_harmless(&page, &picture.name);
    }
}

/// What `dot` makes of a text; it has nothing to complain of.
fn svg(dot: &str, text: &str) -> String {
    let piped = || Stdio::piped();
    let mut child = Command::new(dot).arg("-Tsvg").stdin(piped()).stdout(piped()).stderr(piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let text = text.to_owned();
    // It may write before it has read all.
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The path of `dot`.
fn find() -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/graphviz/find");
    let output = Command::new(&script).stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "{} failed", script.display());
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}
