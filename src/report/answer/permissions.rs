//! `permissions` for people.

use std::io;

use anstyle::Style;
use schemars::JsonSchema;
use serde::Serialize;

use crate::query::{
    BindingView, DeadInfo, Difference, Effective, Permissions, RoleRule, RoleView, RuleText, ScopedRule, SubjectTotals,
};

use super::super::grid::{self, Cell, cell, list_cell};
use super::super::visible::{inert, sentence};
use super::super::words::{plural, shortened};
use super::who_can::{Options, through};
use super::{place, workload};

/// All subjects of a kind.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Subjects {
    /// Each with its totals, sorted.
    pub subjects: Vec<SubjectTotals>,
}

/// A binding with the rules that it grants.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BindingBody {
    /// The binding.
    #[serde(flatten)]
    pub binding: BindingView,
    /// The rules of its role; none when that does not exist.
    pub rules: Vec<RoleRule>,
}

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
    line(out, "runs as it:", &answer.pods, &workload)
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

/// All subjects of a kind.
///
/// # Errors
/// When writing fails.
pub fn subjects(out: &mut dyn io::Write, answer: &[SubjectTotals], options: &Options) -> io::Result<()> {
    let most = if options.wide { usize::MAX } else { 2 };
    let rows = answer.iter().map(|totals| {
        let mut places: Vec<String> = totals.cluster.then(|| "cluster".to_owned()).into_iter().collect();
        places.extend(totals.namespaces.iter().cloned());
        let pods: Vec<String> = totals.pods.iter().map(|id| workload(id)).collect();
        vec![
            cell(&totals.subject),
            cell(&totals.bindings.to_string()),
            cell(&totals.rules.to_string()),
            cell(&totals.rules_of_groups.to_string()),
            cell(&shortened(&places, most)),
            cell(&shortened(&pods, most)),
        ]
    });
    table(out, options, &["SUBJECT", "BINDINGS", "RULES", "BY GROUPS", "WHERE", "RUNS AS IT"], rows.collect())
}

/// `-o name`: one name a line.
///
/// # Errors
/// When writing fails.
pub fn names(out: &mut dyn io::Write, names: &[&str]) -> io::Result<()> {
    names.iter().try_for_each(|name| writeln!(out, "{}", inert(name)))
}

fn lifeless_rules(out: &mut dyn io::Write, rules: &[RoleRule]) -> io::Result<()> {
    lifeless(out, (0_usize..).zip(rules).map(|(place, rule)| (format!("rule {place}"), &rule.dead)))
}

/// What matches no request, a line for each rule of which that is true.
fn lifeless<'a>(out: &mut dyn io::Write, rules: impl Iterator<Item = (String, &'a DeadInfo)>) -> io::Result<()> {
    for (rule, dead) in rules.filter(|(_, dead)| !dead.dead_parts.is_empty()) {
        let how = if dead.whole { "matches nothing" } else { "matches nothing in part" };
        writeln!(out, "{} {how}: {}", sentence(&rule), sentence(&dead.dead_parts.join("; ")))?;
    }
    Ok(())
}

fn head(out: &mut dyn io::Write, name: &str, what: &str) -> io::Result<()> {
    let bold = Style::new().bold();
    writeln!(out, "{bold}{}{bold:#}: {}", sentence(name), sentence(what))
}

fn line(out: &mut dyn io::Write, what: &str, list: &[String], word: &dyn Fn(&str) -> String) -> io::Result<()> {
    let words: Vec<String> = list.iter().map(|item| word(item)).collect();
    if words.is_empty() { Ok(()) } else { writeln!(out, "{what} {}", sentence(&words.join(", "))) }
}

fn rule_cells(rule: &RuleText) -> [Cell; 2] {
    [list_cell(&rule.verbs.join(", ")), list_cell(&rule.objects())]
}

fn bindings(out: &mut dyn io::Write, bindings: &[BindingView], options: &Options) -> io::Result<()> {
    let most = if options.wide { usize::MAX } else { 3 };
    let rows = bindings.iter().map(|binding| {
        vec![cell(&binding.binding), cell(&place(&binding.scope)), cell(&shortened(&binding.subjects, most))]
    });
    table(out, options, &["BINDING", "WHERE", "SUBJECTS"], rows.collect())
}

fn table(out: &mut dyn io::Write, options: &Options, header: &[&str], rows: Vec<Vec<Cell>>) -> io::Result<()> {
    if rows.is_empty() {
        return writeln!(out, "nothing");
    }
    grid::lines(options.width, header, rows).iter().try_for_each(|line| writeln!(out, "{line}"))
}
