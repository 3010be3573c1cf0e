//! A list as an API server wraps it: the magic number, `runtime.Unknown`, and in that the list itself.
//!
//! Upstream: `k8s.io/apimachinery/pkg/runtime/serializer/protobuf`.

use crate::collect::found::Found;
use crate::collect::kind::Kind;

use super::bytes::{Reader, Written};
use super::{Item, Misread, schema};
use crate::collect::wire::keep::Keep;
use crate::collect::wire::page::Page;
use crate::collect::wire::read::{list_of, read};

/// What every answer begins with.
const MAGIC: &[u8] = b"k8s\0";

/// Fields of `runtime.Unknown` and of the `runtime.TypeMeta` in it.
const TYPE_META: u32 = 1;
const RAW: u32 = 2;
const API_VERSION: u32 = 1;
const KIND: u32 = 2;

/// Fields of every list, of `metav1.ListMeta`, and of `metav1.Status`.
const METADATA: u32 = 1;
const ITEMS: u32 = 2;
const CONTINUE: u32 = 3;
const CODE: u32 = 6;

/// What the beginning of an answer says.
pub(in crate::collect) struct Head<'a> {
    api_version: &'a str,
    pub(in crate::collect) kind: &'a str,
    /// Where the next page starts; empty on the last one.
    pub(in crate::collect) next: &'a str,
    /// What follows the metadata of the list.
    pub(in crate::collect) rest: &'a [u8],
}

impl<'a> Head<'a> {
    /// Whether these bytes are meant to be protobuf.
    pub(in crate::collect) fn is_on(body: &[u8]) -> bool {
        body.starts_with(MAGIC)
    }

    /// Reads the beginning, which costs nothing: the items come behind.
    pub(in crate::collect) fn of(body: &'a [u8]) -> Result<Self, Misread> {
        let wrapped = body.strip_prefix(MAGIC).ok_or_else(|| Misread::new("no protobuf of Kubernetes"))?;
        let (mut head, mut raw) = (Head { api_version: "", kind: "", next: "", rest: &[] }, None);
        let mut reader = Reader::new(wrapped);
        while let Some((number, written)) = reader.next()? {
            match number {
                TYPE_META => (head.api_version, head.kind) = type_meta(written.bytes()?)?,
                RAW => raw = Some(written.bytes()?),
                _ => {}
            }
        }
        head.rest = raw.ok_or_else(|| Misread::new("an envelope without a letter"))?;
        let mut list = Reader::new(head.rest);
        if let Some(metadata) = list.next_of(METADATA)? {
            head.next = last(metadata.bytes()?, CONTINUE)?.map_or(Ok(""), Written::text)?;
            head.rest = list.rest();
        }
        Ok(head)
    }

    /// Where the next page starts, from the beginning of an answer; nothing as long as that has not come.
    pub(in crate::collect) fn next_of_beginning(body: &'a [u8]) -> Option<&'a str> {
        let mut envelope = Reader::new(body.strip_prefix(MAGIC)?);
        envelope.next_of(TYPE_META).ok()??;
        let mut list = envelope.enter(RAW).ok()?;
        let metadata = list.next_of(METADATA).ok()??.bytes().ok()?;
        last(metadata, CONTINUE).ok()??.text().ok().filter(|token| !token.is_empty())
    }

    /// The status that a `Status` stands for.
    pub(in crate::collect) fn code(&self) -> Option<u64> {
        last(self.rest, CODE).ok()??.varint().ok()
    }
}

fn type_meta(bytes: &[u8]) -> Result<(&str, &str), Misread> {
    let text = |number| last(bytes, number)?.map_or(Ok(""), Written::text);
    Ok((text(API_VERSION)?, text(KIND)?))
}

/// A field of a message; of several, the last one.
fn last(bytes: &[u8], wanted: u32) -> Result<Option<Written<'_>>, Misread> {
    let mut reader = Reader::new(bytes);
    let mut found = None;
    while let Some((number, written)) = reader.next()? {
        if number == wanted {
            found = Some(written);
        }
    }
    Ok(found)
}

/// Decodes one page of a list. Whatever is wrong, with one item even, the page has to be read in another form; what was
/// found till then is of no use.
pub(in crate::collect) fn decode_list(kind: Kind, body: &[u8], found: &mut Found) -> Result<Page, Misread> {
    let head = Head::of(body)?;
    let message = schema::of(kind).filter(|_| list_of(head.api_version, head.kind) == Some(kind));
    let message = message.ok_or_else(|| Misread::new("another list than the one that was asked for"))?;
    let mut page = Page { continue_token: None, items: 0, malformed: Vec::new() };
    page.continue_token = Some(head.next.to_owned()).filter(|token| !token.is_empty());
    let mut reader = Reader::new(head.rest);
    while let Some((number, written)) = reader.next()? {
        if number != ITEMS {
            return Err(Misread::new("a list with more than items"));
        }
        let item = Item { bytes: written.bytes()?, message };
        // A server fills in the namespace of what has one.
        let mut keep = Keep::new(found, kind, "default");
        read(item, &mut keep).map_err(|refused| Misread(refused.message))?;
        page.items += 1;
    }
    Ok(page)
}
