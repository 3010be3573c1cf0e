//! How an entry is written.

use super::effect::{self, SCOPES};
use super::reader::{Fields, Reader};
use super::{Entry, EntryScope, Proof, Severity, example, need};
use crate::model::Version;
use crate::yaml::Node;

const KEYS: &[&str] = &[
    "id",
    "title",
    "severity",
    "scope",
    "needs",
    "gives",
    "proof",
    "since",
    "until",
    "why",
    "fix",
    "controls",
    "references",
    "examples",
];

/// Reads an item of `entries`.
pub(super) fn read<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>) -> Option<Entry> {
    let fields = reader.fields(node, "an entry", KEYS)?;
    let (floor, cluster) = required_levels(reader, &fields);
    let scope = required_scope(reader, &fields);
    let needs = reader.required(&fields, "needs");
    let proof = fields.get("proof").and_then(|node| proof(reader, node));
    let (since, until) = versions(reader, &fields);
    let examples = fields.get("examples").map(|node| example::read(reader, node));
    let examples = examples.unwrap_or_default();
    Some(Entry {
        id: required_id(reader, &fields),
        title: reader.required_text(&fields, "title"),
        floor,
        cluster,
        scope,
        needs: needs.map_or_else(Vec::new, |needs| need::read_all(reader, needs, scope)),
        gives: fields.get("gives").and_then(|node| effect::read(reader, node)),
        proof: proof.unwrap_or(Proof::ApiServer),
        since,
        until,
        why: reader.required_text(&fields, "why"),
        fix: reader.required_text(&fields, "fix"),
        controls: texts(reader, &fields, "controls"),
        references: texts(reader, &fields, "references"),
        hit: examples.hit,
        miss: examples.miss,
        line: node.line(),
    })
}

fn required_id(reader: &mut Reader<'_>, fields: &Fields<'_>) -> String {
    let Some(node) = reader.required(fields, "id") else {
        return String::new();
    };
    let id = reader.text(node, "id");
    let is_well_formed = id.split_once('/').is_some_and(|(family, name)| is_kebab(family) && is_kebab(name));
    if !id.is_empty() && !is_well_formed {
        reader.wrong(
            node,
            format!(
                "the id `{}` is not `family/name`; write both in lower case with hyphens, as `secrets/read`",
                id.escape_debug()
            ),
        );
    }
    id
}

/// Whether it is words in lower case with hyphens between them.
pub(super) fn is_kebab(text: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    text.split('-').all(is_word)
}

fn required_levels(reader: &mut Reader<'_>, fields: &Fields<'_>) -> (Severity, Severity) {
    let node = reader.required(fields, "severity");
    let levels = node.and_then(|node| levels(reader, node));
    levels.unwrap_or((Severity::Info, Severity::Info))
}

/// One severity for both, or `{floor: medium, cluster: high}`.
pub(super) fn levels<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>) -> Option<(Severity, Severity)> {
    let severities = Severity::ALL.map(|severity| (severity.word(), severity));
    if node.as_mapping().is_none() {
        let severity = reader.word(node, "severity", &severities)?;
        return Some((severity, severity));
    }
    let fields = reader.fields(node, "a severity", &["floor", "cluster"])?;
    let floor = reader.required(&fields, "floor");
    let floor = floor.and_then(|node| reader.word(node, "severity", &severities));
    let cluster_node = reader.required(&fields, "cluster")?;
    let cluster = reader.word(cluster_node, "severity", &severities)?;
    let floor = floor?;
    if cluster < floor {
        reader.wrong(
            cluster_node,
            format!("severity `{cluster}` cluster-wide is below the floor `{floor}`; raise it or lower the floor"),
        );
    }
    Some((floor, cluster))
}

fn required_scope(reader: &mut Reader<'_>, fields: &Fields<'_>) -> EntryScope {
    let node = reader.required(fields, "scope");
    let scope = node.and_then(|node| reader.word(node, "scope", SCOPES));
    // Anything but `Namespace`, so that a bad scope does not make needs wrong as well.
    scope.unwrap_or(EntryScope::Cluster)
}

fn proof(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Proof> {
    let proofs = Proof::ALL.map(|proof| (proof.word(), proof));
    reader.word(node, "proof", &proofs)
}

fn versions(reader: &mut Reader<'_>, fields: &Fields<'_>) -> (Option<Version>, Option<Version>) {
    let since = fields.get("since").and_then(|node| version(reader, node, "since"));
    let until = fields.get("until").and_then(|node| version(reader, node, "until"));
    if let (Some(since), Some(until), Some(node)) = (since, until, fields.get("until"))
        && until <= since
    {
        reader.wrong(
            node,
            format!("`until` {until} is not after `since` {since}; it names the first version it no longer works on"),
        );
    }
    (since, until)
}

/// A version, quoted or not: the text counts, so that 1.20 is not 1.2.
fn version(reader: &mut Reader<'_>, node: &Node<'_>, key: &str) -> Option<Version> {
    let version = node.as_str().and_then(Version::parse);
    if version.is_none() {
        reader.wrong(node, format!("`{key}` is no server version; write major and minor, as `\"1.36\"`"));
    }
    version
}

fn texts(reader: &mut Reader<'_>, fields: &Fields<'_>, key: &str) -> Vec<String> {
    let Some(node) = fields.get(key) else {
        return Vec::new();
    };
    let texts = reader.texts(node, key, None);
    texts.into_iter().map(|(_, text)| text.to_owned()).collect()
}
