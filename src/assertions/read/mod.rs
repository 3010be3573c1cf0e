//! From the text of a file to its assertions: strictly, and with every mistake located.
//!
//! The words of a question are tried here, so that nothing is collected for a file that asks for nothing. What only a cluster
//! can tell (whether there is such a node or resource) is found out when they are judged.

mod rights;
mod sentence;
mod several;
#[cfg(test)]
mod tests;
mod ways;

use std::sync::Arc;

use crate::template::{Fields, Reader, TemplateError, check_version, with_root};
use crate::yaml::Node;

use super::assertion::{Assertion, Claim, Place};

const WHAT: &str = "the file of assertions";

/// Reads the assertions of a file, in its order. `name` is how the user named it.
///
/// # Errors
/// When anything in it is unknown, twice, missing, of the wrong type or asks for nothing; with all mistakes found.
pub fn read(name: &str, text: &str) -> Result<Vec<Assertion>, TemplateError> {
    let mut reader = Reader::new(name);
    let found = with_root(&mut reader, text, WHAT, "deny", |reader, root| {
        let fields = reader.fields(root, WHAT, &["version", "allow", "deny", "reach", "noReach"])?;
        check_version(reader, &fields);
        Some(assertions(reader, &Arc::from(name), root, &fields))
    });
    reader.finish(found.unwrap_or_default())
}

fn assertions(reader: &mut Reader<'_>, file: &Arc<str>, root: &Node<'_>, fields: &Fields<'_>) -> Vec<Assertion> {
    let mut found = Vec::new();
    for (key, allowed) in [("allow", true), ("deny", false)] {
        for item in items(reader, fields, key) {
            let claim = rights::rights(reader, item, allowed);
            found.extend(claim.and_then(|rights| assertion(reader, file, item, Claim::Rights(rights))));
        }
    }
    for (key, there) in [("reach", true), ("noReach", false)] {
        for item in items(reader, fields, key) {
            let claim = ways::ways(reader, file, item, there);
            found.extend(claim.and_then(|ways| assertion(reader, file, item, Claim::Ways(ways))));
        }
    }
    if ["allow", "deny", "reach", "noReach"].iter().all(|key| fields.get(key).is_none()) {
        reader.wrong(root, "nothing is asserted; add `allow`, `deny`, `reach` or `noReach`");
    }
    found.sort_by(|one, other| one.place.cmp(&other.place));
    found
}

/// The assertions of a list.
fn items<'n>(reader: &mut Reader<'_>, fields: &Fields<'n>, key: &str) -> &'n [Node<'n>] {
    let Some(node) = fields.get(key) else { return &[] };
    match node.as_sequence() {
        None => reader.wrong(node, format!("`{key}` must be a list; write `- {{…}}` items")),
        Some([]) => reader.wrong(node, format!("`{key}` is empty; leave the key out")),
        Some(_) => {}
    }
    node.as_sequence().unwrap_or_default()
}

fn assertion(reader: &mut Reader<'_>, file: &Arc<str>, item: &Node<'_>, claim: Claim) -> Option<Assertion> {
    let because = item.get("because").map(|node| reader.text(node, "because"));
    Some(Assertion { place: place(file, item), because, says: sentence::says(item, &claim), claim })
}

fn place(file: &Arc<str>, node: &Node<'_>) -> Place {
    Place { file: Arc::clone(file), line: node.line(), column: node.column() }
}
