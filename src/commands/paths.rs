//! `kubescan paths`: the ways from here to there, and what they would be without a grant or a workload.

use std::collections::BTreeMap;

use crate::cli::{PathsArgs, PathsFormat};
use crate::exit::Exit;
use crate::findings::Teller;
use crate::model::{Name, Snapshot};
use crate::query::{self, Asked, PathView, Paths, picture_of_paths, removal, without};
use crate::report::answer::{Answer, paths as people, write_gaps};
use crate::report::{grid, json, talk, yaml};

use super::analysis::{self, Material};
use super::drawing::{self, Language};
use super::output;
use super::ways::Ends;

/// What is told where nothing is exposed.
pub(super) const UNEXPOSED: &str = "nothing is exposed: a pod is when a Service of type LoadBalancer or NodePort or with \
                         externalIPs, an Ingress by a Service, or a hostPort leads to it; hostNetwork alone does not count";

pub(super) fn run(args: &PathsArgs) -> Exit {
    decide(args).unwrap_or_else(|exit| exit)
}

fn decide(args: &PathsArgs) -> Result<Exit, Exit> {
    let Material { read, template } = analysis::read(&args.ways_args)?;
    let snapshot = &read.snapshot;
    let (mut body, ends) = analysis::with_teller(snapshot, &template, |teller| {
        let ends = Ends::of(teller, &args.path, (&args.from, &args.to), args.ways.get())?;
        let asked = ends.asked(teller, args.blocked, args.include_builtin)?;
        Ok((body(args, teller, &asked), ends))
    })?;
    if !args.without.is_empty() {
        let changed = left_out(snapshot, &args.without)?;
        let asked = |teller: &Teller<'_>, blocked| {
            query::paths(teller, &ends.asked_again(teller, blocked, args.include_builtin))
        };
        let again = |teller: &Teller<'_>| (asked(teller, args.blocked), asked(teller, true));
        let (found, all) = analysis::with_teller(&changed, &template, again);
        body.without = Some(compared(&args.without, &body.found.paths, &found.paths, &all.paths));
        body.found = found;
    }
    let exit = analysis::verdict(&args.ways_args, &read);
    let mut notes = analysis::not_claimed(snapshot);
    notes.extend(body.nobody.then(|| UNEXPOSED.to_owned()));
    notes.extend(snapshot.source.namespace.as_ref().filter(|_| body.found.paths.is_empty()).map(narrowed));
    Ok(deliver(args, exit, &Answer::new("kubescan/paths/v1", snapshot, body, notes, &snapshot.gaps)))
}

/// What a flat "no path" would hide.
fn narrowed(namespace: &Name) -> String {
    format!(
        "only namespace {} and what holds in the whole cluster were judged: a binding in another namespace may give a path; \
         ask without -n to have all judged",
        namespace.as_str()
    )
}

fn body(args: &PathsArgs, teller: &Teller<'_>, asked: &Asked) -> people::Body {
    let names = |named: &[query::Named]| named.iter().map(|named| named.name.clone()).collect::<Vec<_>>();
    let nobody = args.from.iter().any(|name| name == "exposed") && asked.from.as_ref().is_some_and(Vec::is_empty);
    let from = if nobody { vec!["exposed".to_owned()] } else { names(asked.from.as_deref().unwrap_or_default()) };
    people::Body { from, to: names(&asked.to), nobody, without: None, found: query::paths(teller, asked) }
}

/// The snapshot without these; on a mistake it has been said.
fn left_out(snapshot: &Snapshot, names: &[String]) -> Result<Snapshot, Exit> {
    let mut removals = Vec::new();
    for name in names {
        removals.push(removal(snapshot, name).map_err(|error| {
            talk::error(&format!("--without: {error}"));
            Exit::Usage
        })?);
    }
    Ok(without(snapshot, &removals))
}

/// What is gone, what a guard blocks then, and what goes another way. `all` holds what is blocked too.
fn compared(grants: &[String], before: &[PathView], after: &[PathView], all: &[PathView]) -> people::Without {
    let by_ends = |paths: &[PathView]| -> BTreeMap<(Name, Name), PathView> {
        // The best way of each pair comes first.
        paths.iter().rev().map(|path| ((path.from.clone(), path.to.clone()), path.clone())).collect()
    };
    let [before, after, all] = [before, after, all].map(by_ends);
    let ends = |path: &PathView| people::PathEnds {
        id: path.id.clone(),
        from: path.from.as_str().to_owned(),
        to: path.to.as_str().to_owned(),
    };
    let cut = before.iter().filter(|(ends, _)| !after.contains_key(*ends));
    let (guarded, gone): (Vec<_>, Vec<_>) = cut.partition(|(ends, _)| all.contains_key(*ends));
    let [gone, guarded] = [gone, guarded].map(|paths| paths.into_iter().map(|(_, path)| ends(path)).collect());
    let other = |(ends, path): &(&(Name, Name), &PathView)| after.get(*ends).is_some_and(|now| now.hops != path.hops);
    let changed = before.iter().filter(other).count();
    people::Without { grants: grants.to_vec(), gone, guarded, changed }
}

fn deliver(args: &PathsArgs, exit: Exit, answer: &Answer<people::Body>) -> Exit {
    let Paths { paths, .. } = &answer.answer.found;
    match args.output {
        PathsFormat::Json => output::deliver(exit, |out| json::write(out, answer)),
        PathsFormat::Yaml => output::deliver(exit, |out| yaml::write(out, answer)),
        PathsFormat::Name => output::deliver(exit, |out| people::names(out, &answer.answer)),
        PathsFormat::Dot => drawing::deliver(exit, Language::Dot, &picture_of_paths(paths)),
        PathsFormat::Mermaid => drawing::deliver(exit, Language::Mermaid, &picture_of_paths(paths)),
        PathsFormat::Graphml => drawing::deliver(exit, Language::Graphml, &picture_of_paths(paths)),
        PathsFormat::Table | PathsFormat::Wide => output::deliver_styled(exit, |out| {
            let wide = args.output == PathsFormat::Wide;
            let options = people::Options { width: grid::terminal_width(), wide, most: args.max_paths };
            write_gaps(out, &answer.gaps)?;
            people::write(out, &answer.answer, answer.complete, &options)?;
            people::notes(out, &answer.notes, &options)
        }),
    }
}
