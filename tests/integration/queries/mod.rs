//! `who-can`, `can-i` and `permissions`, as a user runs them.

mod can_i;
mod custom_resources;
mod live;
mod permissions;
mod reviews;
mod who_can;

use crate::run::{Run, kubescan};

/// A cluster full of traps.
const CLUSTER: &str = "tests/fixtures/queries/cluster.yaml";

/// Runs a query on it; arguments are separated by blanks.
fn ask(question: &str) -> Run {
    let mut arguments: Vec<&str> = question.split(' ').collect();
    arguments.extend(["-f", CLUSTER]);
    kubescan(&arguments)
}
