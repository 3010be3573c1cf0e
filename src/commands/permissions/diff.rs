//! `permissions NAME --diff-with …`: what only one of two may do.

use std::path::PathBuf;

use crate::authz::Access;
use crate::cli::{ConnectionArgs, InputArgs, PermissionsArgs};
use crate::collect::live::Errand;
use crate::exit::Exit;
use crate::query::{self, Difference};
use crate::report::answer::permissions as people;
use crate::report::talk;

use super::super::input::{self, Read, Source};
use super::about::About;
use super::{answer, gaps};

/// What is compared with.
enum With {
    /// Another subject or role of the same source.
    Other(About),
    /// The same in files.
    File(PathBuf),
    /// The same in the cluster of another context.
    Context(String),
}

pub(super) fn run(
    args: &PermissionsArgs,
    read: &Read,
    access: &Access<'_>,
    about: &About,
    other: &str,
) -> Result<Exit, Exit> {
    let namespace = args.source.input.namespace.as_deref();
    let mut left = about.side(access, namespace)?;
    let mut gaps = gaps(args, read);
    let right = match With::of(other, namespace)? {
        With::Other(other) => other.seen(&read.snapshot).side(access, namespace)?,
        elsewhere => {
            let there = elsewhere.read(args)?;
            let mut right = about.side(&Access::new(&there.snapshot), namespace)?;
            left.name = format!("{} in {}", left.name, read.snapshot.source.name);
            right.name = format!("{} in {other}", right.name);
            // What is unread on either side may be no difference at all.
            gaps.extend(super::gaps(args, &there));
            right
        }
    };
    let (only_left, only_right) = query::difference(&left.rules, &right.rules);
    let body = Difference { left: left.name, right: right.name, only_left, only_right };
    Ok(answer(args, read, &gaps, body, |out, body, options| match options {
        Some(options) => people::difference(out, body, &options),
        None => Ok(()),
    }))
}

impl With {
    fn of(text: &str, namespace: Option<&str>) -> Result<Self, Exit> {
        if let Some(context) = text.strip_prefix("context:") {
            return Ok(With::Context(context.to_owned()));
        }
        let path = PathBuf::from(text);
        if path.exists() {
            return Ok(With::File(path));
        }
        if text.contains([':', '/', ' ']) {
            return About::named(text, namespace).map(With::Other);
        }
        talk::error(&format!("--diff-with {text:?} is no name, no file and no context:NAME; write one of them"));
        Err(Exit::Usage)
    }

    /// Reads the other side.
    fn read(self, args: &PermissionsArgs) -> Result<Read, Exit> {
        let (filename, context) = match self {
            With::File(path) => (vec![path], None),
            With::Context(context) => (Vec::new(), Some(context)),
            With::Other(_) => (args.source.input.filename.clone(), args.source.connection.context.clone()),
        };
        let input = InputArgs { filename, ..args.source.input.clone() };
        let connection = ConnectionArgs { context, ..args.source.connection.clone() };
        let own = Source::of(&args.source, args.answer.quiet, args.answer.strict);
        let read = input::read_around(&Source { input: &input, connection: &connection, ..own }, &Errand::NONE)?;
        match read.interrupted {
            Some(exit) => Err(exit),
            None => Ok(read),
        }
    }
}
