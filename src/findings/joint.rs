//! Joint hops: several requests that give something only together.
//!
//! An attacker makes each of them by itself, perhaps with different identities, in whatever order; what they lead to is
//! reached once all are made. So they are one hop with parts, not a chain.

use crate::graph::{Hub, Node};
use crate::model::{Name, RoleId};

use super::types::Hop;

/// What a role is called.
type RoleName<'n> = &'n dyn Fn(RoleId) -> Name;

/// A hop whose end has no name yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Open {
    /// Its place among the hops.
    pub(super) place: usize,
    /// What it acts on, where that is not what it leads to.
    pub(super) aim: Option<Name>,
    /// Parts that prepare others come first.
    order: u8,
}

impl Open {
    /// A hop that stands alone so far.
    pub(super) fn new(place: usize) -> Self {
        Open { place, aim: None, order: 0 }
    }

    /// The same as the part of a join that this node is.
    pub(super) fn as_part(&self, part: &Node, role_name: RoleName<'_>) -> Self {
        Open { place: self.place, aim: self.aim.clone().or_else(|| aim(part, role_name)), order: order(part) }
    }
}

/// Parts in the order in which a person would make them; a request that several parts rest on is one.
pub(super) fn ordered(mut open: Vec<Open>) -> Vec<Open> {
    open.sort_by_key(|part| (part.order, part.place));
    let mut places = Vec::new();
    open.retain(|part| {
        let new = !places.contains(&part.place);
        places.push(part.place);
        new
    });
    open
}

/// The hop that these make together.
pub(super) fn joint(parts: Vec<Hop>, to: &Name) -> Option<Hop> {
    let mut whole = Hop { to: to.clone(), parts: Vec::new(), grants: Vec::new(), ..parts.first()?.clone() };
    whole.facts.clear();
    whole.also.clear();
    whole.blocked_by.clear();
    whole.may_refuse.clear();
    for part in &parts {
        add(&mut whole.grants, &part.grants);
        // Which step it is says nothing of the whole.
        let facts: Vec<String> = part.facts.iter().filter(|fact| !fact.starts_with("step ")).cloned().collect();
        add(&mut whole.facts, &facts);
        add(&mut whole.also, &part.also);
        add(&mut whole.blocked_by, &part.blocked_by);
        add(&mut whole.may_refuse, &part.may_refuse);
    }
    whole.parts = parts;
    Some(whole)
}

fn add<T: Clone + PartialEq>(all: &mut Vec<T>, more: &[T]) {
    for one in more {
        if !all.contains(one) {
            all.push(one.clone());
        }
    }
}

fn order(part: &Node) -> u8 {
    match part {
        Node::Hub(Hub::Step(_, step, ..)) => *step,
        // A pod is run once nothing stands in its way, and a log is read once the link is there.
        Node::Hub(
            Hub::RunPod(_)
            | Hub::RunPlain(_)
            | Hub::RunConfined(_)
            | Hub::FreePod(_)
            | Hub::LogsOf(_)
            | Hub::NodeLogsOf(_)
            | Hub::Logs(_),
        ) => 2,
        _ => 1,
    }
}

/// What a request for this half of a technique is about.
fn aim(part: &Node, role_name: RoleName<'_>) -> Option<Name> {
    match part {
        Node::Hub(Hub::LogsOf(node) | Hub::NodeLogsOf(node) | Hub::LogDirectory(node) | Hub::Escaping(_, node)) => {
            Some(format!("node:{}", node.as_str()).into())
        }
        Node::Hub(Hub::Rewrite(role)) => Some(role_name(*role)),
        Node::Hub(
            Hub::Relabel(_)
            | Hub::LiftQuotas(_)
            | Hub::RunPod(_)
            | Hub::RunPlain(_)
            | Hub::RunConfined(_)
            | Hub::FreePod(_)
            | Hub::Restart(..)
            | Hub::BindOne(..)
            | Hub::Adapt(..)
            | Hub::Evict(..),
        ) => part.kind_id().map(Name::from),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Open, joint, ordered};
    use crate::findings::Hop;
    use crate::graph::{Hub, Node};
    use crate::model::{Name, Scope};

    fn hop(from: &str, entry: &str, fact: &str) -> Hop {
        Hop { from: from.into(), entry: entry.into(), facts: vec![fact.to_owned()], ..Hop::default() }
    }

    #[test]
    fn what_prepares_comes_first_and_says_what_it_acts_on() {
        let role_name = |_| Name::default();
        let shop = || Scope::Namespace("shop".into());
        let run = Open::new(0).as_part(&Node::Hub(Hub::RunPod(shop())), &role_name);
        let relabel = Open::new(1).as_part(&Node::Hub(Hub::Relabel(shop())), &role_name);
        let found = ordered(vec![run.clone(), relabel, run]);
        let told: Vec<_> = found.iter().map(|part| (part.place, part.aim.as_deref())).collect();
        assert_eq!(told, [(1, Some("ns:shop")), (0, Some("pod:shop/*"))]);
    }

    #[test]
    fn the_whole_says_what_its_parts_say() {
        let parts = vec![hop("pod:a/b", "escape/var-log", "step 1 of 2"), hop("sa:a/b", "pods/log", "a fact")];
        let whole = joint(parts, &"node:x".into()).unwrap();
        assert_eq!(whole.entries(), "escape/var-log + pods/log");
        assert_eq!(whole.actors(), ["pod:a/b", "sa:a/b"]);
        assert_eq!(
            (whole.from.as_str(), whole.to.as_str(), whole.facts),
            ("pod:a/b", "node:x", vec!["a fact".to_owned()])
        );
    }
}
