//! `kubescan scan`: the main job.

use std::io;

use crate::authz::Access;
use crate::cli::{By, Format, ScanArgs};
use crate::collect::live::{Discovery, Errand};
use crate::escalation;
use crate::exit::Exit;
use crate::findings::{self, Finding, Findings, Gate, Limits};
use crate::fixes;
use crate::model::{Gap, Note, Reason, Snapshot};
use crate::report::compliance::{Compliance, Framework};
use crate::report::{
    Filter, Report, csv_table, html, json, junit, markdown, name, prometheus, sarif, table, talk, yaml,
};
use crate::template::{Severity, Template};

use super::clock::Clock;
use super::fixes::Folder;
use super::input::{self, Read, Source};
use super::learn::{learn, unread};
use super::outputs::Outputs;
use super::{accepted, analysis, baseline, confirm, located, template};

pub(super) fn run(args: &ScanArgs) -> Exit {
    scan(args).unwrap_or_else(|exit| exit)
}

fn scan(args: &ScanArgs) -> Result<Exit, Exit> {
    let clock = Clock::start();
    // What rests on files first: a mistake in one should not cost a scan.
    let scanned = &args.source.input.filename;
    let template = template::load(args.template.as_deref(), scanned)?;
    let accepted = args.suppressions.as_deref().map(|file| accepted::load(file, &template, scanned)).transpose()?;
    let mut outputs = Outputs::begin(&args.output)?;
    let folder = args.fix_dir.as_deref().map(Folder::begin).transpose()?;
    let before = args.baseline.as_deref().map(|file| baseline::load(file, args, &template, &outputs)).transpose()?;
    let (mut snapshot, Judged { mut findings, limits }, interrupted) = look(args, &template)?;
    if let Some(accepted) = accepted {
        accepted.apply(&mut findings, &mut snapshot.notes, args.strict)?;
    }
    let since = before.map(|before| before.compare(&mut findings));
    let formats: Vec<Format> = args.output.iter().map(|output| output.format).collect();
    let first = located::locate(&args.source.input, &snapshot, &formats, &mut findings);
    let gate = gate(args);
    let exit = interrupted.unwrap_or_else(|| verdict(args, &gate, &snapshot, &findings));
    tell(&gate, &snapshot, &findings, outputs.are_read());
    let shown = formats.contains(&Format::Html) && fixes::is_quick(&snapshot);
    let fixes = (shown || folder.is_some()).then(|| fixes::find(&snapshot, &template, &findings, &limits));
    let only = args.only.iter().copied().map(Into::into).collect();
    let filter = Filter { severity: args.severity, only, include_builtin: args.include_builtin };
    let compliance =
        args.compliance.map(|framework| Compliance::new(framework.into(), &snapshot, &template, &findings));
    let frameworks = if formats.contains(&Format::Html) { &Framework::ALL[..] } else { &[] };
    let all = frameworks.iter().map(|framework| Compliance::new(*framework, &snapshot, &template, &findings)).collect();
    let page = html::Context::new(&snapshot, &template, all, fixes.as_ref());
    let asked = folder.zip(fixes.as_ref());
    let exit = asked.as_ref().map_or(exit, |(folder, fixes)| folder.write(exit, fixes));
    let told = asked.map(|(_, fixes)| fixes.fixes.clone()).unwrap_or_default();
    let report = Report { compliance, fixes: told, ..Report::new(&snapshot, findings, since, &filter) };
    if let Some(file) = args.baseline.as_deref().filter(|_| !snapshot.complete() && !args.allow_gaps) {
        baseline::keep(file, &mut outputs);
    }
    let exit = outputs.deliver(exit, |out, format, width| {
        let options = table_options(args, format, width);
        match format {
            Format::Junit => junit::write(out, &report, &gate),
            Format::Sarif => sarif::write(out, &report, &sarif_context(&template, first.as_deref())),
            Format::Html => html::write(out, &report, &page),
            Format::Prometheus => prometheus::write(out, &report, clock.run()),
            _ => write(out, format, &report, &options),
        }
    });
    // The process ends now. Of a large cluster it takes a second to free all of this piece by piece.
    std::mem::forget((report, snapshot));
    Ok(exit)
}

/// Reads what is to be scanned and judges it.
fn look(args: &ScanArgs, template: &Template) -> Result<(Snapshot, Judged, Option<Exit>), Exit> {
    // Whether an operator acts depends on which custom resources there are.
    let errand = Errand { discover: Discovery::Groups, ..Errand::NONE };
    let source = Source::of(&args.source, args.quiet, args.strict);
    confirm::accept(args.confirm, &source)?;
    let Read { mut snapshot, interrupted, known, .. } = input::read(&source, &errand)?;
    set_aside(&mut snapshot);
    learn(&mut snapshot, known);
    let mut judged = judged(args, &snapshot, template)?;
    if let Some(how) = args.confirm.filter(|_| interrupted.is_none()) {
        confirm::confirm(&source, how, &mut snapshot, template, &mut judged.findings)?;
    }
    if !judged.findings.whole {
        snapshot.gaps.push(cut_short());
    }
    Ok((snapshot, judged, interrupted))
}

