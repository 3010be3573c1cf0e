//! Who may do everything, or everything in a namespace, by a binding.

use crate::authz::MASTERS;
use crate::cloud::eks;
use crate::model::{Pattern, ResourcePattern, Role, Rule, Scope, Subject};
use crate::template::Severity;

use super::context::Context;
use super::row::{Found, Hygiene};

pub(super) const CLUSTER_ADMIN_BOUND: Hygiene = Hygiene {
    id: "hygiene/cluster-admin-bound",
    title: "Subjects bound to cluster-admin, or to a role as wide",
    severity: Severity::High,
    why: "Whoever the binding names may do everything, at all times, and so may whoever steals such a credential. The \
          shipped binding of system:masters does not count; that of kubeadm is built in.",
    fix: "Bind a role that grants only what is needed; keep cluster-admin for a break-glass group, and grant that for a limited time.",
    controls: &["CIS-5.1.1", "C-0035", "C-0185", "KSV-0111", "NSA"],
    find: cluster_admin_bound,
};

pub(super) const ADMIN_BOUND: Hygiene = Hygiene {
    id: "hygiene/admin-bound",
    title: "Bindings to admin, edit or, in a namespace, cluster-admin",
    severity: Severity::Medium,
    why: "These roles give access to every Secret and every service account of the namespace where they are bound, and \
          grow with every operator that extends them. High when bound cluster-wide, since that includes kube-system.",
    fix: "Bind a role that lists what is needed, in the namespaces where it is needed.",
    controls: &["CIS-5.1.1", "KSV-0111"],
    find: admin_bound,
};

pub(super) const MASTERS_BOUND: Hygiene = Hygiene {
    id: "hygiene/masters-bound",
    title: "Bindings that name system:masters",
    severity: Severity::Medium,
    why: "Members of system:masters may do everything without any binding, and no binding takes it away: such a grant \
          says that somebody relies on the group, whose certificates cannot be revoked. The shipped binding of \
          cluster-admin does not count. Who is a member stands in certificates, which no list shows.",
    fix: "Remove the binding; give its members a group of their own, and reissue their certificates without system:masters.",
    controls: &["CIS-5.1.7", "C-0246", "KSV-0123"],
    find: masters_bound,
};

fn cluster_admin_bound(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (id, binding, _, role) in context.granting() {
        if binding.scope() != Scope::Cluster || !allows_everything(role) {
            continue;
        }
        let built_in = context.installed(id);
        for subject in binding.subjects.iter().filter(|subject| !is_masters(subject)) {
            let told = |id: String| eks::in_words(&id).unwrap_or(id);
            let message = format!("{} lets {} do everything ({})", told(binding.id()), subject.id(), told(role.id()));
            found.push(Found::new([binding.id(), subject.id()], message).built_in(built_in));
        }
    }
    found
}

/// Whether one rule allows every verb on every resource, whatever its name.
fn allows_everything(role: &Role) -> bool {
    let everything = |rule: &Rule| {
        rule.resource_names.is_empty()
            && rule.verbs.contains(&Pattern::Any)
            && rule.api_groups.contains(&Pattern::Any)
            && rule.resources.contains(&ResourcePattern::Any)
    };
    role.rules.iter().any(everything)
}

fn admin_bound(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (_, binding, _, role) in context.granting().filter(|(_, binding, ..)| !binding.subjects.is_empty()) {
        let cluster = binding.scope() == Scope::Cluster;
        let named = match role.name.as_str() {
            "admin" | "edit" => true,
            "cluster-admin" => !cluster,
            _ => false,
        };
        if named && role.namespace.is_none() {
            let place = if cluster { "everywhere" } else { "in its namespace" };
            let message = format!("{} grants {} {place}", binding.id(), role.id());
            let severity = if cluster { Severity::High } else { Severity::Medium };
            found.push(Found::new([binding.id()], message).with(severity));
        }
    }
    found
}

fn masters_bound(context: &Context<'_>) -> Vec<Found> {
    let bindings = context.snapshot.binding_ids().filter(|(_, binding)| binding.subjects.iter().any(is_masters));
    let own = bindings.filter(|(id, _)| !context.assessment.builtin.shipped(*id));
    let found = own.map(|(_, binding)| {
        let message = format!("{} grants {} to group:{MASTERS}", binding.id(), binding.role_id());
        Found::new([binding.id()], message)
    });
    found.collect()
}

fn is_masters(subject: &Subject) -> bool {
    matches!(subject, Subject::Group(name) if name == MASTERS)
}
