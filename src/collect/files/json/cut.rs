//! A list cut into pieces, each from the start of an item to the start of another.

use std::io::{self, ErrorKind, Read};

use super::chunk::{Chunk, Expects};
use super::place::Place;
use super::seam::Seam;

/// Some items of a list.
pub(super) struct Piece {
    /// Which one it is.
    pub(super) index: usize,
    /// Its text, and room for what else was read.
    buffer: Vec<u8>,
    length: usize,
    place: Place,
    /// The place behind it.
    pub(super) end: Place,
}

impl Piece {
    pub(super) fn bytes(&self) -> &[u8] {
        self.buffer.get(..self.length).unwrap_or_default()
    }

    pub(super) fn chunk(&self) -> Chunk<'_> {
        Chunk { bytes: self.bytes(), place: self.place, expects: Expects::Item }
    }

    /// Its buffer, to be used again.
    pub(super) fn into_buffer(self) -> Vec<u8> {
        self.buffer
    }

    fn make_room(&mut self, length: usize) {
        if self.buffer.len() < length {
            self.buffer.resize(length, 0);
        }
    }
}

/// Cuts what a stream gives.
///
/// Who asks for a piece reads it: then its text is in the cache of the core that decodes it.
pub(super) struct Cut<R> {
    stream: R,
    seam: Option<Seam>,
    /// How many bytes a piece has as a rule.
    size: usize,
    /// What was read, and is in no piece yet.
    rest: Vec<u8>,
    place: Place,
    /// How many pieces there were.
    count: usize,
}

impl<R: Read> Cut<R> {
    /// Cuts a list whose first item is the next that a stream gives, and has that place. Without a seam it is one piece.
    pub(super) fn new(stream: R, seam: Option<Seam>, place: Place, size: usize) -> Self {
        Cut { stream, seam, size, rest: Vec::new(), place, count: 0 }
    }

    /// The next piece, in a buffer that nobody needs any more. There is none behind the last one.
    pub(super) fn next(&mut self, buffer: Vec<u8>) -> io::Result<Option<Piece>> {
        let mut piece =
            Piece { index: self.count, buffer, length: self.rest.len(), place: self.place, end: self.place };
        piece.make_room(self.size.max(self.rest.len()));
        if let Some(start) = piece.buffer.get_mut(..self.rest.len()) {
            start.copy_from_slice(&self.rest);
        }
        self.rest.clear();
        let end = loop {
            if !self.fill(&mut piece)? {
                break piece.length;
            }
            match self.seam.as_ref().and_then(|seam| seam.last(piece.bytes())) {
                Some(end) => break end,
                None => piece.make_room(piece.length.saturating_mul(2)),
            }
        };
        self.rest.extend_from_slice(piece.bytes().get(end..).unwrap_or_default());
        piece.length = end;
        piece.end = piece.place.after(piece.bytes());
        (self.place, self.count) = (piece.end, self.count + 1);
        Ok((end > 0).then_some(piece))
    }

    /// Reads until a piece has no more room; false if the stream ends before.
    fn fill(&mut self, piece: &mut Piece) -> io::Result<bool> {
        while let Some(room) = piece.buffer.get_mut(piece.length..).filter(|room| !room.is_empty()) {
            match self.stream.read(room) {
                Ok(0) => return Ok(false),
                Ok(read) => piece.length += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read};

    use super::{Cut, Place, Seam};

    /// Gives a byte at a time, and is interrupted before each.
    struct Slow(&'static [u8], bool);

    impl Read for Slow {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let length = buffer.len().min(1);
            self.0.read(&mut buffer[..length])
        }
    }

    #[test]
    fn pieces_start_with_an_item_and_are_all_of_the_list() {
        const LIST: &[u8] = b"{\"a\":1},\n{\"a\":2},\n{\"a\":3},\n{\"a\":4}]}";
        for (size, expected) in
            [(1, vec![9, 9, 18]), (14, vec![9, 9, 9, 9]), (15, vec![9, 9, 9, 9]), (24, vec![18, 18]), (1000, vec![36])]
        {
            let mut cut = Cut::new(Slow(LIST, false), Seam::of(std::str::from_utf8(LIST).unwrap()), Place::START, size);
            let pieces: Vec<_> = std::iter::from_fn(|| cut.next(Vec::new()).unwrap()).collect();
            assert_eq!(pieces.iter().map(|piece| piece.bytes().len()).collect::<Vec<_>>(), expected, "{size}");
            assert_eq!(pieces.iter().flat_map(|piece| piece.bytes()).copied().collect::<Vec<_>>(), LIST, "{size}");
            for (index, piece) in pieces.iter().enumerate() {
                let end = pieces.get(index + 1).map_or(Place::START.after(LIST), |next| next.place);
                assert_eq!((piece.index, piece.end), (index, end), "{size}");
            }
        }
    }

    #[test]
    fn without_a_seam_it_is_one_piece() {
        let mut cut = Cut::new(&b"{\"a\":1},{\"a\":2}]"[..], None, Place::START, 3);
        assert_eq!(cut.next(Vec::new()).unwrap().unwrap().bytes().len(), 16);
        assert!(cut.next(Vec::new()).unwrap().is_none());
    }
}
