//! What can be told without the server; `tests/integration/differential/cel` asks it.

use super::{Activation, CompileError, Program, Value, Verdict};
use crate::model::Name;

fn verdict(expression: &str) -> Verdict {
    match Program::compile(expression) {
        Ok(program) => program.evaluate(&pod()),
        Err(error) => panic!("{expression}: {error:?}"),
    }
}

fn pod() -> Activation<'static> {
    let mut activation = Activation::default();
    activation.object =
        serde_json::from_str(r#"{"spec": {"replicas": 3, "ratio": 3.0, "big": 18446744073709551615}}"#).unwrap();
    activation
}

#[test]
fn numbers_are_read_as_the_server_reads_them() {
    assert_eq!(verdict("type(object.spec.replicas) == int"), Verdict::True);
    assert_eq!(verdict("type(object.spec.ratio) == double"), Verdict::True);
    assert_eq!(verdict("type(object.spec.big) == double"), Verdict::True);
}

#[test]
fn what_is_absent_is_null_and_has_no_fields() {
    assert_eq!(verdict("oldObject == null"), Verdict::True);
    assert!(matches!(verdict("oldObject.spec == null"), Verdict::Error(_)));
    assert_eq!(verdict("has(oldObject.spec)"), Verdict::False);
}

#[test]
fn without_a_caller_the_authorizer_is_undecided() {
    let check = "authorizer.path('/').check('get').allowed()";
    assert!(matches!(verdict(check), Verdict::Undecided(_)));
    // What is undecided is absorbed as an error is, on both sides.
    assert_eq!(verdict(&format!("{check} || object.spec.replicas == 3")), Verdict::True);
    assert_eq!(verdict(&format!("object.spec.replicas == 4 && {check}")), Verdict::False);
    assert!(matches!(verdict(&format!("object.missing == 1 || {check}")), Verdict::Undecided(_)));
    assert!(matches!(verdict(&format!("{check} || object.missing == 1")), Verdict::Undecided(_)));
    assert!(matches!(verdict(&format!("[1, 2].exists(x, {check})")), Verdict::Undecided(_)));
    assert_eq!(verdict(&format!("[1, 2].exists(x, x == 2 || {check})")), Verdict::True);
}

#[test]
fn a_loop_over_a_part_is_decided_by_what_ends_it() {
    let verdict = |expression: &str| {
        let mut activation = Activation::default();
        activation.object = Value::partial_list(vec![Value::Int(1), Value::Int(2)]);
        Program::compile(expression).unwrap().evaluate(&activation)
    };
    for (expression, expected) in [
        ("object.all(x, x < 2)", Some(Verdict::False)),
        ("object.all(x, x < 1)", Some(Verdict::False)),
        ("object.all(x, x < 3)", None),
        ("object.exists(x, x == 2)", Some(Verdict::True)),
        ("object.exists(x, x == 3)", None),
        ("object.exists_one(x, x == 2)", None),
        ("object.map(x, x + 1) == [2, 3]", None),
        ("size(object) == 2", None),
    ] {
        let found = verdict(expression);
        match expected {
            Some(expected) => assert_eq!(found, expected, "{expression}"),
            None => assert!(matches!(found, Verdict::Undecided(_)), "{expression}: {found:?}"),
        }
    }
}

#[test]
fn a_variable_sees_those_before_it_only() {
    let mut activation = pod();
    for (name, text) in
        [("first", "variables.second"), ("second", "object.spec.replicas == 3"), ("third", "variables.second")]
    {
        activation.define(Name::from(name), Program::compile(text).unwrap());
    }
    let verdict = |text: &str| Program::compile(text).unwrap().evaluate(&activation);
    assert!(matches!(verdict("variables.first"), Verdict::Error(_)));
    assert_eq!(verdict("variables.third && variables.second"), Verdict::True);
    assert!(matches!(verdict("variables.fourth"), Verdict::Error(_)));
}

#[test]
fn what_the_server_refuses_is_told_from_what_is_not_understood() {
    for refused in ["", "a b", "1 +", "f(x)", "x.f()", "Object{}", "object.all(1, true)", "timestamp('x') == null"] {
        assert!(matches!(Program::compile(refused), Err(CompileError::Refused(_))), "{refused}");
    }
    let deep = format!("{}1{} == 1", "(".repeat(300), ")".repeat(300));
    let chain = format!("0 == 0{}", " + 1".repeat(3000));
    for unsupported in [deep.as_str(), chain.as_str(), "has(variables.x)", "variables == null"] {
        assert!(matches!(Program::compile(unsupported), Err(CompileError::Unsupported(_))), "{}", unsupported.len());
    }
}

#[test]
fn hostile_texts_neither_hang_nor_panic() {
    let pieces = [
        "(", ")", "[", "]", "{", "}", "'", "\"", "\\", "?", ":", ".", "a", "1", "é", "-", "!", "&&", "in", "b'", "0x",
        "\0", "`", "u", "e",
    ];
    let mut state = 7_usize;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..8 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(pieces[(state >> 33) % pieces.len()]);
        }
        if let Ok(program) = Program::compile(&text) {
            let _ = program.evaluate(&pod());
        }
    }
}

/// The server counts little for these, and would work for long.
#[test]
fn what_grows_without_cost_is_undecided() {
    let grown = |start: &str, times: usize, step: &str| {
        (0..times).fold(start.to_owned(), |value, _| format!("[{value}].map(x, {step})[0]"))
    };
    let endless = [
        format!("{}.size() > 0", grown("lists.range(1000)", 18, "x + x")),
        format!("{}.size() > 0", grown("'0123456789'", 25, "x + x")),
        format!("{}.size() > 0", grown("'0123456789'", 12, "x.replace('', x)")),
        format!("{} == [1]", grown("[object]", 40, "[x, x]")).replace(" == [1]", ".map(y, y == y)[0]"),
        format!("[{}].all(y, y.flatten(100).size() > 0)", grown("[object]", 40, "[x, x]")),
    ];
    for expression in endless {
        assert!(matches!(verdict(&expression), Verdict::Undecided(_)), "{expression}");
    }
    assert_eq!(verdict(&format!("{}.size() == 8000", grown("lists.range(1000)", 3, "x + x"))), Verdict::True);
}
