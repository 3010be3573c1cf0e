//! What the expressions of admission policies come to, against the API server's own evaluator.
//!
//! Each expression is evaluated by both on one request. They must agree: true, false, or an error, whose text is each its own;
//! what kubescan leaves undecided stands in a table with its reason. Costs must lie within the margin that kubescan allows.

mod core; // operators, macros, optionals, variables
mod costly; // what costs more than an expression may
mod generate; // random expressions
mod known; // what is left undecided
mod libraries; // the functions of each library
mod request; // what expressions are evaluated on

use kubescan::guards::cel::{CompileError, Cost, Program, Verdict};
use serde_json::{Value, json};

use super::effort::Effort;
use super::random::Random;
use crate::cluster::{Answer, cel};

/// What the compiler and the evaluation come to, with the cost.
pub(super) fn ours(expression: &str) -> (Verdict, Cost) {
    request::with_activation(|activation| match Program::compile(expression) {
        Ok(program) => {
            let (verdict, cost) = program.evaluate_counting(activation);
            (verdict, cost.and(activation.spent()))
        }
        Err(CompileError::Refused(text)) => (Verdict::Error(format!("refused: {text}")), Cost::default()),
        Err(CompileError::Unsupported(text)) => (Verdict::Undecided(text), Cost::default()),
    })
}

fn theirs(expressions: &[String]) -> Vec<Answer> {
    cel(&request::rbac(), expressions.iter().map(|expression| line(expression)))
}

fn line(expression: &str) -> String {
    let mut line = request::variables();
    line["expression"] = Value::from(expression);
    line.to_string()
}

fn agree(ours: &Verdict, theirs: &Answer) -> bool {
    match ours {
        Verdict::True => theirs.allowed == Some(true),
        Verdict::False => theirs.allowed == Some(false),
        Verdict::Error(_) => theirs.allowed.is_none(),
        Verdict::Undecided(_) => true,
    }
}

/// Within the bounds, but for a few steps, which matter only where there are few.
fn near(ours: Cost, theirs: &Answer) -> bool {
    let (least, most) = ours.bounds();
    theirs.cost.is_none_or(|theirs| least <= theirs + 3 && theirs <= most + 3)
}

#[test]
fn kubescan_evaluates_every_row_as_the_server_does() {
    let rows = [core::ROWS, libraries::ROWS].concat();
    let expressions: Vec<String> = rows.iter().map(|row| (*row).to_owned()).collect();
    let mut wrong = Vec::new();
    for (expression, theirs) in expressions.iter().zip(theirs(&expressions)) {
        let (verdict, cost) = ours(expression);
        if theirs.reason == "refused" {
            wrong.push(format!("no server stores {expression}: {}", theirs.error));
        } else if matches!(verdict, Verdict::Undecided(_)) || !agree(&verdict, &theirs) || !near(cost, &theirs) {
            wrong.push(format!("{expression}\n    ours {verdict:?} at {cost:?}\n    theirs {theirs:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn what_is_not_known_here_is_undecided() {
    let expressions: Vec<String> = known::UNDECIDED.iter().map(|(expression, _)| (*expression).to_owned()).collect();
    for (expression, theirs) in expressions.iter().zip(theirs(&expressions)) {
        assert!(matches!(ours(expression).0, Verdict::Undecided(_)), "{expression}: {:?}", ours(expression));
        assert_ne!(theirs.reason, "refused", "{expression}: {}", theirs.error);
    }
}

#[test]
fn what_costs_too_much_fails_as_on_the_server() {
    let expressions: Vec<String> = costly::ROWS.iter().map(|row| (*row).to_owned()).collect();
    for (expression, theirs) in expressions.iter().zip(theirs(&expressions)) {
        let (verdict, cost) = ours(expression);
        assert!(!matches!(verdict, Verdict::Undecided(_)), "{expression}: {verdict:?} at {cost:?}, {theirs:?}");
        assert!(agree(&verdict, &theirs), "{expression}: {verdict:?} at {cost:?}, {theirs:?}");
    }
}

#[test]
fn kubescan_evaluates_random_expressions_as_the_server_does() {
    let effort = Effort::of_this_run();
    let (mut decided, mut holds, mut failed) = (0, 0, 0);
    for seed in effort.seeds(effort.count(4, 100), 1).into_iter().flatten() {
        let mut random = Random::new(seed);
        let expressions: Vec<String> = (0..500).map(|_| generate::boolean(&mut random)).collect();
        for (expression, theirs) in expressions.iter().zip(theirs(&expressions)) {
            if theirs.reason == "refused" {
                continue;
            }
            let (verdict, cost) = ours(expression);
            let context = || format!("seed {seed}: {expression}\n{verdict:?} at {cost:?}\n{theirs:?}");
            assert!(agree(&verdict, &theirs), "{}", context());
            assert!(near(cost, &theirs), "{}", context());
            decided += 1;
            holds += usize::from(verdict == Verdict::True);
            failed += usize::from(matches!(verdict, Verdict::Error(_)));
        }
    }
    println!("{decided} decided, {holds} hold, {failed} fail");
    assert!(decided > 1000 && holds > decided / 10 && failed > decided / 50, "{decided} {holds} {failed}");
}

/// A list of so many words.
fn words(count: usize) -> Value {
    json!((0..count).map(|number| format!("word-{number}")).collect::<Vec<_>>())
}
