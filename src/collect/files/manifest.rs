//! YAML: documents, each an object or a List.

use crate::collect::kind::Kind;
use crate::collect::wire::{Keep, Refused, Written, read_engine, read_tree};
use crate::model::Location;
use crate::yaml::{self, Node, YamlError};

use super::fault::{CORRECT, Fault};
use super::file::{self, File, Outcome};
use super::object::{Class, FOREIGN, classify, count_version, group, keep_candidate, keep_unknown};

/// What a template language leaves in a manifest.
const TEMPLATE_MARK: &str = "{{";
const RENDER: &str = "render it first (`helm template`, `kustomize build`)";

struct Reader<'f> {
    file: &'f File<'f>,
    outcome: Outcome,
    document: u32,
    /// Whether the limit on objects is reached.
    is_full: bool,
}

/// Reads a YAML text. What is wrong with one document or object leaves the others alone.
pub(super) fn read(text: &str, file: &File<'_>) -> Outcome {
    let mut reader = Reader { file, outcome: Outcome::default(), document: 0, is_full: false };
    let mut documents = yaml::documents(text, yaml::Limits::for_text(text.len()));
    while let Some(document) = documents.next() {
        reader.document = u32::try_from(documents.number()).unwrap_or(u32::MAX);
        match document {
            Ok(document) if document.root().is_null() => {}
            Ok(document) => {
                reader.outcome.seen += 1;
                reader.object(document.root(), None, false);
            }
            Err(error) => {
                reader.outcome.seen += 1;
                reader.bad_document(&error, text);
            }
        }
    }
    if documents.number() <= 1 {
        for fault in &mut reader.outcome.faults {
            fault.document = None;
        }
    }
    reader.outcome
}

impl Reader<'_> {
    fn bad_document(&mut self, error: &YamlError, text: &str) {
        let place = (error.line, error.column);
        let mut fault = Fault::of_part("the document", self.file.name, place, error.to_string());
        if text.contains(TEMPLATE_MARK) {
            fault.why = format!("{} (it looks like a template)", fault.why);
            fault.remedy = RENDER;
        }
        self.push(fault);
    }

    fn object(&mut self, node: &Node<'_>, listed: Option<Kind>, in_list: bool) {
        if node.as_mapping().is_none() {
            return self.foreign(node, "expected an object with `apiVersion` and `kind`", in_list);
        }
        let text = |key: &str| node.get(key).and_then(Node::as_str).unwrap_or_default();
        let listed_version = listed.map(Kind::api_version).unwrap_or_default();
        let (api_version, kind) = match listed {
            Some(listed) if node.get("kind").is_none() => (listed_version.as_str(), listed.name()),
            _ => (text("apiVersion"), text("kind")),
        };
        match classify(api_version, kind) {
            Class::Known(known) => self.known(node, known, api_version),
            Class::Engine => self.engine(node, (api_version, kind)),
            Class::Unknown => self.unknown(node, (api_version, kind)),
            Class::Foreign => self.foreign(node, FOREIGN, in_list),
            Class::Nameless(why) => self.refuse(node, "an object", why),
            Class::List(_) if in_list => self.refuse(node, "a List", "a List inside a List is not read"),
            Class::List(listed) => self.list(node, listed),
        }
    }

    fn list(&mut self, node: &Node<'_>, listed: Option<Kind>) {
        match node.get("items") {
            Some(items) if items.is_null() => {}
            Some(items) => match items.as_sequence() {
                Some(items) => items.iter().for_each(|item| self.object(item, listed, true)),
                None => self.refuse(items, "a list", "`items` is no list"),
            },
            None => self.refuse(node, "a list", "a list without `items`"),
        }
    }

    fn known(&mut self, node: &Node<'_>, kind: Kind, api_version: &str) {
        if self.outcome.found.objects() >= self.file.objects {
            return self.full();
        }
        if let Some(mark) = template_mark(node, kind) {
            let why = "template syntax (`{{`) in a manifest".to_owned();
            return self.refuse_kind(kind, (mark.line(), mark.column()), why, RENDER);
        }
        let found = &mut self.outcome.found;
        let mut keep = Keep::new(found, kind, self.file.namespace);
        keep.location = kind.is_strict().then(|| Location {
            file: self.file.shared.clone(),
            document: self.document,
            line: node.line(),
            column: node.column(),
        });
        match read_tree(node, &mut keep) {
            Ok(()) => count_version(found, kind, api_version),
            Err(refused) => {
                let place = refused.place.unwrap_or((node.line(), node.column()));
                self.refuse_kind(kind, place, refused.message, CORRECT);
            }
        }
    }

    fn engine(&mut self, node: &Node<'_>, of: (&str, &str)) {
        let written = Written::Tree(node);
        let found = &mut self.outcome.found;
        keep_candidate(found, written, of, self.file);
        if let Err(refused) = read_engine(written, group(of.0), of.1, self.file.namespace, found) {
            let place = refused.place.unwrap_or((node.line(), node.column()));
            self.push(Fault::of_part(of.1, self.file.name, place, refused.message));
        }
    }

    fn unknown(&mut self, node: &Node<'_>, of: (&str, &str)) {
        let place = |refused: &Refused| refused.place.unwrap_or((node.line(), node.column()));
        let kept = keep_unknown(&mut self.outcome.found, Written::Tree(node), of, self.file, place);
        if let Err(fault) = kept {
            self.push(fault);
        }
    }

    /// Says once that the limit on objects is reached.
    fn full(&mut self) {
        if !self.is_full {
            self.is_full = true;
            self.outcome.faults.push(file::too_many(self.file));
        }
    }

    /// What says in no way that it is a Kubernetes object; in a list it was meant to be one.
    fn foreign(&mut self, node: &Node<'_>, why: &str, in_list: bool) {
        let fault = Fault::of_part("an object", self.file.name, (node.line(), node.column()), why);
        self.push(Fault { foreign: !in_list, ..fault });
    }

    fn refuse(&mut self, node: &Node<'_>, what: &str, why: &str) {
        let place = (node.line(), node.column());
        let fault = Fault::of_part(what, self.file.name, place, why);
        self.push(fault);
    }

    fn refuse_kind(&mut self, kind: Kind, place: (u32, u32), why: String, remedy: &'static str) {
        let fault = Fault::of_kind(kind, self.file.name, place, why);
        self.push(Fault { remedy, ..fault });
    }

    fn push(&mut self, fault: Fault) {
        self.outcome.faults.push(Fault { document: Some(self.document), ..fault });
    }
}

/// Where a template was not rendered: anywhere in an RBAC object, in the names of another.
fn template_mark<'n, 'a>(node: &'n Node<'a>, kind: Kind) -> Option<&'n Node<'a>> {
    if kind.is_rbac() {
        return marked(node);
    }
    let metadata = node.get("metadata")?;
    let names = ["name", "namespace"].into_iter().filter_map(|key| metadata.get(key));
    names.into_iter().find_map(marked)
}

fn marked<'n, 'a>(node: &'n Node<'a>) -> Option<&'n Node<'a>> {
    if let Some(text) = node.as_str() {
        return text.contains(TEMPLATE_MARK).then_some(node);
    }
    let items = node.as_sequence().unwrap_or_default().iter();
    let values = node.as_mapping().unwrap_or_default().iter().map(|entry| &entry.value);
    // Trees are at most 64 deep.
    items.chain(values).find_map(marked)
}
