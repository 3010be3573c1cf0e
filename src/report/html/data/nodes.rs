//! The nodes of the cluster: what the compromise of each gives, and who lives there.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::findings::{NodeView, SeverityWord};
use crate::model::{Name, Snapshot};

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

/// Nodes and who runs there, replicas once, in order.
pub(super) fn residents(snapshot: &Snapshot) -> Vec<(Name, String)> {
    let placed = snapshot.pods.iter().filter_map(|pod| Some((pod.node.as_ref()?, &pod.namespace, &pod.workload)));
    let distinct: BTreeSet<_> = placed.collect();
    distinct.into_iter().map(|(node, namespace, workload)| (node.clone(), workload.id(namespace))).collect()
}

/// The same by node, in the texts of the page.
pub(super) fn by_node<'r>(residents: &'r [(Name, String)], texts: &mut Texts<'r>) -> BTreeMap<String, Vec<Text>> {
    let mut by_node: BTreeMap<String, Vec<Text>> = BTreeMap::new();
    for (node, id) in residents {
        by_node.entry(format!("node:{}", node.as_str())).or_default().push(texts.add(id));
    }
    by_node
}
