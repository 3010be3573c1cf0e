//! Whether a scalar without quotes is a text for the YAML of the authenticator.
//!
//! Upstream: `resolve` of `gopkg.in/yaml.v2`, which is YAML 1.1 with exceptions. What is no text for it becomes a number or
//! a boolean in JSON, and that is refused where a text is due.

/// Whether it is a text, and not a number, a boolean or null.
pub(super) fn is_text(plain: &str) -> bool {
    match plain.as_bytes() {
        [] => false,
        [b'0'..=b'9' | b'+' | b'-', ..] => !is_number(&plain.replace('_', "")),
        [b'.', ..] => !(is_special(plain) || plain.parse::<f64>().is_ok()),
        _ => !is_word(plain),
    }
}

fn is_word(plain: &str) -> bool {
    const WORDS: [&str; 8] = ["y", "yes", "true", "on", "n", "no", "false", "off"];
    let lower = plain.to_ascii_lowercase();
    let mut capital = lower.clone();
    if let Some(first) = capital.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let cased = plain == lower || plain == capital || plain == lower.to_ascii_uppercase();
    plain == "~" || cased && (lower == "null" || WORDS.contains(&lower.as_str()))
}

fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    is_special(unsigned) && unsigned.eq_ignore_ascii_case(".inf") || is_integer(unsigned) || is_float(unsigned)
}

/// `strconv.ParseInt` with base 0.
fn is_integer(digits: &str) -> bool {
    let lower = digits.to_ascii_lowercase();
    let (digits, radix) = match lower.as_bytes() {
        [b'0', b'x', ..] => (lower.get(2..), 16),
        [b'0', b'o', ..] => (lower.get(2..), 8),
        [b'0', b'b', ..] => (lower.get(2..), 2),
        _ => (Some(lower.as_str()), 10),
    };
    // A leading zero makes it octal; what is no octal number is read as one with a fraction then, which is no text either.
    digits.is_some_and(|digits| u64::from_str_radix(digits, radix).is_ok() && !digits.starts_with(['+', '-']))
}

/// `[0-9]*\.?[0-9]+([eE][-+][0-9]+)?`, as `yamlStyleFloat` has it.
fn is_float(text: &str) -> bool {
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let exponent_fits = exponent.is_none_or(|exponent| exponent.strip_prefix(['+', '-']).is_some_and(all_digits));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or(("", mantissa));
    exponent_fits && all_digits(fraction) && (whole.is_empty() || all_digits(whole))
}

fn is_special(text: &str) -> bool {
    matches!(text, ".nan" | ".NaN" | ".NAN" | ".inf" | ".Inf" | ".INF")
}

#[cfg(test)]
mod tests {
    use super::is_text;

    #[test]
    fn what_go_reads_as_something_else_is_no_text() {
        for plain in [
            "",
            "~",
            "null",
            "NULL",
            "y",
            "Yes",
            "NO",
            "on",
            "Off",
            "true",
            "FALSE",
            "5",
            "-5",
            "+5",
            "1_000",
            "017",
            "012345678912",
            "089",
            "0x1F",
            "0b11",
            "0o17",
            ".5",
            "1.5",
            "1e+3",
            ".inf",
            "-.inf",
            ".NaN",
        ] {
            assert!(!is_text(plain), "{plain}");
        }
    }

    #[test]
    fn all_else_is() {
        for plain in [
            "admin",
            "yEs",
            "nULL",
            "truee",
            "1e3",
            "1.",
            "1:30",
            "2026-01-01",
            "-",
            "0x",
            "10.0.0.1",
            ".",
            "..5",
            "a5",
            "arn:aws:iam::012345678912:role/x",
            "system:masters",
            "--5",
        ] {
            assert!(is_text(plain), "{plain}");
        }
    }
}
