//! Mermaid, by the library itself.

use std::path::PathBuf;

use serde_json::json;

use super::drawing::{assert_harmless, strings, texts};
use super::pictures;
use crate::browser::{self, DESKTOP, library};

/// Versions of the library, with what those who show pictures by it decide: of 11.4 on light pages, as GitHub did, and of the
/// latest on dark ones with another kind of labels.
const SHOWN: &[(&str, &str, bool)] = &[("mermaid@11.4.1", "default", true), ("mermaid@12.3.0", "dark", false)];

/// Draws a text: the labels of the nodes, and how many edges there are.
const DRAW: &str = "async (text) => {
  const here = document.getElementById('here');
  here.replaceChildren();
  try {
    here.innerHTML = (await mermaid.render('drawing', text)).svg;
  } catch (error) {
    return {error: String(error)};
  }
  const labels = [...here.querySelectorAll('.node')].map((node) => node.textContent);
  return {labels, edges: here.querySelectorAll('.edgePaths path').length};
}";

/// A page that draws.
pub(super) struct Page(browser::Page);

impl Page {
    /// With this version of the library, on a page of this theme. No script, style or picture from elsewhere may come in.
    pub(super) fn new(version: &str, theme: &str, html_labels: bool) -> Self {
        let background = if theme == "dark" { "#0d1117" } else { "#fff" };
        let policy = "default-src 'none'; script-src 'nonce-a'; style-src 'unsafe-inline'";
        let head = format!("<meta charset=utf-8><meta http-equiv=Content-Security-Policy content=\"{policy}\">");
        let script = library(version);
        let body =
            format!("<body style='background: {background}'><div id=here></div><script nonce=a>{script}</script>");
        let page = browser::Page::of_html(&format!("<!doctype html>{head}{body}"), DESKTOP);
        let settings = json!({"startOnLoad": false, "securityLevel": "strict", "theme": theme, "htmlLabels": html_labels,
            "flowchart": {"htmlLabels": html_labels}});
        page.apply("(settings) => { mermaid.initialize(settings) }", &json!([settings]));
        Self(page)
    }

    /// Draws a text: the labels of the nodes, and how many edges there are; or what the library complains of.
    pub(super) fn draw(&self, text: &str) -> Result<(Vec<String>, u64), String> {
        let drawing = self.0.apply(DRAW, &json!([text]));
        match drawing["error"].as_str() {
            Some(error) => Err(error.to_owned()),
            None => Ok((strings(&drawing["labels"]), drawing["edges"].as_u64().unwrap())),
        }
    }

    /// A picture of the page, for people.
    pub(super) fn screenshot(&self, name: &str) -> PathBuf {
        self.0.screenshot(name)
    }
}

/// What a picture of nothing says.
const NOTHING: &str = "nothing to draw: no path, and nothing that leads anywhere";

#[test]
fn the_library_draws_every_picture_with_names_as_they_are() {
    for (version, theme, html_labels) in SHOWN {
        let page = Page::new(version, theme, *html_labels);
        for picture in pictures() {
            let (labels, edges) = page.draw(&picture.mermaid).unwrap();
            page.screenshot(&format!("{}-{version}", picture.name));
            let nothing = picture.labels.is_empty().then(|| NOTHING.to_owned());
            let expected: Vec<String> = picture.labels.iter().map(|name| unmarked(name)).chain(nothing).collect();
            assert_eq!(texts(&labels), texts(&expected), "{} {version}", picture.name);
            assert_eq!(edges, picture.edges, "{} {version}", picture.name);
            assert_harmless(&page.0, &picture.name);
        }
    }
}

/// The library's own marks of entity codes are made visible, as what acts in a terminal is.
pub(super) fn unmarked(name: &str) -> String {
    name.replace("\u{fb02}\u{b0}", "\\u{fb02}\u{b0}").replace("\u{b6}\u{df}", "\\u{b6}\u{df}")
}
