//! Decision tables; `tests/integration/differential/admission` asks a real API server.

pub(super) mod cluster;
mod decisions;
mod matching;
mod params;
mod partial;
mod webhooks;

use super::{Attempt, Judge, Operation, Ruling, State};
use crate::model::Snapshot;

/// What admission of a cluster says.
fn ruling(snapshot: &Snapshot, attempt: &Attempt) -> Ruling {
    Judge::new(snapshot).rule(attempt)
}

/// A request as `OPERATION group/version/resource[/subresource] namespace/name`; a dash for the empty text.
fn attempt(text: &str) -> Attempt {
    let mut words = text.split(' ');
    let mut next = || words.next().unwrap();
    let operation = match next() {
        "CREATE" => Operation::Create,
        "UPDATE" => Operation::Update,
        "DELETE" => Operation::Delete,
        "CONNECT" => Operation::Connect,
        other => panic!("{other}"),
    };
    let part = |text: Option<&str>| text.filter(|text| *text != "-").unwrap_or_default().to_owned();
    let mut path = next().split('/');
    let [group, version, resource] = [(); 3].map(|()| part(path.next()));
    let mut attempt = Attempt::new(operation, [&group, &version, &resource, "Thing"]);
    attempt.subresource = part(path.next()).into();
    let mut place = next().split('/');
    attempt.namespace = part(place.next()).into();
    attempt.name = part(place.next()).into();
    attempt
}

#[test]
fn a_judge_is_shared_by_threads() {
    fn shared<T: Sync + Send>() {}
    shared::<Judge<'static>>();
}
