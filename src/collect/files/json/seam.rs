//! Where items of a list may start, so that they can be decoded from several places at once.

use memchr::memmem::FinderRev;
use serde::de::IgnoredAny;

/// What stands between two items: the end of one, and the start of the next up to its first key.
///
/// The same may stand inside an item, so that where it is found is only a guess. One who decodes the items before arrives
/// there, or the guess was wrong.
pub(super) struct Seam(FinderRev<'static>);

impl Seam {
    /// What stands between the first two items of a list.
    pub(super) fn of(items: &str) -> Option<Seam> {
        let mut values = serde_json::Deserializer::from_str(items).into_iter::<IgnoredAny>();
        values.next()?.ok()?;
        let (first, rest) = items.split_at_checked(values.byte_offset())?;
        Seam::behind(first.as_bytes(), rest.as_bytes())
    }

    /// The seam behind the first item, which ends there. Nothing where no other item follows that is seen to start.
    fn behind(first: &[u8], rest: &[u8]) -> Option<Seam> {
        let end = first.last()?;
        let between = rest.trim_ascii_start().strip_prefix(b",")?.trim_ascii_start();
        let inside = between.strip_prefix(b"{")?.trim_ascii_start().strip_prefix(b"\"")?;
        let key = inside.iter().position(|byte| *byte == b'"')?;
        let length = rest.len() - inside.len() + key + 1;
        let mut seam = vec![*end];
        seam.extend_from_slice(rest.get(..length)?);
        Some(Seam(FinderRev::new(&seam).into_owned()))
    }

    /// The last place in a text, not its beginning, where an item may start.
    pub(super) fn last(&self, text: &[u8]) -> Option<usize> {
        let found = self.0.rfind(text)?;
        // The seam has one brace at its beginning, that of the item before, and one that opens.
        let brace = self.0.needle().iter().skip(1).position(|byte| *byte == b'{')?;
        Some(found + 1 + brace)
    }
}

#[cfg(test)]
mod tests {
    use super::Seam;

    #[test]
    fn it_is_where_another_item_starts() {
        let list = br#"{"a":1} , {"a":2} , {"b":3} , {"a":4}]"#;
        let (first, rest) = list.split_at(7);
        let seam = Seam::behind(first, rest).unwrap();
        let starts = [list.len(), 31, 30, 10].map(|end| seam.last(&list[..end]));
        assert_eq!(starts, [Some(30), Some(10), Some(10), None]);
        assert!(list[10..].starts_with(br#"{"a":2}"#) && list[30..].starts_with(br#"{"a":4}"#));
    }

    #[test]
    fn there_is_none_behind_the_last_item() {
        for rest in ["]", ",", ",{", ", {\"a", ",5", ""] {
            assert!(Seam::behind(b"{}", rest.as_bytes()).is_none(), "{rest}");
        }
    }
}
