//! A text that matches a pattern: what a guard of patterns may be content with.
//!
//! One of each pattern will do: whoever exempts all names that match it exempts this one.

use regex_syntax::hir::{Class, Hir, HirKind};

/// So often a part is repeated at most: a name is short.
const REPEATED: u32 = 63;

/// A text that matches, if it is a pattern and has one.
pub(super) fn example(pattern: &str) -> Option<String> {
    text_of(&regex_syntax::parse(pattern).ok()?)
}

fn text_of(part: &Hir) -> Option<String> {
    match part.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(String::new()),
        HirKind::Literal(literal) => String::from_utf8(literal.0.to_vec()).ok(),
        HirKind::Class(class) => member(class).map(String::from),
        HirKind::Repetition(repeated) => {
            // With something in it, where that may be: an empty end is no good name.
            let times = repeated.min.max(1).min(repeated.max.unwrap_or(REPEATED));
            (times <= REPEATED)
                .then(|| text_of(&repeated.sub))
                .flatten()
                .map(|text| text.repeat(usize::try_from(times).unwrap_or(1)))
        }
        HirKind::Capture(capture) => text_of(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(text_of).collect(),
        HirKind::Alternation(parts) => parts.iter().find_map(text_of),
    }
}

/// A character of the class, one that a name may have if there is any.
fn member(class: &Class) -> Option<char> {
    let Class::Unicode(class) = class else { return None };
    let holds = |char: &char| class.iter().any(|range| range.start() <= *char && *char <= range.end());
    let usual = ('a'..='z').chain('0'..='9').find(holds);
    usual.or_else(|| class.iter().next().map(|range| range.start()))
}

#[cfg(test)]
mod tests {
    use super::example;

    #[test]
    fn an_example_matches_its_pattern() {
        let rows = [
            ("^jit-.*$", "jit-a"),
            ("^(dev|test)-[a-z0-9]{3,}$", "dev-aaa"),
            ("[0-9]+", "0"),
            ("x?", "x"),
            ("^system:", "system:"),
            (r"\.tmp$", ".tmp"),
            ("^[^a-y]", "z"),
        ];
        for (pattern, text) in rows {
            assert_eq!(example(pattern).as_deref(), Some(text), "{pattern}");
        }
        assert_eq!(example("("), None);
        assert_eq!(example("[a&&b]"), None);
    }
}
