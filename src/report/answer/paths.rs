//! `paths` for people: each path as one line, then hop by hop: who does what, because of which grant, by which command,
//! what would stop it, and what the audit log shows of it.

use std::io;

use anstyle::Style;
use schemars::JsonSchema;
use serde::Serialize;

use crate::query::{HopView, NotShown, PathView, Paths};

use super::super::visible::{inert, sentence, visible};
use super::super::words::plural;

/// The answer's own fields.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Body {
    /// The sources that were asked for; empty for every source.
    pub from: Vec<String>,
    /// The targets.
    pub to: Vec<String>,
    /// What it was asked to leave out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without: Option<Without>,
    /// The paths.
    #[serde(flatten)]
    pub found: Paths,
}

/// What would change if grants were not there.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, JsonSchema)]
pub struct Without {
    /// The grants that were left out.
    pub grants: Vec<String>,
    /// The paths that are gone: nothing else leads from there to there.
    pub gone: Vec<PathEnds>,
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
    writeln!(out, "{bold}from {} to {}: {found}{bold:#}", sentence(&from), sentence(&body.to.join(", ")))?;
    if let Some(without) = &body.without {
        self::without(out, without)?;
    }
    let most = if options.wide { usize::MAX } else { options.most };
    for path in paths.iter().take(most) {
        self::path(out, path)?;
    }
    match paths.len().saturating_sub(most) {
        0 => {}
        more => writeln!(out, "\n{more} more; -o wide shows all")?,
    }
    not_shown(out, body.found.not_shown)
}

fn without(out: &mut dyn io::Write, without: &Without) -> io::Result<()> {
    writeln!(
        out,
        "without {}: {} gone, {} another way",
        sentence(&without.grants.join(", ")),
        plural(without.gone.len(), "path"),
        without.changed
    )?;
    without.gone.iter().try_for_each(|gone| {
        writeln!(out, "  gone  {}  {} -> {}", gone.id, visible(&short(&gone.from)), visible(&short(&gone.to)))
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
fn path(out: &mut dyn io::Write, path: &PathView) -> io::Result<()> {
    let bold = Style::new().bold();
    writeln!(out, "\n{}  {}  {}", path.id, path.severity.0, path.certainty)?;
    writeln!(out, "{bold}{}{bold:#}", line(path))?;
    for (number, view) in (1..).zip(&path.hops) {
        hop(out, number, view)?;
    }
    // What to do about it stands at its hop.
    let told =
        path.hops.iter().find_map(|view| path.fix.strip_suffix(view.stop.as_str()).filter(|_| !view.stop.is_empty()));
    let fix = told.unwrap_or(&path.fix).trim_end().trim_end_matches(':');
    if fix.is_empty() { Ok(()) } else { writeln!(out, "  fix first: {}", sentence(fix)) }
}

/// `pod shop/web -> sa shop/deployer -> clusterrole rewrite -> cluster-admin`. Where a path needs several parts, each is told
/// from its own start: `a -> b, a -> c, b + c -> d`.
#[must_use]
pub fn line(path: &PathView) -> String {
    let mut text = visible(&short(&path.from));
    let (mut at, mut last) = (path.from.as_str(), ("", ""));
    for hop in path.hops.iter().map(|view| &view.hop) {
        let ends = (hop.from.as_str(), hop.to.as_str());
        if ends == last {
            continue;
        }
        if hop.from != at {
            text.push_str(", ");
            text.push_str(&visible(&short(&hop.from)));
        }
        text.push_str(" -> ");
        text.push_str(&visible(&short(&hop.to)));
        (at, last) = (&hop.to, ends);
    }
    if path.certainty != "proven-rights" {
        text.push_str(&format!(" [{}]", path.certainty));
    }
    text
}

/// `deployment shop/web` for `workload:shop/Deployment/web`, `cluster-admin` for `objective:cluster-admin`.
fn short(id: &str) -> String {
    let Some((kind, rest)) = id.split_once(':') else { return id.to_owned() };
    let mut parts = rest.splitn(3, '/');
    match (kind, parts.next(), parts.next(), parts.next()) {
        ("objective", ..) => rest.to_owned(),
        ("workload", Some(namespace), Some(kind), Some(name)) => {
            format!("{} {namespace}/{name}", kind.to_lowercase())
        }
        _ => format!("{kind} {rest}"),
    }
}

fn hop(out: &mut dyn io::Write, number: usize, view: &HopView) -> io::Result<()> {
    let hop = &view.hop;
    let (from, to) = (visible(&short(&hop.from)), visible(&short(&hop.to)));
    writeln!(out, "  {number}. {from} -> {to}")?;
    let title = if view.title.is_empty() { String::new() } else { format!(": {}", view.title) };
    row(out, "does", &format!("{}{title}", hop.entry))?;
    for (place, grant) in hop.grants.iter().enumerate() {
        let binding = grant.binding.as_deref().unwrap_or("a binding of its own");
        let rule = view.rules.get(place).map_or_else(String::new, |rule| format!(": {rule}"));
        row(out, "because", &format!("{binding} -> {} rule {}{rule}", grant.role, grant.rule))?;
    }
    hop.facts.iter().try_for_each(|fact| row(out, "and", fact))?;
    hop.blocked_by.iter().try_for_each(|by| row(out, "blocked", by))?;
    view.commands.iter().try_for_each(|command| row(out, "command", command))?;
    if !view.stop.is_empty() {
        row(out, "stop", &view.stop)?;
    }
    if view.audit.is_empty() {
        return row(out, "detect", "no request is made: the audit log does not see it");
    }
    view.audit.iter().try_for_each(|expression| row(out, "detect", expression))
}

fn row(out: &mut dyn io::Write, word: &str, text: &str) -> io::Result<()> {
    writeln!(out, "     {word:<8} {}", sentence(text))
}

/// `-o name`: the id of each path.
///
/// # Errors
/// When writing fails.
pub fn names(out: &mut dyn io::Write, body: &Body) -> io::Result<()> {
    body.found.paths.iter().try_for_each(|path| writeln!(out, "{}", inert(&path.id)))
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn names_read_as_words() {
        assert_eq!(short("workload:shop/Deployment/web"), "deployment shop/web");
        assert_eq!(short("sa:shop/web"), "sa shop/web");
        assert_eq!(short("objective:cluster-admin"), "cluster-admin");
        assert_eq!(short("user:https://x#a"), "user https://x#a");
    }
}
