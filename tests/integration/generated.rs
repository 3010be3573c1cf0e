//! Generated files are current: completions, the man page, the report's schema.

use crate::run::{assert_current, kubescan};

#[test]
fn completions_are_current() {
    let shells = [
        ("bash", "kubescan.bash"),
        ("zsh", "_kubescan"),
        ("fish", "kubescan.fish"),
        ("powershell", "_kubescan.ps1"),
        ("elvish", "kubescan.elv"),
    ];
    for (shell, file) in shells {
        let run = kubescan(&["completions", shell]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stdout.contains("kubescan"), "{shell}");
        assert_current(&format!("completions/{file}"), &run.stdout);
    }
}

#[test]
fn the_man_page_is_current() {
    let run = kubescan(&["man"]);
    assert!(run.stdout.contains(".TH kubescan"), "{}", run.stdout);
    assert_current("docs/kubescan.1", &run.stdout);
}

#[test]
fn the_schema_of_the_report_is_current() {
    let run = kubescan(&["schema"]);
    assert!(run.json()["properties"]["hotPods"].is_object());
    assert_current("docs/report.schema.json", &run.stdout);
}
