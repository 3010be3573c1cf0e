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
mod scan;
mod stage;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::cluster::ControlPlane;
use act::Cast;
use caller::{Caller, Credential};
use fixture::{Fixture, Miss, Replay, Sender, Step};

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
                        wrong.lock().unwrap().push(format!("{} {}: {why}", fixture.id, name(*run)));
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
        let grants = grants(&replay, run);
        let objects = stage::objects(&namespace, &manifests, replay.attacker.as_ref(), grants);
        let subject = match &replay.attacker {
            Some(user) => format!("user:{}", user.user),
            None => format!("sa:{namespace}/{}", fixture::ACCOUNT),
        };
        let listed = scan::lists(&objects, &subject, &fixture.id);
        let due = run == 0 || replay.misses[run - 1].listed;
        if listed != due {
            wrong.push(format!("{} {}: listed: {listed}, expected: {due}", fixture.id, name(run)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The fixtures that are asked for, all if none are.
fn chosen() -> Vec<Fixture> {
    let begin = std::env::var("KUBESCAN_REPLAY").unwrap_or_default();
    Fixture::all().into_iter().filter(|fixture| fixture.id.starts_with(&begin)).collect()
}

/// Run 0 is the technique itself, the others are its near misses.
fn runs(fixture: Fixture) -> Vec<(Fixture, usize)> {
    let (_, _, replay) = fixture.of_run(0);
    assert!(!replay.misses.is_empty(), "{} has no near miss", fixture.id);
    (0..=replay.misses.len()).map(|run| (fixture.clone(), run)).collect()
}

fn name(run: usize) -> String {
    if run == 0 { "itself".to_owned() } else { format!("near miss {run}") }
}

fn grants(replay: &Replay, run: usize) -> &[fixture::Grant] {
    if run == 0 { &replay.grants } else { &replay.misses[run - 1].grants }
}

fn play(plane: &ControlPlane, administrator: &Caller, fixture: &Fixture, run: usize) -> Result<(), String> {
    let (namespace, manifests, replay) = fixture.of_run(run);
    let (attacker, grants) = (replay.attacker.as_ref(), grants(&replay, run));
    let objects = stage::objects(&namespace, &manifests, attacker, grants);
    let caller = stage::set(plane, administrator, &namespace, &objects, attacker)?;
    stage::wait_for(&caller, &namespace, grants)?;
    let mut cast = Cast::new(&plane.kubeconfig, administrator.clone(), caller);
    all_succeed(&mut cast, &replay.before, &Sender::Administrator)?;
    match run.checked_sub(1) {
        None => {
            all_succeed(&mut cast, &replay.attempts, &Sender::Attacker)?;
            all_succeed(&mut cast, &replay.holds, &Sender::Attacker)
                .map_err(|why| format!("not so: {}: {why}", replay.effect))
        }
        Some(miss) => fail(&mut cast, &replay, &replay.misses[miss]),
    }
}

fn all_succeed(cast: &mut Cast<'_>, steps: &[Step], usual: &Sender) -> Result<(), String> {
    steps.iter().try_for_each(|step| cast.succeed(step, usual))
}

/// A near miss: each attempt has its answer, and nothing has come of it in the end.
fn fail(cast: &mut Cast<'_>, replay: &Replay, miss: &Miss) -> Result<(), String> {
    let attempts = miss.attempts.as_ref().unwrap_or(&replay.attempts);
    assert!(miss.answers.len() <= attempts.len(), "more answers than attempts");
    let refused = miss.answers.last().is_some_and(|status| *status >= 400);
    assert!(refused || !miss.still.is_empty(), "{}: nothing shows that it is a miss", miss.what);
    for (step, status) in attempts.iter().zip(&miss.answers) {
        cast.answered(step, *status)?;
    }
    all_succeed(cast, &miss.still, &Sender::Administrator)
}
