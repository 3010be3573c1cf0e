//! JSON: one object, a List of them, or one object a line.
//!
//! A List is never built as a tree: its items are slices of the text, decoded side by side. That is what makes a dump
//! of a large cluster cheap to read.

use std::sync::OnceLock;

use rayon::prelude::*;
use serde::Deserialize;

use crate::collect::found::Found;
use crate::collect::kind::Kind;
use crate::collect::wire::{
    Items, Keep, ListWire, TypeMeta, Written, describe, explain, read_engine, read_json, shifted,
};
use crate::model::Location;

use super::fault::Fault;
use super::file::{self, File, Outcome};
use super::lines::Lines;
use super::object::{Class, FOREIGN, classify, count_unknown, count_version, group, keep_candidate};

/// How many items one task decodes.
const CHUNK: usize = 512;

/// A text, and where in it things are.
struct Page<'t> {
    text: &'t str,
    file: &'t File<'t>,
    lines: OnceLock<Lines>,
}

/// One object of the text.
struct Item<'t> {
    text: &'t str,
    /// The line of JSON lines, else 1.
    document: usize,
    /// The kind of the items of a typed list.
    listed: Option<Kind>,
    /// Whether it stands in a list.
    in_list: bool,
}

/// Reads a JSON text. An error means that it is no JSON, and nothing was read.
pub(super) fn read(text: &str, file: &File<'_>) -> Result<Outcome, Fault> {
    let page = Page { text, file, lines: OnceLock::new() };
    let mut items = Vec::new();
    let mut outcome = Outcome::default();
    let values = values(&page)?;
    outcome.seen = values.len();
    for (index, value) in values.into_iter().enumerate() {
        page.add_items(value, index + 1, &mut items, &mut outcome)?;
    }
    if items.len() > file.objects {
        items.truncate(file.objects);
        outcome.faults.push(file::too_many(file));
    }
    let parts: Vec<Outcome> = items.par_chunks(CHUNK).map(|chunk| page.decode(chunk)).collect();
    for mut part in parts {
        outcome.found.append(part.found);
        outcome.faults.append(&mut part.faults);
    }
    Ok(outcome)
}

/// The values of the text: one, or one a line.
fn values<'t>(page: &Page<'t>) -> Result<Vec<(&'t str, ListWire<'t>)>, Fault> {
    let mut parser = serde_json::Deserializer::from_str(page.text);
    let single = ListWire::deserialize(&mut parser).map_err(|error| page.broken(&error))?;
    if parser.end().is_ok() {
        return Ok(vec![(page.text, single)]);
    }
    let mut values = Vec::new();
    for line in page.text.split(['\n', '\r']).filter(|line| !line.trim_ascii().is_empty()) {
        let value = serde_json::from_str(line).map_err(|_| {
            let (line, column) = page.place(line);
            let why = "more than one value, and not one in each line";
            let mut fault = Fault::of_part("JSON", page.file.name, (line, column), why);
            fault.remedy = "put one object in each line, or all into a List";
            fault
        })?;
        values.push((line, value));
    }
    Ok(values)
}

impl<'t> Page<'t> {
    /// Line and column where a part of the text starts.
    fn place(&self, part: &str) -> (u32, u32) {
        let offset = part.as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        self.lines.get_or_init(|| Lines::of(self.text)).place(offset)
    }

    fn broken(&self, error: &serde_json::Error) -> Fault {
        let place = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        let at = (place(error.line()), place(error.column()));
        let why = describe(error);
        // The shape is wrong although it is JSON: the tree can say more, such as which key stands twice.
        let explained = if error.is_data() { explain(self.text) } else { None };
        match explained {
            Some(refused) => Fault::of_part("JSON", self.file.name, refused.place.unwrap_or(at), refused.message),
            // Another value than an object is whole JSON of something else.
            None if error.is_data() && !self.text.trim_ascii_start().starts_with('{') => {
                Fault::of_part("JSON", self.file.name, at, why).foreign()
            }
            None => Fault::of_part("JSON", self.file.name, at, why),
        }
    }

