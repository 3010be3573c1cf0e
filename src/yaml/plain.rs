//! What a scalar without quotes may be read as, by YAML 1.1 or by YAML 1.2.

/// What the text is read as by either version of YAML, if not as a string by both.
pub(super) fn meaning(text: &str) -> Option<&'static str> {
    if is_null(text) {
        Some("null")
    } else if as_bool(text).is_some() || is_old_bool(text) {
        Some("a boolean")
    } else if is_number(text) {
        Some("a number")
    } else {
        None
    }
}

pub(super) fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// The value, where both versions agree that it is a boolean.
pub(super) fn as_bool(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

/// The value, where both versions agree that it is a number with a fraction or an exponent.
pub(super) fn as_float(text: &str) -> Option<f64> {
    text.parse().ok().filter(|_| is_number(text))
}

fn is_old_bool(text: &str) -> bool {
    matches!(
        text,
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" | "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF"
    )
}

fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return false;
    }
    let digits = unsigned.replace('_', "");
    is_special(&digits) || has_radix(&digits) || is_base_60(&digits) || is_decimal(&digits)
}

fn is_special(text: &str) -> bool {
    matches!(text, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN")
}

fn has_radix(text: &str) -> bool {
    let radix = |prefix, radix| {
        text.strip_prefix(prefix)
            .is_some_and(|digits| !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix)))
    };
    radix("0x", 16) || radix("0o", 8) || radix("0b", 2)
}

/// `1:30`: ninety, for YAML 1.1.
fn is_base_60(text: &str) -> bool {
    let mut parts = text.split(':');
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|digit| digit.is_ascii_digit());
    parts.next().is_some_and(all_digits)
        && text.contains(':')
        && parts.all(|part| all_digits(part) && part.parse::<u8>().is_ok_and(|value| value < 60))
}

fn is_decimal(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.strip_prefix(['-', '+']).unwrap_or(exponent)),
        None => (text, "0"),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|digit| digit.is_ascii_digit());
    digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && !exponent.is_empty()
        && digits(exponent)
}

#[cfg(test)]
mod tests {
    use super::meaning;

    #[test]
    fn what_either_version_reads_as_something_else_is_known() {
        for text in ["", "~", "null", "NULL"] {
            assert_eq!(meaning(text), Some("null"), "{text}");
        }
        for text in ["no", "n", "yes", "Y", "on", "OFF", "true", "False"] {
            assert_eq!(meaning(text), Some("a boolean"), "{text}");
        }
        for text in [
            "0", "012", "-1", "+7", "1_000", ".inf", "-.INF", ".nan", "1.", ".5", "1e3", "1.5E-3", "0x1F", "0o17",
            "0b10", "1:30", "1:30:59",
        ] {
            assert_eq!(meaning(text), Some("a number"), "{text}");
        }
    }

    #[test]
    fn ordinary_names_are_strings() {
        for text in [
            "web",
            "1.2.3",
            "v1",
            "1e",
            "0x",
            "e3",
            "-",
            ".",
            "--",
            "nO",
            "system:node:a",
            "1:60",
            "10.0.0.1",
            "1a",
            "_1",
            "*",
            "2026-01-01",
        ] {
            assert_eq!(meaning(text), None, "{text}");
        }
    }
}
