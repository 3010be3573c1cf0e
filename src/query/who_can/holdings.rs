//! Those who may, as an answer holds them: what is kept grows with the input, the rows are made when they are read.
//!
//! A group that may in many namespaces has many members, and every member may in each of them: those rows are a product.
//! So each subject is kept once, with what bindings give it and with the groups that it is in; the grants of a group are
//! kept with the group alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::query::GrantInfo;

/// Everybody who may, sorted by name. Serializes as the list of its [`rows`](Holdings::rows).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Holdings {
    holders: Vec<Holder>,
}

/// One subject who may, by a binding that names it or as a member of a group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holder {
    /// Who.
    pub subject: String,
    /// Where it may by bindings that name it, sorted by scope; empty for one who is a member only.
    pub named: Vec<ScopeGrants>,
    /// The groups that it is in without any object saying so and that bindings name, sorted.
    pub groups: Vec<Arc<str>>,
    /// What runs as it.
    pub pods: Vec<String>,
}

/// What bindings give in one scope.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScopeGrants {
    /// `cluster` or `namespace/NS`.
    pub scope: String,
    /// Of each binding the first rule that allows it; none for `system:masters` where it needs none.
    pub grants: Vec<GrantInfo>,
}

/// One row: one subject in one scope.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Holding<'h> {
    /// Who.
    pub subject: &'h str,
    /// `cluster` or `namespace/NS`.
    pub scope: &'h str,
    /// Of each binding the first rule that allows it; none for `system:masters` where it needs none. With `via` only the
    /// first grant of the group in this scope: the group's own row has all.
    pub grants: &'h [GrantInfo],
    /// The group that it is in without any object saying so, and that the grants are given to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<&'h str>,
    /// What runs as it.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub pods: &'h [String],
}

impl Holdings {
    /// Of these, each of whose groups must be among them.
    pub(super) fn new(mut holders: Vec<Holder>) -> Self {
        holders.sort_by(|one, other| one.subject.cmp(&other.subject));
        Holdings { holders }
    }

    /// Each subject once.
    #[must_use]
    pub fn holders(&self) -> &[Holder] {
        &self.holders
    }

    /// Every row, sorted by subject, scope and group. There may be as many as subjects times scopes.
    pub fn rows(&self) -> impl Iterator<Item = Holding<'_>> {
        self.holders.iter().flat_map(|holder| self.rows_of(holder))
    }

    /// How many grants the rows show, without making them; a row without one counts as one.
    #[must_use]
    pub fn grant_count(&self) -> usize {
        let of_group = |group: &Arc<str>| self.named(group).len();
        let of_scope = |held: &ScopeGrants| held.grants.len().max(1);
        let of_holder = |holder: &Holder| {
            holder.named.iter().map(of_scope).chain(holder.groups.iter().map(of_group)).fold(0, usize::saturating_add)
        };
        self.holders.iter().map(of_holder).fold(0, usize::saturating_add)
    }

    /// How many known subjects may as members of each group.
    #[must_use]
    pub fn members(&self) -> BTreeMap<&str, usize> {
        let mut members: BTreeMap<&str, usize> = BTreeMap::new();
        for group in self.holders.iter().flat_map(|holder| &holder.groups) {
            *members.entry(group).or_default() += 1;
        }
        members
    }

    fn rows_of<'h>(&'h self, holder: &'h Holder) -> Vec<Holding<'h>> {
        let row = |held: &'h ScopeGrants, via: Option<&'h str>| {
            let first = via.and_then(|_| held.grants.get(..1));
            let grants = first.unwrap_or(&held.grants);
            Holding { subject: &holder.subject, scope: &held.scope, grants, via, pods: &holder.pods }
        };
        let mut rows: Vec<Holding<'h>> = holder.named.iter().map(|held| row(held, None)).collect();
        for group in &holder.groups {
            rows.extend(self.named(group).iter().map(|held| row(held, Some(group))));
        }
        rows.sort_by_key(|row| (row.scope, row.via));
        rows
    }

    /// What bindings give to this group.
    fn named(&self, group: &str) -> &[ScopeGrants] {
        let place = self.holders.binary_search_by(|holder| holder.subject.as_str().cmp(group));
        place.ok().and_then(|place| self.holders.get(place)).map_or(&[], |holder| &holder.named)
    }
}

impl Serialize for Holdings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.rows())
    }
}
