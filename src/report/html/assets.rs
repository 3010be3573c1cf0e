//! What the page is made of beside its data: libraries as they were published, and the code and style that are ours.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// A file of a library, and the SHA-256 of its bytes.
struct Library {
    text: &'static str,
    #[cfg_attr(not(test), expect(dead_code, reason = "a test compares it"))]
    sha256: &'static str,
}

macro_rules! library {
    ($file:literal, $sha256:literal) => {
        Library { text: include_str!(concat!("vendor/", $file)), sha256: $sha256 }
    };
}

/// The libraries, each after those that it uses.
const LIBRARIES: &[Library] = &[
    library!("htm-preact.min.js", "62c4ffea400078c0eda7f435b22726b4961ebdf74c8506f188e92bec41d8ac51"),
    library!("dagre.min.js", "54a503e346f93ca0bb10abe7999587e037262935687aca45eb4e4b0f64bbb578"),
    library!("d3-dispatch.min.js", "5afe071dad74c14cd580f540c9ec85b0755eed78b7f9ed3e9f63b989fc41aa4b"),
    library!("d3-selection.min.js", "1dcd563b613b841dbe5a536df5289b0ac64c233a21bc1e954651cbe2a4809877"),
    library!("d3-drag.min.js", "da7f489ebae8418e53759d2df5e9327eb9bedcdb4aa93feb065beda31f085232"),
    library!("d3-ease.min.js", "1c6cf6a8e676624967a8d193ccea2cca605b63d33d922b2e11205e4b331ec478"),
    library!("d3-color.min.js", "41ebabc615acf63e5af87a1d565f16c3ce73f00c1394772a624780f7c6c7244b"),
    library!("d3-interpolate.min.js", "09b66887d084b49bf14c93867522e366ce846bee53b9f632c1c3a5e2b00f891a"),
    library!("d3-timer.min.js", "f6b80ed73b21d01658db60d1c04adb88adc70f885346ae07d59ed69ba0348849"),
    library!("d3-transition.min.js", "85f3b76042e41fa517fb03e931d62ea5c7066a435d55ac605288cc6675f2a250"),
    library!("d3-zoom.min.js", "5fcc9d4b4c14da3de574a0638c938ccfb8771a97e1b666be2d327170e7cdbdc3"),
];

/// The code of the page, each file after those that it uses.
const PAGE: &[&str] = &[
    include_str!("page/data.js"),
    include_str!("page/words.js"),
    include_str!("page/yaml.js"),
    include_str!("page/shown.js"),
    include_str!("page/parts.js"),
    include_str!("page/rows.js"),
    include_str!("page/graph/walk.js"),
    include_str!("page/graph/groups.js"),
    include_str!("page/graph/layout.js"),
    include_str!("page/graph/drawing.js"),
    include_str!("page/graph/effect.js"),
    include_str!("page/graph/explorer.js"),
    include_str!("page/details.js"),
    include_str!("page/overview.js"),
    include_str!("page/sections.js"),
    include_str!("page/search.js"),
    include_str!("page/kept.js"),
    include_str!("page/app.js"),
];

/// The style of the page.
pub(super) const STYLE: &str = include_str!("page/style.css");

/// The libraries as one script.
pub(super) fn libraries() -> String {
    // Maps for debuggers are not shipped; a browser would ask for them.
    let lines = LIBRARIES.iter().flat_map(|library| library.text.lines());
    joined(lines.filter(|line| !line.starts_with("//# sourceMappingURL")))
}

/// The code of the page as one script.
pub(super) fn code() -> String {
    format!("\"use strict\";\n{}", joined(PAGE.iter().flat_map(|file| file.lines())))
}

fn joined<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    let mut text = String::with_capacity(1 << 18);
    lines.for_each(|line| text.extend([line, "\n"]));
    text
}

/// What lets exactly this text run, in a content security policy.
pub(super) fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use sha2::{Digest as _, Sha256};

    use super::{LIBRARIES, STYLE, code, hash, libraries};

    #[test]
    fn libraries_are_as_they_were_published() {
        for library in LIBRARIES {
            let digest = Sha256::digest(library.text).iter().fold(String::new(), |mut hex, byte| {
                write!(hex, "{byte:02x}").unwrap();
                hex
            });
            let begins: String = library.text.chars().take(60).collect();
            assert_eq!(digest, library.sha256, "{begins}");
        }
    }

    #[test]
    fn nothing_of_ours_ends_its_element_or_asks_for_another_file() {
        for text in [libraries(), code()] {
            assert!(!text.contains("</script") && !text.contains("<!--") && !text.contains("sourceMappingURL"));
        }
        assert!(!STYLE.contains("</style") && !STYLE.contains("url(") && !STYLE.contains("@import"));
    }

    #[test]
    fn a_policy_names_the_hash_of_a_text() {
        assert_eq!(hash(""), "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
    }
}
