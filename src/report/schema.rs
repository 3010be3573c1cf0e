//! The JSON Schemas of the report and of answers, made from the types that write them.

use std::io;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use crate::boundary::{AwsBoundary, Boundary};
use crate::query::{BlastRadius, Difference, Effective, Permissions, Picture, RoleView};

use super::answer::diff::Comparison;
use super::answer::permissions::{BindingBody, Subjects};
use super::answer::{Answer, can_i, grants, paths, test, who_can};
use super::{Report, json};

/// A contract of `-o json`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Contract {
    /// Of `scan`.
    Report,
    /// Of `who-can`.
    WhoCan,
    /// Of `can-i`.
    CanI,
    /// Of `permissions`.
    Permissions,
    /// Of `paths`.
    Paths,
    /// Of `blast-radius`.
    BlastRadius,
    /// Of `graph`.
    Graph,
    /// Of `grants`.
    Grants,
    /// Of `boundary`.
    Boundary,
    /// Of `diff`.
    Diff,
    /// Of `test`.
    Test,
}

/// The answers of `permissions`: of a subject, its rules merged, two compared, a role, a binding, all of a kind.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum OfPermissions {
    Subject(Answer<Permissions>),
    Effective(Answer<Effective>),
    Difference(Answer<Difference>),
    Role(Answer<RoleView>),
    Binding(Answer<BindingBody>),
    Kind(Answer<Subjects>),
}

/// The answers of `boundary`: of a subject of the cluster, of an identity of AWS.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum OfBoundary {
    Cluster(Answer<Boundary>),
    Aws(Answer<AwsBoundary>),
}

/// Writes the schema of a contract.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, contract: Contract) -> io::Result<()> {
    let schema: Schema = match contract {
        Contract::Report => schema_of::<Report>(),
        Contract::WhoCan => schema_of::<Answer<who_can::Body>>(),
        Contract::CanI => schema_of::<Answer<can_i::Body>>(),
        Contract::Permissions => schema_of::<OfPermissions>(),
        Contract::Paths => schema_of::<Answer<paths::Body>>(),
        Contract::BlastRadius => schema_of::<Answer<BlastRadius>>(),
        Contract::Graph => schema_of::<Answer<Picture>>(),
        Contract::Boundary => schema_of::<OfBoundary>(),
        Contract::Diff => schema_of::<Comparison>(),
        Contract::Test => schema_of::<Answer<test::Body>>(),
        Contract::Grants => schema_of::<Answer<grants::Body>>(),
    };
    json::write(out, &schema)
}

/// The schema of what is written: fields that may be left out are not required.
fn schema_of<T: JsonSchema>() -> Schema {
    SchemaSettings::default().for_serialize().into_generator().into_root_schema_for::<T>()
}
