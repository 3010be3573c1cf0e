//! Columns of text that fit the terminal.
//!
//! Cells are built only by [`cell`], which makes their text visible, so that nothing from a cluster acts on the terminal.
//! What one copies is a word: words are never broken where they fit on a line of their own. Where the columns are too
//! narrow for their longest words, each row becomes a block of lines instead.

pub(super) use comfy_table::Cell;
use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};
use unicode_width::UnicodeWidthStr;

use super::visible::{inert, line as ci_safe, prose, visible};
use super::words::{abridged, fitting, shortened};

mod block;
mod fold;

pub(super) use fold::fold;

/// A terminal is taken to have at least so many columns.
const NARROWEST: u16 = 40;

/// Between columns.
const GAP: u16 = 2;

/// The columns that there are: as `COLUMNS` says, else those of stdout if it is a terminal.
#[must_use]
pub fn terminal_width() -> Option<u16> {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok()).filter(|width| *width > 0);
    // Another stream's terminal says nothing of where the lines go.
    let own = || terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| width.0);
    told.or_else(own).map(|width: u16| width.max(NARROWEST))
}

/// A cell with a text from anywhere.
pub(super) fn cell(text: &str) -> Cell {
    Cell::new(visible(text))
}

/// How wide a list may be where all of it is wanted: beyond, it says how many more there are.
const LIST: usize = 240;

/// A cell with a list: the first of it and how many more; where there is no limit, as many as one can read.
pub(super) fn names_cell(list: &[impl AsRef<str>], most: usize) -> Cell {
    Cell::new(match most {
        usize::MAX => abridged(list, fitting(list, LIST)),
        most => shortened(list, most),
    })
}

/// A cell with a sentence of kubescan's own: its words are never cut, but for a name that is too long by itself.
pub(super) fn prose_cell(text: &str) -> Cell {
    Cell::new(prose(text))
}

/// A cell with a list of names, however long.
pub(super) fn list_cell(text: &str) -> Cell {
    Cell::new(inert(text))
}

/// The lines of a table. Without a width, as for a pipe, lines are not folded. Columns that hold nothing are left out.
pub(super) fn lines(width: Option<u16>, header: &[&str], rows: Vec<Vec<Cell>>) -> Vec<String> {
    let holds = |column: usize| rows.iter().any(|row| row.get(column).is_some_and(|cell| !cell.content().is_empty()));
    let used: Vec<bool> = (0..header.len()).map(holds).collect();
    let narrow = |cells: Vec<Cell>| -> Vec<Cell> {
        cells.into_iter().zip(&used).filter(|(_, used)| **used).map(|(cell, _)| cell).collect()
    };
    let header: Vec<Cell> = narrow(header.iter().map(|text| cell(text)).collect());
    let rows: Vec<Vec<Cell>> = rows.into_iter().map(narrow).collect();
    let least = longest_words(&header, &rows);
    let lines = match width {
        Some(width) if room(&least) > usize::from(width) => block::lines(width, &header, &rows),
        _ => table(width, header, rows, &least).lines().collect(),
    };
    lines.into_iter().map(|line| ci_safe(line.trim_end())).collect()
}

fn table(width: Option<u16>, header: Vec<Cell>, rows: Vec<Vec<Cell>>, least: &[u16]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(header);
    match width {
        Some(width) => table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width),
        None => table.set_content_arrangement(ContentArrangement::Disabled),
    };
    table.add_rows(rows);
    for (column, least) in table.column_iter_mut().zip(least) {
        column.set_padding((0, GAP)).set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least + GAP)));
    }
    table
}

/// The longest word of each column.
fn longest_words(header: &[Cell], rows: &[Vec<Cell>]) -> Vec<u16> {
    let longest = |column: usize| {
        let cells = std::iter::once(header).chain(rows.iter().map(Vec::as_slice)).filter_map(|row| row.get(column));
        let widest = cells.flat_map(|cell| cell.content().split_whitespace().map(UnicodeWidthStr::width).max()).max();
        u16::try_from(widest.unwrap_or_default()).unwrap_or(u16::MAX - GAP)
    };
    (0..header.len()).map(longest).collect()
}

/// How wide a table must be so that it breaks none of these.
fn room(least: &[u16]) -> usize {
    least.iter().map(|width| usize::from(*width) + usize::from(GAP)).sum()
}

#[cfg(test)]
mod tests {
    use super::{Cell, cell, lines};

    const HEADER: [&str; 3] = ["SEVERITY", "SUBJECT", "CAN"];

    fn rows() -> Vec<Vec<Cell>> {
        let row = ["high", "sa:monitoring/config-reloader", "secrets/list, secrets/read, pods/log"];
        vec![row.map(cell).to_vec()]
    }

    #[test]
    fn a_pipe_gets_one_line_for_each_row() {
        assert_eq!(
            lines(None, &HEADER, rows()),
            [
                "SEVERITY  SUBJECT                        CAN",
                "high      sa:monitoring/config-reloader  secrets/list, secrets/read, pods/log",
            ]
        );
    }

    #[test]
    fn a_terminal_gets_columns_that_break_between_words() {
        assert_eq!(
            lines(Some(60), &HEADER, rows()),
            [
                "SEVERITY  SUBJECT                        CAN",
                "high      sa:monitoring/config-reloader  secrets/list,",
                "                                         secrets/read,",
                "                                         pods/log",
            ]
        );
    }

    #[test]
    fn columns_that_would_break_words_become_blocks() {
        assert_eq!(
            lines(Some(48), &HEADER, rows()),
            ["high  sa:monitoring/config-reloader", "  CAN  secrets/list, secrets/read, pods/log"]
        );
    }
}
