//! Reads a file of suppressions, strictly: a mistake in it may not hide anything.

use std::sync::Arc;

use wildmatch::WildMatch;

use crate::model::Time;
use crate::template::{Fields, Reader, Severity, TemplateError, check_version, with_root};
use crate::yaml::Node;

use super::super::types::{FindingKind, Fingerprint, Suppressed};
use super::{Suppression, Suppressions, Target};

const WHAT: &str = "the file of suppressions";
const KEYS: &[&str] = &["id", "fingerprint", "subject", "severity", "reason", "owner", "expires"];

impl Suppressions {
    /// Reads the text of a file of this name.
    ///
    /// # Errors
    /// Everything that is wrong with it, with its place.
    pub fn read(file: &str, text: &str) -> Result<Self, TemplateError> {
        let mut reader = Reader::new(file);
        let all = with_root(&mut reader, text, WHAT, "suppressions", |reader, root| {
            let fields = reader.fields(root, WHAT, &["version", "suppressions"])?;
            check_version(reader, &fields);
            let list = reader.required(&fields, "suppressions")?;
            let Some(items) = list.as_sequence() else {
                reader.wrong(list, "`suppressions` must be a list; write `- id: …` with a `reason`");
                return None;
            };
            Some(items.iter().filter_map(|item| one(item, reader)).collect())
        });
        reader.finish(Suppressions(all.unwrap_or_default()))
    }
}

fn one(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Suppression> {
    let fields = reader.fields(node, "a suppression", KEYS)?;
    let target = target(node, &fields, reader);
    let reason = reader.required_text(&fields, "reason");
    let owner = fields.get("owner").map(|node| reader.text(node, "owner"));
    let expires = fields.get("expires").map(|node| (node, reader.text(node, "expires")));
    let end = expires.as_ref().and_then(|(node, text)| {
        let end = Time::parse_end_of_date(text);
        if end.is_none() {
            reader.wrong(node, "`expires` must be a date, the last day on which it holds; write it as 2027-01-31");
        }
        end
    });
    let subject = fields.get("subject").map(|node| WildMatch::new(&reader.text(node, "subject")));
    let most = fields
        .get("severity")
        .and_then(|node| reader.word(node, "severity", &Severity::ALL.map(|severity| (severity.word(), severity))));
    let said = Arc::new(Suppressed { reason, owner, expires: expires.map(|(_, text)| text) });
    Some(Suppression { line: node.line(), target: target?, subject, most, said, end })
}

fn target(node: &Node<'_>, fields: &Fields<'_>, reader: &mut Reader<'_>) -> Option<Target> {
    match (fields.get("id"), fields.get("fingerprint")) {
        (Some(id), None) => {
            let text = reader.text(id, "id");
            known(&text, id, reader)
        }
        (None, Some(fingerprint)) => {
            let text = reader.text(fingerprint, "fingerprint");
            let read = Fingerprint::parse(&text).map(Target::Fingerprint);
            if read.is_none() {
                reader.wrong(fingerprint, "a fingerprint has 32 hex digits; copy it from `findings[].fingerprint`");
            }
            read
        }
        (Some(_), Some(_)) => {
            reader.wrong(node, "a suppression has an `id` or a `fingerprint`, not both; remove one");
            None
        }
        (None, None) => {
            reader.wrong(node, "a suppression lacks what it suppresses; add an `id` or a `fingerprint`");
            None
        }
    }
}

/// `path sa:a/b objective:cluster-admin`, `path-0123456789ab` or `secrets/list`.
fn known(text: &str, node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Target> {
    let of_finding = FindingKind::ALL.iter().any(|kind| {
        text.strip_prefix(kind.word()).is_some_and(|rest| rest.starts_with(' ')) || text.starts_with("path-")
    });
    if of_finding {
        return Some(Target::Finding(text.to_owned()));
    }
    if text.contains('/') && !text.contains([' ', ':', '*']) {
        return Some(Target::Entry(text.to_owned()));
    }
    reader.wrong(
        node,
        "this is no id; write one of `findings[].id`, of a path, or of an entry, an escape or a check (secrets/list)",
    );
    None
}
