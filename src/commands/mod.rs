//! Edge: what each subcommand does, one short file each.

mod accepted;
mod access_review;
mod analysis;
mod baseline;
mod blast_radius;
mod boundary;
mod can_i;
mod clock;
mod collect;
mod confirm;
mod diff;
mod drawing;
mod explain;
mod fixes;
mod grants;
mod graph;
mod input;
mod learn;
mod located;
mod output;
mod outputs;
mod paths;
mod permissions;
mod question;
mod scan;
mod template;
mod test;
mod trust;
mod ways;
mod who_can;

use crate::cli::{self, Cli, Command};
use crate::exit::Exit;
use crate::report::{schema, talk};

/// Runs what the command line asks for.
#[must_use]
pub fn run(cli: Cli) -> Exit {
    match cli.command {
        Command::Scan(args) => scan::run(&args),
        Command::Collect(args) => collect::run(&args),
        Command::WhoCan(args) => who_can::run(&args),
        Command::CanI(args) => can_i::run(&args),
        Command::Permissions(args) => permissions::run(&args),
        Command::Paths(args) => paths::run(&args),
        Command::BlastRadius(args) => blast_radius::run(&args),
        Command::Graph(args) => graph::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Boundary(args) => boundary::run(&args),
        Command::Grants(args) => grants::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Template(command) => template::run(&command),
        Command::Explain { id, template } => explain::run(&id, template.as_deref()),
        Command::Schema { of } => output::deliver(Exit::Done, |out| schema::write(out, of.into())),
        Command::Completions { shell } => output::deliver(Exit::Done, |out| out.write_all(&cli::completions(shell))),
        Command::Man { command } => match cli::man(&command) {
            Ok(Some(page)) => output::deliver(Exit::Done, |out| out.write_all(&page)),
            Ok(None) => {
                talk::error(&format!("there is no subcommand {:?}; kubescan help lists them", command.join(" ")));
                Exit::Usage
            }
            Err(error) => {
                talk::error(&format!("the man page could not be made: {error}"));
                Exit::Failed
            }
        },
    }
}
