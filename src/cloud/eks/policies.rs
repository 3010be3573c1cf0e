//! Access policies as roles: what EKS grants beside RBAC, in the words of RBAC.
//!
//! EKS documents what each policy allows as rules. Those named like ClusterRoles allow what these do, as the API server
//! installs them.

use std::collections::BTreeSet;

use crate::model::cloud::{AccessEntry, AccessScope, Arn, AssociatedPolicy};
use crate::model::{
    Binding, Labels, Name, Note, Origin, Pattern, ResourcePattern, Role, RoleId, RoleKind, RoleRef, Rule, Snapshot,
    Subject, UrlPattern, defaults,
};

/// How the names of such roles begin.
const ROLE: &str = "eks:access-policy:";

/// How the names of such bindings begin: the access policy follows, and the principal.
const BINDING: &str = "eks:access-entry:";

/// The name of the access policy of administrators.
pub const ADMINISTRATORS: &str = "AmazonEKSClusterAdminPolicy";

/// The access policies for people, by name, those that allow more first.
const FOR_PEOPLE: [&str; 5] =
    [ADMINISTRATORS, "AmazonEKSAdminPolicy", "AmazonEKSEditPolicy", "AmazonEKSAdminViewPolicy", "AmazonEKSViewPolicy"];

/// The access policies for people, each with the role that stands for it, where the cluster may take it.
pub fn access_policies(snapshot: &Snapshot) -> impl Iterator<Item = (&'static str, RoleId)> + '_ {
    FOR_PEOPLE.into_iter().filter_map(|policy| {
        let is_meant = |role: &Role| is_access_policy(role) && role.name.strip_prefix(ROLE) == Some(policy);
        snapshot.role_ids().find(|(_, role)| is_meant(role)).map(|(id, _)| (policy, id))
    })
}

/// Adds a role for each access policy, and a binding for each use. Where the cluster is not known, or no account, nobody
/// associates those that are not used.
pub(super) fn add(snapshot: &mut Snapshot, entries: &[AccessEntry], is_known: bool) {
    let mut roles: BTreeSet<&str> = BTreeSet::new();
    for entry in entries {
        for policy in entry.policies.iter().flatten() {
            let short = policy.policy_arn.short();
            match rules(short, snapshot) {
                Some(rules) => {
                    if roles.insert(short) {
                        snapshot.roles.push(role(short, rules));
                    }
                    let bindings = bindings(entry, policy, snapshot);
                    snapshot.bindings.extend(bindings);
                }
                None => snapshot.notes.push(unknown(entry, short)),
            }
        }
    }
    let is_known = is_known && !snapshot.cloud.accounts.is_empty();
    let others = FOR_PEOPLE.into_iter().filter(|policy| is_known && !roles.contains(policy));
    let others: Vec<Role> = others.filter_map(|policy| Some(role(policy, rules(policy, snapshot)?))).collect();
    snapshot.roles.extend(others);
    // A namespace lies behind none.
    snapshot.roles.sort_by(|one, other| (&one.namespace, &one.name).cmp(&(&other.namespace, &other.name)));
    snapshot.bindings.sort_by(|one, other| (&one.namespace, &one.name).cmp(&(&other.namespace, &other.name)));
}

fn rules(policy: &str, snapshot: &Snapshot) -> Option<Vec<Rule>> {
    let everything = |verbs: &[&str]| Rule {
        verbs: verbs.iter().map(|verb| Pattern::from(Name::from(*verb))).collect(),
        api_groups: vec![Pattern::Any],
        resources: vec![ResourcePattern::Any],
        ..Rule::default()
    };
    Some(match policy {
        ADMINISTRATORS => {
            let urls = Rule { verbs: vec![Pattern::Any], non_resource_urls: vec![UrlPattern::Any], ..Rule::default() };
            vec![everything(&["*"]), urls]
        }
        "AmazonEKSAdminViewPolicy" => vec![everything(&["get", "list", "watch"])],
        "AmazonEKSAdminPolicy" => like("admin", snapshot),
        "AmazonEKSEditPolicy" => like("edit", snapshot),
        "AmazonEKSViewPolicy" => like("view", snapshot),
        _ => return None,
    })
}

/// The rules of a ClusterRole that the API server puts together from others.
fn like(name: &str, snapshot: &Snapshot) -> Vec<Rule> {
    let wanted = match name {
        "admin" => &["admin", "edit", "view"][..],
        "edit" => &["edit", "view"],
        _ => &["view"],
    };
    let is_part = |role: &&Role| {
        role.labels.iter().any(|(key, value)| {
            let kind = key.strip_prefix("rbac.authorization.k8s.io/aggregate-to-");
            *value == "true" && kind.is_some_and(|kind| wanted.contains(&kind))
        })
    };
    let parts = defaults::roles(snapshot.source.server_version).iter().filter(is_part);
    parts.flat_map(|role| role.rules.iter().cloned()).collect()
}

/// Whether a role stands for an access policy.
#[must_use]
pub fn is_access_policy(role: &Role) -> bool {
    role.origin == Origin::Assumed && role.name.starts_with(ROLE)
}

/// The access policy and the principal in the name of a binding that stands for the use of one by an access entry.
#[must_use]
pub fn access_entry_named(binding: &str) -> Option<(&str, &str)> {
    binding.strip_prefix(BINDING)?.split_once(':').filter(|(_, principal)| Arn::parse(principal).is_some())
}

/// The access policy in the name of a role that stands for one.
#[must_use]
pub(super) fn access_policy_named(role: &str) -> Option<&str> {
    role.strip_prefix(ROLE)
}

/// The principal and the ARN of the access policy that a binding stands for; nothing for what is really a binding.
#[must_use]
pub fn access_policy_of(binding: &Binding) -> Option<(Arn, String)> {
    let [Subject::Cloud { name, .. }] = binding.subjects.as_slice() else { return None };
    let (principal, policy) = (Arn::parse(name)?, binding.role_ref.name.strip_prefix(ROLE)?);
    let policy = format!("arn:{}:eks::aws:cluster-access-policy/{policy}", principal.partition());
    Some((principal, policy))
}

fn role(policy: &str, rules: Vec<Rule>) -> Role {
    Role {
        namespace: None,
        name: format!("{ROLE}{policy}").into(),
        labels: Labels::new(),
        rules: rules.into(),
        aggregation: Vec::new(),
        origin: Origin::Assumed,
        location: None,
    }
}

/// One for each namespace that is there, or one for the cluster.
fn bindings(entry: &AccessEntry, policy: &AssociatedPolicy, snapshot: &Snapshot) -> Vec<Binding> {
    let short = policy.policy_arn.short();
    let binding = |namespace: Option<Name>| Binding {
        namespace,
        name: format!("{BINDING}{short}:{}", entry.principal_arn.as_str()).into(),
        role_ref: RoleRef { kind: Some(RoleKind::ClusterRole), name: format!("{ROLE}{short}").into() },
        subjects: vec![Subject::aws(entry.principal_arn.as_str())],
        history: None,
        location: None,
    };
    match &policy.scope {
        AccessScope::Cluster => vec![binding(None)],
        AccessScope::Namespaces(patterns) => {
            let known: BTreeSet<&Name> = namespaces(snapshot).collect();
            // What a server stored has all namespaces, and nothing is held in one that is not there.
            let is_listed = snapshot.source.stored && !snapshot.namespaces.is_empty();
            let exact = patterns.iter().filter(|pattern| !pattern.contains('*') && !is_listed);
            let meant = known.into_iter().filter(|name| patterns.iter().any(|pattern| fits(pattern, name)));
            let all: BTreeSet<&Name> = exact.chain(meant).collect();
            all.into_iter().map(|namespace| binding(Some(namespace.clone()))).collect()
        }
    }
}

fn namespaces(snapshot: &Snapshot) -> impl Iterator<Item = &Name> {
    let named = snapshot.namespaces.iter().map(|namespace| &namespace.name);
    named.chain(snapshot.service_accounts.iter().map(|account| &account.namespace))
}

/// Whether a name fits a pattern in which `*` stands for any run of characters.
fn fits(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some(place) = rest.find(part) else { return false };
        rest = rest.get(place + part.len()..).unwrap_or_default();
    }
    rest.ends_with(last)
}

/// Most of the others are for services of AWS.
fn unknown(entry: &AccessEntry, policy: &str) -> Note {
    let text = format!(
        "{} has the access policy {policy}, which is left out: what it allows is not known",
        entry.principal_arn.as_str()
    );
    Note { warning: false, text }
}
