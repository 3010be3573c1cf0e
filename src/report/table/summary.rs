//! The head and the foot of the table report: how it stands, what to do first, what is not shown.

use std::io;

use crate::findings::{FindingKind, Separation, Standing};
use crate::template::Severity;

use super::super::grid::fold;
use super::super::visible::{sentence, visible};
use super::super::words::{abridged, node, object, plural};
use super::super::{BaselineInfo, Report};
use super::{Options, painted, shown};

/// How many names of a list a sentence holds.
const NAMED: usize = 4;

/// The first lines: what was scanned and how it stands.
pub(super) fn verdict(out: &mut dyn io::Write, report: &Report, options: &Options) -> io::Result<()> {
    head(out, report, options)?;
    let source = &report.source;
    if source.ignored_files > 0 {
        let files = plural(source.ignored_files, "file");
        writeln!(out, "{files} without apiVersion and kind ignored")?;
    }
    let levels = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low];
    let lines: Vec<String> = levels.into_iter().filter_map(|severity| tally(report, severity, options)).collect();
    if let Some(baseline) = &report.baseline {
        paragraph(out, options, &since(baseline))?;
    }
    if lines.is_empty() {
        let place = if report.complete { "found" } else { "in what could be read" };
        if report.baseline.is_some() {
            return writeln!(out, "nothing new or worse {place}");
        }
        let guarded = report.findings.iter().any(|finding| finding.guarded && !finding.built_in);
        let but = if guarded { " but for what a guard blocks" } else { "" };
        return writeln!(out, "no risky permissions {place}{but}");
    }
    lines.iter().try_for_each(|line| writeln!(out, "{}", painted(line)))
}

/// What was scanned.
fn head(out: &mut dyn io::Write, report: &Report, options: &Options) -> io::Result<()> {
    let source = &report.source;
    let count = |name: &str| report.counts.get(name).copied().unwrap_or_default();
    let counted = [
        (count("roles") + count("clusterRoles"), "role"),
        (count("roleBindings") + count("clusterRoleBindings"), "binding"),
        (count("serviceAccounts"), "service account"),
        (count("pods"), "pod"),
        (count("workloads"), "workload"),
    ];
    let of = [(count("awsAccounts"), "AWS account"), (count("iamRoles"), "IAM role"), (count("iamUsers"), "IAM user")];
    let told = |counted: &[(u64, &str)]| {
        let words = counted.iter().map(|(count, word)| plural(usize::try_from(*count).unwrap_or(usize::MAX), word));
        words.collect::<Vec<String>>().join(", ")
    };
    let (name, account) = (visible(&source.name), told(&of));
    let has_account = count("awsAccounts") > 0;
    // An account that is looked at alone has no cluster.
    if has_account && counted.iter().all(|(count, _)| *count == 0) {
        return paragraph(out, options, &format!("{} {name}: {account}", source.kind));
    }
    let head = format!("{} {name} (Kubernetes {}): {}", source.kind, source.server_version, told(&counted));
    paragraph(out, options, &head)?;
    if has_account { paragraph(out, options, &format!("beside it {account}")) } else { Ok(()) }
}

/// How it compares with the baseline.
fn since(baseline: &BaselineInfo) -> String {
    let BaselineInfo { name, complete, new, worse, known, gone } = baseline;
    let doubt = if *complete { "" } else { "; it was incomplete, so some of what is new may have been there" };
    format!("since {}: {new} new, {worse} worse, {known} known, {} gone{doubt}", visible(name), gone.len())
}

/// How many findings of one severity there are, by kind; nothing when there are none.
fn tally(report: &Report, severity: Severity, options: &Options) -> Option<String> {
    let kinds = [
        (FindingKind::HotPod, "hot pod"),
        (FindingKind::Path, "path"),
        (FindingKind::Subject, "subject"),
        (FindingKind::Role, "role"),
        (FindingKind::Binding, "binding"),
        (FindingKind::Guard, "hollow guard"),
        (FindingKind::Hygiene, "hygiene finding"),
    ];
    let own = report.findings.iter().filter(|finding| {
        let counts = (options.include_builtin || !finding.built_in) && !finding.guarded && finding.marks.are_loud();
        counts && finding.severity.0 == severity
    });
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
    // What is known was told when it was new, and what is suppressed was accepted.
    let quiet = report.baseline.is_some() || report.summary.suppressed > 0;
    if quiet && !report.paths.iter().any(Standing::is_loud) {
        return Ok(());
    }
    let binding = report.choke_points.first().map(|point| (point.cuts_paths, &point.fix));
    let pod = report.pod_choke_points.first().map(|point| (point.cuts_paths, &point.fix));
    let cuts = |point: &Option<(usize, &String)>| point.map_or(0, |(cuts, _)| cuts);
    let best = if cuts(&pod) > cuts(&binding) { pod } else { binding };
    if let Some((cuts, fix)) = best.filter(|(cuts, _)| *cuts > 0) {
        paragraph(out, options, &format!("fix first: {} (cuts {})", sentence(fix), plural(cuts, "path")))?;
    }
    let Some(separation) = &report.separation else { return Ok(()) };
    paragraph(out, options, &separate(separation))?;
    unbound(separation).map_or(Ok(()), |text| paragraph(out, options, &text))
}

