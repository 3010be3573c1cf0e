//! What edges are: most are structure, or take no permission, and have nothing else to say. All of those that are the same
//! are one kind; what has grants or remarks is a kind of its own. So an edge takes 20 bytes, not 64.

use crate::model::HashMap;

use super::{Certainty, Edge, Step};

/// What an edge is, by its place among the kinds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind(u32);

/// What edges are.
#[derive(Default)]
pub(super) struct Kinds {
    all: Vec<Edge>,
    /// The kinds with nothing to say, by the id of the step.
    plain: HashMap<(Option<&'static str>, Certainty), Kind>,
}

impl Kinds {
    /// The kind of an edge, a new one where no other is the same.
    pub(super) fn of(&mut self, edge: Edge) -> Kind {
        let new = Kind(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        let id = match edge {
            Edge { step: Step::Structure, remarks: None, .. } => None,
            Edge { step: Step::Identity(id), remarks: None, .. } => Some(id),
            other => {
                self.all.push(other);
                return new;
            }
        };
        *self.plain.entry((id, edge.certainty)).or_insert_with(|| {
            self.all.push(edge);
            new
        })
    }

    pub(super) fn shrink(&mut self) {
        self.all.shrink_to_fit();
    }

    pub(super) fn get(&self, kind: Kind) -> Option<&Edge> {
        self.all.get(usize::try_from(kind.0).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::{Certainty, Edge, Kinds};
    use crate::graph::{Remarks, Step};

    #[test]
    fn what_is_the_same_is_one_kind_and_nothing_else_is() {
        let remark = || Remarks { facts: vec!["a fact".to_owned()], ..Remarks::default() };
        let edges = [
            Edge::structure(),
            Edge::structure().with(Certainty::Unknown),
            Edge::structure().saying(remark()),
            Edge::identity("identity/pod-token"),
            Edge::identity("identity/pod-token").with(Certainty::Guarded),
            Edge::identity("identity/masters"),
            Edge { step: Step::Entry { entry: 0, grants: Vec::new() }, ..Edge::structure() },
        ];
        let mut kinds = Kinds::default();
        for _ in 0..2 {
            for edge in &edges {
                let kind = kinds.of(edge.clone());
                assert_eq!(kinds.get(kind), Some(edge));
            }
        }
        // What has something to say, or grants, is not looked for.
        assert_eq!(kinds.all.len(), edges.len() + 2);
    }
}
