//! Texts and addresses as SARIF wants them.

use std::path::{Component, Path, PathBuf};

use super::Places;

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

/// The URI of a file: relative to the root of the repository where it lies below that.
pub(super) fn uri(file: &str, places: &Places) -> String {
    let whole = normal(&places.current.join(file));
    let below = whole.strip_prefix(&places.root).ok().and_then(Path::to_str);
    let encode = |path: &str| utf8_percent_encode(path, KEPT).to_string();
    below.map_or_else(|| format!("file://{}", encode(&whole.to_string_lossy())), encode)
}

/// A path without `.` and `..`, which need not exist.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(normal.pop()),
            part => normal.push(part),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::super::Places;
    use super::{plain, uri};

    #[test]
    fn c11_brackets_make_no_link() {
        assert_eq!(plain("[link](1) \\"), "\\[link\\](1) \\\\");
    }

    #[test]
    fn c11_files_are_relative_and_encoded() {
        let places = Places { current: "/repo/sub".into(), root: "/repo".into() };
        let rows = [
            ("manifests/a.yaml", "sub/manifests/a.yaml"),
            ("./a b.yaml", "sub/a%20b.yaml"),
            ("../x/a.yaml", "x/a.yaml"),
            ("/repo/x/a.yaml", "x/a.yaml"),
            ("/other/a.yaml", "file:///other/a.yaml"),
            ("../../a%00.yaml", "file:///a%2500.yaml"),
            ("c:d.yaml", "sub/c%3Ad.yaml"),
            ("é?#.yaml", "sub/%C3%A9%3F%23.yaml"),
        ];
        for (file, expected) in rows {
            assert_eq!(uri(file, &places), expected);
        }
    }
}
