//! Texts and addresses as SARIF wants them.

use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// A text in which brackets are brackets: `[text](1)` would be a link.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '[' | ']' | '\\') {
            plain.push('\\');
        }
        plain.push(character);
    }
    plain
}

/// What stands in a path of a URI as it is.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The URI of a file: relative to the current directory where it lies below that.
pub(super) fn uri(file: &str, base: Option<&Path>) -> String {
    let below = base.and_then(|base| Path::new(file).strip_prefix(base).ok()).and_then(Path::to_str);
    let path = below.unwrap_or(file);
    let path = path.strip_prefix("./").unwrap_or(path);
    let encoded = utf8_percent_encode(path, KEPT);
    if path.starts_with('/') { format!("file://{encoded}") } else { encoded.to_string() }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{plain, uri};

    #[test]
    fn c11_brackets_make_no_link() {
        assert_eq!(plain("[link](1) \\"), "\\[link\\](1) \\\\");
    }

    #[test]
    fn c11_files_are_relative_and_encoded() {
        let base = Some(Path::new("/repo"));
        let rows = [
            ("manifests/a.yaml", "manifests/a.yaml"),
            ("./a b.yaml", "a%20b.yaml"),
            ("/repo/x/a.yaml", "x/a.yaml"),
            ("/other/a.yaml", "file:///other/a.yaml"),
            ("../a%00.yaml", "../a%2500.yaml"),
            ("c:d.yaml", "c%3Ad.yaml"),
            ("é?#.yaml", "%C3%A9%3F%23.yaml"),
        ];
        for (file, expected) in rows {
            assert_eq!(uri(file, base), expected);
        }
    }
}
