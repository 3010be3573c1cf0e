//! Holds the house rules: modules name only modules below them, and each dependency has its doors.

use std::path::{Path, PathBuf};

/// The layers, lowest first; modules of one row may not name each other.
const LAYERS: &[&[&str]] = &[
    &["model", "yaml", "atomic"],
    &["authz"],
    &["template", "guards", "cloud"],
    &["graph"],
    &["escalation"],
    &["findings"],
    &["query", "grants", "boundary"],
    &["assertions", "diff"],
    &["fixes"],
    &["report"],
    &["collect"],
    &["exit"],
    &["cli"],
    &["commands"],
];

/// What a module may name beside the layers below it, or may not although it lies below.
const EXCEPTIONS: &[(&str, Rule)] = &[
    // The edge reads into the model and knows nothing of what is made of it.
    ("collect", Rule::Only(&["model", "yaml", "atomic"])),
    ("atomic", Rule::Only(&[])),
    ("yaml", Rule::Only(&[])),
    ("model", Rule::Only(&[])),
    ("exit", Rule::Only(&[])),
];

enum Rule {
    Only(&'static [&'static str]),
}

/// Each crate and the places that may name it. A folder stands for all below it.
const DOORS: &[(&str, &[&str])] = &[
    ("anstream", &["commands/output.rs", "report"]),
    ("anstyle", &["report"]),
    ("askama", &["report/html/mod.rs"]),
    ("base64", &["collect/live", "report/html/assets.rs"]),
    ("cel", &["guards/cel/parse.rs", "guards/cel/macros.rs"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("comfy_table", &["report/grid", "report/grid.rs"]),
    ("flate2", &["collect/files"]),
    ("granit_parser", &["yaml"]),
    ("hashbrown", &["graph", "model/name/kept.rs", "model/table.rs"]),
    ("http", &["collect/live"]),
    ("http_body_util", &["collect/live"]),
    ("indicatif", &["collect/progress.rs"]),
    ("jiff", &["model/time.rs"]),
    ("k8s_openapi", &[]),
    ("kube", &["collect/live"]),
    // Tests beside the code draw random rules.
    (
        "fastrand",
        &[
            "authz/coverage/twin.rs",
            "authz/meet.rs",
            "authz/minimal/tests.rs",
            "authz/random_rules.rs",
            "cloud/iam/tests",
            "collect/live",
            "collect/wire/protobuf/tests",
        ],
    ),
    ("memchr", &["collect"]),
    ("percent_encoding", &["collect/cloud", "collect/live", "report/sarif"]),
    ("regex", &["guards/cel/library/pattern.rs"]),
    ("regex_syntax", &["escalation/admitted/examples.rs"]),
    ("rustls", &["collect/live"]),
    ("fixedbitset", &["escalation/world"]),
    ("mimalloc", &["main.rs"]),
    ("petgraph", &["graph"]),
    (
        "rayon",
        &[
            "collect",
            "escalation",
            "findings",
            "graph/cut.rs",
            "query/review",
            "report/json",
            "report/table.rs",
            "template/matching.rs",
        ],
    ),
    (
        "schemars",
        &[
            "assertions",
            "boundary/aws/view.rs",
            "boundary/view.rs",
            "diff",
            "findings/baseline.rs",
            "findings/types",
            "fixes",
            "grants/view.rs",
            "model/name.rs",
            "query",
            "report",
        ],
    ),
    ("serde_transcode", &["report/yaml.rs"]),
    ("serde_yaml", &["report/yaml.rs"]),
    ("sha2", &["collect", "findings/fingerprint.rs", "report/html/assets.rs"]),
    ("signal_hook", &["collect/live"]),
    ("tempfile", &["atomic.rs", "collect"]),
    ("csv", &["report/csv_table.rs"]),
    ("quick_junit", &["report/junit.rs"]),
    ("serde_sarif", &["report/sarif"]),
    ("terminal_size", &["report/grid.rs"]),
    ("tokio", &["collect/live"]),
    ("unicode_security", &["report/visible.rs"]),
    ("unicode_segmentation", &["report/visible.rs"]),
    ("unicode_width", &["report/grid", "report/grid.rs", "report/visible.rs"]),
    ("wildmatch", &["findings/suppressions"]),
    ("zstd", &["collect"]),
];

/// Crates without one door: they are the language of data and errors here.
const EVERYWHERE: &[&str] = &["serde", "serde_json", "thiserror"];

#[test]
fn a_module_names_only_modules_below_it() {
    let mut wrong = Vec::new();
    for (file, line, text) in code_lines() {
        let own = top_module(&file);
        for named in named_modules(&text) {
            if named != own && !may_name(&own, &named) {
                wrong.push(format!("src/{}:{line}: {own} may not name {named}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_dependency_is_used_behind_its_door() {
    let mut wrong = Vec::new();
    for (file, line, text) in code_lines() {
        for (name, doors) in DOORS {
            if names_crate(&text, name) && !doors.iter().any(|door| file.starts_with(door)) {
                wrong.push(format!("src/{}:{line}: {name} is used outside of {doors:?}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_dependency_has_a_door_and_a_reason() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let section = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    for line in section.lines().filter(|line| line.contains('=') && !line.starts_with('#')) {
        let name = line.split('=').next().unwrap().trim().replace('-', "_");
        assert!(line.contains(" # ") || name == "serde" || name == "kube", "{name} has no comment that says what for");
        let known = DOORS.iter().any(|(door, _)| *door == name) || EVERYWHERE.contains(&name.as_str());
        assert!(known, "{name} has no door in tests/integration/layers.rs");
    }
}

fn may_name(own: &str, named: &str) -> bool {
    for (module, Rule::Only(allowed)) in EXCEPTIONS {
        if *module == own {
            return allowed.contains(&named);
        }
    }
    let layer = |name: &str| LAYERS.iter().position(|row| row.contains(&name));
    match (layer(own), layer(named)) {
        // lib.rs, main.rs and the tests of the library see all.
        (None, _) => true,
        (Some(own), Some(named)) => named < own,
        (Some(_), None) => false,
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every line of code under `src`: file (relative to it), line number, text without comments.
fn code_lines() -> Vec<(PathBuf, usize, String)> {
    let mut lines = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let file = path.strip_prefix(root().join("src")).unwrap().to_path_buf();
                let text = std::fs::read_to_string(&path).unwrap();
                let code = text.lines().map(|line| line.split("//").next().unwrap_or_default().to_owned());
                lines.extend(code.enumerate().map(|(index, text)| (file.clone(), index + 1, text)));
            }
        }
    }
    assert!(lines.len() > 1000, "the sources were not found");
    lines
}

/// `graph` for `graph/mod.rs`, `cli` for `cli.rs`.
fn top_module(file: &Path) -> String {
    let first = file.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// The modules named by `crate::NAME` or `use crate::{NAME…`.
fn named_modules(text: &str) -> Vec<String> {
    let starts = text.match_indices("crate::").map(|(place, found)| &text[place + found.len()..]);
    starts
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .filter(known_module)
        .collect()
}

fn known_module(name: &String) -> bool {
    LAYERS.iter().flat_map(|row| row.iter()).any(|module| module == name)
}

fn names_crate(text: &str, name: &str) -> bool {
    text.match_indices(&format!("{name}::")).any(|(place, _)| {
        let before = text[..place].chars().next_back();
        before.is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == ':'))
    })
}
