//! Protobuf, as an API server speaks it: the same structs as for JSON, from bytes that are a fraction to read.
//!
//! Protobuf has numbers where JSON has names, and does not tell what type a field is. Both stand in tables
//! ([`schema`]), for the fields that some struct asks for; [`decode`] shows a struct a message as if it were the JSON
//! object that the API server would write for it.
//!
//! This is the quick way, and only that: what it does not know (a field of a newer server where every one counts), or
//! cannot read, is an error. Then the list is read as JSON, which knows names, and says what is wrong.

mod bytes;
mod decode;
mod fields;
mod list;
mod schema;

use std::fmt;

use serde::Deserialize;

use crate::collect::kind::Kind;

pub(in crate::collect) use list::{Head, decode_list};

/// Why bytes could not be read as what they should be.
#[derive(Debug)]
pub(in crate::collect) struct Misread(String);

impl Misread {
    fn new(why: &str) -> Self {
        Misread(why.to_owned())
    }
}

impl fmt::Display for Misread {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Misread {}

impl serde::de::Error for Misread {
    fn custom<T: fmt::Display>(why: T) -> Self {
        Misread(why.to_string())
    }
}

/// Whether objects of this kind can be read from protobuf.
pub(in crate::collect) fn is_known(kind: Kind) -> bool {
    schema::of(kind).is_some()
}

/// One object as a message.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    bytes: &'a [u8],
    message: &'static schema::Message,
}

impl<'a> Item<'a> {
    pub(super) fn decode<T: Deserialize<'a>>(self) -> Result<T, Misread> {
        T::deserialize(decode::Value::of_message(self.bytes, self.message))
    }
}

#[cfg(test)]
pub(in crate::collect) use tests::encode;

#[cfg(test)]
mod tests;
