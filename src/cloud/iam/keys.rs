//! Context keys of single actions: which requests have them, and who sets them.
//!
//! From the Service Authorization Reference, for those keys that decide about escalation. A key of another action is
//! absent, which a negated operator takes for a match.

use crate::model::Name;

use super::context::ContextValue;

/// The actions whose requests have a key that their caller sets.
struct OfActions {
    key: &'static str,
    /// In lower case.
    actions: &'static [&'static str],
    /// Whether the key may have a value in requests of other actions of this service.
    elsewhere: Option<&'static str>,
}

const KEYS: &[OfActions] = &[
    OfActions {
        key: "iam:policyarn",
        actions: &[
            "iam:attachgrouppolicy",
            "iam:attachrolepolicy",
            "iam:attachuserpolicy",
            "iam:detachgrouppolicy",
            "iam:detachrolepolicy",
            "iam:detachuserpolicy",
        ],
        elsewhere: None,
    },
    OfActions { key: "iam:passedtoservice", actions: &["iam:passrole"], elsewhere: None },
    OfActions {
        key: "eks:policyarn",
        actions: &["eks:associateaccesspolicy", "eks:disassociateaccesspolicy"],
        elsewhere: None,
    },
    OfActions { key: "eks:accessscope", actions: &["eks:associateaccesspolicy"], elsewhere: None },
    OfActions { key: "eks:namespaces", actions: &["eks:associateaccesspolicy"], elsewhere: None },
    OfActions { key: "eks:principalarn", actions: &["eks:createaccessentry"], elsewhere: Some("eks:") },
    OfActions {
        key: "eks:username",
        actions: &["eks:createaccessentry", "eks:updateaccessentry"],
        elsewhere: Some("eks:"),
    },
    OfActions {
        key: "eks:kubernetesgroups",
        actions: &["eks:createaccessentry", "eks:updateaccessentry"],
        elsewhere: Some("eks:"),
    },
    OfActions { key: "eks:accessentrytype", actions: &["eks:createaccessentry"], elsewhere: Some("eks:") },
    OfActions { key: "sts:rolesessionname", actions: ASSUMING, elsewhere: None },
];

/// Ways to assume a role, in lower case.
const ASSUMING: &[&str] = &["sts:assumerole", "sts:assumerolewithwebidentity", "sts:assumerolewithsaml"];

/// Keys whose requests may do without.
const OPTIONAL: &[&str] = &["eks:username", "eks:kubernetesgroups", "eks:accessentrytype", "eks:namespaces"];

/// The value of a key in requests of this action, in lower case; nothing for a key that is not of single actions.
pub(super) fn of_action(key: &Name, action: &str) -> Option<ContextValue> {
    if key.starts_with("aws:requesttag/") || *key == "aws:tagkeys" {
        return Some(ContextValue::ChosenByCaller { optional: true });
    }
    let known = KEYS.iter().find(|known| *key == known.key)?;
    if known.actions.contains(&action) {
        return Some(ContextValue::ChosenByCaller { optional: OPTIONAL.contains(&known.key) });
    }
    // A pattern as the action stands for several: some may have the key.
    if action.contains('*') || known.elsewhere.is_some_and(|service| action.starts_with(service)) {
        return Some(ContextValue::unknown(key));
    }
    Some(ContextValue::Absent)
}

/// What `iam:PermissionsBoundary` is in requests of an action.
pub(super) enum BoundaryKey {
    /// The boundary that the request asks for.
    Asked {
        /// Whether it need not ask for one.
        optional: bool,
    },
    /// The boundary of whom the request is done to.
    OfTarget,
    /// There is no such key.
    Absent,
    /// The action stands for several.
    Unknown,
}

/// Actions whose requests tell the boundary of whom they are done to, in lower case.
const TELLING_BOUNDARY: &[&str] = &[
    "iam:attachrolepolicy",
    "iam:attachuserpolicy",
    "iam:deleterole",
    "iam:deleterolepermissionsboundary",
    "iam:deleterolepolicy",
    "iam:deleteuserpermissionsboundary",
    "iam:deleteuserpolicy",
    "iam:detachrolepolicy",
    "iam:detachuserpolicy",
    "iam:getrole",
    "iam:putrolepolicy",
    "iam:putuserpolicy",
    "iam:updateassumerolepolicy",
    "iam:updaterole",
    "iam:updateroledescription",
];

/// What `iam:PermissionsBoundary` is in requests of this action, in lower case.
pub(super) fn boundary_of(action: &str) -> BoundaryKey {
    match action {
        "iam:createrole" | "iam:createuser" => BoundaryKey::Asked { optional: true },
        "iam:putrolepermissionsboundary" | "iam:putuserpermissionsboundary" => BoundaryKey::Asked { optional: false },
        action if TELLING_BOUNDARY.contains(&action) => BoundaryKey::OfTarget,
        action if action.contains('*') => BoundaryKey::Unknown,
        _ => BoundaryKey::Absent,
    }
}
