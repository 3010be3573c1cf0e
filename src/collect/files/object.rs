//! What an object says it is, and what follows from that.

use crate::collect::aws_auth::RESOURCE;
use crate::collect::found::Found;
use crate::collect::kind::Kind;
use crate::collect::wire::{Refused, Written, aws_auth, candidate, is_of_engine, is_read_as_param, list_of};
use crate::model::Note;

use super::fault::Fault;
use super::file::File;
use super::information;

/// Why a [`Class::Foreign`] object is refused.
pub(super) const FOREIGN: &str = "`apiVersion` and `kind` are missing";

/// What to do with an object.
pub(super) enum Class {
    /// One that kubescan reads.
    Known(Kind),
    /// A list; of this kind if it is a typed one.
    List(Option<Kind>),
    /// One of a policy engine.
    Engine,
    /// One that it does not read, but may have to look at as a parameter of a policy.
    Unknown,
    /// It says neither half of what it is: values of a chart, settings of some program.
    Foreign,
    /// It does not say what it is.
    Nameless(&'static str),
}

pub(super) fn classify(api_version: &str, kind: &str) -> Class {
    match (api_version, kind) {
        ("", "") => Class::Foreign,
        (_, "") => Class::Nameless("`kind` is missing"),
        ("", _) => Class::Nameless("`apiVersion` is missing"),
        (_, "List") => Class::List(None),
        _ => match Kind::for_group_kind(api_version, kind) {
            Some(kind) => Class::Known(kind),
            None if list_of(api_version, kind).is_some() => Class::List(list_of(api_version, kind)),
            None if is_of_engine(group(api_version), kind) => Class::Engine,
            None => Class::Unknown,
        },
    }
}

/// The API group of a version: `apps` of `apps/v1`.
pub(super) fn group(api_version: &str) -> &str {
    api_version.split_once('/').map_or("", |(group, _)| group)
}

/// Keeps what may be a parameter of a policy. What cannot be understood matters only if its kind is one.
pub(super) fn keep_candidate(
    found: &mut Found,
    written: Written<'_>,
    (api_version, kind): (&str, &str),
    file: &File<'_>,
) {
    if is_read_as_param(api_version, kind) {
        found.param_candidates.push(candidate(written, api_version, kind, file.namespace));
    }
}

/// Keeps or counts an object of a kind that is not read as such. `place` turns where something stands in it, or the object
/// itself, into a place of the file.
pub(super) fn keep_unknown(
    found: &mut Found,
    written: Written<'_>,
    of: (&str, &str),
    file: &File<'_>,
    place: impl Fn(&Refused) -> (u32, u32),
) -> Result<(), Fault> {
    keep_candidate(found, written, of, file);
    if of != ("v1", "ConfigMap") {
        count_unknown(found, of.1);
        return Ok(());
    }
    match aws_auth(written, file.namespace) {
        Ok(Some(map)) => found.aws_auth.push(map),
        Ok(None) => count_unknown(found, of.1),
        Err(refused) => {
            let fault = Fault::of_part(of.1, file.name, place(&refused), refused.message);
            return Err(Fault { resource: RESOURCE, ..fault });
        }
    }
    Ok(())
}

/// Counts an object of a kind that is not read.
fn count_unknown(found: &mut Found, kind: &str) {
    *found.unknown_kinds.entry(kind.to_owned()).or_default() += 1;
}

/// Counts an object of a version other than the one that its kind is read as.
pub(super) fn count_version(found: &mut Found, kind: Kind, api_version: &str) {
    if api_version != kind.api_version() {
        let seen = format!("{} of {api_version}", kind.name());
        *found.old_versions.entry(seen).or_default() += 1;
    }
}

/// Turns what was counted into notes.
pub(super) fn add_notes(found: &mut Found, namespace: &str) {
    let counts = |(what, count): (&String, &u64)| format!("{what} ({count})");
    if !found.unknown_kinds.is_empty() {
        let kinds: Vec<String> = found.unknown_kinds.iter().map(counts).collect();
        let text = format!("objects of kinds that kubescan does not judge: {}", kinds.join(", "));
        found.notes.push(information(text));
    }
    if !found.old_versions.is_empty() {
        let versions: Vec<String> = found.old_versions.iter().map(counts).collect();
        let text = format!("objects of other versions were read as v1: {}", versions.join(", "));
        found.notes.push(information(text));
    }
    if found.without_namespace > 0 {
        let count = found.without_namespace;
        let which = if count == 1 {
            "1 object names no namespace and is"
        } else {
            &format!("{count} objects name no namespace and are")
        };
        let text = format!("{which} taken to be in `{namespace}`");
        found.notes.push(Note { warning: false, text });
    }
}
