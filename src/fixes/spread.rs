//! Dangerous rights of the whole cluster become rights in the namespaces where they lead nowhere.
//!
//! What leads somewhere leaves the role of the ClusterRoleBinding and becomes one of its own, which RoleBindings grant; all
//! else stays as it is. Where a wildcard cannot be taken apart, RoleBindings to the same role take the place of the whole
//! binding, and what the role says of what lives in no namespace goes.

use std::collections::BTreeSet;

use crate::authz::subtract;
use crate::findings::{GrantRef, Path};
use crate::model::{Binding, Name, Role, RoleKind, RoleRef, Rule};

use super::attempt::{Attempt, requests};
use super::change::Change;
use super::ground::Ground;
use super::plan::Plan;
use super::scopes::namespaced;

/// Nobody reviews more bindings at once.
const MOST: usize = 16;

/// How the namespaces of Kubernetes itself begin. What they hold leads on, and nobody misses rights there.
const SYSTEM: &str = "kube-";

/// A binding that is spread over namespaces.
pub(super) struct Spread<'a> {
    binding: &'a Binding,
    role: &'a Role,
    /// The namespaces that are left.
    namespaces: BTreeSet<&'a Name>,
    /// How many there were.
    of: usize,
    /// What stays for the whole cluster; nothing where all of the binding is spread.
    rest: Option<Plan<'a>>,
    name: Name,
    new_role: Name,
}

impl<'a> Spread<'a> {
    /// Of the dangerous rules alone, or of all. Nothing where there is nothing to spread.
    pub(super) fn new(
        ground: &'a Ground<'a>,
        (binding, role): (&'a Binding, &'a Role),
        goals: &[&Path],
        whole: bool,
    ) -> Option<Self> {
        let living = ground.court.snapshot.namespaces.iter().filter(|namespace| !namespace.terminating);
        let all: BTreeSet<&Name> = living.map(|it| &it.name).filter(|name| !name.starts_with(SYSTEM)).collect();
        let own = |name: &&Name| {
            binding.subjects.iter().any(|subject| subject.id().starts_with(&format!("sa:{}/", name.as_str())))
        };
        let by_it = |grant: &GrantRef| grant.binding.as_deref() == Some(binding.id().as_str());
        // What is an objective by itself, such as reading all Secrets, is no better for being in all namespaces one by one.
        let direct = goals
            .iter()
            .flat_map(|path| requests(path))
            .any(|hop| hop.to.starts_with("objective:") && hop.grants.iter().any(by_it));
        let few = direct || all.len() > MOST;
        let namespaces: BTreeSet<&Name> = all.iter().copied().filter(|name| !few || own(name)).collect();
        if !ground.sees_all()
            || binding.namespace.is_some()
            || namespaces.is_empty()
            || namespaced(&role.rules, ground).is_empty()
        {
            return None;
        }
        ground.naming.start_over();
        let places: Vec<Option<&Name>> = namespaces.iter().map(|name| Some(*name)).collect();
        Some(Spread {
            binding,
            role,
            of: all.len(),
            rest: Some(Plan::new(ground, binding, role, false)).filter(|_| !whole),
            name: ground.naming.binding(&places, &binding.name, "here"),
            new_role: ground.naming.role(None, &role.name, "here"),
            namespaces,
        })
    }

    /// How much goes, in thousandths.
    pub(super) fn loss(&self) -> usize {
        let gone = self.of.saturating_sub(self.namespaces.len());
        let part = self.rest.as_ref().map_or(1000, Plan::loss);
        // Namespaces that are not there yet are lost in any case.
        gone.saturating_mul(part).checked_div(self.of).unwrap_or(part).max(1)
    }

    /// What stays for the whole cluster.
    pub(super) fn rest(&self) -> Option<&Plan<'a>> {
        self.rest.as_ref()
    }

    /// The rules that are granted in namespaces from then on.
    fn moved(&self) -> Vec<Rule> {
        match &self.rest {
            Some(plan) => namespaced(&subtract(&plan.base, &plan.rest), plan.ground),
            None => self.role.rules.to_vec(),
        }
    }

    /// The binding in one namespace.
    fn in_namespace(&self, namespace: &Name) -> Binding {
        let name = if self.rest.is_some() { &self.new_role } else { &self.role.name };
        Binding {
            namespace: Some(namespace.clone()),
            name: self.name.clone(),
            role_ref: RoleRef { kind: Some(RoleKind::ClusterRole), name: name.clone() },
            history: None,
            location: None,
            ..self.binding.clone()
        }
    }

    /// The namespace in which a grant holds, of those that are left.
    fn place(&self, grant: &GrantRef) -> Option<&'a Name> {
        let id = grant.binding.as_ref()?;
        self.namespaces.iter().find(|name| *id == self.in_namespace(name).id().as_str()).copied()
    }

    /// What becomes of the binding itself.
    fn of_binding(&self) -> Vec<Change> {
        let kept = self.rest.as_ref().and_then(Plan::changes);
        kept.unwrap_or_else(|| vec![Change::NoSubjects(self.binding.clone())])
    }
}

impl Attempt for Spread<'_> {
    fn changes(&self) -> Option<Vec<Change>> {
        let rules = self.moved();
        if rules.is_empty() || self.namespaces.is_empty() {
            return None;
        }
        let role = self.rest.as_ref().map(|plan| Role {
            name: self.new_role.clone(),
            namespace: None,
            rules: rules.into(),
            ..plan.replacement()
        });
        let here = self.namespaces.iter().map(|namespace| Change::NewBinding(self.in_namespace(namespace)));
        Some(role.map(Change::NewRole).into_iter().chain(here).chain(self.of_binding()).collect())
    }

    fn learn(&mut self, path: &Path) -> bool {
        for hop in requests(path) {
            if let Some(place) = hop.grants.iter().find_map(|grant| self.place(grant)) {
                return self.namespaces.remove(place);
            }
            let by_it = |grant: &GrantRef| grant.binding.as_deref() == Some(self.binding.id().as_str());
            let learned = match &mut self.rest {
                None => hop.grants.iter().any(by_it),
                Some(plan) => hop.grants.iter().any(|grant| plan.owns(grant)) && plan.take(hop),
            };
            if learned {
                return true;
            }
        }
        false
    }

    fn begin_round(&mut self) {
        self.rest.iter_mut().for_each(Plan::begin_round);
    }
}
