//! `boundary` for people: the verdict, the guards, then the routes, open ones first.

use std::collections::BTreeSet;
use std::io;

use anstyle::Style;

use crate::boundary::{Answered, Boundary, Generated, Question, Route, State, Verdict};

use super::super::grid::{self, cell, fold, names_cell, prose_cell};
use super::super::visible::{inert, sentence, visible};
use super::super::words::{abridged, node, plural};
use super::super::yaml;
use super::who_can::Options;

/// Names of a list that is not wide.
const NAMED: usize = 3;

/// Rows of the table that is not wide.
const MOST: usize = 12;

/// Writes the answer.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, boundary: &Boundary, options: &Options) -> io::Result<()> {
    let bold = Style::new().bold();
    writeln!(out, "{bold}{}: {}{bold:#}  {}", visible(&boundary.subject), word(boundary.verdict), told(boundary))?;
    if boundary.verdict == Verdict::Harmless {
        return Ok(());
    }
    held(out, boundary, options)?;
    guards(out, boundary, options)?;
    routes(out, boundary, options)?;
    if let Some(path) = &boundary.path {
        writeln!(out, "\n{bold}what gets through{bold:#}  {}", visible(node(&path.to)))?;
        for (place, hop) in path.hops.iter().enumerate() {
            writeln!(out, "  {}. {} -> {}  {}", place + 1, visible(&hop.from), visible(&hop.to), visible(&hop.entry))?;
            hop.facts.iter().try_for_each(|fact| folded(out, options, "     ", &sentence(fact)))?;
        }
    }
    match boundary.verdict {
        Verdict::NoGuard | Verdict::Broken => {
            writeln!(out, "\n--generate writes the policy that closes what is open")
        }
        _ => Ok(()),
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::Broken => "broken",
        Verdict::NoGuard => "no guard",
        Verdict::Harmless => "harmless",
        Verdict::Unknown => "unknown",
    }
}

fn told(boundary: &Boundary) -> String {
    let of = |state: State| boundary.routes.iter().filter(|route| route.state == state).count();
    let follow = boundary.routes.iter().filter(|route| !route.follows.is_empty()).count();
    let (open, unknown, blocked) = (of(State::Open) - follow, of(State::Unknown), of(State::Blocked));
    match boundary.verdict {
        Verdict::Harmless => "no step of it leads to more than it has".to_owned(),
        Verdict::NoGuard => {
            let more = if follow == 0 { String::new() } else { format!("; {follow} more follow from these") };
            format!("{} to more than it has, and nothing in the way{more}", plural(open, "route"))
        }
        _ => {
            let counts = [(open, "open"), (follow, "following from these"), (unknown, "unknown"), (blocked, "blocked")];
            let some = counts.into_iter().filter(|(count, _)| *count > 0);
            let parts: Vec<String> = some.map(|(count, word)| format!("{count} {word}")).collect();
            format!("{}: {}", plural(boundary.routes.len(), "route"), parts.join(", "))
        }
    }
}

/// What it holds, what it could reach if nothing stood in the way, and the three questions.
fn held(out: &mut dyn io::Write, boundary: &Boundary, options: &Options) -> io::Result<()> {
    folded(out, options, "holds           ", &some(&boundary.holds, options))?;
    folded(out, options, "without guards  ", &some(&boundary.without_guards, options))?;
    writeln!(out)?;
    for Answered { question, answer, routes } in &boundary.questions {
        let by = if routes.is_empty() { String::new() } else { format!("  {}", some(routes, options)) };
        folded(out, options, &format!("{:<47} ", asked(*question)), &format!("{}{by}", answered(*answer)))?;
    }
    Ok(())
}

/// The first of these names, or all, and how many more there are.
fn some(names: &[String], options: &Options) -> String {
    let names: Vec<String> = names.iter().map(|name| node(name).to_owned()).collect();
    abridged(&names, if options.wide { usize::MAX } else { NAMED })
}

fn folded(out: &mut dyn io::Write, options: &Options, label: &str, text: &str) -> io::Result<()> {
    fold(options.width, label, text).iter().try_for_each(|line| writeln!(out, "{line}"))
}

