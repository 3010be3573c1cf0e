//! The body of an answer, and in which form it is.

use super::head::Head;
use crate::collect::wire::ProtobufHead;

/// How objects are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form {
    Json,
    Protobuf,
}

/// The whole body of a good answer to a request for a list.
pub(super) struct ListBody {
    pub(super) bytes: Vec<u8>,
    pub(super) form: Form,
}

impl ListBody {
    /// Where the next page starts, as far as the beginning tells.
    pub(super) fn next(&self) -> Option<String> {
        Head::of(&self.bytes).next
    }

    /// The items, or more where they are not found.
    pub(super) fn items(&self) -> &[u8] {
        const KEY: &[u8] = b"\"items\"";
        match self.form {
            Form::Protobuf => ProtobufHead::of(&self.bytes).map_or(&self.bytes, |head| head.rest),
            Form::Json => {
                let start = self.bytes.windows(KEY.len()).position(|window| window == KEY);
                self.bytes.get(start.unwrap_or(0)..).unwrap_or_default()
            }
        }
    }
}
