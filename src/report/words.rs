//! How counts and lists are worded for people.

/// `1 path`, `2 paths`.
pub(super) fn plural(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// A node as people read it: its name, and an objective without its kind. Both may be asked about.
pub(super) fn node(id: &str) -> &str {
    id.strip_prefix("objective:").unwrap_or(id)
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
