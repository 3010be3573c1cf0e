//! kubescan's own snapshots: a cluster in one file, to be read by every command later or elsewhere.
//!
//! The file is zstd of lines of JSON: one that says what it is (schema, version, SHA-256 of the rest), one with the
//! [`Snapshot`] but for its large tables, and one for each stretch of a table. It is written whole or not at all,
//! readable by its owner only.

mod tables;

use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::aws_auth;
use crate::atomic::{Pending, Readers};
use crate::model::{Reason, Snapshot, SourceKind};
use tables::Rows;

const SCHEMA: &str = "kubescan/snapshot/v6";
/// The version in the schema: 6 since the large tables stand apart.
const VERSION: u32 = 6;
/// What every schema starts with.
const FAMILY: &str = "kubescan/snapshot/v";
/// What every snapshot file starts with, once unpacked.
const START: &str = "{\"schema\":\"kubescan/snapshot/";
const LEVEL: i32 = 3;

#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct Header {
    schema: String,
    kubescan: String,
    sha256: String,
    /// Whether the ConfigMap `aws-auth` was looked for: no earlier version did.
    aws_auth: bool,
}

/// Why a snapshot cannot be read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SnapshotError {
    /// Its schema is newer than this program.
    #[error("made by a newer kubescan ({0})")]
    Newer(String),
    /// Its schema is older: it lacks what this program would take for absent.
    #[error("made by an older kubescan ({0})")]
    Older(String),
    /// It is not what was written.
    #[error("it is damaged: {0}")]
    Damaged(&'static str),
}

impl SnapshotError {
    /// What to do about it.
    pub(super) fn remedy(&self) -> &'static str {
        match self {
            SnapshotError::Newer(_) => "read it with that version",
            SnapshotError::Older(_) | SnapshotError::Damaged(_) => "collect it again",
        }
    }
}

/// Why a snapshot cannot be written. The path in the message is untrusted.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The target is a directory.
    #[error("cannot write {0}: it is a directory; name a file in it")]
    Directory(PathBuf),
    /// The target is a device, a pipe or a socket.
    #[error("cannot write {0}: it is no regular file; name a file")]
    Special(PathBuf),
    /// The target is a file of somebody else.
    #[error("cannot write {0}: it exists and is no kubescan snapshot; name another file, or use --force")]
    NotOurs(PathBuf),
    /// The folder of the target does not take files.
    #[error("cannot write {path}: {cause}; name a file in a folder that exists and is writable")]
    Io {
        /// The target.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
}

/// Checks that a snapshot can be written there, before it is collected.
///
/// # Errors
/// See [`WriteError`].
pub fn check_target(path: &Path, force: bool) -> Result<(), WriteError> {
    if let Ok(link) = fs::symlink_metadata(path) {
        check_existing(path, &link, force)?;
    }
    begin(path).map(drop)
}

fn check_existing(path: &Path, link: &Metadata, force: bool) -> Result<(), WriteError> {
    // A link is replaced, not followed, but what it leads to says whose it is.
    let target = fs::metadata(path).ok();
    let meta = target.as_ref().unwrap_or(link);
    if meta.is_dir() {
        return Err(WriteError::Directory(path.to_owned()));
    }
    if !meta.is_file() && !meta.is_symlink() {
        return Err(WriteError::Special(path.to_owned()));
    }
    if !force && !is_ours(path) {
        return Err(WriteError::NotOurs(path.to_owned()));
    }
    Ok(())
}

fn is_ours(path: &Path) -> bool {
    let Ok(decoder) = File::open(path).and_then(zstd::stream::read::Decoder::new) else {
        return false;
    };
    let mut start = Vec::new();
    let limit = u64::try_from(START.len()).unwrap_or_default();
    decoder.take(limit).read_to_end(&mut start).is_ok() && start == START.as_bytes()
}

