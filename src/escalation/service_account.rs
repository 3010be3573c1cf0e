//! Effect `serviceAccount`: the actor can act as service accounts.
//!
//! Reaches the hub of the scope, or one account per allowed name. For a name that does not exist impersonation gives the
//! account all the same, and its groups; anything else gives it once somebody has created it. `dangling` means that the
//! actor can do that: create accounts, or the namespaces that they are missing with. A Secret can be aimed at another
//! account only where it is a token Secret.

use crate::authz::{NameSet, SERVICE_ACCOUNTS};
use crate::graph::{Hub, Node};
use crate::model::{Name, Scope, Subject};
use crate::template::{Entry, Hit, Need, Target};

use super::places::{borne, within};
use super::world::World;

pub(super) fn reached(target: Target, entry: &Entry, hit: &Hit, world: &World<'_>) -> Vec<Node> {
    if target == Target::Dangling {
        return makers(entry, hit);
    }
    if entry.needs.iter().any(|need| need.target && need.resources.iter().all(|resource| *resource == "secrets")) {
        return retargeted(hit, world);
    }
    let mut nodes = accounts(target, entry, hit, world);
    let asks = |need: &Need| need.resources.iter().any(|resource| *resource == "serviceaccounts/token");
    // Who asks for a token says for whom it is.
    if world.exchanges_tokens && entry.needs.iter().any(|need| need.target && asks(need)) {
        nodes.extend(tokens(target, hit, world));
    }
    nodes
}

/// Tokens for any audience.
fn tokens(target: Target, hit: &Hit, world: &World<'_>) -> Vec<Node> {
    match &hit.targets {
        NameSet::Only(_) if target == Target::Named => {
            let places = within(&world.accounts, &hit.scope);
            let named = places.flat_map(|(namespace, accounts)| {
                borne(accounts, &hit.targets).into_iter().map(|name| Hub::TokenOf(namespace.clone(), name.clone()))
            });
            named.chain(tokens_to_come(hit, world)).map(Node::Hub).collect()
        }
        _ => vec![Node::Hub(Hub::TokensIn(hit.scope.clone()))],
    }
}

/// Tokens of accounts of these names that are not there yet, in the namespace where the actor may ask for them.
fn tokens_to_come(hit: &Hit, world: &World<'_>) -> Vec<Hub> {
    let (NameSet::Only(names), Some(namespace)) = (&hit.targets, hit.scope.namespace()) else { return Vec::new() };
    let lacking = names.iter().filter(|name| world.lacks_account(namespace, name));
    lacking.map(|name| Hub::TokenOnceThere(namespace.clone(), name.clone())).collect()
}

fn accounts(target: Target, entry: &Entry, hit: &Hit, world: &World<'_>) -> Vec<Node> {
    let impersonates = entry.needs.iter().flat_map(|need| &need.verbs).any(|verb| verb.starts_with("impersonate"));
    match &hit.targets {
        NameSet::Only(_) if target == Target::Named => named(impersonates, hit, world),
        _ if impersonates => vec![Node::Hub(Hub::Impersonate(hit.scope.clone()))],
        _ => vec![Node::Hub(Hub::ServiceAccounts(hit.scope.clone()))],
    }
}

/// The accounts of these names in the scope, and those that are not there.
fn named(impersonates: bool, hit: &Hit, world: &World<'_>) -> Vec<Node> {
    let accounts = within(&world.accounts, &hit.scope).flat_map(|(namespace, accounts)| {
        borne(accounts, &hit.targets).into_iter().map(|name| account(namespace, name))
    });
    let awaited = within(&world.missing_accounts, &hit.scope)
        .flat_map(|(namespace, names)| borne(names, &hit.targets).into_iter().map(move |name| (namespace, name)));
    let missing = awaited.chain(members(hit, world)).filter_map(|(namespace, name)| match impersonates {
        true => Some(account(namespace, name)),
        false => {
            world.lacks_account(namespace, name).then(|| Node::Hub(Hub::OnceThere(namespace.clone(), name.clone())))
        }
    });
    let nodes: Vec<Node> = accounts.chain(missing).collect();
    nodes.into_iter().chain(groups(impersonates, hit, world)).collect()
}

/// Accounts of these names that are not there and would have what a binding gives to all of their namespace.
fn members<'a>(hit: &'a Hit, world: &World<'_>) -> Vec<(&'a Name, &'a Name)> {
    let NameSet::Only(names) = &hit.targets else { return Vec::new() };
    let namespace = hit.scope.namespace().filter(|namespace| world.binds_all_accounts_of(namespace));
    let of = |namespace: &'a Name| {
        let absent = names.iter().filter(move |name| !world.has_account(namespace, name));
        absent.map(move |name| (namespace, name)).collect::<Vec<_>>()
    };
    namespace.map(of).unwrap_or_default()
}

/// Whoever acts as an account of some name in every namespace is in the groups of all accounts, there or not.
fn groups(impersonates: bool, hit: &Hit, world: &World<'_>) -> Vec<Node> {
    if !impersonates || hit.scope != Scope::Cluster || hit.targets.is_empty() {
        return Vec::new();
    }
    let of_accounts = |group: &&&Subject| {
        let Subject::Group(name) = **group else { return false };
        name.strip_prefix(SERVICE_ACCOUNTS).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    };
    world.groups.iter().filter(of_accounts).map(|group| Node::Subject((*group).clone())).collect()
}

fn account(namespace: &Name, name: &Name) -> Node {
    Node::Subject(Subject::ServiceAccount { namespace: namespace.clone(), name: name.clone() })
}

/// What may be created: accounts, or namespaces.
fn makers(entry: &Entry, hit: &Hit) -> Vec<Node> {
    let makes = |name: Option<Name>| {
        let of_namespaces = entry.needs.iter().any(Need::is_of_namespaces);
        let hub = if of_namespaces { Hub::MakeNamespace(name) } else { Hub::MakeAccount(hit.scope.clone(), name) };
        Node::Hub(hub)
    };
    match &hit.targets {
        NameSet::Any => vec![makes(None)],
        NameSet::Only(names) => names.iter().map(|name| makes(Some(name.clone()))).collect(),
    }
}

/// Every account of the namespaces in which the actor may change a token Secret.
fn retargeted(hit: &Hit, world: &World<'_>) -> Vec<Node> {
    let places = within(&world.secrets, &hit.scope).filter(|(_, secrets)| {
        let mut tokens = secrets.iter().filter(|(_, content)| content.token_of.is_some() && !content.immutable);
        tokens.any(|(name, _)| hit.targets.contains(name))
    });
    places.map(|(namespace, _)| Node::Hub(Hub::ServiceAccounts(Scope::Namespace(namespace.clone())))).collect()
}
