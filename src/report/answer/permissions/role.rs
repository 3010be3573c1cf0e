//! A role or a binding: its rules, and who has them.

use std::io;

use crate::query::{BindingView, RoleRule, RoleView};

use super::super::place;
use super::super::who_can::Options;
use super::parts::{head, lifeless, rule_cells, table};
use crate::report::grid::{cell, names_cell};
use crate::report::visible::sentence;
use crate::report::words::plural;

/// A role: its rules, and who is bound to it.
///
/// # Errors
/// When writing fails.
pub fn role(out: &mut dyn io::Write, answer: &RoleView, options: &Options) -> io::Result<()> {
    head(
        out,
        &answer.role,
        &format!("{}, {}", plural(answer.rules.len(), "rule"), plural(answer.bound_by.len(), "binding")),
    )?;
    let rows = (0_usize..).zip(&answer.rules).map(|(place, rule)| {
        let mut row = vec![cell(&place.to_string())];
        row.extend(rule_cells(&rule.rule));
        row.push(cell(
            &rule.from.as_ref().map_or_else(String::new, |from| format!("{} rule {}", from.role, from.rule)),
        ));
        row
    });
    table(out, options, &["RULE", "VERBS", "ON", "FROM"], rows.collect())?;
    lifeless_rules(out, &answer.rules)?;
    writeln!(out)?;
    if answer.bound_by.is_empty() {
        return writeln!(out, "no binding grants it");
    }
    bindings(out, &answer.bound_by, options)
}

/// A binding with the rules that it grants.
///
/// # Errors
/// When writing fails.
pub fn binding(out: &mut dyn io::Write, answer: &BindingView, rules: &[RoleRule], options: &Options) -> io::Result<()> {
    head(out, &answer.binding, &format!("grants {}", answer.role))?;
    bindings(out, std::slice::from_ref(answer), options)?;
    if !answer.role_exists {
        return writeln!(out, "{} does not exist: whoever creates it decides what this grants", sentence(&answer.role));
    }
    writeln!(out)?;
    let rows = (0_usize..).zip(rules).map(|(place, rule)| {
        let mut row = vec![cell(&place.to_string())];
        row.extend(rule_cells(&rule.rule));
        row
    });
    table(out, options, &["RULE", "VERBS", "ON"], rows.collect())?;
    lifeless_rules(out, rules)
}

fn lifeless_rules(out: &mut dyn io::Write, rules: &[RoleRule]) -> io::Result<()> {
    lifeless(out, (0_usize..).zip(rules).map(|(place, rule)| (format!("rule {place}"), &rule.dead)))
}

fn bindings(out: &mut dyn io::Write, bindings: &[BindingView], options: &Options) -> io::Result<()> {
    let most = if options.wide { usize::MAX } else { 3 };
    let rows = bindings
        .iter()
        .map(|binding| vec![cell(&binding.binding), cell(&place(&binding.scope)), names_cell(&binding.subjects, most)]);
    table(out, options, &["BINDING", "WHERE", "SUBJECTS"], rows.collect())
}
