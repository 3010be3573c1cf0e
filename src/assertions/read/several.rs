//! Keys that take one value or several: `verb: get`, `verbs: [get, list]`.

use crate::template::{Fields, Reader};
use crate::yaml::Node;

/// Texts with their places.
pub(super) type Texts<'n> = Vec<(&'n Node<'n>, &'n str)>;

/// The values under a key: one, or a list of them. None where it is not there.
pub(super) fn one_or_more<'n>(reader: &mut Reader<'_>, fields: &Fields<'n>, key: &str) -> Texts<'n> {
    let Some(node) = fields.get(key) else { return Vec::new() };
    let texts = match node.as_sequence() {
        Some(_) => reader.texts(node, key, Some("write at least one, or leave the key out")),
        None => reader.value::<&str>(node, key).map(|text| (node, text)).into_iter().collect(),
    };
    for (item, _) in texts.iter().filter(|(_, text)| text.is_empty()) {
        reader.wrong(item, format!("`{key}` holds an empty text; write what it should say"));
    }
    texts.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

/// The same for a key that may be written as one and as many.
pub(super) fn several<'n>(reader: &mut Reader<'_>, fields: &Fields<'n>, [one, many]: [&str; 2]) -> Texts<'n> {
    match (fields.get(one), fields.get(many)) {
        (Some(_), Some(node)) => {
            reader.wrong(node, format!("`{one}` and `{many}` are both there; write all of them under `{many}`"));
            Vec::new()
        }
        (Some(_), None) => one_or_more(reader, fields, one),
        (None, _) => one_or_more(reader, fields, many),
    }
}

/// The same, where there must be one.
pub(super) fn needed<'n>(reader: &mut Reader<'_>, fields: &Fields<'n>, [one, many]: [&str; 2]) -> Texts<'n> {
    if fields.get(many).is_none() {
        // Says that it is missing.
        let _ = reader.required(fields, one);
    }
    several(reader, fields, [one, many])
}
