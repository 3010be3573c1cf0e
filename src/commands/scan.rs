//! `kubescan scan`: the main job.

use crate::authz::Access;
use crate::cli::{By, Format, ScanArgs};
use crate::collect::live::{Discovery, Errand};
use crate::escalation;
use crate::exit::Exit;
use crate::findings::{self, Findings, Limits};
use crate::model::{Gap, Note, Reason, Snapshot};
use crate::report::{Filter, Report, grid, json, name, table, yaml};
use crate::template::{Severity, Template};

use super::input::{self, Source};
use super::learn::learn;
use super::{analysis, confirm, output, template};

pub(super) fn run(args: &ScanArgs) -> Exit {
    // The template first: a mistake in it should not cost a scan.
    let template = match template::load(args.template.as_deref(), &args.source.input.filename) {
        Ok(template) => template,
        Err(exit) => return exit,
    };
    // Whether an operator acts depends on which custom resources there are.
    let errand = Errand { discover: Discovery::Groups, ..Errand::NONE };
    let source = Source::of(&args.source, args.quiet, args.strict);
    if let Err(exit) = confirm::accept(args.confirm, &source) {
        return exit;
    }
    let mut read = match input::read(&source, &errand) {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    set_aside(&mut read.snapshot);
    learn(&mut read.snapshot, read.known);
    let mut findings = match judge(args, &read.snapshot, &template) {
        Ok(findings) => findings,
        Err(exit) => return exit,
    };
    if let Some(how) = args.confirm.filter(|_| read.interrupted.is_none())
        && let Err(exit) = confirm::confirm(&source, how, &mut read.snapshot, &template, &mut findings)
    {
        return exit;
    }
    if !findings.whole {
        read.snapshot.gaps.push(cut_short());
    }
    let exit = read.interrupted.unwrap_or_else(|| verdict(args, &read.snapshot, &findings));
    let only = args.only.iter().copied().map(Into::into).collect();
    let report = Report::new(
        &read.snapshot,
        findings,
        &Filter { severity: args.severity, only, include_builtin: args.include_builtin },
    );
    let exit = deliver(args, &report, exit);
    // The process ends now. Of a large cluster it takes a second to free all of this piece by piece.
    std::mem::forget((report, read.snapshot));
    exit
}

fn deliver(args: &ScanArgs, report: &Report, exit: Exit) -> Exit {
    match args.output {
        Format::Json => output::deliver(exit, |out| json::write_report(out, report)),
        Format::Yaml => output::deliver(exit, |out| yaml::write(out, report)),
        Format::Name if args.by == Some(By::Node) => output::deliver(exit, |out| name::nodes(out, report)),
        Format::Name => output::deliver(exit, |out| name::write(out, report)),
        Format::Table | Format::Wide => {
            output::deliver_styled(exit, |out| table::write(out, report, &table_options(args)))
        }
    }
}

/// The findings; on a mistake in the name of an objective it has been said.
fn judge(args: &ScanArgs, snapshot: &Snapshot, template: &Template) -> Result<Findings, Exit> {
    let mut limits = Limits { path_length: args.max_path_length.max(1), objectives: Vec::new() };
    let access = Access::new(snapshot);
    let escalation = escalation::draw(snapshot, &access, template);
    let objectives = analysis::all_named(snapshot, &escalation, "--objective", &args.objective)?;
    limits.objectives = objectives.into_iter().map(|named| named.name).collect();
    let findings = findings::find(snapshot, &access, template, &escalation, &limits);
    // The process ends with the report, as above.
    std::mem::forget((access, escalation));
    Ok(findings)
}

/// Custom resources grant nothing: what is unknown of them leaves a scan whole.
pub(super) fn set_aside(snapshot: &mut Snapshot) {
    let of_definitions = snapshot.gaps.extract_if(.., |gap| gap.resource == "customresourcedefinitions");
    snapshot.notes.extend(of_definitions.map(|gap| Note { warning: false, text: gap.effect }));
    snapshot.notes.sort_unstable();
}

/// There were too many combinations of identities to follow all.
fn cut_short() -> Gap {
    Gap {
        resource: "paths".to_owned(),
        scope: "cluster".to_owned(),
        reason: Reason::Limit,
        effect: "some paths that several identities take together may be missing; scan one namespace with -n"
            .to_owned(),
    }
}

/// What the exit code says. Filters on what is shown play no part.
fn verdict(args: &ScanArgs, snapshot: &Snapshot, findings: &Findings) -> Exit {
    let tripped =
        args.fail_on.is_some_and(|severity| findings.at_least(severity, args.fail_on_guarded).next().is_some());
    if tripped {
        Exit::Gate
    } else if snapshot.complete() || args.allow_gaps {
        Exit::Done
    } else {
        Exit::Incomplete
    }
}

fn table_options(args: &ScanArgs) -> table::Options {
    table::Options {
        width: grid::terminal_width(),
        wide: args.output == Format::Wide,
        include_builtin: args.include_builtin,
        severity: args.severity.unwrap_or(Severity::Low),
        max_paths: args.max_paths,
        include_guarded: args.include_guarded || args.fail_on_guarded,
        by_node: args.by == Some(By::Node),
    }
}
