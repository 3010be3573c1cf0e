//! The nodes of the cluster: what the compromise of each gives, and who lives there.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::findings::{NodeView, SeverityWord};

use super::super::Context;
use super::Builder;
use super::texts::{Text, Texts};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NodeRow<'r> {
    severity: SeverityWord,
    node: Text,
    control_plane: bool,
    reaches: Vec<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'r str>,
    pods: usize,
    service_accounts: Vec<Text>,
    secrets: usize,
    strong: Vec<Text>,
    untrusted: Vec<Text>,
    advice: &'r str,
}

impl<'r> Builder<'r> {
    pub(super) fn node(&mut self, node: &'r NodeView) -> NodeRow<'r> {
        NodeRow {
            severity: node.severity,
            node: self.texts.add(&node.node),
            control_plane: node.control_plane,
            reaches: self.texts.add_all(&node.reaches),
            path: node.path.as_deref(),
            pods: node.pods,
            service_accounts: self.texts.add_all(&node.service_accounts),
            secrets: node.secrets.len(),
            strong: self.texts.add_all(&node.strong),
            untrusted: self.texts.add_all(&node.untrusted),
            advice: &node.advice,
        }
    }
}

/// The workloads that run on each node.
pub(super) fn residents<'r>(context: &'r Context<'_>, texts: &mut Texts<'r>) -> BTreeMap<String, Vec<Text>> {
    let mut residents: BTreeMap<String, Vec<Text>> = BTreeMap::new();
    for (node, id) in &context.residents {
        residents.entry(format!("node:{}", node.as_str())).or_default().push(texts.add(id));
    }
    residents
}
