//! How counts and lists are worded for people.

/// `1 path`, `2 paths`.
pub(super) fn plural(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// The first of a list, and how many more there are.
pub(super) fn shortened(list: &[String], most: usize) -> String {
    let mut names: Vec<String> = list.iter().take(most).cloned().collect();
    names.dedup();
    if list.len() > most {
        names.push(format!("+{}", list.len() - most));
    }
    names.join(", ")
}
