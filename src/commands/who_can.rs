//! `kubescan who-can`: everybody who may do something.

use crate::authz::Authorizer;
use crate::cli::{QueryFormat, WhoCanArgs};
use crate::collect::live::{Discovery, Errand};
use crate::exit::Exit;
use crate::query::{gaps_of_subjects, who_can};
use crate::report::answer::{Answer, who_can as people, write_gaps};
use crate::report::grid;

use super::input::{self, Source};
use super::question::{self, Understood};

pub(super) fn run(args: &WhoCanArgs) -> Exit {
    // The question first: a mistake in it should not cost a collection.
    let understand = |extra: &[_]| question::understand(&args.verb, &args.target, args.subresource.as_deref(), extra);
    let first = match understand(&[]) {
        Ok(first) => first,
        Err(exit) => return exit,
    };
    let errand = Errand { discover: Discovery::unless(first.known), ..Errand::NONE };
    let read = match input::read_around(&Source::of(&args.source, args.answer.quiet, args.answer.strict), &errand) {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    let Understood { question, notes, .. } = match understand(&read.resources()) {
        Ok(understood) => understood,
        Err(exit) => return exit,
    };
    question::tell(&notes);
    let namespace = args.source.input.namespace.as_deref();
    let found = who_can(&Authorizer::new(&read.snapshot), &question, namespace);
    let mut gaps = gaps_of_subjects(&read.snapshot, namespace);
    gaps.extend(question::gaps_of_name(&question, &read.known));
    let exit = question::verdict(&args.answer, read.interrupted, &gaps);
    let body = people::Body { request: question.info(&question.place(namespace)), found };
    let answer = Answer::new("kubescan/who-can/v1", &read.snapshot, body, notes, &gaps);
    let asked = match namespace.filter(|_| question.has_namespace()) {
        Some(namespace) => format!("{question} in namespace {namespace}"),
        None => question.to_string(),
    };
    question::deliver(&args.answer, exit, &answer, |out, format| {
        let options = people::Options { width: grid::terminal_width(), wide: format == QueryFormat::Wide };
        if format == QueryFormat::Name {
            return people::names(out, &answer.answer.found);
        }
        write_gaps(out, &answer.gaps)?;
        people::write(out, &answer.answer.found, &asked, answer.complete, &options)
    })
}
