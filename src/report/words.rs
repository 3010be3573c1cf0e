//! How counts and lists are worded for people.

use std::borrow::Cow;

use crate::cloud::eks;

use super::visible::visible;

/// `1 path`, `2 paths`.
pub(super) fn plural(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// A node as people read it: its name, and an objective without its kind. Both may be asked about.
pub(super) fn node(id: &str) -> &str {
    id.strip_prefix("objective:").unwrap_or(id)
}

/// A binding or a role as people read it.
pub(super) fn object(id: &str) -> Cow<'_, str> {
    eks::in_words(id).map_or(Cow::Borrowed(id), Cow::Owned)
}

/// The first of a list in a sentence: `a, b and 9 more`. Each name is made visible by itself.
pub(super) fn abridged(list: &[impl AsRef<str>], most: usize) -> String {
    let names: Vec<String> = list.iter().take(most).map(|name| visible(name.as_ref())).collect();
    match list.len().saturating_sub(most) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}

/// How many names of a list fit into so many columns, at least one.
pub(super) fn fitting(list: &[impl AsRef<str>], columns: usize) -> usize {
    let mut width = 0_usize;
    let fit = list.iter().take_while(|name| {
        width = width.saturating_add(name.as_ref().chars().count()).saturating_add(2);
        width <= columns
    });
    fit.count().max(1)
}

/// The first of a list, and how many more there are.
pub(super) fn shortened(list: &[impl AsRef<str>], most: usize) -> String {
    let mut names: Vec<String> = list.iter().take(most).map(|name| visible(name.as_ref())).collect();
    names.dedup();
    if list.len() > most {
        names.push(format!("+{}", list.len() - most));
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::{abridged, fitting, shortened};

    #[test]
    fn a_list_says_how_many_it_leaves_out() {
        let list = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(abridged(&list, 2), "a, b and 1 more");
        assert_eq!(abridged(&list, 3), "a, b, c");
        assert_eq!(shortened(&list, 1), "a, +2");
    }

    #[test]
    fn as_many_names_as_fit_and_one_always() {
        let list = ["12345", "12345", "12345"].map(str::to_owned);
        assert_eq!([20, 14, 13, 0].map(|columns| fitting(&list, columns)), [2, 2, 1, 1]);
        assert_eq!(fitting(&list, 21), 3);
    }

    #[test]
    fn only_a_name_that_is_too_long_by_itself_is_cut() {
        let list = ["a".repeat(200), "b".repeat(200), "c".repeat(2000)];
        let text = abridged(&list, 3);
        assert!(text.starts_with(&format!("{}, {}, ccc", "a".repeat(200), "b".repeat(200))));
        assert_eq!(text.matches("sha256").count(), 1);
    }
}
