//! What a subject holds, merged or not, and what two subjects do not share.

use std::io;

use crate::query::{Difference, Effective, Permissions, ScopedRule};

use super::super::place;
use super::super::who_can::{Options, through};
use super::parts::{head, lifeless, line, rule_cells, table};
use crate::report::grid::cell;
use crate::report::visible::sentence;
use crate::report::words::plural;

/// Everything that a subject holds: a row for each rule.
///
/// # Errors
/// When writing fails.
pub fn subject(out: &mut dyn io::Write, answer: &Permissions, options: &Options) -> io::Result<()> {
    subject_head(out, answer)?;
    let rows = answer.permissions.iter().map(|held| {
        let mut row = vec![cell(&place(&held.scope))];
        row.extend(rule_cells(&held.rule));
        row.extend([cell(&through(&held.grant)), cell(held.via.as_deref().unwrap_or_default())]);
        row
    });
    table(out, options, &["WHERE", "VERBS", "ON", "THROUGH", "VIA"], rows.collect())?;
    let grants = answer.permissions.iter().map(|held| (through(&held.grant), &held.dead));
    lifeless(out, grants)?;
    answer.dangling.iter().try_for_each(|text| writeln!(out, "{}", sentence(text)))
}

/// Who it is, and what runs as it.
///
/// # Errors
/// When writing fails.
pub fn subject_head(out: &mut dyn io::Write, answer: &Permissions) -> io::Result<()> {
    head(out, &answer.subject, &plural(answer.permissions.len(), "rule"))?;
    line(out, "in the groups", &answer.groups, &|group| group.trim_start_matches("group:").to_owned())?;
    line(out, "runs as it:", &answer.pods, &str::to_owned)
}

/// What a subject may do in effect.
///
/// # Errors
/// When writing fails.
pub fn effective(out: &mut dyn io::Write, answer: &Effective, options: &Options) -> io::Result<()> {
    head(out, &answer.subject, &plural(answer.effective.len(), "rule"))?;
    line(out, "in the groups", &answer.groups, &|group| group.trim_start_matches("group:").to_owned())?;
    scoped(out, &answer.effective, options)
}

/// What two sides do not share.
///
/// # Errors
/// When writing fails.
pub fn difference(out: &mut dyn io::Write, answer: &Difference, options: &Options) -> io::Result<()> {
    if answer.only_left.is_empty() && answer.only_right.is_empty() {
        return writeln!(out, "{} and {}: no difference", sentence(&answer.left), sentence(&answer.right));
    }
    for (name, rules) in [(&answer.left, &answer.only_left), (&answer.right, &answer.only_right)] {
        head(out, &format!("only {name}"), &plural(rules.len(), "rule"))?;
        if !rules.is_empty() {
            scoped(out, rules, options)?;
        }
    }
    Ok(())
}

fn scoped(out: &mut dyn io::Write, rules: &[ScopedRule], options: &Options) -> io::Result<()> {
    let rows = rules.iter().map(|held| {
        let mut row = vec![cell(&place(&held.scope))];
        row.extend(rule_cells(&held.rule));
        row
    });
    table(out, options, &["WHERE", "VERBS", "ON"], rows.collect())
}
