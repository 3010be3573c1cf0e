//! Everybody who may do one thing.

use schemars::JsonSchema;
use serde::Serialize;

use crate::authz::Authorizer;

use super::grant::Origins;
use super::question::Question;

mod by_name;
mod holders;
mod holdings;
mod members;
mod nodes;

use by_name::by_name;
use holders::{Holders, add_holders};
use members::holdings;
use nodes::nodes;

pub use by_name::ByName;
pub use holdings::{Holder, Holding, Holdings, ScopeGrants};
pub use nodes::NodeHolding;

/// Who may do what was asked.
#[derive(Clone, PartialEq, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct WhoCan {
    /// Everybody who may: each subject once for each scope, and once more for each group that it has it from.
    #[schemars(with = "Vec<Holding<'static>>")]
    pub subjects: Holdings,
    /// What gives it for objects of certain names only, when no name was asked for: one row for each binding.
    pub by_name: Vec<ByName>,
    /// The nodes that the Node authorizer lets do it, whatever the bindings say.
    pub nodes: Vec<NodeHolding>,
}

/// Finds everybody who may do this; in one namespace only, if given, besides what holds everywhere.
#[must_use]
pub fn who_can(authorizer: &Authorizer<'_>, question: &Question, namespace: Option<&str>) -> WhoCan {
    let access = authorizer.access();
    let mut holders = Holders::default();
    for reading in question.readings() {
        add_holders(access, &reading, namespace, &mut holders);
    }
    let origins = Origins::new(access.snapshot());
    WhoCan {
        by_name: by_name(&origins, access.snapshot(), &holders.named),
        subjects: holdings(access, &origins, holders.full),
        nodes: nodes(authorizer, question, namespace),
    }
}
