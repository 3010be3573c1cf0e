//! Pods that somebody makes, in parts that guards tell apart: each account that they run as, and whether they get out to their
//! node.

use crate::graph::{Hub, Node};
use crate::guards::admission::Guard;
use crate::model::{Name, Scope, Subject};
use crate::template::{Entry, Hit};

use super::super::Reached;
use super::super::admitted::{NEW, Ruled, Taken, Who};
use super::super::structure::{closed, privileged_guard};
use super::Drawing;

/// Ends, and who keeps pods from getting out to the one that is all nodes.
pub(super) type Ends = (Vec<Reached>, Vec<Guard>);

impl Drawing<'_, '_> {
    /// Whether in some namespace a pod of this one gets out where another's does not, or the other way round.
    pub(super) fn gets_out_otherwise(&mut self, entry: &Entry, hit: &Hit, who: &Who) -> bool {
        let Some(guards) = self.guards else { return false };
        let pods = self.all_reached(entry, hit, None).into_iter();
        let mut pods = pods.filter(|reached| matches!(reached.node, Node::Hub(Hub::RunPod(_))));
        pods.next().is_some()
            && guards
                .one_of_each(who, &self.world)
                .iter()
                .any(|place| self.own_way_out(entry, hit, who, place).is_some())
    }

    /// What a pod gives to one who makes it, by parts where guards tell them apart.
    pub(super) fn by_pod(&self, entry: &Entry, hit: &Hit, who: &Who, reached: Vec<Reached>) -> Ends {
        let mut ends: Ends = (Vec::new(), Vec::new());
        let accounts = self.guards.is_some_and(|guards| guards.look_at_accounts(hit.entry));
        for one in reached {
            let Some(namespace) = self.place_of(&one.node) else {
                ends.0.push(one);
                continue;
            };
            let out = self.own_way_out(entry, hit, who, &namespace);
            match (accounts, &out) {
                (false, None) => ends.0.push(one),
                (false, Some(_)) => {
                    let all = Node::Hub(Hub::ServiceAccounts(Scope::Namespace(namespace.clone())));
                    ends.0.push(Reached { node: all, ..one.clone() });
                    self.outward(&mut ends, &one, &namespace, out);
                }
                (true, _) => {
                    ends.0.extend(self.by_account(entry, &one, &namespace));
                    self.outward(&mut ends, &one, &namespace, out);
                }
            }
        }
        ends
    }

    /// The namespace in which a pod is run, unless none is let into it.
    fn place_of(&self, node: &Node) -> Option<Name> {
        match node {
            Node::Hub(Hub::RunPod(Scope::Namespace(namespace))) => {
                closed(&self.world, namespace).is_none().then(|| namespace.clone())
            }
            _ => None,
        }
    }

    /// How a pod of this one gets out, where that is let in further than anybody, or less far.
    fn own_way_out(&self, entry: &Entry, hit: &Hit, who: &Who, namespace: &Name) -> Option<(&'static str, Ruled)> {
        let (world, access) = (&self.world, self.access);
        let to = Node::Hub(Hub::RunPlain(namespace.clone()));
        let taken = Taken { entry, hit, step: None, who, grantee: who, to: &to, world, access, role: NEW };
        // What the level refuses is drawn for all.
        let level = privileged_guard(world, namespace).is_some();
        self.guards?.own_way_out(&taken, namespace).filter(|(_, ruled)| ruled.is_blocked() || !level)
    }

    /// What a pod gives beside the rights of its account.
    fn outward(&self, ends: &mut Ends, one: &Reached, namespace: &Name, out: Option<(&'static str, Ruled)>) {
        let Some((_, ruled)) = out else {
            let plain = Node::Hub(Hub::RunPlain(namespace.clone()));
            return ends.0.push(Reached { node: plain, ..one.clone() });
        };
        ends.0.push(Reached { node: Node::Hub(Hub::RunConfined(namespace.clone())), ..one.clone() });
        let mut end = Reached { node: Node::Hub(Hub::Machines), ..one.clone() };
        let certainty = ruled.tell(&mut end.remarks);
        end.certainty = end.certainty.max(certainty);
        ends.1.extend(if ruled.is_blocked() { ruled.guards() } else { Vec::new() });
        ends.0.push(end);
    }

    /// Each account of the namespace.
    fn by_account(&self, entry: &Entry, one: &Reached, namespace: &Name) -> Vec<Reached> {
        let Some(guards) = self.guards else { return Vec::new() };
        let pods = guards.look_at_accounts_of("pods");
        let direct = entry.needs.iter().flat_map(|need| &need.resources).any(|resource| *resource == "pods");
        let absent = guards.absent_accounts(&self.world, namespace);
        let absent = absent.into_iter().map(|name| (Node::Hub(Hub::OnceThere(namespace.clone(), name.clone())), name));
        let there = self.world.accounts.get(namespace).into_iter().flatten();
        let there = there.map(|name| (Node::Subject(Subject::service_account(namespace, name)), (*name).clone()));
        let each = there.chain(absent).map(|(account, name)| {
            let mut end = Reached { node: account, ..one.clone() };
            // The pod of a controller is judged by itself.
            if pods && !direct {
                let certainty = guards.runs_as(namespace, &name).tell(&mut end.remarks);
                end.certainty = end.certainty.max(certainty);
            }
            end
        });
        each.collect()
    }
}

/// The same, blocked by these too where a pod would get out.
pub(super) fn blocked_outward((reached, mut guards): (Reached, Vec<Guard>), by: &[Guard]) -> (Reached, Vec<Guard>) {
    if reached.node == Node::Hub(Hub::Machines) {
        guards.extend(by.iter().filter(|guard| !guards.contains(guard)).cloned().collect::<Vec<_>>());
    }
    (reached, guards)
}
