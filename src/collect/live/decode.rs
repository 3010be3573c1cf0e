//! A page becomes objects, in whichever form it came.

use super::body::{Form, ListBody};
use super::fault::Fault;
use super::list::Listing;
use crate::collect::listed::Listed;
use crate::collect::wire::{Page, PageError, decode_list, decode_page};

/// Decodes a page on a thread where it holds up no request.
pub(super) async fn decode(listed: &Listed, body: ListBody, mut listing: Listing) -> (Listing, Result<Page, Fault>) {
    let listed = listed.clone();
    let work = tokio::task::spawn_blocking(move || {
        let page = match (&listed, body.form) {
            (Listed::Kind(kind), Form::Protobuf) => {
                let page = decode_list(*kind, &body.bytes, &mut listing.found);
                page.map_err(|misread| Fault::Misread(misread.to_string()))
            }
            _ => decode_page(&listed, &body.bytes, &mut listing.found).map_err(|error| unreadable(&error)),
        };
        (listing, page)
    });
    work.await.unwrap_or_else(|error| (Listing::default(), Err(error.into())))
}

/// A page error says where, and never what stood there.
fn unreadable(error: &PageError) -> Fault {
    Fault::Malformed(error.to_string())
}
