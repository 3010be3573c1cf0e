//! What somebody sees who runs kubescan for the first time: on narrow terminals, with files that are no manifests, with
//! pods that have ended and nothing that faces outside.

use crate::run::{assert_current, kubescan, kubescan_in};

const FOLDER: &str = "tests/fixtures/first-steps/dir";

#[test]
fn what_people_see_is_current() {
    let runs = [
        ("scan-80", 80, "scan"),
        ("scan-120", 120, "scan"),
        ("nodes-80", 80, "scan --by node"),
        ("paths-80", 80, "paths --from ds/agent -n tools --to node:worker"),
        ("exposed-80", 80, "paths --from exposed"),
        ("without-80", 80, "paths --from ds/tools/agent --to node:worker --without ds/tools/agent"),
    ];
    for (file, columns, command) in runs {
        let words: Vec<&str> = command.split(' ').chain(["-f", FOLDER]).collect();
        let run = kubescan_in(columns, &words);
        assert_eq!(run.code, 0, "{command}: {}", run.stderr);
        let folded = |line: &str| !line.contains("  command  ") && !line.contains("  detect   ");
        let wide: Vec<&str> = run.stdout.lines().filter(|line| folded(line)).collect();
        assert!(wide.iter().all(|line| line.chars().count() <= usize::from(columns)), "{command}: {wide:#?}");
        assert_current(&format!("tests/fixtures/first-steps/expected/{file}.txt"), &run.stdout);
    }
}

#[test]
fn ignored_files_are_counted_and_a_pod_that_has_ended_is_told() {
    let run = kubescan(&["paths", "--from", "pod:tools/import", "-f", FOLDER]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("ignored 1 file that holds neither apiVersion nor kind"), "{}", run.stderr);
    assert!(run.stderr.contains("pod:tools/import has ended"), "{}", run.stderr);
    let named = kubescan(&["scan", "-f", &format!("{FOLDER}/values.yaml")]);
    assert_eq!(named.code, 4, "{}", named.stderr);
}

#[test]
fn an_objective_of_ones_own_is_high_unless_it_leads_on() {
    let run = kubescan(&["scan", "--objective", "node:worker", "-o", "json", "-f", FOLDER]);
    let report = run.json();
    let severity = |to: &str| {
        let paths = report["paths"].as_array().unwrap();
        paths.iter().find(|path| path["to"] == to).map(|path| path["severity"].as_str().unwrap().to_owned())
    };
    assert_eq!(severity("node:worker").as_deref(), Some("critical"), "it is all nodes");
    let run = kubescan(&["paths", "--to", "secret:shop/payment-provider", "-o", "json", "-f", "examples/shop"]);
    let severities: Vec<String> = run.json()["paths"]
        .as_array()
        .unwrap()
        .iter()
        .map(|path| path["severity"].as_str().unwrap().to_owned())
        .collect();
    assert!(severities.iter().any(|severity| severity == "high"), "{severities:?}");
    assert!(severities.iter().all(|severity| severity != "critical"), "{severities:?}");
}

#[test]
fn every_name_that_is_printed_may_be_asked_about() {
    let names = kubescan(&["scan", "-o", "name", "-f", FOLDER]).stdout;
    assert!(names.lines().any(|name| name.starts_with("path-")), "{names}");
    for name in names.lines() {
        let command = match name {
            path if path.starts_with("path-") => ["paths", path],
            check if check.starts_with("hygiene/") || check.starts_with("guard/") => ["explain", check],
            node => ["blast-radius", node],
        };
        let words = if command[0] == "explain" { command.to_vec() } else { [&command[..], &["-f", FOLDER]].concat() };
        let run = kubescan(&words);
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
    }
    assert_eq!(kubescan(&["scan", "--by", "node", "-o", "name", "-f", FOLDER]).stdout, "node:worker\n");
}
