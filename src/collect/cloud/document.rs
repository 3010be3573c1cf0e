//! Policy documents: as objects, as JSON in a string, or URL-encoded as the API hands them out.

use std::sync::Arc;

use percent_encoding::percent_decode_str;
use serde_json::value::RawValue;

use crate::model::cloud::{Document, PolicyDocument};

use super::value::why;

/// Reads a document, however it is written.
pub(super) fn read(raw: &RawValue) -> PolicyDocument {
    let text = raw.get();
    if !text.starts_with('"') {
        return parse(text);
    }
    let text: String = match serde_json::from_str(text) {
        Ok(text) => text,
        Err(error) => return PolicyDocument::Unreadable(why(&error).into()),
    };
    if text.trim_start().starts_with('{') {
        return parse(&text);
    }
    match percent_decode_str(&text).decode_utf8() {
        Ok(text) => parse(&text),
        Err(_) => PolicyDocument::Unreadable("it is neither JSON nor URL-encoded".into()),
    }
}

fn parse(text: &str) -> PolicyDocument {
    match serde_json::from_str::<Document>(text) {
        Ok(document) => PolicyDocument::Readable(Arc::new(document)),
        Err(error) => PolicyDocument::Unreadable(why(&error).into()),
    }
}
