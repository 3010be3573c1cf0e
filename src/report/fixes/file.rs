//! The file of one fix, and the one that takes it back: objects, with all there is to know about them as comments.

use std::io::{self, Write as _};

use crate::fixes::{Cut, Fix, Loss, Manifest};
use crate::model::Name;

use super::super::visible::sentence;
use super::super::words::plural;
use super::super::yaml;
use super::{MARK, UNDO, command};

/// So many paths or rights are told; the report has all.
const TOLD: usize = 30;

/// The file of a fix.
pub(super) fn fix(fix: &Fix, name: &str) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    comment(&mut out, MARK)?;
    comment(&mut out, "")?;
    comment(&mut out, &fix.title)?;
    comment(&mut out, "")?;
    section(&mut out, &format!("Cuts {}:", plural(fix.cuts_paths, "path")), fix.cuts.iter().map(path))?;
    section(&mut out, "Leaves, of what followed from these:", fix.leaves.iter().map(path))?;
    section(&mut out, "Takes away:", fix.loses.iter().map(loss))?;
    section(&mut out, "Check first:", fix.check.iter().cloned())?;
    let apply = fix.first.iter().cloned().chain([command(fix.how, name)]);
    section(&mut out, "Apply, in this folder:", apply)?;
    section(&mut out, "Once it has proved itself:", fix.then.iter().cloned())?;
    let undo = [command(fix.how, &format!("{UNDO}/{name}"))].into_iter().chain(fix.undo.then.iter().cloned());
    section(&mut out, "Take it back:", undo)?;
    documents(&mut out, &fix.apply)?;
    Ok(out)
}

fn path(cut: &Cut) -> String {
    format!("{}  {}  {} -> {}", cut.severity.0, cut.path, cut.from.as_str(), cut.to.as_str())
}

/// The file that takes it back.
pub(super) fn undo(fix: &Fix, name: &str) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    comment(&mut out, MARK)?;
    comment(&mut out, "")?;
    comment(&mut out, &format!("What {name} changes, as it was"))?;
    documents(&mut out, &fix.undo.apply)?;
    Ok(out)
}

/// `sa:ci/deployer may no longer create/patch deployments.apps in the whole cluster, but in shop, web`.
pub(super) fn loss(loss: &Loss) -> String {
    let place = match loss.scope.strip_prefix("namespace/") {
        Some(namespace) => format!("in namespace {namespace}"),
        None => "in the whole cluster".to_owned(),
    };
    let list = |names: &[Name]| names.iter().map(Name::as_str).collect::<Vec<_>>().join(", ");
    let mut but = String::new();
    if !loss.but_in.is_empty() {
        but = format!(", only in {}", list(&loss.but_in));
    }
    if !loss.but_named.is_empty() {
        but = format!("{but}, only those named {}", list(&loss.but_named));
    }
    let verbs = loss.rule.verbs.join("/").replace('*', "do anything with");
    let is_all = loss.rule.resources == ["*"] && loss.rule.api_groups == ["*"];
    let objects = if is_all { "all resources" } else { &loss.rule.objects() };
    format!("{} may no longer {verbs} {objects} {place}{but}", loss.subject)
}

fn documents(out: &mut Vec<u8>, documents: &[Manifest]) -> io::Result<()> {
    for document in documents {
        writeln!(out, "---")?;
        yaml::write(out, document)?;
        if !out.ends_with(b"\n") {
            writeln!(out)?;
        }
    }
    Ok(())
}

fn section(out: &mut Vec<u8>, title: &str, lines: impl Iterator<Item = String>) -> io::Result<()> {
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return Ok(());
    }
    comment(out, title)?;
    for line in lines.iter().take(TOLD) {
        comment(out, &format!("  {line}"))?;
    }
    if let Some(more @ 1..) = lines.len().checked_sub(TOLD) {
        comment(out, &format!("  and {more} more"))?;
    }
    comment(out, "")
}

/// Names in it cannot end the line.
fn comment(out: &mut Vec<u8>, text: &str) -> io::Result<()> {
    writeln!(out, "{}", format!("# {}", sentence(text)).trim_end())
}
