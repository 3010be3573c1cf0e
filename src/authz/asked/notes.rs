//! What is odd about a question: that no real request asks it, or that something else was probably meant.

use crate::authz::resources::{Standing, is_built_in_group, known, known_resources};
use crate::authz::verbs::{RESOURCE_VERBS, SPECIAL_VERBS, URL_VERBS, special_verb};
use crate::model::Resource;
use crate::yaml::nearest;

use super::AskedResource;

/// Notes on a verb for a URL.
pub(super) fn of_url(verb: &str) -> Vec<String> {
    if verb == "*" || URL_VERBS.contains(&verb) {
        return Vec::new();
    }
    let lower = verb.to_lowercase();
    let note = if URL_VERBS.contains(&lower.as_str()) {
        miswritten(verb, &lower)
    } else {
        let methods = URL_VERBS.join(", ");
        format!("no request for a URL has the verb `{}`: it is the HTTP method, one of {methods}", verb.escape_debug())
    };
    vec![note]
}

/// Notes on a question about a resource. `extra` is what discovery told.
pub(super) fn of_resource(asked: &AskedResource, resource: Option<&Resource>, extra: &[Resource]) -> Vec<String> {
    let of_verb = if knows_verb(&asked.verb) {
        resource.and_then(|resource| unasked(asked, resource))
    } else {
        unknown_verb(asked)
    };
    let notes =
        [of_verb, subresource_as_name(asked, resource, extra), unknown_subresource(asked, resource), former(asked)];
    notes.into_iter().flatten().collect()
}

fn knows_verb(verb: &str) -> bool {
    verb == "*" || RESOURCE_VERBS.contains(&verb) || special_verb(verb).is_some()
}

/// A verb that Kubernetes never asks for. In other API groups a webhook or an aggregated server may.
fn unknown_verb(asked: &AskedResource) -> Option<String> {
    let lower = asked.verb.to_lowercase();
    if lower != asked.verb && knows_verb(&lower) {
        return Some(miswritten(&asked.verb, &lower));
    }
    if asked.api_group != "*" && !is_built_in_group(&asked.api_group) {
        return None;
    }
    let special = SPECIAL_VERBS.iter().map(|special| special.verb);
    let verbs: Vec<&str> = RESOURCE_VERBS.iter().copied().chain(special).collect();
    let advice = nearest(&asked.verb, &verbs).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    Some(format!("no request for a resource of Kubernetes has the verb `{}`{advice}", asked.verb.escape_debug()))
}

fn miswritten(verb: &str, lower: &str) -> String {
    format!("verbs are case-sensitive, and no request has `{}`; write `{lower}`", verb.escape_debug())
}

/// A known verb that is not asked on this resource.
fn unasked(asked: &AskedResource, resource: &Resource) -> Option<String> {
    // The keys of userextras are what clients make them.
    let subresource = if resource.name == "userextras" { "" } else { &asked.subresource };
    let verbs = resource.verbs_of(subresource)?;
    let verb = asked.verb.as_str();
    // The first is asked on whatever the request is about, the second on audiences, which may have any name.
    let anywhere = verb.starts_with("impersonate-on:") || verb == "request-serviceaccounts-token-audience";
    // Who serves a custom resource may ask for any verb beside those of requests.
    let own = special_verb(verb).is_some() && !is_built_in_group(&resource.api_group);
    if verb == "*" || anywhere || own || verbs.is_empty() || verbs.iter().any(|known| known == verb) {
        return None;
    }
    let whole = whole_name(asked);
    let places = places(verb);
    Some(match special_verb(verb) {
        Some(_) if places.is_empty() => format!("no check asks for `{}` on {whole}", verb.escape_debug()),
        Some(_) => {
            format!("no check asks for `{}` on {whole}; it is asked on {}", verb.escape_debug(), places.join(", "))
        }
        None => {
            let verbs: Vec<&str> = verbs.iter().map(|verb| verb.as_str()).collect();
            format!("no request for {whole} has the verb `{verb}`; there are {}", verbs.join(", "))
        }
    })
}

/// The resources on which a special verb is asked.
fn places(verb: &str) -> Vec<String> {
    let mut places = Vec::new();
    for (resource, _) in known_resources() {
        let group =
            if resource.api_group.is_empty() { String::new() } else { format!(".{}", resource.api_group.as_str()) };
        let whole = format!("{}{group}", resource.name.as_str());
        if resource.verbs.iter().any(|known| known == verb) {
            places.push(whole.clone());
        }
        let subresources = resource.subresources.iter().filter(|sub| sub.verbs.iter().any(|known| known == verb));
        places.extend(subresources.map(|sub| format!("{whole} with the subresource {}", sub.name.as_str())));
    }
    places
}

fn whole_name(asked: &AskedResource) -> String {
    let slash = if asked.subresource.is_empty() { "" } else { "/" };
    format!("{}{slash}{}", asked.resource.escape_debug(), asked.subresource.escape_debug())
}

/// `pods/log` is a pod with the name `log`, for kubectl as well.
fn subresource_as_name(asked: &AskedResource, resource: Option<&Resource>, extra: &[Resource]) -> Option<String> {
    let name = asked.name.as_str();
    let any =
        || known_resources().map(|(resource, _)| resource).chain(extra).any(|known| known.verbs_of(name).is_some());
    let is_one = match resource {
        Some(resource) => resource.verbs_of(name).is_some(),
        None => asked.resource == "*" && any(),
    };
    (is_one && !name.is_empty() && asked.subresource.is_empty()).then(|| {
        let (resource, name) = (asked.resource.escape_debug(), name.escape_debug());
        format!(
            "`{name}` is taken for the name of an object; for the subresource write `{resource} --subresource {name}`"
        )
    })
}

/// A subresource that a known resource does not have. Of finalizers the server asks without serving them.
fn unknown_subresource(asked: &AskedResource, resource: Option<&Resource>) -> Option<String> {
    let resource = resource.filter(|resource| resource.name != "userextras" && asked.subresource != "finalizers")?;
    if resource.verbs_of(&asked.subresource).is_some() {
        return None;
    }
    let names: Vec<&str> = resource.subresources.iter().map(|sub| sub.name.as_str()).collect();
    let advice = match nearest(&asked.subresource, &names) {
        Some(near) => format!("; did you mean `{}`?", near.escape_debug()),
        None => String::new(),
    };
    let (resource, subresource) = (asked.resource.escape_debug(), asked.subresource.escape_debug());
    Some(format!("{resource} has no subresource `{subresource}` that is known{advice}"))
}

fn former(asked: &AskedResource) -> Option<String> {
    let (_, standing) = known(&asked.api_group, &asked.resource)?;
    (standing == Standing::Former).then(|| {
        let (resource, group) = (asked.resource.escape_debug(), asked.api_group.escape_debug());
        format!("Kubernetes no longer serves {resource} in the API group {group}")
    })
}
