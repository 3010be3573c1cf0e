//! One page of a list, as a live API server sends it.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::collect::found::Found;
use crate::collect::listed::Listed;

use super::engines::read_engine;
use super::keep::{Keep, Refused};
use super::list::{Items, describe};
use super::params::candidate;
use super::read::{list_of, read_json};
use super::text::Text;
use super::written::Written;

/// What a page held besides its objects.
pub(in crate::collect) struct Page {
    /// Where the next page starts; nothing on the last one.
    pub(in crate::collect) continue_token: Option<String>,
    /// How many objects there were, malformed ones included.
    pub(in crate::collect) items: usize,
    /// Objects that could not be read: `namespace/name` if known, and why.
    pub(in crate::collect) malformed: Vec<(Option<String>, String)>,
}

/// Why a whole page could not be read. Says where, and never what stood there.
#[derive(Debug, thiserror::Error)]
pub(in crate::collect) enum PageError {
    /// Not JSON, or not the shape of a list.
    #[error("{0}")]
    Malformed(String),
    /// A list of something else, or no list at all.
    #[error("`{0}` where `{1}` was asked for")]
    OtherKind(String, String),
    /// A list without `items`.
    #[error("a list without `items`")]
    NoItems,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageWire<'a> {
    #[serde(borrow)]
    api_version: Option<Text<'a>>,
    kind: Option<Text<'a>>,
    metadata: Option<ListMeta>,
    #[serde(default)]
    items: Items<'a>,
}

#[derive(Deserialize)]
struct ListMeta {
    #[serde(rename = "continue")]
    continue_token: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Identity<'a> {
    #[serde(borrow)]
    metadata: Option<IdentityMeta<'a>>,
}

#[derive(Deserialize)]
struct IdentityMeta<'a> {
    #[serde(borrow)]
    namespace: Option<Text<'a>>,
    name: Option<Text<'a>>,
}

/// Decodes one page of a JSON list. One malformed item is skipped and listed; the rest is kept.
pub(in crate::collect) fn decode_page(of: &Listed, body: &[u8], found: &mut Found) -> Result<Page, PageError> {
    let text = std::str::from_utf8(body)
        .map_err(|error| PageError::Malformed(format!("no UTF-8 at byte {}", error.valid_up_to())))?;
    let list: PageWire<'_> = serde_json::from_str(text).map_err(|error| PageError::Malformed(describe(&error)))?;
    let (api_version, listed) = (list.api_version.as_deref(), list.kind.as_deref());
    if !is_list_of(of, api_version.unwrap_or_default(), listed.unwrap_or_default()) {
        let seen = listed.unwrap_or("nothing with a kind").to_owned();
        return Err(PageError::OtherKind(seen, format!("{}List", of.name())));
    }
    let items = match list.items {
        Items::Values(items) => items,
        Items::Missing => return Err(PageError::NoItems),
        Items::Other => return Err(PageError::Malformed("`items` is no list".to_owned())),
    };
    let mut page = Page {
        continue_token: list.metadata.and_then(|metadata| metadata.continue_token),
        items: items.len(),
        malformed: Vec::new(),
    };
    page.continue_token = page.continue_token.filter(|token| !token.is_empty());
    for item in items {
        if let Err(refused) = read_item(of, item.get(), found) {
            page.malformed.push((identify(item), refused.message));
        }
    }
    Ok(page)
}

fn is_list_of(of: &Listed, api_version: &str, kind: &str) -> bool {
    match of {
        Listed::Kind(known) => list_of(api_version, kind) == Some(*known),
        Listed::Params(of) | Listed::Engine(of) => {
            of.api_version == *api_version && kind.strip_suffix("List") == Some(of.kind.as_str())
        }
    }
}

fn read_item(of: &Listed, text: &str, found: &mut Found) -> Result<(), Refused> {
    // A server fills in the namespace of what has one.
    const NAMESPACE: &str = "default";
    match of {
        Listed::Kind(kind) => read_json(text, &mut Keep::new(found, *kind, NAMESPACE)),
        Listed::Engine(of) => read_engine(Written::Json(text), of.group(), &of.kind, NAMESPACE, found),
        Listed::Params(of) => {
            found.param_candidates.push(candidate(Written::Json(text), &of.api_version, &of.kind, NAMESPACE));
            Ok(())
        }
    }
}

fn identify(item: &RawValue) -> Option<String> {
    let identity: Identity<'_> = serde_json::from_str(item.get()).ok()?;
    let meta = identity.metadata?;
    let name = meta.name?;
    Some(match meta.namespace {
        Some(namespace) => format!("{}/{}", &*namespace, &*name),
        None => name.to_owned(),
    })
}
