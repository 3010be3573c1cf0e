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
fn every_subcommand_has_a_current_man_page_with_its_exit_codes() {
    let pages = kubescan::cli::pages();
    assert!(pages.len() > 15, "{}", pages.len());
    for page in pages {
        let name = page.get_display_name().unwrap_or("kubescan");
        let words: Vec<&str> = page.get_bin_name().unwrap_or("kubescan").split(' ').skip(1).collect();
        let run = kubescan(&[&["man"], words.as_slice()].concat());
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
        for part in [format!(".TH {name} "), ".SH OPTIONS".to_owned(), ".SH \"EXIT STATUS\"".to_owned()] {
            assert!(run.stdout.contains(&part), "{part} in {name}: {}", run.stdout);
        }
        assert_current(&format!("docs/man/{name}.1"), &run.stdout);
    }
}

#[test]
fn the_schemas_that_are_printed_are_the_documented_ones() {
    for (contract, file) in
        [("scan", "report"), ("who-can", "who-can"), ("can-i", "can-i"), ("permissions", "permissions")]
            .into_iter()
            .chain(["paths", "blast-radius", "graph", "grants", "boundary", "diff", "test"].map(|name| (name, name)))
    {
        let run = kubescan(&["schema", contract]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        // Made from the types by a test of the library: this one does not write them.
        let documented = std::fs::read_to_string(format!("docs/{file}.schema.json")).unwrap();
        assert!(run.stdout == documented, "kubescan schema {contract} prints docs/{file}.schema.json");
    }
}

/// Runs of which the output must be valid, by contract.
const OUTPUTS: &[(&str, &str)] = &[
    ("scan", "scan -f examples/shop"),
    ("who-can", "who-can get secrets -f examples/shop"),
    ("who-can", "who-can get /healthz -f examples/shop"),
    ("can-i", "can-i get secrets --as olga@shop.example -f examples/shop"),
    ("can-i", "can-i get secrets/x --sa shop/payments -f examples/shop -n shop"),
    ("can-i", "can-i get secrets --as x --as-group system:masters -f examples/shop"),
    ("permissions", "can-i --list --sa shop/payments -f examples/shop"),
    ("permissions", "permissions sa:ci/deployer -f examples/shop"),
    ("permissions", "permissions sa:ci/deployer --effective -f examples/shop"),
    ("permissions", "permissions sa:ci/deployer --diff-with sa:shop/web -f examples/shop"),
    ("permissions", "permissions clusterrole:edit -f examples/shop"),
    ("permissions", "permissions rolebinding:shop/payments -f examples/shop"),
    ("permissions", "permissions --kind sa -f examples/shop"),
    ("paths", "paths -f examples/shop"),
    ("paths", "paths -f tests/fixtures/paths --from exposed -k 3 --blocked --without role:ops/token"),
    ("blast-radius", "blast-radius pod:shop/web -f tests/fixtures/paths"),
    ("graph", "graph -f examples/shop --all-ways"),
    (
        "boundary",
        "boundary aws:arn:aws:iam::111122223333:role/access/granter --cloud tests/fixtures/cloud/access/sound.json",
    ),
    ("test", "test tests/fixtures/assertions/rbac-tests.yaml -f examples/shop"),
    ("grants", "grants -f tests/fixtures/grants --now 2026-03-01T12:00:00Z --temporary *"),
    ("diff", "diff tests/fixtures/diff/old.yaml tests/fixtures/diff/new.yaml"),
    ("diff", "diff examples/access-guarded examples/access-open --include-builtin"),
];

#[test]
fn what_is_printed_is_what_the_schema_says() {
    for (contract, command) in OUTPUTS {
        let schema = kubescan(&["schema", contract]).json();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let words: Vec<&str> = command.split(' ').chain(["-o", "json"]).collect();
        let run = kubescan(&words);
        let mistakes: Vec<String> = validator.iter_errors(&run.json()).map(|error| error.to_string()).collect();
        assert!(mistakes.is_empty(), "{command}: {}", mistakes.join("\n"));
    }
}
