//! An item of `reach` or `noReach`.

use std::sync::Arc;

use crate::assertions::assertion::{Spelled, Ways};
use crate::template::{Fields, Reader};
use crate::yaml::Node;

use super::place;
use super::several::one_or_more;

pub(super) fn ways<'n>(reader: &mut Reader<'_>, file: &Arc<str>, item: &'n Node<'n>, there: bool) -> Option<Ways> {
    let (what, keys): (_, &[_]) = match there {
        true => ("an item of `reach`", &["from", "to", "because"]),
        false => ("an item of `noReach`", &["from", "to", "guarded", "because"]),
    };
    let fields = reader.fields(item, what, keys)?;
    let guarded = fields.get("guarded").and_then(|node| reader.value::<bool>(node, "guarded"));
    Some(Ways {
        there,
        from: names(reader, file, &fields, "from"),
        to: names(reader, file, &fields, "to"),
        guarded: guarded.unwrap_or_default(),
    })
}

/// One name, or a list of them.
fn names(reader: &mut Reader<'_>, file: &Arc<str>, fields: &Fields<'_>, key: &str) -> Vec<Spelled> {
    // Says that it is missing.
    let _ = reader.required(fields, key);
    let texts = one_or_more(reader, fields, key);
    texts.into_iter().map(|(node, text)| Spelled { text: text.to_owned(), place: place(file, node) }).collect()
}
