//! The browser's own tests.

mod incidents;
mod people;

use super::{DESKTOP, Page};

/// A page of this body, which may do anything.
fn page(body: &str) -> Page {
    Page::of_html(&format!("<!doctype html><html lang=en><title>t</title><body>{body}"), DESKTOP)
}
