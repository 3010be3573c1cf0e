//! Writes a made-up cluster as one JSON List, as `kubectl get … -A -o json` would print it.
//!
//! `cargo bench --bench generate -- --pods 10000 --roles 4000 --bindings 12000 --output cluster.json`. The same seed gives
//! the same bytes. Memory does not grow with the output: objects are written as they are made.
//!
//! With `--requests` it writes the requests that make the same cluster in an API server, a line each, as
//! `tests/control-plane request` sends them: what only a kubelet writes, the status of a pod, comes last.

#![expect(
    clippy::disallowed_types,
    clippy::print_stderr,
    clippy::panic,
    reason = "a program for developers that makes JSON of any shape"
)]

mod pods;
mod random;
mod rbac;
mod requests;
mod risks;
mod uid;

use std::io::{BufWriter, Write};

use serde_json::{Value, json};

use random::Random;

/// How much of everything.
pub(crate) struct Size {
    pub(crate) seed: u64,
    pub(crate) pods: usize,
    pub(crate) roles: usize,
    pub(crate) bindings: usize,
    pub(crate) namespaces: usize,
    pub(crate) accounts: usize,
    pub(crate) nodes: usize,
    /// Users with one risky grant each.
    pub(crate) risky: usize,
    /// Few roles lead on to anything, as where somebody looks after them.
    pub(crate) calm: bool,
    indent: bool,
    /// As requests, without what a server adds.
    requests: bool,
    output: String,
}

fn main() {
    let size = arguments();
    let file = std::fs::File::create(&size.output).unwrap_or_else(|error| panic!("{}: {error}", size.output));
    let mut out = List { out: BufWriter::with_capacity(1 << 20, file), first: true, later: Vec::new(), size: &size };
    out.begin();
    let mut random = Random::new(size.seed);
    for index in 0..size.namespaces {
        let mut metadata = json!({"name": namespace(index)});
        // With risks, two of three namespaces hold privileged pods off.
        if let (true, Some(metadata)) = (size.risky > 0 && index % 3 > 0, metadata.as_object_mut()) {
            let level = if index % 3 == 1 { "baseline" } else { "restricted" };
            metadata.insert("labels".into(), json!({"pod-security.kubernetes.io/enforce": level}));
        }
        out.item(json!({"apiVersion": "v1", "kind": "Namespace", "metadata": metadata}));
    }
    for index in 0..size.nodes {
        out.item(pods::node(index));
    }
    for index in 0..size.accounts {
        let metadata = json!({"name": account(index, &size), "namespace": namespace(index % size.namespaces)});
        out.item(json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata}));
    }
    rbac::write(&size, &mut random, &mut |item| out.item(item));
    pods::write(&size, &mut random, &mut |item| out.item(item));
    risks::write(&size, &mut random, &mut |item| out.item(item));
    out.end();
}

/// A List under way.
struct List<'s, W: Write> {
    out: W,
    first: bool,
    /// Requests that come last.
    later: Vec<Value>,
    size: &'s Size,
}

impl<W: Write> List<'_, W> {
    fn begin(&mut self) {
        if self.size.requests {
            return;
        }
        self.text(
            "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"metadata\": {\"resourceVersion\": \"\"}, \"items\": [\n",
        );
    }

    fn item(&mut self, mut item: Value) {
        if self.size.requests {
            let (first, later) = requests::of(item);
            self.text(&format!("{first}\n"));
            self.later.extend(later);
            return;
        }
        if let Some(metadata) = item.get_mut("metadata").and_then(Value::as_object_mut) {
            let uid = uid::uid(&format!("{metadata:?}"));
            metadata.insert("uid".into(), uid.into());
            metadata.insert("creationTimestamp".into(), "2026-01-01T00:00:00Z".into());
            metadata.insert("resourceVersion".into(), "1234567".into());
        }
        if !std::mem::take(&mut self.first) {
            self.text(",\n");
        }
        let text = if self.size.indent { serde_json::to_string_pretty(&item) } else { serde_json::to_string(&item) };
        self.text(&text.unwrap_or_default());
    }

    fn end(&mut self) {
        let later = std::mem::take(&mut self.later);
        later.iter().for_each(|request| self.text(&format!("{request}\n")));
        if !self.size.requests {
            self.text("\n]}\n");
        }
        self.out.flush().unwrap_or_else(|error| panic!("{error}"));
    }

    fn text(&mut self, text: &str) {
        self.out.write_all(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    }
}

pub(crate) fn namespace(index: usize) -> String {
    const TEAMS: [&str; 8] = ["shop", "payments", "search", "identity", "data", "ml", "platform", "edge"];
    const STAGES: [&str; 4] = ["prod", "staging", "dev", "preview"];
    let team = TEAMS.get(index % TEAMS.len()).copied().unwrap_or_default();
    let stage = STAGES.get(index / TEAMS.len() % STAGES.len()).copied().unwrap_or_default();
    format!("{team}-{stage}-{}", index / (TEAMS.len() * STAGES.len()))
}

pub(crate) fn account(index: usize, size: &Size) -> String {
    const NAMES: [&str; 6] = ["default", "web", "worker", "deployer", "operator", "reader"];
    let turn = index / size.namespaces;
    let name = NAMES.get(turn % NAMES.len()).copied().unwrap_or_default();
    if turn < NAMES.len() { name.to_owned() } else { format!("{name}-{}", turn / NAMES.len()) }
}

fn arguments() -> Size {
    let mut size = Size {
        seed: 1,
        pods: 10_000,
        roles: 4_000,
        bindings: 12_000,
        namespaces: 200,
        accounts: 2_000,
        nodes: 100,
        risky: 0,
        calm: false,
        indent: false,
        requests: false,
        output: "target/cluster.json".to_owned(),
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut number =
            || words.next().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{word} takes a number"));
        match word.as_str() {
            "--seed" => size.seed = u64::try_from(number()).unwrap_or_default(),
            "--pods" => size.pods = number(),
            "--roles" => size.roles = number(),
            "--bindings" => size.bindings = number(),
            "--namespaces" => size.namespaces = number(),
            "--service-accounts" => size.accounts = number(),
            "--nodes" => size.nodes = number(),
            "--risky" => size.risky = number(),
            "--calm" => size.calm = true,
            "--indent" => size.indent = true,
            "--requests" => size.requests = true,
            "--output" => size.output = words.next().unwrap_or_default(),
            // cargo adds it.
            "--bench" => {}
            other => panic!("unknown argument {other}"),
        }
    }
    eprintln!("{}: {} pods, {} roles, {} bindings", size.output, size.pods, size.roles, size.bindings);
    size
}
