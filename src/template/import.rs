//! Turns a template of KubiScan into one of kubescan.
//!
//! KubiScan lists roles: one is risky that holds all rules of an item, each with all its verbs on one of its resources.
//! An item becomes an entry, and each verb of a rule a need. It names groups loosely, so `*` beside a known resource
//! becomes the groups of that resource. What can never hold is left out, with a warning.

use std::collections::HashMap;

use super::group::groups_of;
use super::repair::repair;
use super::{Problem, Severity, TemplateError, load, request};
use crate::yaml::{self, Limits, Node, YamlError};

const FILE: &str = "KubiScan template";
const HEADER: &str = "version: 1\nentries:\n";

/// A template in kubescan's format, made from another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Imported {
    /// The template; [`load()`] accepts it.
    pub yaml: String,
    /// What was repaired, guessed or left out, each with its line.
    pub warnings: Vec<String>,
}

/// Reads a template of KubiScan, also with broken indentation.
///
/// # Errors
/// When the text cannot be repaired, holds no items, or none that can hold.
pub fn import_kubiscan(text: &str) -> Result<Imported, TemplateError> {
    let mut import = Import::default();
    let broken_line = with_root(text, ill_shaped_line).unwrap_or_else(|broken| Some(broken.line));
    let Some(broken_line) = broken_line else {
        return import.whole(text);
    };
    let mut repaired = repair(text);
    let is_better = with_root(&repaired.text, ill_shaped_line).is_ok_and(|line| line.is_none());
    if !is_better && with_root(text, |_| ()).is_ok() {
        return import.whole(text);
    }
    if repaired.lines.is_empty() {
        repaired.lines.extend(usize::try_from(broken_line));
    }
    let repairs = repaired.lines.iter().map(|line| format!("line {line}: indentation repaired"));
    import.warnings.extend(repairs);
    import.whole(&repaired.text)
}

/// Where a part of an item is not in its place, as when `rules` stands too deep.
fn ill_shaped_line(root: &Node<'_>) -> Option<u32> {
    let items = root.get("items")?.as_sequence()?;
    let is_whole = |item: &&Node<'_>| {
        let name = item.get("metadata").and_then(|metadata| metadata.get("name"));
        item.get("kind").is_some() && item.get("rules").is_some() && name.is_some()
    };
    items.iter().find(|item| !is_whole(item)).map(Node::line)
}

