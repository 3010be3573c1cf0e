//! How an item of `needs` is written, and which of them no request can meet.

use std::collections::HashSet;

use super::effect::SCOPES;
use super::reader::{Fields, Reader};
use super::{EntryScope, Need, operators, request};
use crate::model::Name;
use crate::yaml::Node;

const KEYS: &[&str] = &[
    "verbs",
    "apiGroups",
    "resources",
    "resourceNames",
    "operators",
    "nonResourceURLs",
    "namespaces",
    "scope",
    "target",
    "anyName",
    "step",
];

/// Reads the value of `needs`.
pub(super) fn read_all<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>, scope: EntryScope) -> Vec<Need> {
    let Some(items) = node.as_sequence() else {
        reader.wrong(node, "`needs` must be a list; write `- {verbs: […], …}` items");
        return Vec::new();
    };
    if items.is_empty() {
        reader.wrong(node, "`needs` is empty; name at least one request that must be allowed");
    }
    let read = |item| Some((item, read(reader, item, scope)?));
    let needs: Vec<(&Node<'_>, Need)> = items.iter().filter_map(read).collect();
    check_named_creates(reader, &needs);
    needs.into_iter().map(|(_, need)| need).collect()
}

fn read<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>, scope: EntryScope) -> Option<Need> {
    let fields = reader.fields(node, "a need", KEYS)?;
    let named = fields.get("resourceNames").is_some();
    let urls = fields.get("nonResourceURLs");
    let mut need = Need {
        verbs: verbs(reader, &fields, urls.is_some(), named),
        api_groups: Vec::new(),
        resources: Vec::new(),
        resource_names: Vec::new(),
        operators: Vec::new(),
        non_resource_urls: Vec::new(),
        namespaces: Vec::new(),
        scope: scope_of(reader, &fields).unwrap_or(scope),
        target: flag(reader, &fields, "target"),
        any_name: flag(reader, &fields, "anyName"),
        step: step(reader, &fields),
    };
    match (urls, fields.get("operators")) {
        (None, Some(class)) => {
            check_unmixed(reader, &fields, "operators", "the table says which resources are meant; leave it out");
            let class = operators::class(reader, class);
            need.operators = class.map_or_else(Vec::new, operators::of_class);
        }
        (Some(urls), _) => {
            check_unmixed(reader, &fields, "nonResourceURLs", "write two items, one for resources and one for URLs");
            need.non_resource_urls = checked(reader, urls, "nonResourceURLs", request::url_flaw);
            if need.scope == EntryScope::Namespace {
                reader.wrong(
                    urls,
                    "URLs are granted cluster-wide only; write `scope: cluster` for the need or the entry",
                );
            }
        }
        (None, None) => resources(reader, &fields, &mut need),
    }
    Some(need)
}

fn verbs(reader: &mut Reader<'_>, fields: &Fields<'_>, urls: bool, named: bool) -> Vec<Name> {
    let Some(node) = reader.required(fields, "verbs") else {
        return Vec::new();
    };
    checked(reader, node, "verbs", |verb| {
        if urls {
            request::method_flaw(verb)
        } else if named && verb == "deletecollection" {
            Some(request::named_deletecollection_flaw())
        } else {
            request::verb_flaw(verb)
        }
    })
}

fn resources<'n>(reader: &mut Reader<'_>, fields: &Fields<'n>, need: &mut Need) {
    if let Some(groups) = reader.required(fields, "apiGroups") {
        need.api_groups = checked(reader, groups, "apiGroups", request::group_flaw);
    }
    if let Some(resources) = reader.required(fields, "resources") {
        need.resources = checked(reader, resources, "resources", request::resource_flaw);
    }
    if let Some(names) = fields.get("resourceNames") {
        need.resource_names = reader.names(names, "resourceNames", Some("leave the key out if any name will do"));
    }
    if let Some(namespaces) = fields.get("namespaces") {
        let needed = Some("leave the key out if any namespace will do");
        need.namespaces = reader.names(namespaces, "namespaces", needed);
    }
}

/// A list of names that must not be empty, each without a flaw.
fn checked<'n>(
    reader: &mut Reader<'_>,
    node: &'n Node<'n>,
    key: &str,
    flaw: impl Fn(&str) -> Option<String>,
) -> Vec<Name> {
    let mut names = Vec::new();
    for (item, text) in reader.texts(node, key, Some("name at least one")) {
        if let Some(flaw) = flaw(text) {
            reader.wrong(item, flaw);
        }
        names.push(reader.name(text));
    }
    names
}

/// Refuses further keys that say what is meant, beside this one.
fn check_unmixed(reader: &mut Reader<'_>, fields: &Fields<'_>, own: &str, advice: &str) {
    for key in ["apiGroups", "resources", "resourceNames", "namespaces", "operators"] {
        if let Some(node) = fields.get(key).filter(|_| key != own) {
            reader.wrong(node, format!("`{key}` beside `{own}`; {advice}"));
        }
    }
}

fn scope_of(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Option<EntryScope> {
    reader.word(fields.get("scope")?, "scope", SCOPES)
}

fn flag(reader: &mut Reader<'_>, fields: &Fields<'_>, key: &str) -> bool {
    fields.get(key).and_then(|node| reader.value(node, key)).unwrap_or(false)
}

fn step(reader: &mut Reader<'_>, fields: &Fields<'_>) -> u8 {
    let Some(node) = fields.get("step") else {
        return 1;
    };
    let step = reader.value(node, "step");
    if step == Some(0) {
        reader.wrong(node, "steps count from 1; write `step: 1` or leave the key out");
    }
    step.unwrap_or(1)
}

/// A named `create` on a resource needs a request that names what it creates: server-side apply, or `update` for some.
fn check_named_creates(reader: &mut Reader<'_>, needs: &[(&Node<'_>, Need)]) {
    let mut creatable: HashSet<&str> = HashSet::new();
    for (_, need) in needs {
        let patches = has(need, "patch");
        let updates = has(need, "update");
        let resources = need.resources.iter().map(Name::as_str);
        creatable.extend(resources.filter(|resource| patches || updates && (request::is_created_by_update(resource))));
    }
    for (node, need) in needs {
        // The empty name stands for requests without a name.
        let named = !need.resource_names.is_empty() && !need.resource_names.iter().any(Name::is_empty);
        let never = |resource: &Name| !resource.contains('/') && !creatable.contains(resource.as_str());
        if named && !need.resources.is_empty() && need.resources.iter().all(never) {
            let verbs = node.get("verbs").and_then(Node::as_sequence).unwrap_or_default();
            for verb in verbs.iter().filter(|verb| verb.as_str() == Some("create")) {
                reader.wrong(verb, request::named_create_flaw());
            }
        }
    }
}

fn has(need: &Need, verb: &str) -> bool {
    need.verbs.iter().any(|known| known == verb)
}
