//! How long questions take, beside the naive evaluation: every subject against every binding and every rule.
//!
//! `cargo bench --bench decide -- CLUSTER.json [REVIEWS]` reads a cluster, decides seeded reviews on one thread with
//! evidence, and asks who can do a few things everywhere. The naive twin gets a sample, and must give the same answers.

#![expect(
    clippy::print_stdout,
    clippy::panic,
    clippy::disallowed_types,
    reason = "a program for developers, whose naive twin is naive"
)]

#[path = "../generate/random.rs"]
mod random;

mod naive;
mod reviews;

use std::path::PathBuf;
use std::time::Instant;

use kubescan::authz::{Authorizer, asked};
use kubescan::collect::files::{self, Input, Limits};
use kubescan::model::Version;
use kubescan::query::{Question, Reviewer, known_subjects, who_can};

use random::Random;

/// What is asked of everybody.
const QUESTIONS: &[(&str, &str)] =
    &[("get", "secrets"), ("create", "pods"), ("update", "deployments"), ("*", "*"), ("get", "/metrics")];

/// How many reviews the naive twin gets.
const SAMPLE: usize = 2_000;

fn main() {
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    let file = words.next().unwrap_or_else(|| panic!("name a cluster; benches/queries.sh makes one"));
    let count: usize = words.next().and_then(|word| word.parse().ok()).unwrap_or(200_000);

    let start = Instant::now();
    let input = [Input::Path(PathBuf::from(&file))];
    let snapshot = files::read(&input, &Limits::default(), Version::NEWEST, None)
        .unwrap_or_else(|error| panic!("{file}: {error}"));
    let reading = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let authorizer = Authorizer::new(&snapshot);
    let indexing = start.elapsed().as_secs_f64();
    println!("reading   {reading:.3} s; indexing {indexing:.3} s");

    let lines = reviews::lines(&snapshot, count, &mut Random::new(7));
    let reviewer = Reviewer::new(&authorizer);
    let start = Instant::now();
    let decided: Vec<bool> =
        lines.iter().map(|line| reviewer.review(line).is_ok_and(|reviewed| reviewed.status.allowed)).collect();
    let seconds = start.elapsed().as_secs_f64();
    let allowed = decided.iter().filter(|allowed| **allowed).count();
    println!(
        "reviews   {:.0} a second on one thread, evidence included; {allowed} of {count} allowed",
        rate(count, seconds)
    );

    let start = Instant::now();
    let naive: Vec<bool> = lines.iter().take(SAMPLE).map(|line| naive::review(&snapshot, line)).collect();
    println!("  naive   {:.0} a second", rate(naive.len(), start.elapsed().as_secs_f64()));
    assert!(decided.starts_with(&naive), "the naive twin disagrees");

    for (verb, target) in QUESTIONS {
        let asked = asked(verb, target, None, &[]).unwrap_or_else(|error| panic!("{error}"));
        let (question, _) = Question::of(asked);
        let start = Instant::now();
        let found = who_can(&authorizer, &question, None);
        let seconds = start.elapsed().as_secs_f64();
        let holders = found.subjects.holders().len();
        println!("who can {question}: {holders} subjects, {seconds:.4} s, {:.2} of reading", seconds / reading);
    }
    // One question the naive way: each subject in each namespace.
    let subjects = known_subjects(authorizer.access());
    let start = Instant::now();
    let some: Vec<_> = subjects.iter().step_by(subjects.len().div_ceil(20).max(1)).collect();
    let found = some.iter().filter(|subject| naive::anywhere(&snapshot, subject, "get", "secrets")).count();
    let seconds = start.elapsed().as_secs_f64() * rate(subjects.len(), 1.0) / rate(some.len(), 1.0);
    println!(
        "  naive   who can get secrets: about {seconds:.0} s ({} subjects, from a sample with {found} hits)",
        subjects.len()
    );
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn rate(count: usize, seconds: f64) -> f64 {
    count as f64 / seconds
}
