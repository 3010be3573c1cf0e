//! One identity, one request: kubescan decides as Kubernetes does, and its evidence is true.

use std::time::Duration;

use rayon::prelude::*;
use serde_json::Value;

use super::cluster::Cluster;
use super::effort::Effort;
use super::generate::{self, Objects};
use super::loaded::{Loaded, SIDE_BY_SIDE};
use super::random::Random;
use super::{counter_example, evidence, ours, questions};
use crate::cluster::{Answer, authorize, authorize_each};

/// How many clusters the authorizers are asked about in one go.
const AT_ONCE: usize = 20;

#[test]
fn kubescan_decides_as_the_authorizers_do() {
    let effort = Effort::of_this_run();
    let each = effort.count(2_500, 5_000);
    for seeds in effort.seeds(effort.count(120, 2_000), AT_ONCE) {
        let clusters: Vec<Cluster> = seeds.iter().map(|&seed| generate::cluster(seed, Objects::Any)).collect();
        let places = clusters.par_iter().enumerate();
        let reviews: Vec<Vec<Review>> = places.map(|(place, cluster)| reviews_of(cluster, place, each)).collect();
        let lists: Vec<Value> = clusters.iter().map(Cluster::list).collect();
        let theirs = authorize_each(&lists, reviews.iter().flatten().map(|review| review.line.clone()));
        let all = clusters.par_iter().zip(&reviews).zip(theirs.par_chunks(each));
        all.for_each(|((cluster, reviews), theirs)| {
            let differences = differences(cluster, reviews, theirs);
            complain(cluster, &differences);
        });
        a_third_is_allowed(&theirs);
    }
}

#[test]
fn kubescan_decides_as_the_api_server_does() {
    let effort = Effort::of_this_run();
    let each = effort.count(32_000, 100_000) / SIDE_BY_SIDE;
    let mut rounds = effort.seeds(effort.count(1, 10) * SIDE_BY_SIDE, SIDE_BY_SIDE).into_iter();
    rounds.next();
    decide_with_server(Loaded::shared(), each);
    rounds.for_each(|seeds| decide_with_server(&Loaded::start(&seeds), each));
}

fn decide_with_server(loaded: &Loaded, each: usize) {
    let mut open: Vec<Review> = loaded.clusters.iter().flat_map(|cluster| reviews_of(cluster, 0, each)).collect();
    // Controllers and the server's own caches may still be at work, so only what differs for seconds is a difference.
    for wait in [100, 300, 1000, 3000, 0] {
        let theirs = loaded.plane.review(open.iter().map(|review| review.line.clone()));
        let dump = loaded.dump();
        let differences = differences(&dump, &open, &theirs);
        if wait == 100 {
            a_third_is_allowed(&theirs);
        }
        if differences.is_empty() {
            return;
        }
        if wait == 0 {
            complain(&dump, &differences);
        }
        open = differences.into_iter().map(|difference| difference.review).collect();
        std::thread::sleep(Duration::from_millis(wait));
    }
}

/// A SubjectAccessReview, and the line that asks it.
#[derive(Clone)]
struct Review {
    spec: Value,
    line: String,
}

/// The questions about a cluster, which its seed decides too. `place` is that of the cluster among those asked about.
fn reviews_of(cluster: &Cluster, place: usize, count: usize) -> Vec<Review> {
    let mut random = Random::new(cluster.seed.wrapping_mul(31));
    let review = |_| {
        let mut review = questions::review(&mut random, cluster);
        review["objects"] = place.into();
        let line = review.to_string();
        Review { spec: review["spec"].take(), line }
    };
    (0..count).map(review).collect()
}

/// A review that kubescan and Kubernetes do not answer alike.
struct Difference {
    review: Review,
    what: String,
}

fn differences(cluster: &Cluster, reviews: &[Review], theirs: &[Answer]) -> Vec<Difference> {
    let ours = ours::decide(&ours::snapshot(&cluster.list()), reviews.iter().map(|review| review.line.as_str()));
    let mut found = Vec::new();
    for ((review, ours), theirs) in reviews.iter().zip(ours).zip(theirs) {
        let what = if ours.allowed != theirs.allowed {
            Some(format!("kubescan says {:?}, Kubernetes {theirs:?}", ours.allowed))
        } else if ours.allowed == Some(true) {
            let complaint = evidence::complaint(cluster, &review.spec, &ours.evidence);
            complaint.map(|complaint| format!("{complaint}: {:?}", ours.evidence))
        } else {
            None
        };
        found.extend(what.map(|what| Difference { review: review.clone(), what: format!("{}\n{what}", review.spec) }));
    }
    found
}

fn complain(cluster: &Cluster, found: &[Difference]) {
    let Some(first) = found.first() else { return };
    let line = questions::review_of(&first.review.spec).to_string();
    let review = [Review { line: line.clone(), ..first.review.clone() }];
    let differs = |fewer: &Cluster| {
        let theirs = authorize(&fewer.list(), std::iter::once(line.clone()));
        !differences(fewer, &review, &theirs).is_empty()
    };
    let text = counter_example::describe(cluster, &first.what, differs);
    panic!("{} differences, of which the first, with {text}", found.len());
}

/// Where nearly all is forbidden, or allowed, the questions are bad.
fn a_third_is_allowed(answers: &[Answer]) {
    let allowed = answers.iter().filter(|answer| answer.allowed == Some(true)).count();
    let percent = allowed * 100 / answers.len();
    assert!((20..=50).contains(&percent), "{allowed} of {} are allowed", answers.len());
}
