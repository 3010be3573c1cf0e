//! An object while it is read: keys are scalars, no key twice, `<<` merged when it closes.

use std::collections::hash_map::Entry as Slot;
use std::collections::{HashMap, HashSet};

use super::YamlError;
use super::node::{Entry, Node};

const LONGEST_KEY: usize = 1024;

#[derive(Default)]
pub(super) struct OpenMapping<'a> {
    entries: Vec<Entry<'a>>,
    /// The key whose value comes next.
    key: Option<Node<'a>>,
    /// The objects that `<<` names.
    merged: Vec<Node<'a>>,
}

impl<'a> OpenMapping<'a> {
    /// Takes the next key or value.
    pub(super) fn put(&mut self, node: Node<'a>, merge_keys: bool) -> Result<(), YamlError> {
        let Some(key) = self.key.take() else {
            check_key(&node, merge_keys)?;
            self.key = Some(node);
            return Ok(());
        };
        if is_merge(&key) {
            return self.merge(node);
        }
        self.entries.push(Entry { key, value: node });
        Ok(())
    }

    fn merge(&mut self, value: Node<'a>) -> Result<(), YamlError> {
        let named = value.as_sequence().unwrap_or(std::slice::from_ref(&value));
        for node in named {
            if node.as_mapping().is_none() {
                return Err(YamlError::at(node, "`<<` needs an object, or a list of objects"));
            }
            self.merged.push(node.clone());
        }
        Ok(())
    }

    pub(super) fn close(mut self, repeated_keys: bool) -> Result<Vec<Entry<'a>>, YamlError> {
        if repeated_keys {
            self.drop_repeated();
        } else {
            check_duplicates(&self.entries)?;
        }
        if !self.merged.is_empty() {
            let more = self.merged_entries();
            self.entries.extend(more);
        }
        Ok(self.entries)
    }

    /// Keeps the last one of each key.
    fn drop_repeated(&mut self) {
        let mut seen = HashSet::new();
        self.entries.reverse();
        self.entries.retain(|entry| seen.insert(entry.key.as_str().unwrap_or_default().to_owned()));
        self.entries.reverse();
    }

    /// What `<<` adds: what stands in the object itself wins, then what was merged first.
    fn merged_entries(&self) -> Vec<Entry<'a>> {
        let key = |entry: &Entry<'a>| entry.key.as_str().unwrap_or_default().to_owned();
        let mut seen: HashSet<String> = self.entries.iter().map(key).collect();
        let entries = self.merged.iter().flat_map(|node| node.as_mapping().unwrap_or_default());
        entries.filter(|entry| seen.insert(key(entry))).cloned().collect()
    }
}

fn is_merge(key: &Node<'_>) -> bool {
    key.plain() == Some("<<")
}

fn check_key(key: &Node<'_>, merge_keys: bool) -> Result<(), YamlError> {
    let Some(text) = key.as_str() else {
        return Err(YamlError::at(key, format!("{} as a key; only text can be one", key.what())));
    };
    if text.chars().nth(LONGEST_KEY).is_some() {
        return Err(YamlError::at(key, format!("a key longer than {LONGEST_KEY} characters")));
    }
    if is_merge(key) && !merge_keys {
        return Err(YamlError::at(key, "`<<` does not merge here; write the keys out"));
    }
    Ok(())
}

fn check_duplicates(entries: &[Entry<'_>]) -> Result<(), YamlError> {
    let mut lines: HashMap<&str, u32> = HashMap::with_capacity(entries.len());
    for entry in entries {
        match lines.entry(entry.key.as_str().unwrap_or_default()) {
            Slot::Vacant(slot) => {
                slot.insert(entry.key.line());
            }
            Slot::Occupied(first) => {
                let message = format!(
                    "the key `{}` stands twice, in line {} and line {}",
                    first.key(),
                    first.get(),
                    entry.key.line()
                );
                return Err(YamlError::at(&entry.key, message));
            }
        }
    }
    Ok(())
}
