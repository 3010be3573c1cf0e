//! The head and the foot of the table report: how it stands, what to do first, what is not shown.

use std::io;

use crate::findings::{FindingKind, Separation};
use crate::template::Severity;

use super::super::Report;
use super::super::grid::fold;
use super::super::visible::{sentence, visible};
use super::super::words::plural;
use super::{Options, painted, shown};

/// The first lines: what was scanned and how it stands.
pub(super) fn verdict(out: &mut dyn io::Write, report: &Report, options: &Options) -> io::Result<()> {
    let source = &report.source;
    let count = |name: &str| report.counts.get(name).copied().unwrap_or_default();
    let counted = [
        (count("roles") + count("clusterRoles"), "role"),
        (count("roleBindings") + count("clusterRoleBindings"), "binding"),
        (count("serviceAccounts"), "service account"),
        (count("pods"), "pod"),
        (count("workloads"), "workload"),
    ];
    let counted = counted.map(|(count, word)| plural(usize::try_from(count).unwrap_or(usize::MAX), word)).join(", ");
    let name = visible(&source.name);
    let head = format!("{} {name} (Kubernetes {}): {counted}", source.kind, source.server_version);
    paragraph(out, options, &head)?;
    if source.ignored_files > 0 {
        let files = plural(source.ignored_files, "file");
        writeln!(out, "{files} without apiVersion and kind ignored")?;
    }
    let levels = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low];
    let lines: Vec<String> =
        levels.into_iter().filter_map(|severity| tally(report, severity, options.include_builtin)).collect();
    if lines.is_empty() {
        let all =
            if report.complete { "no risky permissions found" } else { "no risky permissions in what could be read" };
        return writeln!(out, "{all}");
    }
    lines.iter().try_for_each(|line| writeln!(out, "{}", painted(line)))
}

/// How many findings of one severity there are, by kind; nothing when there are none.
fn tally(report: &Report, severity: Severity, include_builtin: bool) -> Option<String> {
    let kinds = [
        (FindingKind::HotPod, "hot pod"),
        (FindingKind::Path, "path"),
        (FindingKind::Subject, "subject"),
        (FindingKind::Role, "role"),
        (FindingKind::Binding, "binding"),
        (FindingKind::Hygiene, "hygiene finding"),
    ];
    let own = report
        .findings
        .iter()
        .filter(|finding| (include_builtin || !finding.built_in) && !finding.guarded && finding.severity.0 == severity);
    let count = |kind: FindingKind| own.clone().filter(|finding| finding.kind == kind).count();
    let parts: Vec<String> = kinds
        .into_iter()
        .map(|(kind, word)| (count(kind), word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| plural(count, word))
        .collect();
    (!parts.is_empty()).then(|| format!("{severity:<9} {}", parts.join(", ")))
}

/// What to do first, and what ends it.
pub(super) fn first(out: &mut dyn io::Write, report: &Report, options: &Options) -> io::Result<()> {
    if let Some(point) = report.choke_points.first().filter(|point| point.cuts_paths > 0) {
        let text = format!("fix first: {} (cuts {})", sentence(&point.fix), plural(point.cuts_paths, "path"));
        paragraph(out, options, &text)?;
    }
    report.separation.as_ref().map_or(Ok(()), |separation| paragraph(out, options, &separate(separation)))
}

/// One paragraph, as wide as the terminal.
fn paragraph(out: &mut dyn io::Write, options: &Options, text: &str) -> io::Result<()> {
    fold(options.width, "", text).iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// Which bindings separate how many sources.
fn separate(separation: &Separation) -> String {
    let Separation { objective, bindings, sources, separated, need_no_binding } = separation;
    let these = match bindings.len() {
        1 => "this binding".to_owned(),
        count => format!("these {count} bindings"),
    };
    let sources = match plural(*sources, "source") {
        all if separated < sources => format!("{separated} of {all}"),
        one if *sources == 1 => one,
        all => format!("all {all}"),
    };
    let rest = if *need_no_binding > 0 {
        format!("; {} without any binding", plural_reach(*need_no_binding))
    } else {
        String::new()
    };
    let objective = objective.strip_prefix("objective:").unwrap_or(objective);
    let names: Vec<String> = bindings.iter().map(|name| visible(name)).collect();
    let names = names.join(", ");
    format!("cut off: removing {these} separates {sources} from {objective}{rest}: {names}")
}

/// What was folded, what was assumed, and where to read on.
pub(super) fn footer(out: &mut dyn io::Write, report: &Report, options: &Options) -> io::Result<()> {
    writeln!(out)?;
    let built_in = report.findings.iter().filter(|finding| finding.built_in).count();
    if built_in > 0 && !options.include_builtin {
        writeln!(
            out,
            "{} on what the API server and kubeadm install folded; --include-builtin shows them",
            plural(built_in, "finding")
        )?;
    }
    let guarded = report.findings.iter().filter(|finding| finding.guarded && !finding.built_in).count();
    if guarded > 0 && !options.include_guarded {
        let (are, them) = if guarded == 1 { ("is", "it") } else { ("are", "them") };
        writeln!(out, "{} {are} blocked by a guard; --include-guarded shows {them}", plural(guarded, "path"))?;
    }
    let minor = report.findings.iter().filter(|finding| !finding.built_in && finding.severity.0 < options.severity);
    match minor.count() {
        0 => {}
        count => writeln!(out, "{count} below {} not shown; --severity info shows all", options.severity)?,
    }
    for note in report.notes.iter().filter(|note| !note.warning) {
        paragraph(out, options, &format!("note: {}", sentence(&note.text)))?;
    }
    let worst = report.risky_subjects.iter().find(|subject| shown(options, subject.severity, subject.built_in));
    if let Some(entry) = worst.and_then(|subject| subject.entries.first()) {
        writeln!(out, "more: kubescan explain {}", entry.id)?;
    }
    Ok(())
}

/// How many reach it.
fn plural_reach(count: usize) -> String {
    if count == 1 { "1 more reaches it".to_owned() } else { format!("{count} more reach it") }
}
