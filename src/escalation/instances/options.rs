//! Who gets to the metadata service of an instance, by its options.

use crate::graph::{Certainty, Edge};
use crate::model::cloud::MetadataOptions;

use super::{DESCRIBE, saying, unknown};

/// So many hops is a pod with a network of its own away.
const OF_PODS: u32 = 2;

/// What is in the network of the node, with the doubt that the options leave; nothing where they switch the service off.
pub(super) fn of_node(given: Edge, is_described: bool, options: Option<&MetadataOptions>) -> Option<Edge> {
    match options {
        Some(options) if is(options.endpoint.as_deref(), "disabled") => None,
        None if is_described => {
            let fact =
                format!("unknown: whether the metadata of the instance are served; {DESCRIBE} with MetadataOptions");
            Some(saying(given.with(Certainty::Unknown), fact))
        }
        _ => Some(given),
    }
}

/// A pod with a network of its own; nothing where it does not get there.
pub(super) fn of_pods(options: Option<&MetadataOptions>) -> Option<Edge> {
    let sure = |fact: String| Some(saying(Edge::structure(), fact));
    let Some(options) = options else { return Some(open()) };
    match (options.tokens.as_deref(), options.hop_limit) {
        (_, Some(hops)) if hops >= OF_PODS => sure(format!("HttpPutResponseHopLimit of the instance is {hops}")),
        (Some("optional"), _) => sure("HttpTokens of the instance is optional, which leaves IMDSv1 on".to_owned()),
        (Some("required"), Some(_)) => None,
        _ => Some(open()),
    }
}

fn open() -> Edge {
    unknown(format!("whether pods get to the metadata of the instance; {DESCRIBE}"))
}

fn is(value: Option<&str>, word: &str) -> bool {
    value == Some(word)
}
