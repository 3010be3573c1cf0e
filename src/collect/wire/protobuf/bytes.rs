//! The fields of a protobuf message, in the order in which they stand: number, and what is written there.
//!
//! Whatever the bytes are, nothing is copied, nothing is allocated, and what cannot be read is an error. The wire format:
//! <https://protobuf.dev/programming-guides/encoding/>.

use super::Misread;

/// Bytes of a message that were not looked at yet.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a>(&'a [u8]);

/// What is written for a field.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Written<'a> {
    /// A number or a boolean.
    Varint(u64),
    /// A string, bytes or a message.
    Bytes(&'a [u8]),
    /// A floating-point number, or one of fixed width; Kubernetes lists no object with one that is read.
    Fixed,
}

/// The wire types.
const VARINT: u64 = 0;
const FIXED_64: u64 = 1;
const BYTES: u64 = 2;
const FIXED_32: u64 = 5;

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Reader(bytes)
    }

    /// The next field; nothing at the end.
    pub(super) fn next(&mut self) -> Result<Option<(u32, Written<'a>)>, Misread> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let tag = self.varint()?;
        let number = u32::try_from(tag >> 3).ok().filter(|number| *number > 0);
        let number = number.ok_or_else(|| Misread::new("a field without a number"))?;
        let written = match tag & 7 {
            VARINT => Written::Varint(self.varint()?),
            BYTES => {
                let length = self.varint()?;
                Written::Bytes(self.take(length)?)
            }
            FIXED_64 => self.take(8).map(|_| Written::Fixed)?,
            FIXED_32 => self.take(4).map(|_| Written::Fixed)?,
            _ => return Err(Misread::new("a wire type that is not used")),
        };
        Ok(Some((number, written)))
    }

    /// What is written for the next field, if that has this number; otherwise it stays the next one.
    pub(super) fn next_of(&mut self, number: u32) -> Result<Option<Written<'a>>, Misread> {
        let before = *self;
        match self.next()? {
            Some((next, written)) if next == number => Ok(Some(written)),
            _ => {
                *self = before;
                Ok(None)
            }
        }
    }

    /// What has come of the message that is written for the next field, which has to have this number: less than its
    /// length says where the rest is still on its way.
    pub(super) fn enter(&mut self, number: u32) -> Result<Reader<'a>, Misread> {
        if self.varint()? != u64::from(number) << 3 | BYTES {
            return Err(Misread::new("another field"));
        }
        self.varint()?;
        Ok(Reader(self.0))
    }

    /// What was not looked at yet.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.0
    }

    fn take(&mut self, length: u64) -> Result<&'a [u8], Misread> {
        let length = usize::try_from(length).ok();
        let split = length.and_then(|length| self.0.split_at_checked(length));
        let (taken, rest) = split.ok_or_else(|| Misread::new("a message that is cut off"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn varint(&mut self) -> Result<u64, Misread> {
        let mut value = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let Some((byte, rest)) = self.0.split_first() else {
                return Err(Misread::new("a message that is cut off"));
            };
            self.0 = rest;
            let bits = u64::from(byte & 0x7f);
            // Of the tenth byte there is room for one bit.
            if bits > u64::MAX >> shift {
                break;
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(Misread::new("a number of more than 64 bits"))
    }
}

impl<'a> Written<'a> {
    /// A string, bytes or a message.
    pub(super) fn bytes(self) -> Result<&'a [u8], Misread> {
        match self {
            Written::Bytes(bytes) => Ok(bytes),
            _ => Err(Misread::new("a number where bytes are expected")),
        }
    }

    /// A string.
    pub(super) fn text(self) -> Result<&'a str, Misread> {
        std::str::from_utf8(self.bytes()?).map_err(|_| Misread::new("a string that is no UTF-8"))
    }

    /// A number or a boolean.
    pub(super) fn varint(self) -> Result<u64, Misread> {
        match self {
            Written::Varint(value) => Ok(value),
            _ => Err(Misread::new("bytes where a number is expected")),
        }
    }

    /// Whether it is what a field has that was never set.
    pub(super) fn is_empty(self) -> bool {
        matches!(self, Written::Varint(0) | Written::Bytes([]))
    }
}

#[cfg(test)]
mod tests {
    use super::{Reader, Written};

    fn fields(bytes: &[u8]) -> Result<Vec<(u32, Written<'_>)>, String> {
        let mut reader = Reader::new(bytes);
        let mut fields = Vec::new();
        while let Some(field) = reader.next().map_err(|misread| misread.to_string())? {
            fields.push(field);
        }
        Ok(fields)
    }

    #[test]
    fn fields_come_in_their_order() {
        let bytes = [8, 0x96, 1, 0x12, 2, b'h', b'i', 0x1d, 1, 2, 3, 4, 0x21, 1, 2, 3, 4, 5, 6, 7, 8];
        let expected =
            [(1, Written::Varint(150)), (2, Written::Bytes(b"hi")), (3, Written::Fixed), (4, Written::Fixed)];
        assert_eq!(fields(&bytes).unwrap(), expected);
        let most = [8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1];
        assert_eq!(fields(&most).unwrap(), [(1, Written::Varint(u64::MAX))]);
    }

    #[test]
    fn a_run_ends_where_the_number_does() {
        let mut reader = Reader::new(&[8, 1, 8, 2, 16, 3]);
        assert_eq!(reader.next_of(1).unwrap(), Some(Written::Varint(1)));
        assert_eq!(reader.next_of(1).unwrap(), Some(Written::Varint(2)));
        assert_eq!(reader.next_of(1).unwrap(), None);
        assert_eq!(reader.next().unwrap(), Some((2, Written::Varint(3))));
        assert_eq!(reader.next_of(1).unwrap(), None);
    }

    #[test]
    fn broken_bytes_are_errors() {
        for (bytes, why) in [
            (&[0x12, 5, b'h'][..], "cut off"),
            (&[0x12], "cut off"),
            (&[8, 0x80], "cut off"),
            (&[0x1d, 1, 2], "cut off"),
            (&[0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1], "cut off"),
            (&[8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2], "64 bits"),
            (&[8, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0], "64 bits"),
            (&[0], "without a number"),
            (&[0x0b], "wire type"),
            (&[0x0f], "wire type"),
        ] {
            let misread = fields(bytes).unwrap_err();
            assert!(misread.contains(why), "{bytes:?}: {misread}");
        }
    }
}
