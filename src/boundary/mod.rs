//! Layer 5, the boundary of one subject: what it could give itself, what stands in the way, and whether that holds.
//!
//! For controllers that hand out access, and for whoever deploys: they may write RBAC because it is their job, and only
//! admission keeps them from writing it for themselves. Every step that the subject can take at once and that leads to
//! more than it has is a *route*. The graph says which routes admission lets through; here they are told, with the guards
//! that stand around them and what makes each of these hollow.
//!
//! Cost: three searches forward from the subject, some more for what follows from what, and a look at each guard.

mod alone;
mod around;
mod aws;
mod follows;
mod gains;
mod generate;
mod hollow;
mod left_out;
mod questions;
mod routes;
mod search;
mod view;
mod written;

use crate::authz::{ANONYMOUS, AUTHENTICATED, SERVICE_ACCOUNTS, UNAUTHENTICATED, identity_of};
use crate::findings::Teller;
use crate::graph::{Certainty, Node, NodeId};
use crate::model::Subject;

pub use aws::{
    Attack, AttackQuestion, AttackRow, AttackVerdict, Attacks, AwsBoundary, StatementRef, UnknownIdentity, aws_boundary,
};
use gains::Gains;
pub use generate::{Generated, Manifest, generate};
use search::Search;
pub use view::{Answered, Boundary, GuardView, Question, Route, State, Verdict};

/// The boundary of this subject, which starts at these nodes.
#[must_use]
pub fn boundary(teller: &Teller<'_>, subject: &Subject, starts: &[NodeId]) -> Boundary {
    let graph = &teller.escalation().graph;
    // Whoever has not logged in is anybody.
    let anybody = [Subject::user(ANONYMOUS), Subject::group(UNAUTHENTICATED)];
    let anybody = anybody.into_iter().filter_map(|subject| graph.find(&Node::Subject(subject)));
    let all: Vec<NodeId> = starts.iter().copied().chain(anybody).collect();
    let gains = Gains::new(teller, subject, &all);
    let search = Search::new(graph, &all, &gains);
    let mut routes = routes::routes(teller, subject, &search, &gains);
    around::mark_uncovered(teller.snapshot(), teller.template(), subject, &mut routes);
    let guards = around::guards(teller.snapshot(), teller.template(), subject, &routes, &search);
    let about_others = around::about_others(teller.snapshot(), teller.template(), subject, &routes);
    let verdict = verdict(&routes, &guards);
    let worst = gains.worst(&search.open);
    let path = worst.and_then(|(node, name, severity)| {
        let moves = search.open.path(graph, node);
        let certainty = search.open.certainty(node).unwrap_or(Certainty::Unknown);
        teller.path(*starts.first()?, (&name, severity), certainty, &moves)
    });
    let without_guards = gains.names(&search.all);
    let questions = questions::questions(teller, starts, &routes, (&search, &gains));
    let routes = routes.into_iter().map(|(route, _)| route).collect();
    let holds = holds(teller, subject);
    Boundary { subject: subject.id(), verdict, holds, questions, routes, guards, about_others, path, without_guards }
}

/// The bindings that name it or a group that it is always in, but for what everybody has.
fn holds(teller: &Teller<'_>, subject: &Subject) -> Vec<String> {
    let (access, snapshot) = (teller.access(), teller.snapshot());
    let everybody = [Subject::group(AUTHENTICATED), Subject::group(SERVICE_ACCOUNTS)];
    let own = identity_of(subject).into_iter().filter(|one| one == subject || !everybody.contains(one));
    let bindings = own.flat_map(|one| access.bindings_naming(&one).to_vec());
    let mut held: Vec<String> = bindings
        .filter_map(|id| Some(format!("{} -> {}", snapshot.binding(id).id(), snapshot.role(access.role_of(id)?).id())))
        .collect();
    held.sort();
    held.dedup();
    held
}

fn verdict(routes: &[(Route, usize)], guards: &[GuardView]) -> Verdict {
    let some = |state: State| routes.iter().any(|(route, _)| route.state == state);
    match () {
        () if routes.is_empty() => Verdict::Harmless,
        () if some(State::Open) && guards.is_empty() => Verdict::NoGuard,
        () if some(State::Open) => Verdict::Broken,
        () if some(State::Unknown) => Verdict::Unknown,
        () => Verdict::Holds,
    }
}
