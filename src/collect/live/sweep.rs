//! All lists: side by side, and those that are refused for the whole cluster once more, namespace by namespace.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::task::JoinSet;

use super::fault::Fault;
use super::list::{Listing, list};
use super::request::LISTED;
use super::session::Session;
use crate::collect::kind::Kind;
use crate::model::Scope;

/// One list that was asked for, and what it brought.
pub(super) struct Outcome {
    pub(super) kind: Kind,
    /// The whole cluster, or the namespace that was asked about.
    pub(super) scope: Scope,
    pub(super) listing: Listing,
}

impl Outcome {
    pub(super) fn refused(&self) -> bool {
        self.listing.fault == Some(Fault::Forbidden)
    }
}

/// Reads everything that can be read. `default_namespace` is tried where nobody tells which namespaces there are.
pub(super) async fn sweep(session: &Arc<Session>, default_namespace: &str) -> Vec<Outcome> {
    let only = session.connection.namespace.as_deref();
    let scope = |kind: Kind| Scope::from(only.filter(|_| kind.namespaced()).map(Into::into));
    let breadth = session.connection.breadth;
    let first = LISTED.iter().filter(|kind| breadth.holds(**kind)).map(|kind| (*kind, scope(*kind))).collect();
    let outcomes = read(session, first).await;
    let refused: Vec<Kind> = outcomes
        .iter()
        .filter(|outcome| outcome.refused() && outcome.kind.namespaced() && outcome.scope == Scope::Cluster)
        .map(|outcome| outcome.kind)
        .collect();
    let (namespaces, all) = namespaces(&outcomes, default_namespace);
    let each = |kind: &Kind| namespaces.iter().map(|scope| (*kind, scope.clone())).collect::<Vec<_>>();
    let again = read(session, refused.iter().flat_map(each).collect()).await;
    combine(outcomes, again, all)
}

/// The namespaces, and whether these are all.
fn namespaces(outcomes: &[Outcome], default: &str) -> (Vec<Scope>, bool) {
    let list = outcomes.iter().find(|outcome| outcome.kind == Kind::Namespace);
    let listing = list.map(|outcome| &outcome.listing);
    let mut known: Vec<Scope> = listing
        .iter()
        .flat_map(|listing| &listing.found.namespaces)
        .map(|namespace| Scope::Namespace(namespace.name.clone()))
        .collect();
    let all = listing.is_some_and(|listing| listing.fault.is_none());
    if !all {
        known.push(Scope::Namespace(default.into()));
    }
    known.sort();
    known.dedup();
    (known, all)
}

/// Reads these lists; the answers are in the order of the questions.
async fn read(session: &Arc<Session>, questions: Vec<(Kind, Scope)>) -> Vec<Outcome> {
    let mut running = JoinSet::new();
    for (place, (kind, scope)) in questions.into_iter().enumerate() {
        let session = Arc::clone(session);
        running.spawn(async move {
            let namespace = scope.namespace().map(|name| name.as_str());
            let listing = list(&session, kind, namespace).await;
            (place, Outcome { kind, scope, listing })
        });
    }
    // A panic in a task goes on here: it is a bug like any other.
    running.join_all().await.into_iter().collect::<BTreeMap<_, _>>().into_values().collect()
}

/// Puts what single namespaces answered in the place of the refusal for the whole cluster. The refusal stays where no
/// namespace answered, or where there may be others.
fn combine(mut outcomes: Vec<Outcome>, again: Vec<Outcome>, all: bool) -> Vec<Outcome> {
    for kind in LISTED {
        let answered = again.iter().any(|outcome| outcome.kind == *kind && !outcome.refused());
        if answered && all {
            outcomes.retain(|outcome| outcome.kind != *kind);
        }
    }
    let answered: Vec<Kind> = again.iter().filter(|outcome| !outcome.refused()).map(|outcome| outcome.kind).collect();
    outcomes.extend(again.into_iter().filter(|outcome| answered.contains(&outcome.kind)));
    outcomes
}