fn with_root<T>(text: &str, read: impl FnOnce(&Node<'_>) -> T) -> Result<T, YamlError> {
    let limits = Limits::for_text(text.len());
    match yaml::documents(text, limits).next() {
        Some(document) => document.map(|document| read(document.root())),
        None => Err(YamlError { message: "an empty file".to_owned(), path: String::new(), line: 1, column: 1 }),
    }
}

fn refused(line: u32, column: u32, message: impl Into<String>) -> TemplateError {
    let message = message.into();
    TemplateError::new(FILE, vec![Problem { line, column, message }])
}

#[derive(Default)]
struct Import {
    yaml: String,
    warnings: Vec<String>,
    /// How often each name came.
    names: HashMap<String, u32>,
}

impl Import {
    fn warn(&mut self, node: &Node<'_>, message: impl AsRef<str>) {
        self.warnings.push(format!("line {}: {}", node.line(), message.as_ref()));
    }

    fn whole(mut self, text: &str) -> Result<Imported, TemplateError> {
        match with_root(text, |root| self.items(root)) {
            Ok(result) => result.and_then(|()| self.finish()),
            Err(error) => Err(refused(error.line, error.column, format!("{}; mend the YAML", error.message))),
        }
    }

    fn finish(self) -> Result<Imported, TemplateError> {
        if self.yaml.is_empty() {
            let reasons = self.warnings.join(", ");
            return Err(refused(1, 1, format!("no item can be imported ({reasons}); mend the items")));
        }
        let yaml = format!("# Imported from a KubiScan template.\n{HEADER}{}", self.yaml);
        load(FILE, &yaml)?;
        Ok(Imported { yaml, warnings: self.warnings })
    }

    fn items(&mut self, root: &Node<'_>) -> Result<(), TemplateError> {
        let Some(items) = root.get("items").and_then(Node::as_sequence) else {
            let message = "a KubiScan template has a list `items`; check that this is one";
            return Err(refused(root.line(), root.column(), message));
        };
        for item in items {
            self.item(item);
        }
        Ok(())
    }

    fn item(&mut self, item: &Node<'_>) {
        self.warn_unread(item, &["kind", "metadata", "rules", "apiVersion"]);
        let metadata = item.get("metadata");
        if let Some(metadata) = metadata {
            self.warn_unread(metadata, &["name", "namespace", "priority"]);
        }
        let name = metadata.and_then(|metadata| metadata.get("name")).and_then(Node::as_str);
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            return self.warn(item, "an item without a name is left out");
        };
        let scope = match item.get("kind").and_then(Node::as_str) {
            Some("Role") => "namespace",
            Some("ClusterRole") => "cluster",
            _ => {
                return self.warn(
                    item,
                    format!("`{}` is left out, as it is neither Role nor ClusterRole", name.escape_debug()),
                );
            }
        };
        let severity = self.severity(item, metadata.and_then(|metadata| metadata.get("priority")), name);
        let Some(needs) = self.needs(item, name) else {
            return;
        };
        let id = self.id(name);
        let entry = format!(
            "  - id: {id}\n    title: {}\n    severity: {severity}\n    scope: {scope}\n    needs:\n{needs}    \
             why: {}\n    fix: {}\n",
            quoted(&format!("Hold the permissions of {name}")),
            quoted("A KubiScan template lists these permissions as risky."),
            quoted("Remove the permissions wherever they are not needed."),
        );
        self.push(item, name, &entry);
    }

    /// Keeps an entry if it can hold.
    fn push(&mut self, item: &Node<'_>, name: &str, entry: &str) {
        match load(FILE, &format!("{HEADER}{entry}")) {
            Ok(_) => self.yaml.push_str(entry),
            Err(error) => {
                let reason = error.problems.first().map(|problem| problem.message.as_str());
                let reason = reason.unwrap_or_default();
                self.warn(item, format!("`{}` is left out: {reason}", name.escape_debug()));
            }
        }
    }

    fn severity(&mut self, item: &Node<'_>, priority: Option<&Node<'_>>, name: &str) -> Severity {
        let word = priority.and_then(Node::as_str).unwrap_or_default();
        let severity = match word.to_lowercase().as_str() {
            "none" => Some(Severity::Info),
            lower => Severity::parse(lower),
        };
        severity.unwrap_or_else(|| {
            let (node, name) = (priority.unwrap_or(item), name.escape_debug());
            self.warn(node, format!("`{name}` has no known priority; its severity is taken to be medium"));
            Severity::Medium
        })
    }

    /// `imported/name`, with a number if the name came before.
    fn id(&mut self, name: &str) -> String {
        let slug = slug(name);
        loop {
            let count = self.names.entry(slug.clone()).or_default();
            *count += 1;
            let numbered = match *count {
                1 => return format!("imported/{slug}"),
                count => format!("{slug}-{count}"),
            };
            if !self.names.contains_key(&numbered) {
                self.names.insert(numbered.clone(), 1);
                return format!("imported/{numbered}");
            }
        }
    }

    /// The items of `needs`; nothing if a rule can never hold, as then the whole never does.
    fn needs(&mut self, item: &Node<'_>, name: &str) -> Option<String> {
        let name = name.escape_debug();
        let rules = match item.get("rules") {
            Some(rules) => rules.as_sequence().unwrap_or(std::slice::from_ref(rules)),
            None => &[],
        };
        if rules.is_empty() {
            self.warn(item, format!("`{name}` is left out, as it has no rules"));
            return None;
        }
        let mut needs = String::new();
        for rule in rules {
            self.warn_unread(rule, &["apiGroups", "resources", "verbs", "resourceNames", "nonResourceURLs"]);
            let Some(objects) = self.objects(rule) else {
                self.warn(rule, format!("`{name}` is left out, as this rule names nothing that can be granted"));
                return None;
            };
            let verbs = strings(rule, "verbs");
            if verbs.is_empty() {
                self.warn(rule, format!("`{name}` is left out, as this rule has no verbs"));
                return None;
            }
            for verb in verbs {
                needs.push_str(&format!("      - {{verbs: {}, {objects}}}\n", list(&[verb])));
            }
        }
        Some(needs)
    }

    /// On what a rule is, as a need writes it, without what matches nothing.
    fn objects(&mut self, rule: &Node<'_>) -> Option<String> {
        let urls = strings(rule, "nonResourceURLs");
        if !urls.is_empty() {
            return Some(format!("nonResourceURLs: {}", list(&urls)));
        }
        let resources = self.sound(rule, strings(rule, "resources"), request::resource_flaw);
        let groups = self.sound(rule, strings(rule, "apiGroups"), request::group_flaw);
        let groups =
            if strings(rule, "apiGroups").is_empty() || groups == ["*"] { groups_of(&resources) } else { groups };
        if resources.is_empty() || groups.is_empty() {
            return None;
        }
        let names = strings(rule, "resourceNames");
        let objects = format!("apiGroups: {}, resources: {}", list(&groups), list(&resources));
        Some(match names.as_slice() {
            [] => objects,
            names => format!("{objects}, resourceNames: {}", list(names)),
        })
    }

    fn sound<'t>(
        &mut self,
        rule: &Node<'_>,
        texts: Vec<&'t str>,
        flaw: impl Fn(&str) -> Option<String>,
    ) -> Vec<&'t str> {
        let mut sound = Vec::new();
        for text in texts {
            match flaw(text) {
                Some(flaw) => self.warn(rule, flaw),
                None => sound.push(text),
            }
        }
        sound
    }

    fn warn_unread(&mut self, node: &Node<'_>, known: &[&str]) {
        for entry in node.as_mapping().unwrap_or_default() {
            let key = entry.key.as_str().unwrap_or_default();
            if !known.contains(&key) {
                self.warn(&entry.key, format!("the key `{}` is not used", key.escape_debug()));
            }
        }
    }
}

/// The strings of a list, or the one string that stands instead of it.
fn strings<'n>(rule: &'n Node<'_>, key: &str) -> Vec<&'n str> {
    let Some(node) = rule.get(key).filter(|node| !node.is_null()) else {
        return Vec::new();
    };
    let items = node.as_sequence().unwrap_or(std::slice::from_ref(node));
    items.iter().filter_map(Node::as_str).collect()
}

/// Lower case, words joined by hyphens.
fn slug(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric());
    let words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
    if words.is_empty() { "item".to_owned() } else { words.join("-") }
}

fn list(texts: &[&str]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", quoted.join(", "))
}

/// A string in double quotes: what JSON escapes, YAML reads.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests;
