//! How bad a hit is: the severity of its entry, raised by where its edges lead.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use crate::authz::{Access, Grant, NameSet, implied_groups};
use crate::escalation::exposure::{Exposures, exposures};
use crate::escalation::{Drawn, Escalation, hits_of};
use crate::graph::{Certainty, Hub, Node, NodeId};
use crate::model::{BindingId, RoleId, Scope, Snapshot, Subject};
use crate::template::{Effect, Entry, Hit, Severity, Template};

use super::builtin::Builtin;
use super::goals::{Goal, goals, joined};
use super::paths::starts;
use super::types::{GrantRef, SeverityWord};
use super::without::{Beings, beings};
use super::worth::severity;

/// Everything that judging needs.
pub(super) struct Assessment<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) access: &'a Access<'a>,
    pub(super) template: &'a Template,
    pub(super) escalation: &'a Escalation<'a>,
    pub(super) builtin: Builtin,
    /// Which pods face outside of the cluster.
    pub(super) exposures: Exposures<'a>,
    /// The names of the user's own objectives.
    pub(super) own: &'a [String],
    /// The objectives, and who reaches them.
    pub(super) goals: Vec<Goal>,
    /// The severity of each hit, by its address: what a thousand subjects hit by one role is judged once.
    severities: HashMap<usize, Severity>,
    /// The nodes that an attacker may be, by name; once somebody asks.
    beings: OnceLock<Beings>,
    /// Everything that an attacker may start as, sorted by name; once somebody asks.
    starts: OnceLock<Vec<(String, NodeId)>>,
}

impl<'a> Assessment<'a> {
    pub(super) fn new(
        snapshot: &'a Snapshot,
        access: &'a Access<'a>,
        template: &'a Template,
        escalation: &'a Escalation<'a>,
        own: &'a [String],
    ) -> Self {
        let goals = goals(snapshot, escalation, own);
        let mut assessment =
            Assessment { own, goals, ..Assessment::without_goals(snapshot, access, template, escalation) };
        assessment.severities = assessment.judged();
        assessment
    }

    /// The same for what asks for no objective.
    pub(super) fn without_goals(
        snapshot: &'a Snapshot,
        access: &'a Access<'a>,
        template: &'a Template,
        escalation: &'a Escalation<'a>,
    ) -> Self {
        Assessment {
            snapshot,
            access,
            template,
            escalation,
            builtin: Builtin::new(access),
            exposures: exposures(snapshot),
            own: &[],
            goals: Vec::new(),
            severities: HashMap::new(),
            beings: OnceLock::new(),
            starts: OnceLock::new(),
        }
    }

    pub(super) fn beings(&self) -> &Beings {
        self.beings.get_or_init(|| beings(self.snapshot, &self.escalation.graph))
    }

    pub(super) fn starts(&self) -> &[(String, NodeId)] {
        self.starts.get_or_init(|| starts(self))
    }

