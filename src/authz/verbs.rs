//! The verbs that there are: those of requests for resources, those of requests for URLs, and the special ones.

/// The verbs that the API server gives to requests for resources, and the one that rules may have for all.
///
/// Upstream: `apiserver/pkg/endpoints/request/requestinfo.go`.
pub const RESOURCE_VERBS: &[&str] =
    &["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

/// The verbs of requests for URLs: the HTTP method in lower case.
pub const URL_VERBS: &[&str] = &["get", "post", "put", "patch", "delete", "head", "options"];

/// A verb that no HTTP request has: the API server or the kubelet asks about it on the way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SpecialVerb {
    /// How it is spelled; where it ends in `:`, something follows.
    pub verb: &'static str,
    /// What it lets one do, and what follows it.
    pub explanation: &'static str,
}

/// The special verbs of Kubernetes.
///
/// Which resources each is asked on stands in the table of resources ([`super::known_resources`]).
pub const SPECIAL_VERBS: &[SpecialVerb] = &[
    verb("escalate", "set rules in a role or clusterrole that one does not hold oneself"),
    verb("bind", "make bindings to a role or clusterrole whose rules one does not hold oneself"),
    verb("approve", "approve or deny certificate signing requests of a signer"),
    verb("sign", "write the certificates of a signer into its requests"),
    verb("attest", "write cluster trust bundles of a signer"),
    verb("use", "run pods under a pod security policy (until 1.25), or what a webhook makes of it"),
    verb("impersonate", "act as any user, group or service account, with all that it may do"),
    verb(
        "impersonate:user-info",
        "act as a user that is neither node nor service account, for verbs of impersonate-on:",
    ),
    verb("impersonate:serviceaccount", "act as a service account, for verbs of impersonate-on:"),
    verb("impersonate:arbitrary-node", "act as any node, for verbs of impersonate-on:"),
    verb("impersonate:associated-node", "act as the node that one's own pod runs on, for verbs of impersonate-on:"),
    verb(
        "impersonate-on:",
        "do something while acting as another; MODE:VERB follows, as in impersonate-on:user-info:list",
    ),
    verb(
        "request-serviceaccounts-token-audience",
        "let a node ask for service account tokens for an audience, which is the resource, beyond those that its pods name",
    ),
    verb("associated-node:", "write a driver's part of a claim's status on one's own node; the request's verb follows"),
    verb("arbitrary-node:", "write a driver's part of a claim's status on any node; the request's verb follows"),
];

const fn verb(verb: &'static str, explanation: &'static str) -> SpecialVerb {
    SpecialVerb { verb, explanation }
}

/// The special verb that this is; nothing for any other.
#[must_use]
pub fn special_verb(text: &str) -> Option<&'static SpecialVerb> {
    SPECIAL_VERBS.iter().find(|special| match special.verb.strip_suffix(':') {
        Some(prefix) => text.strip_prefix(prefix).is_some_and(|rest| rest.len() > 1 && rest.starts_with(':')),
        None => special.verb == text,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{RESOURCE_VERBS, SPECIAL_VERBS, special_verb};
    use crate::authz::known_resources;

    #[test]
    fn special_verbs_are_told_from_others() {
        let table = [
            ("bind", Some("bind")),
            ("impersonate", Some("impersonate")),
            ("impersonate:user-info", Some("impersonate:user-info")),
            ("impersonate-on:user-info:list", Some("impersonate-on:")),
            ("arbitrary-node:update", Some("arbitrary-node:")),
            ("impersonate-on:", None),
            ("impersonate:nobody", None),
            ("binds", None),
            ("get", None),
        ];
        for (text, expected) in table {
            assert_eq!(special_verb(text).map(|special| special.verb), expected, "{text}");
        }
    }

    #[test]
    fn every_verb_of_the_table_of_resources_is_known_and_every_special_one_is_asked_somewhere() {
        let verbs: BTreeSet<&str> = known_resources()
            .flat_map(|(resource, _)| {
                resource.verbs.iter().chain(resource.subresources.iter().flat_map(|sub| &sub.verbs))
            })
            .map(|verb| verb.as_str())
            .collect();
        for verb in &verbs {
            assert!(RESOURCE_VERBS.contains(verb) || special_verb(verb).is_some(), "{verb}");
        }
        // These two are asked on whatever the request names.
        let anywhere = ["impersonate-on:", "request-serviceaccounts-token-audience"];
        for special in SPECIAL_VERBS.iter().filter(|special| !anywhere.contains(&special.verb)) {
            assert!(verbs.iter().any(|verb| special_verb(verb) == Some(special)), "{}", special.verb);
        }
    }
}
