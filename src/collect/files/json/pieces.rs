//! A large file, read piece by piece: while one is decoded the next is on its way.

use std::io::{self, Read};

use super::super::file::{File, Outcome};
use super::list::{List, Progress, SIZES, Sizes};

/// What of the first piece is searched for the beginning of a list.
const HEAD: usize = 64 * 1024;

/// What may stand behind the items of a list.
const TAIL: usize = 1024 * 1024;

/// Reads a file that is one List in JSON; nothing if it is not, or if anything but single items is wrong with it: then it
/// has to be read as a whole.
pub(in crate::collect::files) fn read_large(stream: impl Read + Send, file: &File<'_>) -> io::Result<Option<Outcome>> {
    read_pieces(stream, file, SIZES)
}

fn read_pieces(mut stream: impl Read + Send, file: &File<'_>, sizes: Sizes) -> io::Result<Option<Outcome>> {
    let (mut piece, mut next) = (Piece::default(), Piece::default());
    piece.fill(&mut stream, sizes)?;
    let Some((mut list, start)) = begin(piece.bytes(), file, sizes) else { return Ok(None) };
    piece.start += start;
    loop {
        let (progress, filled) = rayon::join(|| list.advance(piece.bytes()), || next.fill(&mut stream, sizes));
        filled?;
        match progress {
            Some(Progress::Open(read)) if !next.bytes().is_empty() => {
                next.prepend(piece.bytes().get(read..).unwrap_or_default());
                std::mem::swap(&mut piece, &mut next);
            }
            Some(Progress::Closed(end)) => {
                let mut tail = piece.bytes().get(end..).unwrap_or_default().to_vec();
                tail.extend_from_slice(next.bytes());
                return Ok(if tail.len() <= TAIL { list.finish(&tail) } else { None });
            }
            Some(Progress::Full) => return Ok(Some(list.into_outcome())),
            // It ends in the middle of its items, or it is no sound list.
            Some(Progress::Open(_)) | None => return Ok(None),
        }
    }
}

/// The list that starts with these bytes.
fn begin<'f>(bytes: &[u8], file: &'f File<'f>, sizes: Sizes) -> Option<(List<'f>, usize)> {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    let mark = if bytes.starts_with(MARK) { MARK.len() } else { 0 };
    let head = bytes.get(mark..bytes.len().min(HEAD))?;
    let valid = head.utf8_chunks().next()?.valid();
    let (list, start) = List::begin(valid, file, sizes.chunk)?;
    Some((list, mark + start))
}

/// A part of a file.
#[derive(Default)]
struct Piece {
    /// Room first, then what was read.
    buffer: Vec<u8>,
    /// Where it starts in the buffer.
    start: usize,
}

impl Piece {
    fn bytes(&self) -> &[u8] {
        self.buffer.get(self.start..).unwrap_or_default()
    }

    /// Reads what comes next. It ends with no CR, whose LF might be the next byte.
    fn fill(&mut self, stream: &mut impl Read, sizes: Sizes) -> io::Result<()> {
        self.buffer.clear();
        self.buffer.reserve_exact(sizes.room + sizes.piece + 1);
        self.buffer.resize(sizes.room, 0);
        self.start = sizes.room;
        let piece = u64::try_from(sizes.piece).unwrap_or(u64::MAX);
        stream.by_ref().take(piece).read_to_end(&mut self.buffer)?;
        while self.buffer.last() == Some(&b'\r') && stream.by_ref().take(1).read_to_end(&mut self.buffer)? > 0 {}
        Ok(())
    }

    /// Puts before it what another one left over.
    fn prepend(&mut self, rest: &[u8]) {
        match self
            .start
            .checked_sub(rest.len())
            .and_then(|start| Some((start, self.buffer.get_mut(start..self.start)?)))
        {
            Some((start, room)) => {
                room.copy_from_slice(rest);
                self.start = start;
            }
            None => {
                self.buffer.splice(..self.start, rest.iter().copied());
                self.start = 0;
            }
        }
    }
}

#[cfg(test)]
mod tests;
