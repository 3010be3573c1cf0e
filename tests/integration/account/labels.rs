//! What is said of each principal beforehand, and what the program says.

use std::collections::BTreeMap;

use serde_json::Value;

use super::export::{ACCOUNT, Export, arn};
use crate::run::{Run, kubescan};

/// How surely a principal reaches the administration of its account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reach {
    Sure,
    Unknown,
    Never,
}

/// What is expected of a principal.
pub(crate) struct Label {
    /// `user/ann`, or a whole ARN.
    pub(crate) who: String,
    pub(crate) reach: Reach,
    /// The methods of which its first step must be one; any where there is none.
    pub(crate) methods: Vec<String>,
}

/// An export, and what is expected of it.
#[derive(Default)]
pub(crate) struct Labelled {
    pub(crate) export: Export,
    pub(crate) labels: Vec<Label>,
}

impl Labelled {
    /// Says what is expected of a principal; methods stand with spaces between.
    pub(crate) fn expect(&mut self, who: &str, reach: Reach, methods: &str) {
        let methods = methods.split_whitespace().map(str::to_owned).collect();
        self.labels.push(Label { who: who.to_owned(), reach, methods });
    }

    /// A user of whom this is expected.
    pub(crate) fn user(&mut self, name: &str, statements: &[Value], reach: Reach, methods: &str) -> &mut Value {
        self.expect(&format!("user/{name}"), reach, methods);
        self.export.user(name, statements)
    }

    /// A role that nobody assumes, of which this is expected.
    pub(crate) fn role(&mut self, name: &str, statements: &[Value], reach: Reach, methods: &str) -> &mut Value {
        self.expect(&format!("role/{name}"), reach, methods);
        self.export.role(name, super::export::trust_nobody(), statements)
    }

    /// Scans the export and compares.
    pub(crate) fn check(&self) {
        let report = scan(&[self.export.json()]).json();
        let paths = paths(&report);
        let wrong: Vec<String> = self.labels.iter().filter_map(|label| label.wrong(&paths)).collect();
        assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), self.labels.len(), wrong.join("\n"));
    }
}

impl Label {
    fn wrong(&self, paths: &BTreeMap<String, &Value>) -> Option<String> {
        let arn = if self.who.starts_with("arn:") || self.who == "*" { self.who.clone() } else { arn(&self.who) };
        let path = paths.get(&arn);
        let reach = path.map_or(Reach::Never, |path| reach(path));
        let first = path.map_or("", |path| path["hops"][0]["entry"].as_str().unwrap());
        let by_method = self.methods.is_empty() || self.methods.iter().any(|method| method == first);
        let is_right = reach == self.reach && by_method;
        let hops = path.map(|path| path["hops"].to_string()).unwrap_or_default();
        (!is_right)
            .then(|| format!("{}: {reach:?} by `{first}`, not {:?} by {:?} {hops}", self.who, self.reach, self.methods))
    }
}

/// How sure a path of a report is.
pub(crate) fn reach(path: &Value) -> Reach {
    match path["certainty"].as_str().unwrap() {
        "proven-rights" => Reach::Sure,
        "unknown" => Reach::Unknown,
        other => panic!("{other}"),
    }
}

/// The paths to the account of a report, by the ARN that they start at.
pub(crate) fn paths(report: &Value) -> BTreeMap<String, &Value> {
    let objective = format!("objective:aws-admin/{ACCOUNT}");
    let paths = report["paths"].as_array().unwrap().iter().filter(|path| path["to"] == objective.as_str());
    let from = |path: &Value| path["from"].as_str().unwrap().trim_start_matches("aws:").to_owned();
    paths.map(|path| (from(path), path)).collect()
}

/// Scans exports, each in a file of its own; they alone.
pub(crate) fn scan(exports: &[Value]) -> Run {
    let dir = tempfile::tempdir().unwrap();
    let mut arguments = vec!["scan".to_owned(), "-o".to_owned(), "json".to_owned(), "--cloud".to_owned()];
    for (index, export) in exports.iter().enumerate() {
        let file = dir.path().join(format!("{index}.json"));
        std::fs::write(&file, export.to_string()).unwrap();
        arguments.push(file.to_str().unwrap().to_owned());
    }
    kubescan(&arguments)
}
