//! `kubescan boundary`: what a subject could give itself, and whether the guards around it hold.

use crate::boundary;
use crate::cli::{BoundaryArgs, QueryFormat};
use crate::exit::Exit;
use crate::findings::Teller;
use crate::graph::Node;
use crate::model::Subject;
use crate::query::{subject_named, subject_spelled};
use crate::report::answer::who_can::Options;
use crate::report::answer::{Answer, boundary as people, write_gaps};
use crate::report::{grid, json, talk, yaml};

use super::analysis::{self, Material};
use super::output;

mod aws;

pub(super) fn run(args: &BoundaryArgs) -> Exit {
    decide(args).unwrap_or_else(|exit| exit)
}

fn decide(args: &BoundaryArgs) -> Result<Exit, Exit> {
    let is_aws = aws::is_meant(&args.subject);
    fitting(args, is_aws)?;
    if is_aws {
        return aws::decide(args);
    }
    let Material { read, template } = analysis::read(&args.ways_args)?;
    let snapshot = &read.snapshot;
    // Whether there is such a subject is seen in the graph that is drawn for it.
    let spelled = subject_spelled(snapshot, &args.subject);
    let (subject, boundary) = analysis::with_teller_for(snapshot, &template, spelled.as_ref(), |teller| {
        let subject = subject(args, teller)?;
        let start = teller.escalation().graph.find(&Node::Subject(subject.clone()));
        let boundary = boundary::boundary(teller, &subject, start.as_slice());
        Ok((subject, boundary))
    })?;
    let exit = match read.interrupted {
        None if args.fail_on.iter().any(|named| named.is(boundary.verdict)) => Exit::Gate,
        _ => analysis::verdict(&args.ways_args, &read),
    };
    if args.generate {
        let generated = boundary::generate(snapshot, &template, &subject, &boundary);
        let exit = if generated.closes { exit } else { Exit::Gate };
        return Ok(output::deliver(exit, |out| people::manifests(out, &generated)));
    }
    let answer =
        Answer::new("kubescan/boundary/v1", snapshot, boundary, analysis::not_claimed(snapshot), &snapshot.gaps);
    Ok(match args.output {
        QueryFormat::Json => output::deliver(exit, |out| json::write(out, &answer)),
        QueryFormat::Yaml => output::deliver(exit, |out| yaml::write(out, &answer)),
        QueryFormat::Name => output::deliver(exit, |out| people::names(out, &answer.answer)),
        QueryFormat::Table | QueryFormat::Wide => output::deliver_styled(exit, |out| {
            let options = Options { width: grid::terminal_width(), wide: args.output == QueryFormat::Wide };
            write_gaps(out, &answer.gaps)?;
            people::write(out, &answer.answer, &options)
        }),
    })
}

/// Refuses verdicts of the other form; it has been said.
fn fitting(args: &BoundaryArgs, is_aws: bool) -> Result<(), Exit> {
    if args.fail_on.iter().all(|named| named.is_of_attacks() == is_aws) {
        return Ok(());
    }
    talk::error(match is_aws {
        true => "--fail-on: the attacks on aws:ARN are possible, conditional or blocked: name possible or conditional",
        false => "--fail-on: possible and conditional are said of aws:ARN only",
    });
    Err(Exit::Usage)
}

/// The subject that was named; on a mistake it has been said.
fn subject(args: &BoundaryArgs, teller: &Teller<'_>) -> Result<Subject, Exit> {
    subject_named(teller.access(), &teller.escalation().graph, &args.subject).map_err(|error| {
        talk::error(&format!("boundary: {error}"));
        Exit::Usage
    })
}
