//! `kubescan graph`: the graph, or what lies between its ends, for programs that draw.

use crate::cli::{GraphArgs, GraphFormat};
use crate::exit::Exit;
use crate::findings::Teller;
use crate::graph::NodeId;
use crate::query::{self, Between, picture, picture_of_paths};
use crate::report::answer::Answer;
use crate::report::{json, talk};

use super::analysis::{self, Material};
use super::drawing::{self, Language};
use super::output;
use super::ways::Ends;

pub(super) fn run(args: &GraphArgs) -> Exit {
    decide(args).unwrap_or_else(|exit| exit)
}

fn decide(args: &GraphArgs) -> Result<Exit, Exit> {
    let Material { read, template } = analysis::read(&args.ways_args)?;
    let drawn = |teller: &Teller<'_>| {
        Ok::<_, Exit>(if args.path.is_empty() {
            picture(teller, &between(args, teller)?)
        } else {
            let ends = Ends::of(teller, &args.path, (&[], &args.to), 1)?;
            picture_of_paths(&query::paths(teller, &ends.asked(teller, true, true)?).paths)
        })
    };
    let picture = analysis::with_teller(&read.snapshot, &template, drawn)?;
    let exit = analysis::verdict(&args.ways_args, &read);
    if picture.nodes.is_empty() {
        talk::note("nothing leads from there to there");
    }
    let snapshot = &read.snapshot;
    Ok(match args.output {
        GraphFormat::Dot => drawing::deliver(exit, Language::Dot, &picture),
        GraphFormat::Mermaid => drawing::deliver(exit, Language::Mermaid, &picture),
        GraphFormat::Graphml => drawing::deliver(exit, Language::Graphml, &picture),
        GraphFormat::Json => {
            let answer =
                Answer::new("kubescan/graph/v1", snapshot, picture, analysis::not_claimed(snapshot), &snapshot.gaps);
            output::deliver(exit, |out| json::write(out, &answer))
        }
    })
}

/// The ends; on a mistake it has been said.
fn between(args: &GraphArgs, teller: &Teller<'_>) -> Result<Between, Exit> {
    let nodes = |flag, names: &[String]| -> Result<Option<Vec<NodeId>>, Exit> {
        let named = analysis::all_named(teller.snapshot(), teller.escalation(), flag, names)?;
        Ok((!names.is_empty()).then(|| named.into_iter().flat_map(|named| named.nodes).collect()))
    };
    let (from, to) = (nodes("--from", &args.from)?, nodes("--to", &args.to)?);
    Ok(Between { from, to, blocked: args.blocked, all: args.all_ways })
}
