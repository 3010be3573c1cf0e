//! Grants to somebody else whom the granter can become.
//!
//! Whoever writes bindings need not name itself: it may grant to an account whose token it can get, to a user whom it may
//! impersonate, or to an account of its own making. Where no guard stands that is a detour, and nothing is drawn. Where
//! one keeps a subject from granting to itself, each identity that the subject can become is put to admission in its
//! place.
//!
//! Cost: for each subject that a guard keeps from granting to itself, up to a limit, one search forward and so many
//! bindings put to admission as it can become identities, up to a limit.

mod others;

use std::collections::{BTreeMap, BTreeSet};

use crate::authz::NameSet;
use crate::graph::{Certainty, Edge, Hub, Node, NodeId, Objective, Remarks};
use crate::model::{HashMap, Name, Scope, Subject};
use crate::template::{Effect, Entry, Hit, Target, Template};

use super::Whole;
use super::admitted::{Alike, NEW, Ruled, Taken, Who};
use super::drawing::{Blocked, actors};

/// So many subjects are followed, by name, the one that was asked about first.
const GRANTERS: usize = 256;

/// Draws what those gain whom a guard keeps from granting to themselves.
pub(super) fn draw(whole: &mut Whole<'_, '_>, blocked: &[Blocked], asked_for: Option<&Subject>) {
    let mut granters: BTreeMap<Subject, Vec<&Blocked>> = BTreeMap::new();
    for grant in blocked.iter().filter(|blocked| whole.grants(blocked)) {
        for (actor, _) in actors(whole.graph, whole.access, grant.from) {
            granters.entry(actor).or_default().push(grant);
        }
    }
    let first = asked_for.and_then(|subject| granters.remove_entry(subject));
    for (granter, grants) in first.into_iter().chain(granters).take(GRANTERS) {
        let others = whole.others(&granter);
        let mut known = Known::default();
        if others.is_empty() {
            continue;
        }
        let mut parts: Vec<Blocked> = grants.into_iter().flat_map(|grant| grant.apart(whole.graph)).collect();
        // Whoever can grant the whole has no need of its parts, nor of a longer way to it.
        let writes = |part: &Blocked| entry(whole.template, part).map_or(0, |entry| entry.needs.len());
        parts.sort_by_key(|part| (!whole.graph.node(part.to).is_some_and(is_whole), writes(part)));
        for part in &parts {
            whole.draw_grant(&granter, part, &others, &mut known);
        }
    }
}

impl Whole<'_, '_> {
    /// Whether it is a binding that is blocked, and one that would give more than a part.
    fn grants(&self, blocked: &Blocked) -> bool {
        let gives = entry(self.template, blocked).and_then(|entry| entry.gives.as_ref());
        blocked.certainty == Certainty::Guarded && matches!(gives, Some(Effect::Role { .. }))
    }

    /// Draws what a granter gains by granting to somebody whom it can become.
    fn draw_grant(&mut self, granter: &Subject, grant: &Blocked, others: &[(Subject, NodeId)], known: &mut Known) {
        let Some(hit) = &grant.hit else { return };
        let Some(entry) = self.template.entries.get(hit.entry) else { return };
        let Some(to) = self.graph.node(grant.to).cloned() else { return };
        let who = Who::new(granter);
        for (other, node) in others {
            let grantee = Who::new(other);
            let (world, access) = (self.world, self.access);
            let taken =
                Taken { entry, hit, step: None, who: &who, grantee: &grantee, to: &to, world, access, role: NEW };
            let same = (grant.from, *node, grant.to);
            if known.sure.contains(&same) || !is_whole(&to) && known.is_open(*node, &hit.scope) {
                continue;
            }
            // Most are refused whatever is granted to them.
            let refused = known.refused.entry((hit.entry, hit.scope.clone(), *node));
            if *refused.or_insert_with(|| self.guards.refuses_any_role(&taken)) {
                continue;
            }
            let ruled = self.rule_grant(&taken, known);
            if ruled.is_blocked() {
                continue;
            }
            if ruled.is_open() {
                known.sure.insert(same);
            }
            if is_whole(&to) && ruled.is_open() {
                known.open.insert((*node, hit.scope.clone()));
            }
            let mut remarks = Remarks::default();
            remarks.facts.push(format!("grants it to {}, whom it can become", other.id()));
            let certainty = ruled.tell(&mut remarks);
            let join = self.graph.join(&[grant.from, *node]);
            let edge = Edge { step: grant.step.clone(), certainty, remarks: None }.saying(remarks);
            self.graph.connect(join, grant.to, edge);
        }
    }
}

impl Whole<'_, '_> {
    /// What admission says to a grant, asked once of those whom no guard tells apart.
    fn rule_grant(&self, taken: &Taken<'_, '_>, known: &mut Known) -> Ruled {
        let Some(alike) = self.guards.alike_grantees(taken) else { return self.guards.rule_anywhere(taken) };
        let asked = (taken.hit.entry, taken.hit.scope.clone(), taken.to.clone(), alike);
        if let Some(ruled) = known.alike.get(&asked) {
            return ruled.clone();
        }
        let ruled = self.guards.rule_anywhere(taken);
        // A way tells whom it was tried with.
        if ruled.way.is_none() || ruled.is_blocked() {
            known.alike.insert(asked, ruled.clone());
        }
        ruled
    }
}

/// What is known of the grants of one who grants.
#[derive(Default)]
struct Known {
    /// What was said of those who are alike.
    alike: HashMap<(usize, Scope, Node, Alike), Ruled>,
    /// To whom nothing at all is granted, by an entry and where.
    refused: BTreeMap<(usize, Scope, NodeId), bool>,
    /// To whom everything is, and where.
    open: BTreeSet<(NodeId, Scope)>,
    /// What surely is granted to whom, by what the granter holds: (from, grantee, to).
    sure: BTreeSet<(NodeId, NodeId, NodeId)>,
}

impl Known {
    fn is_open(&self, grantee: NodeId, scope: &Scope) -> bool {
        [&Scope::Cluster, scope].into_iter().any(|scope| self.open.contains(&(grantee, scope.clone())))
    }
}

/// The entry by which a step is taken.
fn entry<'t>(template: &'t Template, blocked: &Blocked) -> Option<&'t Entry> {
    template.entries.get(blocked.hit.as_ref()?.entry)
}

/// Whether this is everything, here or everywhere.
pub(super) fn is_whole(node: &Node) -> bool {
    matches!(node, Node::Objective(Objective::ClusterAdmin) | Node::Namespace(_) | Node::Hub(Hub::Namespaces))
}

/// Those whom an impersonator may name and who have no rights yet: worth something to whoever may give them some.
pub(super) fn powerless(entry: &Entry, hit: &Hit) -> Vec<Node> {
    let NameSet::Only(names) = &hit.targets else { return Vec::new() };
    let impersonates = entry.needs.iter().flat_map(|need| &need.verbs).any(|verb| verb.starts_with("impersonate"));
    let namespace = hit.scope.namespace();
    let node = |name: &Name| match (&entry.gives, namespace) {
        (Some(Effect::Subject { users: Some(Target::Named), .. }), _) => Some(Subject::user(name)),
        (Some(Effect::ServiceAccount(Target::Named)), Some(namespace)) if impersonates => {
            Some(Subject::service_account(namespace, name))
        }
        (Some(Effect::ServiceAccount(Target::Named)), None) if impersonates => {
            Some(Subject::service_account("default", name))
        }
        _ => None,
    };
    names.iter().filter_map(node).map(Node::Subject).collect()
}
