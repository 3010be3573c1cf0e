//! The file of one fix, and the one that takes it back: objects, with all there is to know about them as comments.

use std::io::{self, Write as _};

use crate::fixes::{Cut, Fix, Guarded, Manifest};

use super::super::visible::sentence;
use super::super::words::plural;
use super::super::yaml;
use super::told::{BETTER, loss, needless, stay};
use super::{MARK, UNDO, command};

/// So many paths or rights are told; the report has all.
const TOLD: usize = 30;

/// The file of a fix.
pub(super) fn fix(fix: &Fix, name: &str, covered: Option<&str>) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    comment(&mut out, MARK)?;
    comment(&mut out, "")?;
    comment(&mut out, &fix.title)?;
    comment(&mut out, "")?;
    section(&mut out, "Can be spared:", covered.map(needless).into_iter())?;
    section(&mut out, &format!("Cuts {}:", plural(fix.cuts_paths, "path")), fix.cuts.iter().map(path))?;
    section(&mut out, "Leaves, of what followed from these:", fix.leaves.iter().map(path))?;
    section(&mut out, BETTER, fix.guarded.iter().map(guarded))?;
    section(&mut out, "Takes away:", fix.loses.iter().map(loss))?;
    section(&mut out, "What stays:", fix.stays.iter().map(stay))?;
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

fn guarded(path: &Guarded) -> String {
    let Cut { severity, path: id, .. } = &path.cut;
    format!("{}  {id}  guarded by {}", severity.0, path.by.join("; "))
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
