//! Where objects and the rules of roles stand in files: read a second time, only for reports that point at lines.
//!
//! A snapshot keeps rules that many roles share once, so it cannot say where each was written. Cost: linear in the files;
//! a dump of a large cluster is left out, for nobody edits one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::collect::kind::Kind;
use crate::collect::snapshot_file;
use crate::model::Reason;
use crate::yaml::{self, Node};

use super::json::Places;
use super::limits::Limits;
use super::walk::{Entry, Walk};
use super::{DEFAULT_NAMESPACE, Input, bytes, text};

/// Where objects stand.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ObjectPlaces {
    objects: BTreeMap<(String, Option<String>, String), ObjectPlace>,
    /// Whether every file was looked at.
    pub whole: bool,
    /// The first file of all, for what stands nowhere.
    pub first: Option<String>,
}

/// Where an object stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ObjectPlace {
    /// The file, as messages name it.
    pub file: String,
    /// Its line and column, from 1.
    pub place: (u32, u32),
    /// Those of its rules, if it is a role.
    pub rules: Vec<(u32, u32)>,
}

/// What a text tells: kind, namespace, name, and where.
type Told = (String, Option<String>, String, (u32, u32), Vec<(u32, u32)>);

impl ObjectPlaces {
    /// Looks through these; what cannot be read was told when it was read for the scan.
    #[must_use]
    pub fn find(paths: &[Input], limits: &Limits, namespace_default: Option<&str>) -> Self {
        let mut walk = Walk::new(limits.follow_symlinks);
        paths.iter().filter(|input| **input != Input::Stdin).for_each(|input| walk.add(input));
        let told: Vec<Option<Vec<Told>>> = walk.entries.par_iter().map(|entry| of_file(entry, limits)).collect();
        let first = walk.entries.first().map(|entry| entry.name.clone());
        let mut found = ObjectPlaces { objects: BTreeMap::new(), whole: told.iter().all(Option::is_some), first };
        for (entry, told) in walk.entries.iter().zip(told) {
            for (kind, namespace, name, place, rules) in told.unwrap_or_default() {
                let namespace = namespace.unwrap_or_else(|| namespace_default.unwrap_or(DEFAULT_NAMESPACE).to_owned());
                let namespace = is_namespaced(&kind).then_some(namespace);
                // Of an object that is there twice the first counts, as it does where rules are united.
                let place = ObjectPlace { file: entry.name.clone(), place, rules };
                found.objects.entry((kind, namespace, name)).or_insert(place);
            }
        }
        found
    }

    /// Where the object of this kind stands; one that is in no namespace has none.
    #[must_use]
    pub fn of(&self, kind: &str, namespace: Option<&str>, name: &str) -> Option<&ObjectPlace> {
        self.objects.get(&(kind.to_owned(), namespace.map(str::to_owned), name.to_owned()))
    }
}

/// Whether objects of a kind live in a namespace: those that are not known do, as most do.
fn is_namespaced(kind: &str) -> bool {
    Kind::ALL.iter().find(|known| known.name() == kind).is_none_or(|known| known.namespaced())
}

/// A larger file, unpacked, is not looked at again.
const LARGE: u64 = 16 * 1024 * 1024;

/// What a file tells; nothing where it is too large to be looked at again.
fn of_file(entry: &Entry, limits: &Limits) -> Option<Vec<Told>> {
    let limits =
        Limits { json_bytes: limits.json_bytes.min(LARGE), other_bytes: limits.other_bytes.min(LARGE), ..*limits };
    let text = match bytes::read(entry, &limits) {
        Ok(content) => text::decode(content.bytes).ok(),
        Err(fault) if fault.reason == Reason::TooLarge => return None,
        Err(_) => None,
    };
    let Some(text) = text.filter(|text| !snapshot_file::is_snapshot(text)) else { return Some(Vec::new()) };
    let json = bytes::looks_like_json(text.as_bytes()).then(|| of_json(&text)).flatten();
    Some(json.unwrap_or_else(|| of_yaml(&text)))
}

fn of_yaml(text: &str) -> Vec<Told> {
    let mut told = Vec::new();
    for document in yaml::documents(text, yaml::Limits::for_text(text.len())).flatten() {
        of_node(document.root(), &mut told);
    }
    told
}

fn of_node(node: &Node<'_>, told: &mut Vec<Told>) {
    let items = node.get("items").and_then(Node::as_sequence);
    items.unwrap_or_default().iter().for_each(|item| of_node(item, told));
    let text = |node: &Node<'_>, key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
    let metadata = node.get("metadata");
    let (Some(kind), Some(name)) = (text(node, "kind"), metadata.and_then(|metadata| text(metadata, "name"))) else {
        return;
    };
    let rules = node.get("rules").and_then(Node::as_sequence).unwrap_or_default();
    let rules = rules.iter().map(|rule| (rule.line(), rule.column())).collect();
    let namespace = metadata.and_then(|metadata| text(metadata, "namespace"));
    told.push((kind, namespace, name, (node.line(), node.column()), rules));
}

/// As much of an object of JSON as is looked at.
#[derive(Deserialize)]
struct Object<'t> {
    #[serde(borrow, default)]
    kind: Cow<'t, str>,
    #[serde(borrow, default)]
    metadata: Option<Metadata<'t>>,
    #[serde(borrow, default)]
    rules: Option<Vec<&'t RawValue>>,
    #[serde(borrow, default)]
    items: Option<Vec<&'t RawValue>>,
}

#[derive(Deserialize)]
struct Metadata<'t> {
    #[serde(borrow, default)]
    namespace: Option<Cow<'t, str>>,
    #[serde(borrow, default)]
    name: Option<Cow<'t, str>>,
}

/// One value, or one in each line; nothing where it is no JSON.
fn of_json(text: &str) -> Option<Vec<Told>> {
    let mut told = Vec::new();
    let mut places = Places::new(text);
    for value in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
        of_value(value.ok()?.get(), &mut places, &mut told);
    }
    Some(told)
}

fn of_value<'t>(value: &'t str, places: &mut Places<'t>, told: &mut Vec<Told>) {
    let Ok(object) = serde_json::from_str::<Object<'t>>(value) else { return };
    let place = places.of(value).numbers();
    let rules = object.rules.unwrap_or_default();
    let rules = rules.into_iter().map(|rule| places.of(rule.get()).numbers()).collect();
    if let Some(Metadata { namespace, name: Some(name) }) = object.metadata {
        told.push((object.kind.into_owned(), namespace.map(Cow::into_owned), name.into_owned(), place, rules));
    }
    object.items.unwrap_or_default().into_iter().for_each(|item| of_value(item.get(), places, told));
}
