//! Objects that are known in part: what decides may be what is not.

use crate::guards::cel::{Activation, Program, Value, Verdict};

fn verdict(expression: &str) -> Verdict {
    let container = Value::partial_object([("name", Value::text("main"))]);
    let metadata =
        Value::partial_object([("name", Value::text("web")), ("labels", Value::object([("app", Value::text("web"))]))]);
    let mut activation = Activation::default();
    activation.object = Value::object([
        ("metadata", metadata),
        (
            "spec",
            Value::object([
                ("containers", Value::list(vec![container])),
                ("hosts", Value::partial_list(vec![Value::text("a")])),
            ]),
        ),
        ("status", Value::unknown()),
    ]);
    Program::compile(expression).unwrap().evaluate(&activation)
}

#[test]
fn what_is_known_decides_and_what_is_not_does_not() {
    for (expression, expected) in [
        ("object.metadata.name == 'web'", Some(true)),
        ("object.metadata.annotations['a'] == 'b'", None),
        ("has(object.metadata.annotations)", None),
        ("has(object.metadata.labels)", Some(true)),
        ("has(object.spec.volumes)", Some(false)),
        ("'team' in object.metadata.labels", Some(false)),
        ("'name' in object.metadata", Some(true)),
        ("'uid' in object.metadata", None),
        ("object.metadata.?uid.orValue('') == ''", None),
        ("object.spec.containers.all(c, c.name == 'main')", Some(true)),
        ("object.spec.containers.all(c, c.image == 'x')", None),
        ("object.spec.containers.exists(c, c.name == 'main' || c.image == 'x')", Some(true)),
        ("size(object.spec.containers) == 1", None),
        ("'a' in object.spec.hosts", Some(true)),
        ("'b' in object.spec.hosts", None),
        ("object.spec.hosts.all(h, h == 'a')", None),
        ("object.spec.hosts[0] == 'a'", Some(true)),
        ("object.spec.hosts[1] == 'a'", None),
        ("object.metadata == {'name': 'web'}", None),
        ("object.metadata != null", Some(true)),
        ("object.status != null", None),
        ("object.status.phase == 'Running'", None),
        ("object.status ? true : false", None),
        ("object.metadata.all(k, k != 'x')", None),
        ("object == oldObject", Some(false)),
        ("object == object", None),
        ("object.metadata.uid == 'x' || true", Some(true)),
        ("object.metadata.uid == 'x' && false", Some(false)),
    ] {
        let verdict = verdict(expression);
        let found = match verdict {
            Verdict::True => Some(true),
            Verdict::False => Some(false),
            Verdict::Undecided(_) => None,
            Verdict::Error(ref text) => panic!("{expression}: {text}"),
        };
        assert_eq!(found, expected, "{expression}");
    }
}
