//! The field selector of a request, as an authorizer sees it.
//!
//! Compare `ResourceAttributesFrom` upstream (`pkg/registry/authorization/util/helpers.go`) and `fields.ParseSelector`.
//! Requirements are joined by "and", so dropping one that is not understood only widens the request. Label selectors are
//! not here: neither the Node authorizer nor RBAC looks at them.

use std::borrow::Cow;

/// The field selector of a list, watch or deletecollection; empty where there is none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Selectors<'a> {
    fields: Vec<FieldRequirement<'a>>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct FieldRequirement<'a> {
    field: Cow<'a, str>,
    equal: bool,
    value: Cow<'a, str>,
}

impl<'a> Selectors<'a> {
    /// A `rawSelector`, or the `fieldSelector` of a URL: `spec.nodeName=n1,status.phase!=Failed`.
    ///
    /// Nothing where it cannot be read; the server then decides as if there were none.
    #[must_use]
    pub fn parse(raw: &'a str) -> Option<Self> {
        let terms = terms(raw).into_iter().filter(|term| !term.is_empty());
        Some(Selectors { fields: terms.map(parse_term).collect::<Option<_>>()? })
    }

    /// Adds one of the `requirements` of a review. One that a field selector cannot express is left out: operators other
    /// than `In` and `NotIn`, or not exactly one value.
    #[must_use]
    pub fn and(mut self, key: &'a str, operator: &str, values: &'a [impl AsRef<str>]) -> Self {
        let equal = match operator {
            "In" => true,
            "NotIn" => false,
            _ => return self,
        };
        if let [value] = values {
            self.fields.push(FieldRequirement { field: key.into(), equal, value: value.as_ref().into() });
        }
        self
    }

    /// Whether one of the requirements is that this field has this value.
    #[must_use]
    pub(super) fn require(&self, field: &str, value: &str) -> bool {
        self.fields.iter().any(|term| term.equal && term.field == field && term.value == value)
    }
}

/// Splits at commas that no backslash stands before.
fn terms(raw: &str) -> Vec<&str> {
    let mut escaped = false;
    let split = raw.split(|letter: char| {
        let separates = letter == ',' && !escaped;
        escaped = letter == '\\' && !escaped;
        separates
    });
    split.collect()
}

/// The first operator of a term splits it; the value may hold none of its letters unescaped.
fn parse_term(term: &str) -> Option<FieldRequirement<'_>> {
    let operator = |place: usize| term.get(place..).is_some_and(|rest| rest.starts_with("!=") || rest.starts_with('='));
    let place = term.char_indices().map(|(place, _)| place).find(|place| operator(*place))?;
    let (field, rest) = term.split_at_checked(place)?;
    let (equal, value) = match rest.strip_prefix("!=") {
        Some(value) => (false, value),
        None => (true, rest.strip_prefix("==").or_else(|| rest.strip_prefix('='))?),
    };
    Some(FieldRequirement { field: field.into(), equal, value: unescape(value)? })
}

/// `\\`, `\,` and `\=` stand for the letter behind; alone, none of the three may stand in a value.
fn unescape(value: &str) -> Option<Cow<'_, str>> {
    if !value.contains(['\\', ',', '=']) {
        return Some(value.into());
    }
    let mut plain = String::with_capacity(value.len());
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => plain.push(letters.next().filter(|next| matches!(next, '\\' | ',' | '='))?),
            ',' | '=' => return None,
            _ => plain.push(letter),
        }
    }
    Some(plain.into())
}

#[cfg(test)]
mod tests {
    use super::Selectors;

    /// Whether the raw selector can be read, and then whether it asks for `f` to be `v`.
    fn raw(text: &str) -> Option<bool> {
        Selectors::parse(text).map(|selectors| selectors.require("f", "v"))
    }

    #[test]
    fn a_raw_selector_is_read_as_the_server_does() {
        for hit in ["f=v", "f==v", "a!=b,f=v", "f=v,", ",f=v", "f=v,f=w"] {
            assert_eq!(raw(hit), Some(true), "{hit}");
        }
        for miss in ["", ",", "f!=v", "f=w", " f=v", "f =v", "f=v ", "!f=v", "g=v", "f=V", "f=", "=v", "!="] {
            assert_eq!(raw(miss), Some(false), "{miss}");
        }
        for unreadable in ["f", "f=v,x", "f=a=v", "f===v", "f=v\\", "f=v\\x", "f in (v)", "f>v"] {
            assert_eq!(raw(unreadable), None, "{unreadable}");
        }
    }

    #[test]
    fn backslashes_make_plain_letters_of_separators() {
        let selectors = Selectors::parse(r"a=x\,f\=v,f=\\\,").unwrap();
        assert!(selectors.require("a", "x,f=v") && selectors.require("f", r"\,"));
        assert!(!selectors.require("f", "v"));
    }

    #[test]
    fn only_one_value_and_two_operators_are_understood() {
        const NONE: &[&str] = &[];
        let given = |operator: &str, values: &[&str]| Selectors::default().and("f", operator, values).require("f", "v");
        assert!(given("In", &["v"]));
        assert!(!given("NotIn", &["v"]) && !given("=", &["v"]) && !given("Exists", NONE));
        assert!(!given("In", &["v", "w"]) && !given("In", NONE));
        assert!(Selectors::default().and("f", "Exists", NONE).and("f", "In", &["v"]).require("f", "v"));
    }
}
