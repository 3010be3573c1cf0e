//! Grants to groups that nobody chose the members of: everybody, everybody who logged in, every account, every node.

use crate::authz::{
    ANONYMOUS, AUTHENTICATED, GrantedIn, NODES, SERVICE_ACCOUNTS, Served, UNAUTHENTICATED, alive, any_pattern,
    resource_matches,
};
use crate::cloud::gke;
use crate::model::{Pattern, ResourcePattern, Role, Rule, Scope, Subject};
use crate::template::Severity;

use super::context::Context;
use super::row::{Found, Hygiene};

pub(super) const ANONYMOUS_BINDING: Hygiene = Hygiene {
    id: "hygiene/anonymous-binding",
    title: "Grants to whoever has not logged in",
    severity: Severity::High,
    why: "Whoever reaches the API server's port has these rights. What the API server itself shows to all \
          (system:public-info-viewer) does not count; kubeadm's cluster-info is built in.",
    fix: "Remove the subject from the binding, or bind the identities that need it.",
    controls: &["C-0262", "KSV-0122", "MS-TA9005"],
    find: anonymous_binding,
};

pub(super) const AUTHENTICATED_BINDING: Hygiene = Hygiene {
    id: "hygiene/authenticated-binding",
    title: "Grants to everybody who has logged in, or to all service accounts",
    severity: Severity::Medium,
    why: "Every pod with a token has these rights, and every user; on GKE everybody with a Google account has logged in. High \
          there, and where they write anything or read Secrets. What the API server installs does not count; kubeadm's is \
          built in.",
    fix: "Bind only the accounts or the group that need it.",
    controls: &["C-0265", "KSV-01011"],
    find: authenticated_binding,
};

pub(super) const NODES_BINDING: Hygiene = Hygiene {
    id: "hygiene/nodes-binding",
    title: "Grants to the group of all nodes",
    severity: Severity::Medium,
    why: "The kubelet of every node has these rights, so whoever takes over any node has them, beyond its own pods: the \
          Node authorizer gives a kubelet what it needs without a binding. High where they write anything or read \
          Secrets. kubeadm's are built in.",
    fix: "Remove system:nodes from the binding, and bind the account of the program that needs the rights.",
    controls: &[],
    find: nodes_binding,
};

fn anonymous_binding(context: &Context<'_>) -> Vec<Found> {
    bound(context, |subject| {
        matches!(subject, Subject::User(name) if name == ANONYMOUS)
            || matches!(subject, Subject::Group(name) if name == UNAUTHENTICATED)
    })
    .map(|bound| bound.found)
    .collect()
}

fn authenticated_binding(context: &Context<'_>) -> Vec<Found> {
    if !gke::is_gke(context.snapshot) {
        return by_rights(context, |subject| is_everybody(subject) || are_accounts(subject));
    }
    // Whoever makes a Google account is in the group (security bulletin GCP-2024-003), as good as anonymous.
    let open = bound(context, is_everybody).map(|bound| {
        let message = format!("{}: on GKE that is everybody with a Google account", bound.found.message);
        Found { message, ..bound.found }.with(Severity::High)
    });
    open.chain(by_rights(context, are_accounts)).collect()
}

fn nodes_binding(context: &Context<'_>) -> Vec<Found> {
    by_rights(context, |subject| matches!(subject, Subject::Group(name) if name == NODES))
}

/// What such subjects are granted, as bad as that is.
fn by_rights(context: &Context<'_>, wanted: Wanted) -> Vec<Found> {
    let served = Served::from(context.snapshot);
    let found = bound(context, wanted).map(|bound| {
        let severe = changes_or_reads_secrets(bound.role, &bound.scope, served);
        bound.found.with(if severe { Severity::High } else { Severity::Medium })
    });
    found.collect()
}

/// All service accounts, of the cluster or of a namespace.
fn are_accounts(subject: &Subject) -> bool {
    let Subject::Group(name) = subject else { return false };
    name.strip_prefix(SERVICE_ACCOUNTS).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}

fn is_everybody(subject: &Subject) -> bool {
    matches!(subject, Subject::Group(name) if name == AUTHENTICATED)
}

/// Whether a subject is asked for.
type Wanted = fn(&Subject) -> bool;

/// A grant to a subject that was asked for.
struct Bound<'a> {
    found: Found,
    role: &'a Role,
    scope: Scope,
}

/// What such subjects are granted, unless the API server installs it.
fn bound<'a>(context: &'a Context<'a>, wanted: Wanted) -> impl Iterator<Item = Bound<'a>> {
    let own = context.granting().filter(|(id, ..)| !context.assessment.builtin.shipped(*id));
    own.flat_map(move |(id, binding, role_id, role)| {
        let public = role.name == "system:public-info-viewer" && context.assessment.builtin.role(role_id);
        let subjects = binding.subjects.iter().filter(move |subject| wanted(subject) && !public);
        subjects.map(move |subject| {
            let message = format!("{} grants {} to {}", binding.id(), role.id(), subject.id());
            let found = Found::new([binding.id(), subject.id()], message).built_in(context.installed(id));
            Bound { found, role, scope: binding.scope() }
        })
    })
}

const WRITES: &[&str] =
    &["create", "update", "patch", "delete", "deletecollection", "impersonate", "bind", "escalate", "approve", "sign"];

fn changes_or_reads_secrets(role: &Role, scope: &Scope, served: Served<'_>) -> bool {
    let live = role.rules.iter().filter_map(|rule| alive(rule, GrantedIn::from(scope), served));
    live.into_iter().any(|rule| writes(&rule) || reads_secrets(&rule))
}

/// Whether a rule changes something. Putting a question to the API server is a `create` that leaves nothing behind.
fn writes(rule: &Rule) -> bool {
    let asks = |group: &Pattern| match group {
        Pattern::Exact(name) => name == "authorization.k8s.io" || name == "authentication.k8s.io",
        Pattern::Any => false,
    };
    let is_write = |verb: &&&str| any_pattern(&rule.verbs, verb);
    let only_asks = !rule.api_groups.is_empty() && rule.api_groups.iter().all(asks);
    !rule.resources.is_empty() && WRITES.iter().find(is_write).is_some_and(|verb| !only_asks || *verb != "create")
}

fn reads_secrets(rule: &Rule) -> bool {
    let secrets = |pattern: &ResourcePattern| resource_matches(pattern, "secrets", "");
    any_pattern(&rule.api_groups, "")
        && rule.resources.iter().any(secrets)
        && ["get", "list", "watch"].iter().any(|verb| any_pattern(&rule.verbs, verb))
}
