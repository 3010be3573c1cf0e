//! `can-i --reviews FILE`: many decisions, one JSON object a line.
//!
//! Lines are decided in batches side by side and written in order, so neither input nor output has to fit in memory. With
//! `--confirm` the server is asked about every line before the first is written.

use std::io::{self, Write};
use std::path::Path;

use serde_json::json;

use crate::authz::Authorizer;
use crate::cli::{CanIArgs, QueryFormat};
use crate::collect::live::{Breadth, Discovery, Errand, Review, ReviewKind};
use crate::exit::Exit;
use crate::query::{Reviewed, Reviewer, gaps_of_decisions, never_read};
use crate::report::answer::can_i::review_line;
use crate::report::{json, talk};

use super::super::input::{self, Read};
use super::super::output;
use super::lines::{Line, Lines};
use super::tally::Tally;

/// How many lines are decided at once.
const BATCH: usize = 8192;

pub(super) fn run(args: &CanIArgs, file: &Path) -> Exit {
    if matches!(args.answer.output, QueryFormat::Yaml | QueryFormat::Name) {
        talk::error("--reviews prints lines for people, or JSON with -o json");
        return Exit::Usage;
    }
    decide(args, file).unwrap_or_else(|exit| exit)
}

fn decide(args: &CanIArgs, file: &Path) -> Result<Exit, Exit> {
    let mut lines = Lines::open(file)?;
    let held = if args.confirm { lines.batch(usize::MAX)? } else { Vec::new() };
    let post = |line: &Line| Review { kind: ReviewKind::SubjectAccess, body: line.text.clone().unwrap_or_default() };
    let reviews = |_: &_| held.iter().map(post).collect();
    let source = super::source(args, Breadth::Everything);
    let read = input::read_around(&source, &Errand { discover: Discovery::None, reviews: &reviews })?;

    let mut tally = Tally::of(&lines.name);
    let mut failed = None;
    let written = output::deliver(Exit::Done, |out| {
        let done = answer(args, &read, &mut lines, held, &mut tally, out);
        done.or_else(|stop| match stop {
            Stop::Reading(exit) => {
                failed = Some(exit);
                Ok(())
            }
            Stop::Writing(error) => Err(error),
        })
    });
    Ok(match (failed, written, read.interrupted) {
        (Some(exit), _, _) => exit,
        (None, Exit::Done, Some(exit)) => exit,
        (None, Exit::Done, None) => {
            let mut gaps = gaps_of_decisions(&read.snapshot, None, tally.nodes);
            gaps.extend(tally.unread.map(never_read));
            tally.verdict(&gaps, args.answer.allow_gaps)
        }
        (None, exit, _) => exit,
    })
}

/// Why not every line was answered.
enum Stop {
    Reading(Exit),
    Writing(io::Error),
}

fn answer(
    args: &CanIArgs,
    read: &Read,
    lines: &mut Lines,
    held: Vec<Line>,
    tally: &mut Tally,
    out: &mut dyn Write,
) -> Result<(), Stop> {
    let authorizer = Authorizer::new(&read.snapshot);
    let reviewer = Reviewer::new(&authorizer);
    let mut server = read.answers.iter();
    let mut batch = held;
    loop {
        if batch.is_empty() {
            batch = lines.batch(BATCH).map_err(Stop::Reading)?;
        }
        if batch.is_empty() {
            return Ok(());
        }
        let texts: Vec<Result<&str, &str>> =
            batch.iter().map(|line| line.text.as_deref().map_err(|why| *why)).collect();
        for (line, reviewed) in batch.iter().zip(reviewer.review_all(&texts)) {
            tally.add(line.number, &reviewed, server.next());
            write(out, args.answer.output, &reviewed).map_err(Stop::Writing)?;
        }
        batch.clear();
    }
}

/// One line of output for each line of input, a mistake included.
fn write(out: &mut dyn Write, format: QueryFormat, reviewed: &Result<Reviewed<'_>, String>) -> io::Result<()> {
    match (format, reviewed) {
        (QueryFormat::Json, Ok(reviewed)) => json::write_line(out, reviewed),
        (QueryFormat::Json, Err(why)) => {
            let status = json!({"allowed": false, "evaluationError": why});
            let review =
                json!({"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "status": status});
            json::write_line(out, &review)
        }
        (_, Ok(reviewed)) => writeln!(out, "{}", review_line(reviewed)),
        (_, Err(_)) => writeln!(out, "?"),
    }
}
