//! `kubescan can-i`: one decision, a list of all that is granted, or a file of reviews.

mod aws;
mod confirm;
mod lines;
mod reviews;
mod tally;
mod who;

use crate::authz::Authorizer;
use crate::cli::{CanIArgs, ImpersonationArgs, QueryFormat};
use crate::collect::live::{Breadth, Discovery, Errand, Known, Review};
use crate::exit::Exit;
use crate::model::{Gap, Subject};
use crate::query::{Decision, Question, decide, gaps_of_decisions, gaps_of_refusal, is_node, permissions};
use crate::report::answer::{Answer, can_i as people, permissions as table, who_can, write_gaps};
use crate::report::{grid, talk};

use who::Who;

use super::input::{self, Read, Source};
use super::permissions::{tell_of_others, tell_of_stranger};
use super::question::{self, Understood};

pub(super) fn run(args: &CanIArgs) -> Exit {
    if let Some(file) = &args.reviews {
        return reviews::run(args, file);
    }
    let who = match Who::of(args) {
        Ok(who) => who,
        Err(exit) => return exit,
    };
    let done = if args.list { list(args, &who) } else { one(args, &who) };
    done.unwrap_or_else(|exit| exit)
}

/// Everything that is granted.
fn list(args: &CanIArgs, who: &Who) -> Result<Exit, Exit> {
    let reviews = |_: &Known| who.ask().into_iter().collect();
    let read =
        input::read_around(&source(args, who.breadth()), &Errand { discover: Discovery::None, reviews: &reviews })?;
    let identity = who.identity(&read)?;
    let authorizer = Authorizer::new(&read.snapshot);
    let namespace = args.input.namespace.as_deref();
    tell_of_others(&identity);
    if let Some(subject) = identity.first() {
        tell_of_stranger(authorizer.access(), subject);
    }
    let held = permissions(authorizer.access(), &identity, namespace);
    let gaps = gaps_of_decisions(&read.snapshot, namespace, is_node(&identity));
    let exit = question::verdict(&args.answer, read.interrupted, &gaps);
    let answer = Answer::new("kubescan/permissions/v1", &read.snapshot, held, Vec::new(), &gaps);
    Ok(question::deliver(&args.answer, exit, &answer, |out, format| {
        write_gaps(out, &answer.gaps)?;
        let options = who_can::Options { width: grid::terminal_width(), wide: format == QueryFormat::Wide };
        table::subject(out, &answer.answer, &options)
    }))
}

/// One decision.
fn one(args: &CanIArgs, who: &Who) -> Result<Exit, Exit> {
    let (verb, target) = (args.verb.as_deref().unwrap_or_default(), args.target.as_deref().unwrap_or_default());
    let understand = |extra: &[_]| question::understand(verb, target, args.subresource.as_deref(), extra);
    if args.confirm {
        who.require_name()?;
        input::require_cluster("--confirm", &args.input)?;
    }
    // The question first: a mistake in it should not cost a collection.
    let first = understand(&[])?;
    let reviews = |known: &Known| -> Vec<Review> {
        let question = understand(&known.resources).map(|understood| understood.question);
        let confirm = question.ok().filter(|_| args.confirm).map(|question| {
            let namespace = namespace(args, &question, &known.namespace);
            confirm::reviews(who, &question, namespace.as_deref())
        });
        who.ask().into_iter().chain(confirm.into_iter().flatten()).collect()
    };
    let read = input::read_around(
        &source(args, who.breadth()),
        &Errand { discover: Discovery::unless(first.known), reviews: &reviews },
    )?;
    let Understood { question, notes, .. } = understand(&read.resources())?;
    question::tell(&notes);
    let identity = who.identity(&read)?;
    answer(args, who, &read, &identity, &question, notes)
}

fn answer(
    args: &CanIArgs,
    who: &Who,
    read: &Read,
    identity: &[Subject],
    question: &Question,
    notes: Vec<String>,
) -> Result<Exit, Exit> {
    let namespace = namespace(args, question, &read.known.namespace);
    let scope = question.place(namespace.as_deref());
    let authorizer = Authorizer::new(&read.snapshot);
    let decision = decide(&authorizer, identity, question, &scope);
    if let Some(subject) = identity.first().filter(|_| !decision.allowed) {
        tell_of_stranger(authorizer.access(), subject);
    }
    let confirmed =
        args.confirm.then(|| confirm::confirmed(who.confirmations(&read.answers), decision.allowed)).transpose()?;
    let gaps = gaps(read, identity, question, &decision, namespace.as_deref());
    let exit = read.interrupted.unwrap_or_else(|| verdict(args, &decision, confirmed.as_ref(), &gaps));
    let subject = identity.first().map(Subject::id).unwrap_or_default();
    let what = question.placed(&scope);
    let body = people::Body {
        request: question.info(&scope),
        subject,
        groups: identity.iter().skip(1).filter(|name| matches!(name, Subject::Group(_))).map(Subject::id).collect(),
        decision,
        confirmed,
    };
    let answer = Answer::new("kubescan/can-i/v1", &read.snapshot, body, notes, &gaps);
    Ok(question::deliver(&args.answer, exit, &answer, |out, _| {
        people::write(out, &answer.answer.decision, &answer.answer.subject, &what)?;
        if let Some(confirmed) = &answer.answer.confirmed {
            writeln!(out, "{}", confirmed.sentence(answer.complete))?;
        }
        // A yes stays one, whatever else was there to read.
        if answer.answer.decision.allowed { Ok(()) } else { write_gaps(out, &answer.gaps) }
    }))
}

/// The exit code: a server that was asked has the last word, and a no on incomplete data is not sure.
fn verdict(args: &CanIArgs, decision: &Decision, confirmed: Option<&people::Confirmed>, gaps: &[Gap]) -> Exit {
    if confirmed.map_or(decision.allowed, |confirmed| confirmed.allowed) {
        return Exit::Done;
    }
    if gaps.is_empty() || args.answer.allow_gaps || confirmed.is_some() {
        return Exit::Gate;
    }
    if args.input.filename.is_empty() {
        talk::note("--confirm asks the API server itself; about oneself everybody may ask");
    }
    Exit::Incomplete
}

/// What was not read and could turn a no into a yes.
fn gaps(
    read: &Read,
    identity: &[Subject],
    question: &Question,
    decision: &Decision,
    namespace: Option<&str>,
) -> Vec<Gap> {
    let mut gaps = gaps_of_refusal(&read.snapshot, identity, decision, namespace);
    gaps.extend(question::gaps_of_name(question, &read.known));
    gaps
}

/// The namespace of the request: as given, or kubectl's default for what lives in one.
fn namespace(args: &CanIArgs, question: &Question, default: &str) -> Option<String> {
    let default = (!args.input.all_namespaces && question.is_namespaced()).then(|| default.to_owned());
    args.input.namespace.clone().or(default)
}

fn source(args: &CanIArgs, breadth: Breadth) -> Source<'_> {
    const NOBODY: &ImpersonationArgs =
        &ImpersonationArgs { impersonate: None, impersonate_groups: Vec::new(), impersonate_uid: None };
    Source {
        input: &args.input,
        connection: &args.connection,
        impersonation: NOBODY,
        breadth,
        quiet: args.answer.quiet,
        strict: args.answer.strict,
    }
}
