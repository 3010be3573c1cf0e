//! A row as a block: its first two cells, then each other cell on lines of its own, behind the name of its column.

use comfy_table::Cell;
use unicode_width::UnicodeWidthStr;

use super::fold::fold;

/// The lines of all rows. A cell that holds nothing is left out.
pub(super) fn lines(width: u16, header: &[Cell], rows: &[Vec<Cell>]) -> Vec<String> {
    let (_, named) = header.split_at(header.len().min(2));
    let label = named.iter().map(|name| name.content().width()).max().unwrap_or_default();
    let block = |row: &Vec<Cell>| {
        let (first, rest) = row.split_at(row.len().min(2));
        let head: Vec<String> = first.iter().map(Cell::content).collect();
        let mut lines = fold(Some(width), "", &head.join("  "));
        for (name, cell) in named.iter().zip(rest).filter(|(_, cell)| !cell.content().is_empty()) {
            lines.extend(fold(Some(width), &format!("  {:<label$}  ", name.content()), &cell.content()));
        }
        lines
    };
    rows.iter().flat_map(block).collect()
}
