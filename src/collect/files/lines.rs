//! From an offset in a text to line and column.

/// Where the lines of a text start. LF, CR LF and a lone CR end a line.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (offset, byte) in bytes.iter().enumerate() {
            let ends = *byte == b'\n' || (*byte == b'\r' && bytes.get(offset + 1) != Some(&b'\n'));
            if ends {
                starts.push(offset + 1);
            }
        }
        Lines(starts)
    }

    /// Line and column from 1; the column counts bytes, for a line of JSON may be as long as the file.
    pub(super) fn place(&self, offset: usize) -> (u32, u32) {
        let line = self.0.partition_point(|start| *start <= offset);
        let start = self.0.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        (number(line), number(offset - start).saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn every_kind_of_line_end_counts() {
        let lines = Lines::of("ab\ncd\r\ne\rf");
        for (offset, place) in [(0, (1, 1)), (3, (2, 1)), (4, (2, 2)), (7, (3, 1)), (9, (4, 1))] {
            assert_eq!(lines.place(offset), place);
        }
    }
}
