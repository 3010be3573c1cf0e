//! `kubescan boundary aws:ARN`: whether three attacks on an identity of AWS succeed.

use std::path::Path;

use crate::boundary::{AwsBoundary, aws_boundary};
use crate::cli::{BoundaryArgs, QueryFormat};
use crate::cloud::NOT_CLAIMED;
use crate::exit::Exit;
use crate::query::aws_identity;
use crate::report::answer::who_can::Options;
use crate::report::answer::{Answer, aws_boundary as people, write_gaps};
use crate::report::{grid, json, talk, yaml};

use super::super::input::{self, Source};
use super::super::{analysis, output, template};

/// Whether an identity of AWS is named: `aws:ARN`, or the ARN alone.
pub(super) fn is_meant(subject: &str) -> bool {
    subject.starts_with("aws:") || subject.starts_with("arn:")
}

pub(super) fn decide(args: &BoundaryArgs) -> Result<Exit, Exit> {
    let ways = &args.ways_args;
    if args.generate {
        return Err(mistaken("--generate writes admission policies, and none is about an identity of AWS"));
    }
    if ways.source.input.cloud.is_empty() && ways.source.input.filename.is_empty() {
        return Err(mistaken("an identity of AWS is judged by exports: name them with --cloud"));
    }
    let file: Option<&Path> = ways.template.as_deref();
    let template = template::load(file, &ways.source.input.filename)?;
    let read = input::read_offline(&Source::of(&ways.source, ways.quiet, ways.strict))?;
    let named = aws_identity(&read.snapshot, &args.subject).map(|identity| identity.id());
    let named = named.as_deref().unwrap_or(&args.subject);
    let arn = named.strip_prefix("aws:").unwrap_or(named);
    let boundary =
        aws_boundary(&read.snapshot.cloud, &template.methods, arn).map_err(|error| mistaken(&error.to_string()))?;
    let exit = if trips(args, &boundary) { Exit::Gate } else { analysis::verdict(ways, &read) };
    let notes = vec![NOT_CLAIMED.to_owned()];
    let answer = Answer::new("kubescan/boundary/v1", &read.snapshot, boundary, notes, &read.snapshot.gaps);
    Ok(deliver(args, exit, &answer))
}

fn deliver(args: &BoundaryArgs, exit: Exit, answer: &Answer<AwsBoundary>) -> Exit {
    match args.output {
        QueryFormat::Json => output::deliver(exit, |out| json::write(out, answer)),
        QueryFormat::Yaml => output::deliver(exit, |out| yaml::write(out, answer)),
        QueryFormat::Name => output::deliver(exit, |out| people::names(out, &answer.answer)),
        QueryFormat::Table | QueryFormat::Wide => output::deliver_styled(exit, |out| {
            let options = Options { width: grid::terminal_width(), wide: args.output == QueryFormat::Wide };
            write_gaps(out, &answer.gaps)?;
            people::write(out, &answer.answer, &answer.notes, &options)
        }),
    }
}

fn trips(args: &BoundaryArgs, boundary: &AwsBoundary) -> bool {
    let attacks = &boundary.attacks;
    let verdicts = [attacks.assume.verdict, attacks.policy.verdict, attacks.stolen.verdict];
    args.fail_on.iter().any(|named| verdicts.iter().any(|verdict| named.is_attack(*verdict)))
}

fn mistaken(what: &str) -> Exit {
    talk::error(&format!("boundary: {what}"));
    Exit::Usage
}
