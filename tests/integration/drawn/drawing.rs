//! A drawing, as a browser holds it.

use serde_json::{Value, json};

use crate::browser::Page;

/// What an SVG may be made of: nothing in it acts, loads or leads away.
const HARMLESS: &[&str] = &[
    "svg",
    "g",
    "title",
    "desc",
    "defs",
    "style",
    "marker",
    "path",
    "polygon",
    "polyline",
    "ellipse",
    "circle",
    "rect",
    "line",
    "text",
    "tspan",
    "foreignObject",
    "div",
    "span",
    "p",
    "br",
    "linearGradient",
    "stop",
    "filter",
    "feDropShadow",
    "feFlood",
    "feComposite",
    "feOffset",
    "feMerge",
    "feMergeNode",
    "feGaussianBlur",
    "a",
];

/// Elements of a drawing by name, and attributes that act or lead anywhere else.
const PARTS: &str = "() => {
  const drawing = document.querySelector('#here svg');
  const all = [drawing, ...drawing.querySelectorAll('*')];
  const acts = ({name, value}) => name.startsWith('on') || /href|src|action/.test(name) && !value.startsWith('#')
    || /javascript:|https?:|url\\((?!['\"]?#)/.test(value) && !name.startsWith('xmlns');
  return {
    elements: [...new Set(all.map((element) => element.localName))],
    attributes: all.flatMap((element) => [...element.attributes].filter(acts).map(({name, value}) => name + '=' + value)),
  };
}";

/// Fails if anything in the drawing of a page could act.
pub(super) fn assert_harmless(page: &Page, name: &str) {
    let parts = page.apply(PARTS, &json!([]));
    let elements = parts["elements"].as_array().unwrap().iter().map(|element| element.as_str().unwrap());
    let strange: Vec<&str> = elements.filter(|element| !HARMLESS.contains(element)).collect();
    assert_eq!((strange, &parts["attributes"]), (Vec::new(), &Value::Array(Vec::new())), "{name}");
}

/// Texts without what a drawing may do with blanks: sorted, and blanks are one kind.
pub(super) fn texts(texts: &[impl AsRef<str>]) -> Vec<String> {
    let mut texts: Vec<String> = texts.iter().map(|text| text.as_ref().replace('\u{a0}', " ")).collect();
    texts.sort_unstable();
    texts
}

/// A list of texts that a page answered with.
pub(super) fn strings(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}
