//! One list, page after page: the next page is on its way while this one comes and is decoded.
//!
//! Whatever happens, what was read is kept, and how it ended is told beside it.

use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::body::{Form, ListBody};
use super::decode::decode;
use super::fault::Fault;
use super::flight::Flight;
use super::session::Session;
use super::trail::Trail;
use crate::collect::found::Found;
use crate::collect::kind::Kind;
use crate::collect::listed::Listed;
use crate::collect::wire::{Page, is_known_in_protobuf};

/// How often an expired list is read from its beginning again.
const RESTARTS: u32 = 2;

/// What may stand in a path or query as it is.
pub(super) const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// What one list brought.
#[derive(Default)]
pub(super) struct Listing {
    pub(super) found: Found,
    /// How many objects the pages had.
    pub(super) items: usize,
    /// Objects that could not be read: their name if known, and why.
    pub(super) malformed: Vec<(Option<String>, String)>,
    /// Whether the list was continued across a change.
    pub(super) torn: bool,
    /// Why it ended early, if it did.
    pub(super) fault: Option<Fault>,
}

/// Reads one list: of the whole cluster, or of one namespace. Where the server does not have it as `v1`, in an older version.
pub(super) async fn list(session: &Arc<Session>, kind: Kind, namespace: Option<&str>) -> Listing {
    let mut listing = list_version(session, kind, "v1", namespace).await;
    for version in kind.older_versions() {
        if listing.fault == Some(Fault::NotFound) {
            listing = list_version(session, kind, version, namespace).await;
        }
    }
    listing
}

async fn list_version(session: &Arc<Session>, kind: Kind, version: &str, namespace: Option<&str>) -> Listing {
    let path = match namespace {
        Some(namespace) => kind.list_path_in(version, &utf8_percent_encode(namespace, ESCAPED).to_string()),
        None => kind.list_path(version),
    };
    list_at(session, Listed::Kind(kind), &path).await
}

/// Reads the list at a path, which may have a query that narrows it.
pub(super) async fn list_at(session: &Arc<Session>, listed: Listed, path: &str) -> Listing {
    let separator = if path.contains('?') { '&' } else { '?' };
    let path = format!("{path}{separator}limit={}", session.connection.page_size);
    let form = if session.connection.protobuf { best_form(&listed) } else { Form::Json };
    let (listing, trail) = (Listing::default(), Trail::default());
    let mut pages = Pages { session, listed, path, form, listing, trail, restarts: 0 };
    pages.listing.fault = pages.read().await.err();
    pages.listing
}

/// Custom resources have no protobuf, and parameters of policies are kept as JSON.
fn best_form(listed: &Listed) -> Form {
    match listed {
        Listed::Kind(kind) if is_known_in_protobuf(*kind) => Form::Protobuf,
        _ => Form::Json,
    }
}

/// A list that is being read.
struct Pages<'a> {
    session: &'a Arc<Session>,
    listed: Listed,
    path: String,
    /// What is asked for.
    form: Form,
    listing: Listing,
    trail: Trail,
    restarts: u32,
}

impl Pages<'_> {
    /// Reads it in the best form, and if need be once more as JSON: that has the last word.
    async fn read(&mut self) -> Result<(), Fault> {
        let outcome = self.read_all().await;
        match outcome {
            Err(fault) if self.form == Form::Protobuf && fault.is_of_protobuf() => {
                self.form = Form::Json;
                self.begin();
                self.read_all().await
            }
            outcome => outcome,
        }
    }

    fn begin(&mut self) {
        self.listing = Listing::default();
        self.trail = Trail::default();
    }

    /// A page is asked for as soon as the one before it has told where it starts: while that one is still on its way, and
    /// then decoded.
    async fn read_all(&mut self) -> Result<(), Fault> {
        let mut token: Option<String> = None;
        let mut flight = self.fetch(None);
        loop {
            let announced = flight.next().await;
            let mut ahead = self.fetch_ahead(announced);
            let body = match flight.land().await {
                Ok(body) => body,
                Err(Fault::Expired(resume)) => {
                    token = self.restart(resume)?;
                    flight = self.fetch(token.as_deref());
                    continue;
                }
                Err(fault) => return Err(fault),
            };
            if ahead.is_none() {
                ahead = self.fetch_ahead(body.next());
            }
            let page = self.decode_or_fetch_again(body, token.as_deref()).await?;
            let Some(next) = self.account(page)? else { return Ok(()) };
            flight = match ahead {
                Some((guess, flight)) if guess == next => flight,
                _ => self.fetch(Some(&next)),
            };
            token = Some(next);
        }
    }

    fn fetch(&self, token: Option<&str>) -> Flight {
        let path = match token {
            Some(token) => format!("{}&continue={}", self.path, utf8_percent_encode(token, ESCAPED)),
            None => self.path.clone(),
        };
        Flight::start(self.session, path, self.form)
    }

    /// Fetches what a page promises, unless that would go in a circle. It is a guess until that page has been decoded.
    fn fetch_ahead(&self, guess: Option<String>) -> Option<(String, Flight)> {
        let guess = guess.filter(|guess| !self.trail.knows(guess))?;
        let flight = self.fetch(Some(&guess));
        Some((guess, flight))
    }

    /// Where to go on with an expired list: from the beginning, but at most twice.
    fn restart(&mut self, resume: Option<String>) -> Result<Option<String>, Fault> {
        if self.restarts < RESTARTS {
            self.restarts += 1;
            self.begin();
            return Ok(None);
        }
        match resume {
            Some(token) if !self.listing.torn => {
                self.listing.torn = true;
                Ok(Some(token))
            }
            _ => Err(Fault::Torn),
        }
    }

    /// Decodes a page. One of JSON that cannot be decoded is fetched once more: it may have been cut or garbled on its way.
    async fn decode_or_fetch_again(&mut self, body: ListBody, token: Option<&str>) -> Result<Page, Fault> {
        self.trail.notice(body.items());
        match self.decode(body).await {
            Ok(page) => return Ok(page),
            Err(fault @ Fault::Misread(_)) => return Err(fault),
            Err(_) => {}
        }
        let body = self.fetch(token).land().await?;
        self.decode(body).await
    }

    async fn decode(&mut self, body: ListBody) -> Result<Page, Fault> {
        let listing = std::mem::take(&mut self.listing);
        let (listing, page) = decode(&self.listed, body, listing).await;
        self.listing = listing;
        page
    }

    /// Counts what a page brought; gives the token of the next one.
    fn account(&mut self, page: Page) -> Result<Option<String>, Fault> {
        self.listing.items += page.items;
        self.listing.malformed.extend(page.malformed);
        if !self.session.within_limit(self.listed.resource(), page.items) {
            return Err(Fault::TooMany);
        }
        let Some(next) = page.continue_token.filter(|token| !token.is_empty()) else {
            return Ok(None);
        };
        if self.trail.follow(&next) { Ok(Some(next)) } else { Err(Fault::Loop) }
    }
}
