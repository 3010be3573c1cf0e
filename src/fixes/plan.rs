//! What becomes of one binding: its role allows less, or its subjects get another role that does.

use crate::authz::uncovered;
use crate::findings::{GrantRef, Hop};
use crate::model::{Binding, Name, Origin, Role, RoleKind, RoleRef, Rule};
use crate::template::Entry;

use super::change::Change;
use super::ground::Ground;
use super::needs::needs_of;
use super::rules::{Taken, allow, spelled, weight, without};

/// What becomes of a binding.
pub(super) struct Plan<'a> {
    pub(super) ground: &'a Ground<'a>,
    pub(super) binding: &'a Binding,
    pub(super) role: &'a Role,
    /// Whether the role itself is changed.
    pub(super) in_place: bool,
    /// Whether rights may stay for harmless names.
    names: bool,
    takes: Vec<Taken>,
    original: Vec<Rule>,
    /// The same rules, with literal verbs where something of them goes.
    pub(super) base: Vec<Rule>,
    /// What is left of them.
    pub(super) rest: Vec<Rule>,
    new_role: Name,
    new_binding: Name,
    /// The entries that were looked at in this round.
    seen: Vec<String>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(ground: &'a Ground<'a>, binding: &'a Binding, role: &'a Role, names: bool) -> Self {
        let namespace = binding.namespace.as_ref();
        Plan {
            ground,
            binding,
            role,
            in_place: ground.is_editable(role),
            names,
            takes: Vec::new(),
            original: role.rules.to_vec(),
            base: role.rules.to_vec(),
            rest: role.rules.to_vec(),
            new_role: ground.naming.role(namespace, &role.name, "reduced"),
            new_binding: ground.naming.binding(&[namespace], &binding.name, "reduced"),
            seen: Vec::new(),
        }
    }

    pub(super) fn begin_round(&mut self) {
        self.seen.clear();
    }

    /// Whether a grant is by this binding, or by what takes its place.
    pub(super) fn owns(&self, grant: &GrantRef) -> bool {
        let new = || Binding { name: self.new_binding.clone(), ..self.binding.clone() }.id();
        grant
            .binding
            .as_ref()
            .is_some_and(|binding| *binding == self.binding.id().as_str() || *binding == new().as_str())
    }

    /// Takes away what a hop goes by; false where that cannot be said.
    pub(super) fn take(&mut self, hop: &Hop) -> bool {
        if self.seen.iter().any(|entry| *entry == *hop.entry) {
            return true;
        }
        self.seen.push(hop.entry.as_str().to_owned());
        let entries = &self.ground.court.template.entries;
        let Some(entry) = entries.iter().find(|entry| entry.id == *hop.entry) else { return false };
        self.shrink(entry, hop) || needs_of(entry, &self.rest).into_iter().any(|requests| self.add(requests))
    }

    /// Leaves a right to fewer names, where the path goes by one of those that it was left.
    fn shrink(&mut self, entry: &Entry, hop: &Hop) -> bool {
        let needs = needs_of(entry, &self.rest);
        let Some(place) = self.takes.iter().position(|take| !take.but.is_empty() && needs.contains(&take.requests))
        else {
            return false;
        };
        if let Some(take) = self.takes.get_mut(place) {
            let before = take.but.len();
            let met = [Some(&hop.to), hop.about.as_ref()];
            let ends = |name: &Name| met.iter().flatten().any(|id| id.rsplit('/').next() == Some(name.as_str()));
            take.but.retain(|name| !ends(name));
            if take.but.len() == before {
                take.but.clear();
            }
        }
        self.settle()
    }

    /// Takes these requests away; false where that cannot be said.
    fn add(&mut self, requests: Rule) -> bool {
        let but = if self.names { self.ground.harmless(self.binding, &requests) } else { Vec::new() };
        self.takes.push(Taken { requests, but });
        let settled = self.settle();
        if !settled {
            self.takes.pop();
        }
        settled
    }

    /// What is spelled out once stays so.
    fn settle(&mut self) -> bool {
        let custom = &self.ground.court.snapshot.custom_resources;
        let mut takes = self.takes.iter();
        let spell = |rules: Vec<Rule>, take: &Taken| spelled(&rules, &take.requests, custom);
        let Some(base) = takes.try_fold(self.base.clone(), spell) else { return false };
        let mut takes = self.takes.iter();
        let Some(rest) = takes.try_fold(base.clone(), |rules, take| without(&rules, take, custom)) else {
            return false;
        };
        (self.base, self.rest) = (base, rest);
        true
    }

    /// Whether a right stays for some names.
    pub(super) fn is_narrowed(&self) -> bool {
        self.takes.iter().any(|take| !take.but.is_empty() && allow(&self.rest, &take.requests))
    }

    /// Whether nothing of the rules goes.
    pub(super) fn is_idle(&self) -> bool {
        self.takes.is_empty()
    }

    /// How much of the rules goes, in thousandths.
    pub(super) fn loss(&self) -> usize {
        let (all, left) = (weight(&self.base), weight(&self.rest));
        all.saturating_sub(left).saturating_mul(1000).checked_div(all).unwrap_or(1000)
    }

    /// What it changes; nothing where nothing is left to allow: then the subjects can go as well.
    pub(super) fn changes(&self) -> Option<Vec<Change>> {
        if self.rest.is_empty() {
            return None;
        }
        if self.in_place {
            return Some(vec![Change::Rules { role: self.role.clone(), rules: self.rest.clone() }]);
        }
        Some(vec![
            Change::NewRole(self.replacement()),
            Change::NewBinding(self.rebinding()),
            Change::NoSubjects(self.binding.clone()),
        ])
    }

    /// The role that takes the place of its own. A Role cannot speak of URLs, which a RoleBinding never gives.
    pub(super) fn replacement(&self) -> Role {
        let namespace = self.binding.namespace.clone();
        let says = |rule: &&Rule| namespace.is_none() || rule.non_resource_urls.is_empty();
        Role {
            rules: self.rest.iter().filter(says).cloned().collect(),
            namespace: namespace.clone(),
            name: self.new_role.clone(),
            labels: Default::default(),
            aggregation: Vec::new(),
            origin: Origin::Given,
            location: None,
        }
    }

    /// The binding to it.
    pub(super) fn rebinding(&self) -> Binding {
        let kind = if self.binding.namespace.is_some() { RoleKind::Role } else { RoleKind::ClusterRole };
        Binding {
            name: self.new_binding.clone(),
            role_ref: RoleRef { kind: Some(kind), name: self.new_role.clone() },
            history: None,
            location: None,
            ..self.binding.clone()
        }
    }

    /// Whether a wildcard was spelled out: what it allows beside that is lost too.
    pub(super) fn is_spelled(&self) -> bool {
        !uncovered(&self.base, &self.original).is_empty()
    }
}
