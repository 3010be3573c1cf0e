//! A request in the words of a command, quoted for a shell.

use crate::query::hop::request::ApiRequest;

/// A request in the words of a command.
pub(super) struct Spoken<'r> {
    pub(super) verb: &'r str,
    pub(super) resource: &'r str,
    pub(super) subresource: &'r str,
    /// The object's name, quoted.
    pub(super) object: String,
    /// ` -n NS`, if it has a namespace.
    pub(super) place: String,
}

impl<'r> Spoken<'r> {
    pub(super) fn of(request: &'r ApiRequest) -> Self {
        let capitals = singular(&request.resource).to_uppercase();
        Spoken {
            verb: &request.verb,
            resource: &request.resource,
            subresource: &request.subresource,
            object: request.name.as_deref().map_or(capitals, word),
            place: request.namespace.as_deref().map_or_else(String::new, |name| format!(" -n {}", word(name))),
        }
    }
}

pub(super) fn singular(plural: &str) -> String {
    plural.strip_suffix("ies").map_or_else(|| plural.trim_end_matches('s').to_owned(), |stem| format!("{stem}y"))
}

/// A word for a shell: quoted unless it is plainly one.
pub(super) fn word(text: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || "._:/@=-".contains(character);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}
