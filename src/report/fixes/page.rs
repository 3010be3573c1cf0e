//! The page that lists the fixes.

use std::fmt::Write as _;

use crate::fixes::{Cut, Fix, Fixes, Guarded, How};

use super::super::markdown::{code, sentence};
use super::super::words::plural;
use super::told::{BETTER, loss, needless, stay};
use super::{MARK, UNDO, command, file_of};

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
        let covered = fix.covered_by.as_deref().map(|id| file_of(fixes, names, id));
        one(&mut out, fix, name, covered);
    }
    if fixes.fixes.len() > 1 {
        together(&mut out, fixes, names);
    }
    out
}

fn one(out: &mut String, fix: &Fix, name: &str, covered: Option<&str>) {
    let _ = write!(out, "\n## [{name}]({name})\n\n{}\n\n", sentence(&fix.title));
    list(out, "Can be spared", &spans(covered.map(needless)));
    list(out, &format!("Cuts {}", plural(fix.cuts_paths, "path")), &cuts(&fix.cuts));
    list(out, "Leaves, of what followed from these", &cuts(&fix.leaves));
    list(out, BETTER, &guarded(&fix.guarded));
    list(out, "Takes away", &spans(fix.loses.iter().map(loss)));
    list(out, "What stays", &spans(fix.stays.iter().map(stay)));
    list(out, "Check first", &spans(fix.check.iter().cloned()));
    list(out, "Apply", &spans(fix.first.iter().cloned().chain([command(fix.how, name)])));
    let undo = [command(fix.how, &format!("{UNDO}/{name}"))];
    list(out, "Take it back", &spans(undo.into_iter().chain(fix.undo.then.iter().cloned())));
}

/// What all of them do, beside what each does.
fn together(out: &mut String, fixes: &Fixes, names: &[String]) {
    out.push_str("\n## Together\n\n");
    let file = |id: &String| code(file_of(fixes, names, id));
    let joint = fixes.together.iter().map(|joint| {
        let by: Vec<String> = joint.by.iter().map(file).collect();
        format!("{}, by {}", cut(&joint.cut), by.join(" and "))
    });
    list(out, "Cut by several only", &joint.collect::<Vec<_>>());
    list(
        out,
        "These are enough to cut as much; the others are a second line",
        &fixes.enough.iter().map(file).collect::<Vec<_>>(),
    );
    list(out, BETTER, &guarded(&fixes.guarded));
    list(out, "Left", &cuts(&fixes.left));
    // What a workload or a namespace loses is what the title says.
    let others = fixes.fixes.iter().filter(|fix| fix.how == How::Patch).map(|fix| fix.title.clone());
    list(out, "Take away", &spans(fixes.loses.iter().map(loss).chain(others)));
}

const HOW: &str = "
Nothing here was applied. Each file works by itself, and all of them in any order; each says how it is applied and how it is
taken back. `kubectl apply` is not the way: it takes away what a file does not repeat, such as labels, and refuses parts of
workloads. Change the manifests or charts that the objects come from as well, or the next deployment takes a fix back.

Begin with the rights, in the order below: they are taken back in a moment, and nothing restarts. What changes workloads, their
tokens and nodes comes after that, as it replaces their pods. Then scan again: there may be further fixes.
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
    let left = match left.len() {
        0 => String::new(),
        _ if all.is_empty() => String::new(),
        1 => " 1 path is left.".to_owned(),
        left => format!(" {left} paths are left."),
    };
    let better = match fixes.guarded.len() {
        0 => String::new(),
        1 => " 1 of these is better but not gone: a guard blocks it, and must stay.".to_owned(),
        count => format!(" {count} of these are better but not gone: guards block them, and must stay."),
    };
    format!("{told}{better}{left}{more}")
}

fn cuts(all: &[Cut]) -> Vec<String> {
    all.iter().map(cut).collect()
}

fn cut(cut: &Cut) -> String {
    format!("{} {}: {} -> {}", cut.severity.0, cut.path, code(cut.from.as_str()), code(cut.to.as_str()))
}

fn guarded(all: &[Guarded]) -> Vec<String> {
    let one = |path: &Guarded| {
        format!(
            "{} {}: {}",
            path.cut.severity.0,
            path.cut.path,
            sentence(&format!("guarded by {}", path.by.join("; ")))
        )
    };
    all.iter().map(one).collect()
}

fn spans(texts: impl IntoIterator<Item = String>) -> Vec<String> {
    texts.into_iter().map(|text| sentence(&text)).collect()
}

fn list(out: &mut String, title: &str, items: &[String]) {
    if items.is_empty() {
        return;
    }
    let _ = writeln!(out, "{}:\n", title.trim_end_matches(':'));
    for item in items.iter().take(TOLD) {
        let _ = writeln!(out, "- {item}");
    }
    if let Some(more @ 1..) = items.len().checked_sub(TOLD) {
        let _ = writeln!(out, "- and {more} more");
    }
    out.push('\n');
}
