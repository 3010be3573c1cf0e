//! Columns of text that fit the terminal.
//!
//! Cells are built only by [`cell`], which makes their text visible, so that nothing from a cluster acts on the terminal.

pub(super) use comfy_table::Cell;
use comfy_table::{ContentArrangement, Table, presets};

use super::visible::{inert, line as ci_safe, visible};

/// The columns of stdout, if it is a terminal.
#[must_use]
pub fn terminal_width() -> Option<u16> {
    terminal_size::terminal_size().map(|(width, _)| width.0)
}

/// A cell with a text from anywhere.
pub(super) fn cell(text: &str) -> Cell {
    Cell::new(visible(text))
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
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(narrow(header.iter().map(|text| cell(text)).collect()));
    match width {
        Some(width) => table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width.max(40)),
        None => table.set_content_arrangement(ContentArrangement::Disabled),
    };
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table.add_rows(rows.into_iter().map(narrow));
    table.lines().map(|line| ci_safe(line.trim_end())).collect()
}