fn asked(question: Question) -> &'static str {
    match question {
        Question::EmpowerAnother => "could it empower another identity and be that?",
        Question::TakeTokens => "could it take tokens of service accounts?",
        Question::AddRights => "could it add permissions to itself?",
    }
}

fn answered(answer: Option<State>) -> &'static str {
    match answer {
        None => "no",
        Some(State::Blocked) => "no, blocked",
        Some(State::Unknown) => "perhaps",
        Some(State::Open) => "yes",
    }
}

fn guards(out: &mut dyn io::Write, boundary: &Boundary, options: &Options) -> io::Result<()> {
    if !boundary.guards.is_empty() {
        writeln!(out, "\nguards")?;
    }
    for guard in &boundary.guards {
        writeln!(out, "  {} {}", visible(&guard.kind), visible(&guard.name))?;
        guard.hollow.iter().try_for_each(|flaw| folded(out, options, "    hollow: ", &sentence(flaw)))?;
    }
    if boundary.about_others.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    folded(out, options, "never about it  ", &some(&boundary.about_others, options))
}

fn routes(out: &mut dyn io::Write, boundary: &Boundary, options: &Options) -> io::Result<()> {
    writeln!(out)?;
    let most = if options.wide { usize::MAX } else { MOST };
    let rows = boundary.routes.iter().take(most).map(|route| {
        let mut cells =
            vec![cell(state(route)), cell(&route.entry), cell(node(&route.to)), prose_cell(&why(route, boundary))];
        if options.wide {
            let mut grants: Vec<String> =
                route.grants.iter().filter_map(|grant| Some(grant.binding.as_ref()?.as_str().to_owned())).collect();
            grants.sort();
            grants.dedup();
            cells.push(names_cell(&grants, usize::MAX));
        }
        cells
    });
    let rows: Vec<_> = rows.collect();
    let header: &[&str] = if options.wide {
        &["STATE", "ROUTE", "TO", "BECAUSE", "GRANTED BY"]
    } else {
        &["STATE", "ROUTE", "TO", "BECAUSE"]
    };
    grid::lines(options.width, header, rows).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    match boundary.routes.len().saturating_sub(most) {
        0 => Ok(()),
        more => writeln!(out, "{more} more; -o wide shows all"),
    }
}

fn state(route: &Route) -> &'static str {
    match route.state {
        State::Open => "open",
        State::Unknown => "unknown",
        State::Blocked => "blocked",
    }
}

/// The first reason.
fn why(route: &Route, boundary: &Boundary) -> String {
    if !route.follows.is_empty() {
        return format!("follows from {}", abridged(&route.follows, NAMED));
    }
    let plain = || match route.uncovered.as_slice() {
        _ if route.state != State::Open || boundary.guards.is_empty() => None,
        [] => Some("nothing refuses it".to_owned()),
        some => Some(format!("no guard covers {}", some.join(", "))),
    };
    let first = route.by.first().or(route.past.first()).cloned().or_else(plain);
    let more = match route.by.len() {
        0 | 1 => String::new(),
        all => format!(" (and {} more)", all - 1),
    };
    first.map_or_else(String::new, |first| format!("{first}{more}"))
}

/// `-o name`: what the routes lead to that are not blocked, each once.
///
/// # Errors
/// When writing fails.
pub fn names(out: &mut dyn io::Write, boundary: &Boundary) -> io::Result<()> {
    let open = boundary.routes.iter().filter(|route| route.state != State::Blocked);
    let mut seen = BTreeSet::new();
    let mut names = open.flat_map(|route| &route.names).filter(|name| seen.insert(name.as_str()));
    names.try_for_each(|name| writeln!(out, "{}", inert(name)))
}

/// `--generate`: the guard as manifests, with what there is to know about it as comments.
///
/// # Errors
/// When writing fails.
pub fn manifests(out: &mut dyn io::Write, generated: &Generated) -> io::Result<()> {
    generated.comments.iter().try_for_each(|comment| writeln!(out, "# {}", sentence(comment)))?;
    for document in &generated.documents {
        writeln!(out, "---")?;
        yaml::write(out, document)?;
    }
    Ok(())
}
