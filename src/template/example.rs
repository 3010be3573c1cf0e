//! How `examples` are written. Their rules are those of a cluster: what matches nothing may stand in a near miss.

use super::Example;
use super::reader::{Fields, Reader};
use crate::model::{Name, Rule};
use crate::yaml::Node;

const KEYS: &[&str] = &["verbs", "apiGroups", "resources", "resourceNames", "nonResourceURLs", "namespace"];

/// Hits and near misses.
#[derive(Default)]
pub(super) struct Examples {
    pub(super) hit: Vec<Example>,
    pub(super) miss: Vec<Example>,
}

/// Reads the value of `examples`.
pub(super) fn read<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>) -> Examples {
    let Some(fields) = reader.fields(node, "`examples`", &["hit", "miss"]) else {
        return Examples::default();
    };
    Examples { hit: rules(reader, &fields, "hit"), miss: rules(reader, &fields, "miss") }
}

fn rules(reader: &mut Reader<'_>, fields: &Fields<'_>, key: &str) -> Vec<Example> {
    let Some(node) = reader.required(fields, key) else {
        return Vec::new();
    };
    let Some(items) = node.as_sequence() else {
        reader.wrong(node, format!("`{key}` must be a list; write `- {{verbs: […], …}}` rules"));
        return Vec::new();
    };
    if items.is_empty() {
        reader.wrong(node, format!("`{key}` is empty; write at least one rule"));
    }
    items.iter().filter_map(|item| rule(reader, item)).collect()
}

fn rule<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>) -> Option<Example> {
    let fields = reader.fields(node, "a rule of an example", KEYS)?;
    reader.required(&fields, "verbs");
    if fields.get("nonResourceURLs").is_none() {
        reader.required(&fields, "apiGroups");
        reader.required(&fields, "resources");
    }
    let namespace = fields.get("namespace").map(|node| reader.text(node, "namespace"));
    Some(Example {
        rule: Rule {
            verbs: list(reader, &fields, "verbs"),
            api_groups: list(reader, &fields, "apiGroups"),
            resources: list(reader, &fields, "resources"),
            resource_names: list(reader, &fields, "resourceNames"),
            non_resource_urls: list(reader, &fields, "nonResourceURLs"),
        },
        namespace: namespace.map(|namespace| reader.name(&namespace)),
    })
}

fn list<T: From<Name>>(reader: &mut Reader<'_>, fields: &Fields<'_>, key: &str) -> Vec<T> {
    let Some(node) = fields.get(key) else {
        return Vec::new();
    };
    let names = reader.names(node, key, Some("name at least one, or leave the key out"));
    names.into_iter().map(T::from).collect()
}
