//! In whose name a power lets one make requests: those who have rights that its holder has not anyway.

use std::collections::BTreeSet;

use crate::authz::{Access, MASTERS, NODE_PREFIX, NODES, NameSet, identity_of};
use crate::model::{Name, Subject};

use super::super::places::{borne, within};
use super::super::world::World;
use super::power::{Mode, Power};

/// Somebody else.
pub(super) struct Other {
    /// Who is named in the request.
    pub(super) named: Subject,
    /// With all groups that the request then carries.
    pub(super) identity: Vec<Subject>,
    /// The node, if it is one.
    pub(super) machine: Option<Name>,
}

/// Everybody whom the power reaches.
pub(super) fn others(power: &Power, access: &Access<'_>, world: &World<'_>) -> Vec<Other> {
    match power.mode {
        Mode::AssociatedNode => power.own_nodes.iter().map(node).collect(),
        Mode::ArbitraryNode => {
            let names = power.named("nodes");
            world.machines.keys().filter(|name| names.contains(name)).map(|name| node(name)).collect()
        }
        Mode::ServiceAccount => accounts(power, access, world),
        Mode::UserInfo => users(power, world),
    }
}

fn node(name: &Name) -> Other {
    let user = Subject::user(&format!("{NODE_PREFIX}{}", name.as_str()));
    Other { named: user.clone(), identity: vec![user, Subject::group(NODES)], machine: Some(name.clone()) }
}

/// The accounts that a binding names, by themselves or as all of their namespace; impersonation asks for no existence.
fn accounts(power: &Power, access: &Access<'_>, world: &World<'_>) -> Vec<Other> {
    let mut found = BTreeSet::new();
    for (scope, names) in power.whom() {
        for (namespace, there) in within(&world.accounts, scope).chain(within(&world.missing_accounts, scope)) {
            let accounts = borne(there, names).into_iter();
            found.extend(
                accounts.map(|name| Subject::ServiceAccount { namespace: namespace.clone(), name: name.clone() }),
            );
        }
    }
    // Whoever logs in has what everybody has.
    let holds = |subject: &Subject| !access.bindings_naming(subject).is_empty() && *subject != everybody();
    let others =
        found.into_iter().map(|account| Other { identity: identity_of(&account), named: account, machine: None });
    others.filter(|other| other.identity.iter().any(holds)).collect()
}

fn everybody() -> Subject {
    Subject::group(crate::authz::AUTHENTICATED)
}

/// The users that a binding names, in all groups that the power allows at once; and each of these groups, whoever the user.
fn users(power: &Power, world: &World<'_>) -> Vec<Other> {
    let (users, groups) = (power.named("users"), power.named("groups"));
    let in_names = |subject: &Subject, names: &NameSet| match subject {
        Subject::User(name) | Subject::Group(name) => !name.is_empty() && names.contains(name),
        Subject::ServiceAccount { .. } | Subject::Cloud { .. } => false,
    };
    // The server refuses this one in every case; the world does not have it.
    let masters = Subject::group(MASTERS);
    let groups = world.groups.iter().filter(|group| **group != &masters && in_names(group, &groups));
    let groups: Vec<Subject> = groups.map(|group| (*group).clone()).collect();
    let of_group = |group: &Subject| Other { named: group.clone(), identity: identity_of(group), machine: None };
    let of_user = |user: &Subject| {
        let identity = identity_of(user).into_iter().chain(groups.iter().cloned());
        Other { named: user.clone(), identity: identity.collect(), machine: None }
    };
    let mut others: Vec<Other> = groups.iter().map(of_group).collect();
    others.extend(world.users.iter().filter(|user| in_names(user, &users)).map(|user| of_user(user)));
    others
}
