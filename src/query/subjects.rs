//! All subjects of a kind, with totals of what they hold.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::authz::{Access, implied_groups};
use crate::model::{Scope, Subject};

use super::known::known_subjects;
use super::runs::Runs;

/// A kind of subject.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SubjectKind {
    /// Users, as bindings name them.
    User,
    /// Groups, as bindings name them.
    Group,
    /// Service accounts: those that exist, that bindings name, and that pods run as.
    ServiceAccount,
}

/// What a subject holds, in numbers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SubjectTotals {
    /// Who.
    pub subject: String,
    /// How many bindings name it.
    pub bindings: usize,
    /// How many rules these give it.
    pub rules: usize,
    /// How many rules it holds as a member of its groups; what several of them give counts for each.
    pub rules_of_groups: usize,
    /// Whether a binding that names it holds cluster-wide.
    pub cluster: bool,
    /// In which namespaces bindings that name it hold.
    pub namespaces: Vec<String>,
    /// What runs as it.
    pub pods: Vec<String>,
}

/// Every subject of this kind, with its totals; sorted.
#[must_use]
pub fn subjects(access: &Access<'_>, kind: SubjectKind) -> Vec<SubjectTotals> {
    let runs = Runs::new(access.snapshot());
    let wanted = |subject: &Subject| match subject {
        Subject::User(_) => kind == SubjectKind::User,
        Subject::Group(_) => kind == SubjectKind::Group,
        Subject::ServiceAccount { .. } => kind == SubjectKind::ServiceAccount,
        Subject::Cloud { .. } => false,
    };
    // Thousands of accounts share a few groups.
    let mut of_groups: BTreeMap<Subject, usize> = BTreeMap::new();
    let mut rules_of_groups = |subject: &Subject| {
        let groups = implied_groups(subject).into_iter();
        groups.map(|group| *of_groups.entry(group).or_insert_with_key(|group| rules(access, group))).sum()
    };
    let known = known_subjects(access);
    let wanted = known.iter().filter(|subject| wanted(subject));
    wanted.map(|subject| totals(access, &runs, subject, rules_of_groups(subject))).collect()
}

/// How many rules the bindings that name this subject give it.
fn rules(access: &Access<'_>, subject: &Subject) -> usize {
    let roles = access.bindings_naming(subject).iter().filter_map(|&binding| access.role_of(binding));
    roles.map(|role| access.snapshot().role(role).rules.len()).sum()
}

fn totals(access: &Access<'_>, runs: &Runs, subject: &Subject, rules_of_groups: usize) -> SubjectTotals {
    let bindings = access.bindings_naming(subject);
    let scopes: BTreeSet<Scope> = bindings.iter().map(|id| access.snapshot().binding(*id).scope()).collect();
    SubjectTotals {
        subject: subject.id(),
        bindings: bindings.len(),
        rules: rules(access, subject),
        rules_of_groups,
        cluster: scopes.contains(&Scope::Cluster),
        namespaces: scopes.iter().filter_map(Scope::namespace).map(|name| name.as_str().to_owned()).collect(),
        pods: runs.as_subject(subject).to_vec(),
    }
}
