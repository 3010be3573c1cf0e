//! `kubescan diff`: what differs between two clusters, or between one and itself at another time.

mod sides;

use crate::authz::Access;
use crate::cli::{DiffArgs, DiffFormat};
use crate::diff::{Diff, Side, diff};
use crate::exit::Exit;
use crate::findings::{Findings, Limits};
use crate::report::answer::diff::{Comparison, Options, markdown, table};
use crate::report::{json, yaml};
use crate::template::Template;

use super::input::Read;
use super::learn::learn;
use super::outputs::Outputs;
use super::{scan, template};

use sides::Sides;

pub(super) fn run(args: &DiffArgs) -> Exit {
    decide(args).unwrap_or_else(|exit| exit)
}

fn decide(args: &DiffArgs) -> Result<Exit, Exit> {
    let inputs = [args.old.clone(), args.new.clone()];
    let template = template::load(args.template.as_deref(), &inputs)?;
    let outputs = Outputs::begin(&args.output)?;
    let Sides { mut old, mut new } = sides::read(args)?;
    let found = [judge(&mut old, &template), judge(&mut new, &template)];
    let [before, after] = &found;
    let access = [&old, &new].map(|read| Access::new(&read.snapshot));
    let [of_old, of_new] = &access;
    let (before, after) = (Side { access: of_old, findings: before }, Side { access: of_new, findings: after });
    let diff = diff(&before, &after, args.include_builtin);
    let exit = verdict(args, [&old, &new], &diff);
    let comparison = Comparison::new(&old.snapshot, &new.snapshot, diff);
    Ok(outputs.deliver(exit, |out, format, width| match format {
        DiffFormat::Json => json::write(out, &comparison),
        DiffFormat::Yaml => yaml::write(out, &comparison),
        DiffFormat::Markdown => markdown::write(out, &comparison),
        DiffFormat::Table | DiffFormat::Wide => {
            table::write(out, &comparison, &Options { width, wide: format == DiffFormat::Wide })
        }
    }))
}

/// What there is to find, as a scan does.
fn judge(read: &mut Read, template: &Template) -> Findings {
    scan::set_aside(&mut read.snapshot);
    learn(&mut read.snapshot, std::mem::take(&mut read.known));
    let findings = crate::scan(&read.snapshot, template, &Limits::default());
    if !findings.whole {
        read.snapshot.gaps.push(scan::cut_short());
    }
    findings
}

/// What the exit code says. What is shown plays no part.
fn verdict(args: &DiffArgs, reads: [&Read; 2], diff: &Diff) -> Exit {
    let worse = args.fail_on.is_some_and(|least| diff.is_worse(least));
    if let Some(exit) = reads.iter().find_map(|read| read.interrupted) {
        exit
    } else if worse || (args.exit_code && !diff.is_empty()) {
        Exit::Gate
    } else if args.allow_gaps || reads.iter().all(|read| read.snapshot.complete()) {
        Exit::Done
    } else {
        Exit::Incomplete
    }
}
