//! How methods are written.

use std::collections::HashMap;

use super::{Method, MethodGift, MethodNeed, MethodObject};
use crate::model::Name;
use crate::template::definition::is_kebab;
use crate::template::reader::{Fields, Reader};
#[cfg(test)]
use crate::template::{
    TemplateError,
    load::{check_version, with_root},
};
use crate::yaml::Node;

const KEYS: &[&str] = &["id", "title", "needs", "gives", "service", "modes"];

/// Reads a file that holds methods only.
#[cfg(test)]
pub(in crate::template) fn file(name: &str, text: &str) -> Result<Vec<Method>, TemplateError> {
    let mut reader = Reader::new(name);
    let found = with_root(&mut reader, text, "the list of methods", "methods", |reader, root| {
        let fields = reader.fields(root, "the list of methods", &["version", "methods"])?;
        check_version(reader, &fields);
        let node = reader.required(&fields, "methods")?;
        Some(methods(reader, node))
    });
    reader.finish(found.unwrap_or_default())
}

/// Reads a list of methods.
pub(in crate::template) fn methods<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>) -> Vec<Method> {
    let items = node.as_sequence().unwrap_or_default();
    if items.is_empty() {
        reader.wrong(node, "`methods` must be a list of at least one item");
    }
    let mut lines: HashMap<&str, u32> = HashMap::new();
    for id in items.iter().filter_map(|item| item.get("id")) {
        let Some(text) = id.as_str() else { continue };
        if let Some(first) = lines.insert(text, id.line()) {
            reader.wrong(id, format!("the id `{}` stands twice, first in line {first}", text.escape_debug()));
        }
    }
    items.iter().filter_map(|item| method(reader, item)).collect()
}

fn method<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>) -> Option<Method> {
    let fields = reader.fields(node, "a method", KEYS)?;
    let id = reader.required_text(&fields, "id");
    if let Some(node) = fields.get("id").filter(|_| !id.is_empty() && !is_kebab(&id)) {
        reader.wrong(node, format!("the id `{}` is not in lower case with hyphens", id.escape_debug()));
    }
    let title = reader.required_text(&fields, "title");
    let needs = reader.required(&fields, "needs").map(|node| needs(reader, node)).unwrap_or_default();
    let gives = reader.required(&fields, "gives").and_then(|node| reader.word(node, "gives", MethodGift::WORDS));
    let (service, modes) = (names(reader, &fields, "service"), names(reader, &fields, "modes"));
    Some(Method { id, title, needs, gives: gives?, service, modes })
}

fn names(reader: &mut Reader<'_>, fields: &Fields<'_>, key: &str) -> Vec<Name> {
    let node = fields.get(key);
    node.map(|node| reader.names(node, key, Some("leave the key out"))).unwrap_or_default()
}

/// `{role: [iam:PassRole], any: [lambda:CreateFunction, …]}`
fn needs<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>) -> Vec<MethodNeed> {
    let entries = node.as_mapping().unwrap_or_default();
    if entries.is_empty() {
        reader.wrong(node, "`needs` must say on what each action is asked; write `needs: {role: [iam:PassRole]}`");
    }
    let mut needs = Vec::new();
    for entry in entries {
        let on = reader.word(&entry.key, "object of `needs`", MethodObject::WORDS);
        for (item, text) in reader.texts(&entry.value, "needs", Some("name at least one action")) {
            let actions = actions(reader, item, text);
            needs.extend(on.map(|on| MethodNeed { actions, on }));
        }
    }
    needs
}

/// `iam:CreateRole`, or several with `|` between.
fn actions(reader: &mut Reader<'_>, node: &Node<'_>, text: &str) -> Vec<Name> {
    let is_word = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let mut actions = Vec::new();
    for action in text.split('|').map(str::trim) {
        match action.split_once(':') {
            Some((service, name)) if is_word(service) && is_word(name) => actions.push(reader.name(action)),
            _ => {
                let advice = "write it as IAM does, without wildcards: `iam:PassRole`";
                reader.wrong(node, format!("`{}` is no action; {advice}", action.escape_debug()));
            }
        }
    }
    actions
}
