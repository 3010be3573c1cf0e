//! How a template changes the built-in one: `disable` drops entries, `severity` rates them anew.

use std::collections::{HashMap, HashSet};

use super::reader::Reader;
use super::{Entry, Method, Severity, definition};
use crate::yaml::{self, Node};

/// What a template changes in its base.
#[derive(Default)]
pub(super) struct Changes<'n> {
    /// Ids, and `family/*`, with where they stand.
    disabled: HashMap<&'n str, &'n Node<'n>>,
    rated: HashMap<&'n str, (&'n Node<'n>, Severity, Severity)>,
}

impl<'n> Changes<'n> {
    /// Reads `disable`: ids of the base, or `family/*`.
    pub(super) fn disable(&mut self, reader: &mut Reader<'_>, node: &'n Node<'n>, base: &[Entry], methods: &[Method]) {
        let all = || ids(base).into_iter().chain(methods.iter().map(|method| method.id.as_str()));
        let known: HashSet<&str> = all().collect();
        let families: HashSet<&str> = base.iter().map(Entry::family).collect();
        for (item, text) in reader.texts(node, "disable", Some("name at least one id, or leave the key out")) {
            match text.strip_suffix("/*") {
                Some(family) if families.contains(family) => {}
                None if known.contains(text) => {}
                Some(family) => unknown(reader, item, "family", family, base.iter().map(Entry::family)),
                None => unknown(reader, item, "id", text, all()),
            }
            self.disabled.insert(text, item);
        }
    }

    /// Reads `severity`: ids of the base, each with its levels.
    pub(super) fn rate(&mut self, reader: &mut Reader<'_>, node: &'n Node<'n>, base: &[Entry]) {
        let known = ids(base);
        let Some(rated) = node.as_mapping() else {
            reader.wrong(node, "`severity` must be a mapping; write `secrets/read: high` for each id");
            return;
        };
        for rating in rated {
            let id = rating.key.as_str().unwrap_or_default();
            if !known.contains(id) {
                unknown(reader, &rating.key, "id", id, base.iter().map(|entry| entry.id.as_str()));
            }
            if let Some((floor, cluster)) = definition::levels(reader, &rating.value) {
                self.rated.insert(id, (&rating.key, floor, cluster));
            }
        }
    }

    /// Refuses changes to entries that this file writes anew: one of the two would have no effect.
    pub(super) fn check_unwritten(&self, reader: &mut Reader<'_>, entries: &[Entry]) {
        for entry in entries {
            let id = entry.id.as_str();
            if let Some(node) = self.disabled.get(id) {
                reader.wrong(node, format!("`{id}` is disabled and written in this file; remove one of them"));
            }
            if let Some((node, ..)) = self.rated.get(id) {
                reader.wrong(node, format!("`{id}` is written in this file; write its severity there"));
            }
        }
    }

    /// The base with these changes, and with the entries: those with an id of the base in its place, then the others.
    pub(super) fn apply(&self, base: &[Entry], entries: Vec<Entry>) -> Vec<Entry> {
        let known = ids(base);
        let (replacing, added): (Vec<Entry>, Vec<Entry>) =
            entries.into_iter().partition(|entry| known.contains(entry.id.as_str()));
        let named = replacing.into_iter().map(|entry| (entry.id.clone(), entry));
        let mut replacing: HashMap<String, Entry> = named.collect();
        let mut result = Vec::with_capacity(base.len() + added.len());
        for entry in base {
            if let Some(own) = replacing.remove(&entry.id) {
                result.push(own);
            } else if !self.is_disabled(entry) {
                result.push(self.rated(entry));
            }
        }
        result.extend(added);
        result
    }

    /// Whether this very id is disabled.
    pub(super) fn disables(&self, id: &str) -> bool {
        self.disabled.contains_key(id)
    }

    fn is_disabled(&self, entry: &Entry) -> bool {
        let family = format!("{}/*", entry.family());
        self.disabled.contains_key(entry.id.as_str()) || self.disabled.contains_key(family.as_str())
    }

    fn rated(&self, entry: &Entry) -> Entry {
        let mut entry = entry.clone();
        if let Some((_, floor, cluster)) = self.rated.get(entry.id.as_str()) {
            (entry.floor, entry.cluster) = (*floor, *cluster);
        }
        entry
    }
}

fn ids(base: &[Entry]) -> HashSet<&str> {
    base.iter().map(|entry| entry.id.as_str()).collect()
}

fn unknown<'k>(reader: &mut Reader<'_>, node: &Node<'_>, what: &str, word: &str, known: impl Iterator<Item = &'k str>) {
    // Searching costs the whole base, so it is done for problems that are told only.
    let known: Vec<&str> = if reader.is_told() { known.collect() } else { Vec::new() };
    let advice = match yaml::nearest(word, &known) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => "`kubescan template list` shows them".to_owned(),
    };
    reader.wrong(node, format!("unknown {what} `{}`; {advice}", word.escape_debug()));
}
