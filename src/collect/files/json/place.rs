//! Where in a file a text stands: line and column.

use memchr::{memchr, memchr_iter, memrchr, memrchr2};

/// Line and column from 1. LF, CR LF and a lone CR end a line; the column counts bytes, for a line of JSON may be as long
/// as the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::collect) struct Place {
    line: usize,
    column: usize,
}

impl Place {
    /// The beginning of a file.
    pub(super) const START: Place = Place { line: 1, column: 1 };

    /// The place behind a text that starts here. It must not end between a CR and its LF.
    pub(super) fn after(self, text: &[u8]) -> Place {
        let returns = memchr(b'\r', text).is_some();
        let last = if returns { memrchr2(b'\n', b'\r', text) } else { memrchr(b'\n', text) };
        let Some(last) = last else { return Place { column: self.column + text.len(), ..self } };
        let alone = if returns { lone_returns(text) } else { 0 };
        Place { line: self.line + memchr_iter(b'\n', text).count() + alone, column: text.len() - last }
    }

    /// As messages and locations have it.
    pub(in crate::collect) fn numbers(self) -> (u32, u32) {
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        (number(self.line), number(self.column))
    }
}

fn lone_returns(text: &[u8]) -> usize {
    memchr_iter(b'\r', text).filter(|at| text.get(at + 1) != Some(&b'\n')).count()
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn every_kind_of_line_end_counts() {
        let text = b"ab\ncd\r\ne\rf";
        for (offset, place) in [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (4, (2, 2)), (7, (3, 1)), (9, (4, 1))] {
            let (before, behind) = text.split_at(offset);
            assert_eq!(Place::START.after(before).numbers(), place);
            let end = Place::START.after(text);
            assert_eq!(Place::START.after(before).after(behind), end, "in two parts at {offset}");
        }
    }
}
