//! `kubescan collect`: a snapshot to keep, to send, to scan later.

use crate::cli::CollectArgs;
use crate::collect::snapshot_file;
use crate::exit::Exit;
use crate::report::talk;

use super::input::{self, Manner};

pub(super) fn run(args: &CollectArgs) -> Exit {
    // Before the work: a target that cannot be written should not cost a collection.
    if let Err(error) = snapshot_file::check_target(&args.output, args.force) {
        talk::error(&error.to_string());
        return Exit::Failed;
    }
    let manner = Manner { quiet: args.quiet, strict: args.strict };
    let read = match input::read(&args.input, &args.connection, &manner) {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    for gap in &read.snapshot.gaps {
        talk::warning(&format!("not read: {} in {} ({}): {}", gap.resource, gap.scope, gap.reason.word(), gap.effect));
    }
    if let Err(error) = snapshot_file::write(&read.snapshot, &args.output, args.force) {
        talk::error(&error.to_string());
        return Exit::Failed;
    }
    match read.interrupted {
        Some(exit) => exit,
        None if read.snapshot.complete() || args.allow_gaps => Exit::Done,
        None => Exit::Incomplete,
    }
}
