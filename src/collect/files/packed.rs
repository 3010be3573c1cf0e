//! Packed files, known by their content: gzip and zstd are unpacked within limits, archives are refused.

use std::cell::Cell;
use std::io::{self, Cursor, Read};
use std::rc::Rc;

use crate::model::Reason;

use super::bytes::{length, too_large};
use super::fault::Fault;
use super::limits::{FREE_BYTES, Limits, RATIO};

/// How a file is packed.
pub(super) enum Packing {
    Plain,
    Gzip,
    Zstd,
}

pub(super) fn packing(head: &[u8]) -> Packing {
    match head {
        [0x1f, 0x8b, ..] => Packing::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Packing::Zstd,
        _ => Packing::Plain,
    }
}

/// How large what starts like this says that it is once unpacked.
fn announced(head: &[u8], packing: &Packing) -> Option<u64> {
    match packing {
        Packing::Zstd => zstd::zstd_safe::get_frame_content_size(head).ok().flatten(),
        Packing::Plain | Packing::Gzip => None,
    }
}

/// Counts what was read of a packed stream.
struct Counted<R> {
    stream: R,
    count: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.count.set(self.count.get().saturating_add(u64::try_from(read).unwrap_or(u64::MAX)));
        Ok(read)
    }
}

/// Unpacks a stream that starts like this, as long as it stays within its limits.
pub(super) fn unpack(head: Vec<u8>, rest: impl Read, name: &str, limits: &Limits) -> Result<Vec<u8>, Fault> {
    const CHUNK: u64 = 1024 * 1024;
    let damaged = |_| Fault::of_file(name, Reason::Malformed, "the compressed data is damaged", "fetch it again");
    let packing = packing(&head);
    let announced = announced(&head, &packing).filter(|size| *size <= limits.other_bytes).unwrap_or_default();
    let stream = Cursor::new(head).chain(rest);
    let count = Rc::new(Cell::new(0));
    let mut packed = Counted { stream, count: count.clone() };
    let mut decoder: Box<dyn Read> = match packing {
        Packing::Plain => Box::new(&mut packed),
        Packing::Gzip => Box::new(flate2::read::MultiGzDecoder::new(&mut packed)),
        Packing::Zstd => Box::new(zstd::stream::read::Decoder::new(&mut packed).map_err(damaged)?),
    };
    let mut bytes = Vec::new();
    // Anybody may announce anything: what there is no room for is found out while it is unpacked.
    bytes.try_reserve_exact(usize::try_from(announced).unwrap_or_default()).unwrap_or_default();
    loop {
        let read = decoder.by_ref().take(CHUNK).read_to_end(&mut bytes).map_err(damaged)?;
        if read == 0 {
            return Ok(bytes);
        }
        if length(&bytes) > limits.other_bytes {
            return Err(too_large(name, limits.other_bytes));
        }
        if length(&bytes) > FREE_BYTES.max(count.get().saturating_mul(RATIO)) {
            let why = format!("it unpacks to more than {RATIO} times its size");
            return Err(Fault::of_file(name, Reason::TooLarge, why, "unpack it first, if you trust it"));
        }
    }
}

pub(super) fn refuse_archive(head: &[u8], name: &str) -> Result<(), Fault> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"PK\x03\x04", "a zip archive"),
        (b"PK\x05\x06", "a zip archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"Rar!\x1a\x07", "a rar archive"),
        (b"\xfd7zXZ\x00", "compressed with xz"),
        (b"BZh", "compressed with bzip2"),
    ];
    let by_magic = MAGIC.iter().find(|(magic, _)| head.starts_with(magic));
    let is_tar = head.get(257..262) == Some(b"ustar".as_slice());
    match by_magic.map(|(_, what)| *what).or(is_tar.then_some("a tar archive")) {
        Some(what) => Err(Fault::of_file(name, Reason::Malformed, format!("it is {what}"), "unpack it first")),
        None => Ok(()),
    }
}
