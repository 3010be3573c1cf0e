//! What judging needs, put together once.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::authz::{Access, Grant, implied_groups};
use crate::escalation::exposure::{Exposures, exposures};
use crate::escalation::{Drawn, Escalation, hits_of};
use crate::graph::{Certainty, Node, NodeId};
use crate::model::{BindingId, HashMap, HashSet, Name, Snapshot, Subject};
use crate::template::{Entry, Hit, Severity, Template};

use super::builtin::Builtin;
use super::goals::{Goal, goals, joined};
use super::ids::Ids;
use super::judging::{Judged, Rated};
use super::kept::kept;
use super::paths::starts;
use super::stretches::Stretches;
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
    /// What everything is called.
    pub(super) ids: Ids,
    /// Which pods face outside of the cluster.
    pub(super) exposures: Exposures<'a>,
    /// The names of the user's own objectives.
    pub(super) own: &'a [String],
    /// The objectives, and who reaches them.
    pub(super) goals: Vec<Goal>,
    /// How bad each hit is, by its address: what a thousand subjects hit by one role is judged once.
    pub(super) judged: HashMap<usize, Judged>,
    /// The entries that guards leave of no use to these subjects.
    pub(super) kept: HashMap<Subject, HashSet<usize>>,
    /// The nodes that an attacker may be, by name; once somebody asks.
    beings: OnceLock<Beings>,
    /// Everything that an attacker may start as, sorted by name; once somebody asks.
    starts: OnceLock<Vec<(Name, NodeId)>>,
    /// What has been told of ways.
    pub(super) stretches: Stretches,
}

impl<'a> Assessment<'a> {
    pub(super) fn new(
        snapshot: &'a Snapshot,
        access: &'a Access<'a>,
        template: &'a Template,
        escalation: &'a Escalation<'a>,
        own: &'a [String],
    ) -> Self {
        let rest = || Assessment::without_goals(snapshot, access, template, escalation);
        let (goals, rest) = rayon::join(|| goals(snapshot, escalation, own), rest);
        let mut assessment = Assessment { own, goals, ..rest };
        // Here, where nobody else asks: whoever waits for it keeps a core, and the sort takes what waits for a core.
        assessment.starts();
        assessment.judged = assessment.judge_all();
        assessment.kept = kept(&assessment);
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
            ids: Ids::new(snapshot, &escalation.graph, template),
            exposures: exposures(snapshot),
            own: &[],
            goals: Vec::new(),
            judged: HashMap::default(),
            kept: HashMap::default(),
            beings: OnceLock::new(),
            starts: OnceLock::new(),
            stretches: Stretches::default(),
        }
    }

    pub(super) fn beings(&self) -> &Beings {
        self.beings.get_or_init(|| beings(&self.ids, &self.escalation.graph))
    }

    pub(super) fn starts(&self) -> &[(Name, NodeId)] {
        self.starts.get_or_init(|| starts(self))
    }

    pub(super) fn entry(&self, hit: &Hit) -> Option<&'a Entry> {
        self.template.entries.get(hit.entry)
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
    pub(super) fn reached_by(&self, node: NodeId) -> Vec<(Name, Severity)> {
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

    /// The entries that whoever has this subject's token hits, itself or through its groups, with how bad each is.
    pub(super) fn entries_of_token(&self, subject: &Subject) -> BTreeMap<usize, Rated> {
        let mut entries = BTreeMap::new();
        let mut note = |drawn: &Drawn| {
            let rated = self.rated(drawn, [subject]);
            let known = entries.entry(drawn.hit.entry).or_insert(rated);
            *known = known.or(rated);
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
            binding: grant.binding.or(through).map(|id| self.ids.binding(id)),
            role: self.ids.role(grant.role),
            rule: grant.rule,
        });
        named.collect()
    }

    /// The ids of entries, each once: those first that are worst here, and of these those that explain most.
    pub(super) fn entry_ids(&self, entries: impl IntoIterator<Item = (usize, Severity)>) -> Vec<Name> {
        let mut worst: BTreeMap<usize, Severity> = BTreeMap::new();
        for (place, severity) in entries {
            let known = worst.entry(place).or_insert(severity);
            *known = severity.max(*known);
        }
        let rank = |place: usize| self.template.entries.get(place).map(Entry::rank);
        let mut entries: Vec<(usize, Severity)> = worst.into_iter().collect();
        entries.sort_by_key(|(place, severity)| (Reverse(*severity), Reverse(rank(*place)), *place));
        entries.into_iter().map(|(place, _)| self.ids.entry(place)).collect()
    }
}

/// Orders worst first, then by name.
pub(super) fn worst_first<T, N: Ord>(list: &mut [T], key: impl Fn(&T) -> (SeverityWord, N)) {
    list.sort_by_cached_key(|item| {
        let (severity, name) = key(item);
        (std::cmp::Reverse(severity), name)
    });
}
