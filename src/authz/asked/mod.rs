//! What `VERB RESOURCE[/NAME]` or `VERB /url` on a command line asks for, and what is odd about it.
//!
//! Words are taken as kubectl takes them (`kubectl/pkg/cmd/auth/cani.go`), but for two that it cannot ask: `*` means every
//! group, not the core group, and `*.GROUP` all resources of one. Nothing is refused that the authorizer can be asked:
//! a question that no real request would ask is answered all the same, with a note. No I/O: what discovery told of the
//! cluster is given.

mod error;
mod notes;
mod target;

pub use error::AskedError;

use crate::model::Resource;

use target::Target;

/// What was asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Asked {
    /// For a path that is no resource.
    Url(AskedUrl),
    /// For a resource.
    Resource(AskedResource),
}

/// A question about a path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AskedUrl {
    /// The HTTP method in lower case, as it should be.
    pub verb: String,
    /// The path, with its leading slash.
    pub path: String,
    /// What is odd about the question, a sentence each.
    pub notes: Vec<String>,
}

/// A question about a resource.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AskedResource {
    /// The verb, as it was typed.
    pub verb: String,
    /// The API group; `""` is the core group, `*` all.
    pub api_group: String,
    /// The plural name, or `*` for all; as it was typed where nobody knows it.
    pub resource: String,
    /// `log` of `pods/log`; `""` for none.
    pub subresource: String,
    /// The object's name; `""` for none.
    pub name: String,
    /// Whether its objects live in namespaces; nothing where that is not known. Whether a request may carry a namespace is
    /// for [`super::reached_by_role_binding`] to say.
    pub namespaced: Option<bool>,
    /// Other API groups that serve a resource of that name, when none was asked for: `events.k8s.io`.
    pub other_groups: Vec<String>,
    /// What is odd about the question, a sentence each.
    pub notes: Vec<String>,
}

/// Reads a question. `subresource` is the option of that name, `extra` what discovery told of the cluster.
///
/// # Errors
///
/// When there is no question in it: nothing where a verb, a resource or a name should stand.
pub fn asked(verb: &str, target: &str, subresource: Option<&str>, extra: &[Resource]) -> Result<Asked, AskedError> {
    if verb.is_empty() {
        return Err(AskedError::NoVerb);
    }
    if target.is_empty() {
        return Err(AskedError::NoTarget);
    }
    // No verb and no resource has a comma; a name and a path may.
    let resource_part = target.split('/').next().unwrap_or_default();
    if let Some(several) = [verb, resource_part].into_iter().find(|text| text.contains(',')) {
        return Err(AskedError::Several(several.to_owned()));
    }
    if target.starts_with('/') {
        if subresource.is_some() {
            return Err(AskedError::SubresourceOfUrl(target.to_owned()));
        }
        let (verb, path) = (verb.to_owned(), target.to_owned());
        return Ok(Asked::Url(AskedUrl { notes: notes::of_url(&verb), verb, path }));
    }
    resource(verb, target, subresource, extra).map(Asked::Resource)
}

fn resource(
    verb: &str,
    typed: &str,
    subresource: Option<&str>,
    extra: &[Resource],
) -> Result<AskedResource, AskedError> {
    let (typed_resource, name) = match typed.split_once('/') {
        Some((_, "")) => return Err(AskedError::NoName(typed.to_owned())),
        Some((resource, name)) => (resource, name),
        None => (typed, ""),
    };
    if typed_resource.is_empty() || typed_resource.starts_with('.') {
        return Err(AskedError::NoResource(typed.to_owned()));
    }
    let target = Target::find(verb, typed_resource, extra);
    let (subresource, name) = match target.resource.as_str() {
        "userextras" => (extra_key(name, subresource)?, ""),
        _ => (subresource.map_or(Ok(""), one_subresource)?.to_owned(), name),
    };
    let mut asked = AskedResource {
        verb: verb.to_owned(),
        namespaced: target.known.map(|known| known.namespaced),
        api_group: target.api_group,
        resource: target.resource,
        subresource,
        name: name.to_owned(),
        other_groups: target.other_groups,
        notes: target.notes,
    };
    asked.notes.extend(notes::of_resource(&asked, target.known, extra));
    Ok(asked)
}

/// The key of an extra field, which may hold slashes. The API server asks about it in lower case.
fn extra_key(in_target: &str, subresource: Option<&str>) -> Result<String, AskedError> {
    match (in_target, subresource) {
        (_, Some("")) => Err(AskedError::NoSubresource),
        ("", key) => Ok(key.unwrap_or_default().to_lowercase()),
        (key, None) => Ok(key.to_lowercase()),
        (_, Some(_)) => Err(AskedError::TwoKeys),
    }
}

fn one_subresource(text: &str) -> Result<&str, AskedError> {
    match text {
        "" => Err(AskedError::NoSubresource),
        text if text.contains('/') => Err(AskedError::NotOneSubresource(text.to_owned())),
        text => Ok(text),
    }
}

#[cfg(test)]
mod tests;