/// Writes a snapshot. What was there is replaced in one step, or stays as it is.
///
/// # Errors
/// See [`WriteError`].
pub fn write(snapshot: &Snapshot, path: &Path, force: bool) -> Result<(), WriteError> {
    check_target(path, force)?;
    let io = |cause| WriteError::Io { path: path.to_owned(), cause };
    let mut pending = begin(path)?;
    encode(snapshot, pending.file()).and_then(|()| pending.finish()).map_err(io)
}

fn begin(path: &Path) -> Result<Pending, WriteError> {
    Pending::begin(path, Readers::Owner).map_err(|cause| WriteError::Io { path: path.to_owned(), cause })
}

fn encode(snapshot: &Snapshot, file: &mut File) -> io::Result<()> {
    let body = lines(snapshot)?.join(&b'\n');
    let header = Header {
        schema: SCHEMA.to_owned(),
        kubescan: env!("CARGO_PKG_VERSION").to_owned(),
        sha256: hash(&body),
        aws_auth: true,
    };
    let mut header = serde_json::to_vec(&header)?;
    header.push(b'\n');
    let mut encoder = zstd::stream::write::Encoder::new(file, LEVEL)?;
    // Whoever reads it makes room once.
    encoder.set_pledged_src_size(u64::try_from(header.len() + body.len()).ok())?;
    encoder.write_all(&header)?;
    encoder.write_all(&body)?;
    encoder.finish()?.flush()
}

/// The snapshot as lines of JSON.
fn lines(snapshot: &Snapshot) -> serde_json::Result<Vec<Vec<u8>>> {
    let stretches = tables::stretches(snapshot);
    let stretches: serde_json::Result<Vec<Vec<u8>>> = stretches.par_iter().map(serde_json::to_vec).collect();
    let mut lines = vec![serde_json::to_vec(snapshot)?];
    lines.extend(stretches?);
    Ok(lines)
}

/// Whether an unpacked text is a snapshot, of this version or another.
pub(super) fn is_snapshot(text: &str) -> bool {
    text.starts_with(START)
}

/// Reads an unpacked snapshot.
pub(super) fn parse(text: &str) -> Result<Snapshot, SnapshotError> {
    let (header, body) = text.split_once('\n').ok_or(SnapshotError::Damaged("it has only one line"))?;
    let header: Header = serde_json::from_str(header).map_err(|_| SnapshotError::Damaged("its first line"))?;
    if header.schema != SCHEMA {
        let version = header.schema.strip_prefix(FAMILY).and_then(|version| version.parse::<u32>().ok());
        return Err(match version {
            Some(version) if version > VERSION => SnapshotError::Newer(header.schema),
            Some(version) if version < VERSION => SnapshotError::Older(header.schema),
            _ => SnapshotError::Damaged("its schema"),
        });
    }
    // One core hashes what another takes apart.
    let (read, hash) = rayon::join(|| from_lines(body), || hash(body.as_bytes()));
    if hash != header.sha256 {
        return Err(SnapshotError::Damaged("its content is not what was written"));
    }
    let mut snapshot = read.map_err(|_| SnapshotError::Damaged("its content has another shape"))?;
    // What the one who wrote it did not know of must not be taken for absent. Files seldom hold that ConfigMap.
    if !header.aws_auth && snapshot.source.kind == SourceKind::Cluster {
        let why = "The snapshot was made before kubescan read it: collect it again.";
        snapshot.gaps.push(aws_auth::gap(Reason::NotRead, why));
        snapshot.gaps.sort_unstable();
    }
    Ok(snapshot)
}

fn from_lines(body: &str) -> serde_json::Result<Snapshot> {
    let (first, rest) = body.split_once('\n').unwrap_or((body, ""));
    let mut snapshot: Snapshot = serde_json::from_str(first)?;
    let lines: Vec<&str> = rest.lines().collect();
    let rows = |line: &str| serde_json::from_str(line).map(Rows::compact);
    let stretches: serde_json::Result<Vec<Rows>> = lines.into_par_iter().map(rows).collect();
    tables::add(&mut snapshot, stretches?);
    Ok(snapshot)
}

fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
