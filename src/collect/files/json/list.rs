//! A List, piece by piece: its items are decoded from several places at once.
//!
//! Where items start is guessed (see [`Seam`]); what was decoded from a guess counts only if the items before end just
//! there. What is no sound list is given up, and read by those who can tell what is wrong with it.
//!
//! Cost: one pass over the bytes, on all cores. Memory: a piece for each core, and what was kept.
//!
//! [`Seam`]: super::seam::Seam

use serde::Deserialize;

use crate::collect::found::Found;
use crate::collect::wire::{Items as ListItems, ListWire};

use super::super::file::{self, File, Outcome};
use super::super::object::{Class, classify};
use super::chunk::{Chunk, Decoder, Expects, Run, Stop};
use super::head::first_item;
use super::item::Items;
use super::place::Place;

/// What may stand behind the items of a list.
const TAIL: usize = 1024 * 1024;

/// A list that is being read.
pub(super) struct List<'f> {
    decoder: Decoder<'f>,
    /// The text before the first item.
    head: String,
    /// What was read and not decoded, because it goes on.
    rest: Vec<u8>,
    /// Where that starts.
    place: Place,
    expects: Expects,
    items: usize,
    /// What pieces held, one after the other.
    found: Vec<Found>,
    outcome: Outcome,
    end: End,
}

/// Whether a list has ended.
enum End {
    Open,
    /// It has, and this stands behind its items.
    Closed(Vec<u8>),
    /// As many items were read as are allowed.
    Full,
    /// It is no sound list.
    Unsound,
}

impl<'f> List<'f> {
    /// The list that starts like this, and the offset of its first item.
    pub(super) fn begin(text: &str, file: &'f File<'f>) -> Option<(Self, usize)> {
        let start = first_item(text)?;
        let head = text.get(..start)?;
        let closed = format!("{head}]}}");
        let list: ListWire<'_> = serde_json::from_str(&closed).ok()?;
        let (typed, listed) = match (list.api_version.as_deref(), list.kind.as_deref()) {
            (Some(api_version), Some(kind)) => match classify(api_version, kind) {
                Class::List(listed) => (true, listed),
                _ => return None,
            },
            _ => (false, None),
        };
        let of = Items { file, listed, in_list: true, document: 1 };
        let list = List {
            decoder: Decoder { of, typed, most: file.objects },
            head: head.to_owned(),
            rest: Vec::new(),
            place: Place::START.after(head.as_bytes()),
            expects: Expects::Item,
            items: 0,
            found: Vec::new(),
            outcome: Outcome { seen: 1, ..Outcome::default() },
            end: End::Open,
        };
        Some((list, start))
    }

    /// What its items are decoded with.
    pub(super) fn decoder(&self) -> Decoder<'f> {
        self.decoder
    }

    /// Where it goes on.
    pub(super) fn place(&self) -> Place {
        self.place
    }

    /// Adds the next piece, which ends at a place, and what was decoded from its beginning on. Nothing once no more is to
    /// be read; what others read meanwhile is not added any more.
    pub(super) fn add(&mut self, piece: &[u8], end: Place, run: Option<Run>) -> Option<()> {
        if self.goes_on() && self.read_on(piece, end, run).is_none() {
            self.end = End::Unsound;
        }
        self.goes_on().then_some(())
    }

    fn goes_on(&self) -> bool {
        matches!(self.end, End::Open | End::Closed(_))
    }

    /// Nothing if it is no sound list.
    fn read_on(&mut self, piece: &[u8], end: Place, run: Option<Run>) -> Option<()> {
        if let End::Closed(tail) = &mut self.end {
            tail.extend_from_slice(piece);
            return (tail.len() <= TAIL).then_some(());
        }
        let mut open = std::mem::take(&mut self.rest);
        // What one piece left over goes on in the next, whose start then was no start of an item.
        let guessed = open.is_empty() && self.expects == Expects::Item;
        let bytes = if open.is_empty() {
            piece
        } else {
            open.extend_from_slice(piece);
            &open
        };
        let chunk = Chunk { bytes, place: self.place, expects: self.expects };
        let run = if guessed { run? } else { self.decoder.run(chunk)? };
        match self.keep(chunk, run)? {
            Stop::Short(at, expects) => {
                let (read, rest) = bytes.split_at_checked(at)?;
                self.place = if rest.is_empty() { end } else { self.place.after(read) };
                (self.expects, self.rest) = (expects, rest.to_owned());
            }
            Stop::Closed(at) => self.end = End::Closed(bytes.get(at..)?.to_owned()),
            Stop::Full => self.end = End::Full,
        }
        Some(())
    }

    /// Keeps what a chunk held, as far as there is room for it.
    fn keep(&mut self, chunk: Chunk<'_>, mut run: Run) -> Option<Stop> {
        let file = self.decoder.of.file;
        let room = file.objects - self.items;
        if run.items > room || run.stop == Stop::Full {
            run = Decoder { most: room, ..self.decoder }.run(chunk)?;
        }
        if run.stop == Stop::Full {
            run.outcome.faults.push(file::too_many(file));
        }
        self.items += run.items;
        self.found.push(run.outcome.found);
        self.outcome.faults.append(&mut run.outcome.faults);
        Some(run.stop)
    }

    /// What was read; nothing if it is not all of a list, or what stands around its items is not as it should be.
    pub(super) fn finish(mut self) -> Option<Outcome> {
        match &self.end {
            End::Open | End::Unsound => return None,
            End::Closed(tail) => self.check_around(tail)?,
            End::Full => {}
        }
        self.outcome.found.extend(self.found);
        Some(self.outcome)
    }

    /// Checks what stands around the items.
    fn check_around(&self, tail: &[u8]) -> Option<()> {
        let around = format!("{}{}", self.head, std::str::from_utf8(tail).ok()?);
        let mut parser = serde_json::Deserializer::from_str(&around);
        let list = ListWire::deserialize(&mut parser).ok()?;
        parser.end().ok()?;
        let class = classify(list.api_version.as_deref()?, list.kind.as_deref()?);
        let Decoder { of, typed, .. } = self.decoder;
        let same = matches!(class, Class::List(listed) if listed == of.listed || !typed);
        (same && matches!(list.items, ListItems::Values(_))).then_some(())
    }
}
