//! Tokens that name a node of one's choice: with one of these an account that may be its own node may be any.
//!
//! A TokenRequest may bind the token to any Node object (since 1.31), and whoever runs a pod chooses its node. Tokens of
//! Secrets name none, and impersonating the account brings no token.
//!
//! Compare `Create` of `pkg/registry/core/serviceaccount/storage/token.go` and `Claims` of `pkg/serviceaccount`.

use std::collections::BTreeSet;

use crate::authz::NameSet;
use crate::graph::{Certainty, Edge, Hub, Node, NodeId, Step};
use crate::model::{Name, RoleId, Scope};
use crate::template::{Effect, Entry};

use super::super::Drawn;
use super::super::drawing::Drawing;
use super::super::places::{borne, within};
use super::holders::Accounts;

/// Whoever gets such a token of one of these accounts, by what roles give.
pub(super) fn draw(drawing: &mut Drawing<'_, '_>, accounts: &Accounts, roles: &[(RoleId, Scope, Vec<Drawn>)]) {
    let (namespaces, all) = (of_namespaces(drawing, accounts), Node::Hub(Hub::NodeTokens(Scope::Cluster)));
    for of_namespace in namespaces {
        let all = drawing.graph.add(all.clone());
        drawing.graph.connect(all, of_namespace, Edge::structure());
    }
    let template = drawing.template;
    for (role, scope, drawn) in roles {
        let asks = |drawn: &&Drawn| template.entries.get(drawn.hit.entry).is_some_and(asks_for_token);
        for Drawn { hit, .. } in drawn.iter().filter(asks) {
            let from = drawing.graph.add(Node::Role(*role, scope.clone()));
            for hub in hubs(accounts, &hit.scope, &hit.targets) {
                let Some(to) = drawing.graph.find(&Node::Hub(hub)) else { continue };
                let step = Step::Entry { entry: hit.entry, grants: hit.grants.clone() };
                drawing.graph.connect(from, to, Edge { step, certainty: Certainty::ProvenRights, remarks: None });
            }
        }
    }
}

/// The hubs of the namespaces, each leading to its accounts.
fn of_namespaces(drawing: &mut Drawing<'_, '_>, accounts: &Accounts) -> BTreeSet<NodeId> {
    let mut hubs = BTreeSet::new();
    for (namespace, names) in accounts {
        let hub = drawing.graph.add(Node::Hub(Hub::NodeTokens(Scope::Namespace(namespace.clone()))));
        for name in names {
            let account = drawing.graph.add(Node::Hub(Hub::NodeTokensOf(namespace.clone(), name.clone())));
            drawing.graph.connect(hub, account, Edge::structure());
        }
        hubs.insert(hub);
    }
    hubs
}

/// What stands for asking for tokens of these names.
fn hubs(accounts: &Accounts, scope: &Scope, names: &NameSet) -> Vec<Hub> {
    if *names == NameSet::Any {
        return vec![Hub::NodeTokens(scope.clone())];
    }
    let table =
        accounts.iter().map(|(namespace, names)| (namespace, names.iter().collect::<BTreeSet<&Name>>())).collect();
    let of = |(namespace, there): (&Name, &BTreeSet<&Name>)| {
        let named = borne(there, names).into_iter().cloned();
        named.map(|name| Hub::NodeTokensOf(namespace.clone(), name)).collect::<Vec<Hub>>()
    };
    within(&table, scope).flat_map(of).collect()
}

/// Whether an entry asks for the token of an account and for nothing else.
fn asks_for_token(entry: &Entry) -> bool {
    let token = |resource: &Name| *resource == "serviceaccounts/token";
    let [need] = entry.needs.as_slice() else { return false };
    let creates = need.verbs.iter().any(|verb| *verb == "create");
    creates && need.resources.iter().any(token) && matches!(entry.gives, Some(Effect::ServiceAccount(_)))
}
