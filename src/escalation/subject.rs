//! Effect `subject`: the actor can act as users or groups (impersonation).
//!
//! Reaches those that a binding names: anybody else has no rights to gain. Any group includes `system:masters`.

use crate::authz::{MASTERS, NameSet};
use crate::graph::{Hub, Node};
use crate::model::{Name, Subject};
use crate::template::{Hit, Target};

use super::world::World;

pub(super) fn reached(
    users: Option<Target>,
    groups: Option<Target>,
    except: &[Name],
    hit: &Hit,
    world: &World<'_>,
) -> Vec<Node> {
    let masters = Subject::group(MASTERS);
    let refused = except.iter().any(|name| name == MASTERS);
    let mut nodes = Vec::new();
    if let Some(target) = users {
        match names(target, hit) {
            NameSet::Any => nodes.push(Node::Hub(Hub::Users)),
            NameSet::Only(names) => {
                let named = names.iter().map(|name| Subject::user(name));
                nodes.extend(named.filter(|user| world.users.contains(user)).map(Node::Subject));
            }
        }
    }
    if let Some(target) = groups {
        match names(target, hit) {
            NameSet::Any if refused => nodes.push(Node::Hub(Hub::Groups)),
            NameSet::Any => nodes.extend([Node::Hub(Hub::Groups), Node::Subject(masters)]),
            NameSet::Only(names) => {
                let named = names.iter().map(|name| Subject::group(name));
                let known = named.filter(|group| world.groups.contains(group) || (*group == masters && !refused));
                nodes.extend(known.map(Node::Subject));
            }
        }
    }
    nodes
}

fn names(target: Target, hit: &Hit) -> NameSet {
    if target == Target::Any { NameSet::Any } else { hit.targets.clone() }
}
