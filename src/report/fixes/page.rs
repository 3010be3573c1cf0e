//! The page that lists the fixes.

use std::fmt::Write as _;

use crate::fixes::{Cut, Fixes};

use super::super::markdown::{code, sentence};
use super::super::words::plural;
use super::file::loss;
use super::{MARK, command};

/// So many paths and rights of one fix are told; its file has more.
const TOLD: usize = 10;

/// The page.
pub(super) fn text(fixes: &Fixes, names: &[String]) -> String {
    let mut out = format!("<!-- {MARK} -->\n\n# Fixes\n\n{}\n", summary(fixes));
    if fixes.fixes.is_empty() {
        return out;
    }
    out.push_str(HOW);
    for (fix, name) in fixes.fixes.iter().zip(names) {
        let _ = write!(out, "\n## [{name}]({name})\n\n{}\n\n", sentence(&fix.title));
        list(&mut out, &format!("Cuts {}", plural(fix.cuts_paths, "path")), &cuts(&fix.cuts));
        list(&mut out, "Leaves, of what followed from these", &cuts(&fix.leaves));
        list(&mut out, "Takes away", &fix.loses.iter().map(|it| sentence(&loss(it))).collect::<Vec<_>>());
        list(&mut out, "Check first", &fix.check.iter().map(|it| sentence(it)).collect::<Vec<_>>());
        let commands = fix.first.iter().cloned().chain([command(fix.how, name)]);
        list(&mut out, "Apply", &commands.map(|it| sentence(&it)).collect::<Vec<_>>());
    }
    if fixes.fixes.len() > 1 && !fixes.loses.is_empty() {
        out.push_str("\n## Together\n\n");
        list(&mut out, "Take away", &fixes.loses.iter().map(|it| sentence(&loss(it))).collect::<Vec<_>>());
    }
    out
}

const HOW: &str = "
Nothing here was applied. Each file works by itself, and all of them in any order; each says how it is applied and how it is
taken back. `kubectl apply` is not the way: it takes away what a file does not repeat, such as labels, and refuses parts of
workloads. Change the manifests or charts that the objects come from as well, or the next deployment takes a fix back.
";

/// What all of them do, as one sentence.
pub(super) fn summary(fixes: &Fixes) -> String {
    let Fixes { fixes: all, paths, cut, left, more, .. } = fixes;
    let told = match (all.len(), paths) {
        (0, 0) => "There is no path to cut.".to_owned(),
        (0, _) => format!("No change was found that cuts any of the {}.", plural(*paths, "path")),
        (1, _) => format!("1 fix that cuts {cut} of {}.", plural(*paths, "path")),
        (count, _) => format!("{count} fixes that together cut {cut} of {}.", plural(*paths, "path")),
    };
    let more = if *more { " Not everything was tried: apply these and scan again." } else { "" };
    let left = match left {
        0 => String::new(),
        _ if all.is_empty() => String::new(),
        1 => " 1 path is left.".to_owned(),
        left => format!(" {left} paths are left."),
    };
    format!("{told}{left}{more}")
}

fn cuts(cuts: &[Cut]) -> Vec<String> {
    let one = |cut: &Cut| {
        format!("{} {}: {} -> {}", cut.severity.0, cut.path, code(cut.from.as_str()), code(cut.to.as_str()))
    };
    cuts.iter().map(one).collect()
}

fn list(out: &mut String, title: &str, items: &[String]) {
    if items.is_empty() {
        return;
    }
    let _ = writeln!(out, "{title}:\n");
    for item in items.iter().take(TOLD) {
        let _ = writeln!(out, "- {item}");
    }
    if let Some(more @ 1..) = items.len().checked_sub(TOLD) {
        let _ = writeln!(out, "- and {more} more");
    }
    out.push('\n');
}
