//! `paths` for people: each path as one line, then hop by hop: who does what, because of which grant, by which command,
//! what would stop it, and what the audit log shows of it.

use std::io;

use anstyle::Style;
use schemars::JsonSchema;
use serde::Serialize;

use crate::query::{HopView, NotShown, PathView, Paths};

use super::super::grid::fold;
use super::super::visible::{inert, sentence, visible};
use super::super::words::{node, plural};

mod hop;
mod line;

use hop::hop;

pub use line::line;

/// The answer's own fields.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Body {
    /// The sources that were asked for; empty for every source, `exposed` where that was asked for and nothing is.
    pub from: Vec<String>,
    /// Whether nothing is exposed, where that was asked for.
    #[serde(skip)]
    pub nobody: bool,
    /// The targets.
    pub to: Vec<String>,
    /// What it was asked to leave out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without: Option<Without>,
    /// The paths.
    #[serde(flatten)]
    pub found: Paths,
}

/// What would change if these were not there.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, JsonSchema)]
pub struct Without {
    /// The grants and workloads that were left out.
    pub grants: Vec<String>,
    /// The paths that are gone: nothing else leads from there to there.
    pub gone: Vec<PathEnds>,
    /// The paths that are better but not gone: a guard blocks them then.
    pub guarded: Vec<PathEnds>,
    /// How many paths remain that went another way before.
    pub changed: usize,
}

/// A path by its ends.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct PathEnds {
    /// Its id.
    pub id: String,
    /// The source.
    pub from: String,
    /// The target.
    pub to: String,
}

/// What is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// The columns of the terminal; nothing for a pipe.
    pub width: Option<u16>,
    /// All paths.
    pub wide: bool,
    /// How many otherwise.
    pub most: usize,
}

/// Writes the answer.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, body: &Body, complete: bool, options: &Options) -> io::Result<()> {
    let bold = Style::new().bold();
    let paths = &body.found.paths;
    let from = if body.from.is_empty() { "any source".to_owned() } else { body.from.join(", ") };
    let found = match paths.len() {
        0 if complete => "no path".to_owned(),
        0 => "no path in what could be read".to_owned(),
        count => plural(count, "path"),
    };
    let to: Vec<&str> = body.to.iter().map(|to| node(to)).collect();
    let head = sentence(&format!("from {from} to {}: {found}", to.join(", ")));
    fold(options.width, "", &head).iter().try_for_each(|line| writeln!(out, "{bold}{line}{bold:#}"))?;
    if let Some(without) = &body.without {
        self::without(out, without)?;
    }
    let most = if options.wide { usize::MAX } else { options.most };
    for path in paths.iter().take(most) {
        self::path(out, path, options)?;
    }
    match paths.len().saturating_sub(most) {
        0 => {}
        more => writeln!(out, "\n{more} more; -o wide shows all")?,
    }
    not_shown(out, body.found.not_shown)
}

/// What is worth knowing of the question.
///
/// # Errors
/// When writing fails.
pub fn notes(out: &mut dyn io::Write, notes: &[String], options: &Options) -> io::Result<()> {
    let lines = notes.iter().flat_map(|note| fold(options.width, "", &sentence(note)));
    lines.into_iter().try_for_each(|line| writeln!(out, "{line}"))
}

fn without(out: &mut dyn io::Write, without: &Without) -> io::Result<()> {
    let better = if without.guarded.is_empty() { String::new() } else { format!("{} better, ", without.guarded.len()) };
    writeln!(
        out,
        "without {}: {} gone, {better}{} another way",
        sentence(&without.grants.join(", ")),
        plural(without.gone.len(), "path"),
        without.changed
    )?;
    let told = without.gone.iter().map(|path| (path, "gone", ""));
    let guarded = without.guarded.iter().map(|path| (path, "better", ", blocked by a guard; --blocked shows it"));
    told.chain(guarded).try_for_each(|(path, how, by)| {
        let PathEnds { id, from, to } = path;
        writeln!(out, "  {how}  {id}  {} -> {}{by}", visible(node(from)), visible(node(to)))
    })
}

fn not_shown(out: &mut dyn io::Write, not_shown: NotShown) -> io::Result<()> {
    if not_shown.blocked > 0 {
        writeln!(out, "\n{} blocked; --blocked shows by what", plural(not_shown.blocked, "path"))?;
    }
    if not_shown.built_in > 0 {
        let count = plural(not_shown.built_in, "path");
        writeln!(out, "\n{count} of what the API server and kubeadm install folded; --include-builtin shows them")?;
    }
    Ok(())
}

/// One path: a line, then its hops.
fn path(out: &mut dyn io::Write, path: &PathView, options: &Options) -> io::Result<()> {
    let bold = Style::new().bold();
    writeln!(out, "\n{}  {}  {}", path.id, path.severity.0, path.certainty)?;
    fold(options.width, "", &line(path)).iter().try_for_each(|line| writeln!(out, "{bold}{line}{bold:#}"))?;
    for (number, view) in (1..).zip(&path.hops) {
        hop(out, number, view, options.width)?;
    }
    if path.fix.is_empty() {
        return Ok(());
    }
    // What to do about it stands at its hop; one of several parts is stopped by what stops any of them.
    let of_hop = |view: &HopView| {
        let fix = path.fix.trim_end_matches('.');
        let stops = view.stop.split("; or: ").map(|stop| stop.trim_end_matches('.')).filter(|stop| !stop.is_empty());
        stops.filter_map(|stop| fix.strip_suffix(stop)).map(str::to_owned).next()
    };
    let told = (1..).zip(&path.hops).find_map(|(number, view)| Some((number, of_hop(view)?)));
    let fix = match told {
        Some((number, what)) => format!("{} (stop {number})", what.trim_end().trim_end_matches(':')),
        None => path.fix.to_string(),
    };
    fold(options.width, "  fix first: ", &sentence(&fix)).iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// `-o name`: the id of each path.
///
/// # Errors
/// When writing fails.
pub fn names(out: &mut dyn io::Write, body: &Body) -> io::Result<()> {
    body.found.paths.iter().try_for_each(|path| writeln!(out, "{}", inert(&path.id)))
}
