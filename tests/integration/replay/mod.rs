//! Techniques of the template, played on a real control plane.
//!
//! A fixture in `tests/fixtures/replay` is one technique: the attacker has its grants and a credential of its own, sends
//! its requests, and must end up with what the entry promises; with the grants of a near miss, the same requests must
//! be refused or come to nothing. kubescan reads the same objects, and must say the same.
//!
//! `KUBESCAN_REPLAY=tokens/ cargo test --test integration replay` plays those whose ids begin so.

mod act;
mod caller;
mod fixture;
mod reference;
mod scan;
mod stage;
mod trial;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use kubescan::template::{Proof, REASONED, builtin};

use crate::cluster::ControlPlane;
use crate::run::assert_current;
use act::Cast;
use caller::{Caller, Credential};
use fixture::{FOLDER, Fixture, Sender, Step};
use trial::Outcome;

/// How many runs there are at a time: most of a run is waiting.
const AT_ONCE: usize = 8;

#[test]
fn every_technique_works_and_its_near_misses_do_not() {
    let plane = &ControlPlane::start();
    let administrator = Caller::new(&plane.kubeconfig, &Credential::Kubeconfig);
    let runs: Vec<(Fixture, usize)> = chosen().into_iter().flat_map(runs).collect();
    assert!(!runs.is_empty(), "no fixture is chosen");
    let (next, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some((fixture, run)) = runs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(why) = play(plane, &administrator, fixture, *run) {
                        wrong.lock().unwrap().push(format!("{} {run}: {why}", fixture.id));
                    }
                }
            });
        }
    });
    let mut wrong = wrong.into_inner().unwrap();
    wrong.sort();
    assert!(wrong.is_empty(), "{} of {} runs went wrong:\n{}", wrong.len(), runs.len(), wrong.join("\n"));
}

#[test]
fn kubescan_lists_every_technique_and_no_near_miss() {
    let mut wrong = Vec::new();
    for (fixture, run) in chosen().into_iter().flat_map(runs) {
        let (namespace, manifests, replay) = fixture.of_run(run);
        let trial = &replay.trials()[run];
        let objects = stage::objects(&namespace, &manifests, replay.attacker.as_ref(), trial.grants);
        let subject = match &replay.attacker {
            Some(user) => format!("user:{}", user.user),
            None => format!("sa:{namespace}/{}", fixture::ACCOUNT),
        };
        let listed = scan::lists(&objects, &subject, &fixture.id);
        if listed != trial.listed {
            wrong.push(format!("{} {}: listed: {listed}", fixture.id, trial.what));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_entry_that_needs_no_kubelet_is_replayed_or_has_a_reason() {
    let fixtures = Fixture::all();
    let is_entry = |id: &str| builtin().entries.iter().any(|entry| entry.id == id);
    let is_replayed = |id: &str| fixtures.iter().any(|fixture| fixture.id == id);
    for entry in builtin().entries.iter().filter(|entry| entry.proof <= Proof::Controllers) {
        let reasoned = REASONED.iter().any(|(id, _)| *id == entry.id);
        assert!(is_replayed(&entry.id) != reasoned, "{}: either a fixture in {FOLDER} or a reason", entry.id);
    }
    for id in fixtures.iter().map(|fixture| fixture.id.as_str()).chain(REASONED.iter().map(|(id, _)| *id)) {
        assert!(is_entry(id), "no entry is called {id}");
    }
}

#[test]
fn what_is_said_of_replays_is_current() {
    let fixtures = Fixture::all();
    let ids: Vec<&str> = fixtures.iter().map(|fixture| fixture.id.as_str()).collect();
    assert_current("src/template/replayed.txt", &format!("{}\n", ids.join("\n")));
    assert_current("docs/techniques.md", &reference::page(&fixtures));
}

/// The fixtures that are asked for, all if none are.
fn chosen() -> Vec<Fixture> {
    let begin = std::env::var("KUBESCAN_REPLAY").unwrap_or_default();
    Fixture::all().into_iter().filter(|fixture| fixture.id.starts_with(&begin)).collect()
}

/// Each trial is a run of its own.
fn runs(fixture: Fixture) -> Vec<(Fixture, usize)> {
    let (_, _, replay) = fixture.of_run(0);
    assert!(!replay.misses.is_empty(), "{} has no near miss", fixture.id);
    (0..replay.trials().len()).map(|run| (fixture.clone(), run)).collect()
}

fn play(plane: &ControlPlane, administrator: &Caller, fixture: &Fixture, run: usize) -> Result<(), String> {
    let (namespace, manifests, replay) = fixture.of_run(run);
    let (attacker, trial) = (replay.attacker.as_ref(), &replay.trials()[run]);
    let objects = stage::objects(&namespace, &manifests, attacker, trial.grants);
    let caller = stage::set(plane, administrator, &namespace, &objects, attacker)?;
    stage::wait_for(&caller, &namespace, trial.grants)?;
    let mut cast = Cast::new(&plane.kubeconfig, administrator.clone(), caller);
    all_succeed(&mut cast, &replay.before, &Sender::Administrator)?;
    let played = match trial.outcome {
        Outcome::Works(holds) => all_succeed(&mut cast, trial.attempts, &Sender::Attacker)
            .and_then(|()| all_succeed(&mut cast, holds, &Sender::Attacker)),
        Outcome::Fails(answers, still) => {
            assert!(answers.len() <= trial.attempts.len(), "more answers than attempts");
            let refused = answers.last().is_some_and(|status| *status >= 400);
            assert!(refused || !still.is_empty(), "nothing shows that it is a miss: {}", trial.what);
            let mut answered = trial.attempts.iter().zip(answers);
            answered
                .try_for_each(|(step, status)| cast.answered(step, *status))
                .and_then(|()| all_succeed(&mut cast, still, &Sender::Administrator))
        }
    };
    played.map_err(|why| format!("{} ({}): {why}", trial.what, replay.effect))
}

fn all_succeed(cast: &mut Cast<'_>, steps: &[Step], usual: &Sender) -> Result<(), String> {
    steps.iter().try_for_each(|step| cast.succeed(step, usual))
}
