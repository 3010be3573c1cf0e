//! What an export is, by its keys.

use crate::collect::files::Fault;

use super::value::{Fields, Value};

/// What an export is, and the part that matters.
pub(super) enum Shape<'t> {
    /// `get-account-authorization-details`, or a page of it.
    Account,
    /// `describe-cluster`
    Cluster(Value<'t>),
    /// `list-access-entries`
    Entries(Value<'t>),
    /// `describe-access-entry`
    Entry(Value<'t>),
    /// `list-associated-access-policies`
    AccessPolicies,
    /// `list-pod-identity-associations`
    Associations(Value<'t>),
    /// `describe-pod-identity-association`
    Association(Value<'t>),
    /// `describe-instances`
    Reservations(Value<'t>),
    /// The instances of it alone.
    Instances(Value<'t>),
}

impl Shape<'_> {
    /// What it is a list of, if it may have several pages.
    pub(super) fn list(&self) -> Option<&'static str> {
        match self {
            Shape::Entries(_) => Some("accessentries"),
            Shape::Associations(_) => Some("podidentityassociations"),
            Shape::Reservations(_) => Some("instances"),
            _ => None,
        }
    }
}

/// The commands whose answers are understood.
pub(super) const COMMANDS: &str = "kubescan reads what these commands write: `aws iam get-account-authorization-details`, \
    `aws eks describe-cluster`, `list-access-entries`, `describe-access-entry`, `list-associated-access-policies`, \
    `list-pod-identity-associations`, `describe-pod-identity-association`, \
    `aws ec2 describe-instances`";

/// The tables of an export of IAM.
pub(super) const TABLES: [&str; 4] = ["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"];

type Make<'t> = fn(Value<'t>) -> Shape<'t>;

pub(super) fn of<'t>(value: &Value<'t>, fields: &Fields<'t>) -> Result<Shape<'t>, Fault> {
    if fields.keys().any(|key| TABLES.contains(&key)) {
        return Ok(Shape::Account);
    }
    let known: [(&str, Make<'t>); 8] = [
        ("cluster", Shape::Cluster),
        ("accessEntries", Shape::Entries),
        ("accessEntry", Shape::Entry),
        ("associatedAccessPolicies", |_| Shape::AccessPolicies),
        ("associations", Shape::Associations),
        ("association", Shape::Association),
        ("Reservations", Shape::Reservations),
        ("Instances", Shape::Instances),
    ];
    let found = known.into_iter().find_map(|(key, make)| fields.get(key).map(|value| make(value.clone())));
    found.ok_or_else(|| {
        if fields.get("apiVersion").is_some() {
            return value.fault("it is a Kubernetes object").remedied(super::MANIFESTS);
        }
        let keys: Vec<String> = fields.keys().take(5).map(|key| format!("`{key}`")).collect();
        let keys = if keys.is_empty() { "no keys".to_owned() } else { format!("the keys {}", keys.join(", ")) };
        value.fault(format!("it has {keys}")).remedied(COMMANDS)
    })
}
