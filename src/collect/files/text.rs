//! From bytes to text: UTF-8, or UTF-16 that says so.

/// Reads bytes as text; the error says why not, with the offset. A byte order mark is left out.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, String> {
    let text = match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        _ => utf8(bytes)?,
    };
    match text.find('\0') {
        Some(offset) => Err(format!("a NUL character at offset {offset}; UTF-16 without a byte order mark?")),
        None => Ok(text),
    }
}

fn utf8(bytes: Vec<u8>) -> Result<String, String> {
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let byte = error.as_bytes().get(offset).copied().unwrap_or_default();
        format!("byte 0x{byte:02x} at offset {offset} is no UTF-8")
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(format!("half a UTF-16 character at offset {}", bytes.len() + 1));
    }
    let mut text = String::with_capacity(pairs.len());
    let mut units = 0;
    for decoded in char::decode_utf16(pairs.iter().copied().map(unit)) {
        let character = decoded.map_err(|_| format!("a lone UTF-16 surrogate at offset {}", 2 + 2 * units))?;
        units += character.len_utf16();
        text.push(character);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn what_says_what_it_is_is_read() {
        for bytes in [
            b"a\xc3\xa9".to_vec(),
            b"\xef\xbb\xbfa\xc3\xa9".to_vec(),
            b"\xff\xfea\0\xe9\0".to_vec(),
            b"\xfe\xff\0a\0\xe9".to_vec(),
        ] {
            assert_eq!(decode(bytes).unwrap(), "aé");
        }
    }

    #[test]
    fn what_does_not_is_refused_with_the_offset() {
        for (bytes, why) in [
            (b"ab\xe9c".to_vec(), "byte 0xe9 at offset 2"),
            (b"a\0b\0".to_vec(), "NUL character at offset 1"),
            (b"\xff\xfe\x00\xd8a\0".to_vec(), "surrogate at offset 2"),
            (b"\xff\xfea".to_vec(), "half a UTF-16 character at offset 2"),
        ] {
            let error = decode(bytes).unwrap_err();
            assert!(error.contains(why), "{error}");
        }
    }
}
