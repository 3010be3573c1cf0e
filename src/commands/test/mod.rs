//! `kubescan test`: a team's own assertions on its RBAC.

mod files;

use crate::assertions::{self, Assertion, Basis, Claim, Judged, Said, Summary};
use crate::authz::Authorizer;
use crate::cli::{TestArgs, TestFormat};
use crate::collect::live::{Breadth, Discovery, Errand};
use crate::escalation;
use crate::exit::Exit;
use crate::findings::Teller;
use crate::query::is_node;
use crate::report::answer::who_can::Options;
use crate::report::answer::{Answer, test as people, write_gaps};
use crate::report::{json, junit, talk, yaml};
use crate::template::Template;

use super::input::{self, Read, Source};
use super::outputs::Outputs;
use super::template;

pub(super) fn run(args: &TestArgs) -> Exit {
    decide(args).unwrap_or_else(|exit| exit)
}

fn decide(args: &TestArgs) -> Result<Exit, Exit> {
    let shared = &args.ways_args;
    // The files first: a mistake in one should not cost a collection.
    let assertions = files::read(&args.files, &shared.source.input.filename)?;
    let outputs = Outputs::begin(&args.output)?;
    let template = template::load(shared.template.as_deref(), &shared.source.input.filename)?;
    let read = input::read_around(&source(args, &assertions)?, &errand(&assertions))?;
    let judged = judge(args, &assertions, &read, &template)?;
    let notes = told(args, judged.said)?;
    let body = people::Body { summary: Summary::of(&judged.outcomes), outcomes: judged.outcomes };
    let exit = read.interrupted.unwrap_or_else(|| verdict(&body.summary));
    let answer = Answer::new("kubescan/test/v1", &read.snapshot, body, notes, &judged.gaps);
    Ok(outputs.deliver(exit, |out, format, width| match format {
        TestFormat::Json => json::write(out, &answer),
        TestFormat::Yaml => yaml::write(out, &answer),
        TestFormat::Name => people::names(out, &answer.answer),
        TestFormat::Junit => junit::write_assertions(out, &answer.answer.outcomes),
        TestFormat::Table | TestFormat::Wide => {
            write_gaps(out, &answer.gaps)?;
            people::write(out, &answer.answer, &Options { width, wide: format == TestFormat::Wide })
        }
    }))
}

/// What is to be read: only what decides requests, where nothing else is asked.
fn source<'a>(args: &'a TestArgs, assertions: &[Assertion]) -> Result<Source<'a>, Exit> {
    let shared = &args.ways_args;
    if shared.source.input.namespace.is_some() && shared.source.input.filename.is_empty() {
        talk::error("-n is the namespace of manifests that name none; assertions say their own, so leave it out");
        return Err(Exit::Usage);
    }
    let narrow = assertions.iter().all(|assertion| match &assertion.claim {
        Claim::Rights(rights) => rights.who.iter().all(|who| !is_node(&who.identity())),
        Claim::Ways(_) => false,
    });
    let breadth = if narrow { Breadth::Permissions } else { Breadth::Everything };
    Ok(Source { breadth, ..Source::of(&shared.source, shared.quiet, shared.strict) })
}

/// A server is asked for its resources where one is not known by itself.
fn errand(assertions: &[Assertion]) -> Errand<'static> {
    let known = assertions.iter().all(|assertion| match &assertion.claim {
        Claim::Rights(rights) => rights
            .asked
            .iter()
            .all(|words| words.understood(&[]).is_ok_and(|understood| understood.question.is_known())),
        Claim::Ways(_) => true,
    });
    Errand { discover: Discovery::unless(known), ..Errand::NONE }
}

/// The outcomes; names that nothing has have been told. The graph is drawn only where paths are asked for.
fn judge(args: &TestArgs, assertions: &[Assertion], read: &Read, template: &Template) -> Result<Judged, Exit> {
    let (snapshot, resources) = (&read.snapshot, read.resources());
    let authorizer = Authorizer::new(snapshot);
    let asks_for_paths = assertions.iter().any(|assertion| matches!(assertion.claim, Claim::Ways(_)));
    let escalation = asks_for_paths.then(|| escalation::draw(snapshot, authorizer.access(), template));
    let teller = escalation.as_ref().map(|drawn| Teller::new(snapshot, authorizer.access(), template, drawn));
    let basis = Basis {
        authorizer: &authorizer,
        teller: teller.as_ref(),
        resources: &resources,
        unnamed: &read.known.gaps,
        allow_gaps: args.ways_args.allow_gaps,
    };
    assertions::judge(assertions, &basis).map_err(|mistakes| {
        mistakes.iter().for_each(|(place, text)| talk::error(&format!("{place}: {text}")));
        Exit::Usage
    })
}

/// Says what is worth knowing, and returns it; warnings may be errors.
fn told(args: &TestArgs, said: Vec<Said>) -> Result<Vec<String>, Exit> {
    for Said { place, text, warning } in &said {
        let text = format!("{}:{}: {text}", place.file, place.line);
        if *warning { talk::warning(&text) } else { talk::note(&text) }
    }
    if args.ways_args.strict && said.iter().any(|said| said.warning) {
        talk::error("there are warnings, and --strict makes them errors");
        return Err(Exit::Failed);
    }
    Ok(said.into_iter().map(|Said { place, text, .. }| format!("{}:{}: {text}", place.file, place.line)).collect())
}

/// A failure stays one, whatever else was there to read.
fn verdict(summary: &Summary) -> Exit {
    match summary {
        Summary { fails: 1.., .. } => Exit::Gate,
        Summary { unsure: 1.., .. } => Exit::Incomplete,
        _ => Exit::Done,
    }
}
