//! What stands before the rest: of an object what it is, of a list all that is no item.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use crate::collect::wire::Text;

/// `apiVersion` and `kind` of an object that starts with both, as plain strings. Nothing says that it is a sound object.
pub(super) fn leading_type(object: &str) -> Option<(&str, &str)> {
    let mut rest = object.trim_ascii_start().strip_prefix('{')?;
    let (mut api_version, mut kind) = (None, None);
    while api_version.is_none() || kind.is_none() {
        let (key, behind) = plain_string(rest)?;
        let (value, behind) = plain_string(behind.trim_ascii_start().strip_prefix(':')?)?;
        match key {
            "apiVersion" => api_version = Some(value),
            "kind" => kind = Some(value),
            _ => {}
        }
        rest = behind.trim_ascii_start().strip_prefix(',').unwrap_or_default();
    }
    Some((api_version?, kind?))
}

/// A string without escapes, and what follows it.
fn plain_string(text: &str) -> Option<(&str, &str)> {
    let (string, rest) = text.trim_ascii_start().strip_prefix('"')?.split_once('"')?;
    (!string.contains('\\')).then_some((string, rest))
}

/// The offset of the first item in the text of a list, whose end need not be there: behind the `[` of `items`.
pub(super) fn first_item(list: &str) -> Option<usize> {
    let mut key = None;
    let mut parser = serde_json::Deserializer::from_str(list);
    // It ends at the key with an error, by which nobody is surprised.
    let _ = FindItems(&mut key).deserialize(&mut parser);
    let key: &str = key?;
    let behind = key.as_ptr().addr().checked_sub(list.as_ptr().addr())? + key.len();
    let rest = list.get(behind..)?.strip_prefix('"')?.trim_ascii_start().strip_prefix(':')?;
    let items = rest.trim_ascii_start().strip_prefix('[')?;
    Some(list.len() - items.len())
}

/// Looks for the key `items` of an object.
struct FindItems<'k, 'de>(&'k mut Option<&'de str>);

impl<'de> DeserializeSeed<'de> for FindItems<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for FindItems<'_, 'de> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        while let Some(key) = access.next_key::<Text<'de>>()? {
            if let Some("items") = key.borrowed() {
                *self.0 = key.borrowed();
                return Err(A::Error::custom("found"));
            }
            access.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{first_item, leading_type};

    #[test]
    fn the_type_is_known_where_it_stands_first() {
        for (object, expected) in [
            (r#"{"apiVersion":"v1","kind":"Pod","metadata":{}}"#, Some(("v1", "Pod"))),
            ("\n{ \"kind\" : \"Pod\" ,\n \"apiVersion\" : \"v1\"", Some(("v1", "Pod"))),
            (r#"{"x":"y","apiVersion":"v1","kind":"Pod"}"#, Some(("v1", "Pod"))),
            (r#"{"apiVersion":"v1","metadata":{},"kind":"Pod"}"#, None),
            (r#"{"apiVersion":"v1","kind":"P\u006fd"}"#, None),
            (r#"{"apiVersion":"v1","kind":5}"#, None),
            (r#"{"apiVersion":"v1"}"#, None),
            (r#"{"apiVersion":"v1","kind":"Po"#, None),
            ("[]", None),
        ] {
            assert_eq!(leading_type(object), expected, "{object}");
        }
    }

    #[test]
    fn items_are_found_where_they_start() {
        for (list, rest) in [
            (r#"{"apiVersion":"v1","items":[{"a":1}"#, Some(r#"{"a":1}"#)),
            (r#"{"metadata":{"items":[1]}, "items" : [ 2, 3] }"#, Some(" 2, 3] }")),
            (r#"{"items":{"a":[1]}}"#, None),
            (r#"{"apiVersion":"v1","kind":"Pod"}"#, None),
            (r#"{"it\u0065ms":[1]}"#, None),
            (r#"["items",[1]]"#, None),
            (r#"{"items""#, None),
            ("{", None),
        ] {
            assert_eq!(first_item(list).map(|offset| &list[offset..]), rest, "{list}");
        }
    }
}
