//! One object of a JSON text, decoded by what it says it is.

use crate::collect::found::Found;
use crate::collect::kind::Kind;
use crate::collect::wire::{Keep, Refused, TypeMeta, Written, explain, read_engine, read_json, shifted};
use crate::model::Location;

use super::super::fault::Fault;
use super::super::file::File;
use super::super::object::{Class, FOREIGN, classify, count_version, group, keep_candidate, keep_unknown};
use super::place::Place;

/// What is known of objects before they are decoded.
#[derive(Clone, Copy)]
pub(super) struct Items<'f> {
    pub(super) file: &'f File<'f>,
    /// The kind of the items of a typed list.
    pub(super) listed: Option<Kind>,
    /// Whether they stand in a list.
    pub(super) in_list: bool,
    /// The line of JSON lines, else 1.
    pub(super) document: usize,
}

/// The whole text of an object, and where it starts.
#[derive(Clone, Copy)]
pub(super) struct Item<'t> {
    pub(super) text: &'t str,
    pub(super) place: Place,
}

impl Items<'_> {
    pub(super) fn decode(&self, item: Item<'_>, found: &mut Found) -> Result<(), Fault> {
        let Ok(meta) = serde_json::from_str::<TypeMeta<'_>>(item.text) else {
            return Err(match explain(item.text) {
                Some(refused) => {
                    let place = item.place_in(refused.place);
                    Fault::of_part("an object", self.file.name, place, refused.message)
                }
                None => self.fault(item, "an object", "expected an object"),
            });
        };
        let listed = self.listed.map(|kind| (kind.api_version(), kind.name()));
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
                let place = |refused: &Refused| item.place_in(refused.place);
                keep_unknown(found, Written::Json(item.text), (api_version, kind), self.file, place)?;
            }
            Class::List(_) if self.in_list => {
                return Err(self.fault(item, "a List", "a List inside a List is not read"));
            }
            Class::List(_) => {}
            Class::Foreign if !self.in_list => return Err(self.fault(item, "an object", FOREIGN).foreign()),
            Class::Foreign => return Err(self.fault(item, "an object", FOREIGN)),
            Class::Nameless(why) => return Err(self.fault(item, "an object", why)),
        }
        Ok(())
    }

    fn decode_known(&self, item: Item<'_>, kind: Kind, found: &mut Found) -> Result<(), Fault> {
        let mut keep = Keep::new(found, kind, self.file.namespace);
        keep.location = kind.is_strict().then(|| self.location(item.place));
        read_json(item.text, &mut keep)
            .map_err(|refused| Fault::of_kind(kind, self.file.name, item.place_in(refused.place), refused.message))
    }

    fn decode_engine(&self, item: Item<'_>, of: (&str, &str), found: &mut Found) -> Result<(), Fault> {
        let written = Written::Json(item.text);
        keep_candidate(found, written, of, self.file);
        read_engine(written, group(of.0), of.1, self.file.namespace, found)
            .map_err(|refused| Fault::of_part(of.1, self.file.name, item.place_in(refused.place), refused.message))
    }

    pub(super) fn location(&self, place: Place) -> Location {
        let (line, column) = place.numbers();
        let document = u32::try_from(self.document).unwrap_or(u32::MAX);
        Location { file: self.file.shared.clone(), document, line, column }
    }

    fn fault(&self, item: Item<'_>, what: &str, why: &str) -> Fault {
        Fault::of_part(what, self.file.name, item.place.numbers(), why)
    }
}

impl Item<'_> {
    /// A place in its text, as a place in the file.
    fn place_in(self, place: Option<(u32, u32)>) -> (u32, u32) {
        shifted(self.place.numbers(), place.unwrap_or((1, 1)))
    }
}