/// One paragraph, as wide as the terminal.
fn paragraph(out: &mut dyn io::Write, options: &Options, text: &str) -> io::Result<()> {
    fold(options.width, "", text).iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// Which bindings separate how many sources.
fn separate(separation: &Separation) -> String {
    let Separation { objective, bindings, sources, separated, .. } = separation;
    // An access entry of EKS is no binding.
    let word = if bindings.iter().all(|name| object(name) == *name) { "binding" } else { "grant" };
    let these = match bindings.len() {
        1 => format!("this {word}"),
        count => format!("these {count} {word}s"),
    };
    let sources = match plural(*sources, "source") {
        all if separated < sources => format!("{separated} of {all}"),
        one if *sources == 1 => one,
        all => format!("all {all}"),
    };
    let objective = node(objective);
    let names: Vec<String> = bindings.iter().map(|name| visible(&object(name))).collect();
    let names = names.join(", ");
    format!("cut off: removing {these} separates {sources} from {objective}: {names}")
}

/// Who reaches it whatever is unbound, and how.
fn unbound(separation: &Separation) -> Option<String> {
    let names: Vec<String> = separation.without_binding.iter().map(|unbound| unbound.source.clone()).collect();
    let escapes = separation.without_binding.iter().all(|unbound| unbound.by.starts_with("escape/"));
    let (reach, whose) = if names.len() == 1 { ("1 more reaches", "its") } else { ("", "their") };
    let reach = if reach.is_empty() { format!("{} more reach", names.len()) } else { reach.to_owned() };
    let how = if escapes { format!("escaping from {whose} pod") } else { format!("what {whose} own place gives") };
    let objective = node(&separation.objective);
    let text = format!("{reach} {objective} by {how}, not by a binding: {}", abridged(&names, NAMED));
    (!names.is_empty()).then_some(text)
}

/// How much a guard blocks.
fn guarded(out: &mut dyn io::Write, report: &Report, options: &Options) -> io::Result<()> {
    let blocked =
        report.findings.iter().filter(|finding| finding.guarded && !finding.built_in && finding.marks.are_loud());
    let count = blocked.clone().count();
    if count == 0 || options.include_guarded {
        return Ok(());
    }
    let word = if blocked.into_iter().all(|finding| finding.kind == FindingKind::Path) { "path" } else { "finding" };
    let (are, them) = if count == 1 { ("is", "it") } else { ("are", "them") };
    writeln!(out, "{} {are} blocked by a guard; --include-guarded shows {them}", plural(count, word))
}

/// How much was accepted.
fn suppressed(out: &mut dyn io::Write, report: &Report, options: &Options) -> io::Result<()> {
    let count = report.findings.iter().filter(|finding| finding.marks.suppressed.is_some()).count();
    if count == 0 || options.include_suppressed {
        return Ok(());
    }
    let (are, them) = if count == 1 { ("is", "it") } else { ("are", "them") };
    writeln!(out, "{} {are} suppressed; --include-suppressed shows {them}", plural(count, "finding"))
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
    guarded(out, report, options)?;
    suppressed(out, report, options)?;
    let loud = report.findings.iter().filter(|finding| !finding.built_in && finding.marks.are_loud());
    let minor = loud.filter(|finding| finding.severity.0 < options.severity);
    match minor.count() {
        0 => {}
        count => writeln!(out, "{count} below {} not shown; --severity info shows all", options.severity)?,
    }
    for note in report.notes.iter().filter(|note| !note.warning) {
        paragraph(out, options, &format!("note: {}", sentence(&note.text)))?;
    }
    let worst = report.risky_subjects.iter().find(|subject| shown(options, *subject));
    if let Some(entry) = worst.and_then(|subject| subject.entries.first()) {
        writeln!(out, "more: kubescan explain {}", entry.id.as_str())?;
    }
    Ok(())
}
