//! Whether three attacks on a role of AWS that hands out access succeed: a controller in variants, each broken in one way.

use serde_json::Value;

use crate::run::{Run, kubescan};

const ROLE: &str = "aws:arn:aws:iam::111122223333:role/access/granter";

const FOLDER: &str = "tests/fixtures/cloud/access";

/// The variant, and what `assume`, `policy` and `stolen` come to.
const VARIANTS: &[(&str, &str)] = &[
    ("sound", "blocked blocked blocked"),
    // Whom the trust policy lets in.
    ("trust-client", "possible blocked blocked"),
    ("trust-two", "possible blocked blocked"),
    ("trust-no-condition", "possible blocked blocked"),
    ("trust-star", "possible blocked blocked"),
    ("trust-if-exists", "conditional blocked blocked"),
    ("trust-user", "possible blocked blocked"),
    ("trust-user-taken", "possible blocked blocked"),
    ("trust-root", "possible blocked blocked"),
    ("trust-root-mfa", "conditional blocked blocked"),
    ("trust-root-nobody", "blocked blocked blocked"),
    ("trust-everyone", "possible blocked blocked"),
    ("trust-not-principal", "possible blocked blocked"),
    ("trust-other-account", "possible blocked blocked"),
    ("trust-external-id", "conditional blocked blocked"),
    ("trust-service", "blocked blocked blocked"),
    ("trust-service-passed", "possible blocked blocked"),
    ("trust-pod", "blocked blocked blocked"),
    ("trust-pod-no-sub", "possible blocked blocked"),
    ("trust-editable", "possible blocked blocked"),
    // Its policies in a managed policy, which dev may attach to itself; in the last two nobody may.
    ("managed-unpinned", "blocked possible blocked"),
    ("managed-pinned", "blocked blocked blocked"),
    ("managed-pinned-by-id", "blocked blocked blocked"),
    ("managed-half-pinned", "blocked possible blocked"),
    ("managed-if-exists", "blocked conditional blocked"),
    ("managed-tag-pinned", "blocked possible blocked"),
    ("managed-tag-fixed", "blocked blocked blocked"),
    ("managed-nobody", "blocked blocked blocked"),
    ("managed-rewritable", "blocked possible blocked"),
    // What it may do to itself.
    ("managed-own-version", "blocked blocked possible"),
    ("self-deny-conditional", "blocked blocked conditional"),
    ("self-deny-missing", "blocked blocked possible"),
    ("self-deny-incomplete", "blocked blocked possible"),
    ("self-deny-tagged", "blocked blocked blocked"),
    ("self-deny-tagged-by-itself", "blocked blocked possible"),
    ("hop-undenied", "blocked blocked conditional"),
    ("hop-undenied-named", "blocked blocked possible"),
    ("hop-undenied-allowed", "blocked blocked possible"),
    ("hop-denied-named", "blocked blocked blocked"),
    ("same-token", "blocked blocked blocked"),
    ("bounded", "blocked blocked blocked"),
    ("bounded-removable", "blocked blocked possible"),
];

fn variant(name: &str, more: &[&str]) -> Run {
    let path = format!("{FOLDER}/{name}.json");
    kubescan(&[&["boundary", ROLE, "--cloud", path.as_str()], more].concat())
}

fn attacks(name: &str) -> Value {
    let run = variant(name, &["-o", "json"]);
    assert_eq!(run.code, 0, "{name}: {}", run.stderr);
    run.json()["attacks"].clone()
}

/// The rows of an attack that are about this question, as `verdict who`.
fn rows(attack: &Value, list: &str, question: &str) -> Vec<String> {
    let rows = attack[list].as_array().unwrap().iter().filter(|row| row["question"] == question);
    rows.map(|row| format!("{} {}", row["verdict"].as_str().unwrap(), row["who"].as_str().unwrap())).collect()
}

