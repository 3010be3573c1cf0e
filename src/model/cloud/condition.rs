//! Conditions of statements.

use crate::model::Name;

/// `"OPERATOR": {"KEY": VALUES}`: one test of a request.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Condition {
    /// How the values of the request are compared.
    pub operator: Operator,
    /// The context key, as written; AWS compares keys without regard to case.
    pub key: Name,
    /// What they are compared with: any of these will do.
    pub values: Vec<Name>,
}

/// A condition operator, taken apart: `ForAnyValue:StringLikeIfExists`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Operator {
    /// The prefix, for keys of several values.
    pub set: Option<SetOperator>,
    /// The comparison.
    pub test: Test,
    /// Whether it holds where the key is absent.
    pub if_exists: bool,
}

/// How many values of the request must pass.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum SetOperator {
    /// `ForAllValues:`: each one, if there is any.
    ForAllValues,
    /// `ForAnyValue:`: at least one.
    ForAnyValue,
}

macro_rules! tests {
    ($($test:ident)*) => {
        /// A comparison, by the name that AWS gives it.
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        #[expect(missing_docs, reason = "each is the operator of its name")]
        pub enum Test {
            $($test,)*
            /// One that kubescan does not know.
            Other(Name),
        }

        const TESTS: &[(&str, Test)] = &[$((stringify!($test), Test::$test),)*];
    };
}

tests! {
    StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike
    ArnEquals ArnLike ArnNotEquals ArnNotLike
    Bool Null
    NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals NumericGreaterThan NumericGreaterThanEquals
    DateEquals DateNotEquals DateLessThan DateLessThanEquals DateGreaterThan DateGreaterThanEquals
    IpAddress NotIpAddress BinaryEquals
}

const FOR_ALL: &str = "ForAllValues:";
const FOR_ANY: &str = "ForAnyValue:";
const IF_EXISTS: &str = "IfExists";

impl Operator {
    /// Takes the name of an operator apart.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let (set, rest) = match (text.strip_prefix(FOR_ALL), text.strip_prefix(FOR_ANY)) {
            (Some(rest), _) => (Some(SetOperator::ForAllValues), rest),
            (_, Some(rest)) => (Some(SetOperator::ForAnyValue), rest),
            _ => (None, text),
        };
        let (rest, if_exists) = rest.strip_suffix(IF_EXISTS).map_or((rest, false), |rest| (rest, true));
        let known = TESTS.iter().find(|(name, _)| *name == rest).map(|(_, test)| test.clone());
        // `Null` asks whether a key is there: it has no form for keys that are not.
        match known.filter(|test| !(if_exists && *test == Test::Null)) {
            Some(test) => Operator { set, test, if_exists },
            None => Operator { set: None, test: Test::Other(text.into()), if_exists: false },
        }
    }

    /// The name as AWS writes it.
    #[must_use]
    pub fn name(&self) -> String {
        let set = match self.set {
            Some(SetOperator::ForAllValues) => FOR_ALL,
            Some(SetOperator::ForAnyValue) => FOR_ANY,
            None => "",
        };
        format!("{set}{}{}", self.test.name(), if self.if_exists { IF_EXISTS } else { "" })
    }
}

impl Test {
    /// Every comparison that is known.
    pub fn all() -> impl Iterator<Item = &'static Test> {
        TESTS.iter().map(|(_, test)| test)
    }

    /// The name as AWS writes it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Test::Other(name) => name,
            known => TESTS.iter().find(|(_, test)| test == known).map_or("", |(name, _)| name),
        }
    }

    /// Whether it holds for what is *not* so: then none of the values may match.
    #[must_use]
    pub fn is_negated(&self) -> bool {
        matches!(
            self,
            Test::StringNotEquals
                | Test::StringNotEqualsIgnoreCase
                | Test::StringNotLike
                | Test::ArnNotEquals
                | Test::ArnNotLike
                | Test::NumericNotEquals
                | Test::DateNotEquals
                | Test::NotIpAddress
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Operator, SetOperator, Test};

    #[test]
    fn every_operator_is_read_as_it_is_written() {
        for test in Test::all().filter(|test| **test != Test::Null) {
            for set in [None, Some(SetOperator::ForAllValues), Some(SetOperator::ForAnyValue)] {
                for if_exists in [false, true] {
                    let operator = Operator { set, test: test.clone(), if_exists };
                    assert_eq!(Operator::parse(&operator.name()), operator);
                }
            }
        }
        for text in ["NullIfExists", "StringMatches", "ForEach:StringLike", "stringlike", ""] {
            let operator = Operator::parse(text);
            assert_eq!((&operator.test, operator.name().as_str()), (&Test::Other(text.into()), text));
        }
    }
}
