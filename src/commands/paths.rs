//! `kubescan paths`: the ways from here to there, and what they would be without a grant.

use std::collections::BTreeMap;

use crate::cli::{PathsArgs, PathsFormat};
use crate::exit::Exit;
use crate::findings::Teller;
use crate::model::Snapshot;
use crate::query::{self, Asked, PathView, Paths, picture_of_paths, removal, without};
use crate::report::answer::{Answer, paths as people, write_gaps};
use crate::report::graph::{dot, graphml, mermaid};
use crate::report::{json, talk, yaml};

use super::analysis::{self, Material};
use super::output;

pub(super) fn run(args: &PathsArgs) -> Exit {
    decide(args).unwrap_or_else(|exit| exit)
}

fn decide(args: &PathsArgs) -> Result<Exit, Exit> {
    let Material { read, template } = analysis::read(&args.ways_args)?;
    let snapshot = &read.snapshot;
    let mut body = analysis::with_teller(snapshot, &template, |teller| {
        let asked = asked(args, teller)?;
        let from = asked.from.iter().flatten().map(|named| named.name.clone()).collect();
        let to = asked.to.iter().map(|named| named.name.clone()).collect();
        Ok(people::Body { from, to, without: None, found: query::paths(teller, &asked) })
    })?;
    if !args.without.is_empty() {
        let changed = left_out(snapshot, &args.without)?;
        let found = analysis::with_teller(&changed, &template, |teller| query::paths(teller, &renamed(args, teller)));
        body.without = Some(compared(&args.without, &body.found.paths, &found.paths));
        body.found = found;
    }
    let exit = analysis::verdict(&args.ways_args, &read);
    Ok(deliver(args, exit, &Answer::new("kubescan/paths/v1", snapshot, body, Vec::new(), &snapshot.gaps)))
}

fn asked(args: &PathsArgs, teller: &Teller<'_>) -> Result<Asked, Exit> {
    let named = |flag, names: &[String]| analysis::all_named(teller.snapshot(), teller.escalation(), flag, names);
    let from = if args.from.is_empty() { None } else { Some(named("--from", &args.from)?) };
    Ok(Asked {
        from,
        to: named("--to", &args.to)?,
        ways: args.ways,
        blocked: args.blocked,
        include_builtin: args.include_builtin,
    })
}

/// The same question in the cluster without the grants. A name that meant something before may mean nothing now: then no
/// path starts or ends there.
fn renamed(args: &PathsArgs, teller: &Teller<'_>) -> Asked {
    let (snapshot, graph) = (teller.snapshot(), &teller.escalation().graph);
    let all = |names: &[String]| {
        let one = |name: &String| match name.as_str() {
            "exposed" => query::exposed(snapshot, graph),
            name => query::named(snapshot, graph, name).into_iter().collect(),
        };
        names.iter().flat_map(one).collect::<Vec<_>>()
    };
    Asked {
        from: (!args.from.is_empty()).then(|| all(&args.from)),
        to: all(&args.to),
        ways: args.ways,
        blocked: args.blocked,
        include_builtin: args.include_builtin,
    }
}

/// The snapshot without these grants; on a mistake it has been said.
fn left_out(snapshot: &Snapshot, grants: &[String]) -> Result<Snapshot, Exit> {
    let mut removals = Vec::new();
    for grant in grants {
        removals.push(removal(snapshot, grant).map_err(|error| {
            talk::error(&format!("--without: {error}"));
            Exit::Failed
        })?);
    }
    Ok(without(snapshot, &removals))
}

/// What is gone, and what goes another way.
fn compared(grants: &[String], before: &[PathView], after: &[PathView]) -> people::Without {
    let by_ends = |paths: &[PathView]| -> BTreeMap<(String, String), PathView> {
        // The best way of each pair comes first.
        paths.iter().rev().map(|path| ((path.from.clone(), path.to.clone()), path.clone())).collect()
    };
    let (before, after) = (by_ends(before), by_ends(after));
    let gone = before.iter().filter(|(ends, _)| !after.contains_key(*ends)).map(|(_, path)| people::PathEnds {
        id: path.id.clone(),
        from: path.from.clone(),
        to: path.to.clone(),
    });
    let other =
        |(ends, path): &(&(String, String), &PathView)| after.get(*ends).is_some_and(|now| now.hops != path.hops);
    let changed = before.iter().filter(other).count();
    people::Without { grants: grants.to_vec(), gone: gone.collect(), changed }
}

fn deliver(args: &PathsArgs, exit: Exit, answer: &Answer<people::Body>) -> Exit {
    let Paths { paths, .. } = &answer.answer.found;
    match args.output {
        PathsFormat::Json => output::deliver(exit, |out| json::write(out, answer)),
        PathsFormat::Yaml => output::deliver(exit, |out| yaml::write(out, answer)),
        PathsFormat::Name => output::deliver(exit, |out| people::names(out, &answer.answer)),
        PathsFormat::Dot => output::deliver(exit, |out| dot::write(out, &picture_of_paths(paths))),
        PathsFormat::Mermaid => output::deliver(exit, |out| mermaid::write(out, &picture_of_paths(paths))),
        PathsFormat::Graphml => output::deliver(exit, |out| graphml::write(out, &picture_of_paths(paths))),
        PathsFormat::Table | PathsFormat::Wide => output::deliver_styled(exit, |out| {
            let options = people::Options { wide: args.output == PathsFormat::Wide, most: args.max_paths };
            write_gaps(out, &answer.gaps)?;
            people::write(out, &answer.answer, answer.complete, &options)
        }),
    }
}
