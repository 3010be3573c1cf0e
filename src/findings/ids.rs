//! Ids: what nodes, bindings, roles and entries are called in reports, each put together once.

use rayon::prelude::*;

use crate::graph::{Graph, NodeId};
use crate::model::{BindingId, Name, RoleId, Snapshot};
use crate::template::Template;

/// The ids by place. Cost: one text for each name of the cluster, however often findings repeat it.
pub(super) struct Ids {
    nodes: Vec<Option<Name>>,
    bindings: Vec<Name>,
    roles: Vec<Name>,
    entries: Vec<Name>,
    methods: Vec<Name>,
}

impl Ids {
    pub(super) fn new(snapshot: &Snapshot, graph: &Graph, template: &Template) -> Self {
        let nodes: Vec<NodeId> = graph.nodes().map(|(id, _)| id).collect();
        let node = |id: NodeId| Some(Name::from(graph.node(id)?.id(snapshot)?));
        let (nodes, (bindings, roles)) = rayon::join(
            || nodes.into_par_iter().map(node).collect(),
            || {
                let bindings = snapshot.bindings.par_iter().map(|binding| Name::from(binding.id())).collect();
                (bindings, snapshot.roles.par_iter().map(|role| Name::from(role.id())).collect())
            },
        );
        let entries = template.entries.iter().map(|entry| entry.id.as_str().into()).collect();
        let methods = template.methods.iter().map(|method| method.id.as_str().into()).collect();
        Ids { nodes, bindings, roles, entries, methods }
    }

    /// Nothing for structure, which nobody names.
    pub(super) fn node(&self, id: NodeId) -> Option<Name> {
        self.nodes.get(id.index())?.clone()
    }

    pub(super) fn binding(&self, id: BindingId) -> Name {
        self.bindings.get(id.index()).cloned().unwrap_or_default()
    }

    pub(super) fn role(&self, id: RoleId) -> Name {
        self.roles.get(id.index()).cloned().unwrap_or_default()
    }

    /// By the entry's place in the template.
    pub(super) fn entry(&self, place: usize) -> Name {
        self.entries.get(place).cloned().unwrap_or_default()
    }

    /// By the method's place in the template.
    pub(super) fn method(&self, place: usize) -> Name {
        self.methods.get(place).cloned().unwrap_or_default()
    }
}
