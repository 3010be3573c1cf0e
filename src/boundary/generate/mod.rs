//! The guard that is missing: a ValidatingAdmissionPolicy with its binding that closes the open routes of one subject and
//! leaves the rest of what it does alone.
//!
//! What writes RBAC is not forbidden but narrowed: the subject may go on granting to others, and never to itself, by
//! whatever name. Any other write that is an open route is forbidden to it. What admission never sees cannot be closed:
//! reads, impersonation, and writes of policies themselves; then the policy says in comments what is left.
//!
//! The result is put to the same judgement as any guard: it is added to the snapshot, and what is still open is told.

mod denied;
mod held;
mod manifest;
mod policy;

use crate::authz::Access;
use crate::escalation;
use crate::findings::Teller;
use crate::graph::{Graph, Node};
use crate::model::{AdmissionBinding, AdmissionPolicy, Snapshot, Subject};
use crate::template::Template;

use super::{Boundary, Route, State, Verdict, boundary};
use denied::Denied;
pub use manifest::Manifest;

/// A generated guard.
#[derive(Clone, PartialEq, Debug)]
pub struct Generated {
    /// What there is to know about it.
    pub comments: Vec<String>,
    /// The policy and its binding, as manifests; nothing where no policy can help or none is needed.
    pub documents: Vec<Manifest>,
    /// Whether every route is closed with it.
    pub closes: bool,
}

/// The guard that closes the open routes of this subject, of which `found` is the boundary.
#[must_use]
pub fn generate(snapshot: &Snapshot, template: &Template, subject: &Subject, found: &Boundary) -> Generated {
    if matches!(found.verdict, Verdict::Holds | Verdict::Harmless) {
        let comments = vec![format!("{}: no route is open, so no guard is missing", subject.id())];
        return Generated { comments, documents: Vec::new(), closes: true };
    }
    let access = Access::new(snapshot);
    let denied = denied::of_routes(snapshot, template, subject, &access, found);
    if !denied.unguarded.is_empty() {
        return helpless(subject, &denied);
    }
    let mut also: Vec<Subject> = Vec::new();
    let (policy, binding, left) = loop {
        let (policy, binding) = policy::policy(&access, subject, &also, &denied);
        let left = left(snapshot, (&policy, &binding), template, subject);
        // Whom it can become for good must not be granted anything either.
        let more: Vec<Subject> = left.iter().filter_map(gained).filter(|other| !also.contains(other)).collect();
        if more.is_empty() {
            break (policy, binding, left);
        }
        also.extend(more);
    };
    let mut comments = vec![
        format!("Keeps {} from granting to itself what it may grant to others.", subject.id()),
        "Whoever may change or delete this policy or its binding is not kept from anything by it.".to_owned(),
    ];
    if !left.is_empty() {
        comments
            .push("It does not close everything: admission is not asked about these. Take the rights away:".to_owned());
        comments.extend(left.iter().map(|route| format!("  {} to {}", route.entry, route.to)));
    }
    Generated {
        comments,
        documents: vec![manifest::policy(&policy), manifest::binding(&binding)],
        closes: left.is_empty(),
    }
}

/// Where the subject can take any policy away.
fn helpless(subject: &Subject, denied: &Denied) -> Generated {
    let mut comments = vec![format!("No policy can keep {}: it may write the policies themselves.", subject.id())];
    comments.push("Nothing but RBAC is asked about such writes. Take these rights away first:".to_owned());
    comments.extend(denied.unguarded.iter().map(|grant| format!("  {grant}")));
    Generated { comments, documents: Vec::new(), closes: false }
}

/// The routes that are still open.
fn left(
    snapshot: &Snapshot,
    guard: (&AdmissionPolicy, &AdmissionBinding),
    template: &Template,
    subject: &Subject,
) -> Vec<Route> {
    let mut guarded = snapshot.clone();
    guarded.admission_policies.push(guard.0.clone());
    guarded.admission_bindings.push(guard.1.clone());
    let access = Access::new(&guarded);
    let escalation = escalation::draw_for(&guarded, &access, template, Some(subject));
    let teller = Teller::new(&guarded, &access, template, &escalation);
    let graph: &Graph = &escalation.graph;
    let starts: Vec<_> = graph.find(&Node::Subject(subject.clone())).into_iter().collect();
    let routes = boundary(&teller, subject, &starts).routes.into_iter();
    // What is left of the others is left by these.
    let unseen = |id: &str| template.entries.iter().any(|entry| entry.id == id && !denied::is_closable(entry));
    routes.filter(|route| route.state == State::Open && unseen(&route.entry)).collect()
}

/// Whom a route gives, where it is one user or service account.
fn gained(route: &Route) -> Option<Subject> {
    let plain = |name: &str| !name.contains('*') && !name.contains(' ');
    if let Some(name) = route.to.strip_prefix("user:").filter(|name| plain(name)) {
        return Some(Subject::user(name));
    }
    let (namespace, name) = route.to.strip_prefix("sa:").filter(|name| plain(name))?.split_once('/')?;
    Some(Subject::service_account(namespace, name))
}
