//! A stretch of a list's items, decoded one after the other in one pass over the text.

use serde::de::IgnoredAny;

use crate::collect::kind::Kind;
use crate::collect::wire::{Keep, Original, TypeMeta, read_json_start, read_pod_start};

use super::super::file::Outcome;
use super::super::object::{Class, classify, count_version};
use super::head::leading_type;
use super::item::{Item, Items};
use super::place::Place;

/// The version that pods have.
const POD_VERSION: &str = "v1";

/// What comes next in a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Expects {
    Item,
    /// A comma, or the end of the list.
    Separator,
}

/// A stretch of a list.
#[derive(Clone, Copy)]
pub(super) struct Chunk<'t> {
    pub(super) bytes: &'t [u8],
    pub(super) place: Place,
    pub(super) expects: Expects,
}

/// Where decoding a chunk ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stop {
    /// At this offset, where the text ends, or in the middle of what starts there.
    Short(usize, Expects),
    /// The list ends: its `]` has this offset.
    Closed(usize),
    /// No more items are to be read.
    Full,
}

/// What a chunk held.
pub(super) struct Run {
    pub(super) outcome: Outcome,
    /// How many items, readable or not.
    pub(super) items: usize,
    pub(super) stop: Stop,
}

/// What items of a list are decoded with.
#[derive(Clone, Copy)]
pub(super) struct Decoder<'f> {
    pub(super) of: Items<'f>,
    /// Whether it is known what the list says of its items.
    pub(super) typed: bool,
    /// No more items are decoded.
    pub(super) most: usize,
}

impl Decoder<'_> {
    /// Decodes a chunk. Nothing if it is no part of a JSON list, or one that needs another look.
    pub(super) fn run(self, chunk: Chunk<'_>) -> Option<Run> {
        let mut reader = Reader {
            of: self.of,
            typed: self.typed,
            text: std::str::from_utf8(chunk.bytes).ok()?,
            located: (0, chunk.place),
            known: None,
            original: None,
            run: Run { outcome: Outcome::default(), items: 0, stop: Stop::Full },
        };
        reader.run.stop = reader.read(chunk.expects, self.most)?;
        Some(reader.run)
    }
}

struct Reader<'r, 't> {
    of: Items<'r>,
    /// Whether it is known what the list says of its items.
    typed: bool,
    text: &'t str,
    /// An offset, and its place.
    located: (usize, Place),
    /// What the last object said it was.
    known: Option<(&'t str, &'t str, Kind)>,
    /// The last pod that was decoded.
    original: Option<Original<'t>>,
    run: Run,
}

/// What became of an item.
enum Next {
    /// It is that long.
    Read(usize),
    /// It goes on behind the text.
    Short,
}

impl<'t> Reader<'_, 't> {
    fn read(&mut self, mut expects: Expects, most: usize) -> Option<Stop> {
        let mut at = 0;
        loop {
            at += whitespace(self.text.as_bytes().get(at..)?);
            match (expects, self.text.as_bytes().get(at)) {
                (_, None) => return Some(Stop::Short(at, expects)),
                (Expects::Separator, Some(b',')) => {
                    expects = Expects::Item;
                    at += 1;
                }
                (Expects::Separator, Some(b']')) => return Some(Stop::Closed(at)),
                (Expects::Separator, Some(_)) => return None,
                (Expects::Item, Some(_)) if self.run.items == most => return Some(Stop::Full),
                (Expects::Item, Some(_)) => match self.item(at)? {
                    Next::Short => return Some(Stop::Short(at, expects)),
                    Next::Read(length) => {
                        self.run.items += 1;
                        expects = Expects::Separator;
                        at += length;
                    }
                },
            }
        }
    }

    fn item(&mut self, at: usize) -> Option<Next> {
        let rest = self.text.get(at..)?;
        let replica = self.original.as_ref().and_then(|pod| pod.replica(rest, &mut self.run.outcome.found));
        match replica.or_else(|| self.object(rest, at)) {
            Some(length) => Some(Next::Read(length)),
            None => self.odd_item(rest, at),
        }
    }

    /// The length of an object that is as it should be.
    fn object(&mut self, rest: &'t str, at: usize) -> Option<usize> {
        match (self.kind(rest), self.of.listed) {
            (Some((api_version, kind)), _) => {
                let length = self.object_of::<false>(rest, at, kind, api_version == POD_VERSION)?;
                count_version(&mut self.run.outcome.found, kind, api_version);
                Some(length)
            }
            (None, Some(kind)) => self.object_of::<true>(rest, at, kind, true),
            (None, None) => None,
        }
    }

    fn object_of<const LISTED: bool>(&mut self, rest: &'t str, at: usize, kind: Kind, is_plain: bool) -> Option<usize> {
        let place = kind.is_strict().then(|| self.place(at));
        let mut keep = Keep::new(&mut self.run.outcome.found, kind, self.of.file.namespace);
        keep.location = place.map(|place| self.of.location(place));
        if kind != Kind::Pod || !is_plain {
            return read_json_start::<LISTED>(rest, &mut keep);
        }
        let (length, original) = read_pod_start::<LISTED>(rest, &mut keep)?;
        self.original = original;
        Some(length)
    }

    /// The kind that an object says first of all to be, if it is one that is read.
    fn kind(&mut self, object: &'t str) -> Option<(&'t str, Kind)> {
        let (api_version, name) = leading_type(object)?;
        // Objects of a kind stand side by side.
        if let Some((_, _, kind)) = self.known.filter(|known| (known.0, known.1) == (api_version, name)) {
            return Some((api_version, kind));
        }
        let Class::Known(kind) = classify(api_version, name) else { return None };
        self.known = Some((api_version, name, kind));
        Some((api_version, kind))
    }

    /// An item that is not what most are: first its whole text is found.
    fn odd_item(&mut self, rest: &str, at: usize) -> Option<Next> {
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<IgnoredAny>();
        match values.next()? {
            Ok(_) => {}
            Err(error) if error.is_eof() => return Some(Next::Short),
            Err(_) => return None,
        }
        let text = rest.get(..values.byte_offset())?;
        // A number might go on; and what the list says behind its items may be about those that do not say their kind.
        if !text.starts_with('{') || (!self.typed && !says_kind(text)) {
            return None;
        }
        let item = Item { text, place: self.place(at) };
        self.run.outcome.faults.extend(self.of.decode(item, &mut self.run.outcome.found).err());
        Some(Next::Read(text.len()))
    }

    fn place(&mut self, at: usize) -> Place {
        let (from, place) = self.located;
        if let Some(between) = self.text.as_bytes().get(from..at) {
            self.located = (at, place.after(between));
        }
        self.located.1
    }
}

fn says_kind(object: &str) -> bool {
    serde_json::from_str::<TypeMeta<'_>>(object).is_ok_and(|meta| meta.kind.is_some())
}

/// How many characters of JSON's whitespace a text starts with.
fn whitespace(text: &[u8]) -> usize {
    text.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count()
}
