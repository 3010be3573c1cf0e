//! Service accounts that are not there, and that a binding or a role of AWS waits for: whoever can create one and has a way
//! to the token of any account of its namespace becomes it, or has what the token is exchanged for.
//!
//! The controllers give every namespace an account `default`, so creating the namespace suffices for that.

use std::collections::BTreeSet;

use crate::graph::{Edge, Hub, Node, NodeId};
use crate::model::{Name, Scope};

use super::{Structure, account};

impl Structure<'_, '_> {
    /// A way to every account of a namespace leads to those that are created later.
    pub(super) fn await_accounts(&mut self, id: NodeId, namespace: &Name) {
        for name in self.world.awaited_in(namespace) {
            if self.world.lacks_account(namespace, &name) {
                self.link(id, Node::Hub(Hub::OnceThere(namespace.clone(), name)));
            }
        }
    }

    /// A way to tokens of every account of a namespace, for any audience, leads to those of accounts that are created later.
    pub(super) fn await_tokens(&mut self, id: NodeId, namespace: &Name) {
        let tokens = self.tokens;
        for name in tokens.accounts_in(namespace).filter(|name| self.world.lacks_account(namespace, name)) {
            self.link(id, Node::Hub(Hub::TokenOnceThere(namespace.clone(), name.clone())));
        }
    }

    /// The namespaces that something stands in, or that a role of AWS waits for.
    pub(super) fn namespaces_told_of(&self) -> BTreeSet<&Name> {
        let mut all = self.world.all_namespaces();
        all.extend(self.tokens.namespaces());
        all
    }

    /// Who may create accounts everywhere may do so where one is waited for.
    pub(super) fn make_accounts(&mut self, id: NodeId) {
        let all: Vec<Name> = self.namespaces_told_of().into_iter().cloned().collect();
        for namespace in &all {
            if self.world.awaited_in(namespace).next().is_some() || self.tokens.accounts_in(namespace).next().is_some()
            {
                self.link(id, Node::Hub(Hub::MakeAccount(Scope::Namespace(namespace.clone()), None)));
            }
        }
    }

    /// Whoever has a way to an account becomes it once it is there, with its namespace.
    pub(super) fn once_there(&mut self, id: NodeId, namespace: &Name, name: &Name) {
        self.once_made(id, namespace, name, &account(namespace, name));
    }

    /// The same for a token of it, where that is exchanged for something.
    pub(super) fn token_once_there(&mut self, id: NodeId, namespace: &Name, name: &Name) {
        if self.tokens.of(namespace, name).is_empty() {
            return;
        }
        self.once_made(id, namespace, name, &Node::Hub(Hub::TokenOf(namespace.clone(), name.clone())));
    }

    fn once_made(&mut self, id: NodeId, namespace: &Name, name: &Name, becomes: &Node) {
        let by_itself = *name == "default";
        let makers = if by_itself { vec![None] } else { self.makers(namespace, name).into_iter().map(Some).collect() };
        let places: Vec<Option<NodeId>> = if self.world.lacks_namespace(namespace) {
            let hubs =
                [None, Some(namespace.clone())].map(|name| self.graph.find(&Node::Hub(Hub::MakeNamespace(name))));
            hubs.into_iter().flatten().map(Some).collect()
        } else {
            vec![None]
        };
        for place in places {
            for maker in &makers {
                let parts: Vec<NodeId> = [place, *maker, Some(id)].into_iter().flatten().collect();
                let from = if parts.len() == 1 { id } else { self.graph.join(&parts) };
                self.lead(from, becomes.clone(), Edge::structure());
            }
        }
    }

    /// The hubs of those who may create this account.
    fn makers(&mut self, namespace: &Name, name: &Name) -> Vec<NodeId> {
        let here = Scope::Namespace(namespace.clone());
        let mut makers = vec![self.graph.add(Node::Hub(Hub::MakeAccount(here.clone(), None)))];
        let named = [here, Scope::Cluster].map(|scope| Node::Hub(Hub::MakeAccount(scope, Some(name.clone()))));
        let anywhere = Node::Hub(Hub::MakeAccount(Scope::Cluster, None));
        // Who may create accounts of some names only is drawn before all structure.
        makers.extend(named.iter().chain([&anywhere]).filter_map(|maker| self.graph.find(maker)));
        makers
    }
}
