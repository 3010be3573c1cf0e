//! How the operator table is written.

use std::collections::HashMap;

use super::{ControllerTraits, CustomKinds, GroupPattern, Operator, OperatorGift, class};
use crate::model::{Name, ResourcePattern};
use crate::template::definition::is_kebab;
use crate::template::effect::SCOPES;
use crate::template::load::{check_version, with_root};
use crate::template::reader::{Fields, Reader};
use crate::template::{EntryScope, TemplateError, request};
use crate::yaml::Node;

const FILE: &str = "operators.yaml";
const KEYS: &[&str] = &["id", "class", "kinds", "controller", "gives", "what", "settles"];

const GIFTS: [(&str, OperatorGift); 7] = [
    ("controller", OperatorGift::Controller),
    ("run-as", OperatorGift::RunAs),
    ("accounts", OperatorGift::Accounts),
    ("secrets", OperatorGift::Secrets),
    ("controller-secrets", OperatorGift::ControllerSecrets),
    ("mutation", OperatorGift::Mutation),
    ("nothing", OperatorGift::Nothing),
];

/// Reads the whole table.
pub(in crate::template) fn table(text: &str) -> Result<Vec<Operator>, TemplateError> {
    let mut reader = Reader::new(FILE);
    let operators = with_root(&mut reader, text, "the operator table", "operators", |reader, root| {
        let fields = reader.fields(root, "the operator table", &["version", "operators"])?;
        check_version(reader, &fields);
        let node = reader.required(&fields, "operators")?;
        Some(rows(reader, node))
    });
    reader.finish(operators.unwrap_or_default())
}

fn rows<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>) -> Vec<Operator> {
    let items = items(reader, node, "operators");
    let mut lines: HashMap<&str, u32> = HashMap::new();
    for id in items.iter().filter_map(|item| item.get("id")) {
        let Some(text) = id.as_str() else { continue };
        if let Some(first) = lines.insert(text, id.line()) {
            reader.wrong(id, format!("the id `{}` stands twice, first in line {first}", text.escape_debug()));
        }
    }
    items.iter().filter_map(|item| row(reader, item)).collect()
}

/// A list that must not be empty.
fn items<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>, key: &str) -> &'n [Node<'n>] {
    let items = node.as_sequence().unwrap_or_default();
    if items.is_empty() {
        reader.wrong(node, format!("`{key}` must be a list of at least one item"));
    }
    items
}

fn row<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>) -> Option<Operator> {
    let fields = reader.fields(node, "an operator", KEYS)?;
    let kinds_node = reader.required(&fields, "kinds");
    let mut kinds = Vec::new();
    for item in kinds_node.map_or(&[][..], |node| items(reader, node, "kinds")) {
        kinds.extend(custom_kinds(reader, item));
    }
    let traits = fields.get("controller").map(|node| controller(reader, node));
    let settles = fields.get("settles").map(|node| reader.text(node, "settles"));
    let gives = reader.required(&fields, "gives").and_then(|node| reader.word(node, "gift", &GIFTS));
    let class = reader.required(&fields, "class").and_then(|node| class(reader, node));
    Some(Operator {
        id: id(reader, &fields),
        kinds,
        controller: traits.unwrap_or_default(),
        what: reader.required_text(&fields, "what"),
        settles,
        class: class?,
        gives: gives?,
    })
}

fn id(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Name {
    let text = reader.required_text(fields, "id");
    if let Some(node) = fields.get("id").filter(|_| !text.is_empty() && !is_kebab(&text)) {
        reader.wrong(node, format!("the id `{}` is not in lower case with hyphens", text.escape_debug()));
    }
    reader.name(&text)
}

fn custom_kinds<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>) -> Option<CustomKinds> {
    let fields = reader.fields(node, "an item of `kinds`", &["apiGroups", "resources", "scope"])?;
    let groups = reader.required(&fields, "apiGroups");
    let resources = reader.required(&fields, "resources");
    let scope = fields.get("scope").and_then(|node| reader.word(node, "scope", SCOPES));
    Some(CustomKinds {
        api_groups: groups.map_or_else(Vec::new, |node| api_groups(reader, node)),
        resources: resources.map_or_else(Vec::new, |node| plural_names(reader, node)),
        scope: scope.unwrap_or(EntryScope::Namespace),
    })
}

fn api_groups<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>) -> Vec<GroupPattern> {
    let mut groups = Vec::new();
    for (item, text) in reader.texts(node, "apiGroups", Some("name at least one")) {
        let suffix = text.strip_prefix('*').filter(|end| end.starts_with('.'));
        let name = suffix.unwrap_or(text);
        if name.contains('*') || !name.contains('.') {
            let shown = text.escape_debug();
            reader.wrong(
                item,
                format!("`{shown}` is no group of custom resources; write `example.com` or `*.example.com`"),
            );
        }
        if let Some(flaw) = request::group_flaw(name) {
            reader.wrong(item, flaw);
        }
        let name = reader.name(name);
        groups.push(if suffix.is_some() { GroupPattern::Suffix(name) } else { GroupPattern::Exact(name) });
    }
    groups
}

fn plural_names<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>) -> Vec<ResourcePattern> {
    let mut resources = Vec::new();
    for (item, text) in reader.texts(node, "resources", Some("name at least one")) {
        if text.is_empty() || text.contains('/') {
            reader
                .wrong(item, "the table holds whole resources; write the plural name, or `\"*\"` for all of the group");
        }
        resources.push(ResourcePattern::from(reader.name(text)));
    }
    resources
}

fn controller<'n>(reader: &mut Reader<'_>, node: &'n Node<'n>) -> ControllerTraits {
    let Some(fields) = reader.fields(node, "`controller`", &["images", "containers", "accounts"]) else {
        return ControllerTraits::default();
    };
    let mut accounts = Vec::new();
    let listed = fields.get("accounts").map(|node| reader.texts(node, "accounts", Some("leave the key out")));
    for (item, text) in listed.unwrap_or_default() {
        match text.split_once('/') {
            Some((namespace, name)) => accounts.push((reader.name(namespace), reader.name(name))),
            None => reader.wrong(item, "an account is written as `NAMESPACE/NAME`"),
        }
    }
    let mut list = |key: &str| {
        let node = fields.get(key);
        node.map_or_else(Vec::new, |node| reader.names(node, key, Some("leave the key out")))
    };
    ControllerTraits { images: list("images"), containers: list("containers"), accounts }
}
