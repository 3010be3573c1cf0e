//! `test` for people: what does not hold, each with the grant or the path that is the reason, then how many do.

use std::io;

use anstyle::{AnsiColor, Style};
use schemars::JsonSchema;
use serde::Serialize;

use crate::assertions::{Outcome, Reason, Summary, Verdict};
use crate::graph::Certainty;
use crate::query::PathView;

use super::super::grid::fold;
use super::super::visible::{inert, sentence};
use super::super::way::way;
use super::super::words::{node, plural};
use super::can_i::because;
use super::who_can::{Options, through_source};

/// Reasons of an assertion in the table that is not wide.
const MOST: usize = 5;

/// The answer's own fields.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Body {
    /// How many assertions came to what.
    pub summary: Summary,
    /// One for each assertion, in the order of the files.
    pub outcomes: Vec<Outcome>,
}

/// Writes the answer.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, body: &Body, options: &Options) -> io::Result<()> {
    for outcome in body.outcomes.iter().filter(|outcome| options.wide || outcome.outcome != Verdict::Holds) {
        self::outcome(out, outcome, options)?;
    }
    let Summary { assertions, holds, fails, unsure } = body.summary;
    let bold = Style::new().bold();
    let not_sure = if unsure > 0 { format!(", {unsure} not sure") } else { String::new() };
    let (hold, fail) = (if holds == 1 { "holds" } else { "hold" }, if fails == 1 { "fails" } else { "fail" });
    let all = plural(assertions, "assertion");
    writeln!(out, "{bold}{all}: {holds} {hold}, {fails} {fail}{not_sure}{bold:#}")
}

fn outcome(out: &mut dyn io::Write, outcome: &Outcome, options: &Options) -> io::Result<()> {
    let color = match outcome.outcome {
        Verdict::Holds => AnsiColor::Green,
        Verdict::Fails => AnsiColor::Red,
        Verdict::Unsure => AnsiColor::Yellow,
    };
    let style = Style::new().fg_color(Some(color.into())).bold();
    let word = outcome.outcome.word();
    let head = format!("{}:{}  {}", outcome.file, outcome.line, outcome.assertion);
    // The word has a colour, which takes no columns.
    let lines = fold(options.width, &format!("{word:<6}  "), &sentence(&head));
    let lines = lines
        .iter()
        .map(|line| line.strip_prefix(word).map_or(line.clone(), |rest| format!("{style}{word}{style:#}{rest}")));
    lines.into_iter().try_for_each(|line| writeln!(out, "{line}"))?;
    if let Some(why) = &outcome.because {
        row(out, options, "  because: ", why)?;
    }
    let most = if options.wide { usize::MAX } else { MOST };
    outcome.reasons.iter().take(most).try_for_each(|found| reason(out, found, options))?;
    match outcome.reasons.len().saturating_sub(most) {
        0 => {}
        more => writeln!(out, "  {more} more; -o wide shows all")?,
    }
    if outcome.outcome == Verdict::Holds { Ok(()) } else { writeln!(out) }
}

fn reason(out: &mut dyn io::Write, reason: &Reason, options: &Options) -> io::Result<()> {
    row(out, options, "  ", reason.text())?;
    match reason {
        Reason::Allowed { evidence, .. } => row(out, options, "    ", &because(evidence)),
        Reason::Refused { nearest, more, dangling, .. } => {
            for near in nearest {
                let lacks: Vec<&str> = near.lacks.iter().map(|lack| lack.detail.as_str()).collect();
                let line = format!("{} to {}: {}", through_source(&near.grant), near.subject, lacks.join("; "));
                row(out, options, "    nearest: ", &line)?;
            }
            if *more > 0 {
                row(out, options, "    ", &format!("and {more} more"))?;
            }
            dangling.iter().try_for_each(|text| row(out, options, "    ", text))
        }
        Reason::Path { path, .. } => hops(out, path, options),
        Reason::NoPath { .. } | Reason::Unread { .. } => Ok(()),
    }
}

/// A path, hop by hop: what is done by which grant; what else there is to say of it `paths` tells.
fn hops(out: &mut dyn io::Write, path: &PathView, options: &Options) -> io::Result<()> {
    let line = way(&path.from, path.hops.iter().map(|view| &view.hop), true);
    fold(options.width, "    ", &line).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    for (number, view) in (1..).zip(&path.hops) {
        let grants = view.hop.grants.iter().map(|grant| {
            let binding = grant.binding.as_deref().unwrap_or("a binding of its own");
            format!("{binding} -> {} rule {}", grant.role.as_str(), grant.rule)
        });
        let by: Vec<String> = grants.collect();
        let by = if by.is_empty() { String::new() } else { format!(" by {}", by.join(", ")) };
        row(out, options, &format!("    {number}. "), &format!("{}{by}", view.hop.entries()))?;
        // What takes no grant is so because of what is there, and what is not proven because of what is not.
        let told = view.hop.grants.is_empty() || path.certainty == Certainty::Unknown.word();
        let facts = view.hop.facts.iter().filter(|_| told);
        facts.into_iter().try_for_each(|fact| row(out, options, "       and: ", fact))?;
        view.hop.blocked_by.iter().try_for_each(|by| row(out, options, "       blocked: ", by))?;
    }
    if !path.fix.is_empty() {
        row(out, options, "    fix: ", &path.fix)?;
    }
    let ends = format!("--from {} --to {}", path.from.as_str(), node(&path.to));
    row(out, options, "    ", &format!("kubescan paths {ends} tells more"))
}

fn row(out: &mut dyn io::Write, options: &Options, label: &str, text: &str) -> io::Result<()> {
    fold(options.width, label, &sentence(text)).iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// `-o name`: the place of each assertion that does not hold for sure, once.
///
/// # Errors
/// When writing fails.
pub fn names(out: &mut dyn io::Write, body: &Body) -> io::Result<()> {
    let wrong = body.outcomes.iter().filter(|outcome| outcome.outcome != Verdict::Holds);
    wrong
        .map(|outcome| format!("{}:{}", outcome.file, outcome.line))
        .try_for_each(|name| writeln!(out, "{}", inert(&name)))
}
