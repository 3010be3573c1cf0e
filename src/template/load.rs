//! From the text of a template to its entries: strictly, and with every problem located.
//!
//! The text becomes a checked tree, the tree becomes entries, and a template that extends another is laid over it. Cost:
//! linear in the text.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::extension::Changes;
use super::reader::{Fields, Reader};
use super::{Entry, Mark, Method, Template, TemplateError, definition, marks, methods, shipped};
use crate::yaml::{self, Limits, Node};

/// The name of the built-in template, as `extends` and messages use it.
const BUILTIN: &str = "builtin";
const TEMPLATE: &str = "the template";
const MOST_ENTRIES: usize = 10_000;

/// The built-in template, `risky-roles.yaml`. It is read once.
#[must_use]
pub fn builtin() -> &'static Template {
    static TEMPLATE: OnceLock<Template> = OnceLock::new();
    TEMPLATE.get_or_init(|| Template {
        entries: shipped::items(shipped::ENTRIES),
        marks: marks::builtin().to_vec(),
        methods: methods::builtin().to_vec(),
    })
}

/// Reads a template. `path_name` is only for messages.
///
/// # Errors
/// When anything in it is unknown, twice, missing, of the wrong type or can never match; with all problems found.
pub fn load(path_name: &str, text: &str) -> Result<Template, TemplateError> {
    let mut reader = Reader::new(path_name);
    let read = with_root(&mut reader, text, TEMPLATE, "entries", read_user);
    let (entries, marks, methods) = read.unwrap_or_default();
    reader.finish(Template { entries, marks, methods })
}

/// Reads the entries that ship: they extend nothing, and each has examples.
#[cfg(test)]
pub(super) fn read_builtin(text: &str) -> Result<Vec<Entry>, TemplateError> {
    let mut reader = Reader::new("risky-roles.yaml");
    let entries = with_root(&mut reader, text, TEMPLATE, "entries", |reader, root| {
        let fields = reader.fields(root, TEMPLATE, &["version", "entries"])?;
        check_version(reader, &fields);
        let node = reader.required(&fields, "entries")?;
        let entries = entries(reader, node);
        for entry in entries.iter().filter(|entry| entry.hit.is_empty()) {
            reader.wrong_at(entry.line, 1, format!("`{}` lacks `examples`; add hit and miss", entry.id));
        }
        Some(entries)
    });
    reader.finish(entries.unwrap_or_default())
}

fn read_user<'n>(reader: &mut Reader<'_>, root: &'n Node<'n>) -> Option<(Vec<Entry>, Vec<Mark>, Vec<Method>)> {
    let keys = ["version", "extends", "disable", "severity", "entries", "marks", "methods"];
    let fields = reader.fields(root, TEMPLATE, &keys)?;
    check_version(reader, &fields);
    let base = base(reader, &fields);
    let own = fields.get("marks").map_or_else(Vec::new, |node| marks::read_marks(reader, node));
    let marks = marks::over(if base.is_some() { marks::builtin() } else { &[] }, own);
    let methods_of_base = if base.is_some() { methods::builtin() } else { &[] };
    let mut changes = Changes::default();
    if let (Some(base), Some(node)) = (base, fields.get("disable")) {
        changes.disable(reader, node, base, methods_of_base);
    }
    if let (Some(base), Some(node)) = (base, fields.get("severity")) {
        changes.rate(reader, node, base);
    }
    let node = match base {
        Some(_) => fields.get("entries"),
        None => reader.required(&fields, "entries"),
    };
    let own = node.map_or_else(Vec::new, |node| entries(reader, node));
    changes.check_unwritten(reader, &own);
    let own_methods = fields.get("methods").map_or_else(Vec::new, |node| methods::read_methods(reader, node));
    let methods = methods::over(methods_of_base, own_methods, |id| changes.disables(id));
    let all = changes.apply(base.unwrap_or_default(), own);
    if let (Some(_), true) = (base, all.is_empty()) {
        reader.wrong(
            fields.get("disable").unwrap_or(root),
            "nothing of the template is left; disable less or add entries",
        );
    }
    Some((all, marks, methods))
}

/// Parses the text, which must be one document, and reads its root. `what` names it, and `key` is its list.
pub(crate) fn with_root<T>(
    reader: &mut Reader<'_>,
    text: &str,
    what: &str,
    key: &str,
    read: impl for<'n> FnOnce(&mut Reader<'_>, &'n Node<'n>) -> Option<T>,
) -> Option<T> {
    let limits = Limits { aliases: 0, ..Limits::for_text(text.len()).without_merge_keys() };
    let mut documents = yaml::documents(text, limits);
    let value = match documents.next() {
        None => {
            reader.wrong_at(1, 1, format!("{what} is empty; write `version: 1` and `{key}`"));
            None
        }
        Some(Err(error)) => {
            reader.wrong_at(error.line, error.column, error.message);
            None
        }
        Some(Ok(document)) => read(reader, document.root()),
    };
    match documents.next() {
        None => {}
        Some(Ok(document)) => reader.wrong(document.root(), "a second document; a file holds one, so remove `---`"),
        Some(Err(error)) => reader.wrong_at(error.line, error.column, error.message),
    }
    value
}

/// Checks that the file is written in the format that is known here.
pub(crate) fn check_version(reader: &mut Reader<'_>, fields: &Fields<'_>) {
    let Some(node) = reader.required(fields, "version") else {
        return;
    };
    if reader.value::<u64>(node, "version").is_some_and(|version| version != 1) {
        reader.wrong(node, "unknown version of the format; write `version: 1`");
    }
}

/// The entries that `extends` names; nothing for a template of its own.
fn base<'n>(reader: &mut Reader<'_>, fields: &Fields<'n>) -> Option<&'static [Entry]> {
    let Some(node) = fields.get("extends") else {
        for key in ["disable", "severity"] {
            if let Some(node) = fields.get(key) {
                reader.wrong(node, format!("`{key}` changes a base, and there is none; add `extends: builtin`"));
            }
        }
        return None;
    };
    let known = reader.value::<&str>(node, "extends").map(|name| name == BUILTIN);
    if known == Some(false) {
        reader.wrong(node, "a template can extend the built-in one only; write `extends: builtin`");
    }
    // A bad base is taken for the built-in one, so that the rest of the file is still checked.
    Some(&builtin().entries)
}

fn entries<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>) -> Vec<Entry> {
    let Some(items) = node.as_sequence() else {
        reader.wrong(node, "`entries` must be a list; write `- id: family/name` items");
        return Vec::new();
    };
    if items.is_empty() {
        reader.wrong(node, "`entries` is empty; write at least one entry");
    }
    if items.len() > MOST_ENTRIES {
        reader.wrong(node, format!("{} entries; write at most {MOST_ENTRIES}", items.len()));
        return Vec::new();
    }
    let mut lines: HashMap<&str, u32> = HashMap::with_capacity(items.len());
    for id in items.iter().filter_map(|item| item.get("id")) {
        let Some(text) = id.as_str() else { continue };
        if let Some(first) = lines.get(text) {
            reader.wrong(
                id,
                format!(
                    "the id `{}` stands twice, first in line {first}; give each entry its own",
                    text.escape_debug()
                ),
            );
        } else {
            lines.insert(text, id.line());
        }
    }
    items.iter().filter_map(|item| definition::read(reader, item)).collect()
}
