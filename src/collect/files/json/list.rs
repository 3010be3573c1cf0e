//! A List, piece by piece: the items of a piece are decoded from several places at once.
//!
//! Where items start is guessed (see [`Seam`]); what was decoded from a guess counts only if the items before end just
//! there. What is no sound list is given up, and read by those who can tell what is wrong with it.
//!
//! Cost: one pass over the bytes, on all cores. Memory: a piece, and what was kept.

use rayon::prelude::*;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::collect::found::Found;
use crate::collect::wire::{Items as ListItems, ListWire};

use super::super::file::{self, File, Outcome};
use super::super::object::{Class, classify};
use super::chunk::{Chunk, Expects, Run, Stop, run};
use super::head::first_item;
use super::item::Items;
use super::place::Place;
use super::seam::Seam;

/// How much is read and decoded at once.
#[derive(Clone, Copy)]
pub(super) struct Sizes {
    /// How many bytes are read at once.
    pub(super) piece: usize,
    /// Room before a piece for what the last one left over: as a rule less than an item.
    pub(super) room: usize,
    /// How many bytes one task decodes: its text and what becomes of it stay in a core's cache.
    pub(super) chunk: usize,
}

pub(super) const SIZES: Sizes = Sizes { piece: 8 * 1024 * 1024, room: 1024 * 1024, chunk: 512 * 1024 };

/// Reads a text that is one List; nothing if it is not, or if anything but single items is wrong with it.
pub(super) fn read(text: &str, file: &File<'_>) -> Option<Outcome> {
    let (mut list, start) = List::begin(text, file, SIZES.chunk)?;
    let bytes = text.as_bytes().get(start..)?;
    match list.advance(bytes)? {
        Progress::Closed(at) => list.finish(bytes.get(at..)?),
        Progress::Full => Some(list.into_outcome()),
        Progress::Open(_) => None,
    }
}

/// A list that is being read.
pub(super) struct List<'f> {
    of: Items<'f>,
    /// Whether it says before its items what they are.
    typed: bool,
    /// The text before the first item.
    head: String,
    seam: Option<Seam>,
    chunk: usize,
    /// Where it goes on.
    place: Place,
    expects: Expects,
    items: usize,
    /// What chunks held, one after the other.
    found: Vec<Found>,
    outcome: Outcome,
}

/// How far a list was read.
pub(super) enum Progress {
    /// To this offset; it goes on behind the text.
    Open(usize),
    /// To its end: its `]` has this offset.
    Closed(usize),
    /// As far as is allowed.
    Full,
}

impl<'f> List<'f> {
    /// The list that starts like this, and the offset of its first item.
    pub(super) fn begin(text: &str, file: &'f File<'f>, chunk: usize) -> Option<(Self, usize)> {
        let start = first_item(text)?;
        let (head, items) = text.split_at_checked(start)?;
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
        let place = Place::START.after(head.as_bytes());
        let list = List {
            of,
            typed,
            head: head.to_owned(),
            seam: seam(items),
            chunk,
            place,
            expects: Expects::Item,
            items: 0,
            found: Vec::new(),
            outcome: Outcome { seen: 1, ..Outcome::default() },
        };
        Some((list, start))
    }

    /// Reads on, in a text that starts where the last one was left.
    pub(super) fn advance(&mut self, text: &[u8]) -> Option<Progress> {
        let chunks = self.chunks(text);
        let (of, typed, most) = (self.of, self.typed, self.of.file.objects - self.items);
        let runs: Vec<Option<Run>> = chunks.par_iter().map(|(chunk, _)| run(of, typed, *chunk, most)).collect();
        let (mut read, mut end) = (0, 0);
        for ((chunk, behind), decoded) in chunks.iter().zip(runs) {
            end += chunk.bytes.len();
            // What one chunk left over goes on in the next, whose start then was no start of an item.
            let open = Chunk { bytes: text.get(read..end)?, place: self.place, expects: self.expects };
            let decoded = if open.is_same(chunk) { decoded? } else { run(of, typed, open, most)? };
            match self.add(open, decoded)? {
                Stop::Short(at, expects) => {
                    read += at;
                    self.place = if read == end { *behind } else { self.place.after(open.bytes.get(..at)?) };
                    self.expects = expects;
                }
                Stop::Closed(at) => return Some(Progress::Closed(read + at)),
                Stop::Full => return Some(Progress::Full),
            }
        }
        Some(Progress::Open(read))
    }

    /// Adds what a chunk held, as far as there is room for it.
    fn add(&mut self, chunk: Chunk<'_>, mut decoded: Run) -> Option<Stop> {
        let room = self.of.file.objects - self.items;
        if decoded.items > room || decoded.stop == Stop::Full {
            decoded = run(self.of, self.typed, chunk, room)?;
            decoded.outcome.faults.push(file::too_many(self.of.file));
            decoded.stop = Stop::Full;
        }
        self.items += decoded.items;
        self.found.push(decoded.outcome.found);
        self.outcome.faults.append(&mut decoded.outcome.faults);
        Some(decoded.stop)
    }

    /// Cuts a text where items may start; with each chunk the place behind it.
    fn chunks<'t>(&self, text: &'t [u8]) -> Vec<(Chunk<'t>, Place)> {
        let mut chunks = Vec::new();
        let (mut rest, mut place, mut expects) = (text, self.place, self.expects);
        while !rest.is_empty() {
            let start = self.seam.as_ref().and_then(|seam| seam.next(rest, self.chunk));
            let (bytes, behind) = rest.split_at_checked(start.unwrap_or(rest.len())).unwrap_or((rest, &[]));
            let end = place.after(bytes);
            chunks.push((Chunk { bytes, place, expects }, end));
            (rest, place, expects) = (behind, end, Expects::Item);
        }
        chunks
    }

    /// Checks what stands around the items, once they are read.
    pub(super) fn finish(self, tail: &[u8]) -> Option<Outcome> {
        let around = format!("{}{}", self.head, std::str::from_utf8(tail).ok()?);
        let mut parser = serde_json::Deserializer::from_str(&around);
        let list = ListWire::deserialize(&mut parser).ok()?;
        parser.end().ok()?;
        let class = classify(list.api_version.as_deref()?, list.kind.as_deref()?);
        let same = matches!(class, Class::List(listed) if listed == self.of.listed || !self.typed);
        (same && matches!(list.items, ListItems::Values(_))).then(|| self.into_outcome())
    }

    /// What was read, once no more is to be.
    pub(super) fn into_outcome(mut self) -> Outcome {
        self.outcome.found.extend(self.found);
        self.outcome
    }
}

/// What stands between the first two items.
fn seam(items: &str) -> Option<Seam> {
    let mut values = serde_json::Deserializer::from_str(items).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    let (first, rest) = items.split_at_checked(values.byte_offset())?;
    Seam::behind(first.as_bytes(), rest.as_bytes())
}
