//! Keys by name.

/// Name, which is also the DOM's `key`; the DOM's `code`; the code of old; what it writes.
const KEYS: &[(&str, &str, u32, &str)] = &[
    ("Tab", "Tab", 9, ""),
    ("Enter", "Enter", 13, "\r"),
    ("Escape", "Escape", 27, ""),
    (" ", "Space", 32, " "),
    ("Backspace", "Backspace", 8, ""),
    ("Delete", "Delete", 46, ""),
    ("PageUp", "PageUp", 33, ""),
    ("PageDown", "PageDown", 34, ""),
    ("End", "End", 35, ""),
    ("Home", "Home", 36, ""),
    ("ArrowLeft", "ArrowLeft", 37, ""),
    ("ArrowUp", "ArrowUp", 38, ""),
    ("ArrowRight", "ArrowRight", 39, ""),
    ("ArrowDown", "ArrowDown", 40, ""),
];

/// Modifiers, with their bits in the protocol.
const MODIFIERS: &[(&str, u32)] = &[("Alt+", 1), ("Control+", 2), ("Meta+", 4), ("Shift+", 8)];

/// A key as the protocol wants it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) key: String,
    pub(super) code: String,
    pub(super) number: u32,
    pub(super) text: String,
    pub(super) modifiers: u32,
}

/// `Tab`, `Shift+Tab`, `Space`, `a`.
pub(super) fn key(name: &str) -> Key {
    let (mut rest, mut modifiers) = (name, 0);
    while let Some((shorter, bit)) = MODIFIERS.iter().find_map(|(prefix, bit)| Some((rest.strip_prefix(prefix)?, bit)))
    {
        (rest, modifiers) = (shorter, modifiers | bit);
    }
    let named = if rest == "Space" { " " } else { rest };
    if let Some((key, code, number, text)) = KEYS.iter().find(|(key, ..)| *key == named) {
        return Key { key: (*key).into(), code: (*code).into(), number: *number, text: (*text).into(), modifiers };
    }
    let mut letters = rest.chars();
    let letter = letters.next().unwrap();
    assert!(letters.next().is_none(), "no key is called {rest}");
    // With Control or Alt, a key commands and does not write.
    let text = if modifiers & 7 == 0 { rest } else { "" };
    let upper = letter.to_ascii_uppercase();
    let code = if upper.is_ascii_uppercase() { format!("Key{upper}") } else { String::new() };
    let number = if upper.is_ascii_alphanumeric() { u32::from(upper) } else { 0 };
    Key { key: rest.into(), code, number, text: text.into(), modifiers }
}
