//! A List, piece by piece: each core reads a piece and decodes it, while others do the same with the next ones.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::iter;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::super::file::{File, Outcome};
use super::chunk::Run;
use super::cut::{Cut, Piece};
use super::list::List;
use super::seam::Seam;

/// How many bytes are read and decoded at once: a text and what becomes of it stay in a core's cache.
const PIECE: usize = 1024 * 1024;

/// What is searched for the beginning of a list and its first item: more than any object of a cluster has.
const HEAD: u64 = 2 * 1024 * 1024;

/// Reads what is one List in JSON; nothing if it is not, or if anything but single items is wrong with it: then it has to
/// be read by those who can tell what is wrong.
pub(in crate::collect::files) fn read_list(stream: impl Read + Send, file: &File<'_>) -> io::Result<Option<Outcome>> {
    read_pieces(stream, file, PIECE)
}

/// The same of a text.
pub(super) fn read_text(text: &str, file: &File<'_>) -> Option<Outcome> {
    read_pieces(text.as_bytes(), file, PIECE.min(text.len() + 1)).ok()?
}

fn read_pieces(mut stream: impl Read + Send, file: &File<'_>, size: usize) -> io::Result<Option<Outcome>> {
    let mut head = Vec::new();
    stream.by_ref().take(HEAD).read_to_end(&mut head)?;
    let Some((list, start, seam)) = begin(&head, file) else { return Ok(None) };
    let decoder = list.decoder();
    let items = Cursor::new(head.split_off(start)).chain(stream);
    let mut cut = Cut::new(items, seam, list.place(), size);
    let joined = Mutex::new(Joined { list, next: 0, early: BTreeMap::new(), spare: Vec::new() });
    let lock = || joined.lock().unwrap_or_else(PoisonError::into_inner);
    let pieces = iter::from_fn(|| {
        let buffer = lock().spare.pop().unwrap_or_default();
        cut.next(buffer).transpose()
    });
    let read = |piece: io::Result<Piece>| {
        let piece = piece.map_err(Some)?;
        let run = decoder.run(piece.chunk());
        // No error, but nothing more to read.
        lock().add(piece, run).ok_or(None)
    };
    match pieces.par_bridge().try_for_each(read) {
        Err(Some(error)) => Err(error),
        Ok(()) | Err(None) => Ok(joined.into_inner().unwrap_or_else(PoisonError::into_inner).list.finish()),
    }
}

/// The list that starts with these bytes, the offset of its first item, and what stands between its items.
fn begin<'f>(bytes: &[u8], file: &'f File<'f>) -> Option<(List<'f>, usize, Option<Seam>)> {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    let mark = if bytes.starts_with(MARK) { MARK.len() } else { 0 };
    let valid = bytes.get(mark..)?.utf8_chunks().next()?.valid();
    let (list, start) = List::begin(valid, file)?;
    Some((list, mark + start, Seam::of(valid.get(start..)?)))
}

/// A list, and pieces of it that were decoded before those in front of them.
struct Joined<'f> {
    list: List<'f>,
    /// The piece that it goes on with.
    next: usize,
    early: BTreeMap<usize, (Piece, Option<Run>)>,
    /// Buffers that nobody needs any more.
    spare: Vec<Vec<u8>>,
}

impl Joined<'_> {
    /// Adds a piece, as soon as all in front of it are there. Nothing once no more is to be read.
    fn add(&mut self, piece: Piece, run: Option<Run>) -> Option<()> {
        self.early.insert(piece.index, (piece, run));
        while let Some((piece, run)) = self.early.remove(&self.next) {
            self.next += 1;
            self.list.add(piece.bytes(), piece.end, run)?;
            self.spare.push(piece.into_buffer());
        }
        Some(())
    }
}

#[cfg(test)]
mod tests;
