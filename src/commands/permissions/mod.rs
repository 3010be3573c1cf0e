//! `kubescan permissions`: everything that a subject holds; or a role, a binding, all subjects of a kind.

mod about;
mod diff;

use std::io;

use serde::Serialize;

use crate::authz::Access;
use crate::cli::{PermissionsArgs, QueryFormat};
use crate::collect::live::Errand;
use crate::exit::Exit;
use crate::model::{Gap, Subject};
use crate::query::{self, SubjectKind, gaps_of_subjects};
use crate::report::answer::who_can::Options;
use crate::report::answer::{Answer, matrix, permissions as people, write_gaps};
use crate::report::{grid, talk};

use super::input::{self, Read, Source};
use super::question;

use about::{About, missing};

pub(super) use about::{tell_of_others, tell_of_stranger};

pub(super) fn run(args: &PermissionsArgs) -> Exit {
    decide(args).unwrap_or_else(|exit| exit)
}

fn decide(args: &PermissionsArgs) -> Result<Exit, Exit> {
    if args.answer.output == QueryFormat::Name && (args.effective || args.diff_with.is_some()) {
        talk::error("-o name has no names for --effective and --diff-with");
        return Err(Exit::Usage);
    }
    let about = About::of(args)?;
    let source = Source::of(&args.source, args.answer.quiet, args.answer.strict);
    let read = input::read_around(&source, &Errand::NONE)?;
    let (access, about) = (&Access::new(&read.snapshot), about.seen(&read.snapshot));
    if let About::Subject(subject) = &about {
        tell_of_others(&query::identity_here(&read.snapshot, subject));
        tell_of_stranger(access, subject);
    }
    match (&about, &args.diff_with, args.effective) {
        (_, Some(other), _) => diff::run(args, &read, access, &about, other),
        (_, None, true) => effective(args, &read, access, &about),
        (About::Subject(subject), None, false) => Ok(held(args, &read, access, subject)),
        (About::Role(id), None, false) => role(args, &read, access, id),
        (About::Binding(id), None, false) => binding(args, &read, access, id),
        (About::Kind(kind), None, false) => Ok(all(args, &read, (*kind).into())),
    }
}

/// Every rule, with where it comes from.
fn held(args: &PermissionsArgs, read: &Read, access: &Access<'_>, subject: &Subject) -> Exit {
    let (identity, namespace) = (query::identity_here(&read.snapshot, subject), args.source.input.namespace.as_deref());
    let matrices = query::matrices(&query::rules_by_scope(access, &identity, namespace));
    let held = query::permissions(access, &identity, namespace);
    answer(args, read, &gaps(args, read), held, |out, held, options| match options {
        Some(options) if options.wide => {
            people::subject_head(out, held)?;
            matrix::write(out, &matrices, &options)
        }
        Some(options) => people::subject(out, held, &options),
        None => people::names(out, &held.roles()),
    })
}

/// The rules merged.
fn effective(args: &PermissionsArgs, read: &Read, access: &Access<'_>, about: &About) -> Result<Exit, Exit> {
    let side = about.side(access, args.source.input.namespace.as_deref())?;
    let effective = query::effective(&side.rules);
    let body = query::Effective { subject: side.name, groups: side.groups, effective };
    Ok(answer(args, read, &gaps(args, read), body, |out, body, options| match options {
        Some(options) if options.wide => matrix::write(out, &query::matrices(&side.rules), &options),
        Some(options) => people::effective(out, body, &options),
        None => Ok(()),
    }))
}

fn role(args: &PermissionsArgs, read: &Read, access: &Access<'_>, id: &str) -> Result<Exit, Exit> {
    let role = query::find_role(access, id).ok_or_else(|| missing(access, id))?;
    let view = query::role_view(access, role);
    Ok(answer(args, read, &gaps(args, read), view, |out, role, options| match options {
        Some(options) => people::role(out, role, &options),
        None => people::names(out, &role.bound_by.iter().map(|binding| binding.binding.as_str()).collect::<Vec<_>>()),
    }))
}

fn binding(args: &PermissionsArgs, read: &Read, access: &Access<'_>, id: &str) -> Result<Exit, Exit> {
    let place = query::find_binding(access, id).ok_or_else(|| missing(access, id))?;
    let rules = query::rules_of_binding(access, place);
    let body = people::BindingBody { binding: query::binding_view(access, place), rules };
    Ok(answer(args, read, &gaps(args, read), body, |out, body, options| match options {
        Some(options) => people::binding(out, &body.binding, &body.rules, &options),
        None => people::names(out, &body.binding.subjects.iter().map(String::as_str).collect::<Vec<_>>()),
    }))
}

/// All subjects of a kind, with what they hold in the namespace that was asked about, or anywhere.
fn all(args: &PermissionsArgs, read: &Read, kind: SubjectKind) -> Exit {
    let subjects = match &args.source.input.namespace {
        Some(namespace) => query::subjects(&Access::new(&read.snapshot.clone().in_namespace(namespace)), kind),
        None => query::subjects(&Access::new(&read.snapshot), kind),
    };
    answer(args, read, &gaps(args, read), people::Subjects { subjects }, |out, found, options| match options {
        Some(options) => people::subjects(out, &found.subjects, &options),
        None => people::names(out, &found.subjects.iter().map(|one| one.subject.as_str()).collect::<Vec<_>>()),
    })
}

fn gaps(args: &PermissionsArgs, read: &Read) -> Vec<Gap> {
    gaps_of_subjects(&read.snapshot, args.source.input.namespace.as_deref())
}

/// Delivers an answer; `people` gets no options when only names are wanted.
fn answer<T: Serialize + Sync>(
    args: &PermissionsArgs,
    read: &Read,
    gaps: &[Gap],
    body: T,
    people: impl FnOnce(&mut dyn io::Write, &T, Option<Options>) -> io::Result<()>,
) -> Exit {
    let exit = question::verdict(&args.answer, read.interrupted, gaps);
    let answer = Answer::new("kubescan/permissions/v1", &read.snapshot, body, Vec::new(), gaps);
    question::deliver(&args.answer, exit, &answer, |out, format| {
        if format == QueryFormat::Name {
            return people(out, &answer.answer, None);
        }
        write_gaps(out, &answer.gaps)?;
        people(out, &answer.answer, Some(Options { width: grid::terminal_width(), wide: format == QueryFormat::Wide }))
    })
}
