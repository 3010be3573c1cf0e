//! Markdown as GitHub, GitLab and others show it in a review.
//!
//! Whatever came from a cluster stands in code spans, and only there: in these nothing is a link, a mention, HTML or emphasis.

use super::super::visible::{prose, visible};

/// A name as a code span, made visible.
pub(in crate::report) fn code(name: &str) -> String {
    span(&visible(name))
}

/// A sentence with names in it as a code span.
pub(in crate::report) fn sentence(text: &str) -> String {
    span(&prose(text))
}

/// The same in a table, whose columns a `|` would end even in a code span.
pub(in crate::report) fn in_table(span: &str) -> String {
    span.replace('|', "\\|")
}

/// A code span of text in which no line ends: its fence is longer than any run of backticks in it.
fn span(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let fence = "`".repeat(longest_run(text) + 1);
    // One space on each side is taken off again where there is one on both; a fence must not touch a backtick.
    let blank = text.chars().all(|character| character == ' ');
    let touches = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    let pad = if touches && !blank { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn longest_run(text: &str) -> usize {
    text.split(|character| character != '`').map(str::len).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{code, in_table, sentence};

    #[test]
    fn nothing_in_a_span_ends_it() {
        let table = [
            ("user:a", "`user:a`"),
            ("", ""),
            ("a`b", "``a`b``"),
            ("`", "`` ` ``"),
            ("a```b``", "```` a```b`` ````"),
            (" a ", "`  a  `"),
            ("@team <b> [x](y) https://x", "`@team <b> [x](y) https://x`"),
            ("a\nb", "`a\\u{a}b`"),
            ("a\\", "`a\\`"),
        ];
        for (name, expected) in table {
            assert_eq!(code(name), expected);
        }
        assert_eq!(sentence("it's `so`\n"), "`it's `so`\\u{a}`".replace("`it", "``it").replace("{a}`", "{a}``"));
    }

    #[test]
    fn a_bar_ends_no_column() {
        assert_eq!(in_table(&code("a|b")), "`a\\|b`");
        assert_eq!(in_table(&code("a\\|b")), "`a\\\\|b`");
    }
}
