//! The one way by which a string reaches a person: nothing in it acts on the terminal, and different strings stay
//! different.

use std::fmt::Write as _;

use unicode_security::MixedScript;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A longer name is cut here, in columns.
const WIDEST: usize = 253;

/// The text as it can be shown: characters that act on a terminal, change the direction of text or take no space become
/// `\u{…}`; a backslash is doubled where it would look like the begin of such a mark, so that no two texts look the same. A
/// very long one is cut and says so.
#[must_use]
pub fn visible(text: &str) -> String {
    if is_plain(text) && text.len() <= WIDEST {
        return text.to_owned();
    }
    let mut shown = escaped(text);
    if shown.width() > WIDEST {
        shown = cut(&shown, text);
    }
    if is_confusable(text) {
        shown.push_str(" (mixed script)");
    }
    shown
}

/// The same for programs that read one name a line: never cut, never marked.
#[must_use]
pub fn inert(text: &str) -> String {
    escaped(text)
}

/// A printed line that a CI system would not take for a command of its own (`::set-output`, `##vso[`): they look at how a
/// line begins, and a folded cell may begin anywhere.
#[must_use]
pub fn line(text: &str) -> String {
    let body = text.trim_start();
    let commands = ["::", "##[", "##vso[", "##teamcity[", "section_start", "section_end"];
    match body.chars().next() {
        Some(first) if commands.iter().any(|command| body.starts_with(command)) => {
            let margin = text.strip_suffix(body).unwrap_or_default();
            let rest = body.strip_prefix(first).unwrap_or_default();
            format!("{margin}\\u{{{:x}}}{rest}", u32::from(first))
        }
        _ => text.to_owned(),
    }
}

/// The same for a sentence of kubescan's own that holds names: never cut, never marked.
#[must_use]
pub fn sentence(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    text.chars().flat_map(escape).collect()
}

/// The same, but a word that is longer than any name is cut as a name is.
#[must_use]
pub fn prose(text: &str) -> String {
    let words = text.split(' ').map(|word| if word.width() > WIDEST { visible(word) } else { sentence(word) });
    words.collect::<Vec<String>>().join(" ")
}

/// Whether every character shows as itself: nearly all names are such.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'\\')
}

fn escaped(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.find('\\').map(|place| rest.split_at(place)) {
        shown.extend(before.chars().flat_map(escape));
        let behind = from.trim_start_matches('\\');
        let run = from.strip_suffix(behind).unwrap_or_default();
        let looks_marked = behind.starts_with("u{") || behind.starts_with(is_hostile);
        shown.push_str(run);
        shown.push_str(if looks_marked { run } else { "" });
        rest = behind;
    }
    shown.extend(rest.chars().flat_map(escape));
    shown
}

fn escape(character: char) -> Escaped {
    if is_hostile(character) {
        Escaped::Code(format!("\\u{{{:x}}}", u32::from(character)).into_bytes().into_iter())
    } else {
        Escaped::Once(Some(character))
    }
}

/// The characters that one becomes.
enum Escaped {
    Once(Option<char>),
    Code(std::vec::IntoIter<u8>),
}

impl Iterator for Escaped {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            Escaped::Once(character) => character.take(),
            Escaped::Code(bytes) => bytes.next().map(char::from),
        }
    }
}

/// Whether a character acts rather than shows: controls, line separators, directions, zero width, tags, and code points
/// that mean nothing everywhere.
#[must_use]
pub fn is_hostile(character: char) -> bool {
    let code = u32::from(character);
    character.is_control()
        || matches!(code,
            0x00AD | 0x034F | 0x061C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180E | 0x3164 | 0xFFA0
            | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF | 0xFFF0..=0xFFFB
            | 0xE000..=0xF8FF | 0xFDD0..=0xFDEF | 0xE0000..=0xE0FFF | 0xF0000..=0x10FFFF)
        || code & 0xFFFE == 0xFFFE
}

/// Whether a name mixes scripts, as one does that imitates another.
fn is_confusable(text: &str) -> bool {
    !text.is_ascii() && !text.is_single_script()
}

/// Cuts between graphemes and tells how much is missing, with a hash that keeps different names apart.
fn cut(shown: &str, text: &str) -> String {
    let mut kept = String::new();
    let mut width = 0;
    for grapheme in shown.graphemes(true) {
        width += grapheme.width();
        if width > WIDEST {
            break;
        }
        kept.push_str(grapheme);
    }
    let missing = shown.len().saturating_sub(kept.len());
    let _ = write!(kept, "…(+{missing} bytes, sha256 {})", crate::findings::short_hash(text));
    kept
}

#[cfg(test)]
mod tests {
    use super::{line, sentence, visible};

    #[test]
    fn a_line_is_no_command_to_a_ci_system() {
        assert_eq!(line("   ::set-output name=x::y"), "   \\u{3a}:set-output name=x::y");
        assert_eq!(line("##vso[task.x]"), "\\u{23}#vso[task.x]");
        assert_eq!(line("high  a::b"), "high  a::b");
    }

    #[test]
    fn c01_escapes_never_reach_the_terminal() {
        assert_eq!(visible("x\u{1b}[31m"), "x\\u{1b}[31m");
        assert_eq!(visible("\u{1b}]52;c;aGk=\u{7}"), "\\u{1b}]52;c;aGk=\\u{7}");
        assert_eq!(visible("\u{9b}31m"), "\\u{9b}31m");
    }

    #[test]
    fn c02_a_line_is_not_overwritten() {
        assert_eq!(visible("safe\rEVIL"), "safe\\u{d}EVIL");
        assert_eq!(visible("a\u{8}b\u{b}\u{c}\n"), "a\\u{8}b\\u{b}\\u{c}\\u{a}");
    }

    #[test]
    fn c03_directions_are_shown() {
        assert_eq!(visible("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(visible("\u{2066}x\u{2069}\u{200d}\u{feff}"), "\\u{2066}x\\u{2069}\\u{200d}\\u{feff}");
    }

    #[test]
    fn c04_mixed_scripts_are_marked() {
        assert_eq!(visible("\u{430}dmin"), "\u{430}dmin (mixed script)");
        assert_eq!(visible("admin"), "admin");
        assert_eq!(visible("администратор"), "администратор");
    }

    #[test]
    fn different_names_stay_different() {
        assert_ne!(visible("\\u{1b}"), visible("\u{1b}"));
        let alike = ["\\u{1b}", "\u{1b}", "\\\u{1b}", "\\\\u{1b}", "\\\\\u{1b}"];
        let seen: std::collections::BTreeSet<String> = alike.iter().map(|name| visible(name)).collect();
        assert_eq!(seen.len(), alike.len(), "{seen:?}");
        // As whoever has it writes it.
        assert_eq!(visible("CORP\\alice\\"), "CORP\\alice\\");
        assert_eq!(sentence("C:\\x\u{1b}"), "C:\\x\\u{1b}");
    }

    #[test]
    fn c06_a_very_long_name_is_cut_with_a_hash() {
        let (one, two) = ("a".repeat(1_000_000) + "1", "a".repeat(1_000_000) + "2");
        assert!(visible(&one).len() < 320);
        assert_ne!(visible(&one), visible(&two));
    }
}
