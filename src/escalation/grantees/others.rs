//! Whom somebody can become who grants.

use std::collections::BTreeSet;

use crate::authz::implied_groups;
use crate::graph::{Certainty, Closure, Edge, Graph, Hub, Node, NodeId, Objective};
use crate::model::{HashSet, Name, Scope, Subject};

use super::super::Whole;
use super::super::admitted::{NEW, Who};

/// So many identities are tried for each, one of each kind that guards tell apart before any second one.
const GRANTEES: usize = 128;

impl Whole<'_, '_> {
    /// Who the granter can become, and the node that stands for it.
    pub(super) fn others(&mut self, granter: &Subject) -> Vec<(Subject, NodeId)> {
        let Some(start) = self.graph.find(&Node::Subject(granter.clone())) else { return Vec::new() };
        let graph = &*self.graph;
        let closure = closure(graph, start);
        let own: Vec<Subject> = std::iter::once(granter.clone()).chain(implied_groups(granter)).collect();
        let mut others = Vec::new();
        let mut made: BTreeSet<(Name, Option<Name>)> = BTreeSet::new();
        let mut tokens: Vec<(Scope, NodeId)> = Vec::new();
        for (id, _) in closure.reached() {
            match graph.node(id) {
                Some(Node::Subject(subject)) if !own.contains(subject) => others.push((subject.clone(), id)),
                Some(Node::Hub(Hub::Users)) => others.push((Subject::user(NEW), id)),
                Some(Node::Hub(Hub::Impersonate(Scope::Namespace(namespace)))) => {
                    others.push((Subject::service_account(namespace, NEW), id));
                }
                Some(Node::Hub(Hub::MakeAccount(scope, name))) => {
                    made.extend(self.world.namespaces_in(scope).into_iter().map(|place| (place, name.clone())));
                }
                Some(Node::Hub(Hub::ServiceAccounts(scope))) => tokens.push((scope.clone(), id)),
                // Else each account is drawn that a pod may run as.
                Some(Node::Hub(Hub::RunPod(scope))) if !self.guards.look_at_accounts_of("pods") => {
                    tokens.push((scope.clone(), id));
                }
                _ => {}
            }
        }
        for (namespace, name, maker) in self.makers(&closure, &made) {
            let here = |scope: &Scope| scope.namespace().is_none_or(|place| *place == namespace);
            if let Some((_, token)) = tokens.iter().find(|(scope, _)| here(scope)) {
                let names = name.map_or_else(|| self.guards.new_accounts().to_vec(), |name| vec![name]);
                let node = self.graph.join(&[maker, *token]);
                let made = names.into_iter().filter(|name| !self.world.has_account(&namespace, name));
                others.extend(made.map(|name| (Subject::service_account(&namespace, &name), node)));
            }
        }
        let mut seen = HashSet::default();
        let (first, more): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|(other, _)| seen.insert(self.guards.kind_of(&Who::new(other), self.world)));
        first.into_iter().chain(more).take(GRANTEES).collect()
    }

    /// The hub by which accounts are made in each of these namespaces, of each of these names or of any.
    fn makers(&self, closure: &Closure, made: &BTreeSet<(Name, Option<Name>)>) -> Vec<(Name, Option<Name>, NodeId)> {
        let hubs = |(namespace, name): &(Name, Option<Name>)| {
            let scopes = [Scope::Namespace(namespace.clone()), Scope::Cluster];
            let found = scopes.into_iter().find_map(|scope| {
                let hub = self.graph.find(&Node::Hub(Hub::MakeAccount(scope, name.clone())))?;
                closure.certainty(hub).map(|_| hub)
            });
            found.map(|hub| (namespace.clone(), name.clone(), hub))
        };
        made.iter().filter_map(hubs).collect()
    }
}

/// What one reaches before it can do everything: from there on it need not grant.
fn closure(graph: &Graph, start: NodeId) -> Closure {
    let open = |id| graph.edge(id).is_some_and(|(_, _, edge)| edge.certainty != Certainty::Guarded);
    let all = Closure::of(graph, &[start], &open);
    let admin = graph.find(&Node::Objective(Objective::ClusterAdmin));
    let Some(admin) = admin.filter(|admin| all.certainty(*admin) == Some(Certainty::ProvenRights)) else { return all };
    let surely = |edge: &Edge| edge.certainty == Certainty::ProvenRights;
    let mut admins: HashSet<NodeId> =
        graph.edges_to(admin).filter(|(_, _, edge)| surely(edge)).map(|(_, from, _)| from).collect();
    admins.insert(admin);
    Closure::of(graph, &[start], &|id| open(id) && graph.edge(id).is_some_and(|(from, ..)| !admins.contains(&from)))
}
