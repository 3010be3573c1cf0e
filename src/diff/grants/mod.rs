//! What each subject may do in effect that it could not before, and the other way round.
//!
//! A subject is who a binding names: what a group gains is told once, of the group, and never of its members. What counts as
//! held before is all that the API server would let it do: by its own bindings, and by the groups that it is always in.
//!
//! Phases: number the rule lists ([`lists`]); list for each subject what is bound to it where ([`bound`]); for those that
//! differ, subtract what the other side holds from what is bound on this side only ([`beyond`]); look for the evidence.

mod beyond;
mod bound;
mod lists;

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::authz::{Grant, MASTERS, implied_groups};
use crate::model::{BindingId, HashSet, Scope, Subject};
use crate::query::{GrantInfo, Origins, RuleText};

use super::side::{Side, folded};
use beyond::{Beyond, Gain};
use bound::{Bound, Holding, in_scope};
use lists::{Granted, Lists};

/// What changed of the grants.
#[derive(Clone, PartialEq, Debug, Default, Serialize, JsonSchema)]
pub struct GrantChanges {
    /// What subjects may do now and could not before.
    pub gained: Vec<GrantChange>,
    /// What they could do before and no longer may.
    pub lost: Vec<GrantChange>,
}

/// What a subject gained or lost, as a rule.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct GrantChange {
    /// Who.
    pub subject: String,
    /// `cluster` or `namespace/NS`.
    pub scope: String,
    /// What.
    #[serde(flatten)]
    pub rule: RuleText,
    /// By what: where a thing is granted several times, the first of them.
    pub grants: Vec<GrantInfo>,
}

/// Compares what subjects may do.
pub(super) fn changes(old: &Side<'_>, new: &Side<'_>, include_builtin: bool) -> GrantChanges {
    let lists = Lists::new(old.access, new.access);
    let [of_old, of_new] = if include_builtin { <[HashSet<BindingId>; 2]>::default() } else { folded(old, new) };
    let [before, after] = [
        Bound { access: old.access, lists: &lists, of: lists.old(), folded: of_old },
        Bound { access: new.access, lists: &lists, of: lists.new_side(), folded: of_new },
    ];
    let named = |side: &Side<'_>| side.access.subjects().map(|(subject, _)| subject.clone()).collect::<Vec<_>>();
    let subjects: BTreeSet<Subject> = named(old).into_iter().chain(named(new)).collect();
    let [mut gains, mut losses] = [Told::new(&before, &after), Told::new(&after, &before)];
    // Whatever is bound to its members, they may do everything.
    for subject in subjects.iter().filter(|subject| **subject != Subject::group(MASTERS)) {
        gains.tell(subject);
        losses.tell(subject);
    }
    GrantChanges { gained: gains.told, lost: losses.told }
}

/// What one side has and the other has not.
struct Told<'a> {
    other: &'a Bound<'a>,
    side: &'a Bound<'a>,
    beyond: Beyond<'a>,
    origins: Origins<'a>,
    told: Vec<GrantChange>,
}

impl<'a> Told<'a> {
    fn new(other: &'a Bound<'a>, side: &'a Bound<'a>) -> Self {
        let origins = Origins::new(side.access.snapshot());
        Told { other, side, beyond: Beyond::new(side.lists), origins, told: Vec::new() }
    }

    fn tell(&mut self, subject: &Subject) {
        let own = self.side.to(subject);
        let wanted = self.side.beside(&own, &self.other.to(subject));
        if wanted.is_empty() {
            return;
        }
        let identity: Vec<Subject> = std::iter::once(subject.clone()).chain(implied_groups(subject)).collect();
        let mut held: Vec<Holding> = identity.iter().flat_map(|subject| self.other.to(subject)).collect();
        held.sort_unstable();
        let scopes: BTreeSet<&Scope> = wanted.iter().map(|holding| &holding.scope).collect();
        for scope in scopes {
            let here = in_scope(&wanted, scope);
            let mut known = vec![in_scope(&held, &Scope::Cluster), in_scope(&held, scope)];
            if *scope != Scope::Cluster {
                // Said of the cluster already.
                known.push(in_scope(&own, &Scope::Cluster));
            }
            let gains = self.beyond.of(keys(here), keys(known.into_iter().flatten()));
            let told: Vec<GrantChange> = gains.iter().map(|gain| self.change(subject, scope, gain, here)).collect();
            self.told.extend(told);
        }
    }

    /// A gain as a report shows it. Of several bindings that give the same the first is told.
    fn change(&self, subject: &Subject, scope: &Scope, gain: &Gain, here: &[Holding]) -> GrantChange {
        let grants = gain.by.iter().filter_map(|&(list, rule)| {
            let binding = here.iter().find(|held| held.list == list)?.binding;
            Some(Grant { binding: Some(binding), role: self.side.access.role_of(binding)?, rule })
        });
        let grants: BTreeSet<Grant> = grants.collect();
        let grants = grants.iter().map(|grant| self.origins.info(grant)).collect();
        GrantChange { subject: subject.id(), scope: scope.id(), rule: RuleText::from(&gain.rule), grants }
    }
}

fn keys<'h>(holdings: impl IntoIterator<Item = &'h Holding>) -> Vec<Granted> {
    holdings.into_iter().map(Holding::key).collect()
}
