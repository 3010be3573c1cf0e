//! Random expressions of few words, most of which a server would store.

use crate::differential::random::Random;

/// How deep they go.
const DEPTH: usize = 3;

/// An expression that is true, false, or fails.
pub(super) fn boolean(random: &mut Random) -> String {
    truth(random, DEPTH)
}

fn truth(random: &mut Random, depth: usize) -> String {
    if depth == 0 {
        return random
            .pick(&[
                "true",
                "false",
                "has(object.spec.replicas)",
                "has(object.spec.missing)",
                "object.spec.hostNetwork == true",
                "variables.strict",
            ])
            .to_owned();
    }
    let less = depth - 1;
    match random.below(12) {
        0 => format!("({} && {})", truth(random, less), truth(random, less)),
        1 => format!("({} || {})", truth(random, less), truth(random, less)),
        2 => format!("!({})", truth(random, less)),
        3 => format!("({} ? {} : {})", truth(random, less), truth(random, less), truth(random, less)),
        4 => {
            let operator = random.pick(&["==", "!=", "<", "<=", ">", ">="]);
            format!("{} {operator} {}", number(random, less), number(random, less))
        }
        5 => {
            let operator = random.pick(&["==", "!=", "<", ">="]);
            format!("{} {operator} {}", text(random, less), text(random, less))
        }
        6 => format!("dyn({}) == dyn({})", anything(random, less), anything(random, less)),
        7 => {
            let test = random.pick(&["contains", "startsWith", "endsWith", "matches"]);
            format!("{}.{test}({})", text(random, less), text(random, less))
        }
        8 => {
            let quantifier = random.pick(&["all", "exists", "exists_one"]);
            let test = random.pick(&[
                "x == 1",
                "x > 2",
                "x == 'a'",
                "x + 1 > 2",
                "1 / x > 0",
                "has(x.name)",
                "x.name == 'b'",
                "size(x) > 3",
            ]);
            format!("{}.{quantifier}(x, {test})", list(random, less))
        }
        9 => format!("{} in {}", anything(random, less), list(random, less)),
        10 => format!("object.spec.?{}.hasValue()", field(random)),
        _ => format!("dyn({}) < dyn({})", anything(random, less), anything(random, less)),
    }
}

fn field(random: &mut Random) -> String {
    random
        .pick(&["replicas", "ratio", "size", "target", "missing", "nothing", "containers", "numbers", "mixed", "none"])
        .to_owned()
}

fn anything(random: &mut Random, depth: usize) -> String {
    match random.below(5) {
        0 => format!("object.spec.{}", field(random)),
        1 => number(random, depth),
        2 => text(random, depth),
        3 => list(random, depth),
        _ => random
            .pick(&["null", "true", "1.5", "2u", "object.metadata.labels", "{'a': 1}", "b'a'", "duration('1s')"])
            .to_owned(),
    }
}

fn number(random: &mut Random, depth: usize) -> String {
    if depth == 0 {
        return random
            .pick(&[
                "0",
                "1",
                "3",
                "object.spec.replicas",
                "oldObject.spec.replicas",
                "object.spec.missing",
                "int(params.data.most)",
            ])
            .to_owned();
    }
    let less = depth - 1;
    match random.below(5) {
        0 => {
            let operator = random.pick(&["+", "-", "*", "/", "%"]);
            format!("({} {operator} {})", number(random, less), number(random, less))
        }
        1 => format!("size({})", list(random, less)),
        2 => format!("{}.indexOf({})", text(random, less), text(random, less)),
        3 => format!("int({})", number(random, less)),
        _ => format!("object.?spec.?{}.orValue(7)", random.pick(&["replicas", "missing", "port"])),
    }
}

fn text(random: &mut Random, depth: usize) -> String {
    if depth == 0 {
        return random
            .pick(&[
                "''",
                "'a'",
                "'web'",
                "'web-1'",
                "object.metadata.name",
                "object.spec.target",
                "params.data.prefix",
                "object.spec.nothing",
                "'[a'",
            ])
            .to_owned();
    }
    let less = depth - 1;
    match random.below(6) {
        0 => format!("({} + {})", text(random, less), text(random, less)),
        1 => format!("{}.replace({}, {})", text(random, less), text(random, less), text(random, less)),
        2 => format!("{}.substring({})", text(random, less), number(random, less)),
        3 => format!("string({})", number(random, less)),
        4 => format!("{}.charAt({})", text(random, less), number(random, less)),
        _ => format!("{}.upperAscii()", text(random, less)),
    }
}

fn list(random: &mut Random, depth: usize) -> String {
    if depth == 0 {
        let lists = [
            "object.spec.numbers",
            "object.spec.mixed",
            "object.spec.containers",
            "object.spec.empty",
            "[1, 2]",
            "variables.privileged",
            "object.metadata.labels",
            "object.spec.missing",
        ];
        return random.pick(&lists).to_owned();
    }
    let less = depth - 1;
    match random.below(6) {
        0 => format!("{}.filter(x, x != 1)", list(random, less)),
        1 => format!("{}.map(x, x)", list(random, less)),
        2 => format!("{}.map(x, x + x)", list(random, less)),
        3 => format!("{}.split({})", text(random, less), text(random, less)),
        4 => format!("({} + {})", list(random, less), list(random, less)),
        _ => format!("[{}, {}]", number(random, less), number(random, less)),
    }
}