#[test]
fn each_variant_is_broken_in_the_way_that_it_should_be() {
    let mut wrong = Vec::new();
    for (name, expected) in VARIANTS {
        let attacks = attacks(name);
        let verdicts = ["assume", "policy", "stolen"].map(|attack| attacks[attack]["verdict"].as_str().unwrap());
        if verdicts.join(" ") != *expected {
            let open = ["assume", "policy", "stolen"].map(|attack| {
                let rows = attacks[attack]["rows"].as_array().unwrap().clone();
                rows.into_iter().filter(|row| row["verdict"] != "blocked").collect::<Vec<Value>>()
            });
            wrong.push(format!("{name}: {}, not {expected}\n{}", verdicts.join(" "), serde_json::json!(open)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let files = std::fs::read_dir(FOLDER).unwrap().count();
    assert_eq!(files, VARIANTS.len(), "every fixture has its row");
}

#[test]
fn an_open_attack_names_its_statements_and_a_blocked_one_what_blocks_it() {
    for (name, verdicts) in VARIANTS {
        let attacks = attacks(name);
        for (attack, verdict) in ["assume", "policy", "stolen"].into_iter().zip(verdicts.split(' ')) {
            let attack = &attacks[attack];
            let is_said = |list: &str| !attack[list].as_array().unwrap().is_empty();
            if verdict == "blocked" {
                assert!(is_said("blockedBy"), "{name}: {attack}");
                assert!(!is_said("witness"), "{name}: {attack}");
            }
            if verdict == "possible" {
                assert!(is_said("witness"), "{name}: {attack}");
            }
        }
    }
    let half = attacks("managed-half-pinned");
    let witness = half["policy"]["witness"].as_array().unwrap();
    let sids: Vec<&str> = witness.iter().map(|one| one["statement"].as_str().unwrap()).collect();
    assert!(sids.contains(&"Write") && !sids.contains(&"Grant"), "only the statement without a pin: {sids:?}");
    let user = attacks("trust-user");
    assert_eq!(user["assume"]["witness"][0]["statement"], "Also");
    assert_eq!(user["assume"]["witness"][0]["policy"], "trust policy of arn:aws:iam::111122223333:role/access/granter");
}

#[test]
fn what_does_not_decide_stands_apart() {
    let sound = attacks("sound");
    let design = rows(&sound["stolen"], "apart", "by-design");
    assert!(design.contains(&"possible writes policies of roles: 1".to_owned()), "{design:?}");
    let shared = attacks("same-token");
    let rows_ = rows(&shared["stolen"], "apart", "same-token");
    assert_eq!(rows_, ["possible arn:aws:iam::111122223333:role/inventory"]);
    let run = variant("trust-root-nobody", &["-o", "json"]).json();
    assert_eq!(run["administrators"], serde_json::json!(["arn:aws:iam::111122223333:user/ann"]));
}

#[test]
fn whoever_takes_one_who_is_let_in_gets_in_as_well() {
    let taken = attacks("trust-user-taken");
    assert_eq!(rows(&taken["assume"], "rows", "through"), ["possible arn:aws:iam::111122223333:user/ops"]);
}

#[test]
fn no_cluster_is_asked_and_none_is_needed() {
    let path = format!("{FOLDER}/sound.json");
    let arguments = ["boundary", ROLE, "--cloud", path.as_str(), "--kubeconfig", "/absent/kubeconfig"];
    let run = kubescan(&arguments);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let beside = kubescan(&[&arguments[..4], &["-f", "examples/access-open"]].concat());
    assert_eq!(beside.code, 0, "{}", beside.stderr);
}

#[test]
fn a_gate_trips_at_possible_and_conditional() {
    for (name, verdicts, code) in [
        ("sound", "possible,conditional", 0),
        ("trust-user", "possible", 1),
        ("trust-user", "conditional", 0),
        ("hop-undenied", "conditional", 1),
        ("hop-undenied", "possible", 0),
        ("sound", "broken", 2),
    ] {
        let run = variant(name, &["--fail-on", verdicts]);
        assert_eq!(run.code, code, "{name} {verdicts}: {}", run.stderr);
    }
    let other = kubescan(&["boundary", "sa:access/controller", "-f", "examples/access-open", "--fail-on", "possible"]);
    assert_eq!(other.code, 2);
    assert!(other.stderr.contains("aws:ARN only"), "{}", other.stderr);
}

#[test]
fn a_mistake_is_told_with_what_was_meant() {
    let path = format!("{FOLDER}/sound.json");
    let asked = |arn: &str, more: &[&str]| kubescan(&[&["boundary", arn], more].concat());
    let near = asked("aws:arn:aws:iam::111122223333:role/granter", &["--cloud", &path]);
    assert_eq!(near.code, 2);
    let hint = "did you mean aws:arn:aws:iam::111122223333:role/access/granter?";
    assert!(near.stderr.contains(hint), "{}", near.stderr);
    let typo = asked("aws:arn:aws:iam::111122223333:role/access/grantor", &["--cloud", &path]);
    assert!(typo.code == 2 && typo.stderr.contains(hint), "{}", typo.stderr);
    let none = asked(ROLE, &[]);
    assert!(none.code == 2 && none.stderr.contains("--cloud"), "{}", none.stderr);
    let cluster = asked(ROLE, &["-f", "examples/access-open"]);
    assert!(cluster.code == 2 && cluster.stderr.contains("no export of IAM"), "{}", cluster.stderr);
    let generate = asked(ROLE, &["--cloud", &path, "--generate"]);
    assert!(generate.code == 2 && generate.stderr.contains("--generate"), "{}", generate.stderr);
}

#[test]
fn every_format_says_the_same() {
    let yaml = variant("trust-user", &["-o", "yaml"]).stdout;
    assert!(yaml.contains("  assume:\n    verdict: possible\n"), "{yaml}");
    assert_eq!(variant("trust-user", &["-o", "name"]).stdout, "assume:possible\n");
    assert_eq!(variant("sound", &["-o", "name"]).stdout, "");
    let wide = variant("sound", &["-o", "wide"]).stdout;
    assert!(wide.contains("denied by statement NotItself"), "{wide}");
}

#[test]
fn people_see_the_verdicts_first() {
    insta::assert_snapshot!("boundary_aws_sound", variant("sound", &[]).stdout);
    insta::assert_snapshot!("boundary_aws_half_pinned", variant("managed-half-pinned", &[]).stdout);
}
