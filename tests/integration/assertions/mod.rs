//! `kubescan test`: a team's own assertions.

mod decisions; // what holds, what fails, and what only looks like it
mod incomplete; // what is not sure
mod live; // the API server's own answer to the same
mod outputs; // what people and programs see
mod remarks; // what makes an assertion say nothing

use serde_json::Value;

use crate::run::{Run, kubescan_with_input};

/// Runs assertions, without their `version`, on files.
fn test(assertions: &str, more: &[&str]) -> Run {
    let text = format!("version: 1\n{assertions}\n");
    kubescan_with_input(&[&["test", "-"], more].concat(), text.as_bytes())
}

/// The only outcome of one assertion.
fn outcome(assertion: &str, more: &[&str]) -> Value {
    let run = test(assertion, &[more, &["-o", "json"]].concat());
    let outcomes = run.json()["outcomes"].as_array().unwrap().clone();
    assert_eq!(outcomes.len(), 1, "{assertion}");
    outcomes[0].clone()
}

/// The sentences of its reasons.
fn reasons(outcome: &Value) -> Vec<&str> {
    outcome["reasons"].as_array().unwrap().iter().map(|reason| reason["text"].as_str().unwrap()).collect()
}
