//! The beginning of a list: enough to ask for the next page while this one is still being decoded.
//!
//! An API server writes `kind` and `metadata` before `items`, so only the first bytes are looked at; whoever writes
//! them behind is read to the end, once. In protobuf that order is fixed. What it says is a guess until the page has been decoded.

use http::StatusCode;
use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use crate::collect::wire::ProtobufHead;

/// What the beginning of a list says.
#[derive(Default)]
pub(super) struct Head {
    /// Where the next page starts.
    pub(super) next: Option<String>,
    /// The status that a `kind: Status` stands for, whatever the HTTP status says.
    pub(super) status: Option<StatusCode>,
}

impl Head {
    /// Reads the beginning; what cannot be read is missing.
    pub(super) fn of(body: &[u8]) -> Self {
        if ProtobufHead::is_on(body) {
            return ProtobufHead::of(body).map(|head| Head::of_protobuf(&head)).unwrap_or_default();
        }
        let mut seen = Seen::default();
        // Stopping early is an error to serde, so the result says nothing.
        let _ = serde_json::Deserializer::from_slice(body).deserialize_map(&mut seen);
        let disguised = seen.kind.as_deref() == Some("Status");
        Head { next: seen.next.filter(|token| !token.is_empty()), status: disguised.then(|| status(seen.code)) }
    }

    /// Where the next page starts, by what has come of a list so far; nothing as long as that is not known.
    pub(super) fn of_beginning(body: &[u8]) -> Option<String> {
        if ProtobufHead::is_on(body) {
            return ProtobufHead::next_of_beginning(body).map(str::to_owned);
        }
        Head::of(body).next
    }

    fn of_protobuf(head: &ProtobufHead<'_>) -> Self {
        let code = || head.code().and_then(|code| u16::try_from(code).ok());
        Head {
            next: Some(head.next.to_owned()).filter(|token| !token.is_empty()),
            status: (head.kind == "Status").then(|| status(code())),
        }
    }
}

fn status(code: Option<u16>) -> StatusCode {
    code.and_then(|code| StatusCode::from_u16(code).ok()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

#[derive(Default)]
struct Seen {
    kind: Option<String>,
    next: Option<String>,
    code: Option<u16>,
}

#[derive(Deserialize)]
struct Metadata {
    #[serde(rename = "continue")]
    next: Option<String>,
}

impl<'de> Visitor<'de> for &mut Seen {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "kind" => self.kind = map.next_value()?,
                "metadata" => self.next = map.next_value::<Option<Metadata>>()?.and_then(|metadata| metadata.next),
                "code" => self.code = map.next_value()?,
                "items" if self.kind.is_some() => return Err(A::Error::custom("enough")),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Head;

    #[test]
    fn the_token_is_known_before_the_items_are_read() {
        let head = Head::of(br#"{"kind":"PodList","apiVersion":"v1","metadata":{"continue":"abc"},"items":[BROKEN"#);
        assert_eq!((head.next.as_deref(), head.status), (Some("abc"), None));
        let head = Head::of(br#"{"items":[{}],"metadata":{"continue":""},"kind":"PodList"}"#);
        assert_eq!((head.next, head.status), (None, None));
    }

    #[test]
    fn the_token_is_known_before_the_page_has_come() {
        let page = br#"{"kind":"PodList","metadata":{"continue":"abc"},"items":[{"metadata":{}}]}"#;
        let told = |end: usize| Head::of_beginning(&page[..end]);
        assert_eq!(told(30), None);
        assert_eq!(told(50).as_deref(), Some("abc"), "the metadata has come");
        assert_eq!(told(page.len()).as_deref(), Some("abc"));
    }

    #[test]
    fn a_status_is_recognised_wherever_its_code_stands() {
        let head = Head::of(br#"{"kind":"Status","metadata":{"continue":"t"},"status":"Failure","code":410}"#);
        assert_eq!((head.next.as_deref(), head.status.map(|code| code.as_u16())), (Some("t"), Some(410)));
        let head = Head::of(br#"{"code":"text","kind":"Status"}"#);
        assert_eq!(head.status, None, "broken: the decoder says so");
    }
}
