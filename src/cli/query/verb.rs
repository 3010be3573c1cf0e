//! A verb as an argument.

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};

use crate::authz::{RESOURCE_VERBS, SPECIAL_VERBS};

/// Any word, but completion offers those that Kubernetes knows.
#[derive(Clone)]
pub(super) struct Verb;

impl TypedValueParser for Verb {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        // A verb that ends in a colon goes on.
        let special = SPECIAL_VERBS.iter().map(|special| special.verb).filter(|verb| !verb.ends_with(':'));
        Some(Box::new(RESOURCE_VERBS.iter().copied().chain(special).map(PossibleValue::new)))
    }
}
