//! Uids that look like those of a server.

use crate::random::mix;

/// A uid that depends on the text alone.
pub(crate) fn uid(text: &str) -> String {
    let hash = |salt: u64| text.bytes().fold(salt, |sum, byte| mix(sum ^ u64::from(byte)));
    let (high, low) = (format!("{:016x}", hash(1)), format!("{:016x}", hash(2)));
    let part = |text: &str, from: usize, to: usize| text.get(from..to).unwrap_or_default().to_owned();
    [part(&high, 0, 8), part(&high, 8, 12), part(&high, 12, 16), part(&low, 0, 4), part(&low, 4, 16)].join("-")
}
