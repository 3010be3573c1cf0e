//! From a file to its bytes: only regular files, never more than the limit, unpacked by content.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read, Seek};
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt};
use std::path::Path;

use crate::model::Reason;

use super::fault::Fault;
use super::limits::Limits;
use super::packed::{Packing, packing, refuse_archive, unpack};
use super::walk::{Entry, open_fault};

/// Opening a FIFO must not wait for somebody to write to it.
#[cfg(any(target_os = "linux", target_os = "android"))]
const NON_BLOCKING: i32 = 0o4000;
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const NON_BLOCKING: i32 = 0x4;

/// How much of a file tells what is in it.
const HEAD: u64 = 64 * 1024;

/// What a file holds.
pub(super) struct Content {
    pub(super) bytes: Vec<u8>,
    /// Whether anybody on this machine can read it.
    pub(super) world_readable: bool,
}

pub(super) fn read(entry: &Entry, limits: &Limits) -> Result<Content, Fault> {
    let Some(path) = &entry.path else {
        let bytes = read_stream(io::stdin().lock(), &entry.name, limits)?;
        return Ok(Content { bytes, world_readable: false });
    };
    let (file, before) = open(path, &entry.name)?;
    let bytes = read_stream(&file, &entry.name, limits)?;
    let after = unchanged(&file, &before, &entry.name)?;
    Ok(Content { bytes, world_readable: after.mode() & 0o004 != 0 })
}

/// A large file of plain JSON, which need not be held as a whole.
pub(super) struct Large<'e> {
    name: &'e str,
    file: File,
    before: Metadata,
}

/// A file larger than this is not read as a whole if it can be helped.
const LARGE: u64 = 16 * 1024 * 1024;

/// The file, if it is a large one of plain JSON within its limit.
pub(super) fn large<'e>(entry: &'e Entry, limits: &Limits) -> Result<Option<Large<'e>>, Fault> {
    let Some(path) = &entry.path else { return Ok(None) };
    let (mut file, before) = open(path, &entry.name)?;
    if before.len() <= LARGE || before.len() > limits.json_bytes {
        return Ok(None);
    }
    let mut head = Vec::new();
    let read = file.by_ref().take(HEAD).read_to_end(&mut head).and_then(|_| file.rewind());
    read.map_err(|error| open_fault(&entry.name, &error))?;
    let plain = refuse_archive(&head, &entry.name).is_ok() && matches!(packing(&head), Packing::Plain);
    Ok((plain && looks_like_json(&head)).then_some(Large { name: &entry.name, file, before }))
}

impl Large<'_> {
    pub(super) fn stream(&self) -> impl Read + Send {
        &self.file
    }

    /// Refuses what was read of it if it is not the same any more.
    pub(super) fn check(&self) -> Result<(), Fault> {
        unchanged(&self.file, &self.before, self.name).map(drop)
    }
}

/// Refuses a file that changed while it was read.
fn unchanged(file: &File, before: &Metadata, name: &str) -> Result<Metadata, Fault> {
    let after = file.metadata().map_err(|error| open_fault(name, &error))?;
    if (before.len(), before.mtime(), before.mtime_nsec()) != (after.len(), after.mtime(), after.mtime_nsec()) {
        let why = "it changed while it was read";
        return Err(Fault::of_file(name, Reason::Torn, why, "read it when nobody writes to it"));
    }
    Ok(after)
}

fn open(path: &Path, name: &str) -> Result<(File, Metadata), Fault> {
    let opened = OpenOptions::new().read(true).custom_flags(NON_BLOCKING).open(path);
    let file = opened.map_err(|error| match std::fs::metadata(path) {
        // A socket cannot be opened at all.
        Ok(meta) if meta.file_type().is_socket() => special(name),
        _ => open_fault(name, &error),
    })?;
    let meta = file.metadata().map_err(|error| open_fault(name, &error))?;
    if meta.is_file() { Ok((file, meta)) } else { Err(special(name)) }
}

fn special(name: &str) -> Fault {
    let why = "it is no regular file but a device, a pipe or a socket";
    Fault::of_file(name, Reason::Unreadable, why, "name a file, or `-` for stdin")
}

fn read_stream(mut stream: impl Read, name: &str, limits: &Limits) -> Result<Vec<u8>, Fault> {
    let io = |error: io::Error| open_fault(name, &error);
    let mut head = Vec::new();
    stream.by_ref().take(HEAD).read_to_end(&mut head).map_err(io)?;
    refuse_archive(&head, name)?;
    if matches!(packing(&head), Packing::Plain) {
        let limit = if looks_like_json(&head) { limits.json_bytes } else { limits.other_bytes };
        let mut bytes = head;
        let rest = limit.saturating_add(1).saturating_sub(HEAD);
        stream.take(rest).read_to_end(&mut bytes).map_err(io)?;
        return if length(&bytes) > limit { Err(too_large(name, limit)) } else { Ok(bytes) };
    }
    let bytes = unpack(head, stream, name, limits)?;
    refuse_archive(&bytes, name)?;
    if !matches!(packing(&bytes), Packing::Plain) {
        let why = "it is compressed twice";
        return Err(Fault::of_file(name, Reason::Malformed, why, "unpack it first"));
    }
    Ok(bytes)
}

pub(super) fn too_large(name: &str, limit: u64) -> Fault {
    let why = format!("it is larger than the limit of {limit} bytes");
    Fault::of_file(name, Reason::TooLarge, why, "split it, or raise --max-input")
}

pub(super) fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// Whether text is JSON, by its first character: a template may start with two braces.
pub(super) fn looks_like_json(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).trim_ascii_start();
    matches!(text.first(), Some(b'{' | b'[')) && !text.starts_with(b"{{")
}
