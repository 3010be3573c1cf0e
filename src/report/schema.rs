//! The JSON Schemas of the report and of answers.
//!
//! They are part of the documentation, and the program prints those files: to make them from the types takes a library that
//! nothing else needs at run time. A test makes them and holds the files against it.

use std::io;

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

impl Contract {
    /// What `docs/` says of it.
    const fn text(self) -> &'static str {
        match self {
            Self::Report => include_str!("../../docs/report.schema.json"),
            Self::WhoCan => include_str!("../../docs/who-can.schema.json"),
            Self::CanI => include_str!("../../docs/can-i.schema.json"),
            Self::Permissions => include_str!("../../docs/permissions.schema.json"),
            Self::Paths => include_str!("../../docs/paths.schema.json"),
            Self::BlastRadius => include_str!("../../docs/blast-radius.schema.json"),
            Self::Graph => include_str!("../../docs/graph.schema.json"),
            Self::Grants => include_str!("../../docs/grants.schema.json"),
            Self::Boundary => include_str!("../../docs/boundary.schema.json"),
            Self::Diff => include_str!("../../docs/diff.schema.json"),
            Self::Test => include_str!("../../docs/test.schema.json"),
        }
    }
}

/// Writes the schema of a contract.
///
/// # Errors
/// When writing fails.
pub fn write(out: &mut dyn io::Write, contract: Contract) -> io::Result<()> {
    out.write_all(contract.text().as_bytes())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use schemars::generate::SchemaSettings;
    use schemars::{JsonSchema, Schema};
    use serde::Serialize;

    use crate::boundary::{AwsBoundary, Boundary};
    use crate::query::{BlastRadius, Difference, Effective, Permissions, Picture, RoleView};
    use crate::report::answer::diff::Comparison;
    use crate::report::answer::permissions::{BindingBody, Subjects};
    use crate::report::answer::{Answer, can_i, grants, paths, test, who_can};
    use crate::report::{Report, json};

    use super::Contract;

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

    /// The schema of what is written: fields that may be left out are not required.
    fn schema_of<T: JsonSchema>() -> Schema {
        SchemaSettings::default().for_serialize().into_generator().into_root_schema_for::<T>()
    }

    /// Every contract, with its file.
    fn contracts() -> [(Contract, &'static str, Schema); 11] {
        [
            (Contract::Report, "report", schema_of::<Report>()),
            (Contract::WhoCan, "who-can", schema_of::<Answer<who_can::Body>>()),
            (Contract::CanI, "can-i", schema_of::<Answer<can_i::Body>>()),
            (Contract::Permissions, "permissions", schema_of::<OfPermissions>()),
            (Contract::Paths, "paths", schema_of::<Answer<paths::Body>>()),
            (Contract::BlastRadius, "blast-radius", schema_of::<Answer<BlastRadius>>()),
            (Contract::Graph, "graph", schema_of::<Answer<Picture>>()),
            (Contract::Grants, "grants", schema_of::<Answer<grants::Body>>()),
            (Contract::Boundary, "boundary", schema_of::<OfBoundary>()),
            (Contract::Diff, "diff", schema_of::<Comparison>()),
            (Contract::Test, "test", schema_of::<Answer<test::Body>>()),
        ]
    }

    #[test]
    fn the_files_say_what_the_types_do() {
        for (contract, name, schema) in contracts() {
            let mut text = Vec::new();
            json::write(&mut text, &schema).unwrap();
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/{name}.schema.json"));
            if std::env::var_os("KUBESCAN_REGENERATE").is_some() {
                std::fs::write(&file, &text).unwrap();
            }
            let found = std::fs::read(&file).unwrap_or_default();
            assert!(found == text, "docs/{name}.schema.json is not current: run KUBESCAN_REGENERATE=1 cargo test");
            // When it was just written, the program has still the one before.
            let built = contract.text().as_bytes() == text;
            assert!(built || std::env::var_os("KUBESCAN_REGENERATE").is_some(), "{name} is what is printed");
        }
    }
}
