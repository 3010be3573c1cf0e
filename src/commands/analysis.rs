//! What the commands share that ask for ways through the graph: reading, drawing, naming nodes.

use std::borrow::Cow;
use std::path::Path;

use crate::authz::Access;
use crate::cli::WaysArgs;
use crate::cloud::NOT_CLAIMED;
use crate::collect::live::Errand;
use crate::escalation::{self, Escalation};
use crate::exit::Exit;
use crate::findings::Teller;
use crate::model::{Snapshot, Subject};
use crate::query::{Named, exposed, named};
use crate::report::talk;
use crate::template::Template;

use super::input::{self, Read, Source};
use super::{scan, template};

/// A snapshot, and the template that it is judged by.
pub(super) struct Material {
    pub(super) read: Read,
    pub(super) template: Cow<'static, Template>,
}

/// Reads both; on failure it has been said why.
pub(super) fn read(args: &WaysArgs) -> Result<Material, Exit> {
    let file: Option<&Path> = args.template.as_deref();
    let template = template::load(file, &args.source.input.filename)?;
    let mut read = input::read(&Source::of(&args.source, args.quiet, args.strict), &Errand::NONE)?;
    scan::set_aside(&mut read.snapshot);
    Ok(Material { read, template })
}

/// Draws the graph of a snapshot and hands it on.
pub(super) fn with_teller<T>(snapshot: &Snapshot, template: &Template, ask: impl FnOnce(&Teller<'_>) -> T) -> T {
    with_teller_for(snapshot, template, None, ask)
}

/// The same for a question about one subject.
pub(super) fn with_teller_for<T>(
    snapshot: &Snapshot,
    template: &Template,
    subject: Option<&Subject>,
    ask: impl FnOnce(&Teller<'_>) -> T,
) -> T {
    let access = Access::new(snapshot);
    let escalation = escalation::draw_for(snapshot, &access, template, subject);
    ask(&Teller::new(snapshot, &access, template, &escalation))
}

/// The nodes of these names; on a mistake it has been said.
pub(super) fn all_named(
    snapshot: &Snapshot,
    escalation: &Escalation<'_>,
    flag: &str,
    names: &[String],
) -> Result<Vec<Named>, Exit> {
    let mut found: Vec<Named> = Vec::new();
    for name in names {
        if name == "exposed" && flag == "--from" {
            let exposed = exposed(snapshot, &escalation.graph);
            found.extend(exposed);
            continue;
        }
        found.push(one_named(snapshot, escalation, flag, name)?);
    }
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|named| seen.insert(named.name.clone()));
    Ok(found)
}

/// The nodes of a name; on a mistake it has been said.
pub(super) fn one_named(
    snapshot: &Snapshot,
    escalation: &Escalation<'_>,
    flag: &str,
    name: &str,
) -> Result<Named, Exit> {
    let found = named(snapshot, &escalation.graph, name).map_err(|error| {
        talk::error(&format!("{flag}: {error}"));
        Exit::Usage
    })?;
    if found.ended {
        talk::note(&format!("{flag}: {name} has ended: nothing runs in it any more, and its token is of no use"));
    } else if found.nodes.is_empty() {
        talk::note(&format!("{flag}: nothing leads to or from {}", found.name));
    }
    Ok(found)
}

/// What is not looked at though it may refuse steps.
pub(super) fn not_claimed(snapshot: &Snapshot) -> Vec<String> {
    let is_read = !snapshot.cloud.accounts.is_empty();
    is_read.then(|| NOT_CLAIMED.to_owned()).into_iter().collect()
}

/// The exit code of an answer that is as good as the data.
pub(super) fn verdict(args: &WaysArgs, read: &Read) -> Exit {
    match read.interrupted {
        Some(exit) => exit,
        None if read.snapshot.complete() || args.allow_gaps => Exit::Done,
        None => Exit::Incomplete,
    }
}
