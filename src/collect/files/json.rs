//! JSON: one object, a List of them, or one object a line.
//!
//! A List is never built as a tree: its items are decoded one by one, side by side. That is what makes a dump of a large
//! cluster cheap to read.

mod chunk;
mod cut;
mod head;
mod item;
mod list;
mod pieces;
mod place;
mod seam;

use rayon::prelude::*;
use serde::Deserialize;

use crate::collect::wire::{Items as ListItems, ListWire, describe, explain};

use super::fault::Fault;
use super::file::{self, File, Outcome};
use super::object::{Class, classify};
use item::{Item, Items};
use place::Place;

pub(super) use pieces::read_list;

/// How many items one task decodes.
const CHUNK: usize = 512;

/// A text, and the file that it is all of.
struct Page<'t> {
    text: &'t str,
    file: &'t File<'t>,
}

/// One value of the text, and the line that it is, if it is one.
struct Value<'t> {
    text: &'t str,
    list: ListWire<'t>,
    document: usize,
}

/// Reads a JSON text. An error means that it is no JSON, and nothing was read.
pub(super) fn read(text: &str, file: &File<'_>) -> Result<Outcome, Fault> {
    if let Some(outcome) = pieces::read_text(text, file) {
        return Ok(outcome);
    }
    let page = Page { text, file };
    let mut items = Vec::new();
    let mut outcome = Outcome::default();
    let values = page.values()?;
    outcome.seen = values.len();
    let mut places = Places::new(text);
    for value in values {
        page.add_items(value, &mut places, &mut items, &mut outcome);
    }
    if items.len() > file.objects {
        items.truncate(file.objects);
        outcome.faults.push(file::too_many(file));
    }
    let parts: Vec<Outcome> = items.par_chunks(CHUNK).map(decode).collect();
    let (found, faults): (Vec<_>, Vec<_>) = parts.into_iter().map(|part| (part.found, part.faults)).unzip();
    outcome.found.extend(found);
    outcome.faults.extend(faults.into_iter().flatten());
    Ok(outcome)
}

fn decode(items: &[(Items<'_>, Item<'_>)]) -> Outcome {
    let mut outcome = Outcome::default();
    for (of, item) in items {
        outcome.faults.extend(of.decode(*item, &mut outcome.found).err());
    }
    outcome
}

/// The places of parts of a text, asked for from its beginning to its end.
pub(in crate::collect) struct Places<'t> {
    text: &'t str,
    at: usize,
    place: Place,
}

impl<'t> Places<'t> {
    pub(in crate::collect) fn new(text: &'t str) -> Self {
        Places { text, at: 0, place: Place::START }
    }

    /// Where a part of the text starts.
    pub(in crate::collect) fn of(&mut self, part: &str) -> Place {
        let offset = part.as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        if let Some(between) = self.text.as_bytes().get(self.at..offset) {
            (self.at, self.place) = (offset, self.place.after(between));
        }
        self.place
    }
}

impl<'t> Page<'t> {
    /// The values of the text: one, or one a line.
    fn values(&self) -> Result<Vec<Value<'t>>, Fault> {
        let mut parser = serde_json::Deserializer::from_str(self.text);
        let single = ListWire::deserialize(&mut parser).map_err(|error| self.broken(&error))?;
        if parser.end().is_ok() {
            return Ok(vec![Value { text: self.text.trim_ascii_start(), list: single, document: 1 }]);
        }
        let lines = self.text.split(['\n', '\r']).map(str::trim_ascii).filter(|line| !line.is_empty());
        let value = |(index, text)| match serde_json::from_str(text) {
            Ok(list) => Ok(Value { text, list, document: index + 1 }),
            Err(_) => Err(self.not_a_line(text)),
        };
        lines.enumerate().map(value).collect()
    }

    fn not_a_line(&self, line: &str) -> Fault {
        let place = Places::new(self.text).of(line);
        let why = "more than one value, and not one in each line";
        let mut fault = Fault::of_part("JSON", self.file.name, place.numbers(), why);
        fault.remedy = "put one object in each line, or all into a List";
        fault
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
        Value { text, list, document }: Value<'t>,
        places: &mut Places<'t>,
        items: &mut Vec<(Items<'t>, Item<'t>)>,
        outcome: &mut Outcome,
    ) {
        let (api_version, kind) = (list.api_version.as_deref(), list.kind.as_deref());
        let class = classify(api_version.unwrap_or_default(), kind.unwrap_or_default());
        let single = Items { file: self.file, listed: None, in_list: false, document };
        let place = places.of(text);
        let Class::List(listed) = class else {
            items.push((single, Item { text, place }));
            return;
        };
        let ListItems::Values(values) = list.items else {
            let why = "a list without a list of `items`";
            outcome.faults.push(Fault::of_part("a list", self.file.name, place.numbers(), why));
            return;
        };
        let of = Items { listed, in_list: true, ..single };
        let item =
            |value: &'t serde_json::value::RawValue| (of, Item { text: value.get(), place: places.of(value.get()) });
        items.extend(values.into_iter().map(item));
    }
}
