//! What these answers have in common: a head, a list in one line, the cells of a rule, rules that match nothing.

use std::io;

use anstyle::Style;

use crate::query::{DeadInfo, RuleText};

use super::super::who_can::Options;
use crate::report::grid::{self, Cell, list_cell};
use crate::report::visible::sentence;

/// What matches no request, a line for each rule of which that is true.
pub(super) fn lifeless<'a>(
    out: &mut dyn io::Write,
    rules: impl Iterator<Item = (String, &'a DeadInfo)>,
) -> io::Result<()> {
    for (rule, dead) in rules.filter(|(_, dead)| !dead.dead_parts.is_empty()) {
        let how = if dead.whole { "matches nothing" } else { "matches nothing in part" };
        writeln!(out, "{} {how}: {}", sentence(&rule), sentence(&dead.dead_parts.join("; ")))?;
    }
    Ok(())
}

pub(super) fn head(out: &mut dyn io::Write, name: &str, what: &str) -> io::Result<()> {
    let bold = Style::new().bold();
    writeln!(out, "{bold}{}{bold:#}: {}", sentence(name), sentence(what))
}

pub(super) fn line(
    out: &mut dyn io::Write,
    what: &str,
    list: &[String],
    word: &dyn Fn(&str) -> String,
) -> io::Result<()> {
    let words: Vec<String> = list.iter().map(|item| word(item)).collect();
    if words.is_empty() { Ok(()) } else { writeln!(out, "{what} {}", sentence(&words.join(", "))) }
}

pub(super) fn rule_cells(rule: &RuleText) -> [Cell; 2] {
    [list_cell(&rule.verbs.join(", ")), list_cell(&rule.objects())]
}

pub(super) fn table(
    out: &mut dyn io::Write,
    options: &Options,
    header: &[&str],
    rows: Vec<Vec<Cell>>,
) -> io::Result<()> {
    if rows.is_empty() {
        return writeln!(out, "nothing");
    }
    grid::lines(options.width, header, rows).iter().try_for_each(|line| writeln!(out, "{line}"))
}
