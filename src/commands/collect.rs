//! `kubescan collect`: a snapshot to keep, to send, to scan later.

use crate::cli::CollectArgs;
use crate::collect::live::{Discovery, Errand};
use crate::collect::snapshot_file;
use crate::exit::Exit;
use crate::report::talk;

use super::input::{self, Read, Source};
use super::learn::{learn, unread};

pub(super) fn run(args: &CollectArgs) -> Exit {
    // Before the work: a target that cannot be written should not cost a collection.
    if let Err(error) = snapshot_file::check_target(&args.output, args.force) {
        talk::error(&error.to_string());
        return Exit::Failed;
    }
    // Nobody knows yet what will be asked of the snapshot, so it has to know every resource.
    let errand = Errand { discover: Discovery::Whole, ..Errand::NONE };
    let Read { mut snapshot, interrupted, known, .. } =
        match input::read_to_keep(&Source::of(&args.source, args.quiet, args.strict), &errand) {
            Ok(read) => read,
            Err(exit) => return exit,
        };
    for gap in snapshot.gaps.iter().chain(&known.gaps) {
        talk::warning(&unread(gap));
    }
    learn(&mut snapshot, known);
    if let Err(error) = snapshot_file::write(&snapshot, &args.output, args.force) {
        talk::error(&error.to_string());
        return Exit::Failed;
    }
    match interrupted {
        Some(exit) => exit,
        None if snapshot.complete() || args.allow_gaps => Exit::Done,
        None => Exit::Incomplete,
    }
}
