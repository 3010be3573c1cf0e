//! JavaScript libraries that pages are tried with.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// The text of a library that `tests/browser/libraries` lists, as `mermaid@12.3.0`; it is fetched the first time.
pub(crate) fn library(name: &str) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/library");
    let output = Command::new(&script).arg(name).stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "{} {name} failed", script.display());
    let text = fs::read_to_string(String::from_utf8(output.stdout).unwrap().trim_end()).unwrap();
    assert!(!text.contains("</script"), "{name} cannot stand in a page");
    text
}
