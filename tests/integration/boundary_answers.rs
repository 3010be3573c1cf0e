//! What `boundary` prints and exits with, whatever the verdict rests on.

use crate::run::{Run, kubescan, kubescan_with_input};

fn example(name: &str, more: &[&str]) -> Run {
    let path = format!("examples/{name}");
    kubescan(&[&["boundary", "sa:access/controller", "-f", path.as_str()], more].concat())
}

#[test]
fn a_gate_trips_at_the_verdicts_that_it_names() {
    let rows = [
        ("access-hollow", "broken", 1),
        ("access-hollow", "no-guard,holds,harmless,unknown", 0),
        ("access-open", "broken,no-guard", 1),
        ("access-open", "broken", 0),
        ("access-guarded", "broken,no-guard,unknown", 0),
        ("access-guarded", "holds", 1),
    ];
    for (name, verdicts, code) in rows {
        let run = example(name, &["--fail-on", verdicts]);
        assert_eq!(run.code, code, "{name} {verdicts}\n{}", run.stderr);
        assert!(run.stdout.starts_with("sa:access/controller: "), "{}", run.stdout);
    }
    assert_eq!(example("access-open", &["--fail-on", "harmless", "--fail-on", "no-guard"]).code, 1);
    assert_eq!(example("access-open", &[]).code, 0, "without a gate");
}

#[test]
fn a_gate_goes_before_a_gap_and_after_a_mistake() {
    let dump = std::fs::read_to_string("examples/access-open/cluster.yaml").unwrap();
    let broken = format!("{dump}---\n{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{nodeName: n}}}}\n");
    let with_gap = |more: &[&str]| {
        kubescan_with_input(&[&["boundary", "sa:access/controller", "-f", "-"], more].concat(), broken.as_bytes())
    };
    assert_eq!(with_gap(&[]).code, 3);
    assert_eq!(with_gap(&["--fail-on", "broken"]).code, 3);
    assert_eq!(with_gap(&["--fail-on", "no-guard"]).code, 1);
    assert_eq!(with_gap(&["--fail-on", "broken", "--allow-gaps"]).code, 0);
    let unknown = example("access-open", &["--fail-on", "open"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.stderr.contains("[possible values: broken, no-guard, unknown, holds, harmless, possible, conditional]"),
        "{}",
        unknown.stderr
    );
    assert_eq!(example("access-open", &["--fail-on", "broken", "--generate"]).code, 2);
    assert_eq!(example("absent", &["--fail-on", "broken"]).code, 4);
}

#[test]
fn names_are_names_and_all_of_them() {
    let run = example("access-open", &["-o", "name"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let names: Vec<&str> = run.stdout.lines().collect();
    assert!(names.contains(&"role:kube-system/system:controller:token-cleaner"), "{names:?}");
    assert!(names.iter().all(|name| name.contains(':') && !name.contains(' ')), "{names:?}");
    let once: std::collections::BTreeSet<&&str> = names.iter().collect();
    assert_eq!(once.len(), names.len(), "{names:?}");
    assert_eq!(example("access-guarded", &["-o", "name"]).stdout, "", "what is blocked is no way");
}

#[test]
fn who_names_no_subject_is_told_which_there_are() {
    const WRITE: &str = "; write sa:NS/NAME, user:NAME or group:NAME";
    let one = "did you mean sa:access/controller?";
    let rows = [
        ("clusterrole:access-controller", "clusterrole:access-controller is no subject", one),
        ("clusterrolebinding:access-controller", "clusterrolebinding:access-controller is no subject", one),
        ("role:access-controller", "there is no role:access-controller", one),
        ("role:orders/on-call", "role:orders/on-call is no subject", "did you mean user:jo@orders.example?"),
        ("access-controller", "\"access-controller\" says no kind", one),
        ("controller", "\"controller\" says no kind", one),
        ("deploy/access/controller", "workload:access/Deployment/controller is no subject", one),
        ("ns:access", "ns:access is no subject", "did you mean sa:access/controller or sa:access/default?"),
        ("sa:access/controler", "there is no sa:access/controler", one),
        ("node:worker-2", "node:worker-2 is no subject", WRITE),
        ("group:nobody", "there is no group:nobody", "kubescan permissions --kind group lists them"),
    ];
    for (name, said, hint) in rows {
        let run = kubescan(&["boundary", name, "-f", "examples/access-open"]);
        assert_eq!(run.code, 2, "{name}");
        let expected = [format!("kubescan: error: boundary: {said}{WRITE}"), hint.to_owned()];
        assert!(expected.iter().all(|part| run.stderr.contains(part)), "{}", run.stderr);
    }
    let rows = [
        (
            "sa:access",
            "sa:access says no namespace; write sa:NS/NAME; did you mean sa:access/controller or sa:access/default?",
        ),
        ("sa:controller", "sa:controller says no namespace; write sa:NS/NAME; did you mean sa:access/controller?"),
    ];
    for (name, said) in rows {
        let run = kubescan(&["boundary", name, "-f", "examples/access-open"]);
        assert_eq!(run.code, 2, "{name}");
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
    for name in ["sa:access/default", "group:system:authenticated", "system:serviceaccount:access:controller"] {
        assert_eq!(kubescan(&["boundary", name, "-f", "examples/access-open"]).code, 0, "{name}");
    }
}
