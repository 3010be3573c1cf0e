//! Effect `serviceAccount`: the actor can act as service accounts.
//!
//! Reaches the hub of the scope, or one account per allowed name. Reaches nothing for a name that does not exist, with two
//! exceptions: impersonation does not ask whether the account exists, and `dangling` means that the actor creates the
//! account that a binding already names. A Secret can be aimed at another account only where it is a token Secret.

use crate::authz::NameSet;
use crate::graph::{Hub, Node};
use crate::model::{Name, Scope, Subject};
use crate::template::{Entry, Hit, Need, Target};

use super::places::{borne, within};
use super::world::World;

pub(super) fn reached(target: Target, entry: &Entry, hit: &Hit, world: &World<'_>) -> Vec<Node> {
    if target == Target::Dangling {
        return dangling(entry, hit, world);
    }
    if entry.needs.iter().any(|need| need.target && need.resources.iter().all(|resource| *resource == "secrets")) {
        return retargeted(hit, world);
    }
    let impersonates = entry.needs.iter().flat_map(|need| &need.verbs).any(|verb| verb.starts_with("impersonate"));
    match &hit.targets {
        NameSet::Only(_) if target == Target::Named => named(impersonates, hit, world),
        _ if impersonates => vec![Node::Hub(Hub::Impersonate(hit.scope.clone()))],
        _ => vec![Node::Hub(Hub::ServiceAccounts(hit.scope.clone()))],
    }
}

/// The accounts of these names in the scope.
fn named(impersonates: bool, hit: &Hit, world: &World<'_>) -> Vec<Node> {
    let missing = within(&world.missing_accounts, &hit.scope).filter(|_| impersonates);
    let places = within(&world.accounts, &hit.scope).chain(missing);
    let accounts = places.flat_map(|(namespace, accounts)| {
        borne(accounts, &hit.targets).into_iter().map(|name| account(namespace, name))
    });
    accounts.collect()
}

fn account(namespace: &Name, name: &Name) -> Node {
    Node::Subject(Subject::ServiceAccount { namespace: namespace.clone(), name: name.clone() })
}

/// The accounts that a binding names and that are known not to be there; in namespaces that are not there either where
/// the actor makes these too.
fn dangling(entry: &Entry, hit: &Hit, world: &World<'_>) -> Vec<Node> {
    let makes_namespaces = entry.needs.iter().any(Need::is_of_namespaces);
    let places = within(&world.missing_accounts, &hit.scope).filter(|(namespace, _)| {
        world.knows_accounts_of(namespace)
            && if makes_namespaces { world.lacks_namespace(namespace) } else { world.has_namespace(namespace) }
    });
    let missing = places
        .flat_map(|(namespace, names)| borne(names, &hit.targets).into_iter().map(|name| account(namespace, name)));
    missing.collect()
}

/// Every account of the namespaces in which the actor may change a token Secret.
fn retargeted(hit: &Hit, world: &World<'_>) -> Vec<Node> {
    let places = within(&world.secrets, &hit.scope).filter(|(_, secrets)| {
        let mut tokens = secrets.iter().filter(|(_, content)| content.token_of.is_some() && !content.immutable);
        tokens.any(|(name, _)| hit.targets.contains(name))
    });
    places.map(|(namespace, _)| Node::Hub(Hub::ServiceAccounts(Scope::Namespace(namespace.clone())))).collect()
}
