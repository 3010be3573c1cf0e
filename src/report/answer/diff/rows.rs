//! The rows that people read, the same in a table and in a review.
//!
//! What one subject gained in many places, or many subjects in the same, is one row: whoever changes a role changes it for all.

use std::collections::BTreeMap;

use crate::diff::{ChangedFinding, ChangedPath, Diff, GrantChange};
use crate::findings::{Finding, Path};
use crate::query::{GrantInfo, RuleText};
use crate::report::way::way;
use crate::report::words::node;

use super::super::place;

/// As many characters of what a rule is about are shown.
const LONGEST: usize = 300;

/// What a row tells: something came, went, or is other than it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sign {
    Plus,
    Minus,
    Worse,
    Better,
}

impl Sign {
    pub(super) fn text(self) -> &'static str {
        match self {
            Sign::Plus => "+",
            Sign::Minus => "-",
            Sign::Worse | Sign::Better => "~",
        }
    }
}

/// A grant that was gained or lost, by everybody and everywhere.
pub(super) struct GrantRow {
    pub(super) sign: Sign,
    pub(super) subjects: Vec<String>,
    pub(super) places: Vec<String>,
    pub(super) rule: RuleText,
    pub(super) bindings: Vec<String>,
    /// The rules that grant it, as `ROLE rule N`.
    pub(super) rules: Vec<String>,
}

/// A path or another finding.
pub(super) struct Row {
    pub(super) sign: Sign,
    pub(super) severity: &'static str,
    /// What it was, where it is other now.
    pub(super) was: String,
    /// The id of a path, or the kind of another finding.
    pub(super) id: String,
    pub(super) text: String,
}

/// The grants, those gained first.
pub(super) fn grants(diff: &Diff) -> Vec<GrantRow> {
    let gained = together(Sign::Plus, &diff.grants.gained);
    gained.into_iter().chain(together(Sign::Minus, &diff.grants.lost)).collect()
}

/// What was gained where: the rule, and the rules that grant it.
type What<'c> = (&'c RuleText, Vec<String>);

fn together(sign: Sign, changes: &[GrantChange]) -> Vec<GrantRow> {
    // In the order in which they are told first.
    let mut places: Vec<(What<'_>, &str, Vec<&GrantChange>)> = Vec::new();
    let mut known: BTreeMap<(What<'_>, &str), usize> = BTreeMap::new();
    for change in changes {
        let what = (&change.rule, change.grants.iter().map(rule_of).collect::<Vec<_>>());
        let at = *known.entry((what.clone(), &change.subject)).or_insert(places.len());
        match places.get_mut(at) {
            Some((.., told)) => told.push(change),
            None => places.push((what, &change.subject, vec![change])),
        }
    }
    let mut rows: Vec<GrantRow> = Vec::new();
    let mut known: BTreeMap<(What<'_>, Vec<String>), usize> = BTreeMap::new();
    for (what, subject, told) in places {
        let scopes: Vec<String> = told.iter().map(|change| place(&change.scope)).collect();
        let bindings = told.iter().flat_map(|change| &change.grants).map(|grant| grant.binding.clone());
        let at = *known.entry((what.clone(), scopes.clone())).or_insert(rows.len());
        if rows.get(at).is_none() {
            let (rule, rules) = (what.0.clone(), what.1);
            rows.push(GrantRow { sign, subjects: Vec::new(), places: scopes, rule, bindings: Vec::new(), rules });
        }
        if let Some(row) = rows.get_mut(at) {
            row.subjects.push(subject.to_owned());
            row.bindings.extend(bindings);
        }
    }
    rows.iter_mut().for_each(|row| dedup(&mut row.bindings));
    rows
}

fn rule_of(grant: &GrantInfo) -> String {
    format!("{} rule {}", grant.role, grant.rule)
}

fn dedup(list: &mut Vec<String>) {
    let mut seen = std::collections::BTreeSet::new();
    list.retain(|item| seen.insert(item.clone()));
}

/// What a rule is about, cut where it is longer than anybody reads.
pub(super) fn objects(rule: &RuleText) -> String {
    let whole = rule.objects();
    match whole.char_indices().nth(LONGEST) {
        None => whole,
        Some((end, _)) => format!("{}…", whole.get(..end).unwrap_or_default()),
    }
}

/// The paths: opened, worse, better, closed.
pub(super) fn paths(diff: &Diff) -> Vec<Row> {
    let changes = &diff.paths;
    let opened = changes.opened.iter().map(|path| of_path(Sign::Plus, path));
    let worse = changes.worse.iter().map(|changed| of_changed(Sign::Worse, changed));
    let better = changes.better.iter().map(|changed| of_changed(Sign::Better, changed));
    let closed = changes.closed.iter().map(|path| of_path(Sign::Minus, path));
    opened.chain(worse).chain(better).chain(closed).collect()
}

fn of_path(sign: Sign, path: &Path) -> Row {
    let mut text = way(&path.from, path.hops.iter().map(AsRef::as_ref), true);
    if path.certainty != "proven-rights" {
        text.push_str(&format!(" [{}]", path.certainty));
    }
    Row { sign, severity: path.severity.0.word(), was: String::new(), id: path.id.clone(), text }
}

fn of_changed(sign: Sign, changed: &ChangedPath) -> Row {
    let severity = (changed.was.severity != changed.path.severity).then(|| changed.was.severity.0.word());
    let certainty = (changed.was.certainty != changed.path.certainty).then_some(changed.was.certainty);
    let was: Vec<&str> = severity.into_iter().chain(certainty).collect();
    Row { was: was.join(", "), ..of_path(sign, &changed.path) }
}

/// The other findings: new, worse, better, gone.
pub(super) fn findings(diff: &Diff) -> Vec<Row> {
    let changes = &diff.findings;
    let new = changes.new.iter().map(|finding| of_finding(Sign::Plus, finding));
    let worse = changes.worse.iter().map(|changed| of_changed_finding(Sign::Worse, changed));
    let better = changes.better.iter().map(|changed| of_changed_finding(Sign::Better, changed));
    let gone = changes.gone.iter().map(|finding| of_finding(Sign::Minus, finding));
    new.chain(worse).chain(better).chain(gone).collect()
}

fn of_finding(sign: Sign, finding: &Finding) -> Row {
    let kind = finding.id.split(' ').next().unwrap_or_default();
    let id = finding.check.clone().unwrap_or_else(|| kind.to_owned());
    let guarded = if finding.guarded { " [guarded]" } else { "" };
    let text = format!("{}{guarded}", finding.message);
    Row { sign, severity: finding.severity.0.word(), was: String::new(), id, text }
}

fn of_changed_finding(sign: Sign, changed: &ChangedFinding) -> Row {
    let severity = (changed.was.severity != changed.finding.severity).then(|| changed.was.severity.0.word());
    let guarded = match (changed.was.guarded, changed.finding.guarded) {
        (true, false) => Some("guarded"),
        (false, true) => Some("open"),
        _ => None,
    };
    // As bad as before and no less open: then there was less in it.
    let less = (severity.is_none() && guarded.is_none()).then_some("less");
    let was: Vec<&str> = severity.into_iter().chain(guarded).chain(less).collect();
    Row { was: was.join(", "), ..of_finding(sign, &changed.finding) }
}

/// How roles and bindings are called now that were called otherwise.
pub(super) fn renamed(diff: &Diff) -> Vec<String> {
    diff.renamed.iter().map(|renamed| format!("{} -> {}", node(&renamed.old), node(&renamed.new))).collect()
}
