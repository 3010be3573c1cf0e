//! Patterns of RE2, as Go reads them, written for the `regex` crate.
//!
//! Both match in linear time and agree on nearly all; what differs is translated: classes like `\d` know only ASCII in Go,
//! escaped punctuation is literal, brackets inside of classes and half-written repetitions too. Compare Go's `regexp/syntax`.

use std::iter::Peekable;
use std::str::Chars;

use super::super::fault::{Fault, Outcome};

/// Longer patterns are not compiled.
const MAX_PATTERN: usize = 10_000;
/// What a compiled pattern may take, in bytes.
const MAX_PROGRAM: usize = 4 << 20;

/// Compiles a pattern of Go.
pub(super) fn compile(pattern: &str) -> Outcome<regex::Regex> {
    if pattern.len() > MAX_PATTERN {
        return Err(Fault::undecided("a very long pattern"));
    }
    let translated = Translation { rest: pattern.chars().peekable(), written: String::new() }.all()?;
    let built = regex::RegexBuilder::new(&translated).size_limit(MAX_PROGRAM).nest_limit(200).build();
    built.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => Fault::undecided("a pattern that grows too large"),
        _ => Fault::error("illegal regex"),
    })
}

struct Translation<'p> {
    rest: Peekable<Chars<'p>>,
    written: String,
}

impl Translation<'_> {
    fn all(mut self) -> Outcome<String> {
        let mut repeated = false;
        while let Some(character) = self.rest.next() {
            let mut repeats = false;
            match character {
                '\\' => self.escape(false)?,
                '[' => self.class()?,
                '(' => self.group()?,
                '*' | '+' | '?' => {
                    repeats = true;
                    self.written.push(character);
                }
                '{' => match self.repetition()? {
                    Some(counts) => {
                        repeats = true;
                        self.written.push_str(&counts);
                    }
                    None => self.written.push_str("\\{"),
                },
                '}' => self.written.push_str("\\}"),
                ']' => self.written.push_str("\\]"),
                other => self.written.push(other),
            }
            if repeats {
                if repeated {
                    return Err(Fault::error("illegal regex: nested repetition"));
                }
                // A lazy repetition is one operator.
                if self.rest.next_if_eq(&'?').is_some() {
                    self.written.push('?');
                }
            }
            repeated = repeats;
        }
        Ok(self.written)
    }

    /// What follows a backslash; inside of a class some have another form.
    fn escape(&mut self, in_class: bool) -> Outcome<()> {
        let Some(character) = self.rest.next() else { return Err(Fault::error("illegal regex: trailing backslash")) };
        let ascii = match (character, in_class) {
            ('d', false) => "[0-9]",
            ('D', _) => "[^0-9]",
            ('w', false) => "[0-9A-Za-z_]",
            ('W', _) => "[^0-9A-Za-z_]",
            ('s', false) => "[\\t\\n\\f\\r ]",
            ('S', _) => "[^\\t\\n\\f\\r ]",
            ('d', true) => "0-9",
            ('w', true) => "0-9A-Za-z_",
            ('s', true) => "\\t\\n\\f\\r ",
            ('b', false) => "(?-u:\\b)",
            ('Q', false) => return self.quoted(),
            ('B' | 'C', false) => return Err(Fault::undecided("a pattern with \\B or \\C")),
            ('0'..='7', _) => return Err(Fault::undecided("a pattern with an octal escape")),
            ('p' | 'P' | 'x' | 'a' | 'f' | 't' | 'n' | 'r' | 'v', _) | ('A' | 'z', false) => {
                self.written.push('\\');
                self.written.push(character);
                return Ok(());
            }
            (other, _) if other.is_ascii_punctuation() => {
                self.literal(other);
                return Ok(());
            }
            _ => return Err(Fault::error("illegal regex: unknown escape")),
        };
        self.written.push_str(ascii);
        Ok(())
    }

    /// A character that stands for itself, whatever it means elsewhere.
    fn literal(&mut self, character: char) {
        if character.is_ascii_punctuation()
            && !matches!(character, '<' | '>' | '_' | '\'' | '"' | '`' | ',' | ':' | ';' | '=' | '!' | '@' | '%' | '/')
        {
            self.written.push('\\');
        }
        self.written.push(character);
    }

    /// `\Q…\E`: all of it is literal.
    fn quoted(&mut self) -> Outcome<()> {
        while let Some(character) = self.rest.next() {
            if character == '\\' && self.rest.next_if_eq(&'E').is_some() {
                return Ok(());
            }
            self.literal(character);
        }
        Ok(())
    }

    fn class(&mut self) -> Outcome<()> {
        self.written.push('[');
        if self.rest.next_if_eq(&'^').is_some() {
            self.written.push('^');
        }
        // The first bracket is a member.
        if self.rest.next_if_eq(&']').is_some() {
            self.written.push_str("\\]");
        }
        while let Some(character) = self.rest.next() {
            match character {
                ']' => {
                    self.written.push(']');
                    return Ok(());
                }
                '\\' => self.escape(true)?,
                '[' if self.rest.peek() == Some(&':') => self.named_class()?,
                '[' | '&' | '~' => {
                    self.written.push('\\');
                    self.written.push(character);
                }
                '-' if self.rest.peek() == Some(&'-') => return Err(Fault::undecided("a pattern with -- in a class")),
                other => self.written.push(other),
            }
        }
        Err(Fault::error("illegal regex: missing ]"))
    }

    /// `[:alpha:]`, which both know.
    fn named_class(&mut self) -> Outcome<()> {
        self.written.push('[');
        for character in self.rest.by_ref() {
            self.written.push(character);
            if character == ']' {
                return Ok(());
            }
            if !(character.is_ascii_lowercase() || matches!(character, ':' | '^')) {
                return Err(Fault::undecided("a pattern with [: in a class"));
            }
        }
        Err(Fault::error("illegal regex: missing ]"))
    }

    /// Groups are the same, but for flags that only one of both knows.
    fn group(&mut self) -> Outcome<()> {
        self.written.push('(');
        if self.rest.next_if_eq(&'?').is_none() {
            return Ok(());
        }
        self.written.push('?');
        for character in self.rest.by_ref() {
            self.written.push(character);
            match character {
                'i' | 'm' | 's' | 'U' | '-' => {}
                ':' | ')' | '<' | 'P' => return Ok(()),
                _ => return Err(Fault::error("illegal regex: unknown flag")),
            }
        }
        Err(Fault::error("illegal regex: missing )"))
    }

    /// `{2}`, `{2,}`, `{2,3}`; whatever else follows a brace leaves it literal.
    fn repetition(&mut self) -> Outcome<Option<String>> {
        let ahead: String = self.rest.clone().take_while(|character| *character != '}').take(12).collect();
        let closed = self.rest.clone().nth(ahead.chars().count()) == Some('}');
        let (least, most) = ahead.split_once(',').unwrap_or((&ahead, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !closed || least.is_empty() || !digits(least) || !digits(most) {
            return Ok(None);
        }
        for _ in 0..=ahead.len() {
            self.rest.next();
        }
        let beyond = |text: &str| text.parse::<u32>().map_or(!text.is_empty(), |count| count > 1000);
        if beyond(least) || beyond(most) {
            return Err(Fault::error("illegal regex: invalid repeat count"));
        }
        Ok(Some(format!("{{{ahead}}}")))
    }
}
