//! How much input is too much.

/// What is read of files at most, and which links are followed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Bytes of a plain JSON file.
    pub json_bytes: u64,
    /// Bytes of a YAML file, and of any file once unpacked.
    pub other_bytes: u64,
    /// Objects, all files together.
    pub objects: usize,
    /// Whether a directory may link to what lies outside it.
    pub follow_symlinks: bool,
}

/// How much larger than itself a compressed file may become, beyond [`FREE_BYTES`].
pub(super) const RATIO: u64 = 200;

/// What any compressed file may become.
pub(super) const FREE_BYTES: u64 = 64 * 1024 * 1024;

/// How deep directories may nest.
pub(super) const DIRECTORY_DEPTH: usize = 64;

impl Default for Limits {
    fn default() -> Self {
        const GIB: u64 = 1024 * 1024 * 1024;
        Limits { json_bytes: 16 * GIB, other_bytes: GIB, objects: 2_000_000, follow_symlinks: false }
    }
}
