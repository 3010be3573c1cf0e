//! Rows that differ only in whom they are about: where there are dozens, they are one row with a count and the first names.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Name;

use super::super::grid::Cell;
use super::super::words::abridged;
use super::Options;

/// As many rows that say the same stand each by itself.
const APART: usize = 9;

/// How many of them are named where they stand together.
const NAMED: usize = 3;

/// The column of the name.
const NAME: usize = 1;

/// A row of a list of findings.
pub(super) struct Row {
    /// What it says, beside whom it is about.
    says: Vec<String>,
    name: String,
    cells: Vec<Cell>,
}

impl Row {
    /// A row about this name, which stands in its second cell; it says the same as others with these words and lists.
    pub(super) fn new(words: &[&str], lists: &[&[Name]], name: &str, cells: Vec<Cell>) -> Self {
        let words = words.iter().map(|word| (*word).to_owned());
        let says =
            words.chain(lists.iter().map(|list| list.iter().map(Name::as_str).collect::<Vec<_>>().join(" "))).collect();
        Row { says, name: name.to_owned(), cells }
    }
}

/// The rows of a section, those that say the same as one where they are many; `-o wide` keeps all.
pub(super) fn together(rows: &[Row], what: &str, options: &Options) -> Vec<Vec<Cell>> {
    let mut groups: BTreeMap<&[String], Vec<&Row>> = BTreeMap::new();
    for row in rows {
        groups.entry(&row.says).or_default().push(row);
    }
    groups.retain(|_, group| group.len() > APART && !options.wide);
    let mut told = BTreeSet::new();
    let shown = rows.iter().filter_map(|row| match groups.get(row.says.as_slice()) {
        Some(group) => told.insert(&row.says).then(|| one(group, what)),
        None => Some(row.cells.clone()),
    });
    shown.collect()
}

/// One row for all of these: what they have in common, and of what differs the first.
fn one(rows: &[&Row], what: &str) -> Vec<Cell> {
    let names: Vec<String> = rows.iter().map(|row| row.name.clone()).collect();
    let columns = rows.first().map_or(0, |row| row.cells.len());
    let column = |place: usize| {
        if place == NAME {
            return Cell::new(format!("{} {what}s: {}", rows.len(), abridged(&names, NAMED)));
        }
        let contents: BTreeSet<String> = rows.iter().filter_map(|row| Some(row.cells.get(place)?.content())).collect();
        let contents: Vec<String> = contents.into_iter().collect();
        match contents.as_slice() {
            [same] => Cell::new(same),
            many => Cell::new(format!("{} different", many.len())),
        }
    };
    (0..columns).map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::{Options, Row, together};
    use crate::report::grid::cell;
    use crate::template::Severity;

    fn options(wide: bool) -> Options {
        Options {
            width: None,
            wide,
            include_builtin: false,
            severity: Severity::Low,
            max_paths: 1,
            include_guarded: false,
            include_suppressed: false,
            by_node: false,
        }
    }

    fn rows(equal: usize) -> Vec<Row> {
        let row = |name: &str, entry: &str| {
            let cells = vec![cell("high"), cell(name), cell(entry), cell(&format!("ns-{name}"))];
            Row::new(&["high"], &[&[entry.into()]], name, cells)
        };
        let mut rows: Vec<Row> = (0..equal).map(|number| row(&format!("sa:a/{number:02}"), "pods/create")).collect();
        rows.insert(1, row("sa:b/other", "secrets/list"));
        rows
    }

    fn texts(rows: &[Row], wide: bool) -> Vec<String> {
        let text = |cells: Vec<super::Cell>| cells.iter().map(|cell| cell.content()).collect::<Vec<_>>().join(" | ");
        together(rows, "subject", &options(wide)).into_iter().map(text).collect()
    }

    #[test]
    fn dozens_are_one_row_and_few_stay_apart_in_their_order() {
        assert_eq!(
            texts(&rows(10), false),
            [
                "high | 10 subjects: sa:a/00, sa:a/01, sa:a/02 and 7 more | pods/create | 10 different",
                "high | sa:b/other | secrets/list | ns-sa:b/other",
            ]
        );
        let few = texts(&rows(9), false);
        assert_eq!(few.len(), 10);
        assert!(few[1].contains("sa:b/other"), "{few:?}");
        assert_eq!(texts(&rows(10), true).len(), 11);
    }
}
