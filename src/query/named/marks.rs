//! A name as people see it (`a\\u{202e}b`), as the name that it shows. Characters that act are shown as such marks, and a
//! backslash that would look like the begin of one is doubled.

/// The name that this one shows; nothing where it holds no mark.
pub(in crate::query) fn unmarked(text: &str) -> Option<String> {
    let mut name = String::with_capacity(text.len());
    let mut rest = text;
    let mut any = false;
    while let Some((before, from)) = rest.find('\\').map(|place| rest.split_at(place)) {
        name.push_str(before);
        let behind = from.trim_start_matches('\\');
        let run = from.strip_suffix(behind).unwrap_or_default();
        let Some((character, after)) = character(behind) else {
            name.push_str(run);
            rest = behind;
            continue;
        };
        any = true;
        let (half, odd) = (run.len() / 2, run.len() % 2 == 1);
        name.extend(std::iter::repeat_n('\\', half));
        match odd {
            true => name.push(character),
            false => name.push_str(behind.strip_suffix(after).unwrap_or_default()),
        }
        rest = after;
    }
    name.push_str(rest);
    any.then_some(name)
}

/// The character of `u{202e}`, and what comes after it.
fn character(text: &str) -> Option<(char, &str)> {
    let (code, after) = text.strip_prefix("u{")?.split_once('}')?;
    Some((char::from_u32(u32::from_str_radix(code, 16).ok()?)?, after))
}

#[cfg(test)]
mod tests {
    use super::unmarked;

    #[test]
    fn a_mark_is_the_character_that_it_shows() {
        let table = [
            (r"a\u{202e}b", Some("a\u{202e}b")),
            (r"a\\u{202e}b", Some(r"a\u{202e}b")),
            (r"a\\\u{202e}b", Some("a\\\u{202e}b")),
            (r"CORP\alice", None),
            (r"CORP\\alice", None),
            (r"a\u{}", None),
            (r"a\u{110000}", None),
        ];
        for (seen, name) in table {
            assert_eq!(unmarked(seen).as_deref(), name, "{seen}");
        }
    }
}