    /// Adds the objects of a value: itself, or the items of a list.
    fn add_items(
        &self,
        (text, value): (&'t str, ListWire<'t>),
        document: usize,
        items: &mut Vec<Item<'t>>,
        outcome: &mut Outcome,
    ) -> Result<(), Fault> {
        let (api_version, kind) = (value.api_version.as_deref(), value.kind.as_deref());
        let class = classify(api_version.unwrap_or_default(), kind.unwrap_or_default());
        let Class::List(listed) = class else {
            items.push(Item { text: text.trim_ascii_start(), document, listed: None, in_list: false });
            return Ok(());
        };
        let Items::Values(values) = value.items else {
            let why = "a list without a list of `items`";
            outcome.faults.push(Fault::of_part("a list", self.file.name, self.place(text), why));
            return Ok(());
        };
        items.extend(values.into_iter().map(|value| Item { text: value.get(), document, listed, in_list: true }));
        Ok(())
    }

    fn decode(&self, items: &[Item<'_>]) -> Outcome {
        let mut outcome = Outcome::default();
        for item in items {
            if let Err(fault) = self.decode_item(item, &mut outcome.found) {
                outcome.faults.push(fault);
            }
        }
        outcome
    }

    fn decode_item(&self, item: &Item<'_>, found: &mut Found) -> Result<(), Fault> {
        let Ok(meta) = serde_json::from_str::<TypeMeta<'_>>(item.text) else {
            return Err(match explain(item.text) {
                Some(refused) => {
                    let place = self.place_in(item, refused.place);
                    Fault::of_part("an object", self.file.name, place, refused.message)
                }
                None => self.fault(item, "an object", "expected an object"),
            });
        };
        let listed = item.listed.map(|kind| (kind.api_version(), kind.name()));
        let (api_version, kind) = match (&meta.kind, &listed) {
            (None, Some((api_version, kind))) => (api_version.as_str(), *kind),
            _ => (meta.api_version.as_deref().unwrap_or_default(), meta.kind.as_deref().unwrap_or_default()),
        };
        match classify(api_version, kind) {
            Class::Known(kind) => {
                self.decode_known(item, kind, found)?;
                count_version(found, kind, api_version);
            }
            Class::Engine => self.decode_engine(item, (api_version, kind), found)?,
            Class::Unknown => {
                count_unknown(found, kind);
                keep_candidate(found, Written::Json(item.text), (api_version, kind), self.file);
            }
            Class::List(_) if item.in_list => {
                return Err(self.fault(item, "a List", "a List inside a List is not read"));
            }
            Class::List(_) => {}
            Class::Foreign if !item.in_list => return Err(self.fault(item, "an object", FOREIGN).foreign()),
            Class::Foreign => return Err(self.fault(item, "an object", FOREIGN)),
            Class::Nameless(why) => return Err(self.fault(item, "an object", why)),
        }
        Ok(())
    }

    fn decode_known(&self, item: &Item<'_>, kind: Kind, found: &mut Found) -> Result<(), Fault> {
        let mut keep = Keep::new(found, kind, self.file.namespace);
        keep.location = kind.is_strict().then(|| self.location(item));
        read_json(item.text, &mut keep).map_err(|refused| {
            let place = self.place_in(item, refused.place);
            Fault::of_kind(kind, self.file.name, place, refused.message)
        })
    }

    fn decode_engine(&self, item: &Item<'_>, of: (&str, &str), found: &mut Found) -> Result<(), Fault> {
        let written = Written::Json(item.text);
        keep_candidate(found, written, of, self.file);
        read_engine(written, group(of.0), of.1, self.file.namespace, found).map_err(|refused| {
            Fault::of_part(of.1, self.file.name, self.place_in(item, refused.place), refused.message)
        })
    }

    fn location(&self, item: &Item<'_>) -> Location {
        let (line, column) = self.place(item.text);
        Location {
            file: self.file.shared.clone(),
            document: u32::try_from(item.document).unwrap_or(u32::MAX),
            line,
            column,
        }
    }

    /// A place in the text of an item, as a place in the file.
    fn place_in(&self, item: &Item<'_>, place: Option<(u32, u32)>) -> (u32, u32) {
        shifted(self.place(item.text), place.unwrap_or((1, 1)))
    }

    fn fault(&self, item: &Item<'_>, what: &str, why: &str) -> Fault {
        Fault::of_part(what, self.file.name, self.place(item.text), why)
    }
}
