//! `kubescan blast-radius`: everything that a node reaches.

use crate::cli::{BlastRadiusArgs, QueryFormat};
use crate::exit::Exit;
use crate::query;
use crate::report::answer::who_can::Options;
use crate::report::answer::{Answer, blast_radius as people, write_gaps};
use crate::report::{grid, json, yaml};

use super::analysis::{self, Material};
use super::output;

pub(super) fn run(args: &BlastRadiusArgs) -> Exit {
    decide(args).unwrap_or_else(|exit| exit)
}

fn decide(args: &BlastRadiusArgs) -> Result<Exit, Exit> {
    let Material { read, template } = analysis::read(&args.ways_args)?;
    let snapshot = &read.snapshot;
    let radius = analysis::with_teller(snapshot, &template, |teller| {
        let from = analysis::one_named(snapshot, teller.escalation(), "blast-radius", &args.node)?;
        Ok(query::blast_radius(teller, &from, args.blocked))
    })?;
    let exit = analysis::verdict(&args.ways_args, &read);
    let answer =
        Answer::new("kubescan/blast-radius/v1", snapshot, radius, analysis::not_claimed(snapshot), &snapshot.gaps);
    Ok(match args.output {
        QueryFormat::Json => output::deliver(exit, |out| json::write(out, &answer)),
        QueryFormat::Yaml => output::deliver(exit, |out| yaml::write(out, &answer)),
        QueryFormat::Name => output::deliver(exit, |out| people::names(out, &answer.answer)),
        QueryFormat::Table | QueryFormat::Wide => output::deliver_styled(exit, |out| {
            let options = Options { width: grid::terminal_width(), wide: args.output == QueryFormat::Wide };
            write_gaps(out, &answer.gaps)?;
            people::write(out, &answer.answer, answer.complete, &options)
        }),
    })
}