    pub(super) fn entry(&self, hit: &Hit) -> Option<&'a Entry> {
        self.template.entries.get(hit.entry)
    }

    /// The severity of a hit: its entry's for the scope, or that of what its edges reach if that is worse.
    pub(super) fn severity(&self, drawn: &Drawn) -> Severity {
        self.severities.get(&address(drawn)).copied().unwrap_or_else(|| self.judge(drawn))
    }

    fn judged(&self) -> HashMap<usize, Severity> {
        let of_roles = self.escalation.roles.iter().flat_map(|(_, _, hits)| hits);
        let all = of_roles.chain(self.escalation.subjects.iter().flat_map(|(_, hits)| hits));
        all.map(|drawn| (address(drawn), self.judge(drawn))).collect()
    }

    fn judge(&self, drawn: &Drawn) -> Severity {
        let Some(entry) = self.entry(&drawn.hit) else {
            return Severity::Info;
        };
        let own = self.of_bindable(entry, drawn).unwrap_or_else(|| base_severity(entry, &drawn.hit));
        let own = own.max(self.of_unseen_nodes(drawn).unwrap_or(own));
        let own = if drawn.refused { severity(Certainty::Guarded, own) } else { own };
        let sure = |certainty| match certainty {
            Certainty::ProvenRights if !entry.proof.is_sure() => Certainty::Unknown,
            certainty => certainty,
        };
        let leads = drawn.targets.iter().flat_map(|&target| self.led_to(target));
        // It would, but for the guard.
        let open = leads.filter(|(certainty, _)| *certainty != Certainty::Guarded);
        let worst = open.map(|(certainty, worth)| severity(sure(certainty), worth)).max();
        own.max(worst.unwrap_or(own))
    }

    /// Who may bind some roles only is as dangerous as these roles, where it may bind them; those that do not exist give
    /// nothing.
    fn of_bindable(&self, entry: &Entry, drawn: &Drawn) -> Option<Severity> {
        let Some(Effect::Role { name: None, .. }) = entry.gives else {
            return None;
        };
        let NameSet::Only(_) = drawn.hit.targets else {
            return None;
        };
        let nodes = drawn.targets.iter().map(|&target| self.escalation.graph.node(target));
        let severities = nodes.map(|node| match node {
            Some(Node::Role(role, scope)) => self.of_role(*role, scope),
            Some(Node::Hub(Hub::BindAbsent(..))) => Severity::Low,
            _ => entry.floor,
        });
        Some(severities.max().unwrap_or(Severity::Low))
    }

    /// Where no node was read, as in manifests, whoever runs a pod still gets out to the one that it runs on, unless the
    /// namespace keeps privileged pods away.
    fn of_unseen_nodes(&self, drawn: &Drawn) -> Option<Severity> {
        let gets_out = |target: &NodeId| self.escalation.leads_to_unseen_node(*target);
        drawn.targets.iter().any(gets_out).then_some(Severity::High)
    }

    /// What a role is worth by its own entries, wherever they lead.
    fn of_role(&self, role: RoleId, scope: &Scope) -> Severity {
        let hits = hits_of(&self.escalation.roles, role, scope).iter();
        let own = hits.filter_map(|drawn| Some(base_severity(self.entry(&drawn.hit)?, &drawn.hit)));
        own.max().unwrap_or(Severity::Low).max(Severity::Low)
    }

    /// How surely a node reaches each objective, and what that is worth.
    fn led_to(&self, node: NodeId) -> impl Iterator<Item = (Certainty, Severity)> {
        self.goals.iter().filter_map(move |goal| Some((goal.reach.certainty(node)?, goal.worth)))
    }

    /// How surely a node reaches any objective.
    pub(super) fn leads_to(&self, node: NodeId) -> Option<Certainty> {
        self.goals.iter().filter_map(|goal| goal.reach.certainty(node)).min()
    }

    /// How bad entries are for this subject because of what it reaches by them together with its other rights.
    pub(super) fn joined(&self, subject: &Subject) -> BTreeMap<usize, Severity> {
        let node = self.escalation.graph.find(&Node::Subject(subject.clone()));
        let found = node.map_or_else(Vec::new, |node| joined(self.escalation, &self.goals, node));
        found.into_iter().collect()
    }

    /// The objectives that a node reaches, and how bad that is; not what a guard blocks.
    pub(super) fn reached_by(&self, node: NodeId) -> Vec<(String, Severity)> {
        let reached = |goal: &Goal| {
            let certainty = goal.reach.certainty(node).filter(|certainty| *certainty != Certainty::Guarded)?;
            Some((goal.id.clone(), severity(certainty, goal.worth)))
        };
        self.goals.iter().filter(|goal| goal.node != node).filter_map(reached).collect()
    }

    /// The hits of a role in the scope of a binding.
    pub(super) fn hits_through(&self, binding: BindingId) -> &'a [Drawn] {
        let scope = self.snapshot.binding(binding).scope();
        self.access.role_of(binding).map_or(&[], |role| hits_of(&self.escalation.roles, role, &scope))
    }

    /// What a subject has by several of its roles together.
    pub(super) fn hits_together(&self, subject: &Subject) -> &'a [Drawn] {
        let subjects = &self.escalation.subjects;
        let place = subjects.binary_search_by(|(other, _)| other.cmp(subject));
        place.ok().and_then(|index| subjects.get(index)).map_or(&[], |(_, hits)| hits.as_slice())
    }

    /// The entries that whoever has this subject's token hits, itself or through its groups, with the worst severity of
    /// each.
    pub(super) fn entries_of_token(&self, subject: &Subject) -> BTreeMap<usize, Severity> {
        let mut entries = BTreeMap::new();
        let mut note = |drawn: &Drawn| {
            let severity = self.severity(drawn);
            let known = entries.entry(drawn.hit.entry).or_insert(severity);
            *known = severity.max(*known);
        };
        let groups = implied_groups(subject);
        for holder in std::iter::once(subject).chain(&groups) {
            let bindings = self.access.bindings_naming(holder).iter();
            bindings.flat_map(|&binding| self.hits_through(binding)).for_each(&mut note);
            self.hits_together(holder).iter().for_each(&mut note);
        }
        entries
    }

    /// Whether all of these grants are what the API server installs.
    pub(super) fn builtin_grants(&self, grants: &[Grant]) -> bool {
        grants.iter().all(|grant| grant.binding.is_some_and(|binding| self.builtin.binding(binding)))
    }

    /// The evidence by name; `through` stands in for a binding that the hit leaves open.
    pub(super) fn grants(&self, grants: &[Grant], through: Option<BindingId>) -> Vec<GrantRef> {
        let named = grants.iter().map(|grant| GrantRef {
            binding: grant.binding.or(through).map(|id| self.snapshot.binding(id).id()),
            role: self.snapshot.role(grant.role).id(),
            rule: grant.rule,
        });
        named.collect()
    }

    /// The ids of entries, those first that explain most.
    pub(super) fn ids(&self, entries: impl IntoIterator<Item = usize>) -> Vec<String> {
        let entries = entries.into_iter().filter_map(|place| Some((place, self.template.entries.get(place)?)));
        let mut entries: Vec<(usize, &Entry)> = entries.collect();
        entries.sort_by_key(|(place, entry)| (Reverse(entry.rank()), *place));
        entries.into_iter().map(|(_, entry)| entry.id.clone()).collect()
    }

    pub(super) fn role_name(&self, role: RoleId) -> String {
        self.snapshot.role(role).id()
    }
}

/// The severity of an entry when it reaches nothing worse: its least for the whole cluster counts only where no names
/// narrow it.
pub(super) fn base_severity(entry: &Entry, hit: &Hit) -> Severity {
    match (&hit.scope, &hit.targets) {
        (Scope::Cluster, NameSet::Any) => entry.floor.max(entry.cluster),
        _ => entry.floor,
    }
}

/// Orders worst first, then by name.
pub(super) fn worst_first<T>(list: &mut [T], key: impl Fn(&T) -> (SeverityWord, String)) {
    list.sort_by_cached_key(|item| {
        let (severity, name) = key(item);
        (std::cmp::Reverse(severity), name)
    });
}

/// Where a hit stands: it does not move while it is judged.
fn address(drawn: &Drawn) -> usize {
    std::ptr::from_ref(drawn).addr()
}