fn write(out: &mut dyn io::Write, format: Format, report: &Report, options: &table::Options) -> io::Result<()> {
    match format {
        Format::Json => json::write_report(out, report),
        Format::Yaml => yaml::write(out, report),
        Format::Name if options.by_node => name::nodes(out, report),
        Format::Name => name::write(out, report),
        Format::Table | Format::Wide => table::write(out, report, options),
        Format::Csv => csv_table::write(out, report),
        Format::Markdown => markdown::write(out, report),
        Format::Sarif | Format::Junit | Format::Prometheus | Format::Html => Ok(()),
    }
}

/// What was found, and what was asked for.
struct Judged {
    findings: Findings,
    limits: Limits,
}

/// The findings; on a mistake in the name of an objective it has been said.
pub(super) fn judge(args: &ScanArgs, snapshot: &Snapshot, template: &Template) -> Result<Findings, Exit> {
    judged(args, snapshot, template).map(|judged| judged.findings)
}

fn judged(args: &ScanArgs, snapshot: &Snapshot, template: &Template) -> Result<Judged, Exit> {
    let mut limits = Limits { path_length: args.max_path_length.max(1), objectives: Vec::new() };
    let access = Access::new(snapshot);
    let mut escalation = escalation::draw(snapshot, &access, template);
    let objectives = analysis::all_named(snapshot, &escalation, "--objective", &args.objective)?;
    limits.objectives = objectives.into_iter().map(|named| named.name).collect();
    let unlisted = findings::judge(snapshot, &access, template, &escalation, &limits);
    // The graph makes room for the list: it is large, and freed at once. The process ends with the report, as above.
    drop(std::mem::take(&mut escalation.graph));
    std::mem::forget((access, escalation));
    Ok(Judged { findings: unlisted.list(), limits })
}

/// Custom resources grant nothing: what is unknown of them leaves a scan whole.
pub(super) fn set_aside(snapshot: &mut Snapshot) {
    let of_definitions = snapshot.gaps.extract_if(.., |gap| gap.resource == "customresourcedefinitions");
    snapshot.notes.extend(of_definitions.map(|gap| Note { warning: false, text: gap.effect }));
    snapshot.notes.sort_unstable();
}

/// There were too many combinations of identities to follow all.
pub(super) fn cut_short() -> Gap {
    Gap {
        resource: "paths".to_owned(),
        scope: "cluster".to_owned(),
        reason: Reason::Limit,
        effect: "some paths that several identities take together may be missing; scan one namespace with -n"
            .to_owned(),
    }
}

fn sarif_context<'c>(template: &'c Template, first: Option<&'c str>) -> sarif::Context<'c> {
    sarif::Context { template, places: sarif::Places::of_this_process(), first }
}

fn gate(args: &ScanArgs) -> Gate {
    let thresholds = args.fail_on.iter().chain(&args.fail_on_new).copied().collect();
    Gate { thresholds, guarded: args.fail_on_guarded }
}

/// Says on stderr what the exit code means: the gaps, where nobody reads a table that begins with them, and what trips the gate.
fn tell(gate: &Gate, snapshot: &Snapshot, findings: &Findings, table: bool) {
    for gap in snapshot.gaps.iter().filter(|_| !table) {
        talk::warning(&unread(gap));
    }
    let tripped: Vec<&Finding> = findings.all.iter().filter(|finding| gate.trips([*finding])).collect();
    if let Some(first) = tripped.first() {
        let count = tripped.len();
        let are = if count == 1 { "1 finding" } else { &format!("{count} findings") };
        talk::note(&format!("the gate is tripped by {are}, the worst {}: {}", first.severity.0, first.message));
    }
}

/// What the exit code says. Filters on what is shown play no part.
fn verdict(args: &ScanArgs, gate: &Gate, snapshot: &Snapshot, findings: &Findings) -> Exit {
    if gate.trips(&findings.all) {
        Exit::Gate
    } else if snapshot.complete() || args.allow_gaps {
        Exit::Done
    } else {
        Exit::Incomplete
    }
}

fn table_options(args: &ScanArgs, format: Format, width: Option<u16>) -> table::Options {
    table::Options {
        width,
        wide: format == Format::Wide,
        include_builtin: args.include_builtin,
        severity: args.severity.unwrap_or(Severity::Low),
        max_paths: args.max_paths,
        include_guarded: args.include_guarded || args.fail_on_guarded,
        include_suppressed: args.include_suppressed,
        by_node: args.by == Some(By::Node),
    }
}
