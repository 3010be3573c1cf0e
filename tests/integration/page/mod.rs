//! The report as a page, opened in a real browser as people open it.

mod effects;
mod explore;
mod hostile;
mod kept;
mod large;
mod looks;
mod names;
mod people;
mod plain;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::browser::{Page, Viewport};
use crate::run::kubescan;

/// The page of these inputs, in a file of this name.
fn written(name: &str, arguments: &[&str]) -> PathBuf {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("page-{name}.html"));
    let output = format!("html={}", file.display());
    let run = kubescan(&[&["scan", "-o", &output], arguments].concat());
    assert!(run.code == 0 && run.stderr.is_empty(), "{}", run.stderr);
    file
}

/// The page of the shop, made once.
fn shop_file() -> &'static Path {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    FILE.get_or_init(|| written("shop", &["-f", "examples/shop"]))
}

/// The page of the shop, with all of its sections.
fn shop(viewport: Viewport) -> Page {
    drawn(Page::open(shop_file(), viewport))
}

/// A page once its last section is there.
fn drawn(page: Page) -> Page {
    page.wait_until("document.getElementById('about')");
    page
}

/// A box of the graph.
fn node(name: &str) -> String {
    format!("[data-id=\"{name}\"]")
}

/// How many boxes and arrows are drawn.
fn graph(page: &Page) -> (u64, u64) {
    (page.count(".graph .box"), page.count(".graph .arrow"))
}
