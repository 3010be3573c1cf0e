//! `boundary` of an identity of AWS for people: the three verdicts, then what makes them so.

use std::io;

use anstyle::Style;

use crate::boundary::{Attack, AttackQuestion, AttackRow, AttackVerdict, AwsBoundary};

use super::super::grid::{self, Cell, cell, fold, prose_cell};
use super::super::visible::{inert, sentence, visible};
use super::super::words::{abridged, plural};
use super::who_can::Options;

/// Reasons and names that are told of a table that is not wide.
const MOST: usize = 3;

/// Writes the answer, and what it does not take into account.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, boundary: &AwsBoundary, notes: &[String], options: &Options) -> io::Result<()> {
    let bold = Style::new().bold();
    writeln!(out, "{bold}{}{bold:#}", visible(&boundary.subject))?;
    for (name, asked, attack) in attacks(boundary) {
        writeln!(out, "{bold}{name:<7} {:<12}{bold:#} {asked}", word(attack.verdict))?;
    }
    for (name, _, attack) in attacks(boundary) {
        told(out, name, attack, options)?;
    }
    writeln!(out)?;
    if !boundary.administrators.is_empty() {
        let names = abridged(&boundary.administrators, if options.wide { usize::MAX } else { MOST });
        folded(out, options, "administer the account anyway  ", &names)?;
    }
    notes.iter().try_for_each(|note| folded(out, options, "", &sentence(note)))
}

fn attacks(boundary: &AwsBoundary) -> [(&'static str, &'static str, &Attack); 3] {
    let attacks = &boundary.attacks;
    [
        ("assume", "anyone but the intended identity becomes it", &attacks.assume),
        ("policy", "somebody in the account gains by its policies", &attacks.policy),
        ("stolen", "whoever has it raises it", &attacks.stolen),
    ]
}

fn told(out: &mut dyn io::Write, name: &str, attack: &Attack, options: &Options) -> io::Result<()> {
    writeln!(out, "\n{name}")?;
    let most = if options.wide { usize::MAX } else { MOST };
    for reason in attack.blocked_by.iter().take(most) {
        folded(out, options, "  blocked  ", &sentence(reason))?;
    }
    match attack.blocked_by.len().saturating_sub(most) {
        0 => {}
        more => writeln!(out, "  {} more; -o wide shows all", plural(more, "reason"))?,
    }
    let open = attack.rows.iter().filter(|row| options.wide || row.verdict != AttackVerdict::Blocked);
    let open = open.map(|row| cells(word(row.verdict), row));
    let rows: Vec<Vec<Cell>> = open.chain(attack.apart.iter().map(|row| cells("apart", row))).collect();
    if rows.is_empty() {
        return Ok(());
    }
    let lines = grid::lines(options.width, &["VERDICT", "QUESTION", "WHO", "BECAUSE"], rows);
    lines.iter().try_for_each(|line| writeln!(out, "  {line}"))
}

fn cells(verdict: &str, row: &AttackRow) -> Vec<Cell> {
    let why = if row.facts.is_empty() { &row.blocked_by } else { &row.facts };
    vec![cell(verdict), cell(asked(row.question)), cell(&row.who), prose_cell(&why.join("; "))]
}

fn folded(out: &mut dyn io::Write, options: &Options, label: &str, text: &str) -> io::Result<()> {
    fold(options.width, label, text).iter().try_for_each(|line| writeln!(out, "{line}"))
}

fn word(verdict: AttackVerdict) -> &'static str {
    match verdict {
        AttackVerdict::Blocked => "blocked",
        AttackVerdict::Conditional => "conditional",
        AttackVerdict::Possible => "possible",
    }
}

fn asked(question: AttackQuestion) -> &'static str {
    match question {
        AttackQuestion::TrustPrincipal => "is let in",
        AttackQuestion::TrustToken => "tokens let in",
        AttackQuestion::TrustService => "passes it to a service",
        AttackQuestion::TrustEdit => "rewrites its trust",
        AttackQuestion::ProviderEdit => "changes its provider",
        AttackQuestion::Take => "takes it",
        AttackQuestion::Through => "becomes who is let in",
        AttackQuestion::Attach => "holds its policy",
        AttackQuestion::Rewrite => "rewrites its policy",
        AttackQuestion::Hop => "becomes another",
        AttackQuestion::SelfGrant => "gives itself more",
        AttackQuestion::SelfTrust => "lets others in",
        AttackQuestion::Cluster => "enters a cluster",
        AttackQuestion::SameToken => "same token elsewhere",
        AttackQuestion::Outside => "past its limits",
        AttackQuestion::ByDesign => "for others, by design",
    }
}

/// `-o name`: the attacks that are not blocked, with what they come to.
///
/// # Errors
/// When writing fails.
pub fn names(out: &mut dyn io::Write, boundary: &AwsBoundary) -> io::Result<()> {
    let open = attacks(boundary).into_iter().filter(|(.., attack)| attack.verdict != AttackVerdict::Blocked);
    let mut lines = open.map(|(name, _, attack)| format!("{name}:{}", word(attack.verdict)));
    lines.try_for_each(|line| writeln!(out, "{}", inert(&line)))
}
