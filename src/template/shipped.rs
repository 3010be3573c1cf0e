//! What ships: the items of `risky-roles.yaml`, `operators.yaml`, `marks.yaml` and `aws-methods.yaml`, in a form that is quickly read.
//!
//! To read YAML strictly, each value with its place, took longer than all else that a short command does. What these files
//! say is known before: a test reads them and writes it as JSON, an item a line. Nobody edits that.

use serde::de::DeserializeOwned;

pub(super) const ENTRIES: &str = include_str!("shipped/entries.jsonl");
pub(super) const OPERATORS: &str = include_str!("shipped/operators.jsonl");
pub(super) const METHODS: &str = include_str!("shipped/methods.jsonl");
pub(super) const MARKS: &str = include_str!("shipped/marks.jsonl");

/// The items of such a text, in its order.
pub(super) fn items<T: DeserializeOwned>(text: &str) -> Vec<T> {
    #[expect(clippy::expect_used, reason = "the text is part of the program; a test proves that it is read")]
    let item = |line| serde_json::from_str(line).expect("an item that ships is read");
    text.lines().map(item).collect()
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use serde::Serialize;
    use serde::de::DeserializeOwned;

    use super::items;
    use crate::template::{load, marks, methods, operators};

    /// Compares what is read from the YAML with what ships, or writes that.
    fn assert_current<T: Serialize + DeserializeOwned + PartialEq + Debug>(file: &str, read: &[T]) {
        let lines = read.iter().map(|item| serde_json::to_string(item).expect("an item") + "\n");
        let text: String = lines.collect();
        assert_eq!(items::<T>(&text), read, "{file} says all that was read");
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/template/shipped").join(file);
        if std::env::var_os("KUBESCAN_REGENERATE").is_some() {
            std::fs::write(&path, &text).expect("a file");
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(found == text, "{file} is not current: run KUBESCAN_REGENERATE=1 cargo test");
    }

    #[test]
    fn operators_are_current() {
        let rows = operators::read::table(include_str!("../../operators.yaml"));
        assert_current("operators.jsonl", &rows.unwrap_or_else(|error| panic!("{error}")));
    }

    #[test]
    fn marks_are_current() {
        let marks = marks::read_file("marks.yaml", include_str!("../../marks.yaml"));
        assert_current("marks.jsonl", &marks.unwrap_or_else(|error| panic!("{error}")));
    }

    #[test]
    fn methods_are_current() {
        let methods = methods::read_file("aws-methods.yaml", include_str!("../../aws-methods.yaml"));
        assert_current("methods.jsonl", &methods.unwrap_or_else(|error| panic!("{error}")));
    }

    #[test]
    fn entries_are_current() {
        let entries = load::read_builtin(include_str!("../../risky-roles.yaml"));
        assert_current("entries.jsonl", &entries.unwrap_or_else(|error| panic!("{error}")));
    }
}
