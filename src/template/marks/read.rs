//! How marks are written.

use std::collections::HashMap;

use super::{ExpiryField, Keys, Mark, NamePattern, Place, Reads, Traits, without_separators};
use crate::model::Name;
use crate::template::definition::is_kebab;
use crate::template::reader::{Fields, Reader};
#[cfg(test)]
use crate::template::{
    TemplateError,
    load::{check_version, with_root},
};
use crate::yaml::Node;

const KEYS: &[&str] = &["id", "tool", "recognise", "expiry", "elsewhere"];
const PLACES: [&str; 5] = ["annotations", "annotationsLike", "labels", "labelsLike", "namesAfter"];
const FIELD_KEYS: &[&str] =
    &["annotations", "annotationsLike", "labels", "labelsLike", "namesAfter", "reads", "from", "never"];

/// Reads a file that holds marks only.
#[cfg(test)]
pub(in crate::template) fn file(name: &str, text: &str) -> Result<Vec<Mark>, TemplateError> {
    let mut reader = Reader::new(name);
    let found = with_root(&mut reader, text, "the list of marks", "marks", |reader, root| {
        let fields = reader.fields(root, "the list of marks", &["version", "marks"])?;
        check_version(reader, &fields);
        let node = reader.required(&fields, "marks")?;
        Some(marks(reader, node))
    });
    reader.finish(found.unwrap_or_default())
}

/// Reads a list of marks.
pub(in crate::template) fn marks<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>) -> Vec<Mark> {
    let items = items(reader, node, "marks");
    let mut lines: HashMap<&str, u32> = HashMap::new();
    for id in items.iter().filter_map(|item| item.get("id")) {
        let Some(text) = id.as_str() else { continue };
        if let Some(first) = lines.insert(text, id.line()) {
            reader.wrong(id, format!("the id `{}` stands twice, first in line {first}", text.escape_debug()));
        }
    }
    items.iter().filter_map(|item| mark(reader, item)).collect()
}

/// A list that must not be empty.
fn items<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>, key: &str) -> &'n [Node<'n>] {
    let items = node.as_sequence().unwrap_or_default();
    if items.is_empty() {
        reader.wrong(node, format!("`{key}` must be a list of at least one item"));
    }
    items
}

fn mark<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>) -> Option<Mark> {
    let fields = reader.fields(node, "a mark", KEYS)?;
    let id = reader.required_text(&fields, "id");
    if let Some(node) = fields.get("id").filter(|_| !id.is_empty() && !is_kebab(&id)) {
        reader.wrong(node, format!("the id `{}` is not in lower case with hyphens", id.escape_debug()));
    }
    let traits = fields.get("recognise").map(|node| traits(reader, node)).unwrap_or_default();
    let listed = fields.get("expiry").map_or(&[][..], |node| items(reader, node, "expiry"));
    let expiry: Vec<ExpiryField> = listed.iter().filter_map(|item| expiry_field(reader, item)).collect();
    if traits.is_empty() && listed.is_empty() {
        reader.wrong(node, "a mark without `recognise` and `expiry` marks nothing; add one of them");
    }
    let elsewhere = fields.get("elsewhere").map(|node| reader.text(node, "elsewhere"));
    Some(Mark { id, tool: reader.required_text(&fields, "tool"), traits, expiry, elsewhere })
}

fn traits<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>) -> Traits {
    let Some(fields) = reader.fields(node, "`recognise`", &["labels", "annotations", "owners", "names"]) else {
        return Traits::default();
    };
    Traits {
        labels: pairs(reader, &fields, "labels"),
        annotations: pairs(reader, &fields, "annotations"),
        owners: names(reader, &fields, "owners"),
        names: patterns(reader, &fields),
    }
}

fn names(reader: &mut Reader<'_>, fields: &Fields<'_>, key: &str) -> Vec<Name> {
    let listed = texts(reader, fields, key);
    listed.into_iter().map(|(_, text)| reader.name(text)).collect()
}

/// A list of texts that say something.
fn texts<'n>(reader: &mut Reader<'_>, fields: &Fields<'n>, key: &str) -> Vec<(&'n Node<'n>, &'n str)> {
    let Some(node) = fields.get(key) else {
        return Vec::new();
    };
    let listed = reader.texts(node, key, Some("leave the key out"));
    for (item, _) in listed.iter().filter(|(_, text)| text.is_empty()) {
        reader.wrong(item, format!("an item of `{key}` is empty; write what it should match"));
    }
    listed
}

/// `KEY`, or `KEY=VALUE`.
fn pairs(reader: &mut Reader<'_>, fields: &Fields<'_>, key: &str) -> Vec<(Name, Option<Name>)> {
    let listed = texts(reader, fields, key);
    let pairs = listed.into_iter().map(|(_, text)| match text.split_once('=') {
        Some((key, value)) => (reader.name(key), Some(reader.name(value))),
        None => (reader.name(text), None),
    });
    pairs.collect()
}

fn patterns(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Vec<NamePattern> {
    let mut patterns = Vec::new();
    for (item, text) in texts(reader, fields, "names") {
        match NamePattern::parse(text) {
            Some(pattern) => patterns.push(pattern),
            None => reader.wrong(item, "a `*` stands at the end of a name only"),
        }
    }
    patterns
}

fn expiry_field<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>) -> Option<ExpiryField> {
    let fields = reader.fields(node, "an item of `expiry`", FIELD_KEYS)?;
    let given: Vec<&str> = PLACES.into_iter().filter(|key| fields.get(key).is_some()).collect();
    let [key] = given.as_slice() else {
        reader.wrong(node, format!("an item of `expiry` has exactly one of `{}`", PLACES.join("`, `")));
        return None;
    };
    let reads = reader.required(&fields, "reads").and_then(|node| reader.word(node, "reads", &Reads::WORDS));
    let from = fields.get("from").map(|node| reader.text(node, "from"));
    let listed = names(reader, &fields, key);
    Some(ExpiryField {
        place: place(key, listed),
        reads: reads?,
        from: from.map(|key| reader.name(&key)),
        never: names(reader, &fields, "never"),
    })
}

/// `key` is one of `PLACES`.
fn place(key: &str, names: Vec<Name>) -> Place {
    let like = |names: Vec<Name>| Keys::Like(names.iter().map(|name| without_separators(name)).collect());
    match key {
        "annotations" => Place::Annotations(Keys::Exact(names)),
        "annotationsLike" => Place::Annotations(like(names)),
        "labels" => Place::Labels(Keys::Exact(names)),
        "labelsLike" => Place::Labels(like(names)),
        _ => Place::NamesAfter(names),
    }
}
