//! What a fixture of a replay says: manifests first, then one document `replay`.
//!
//! `$NS` stands for a namespace that a run has to itself, and begins the names of what it makes outside of it; `$ATTACKER`
//! for the name of the attacker. What a step keeps, later steps write as `$name`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use kubescan::yaml::{Limits, documents, from_node};
use serde::Deserialize;
use serde_json::Value;

/// The folder of the fixtures, from the root of the repository.
pub(super) const FOLDER: &str = "tests/fixtures/replay";

/// The account that attacks, unless the fixture names a user.
pub(super) const ACCOUNT: &str = "attacker";

/// A technique, as it was found to work and not to work.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Replay {
    /// What the attacker ends up with, in a few words.
    pub(super) effect: String,
    /// A user instead of the account `attacker`.
    pub(super) attacker: Option<User>,
    /// All that the attacker is granted.
    pub(super) grants: Vec<Grant>,
    /// What has happened before, by the administrator.
    #[serde(default)]
    pub(super) before: Vec<Step>,
    /// What the attacker does.
    pub(super) attempts: Vec<Step>,
    /// What shows that it worked.
    #[serde(default)]
    pub(super) holds: Vec<Step>,
    /// Other grants or requests that lead there as well.
    #[serde(default)]
    pub(super) also: Vec<Way>,
    /// What looks the same and is not.
    pub(super) misses: Vec<Miss>,
}

/// The same effect in another way.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Way {
    /// What is different.
    pub(super) what: String,
    /// All that the attacker is granted here.
    pub(super) grants: Vec<Grant>,
    /// What it does here; left out, the same.
    pub(super) attempts: Option<Vec<Step>>,
    /// What shows that it worked; left out, the same.
    pub(super) holds: Option<Vec<Step>>,
}

/// The same attempt with other grants.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Miss {
    /// What is different.
    pub(super) what: String,
    /// All that the attacker is granted here.
    pub(super) grants: Vec<Grant>,
    /// What it does here; left out, the same as where it works.
    pub(super) attempts: Option<Vec<Step>>,
    /// The answers to the attempts, until the one that ends it; left out, the first one is refused.
    #[serde(default = "refused")]
    pub(super) answers: Vec<u16>,
    /// What shows that nothing came of it, where that is no refusal.
    #[serde(default)]
    pub(super) still: Vec<Step>,
    /// A hit all the same: only the objects differ, which a permission does not show.
    #[serde(default)]
    pub(super) listed: bool,
}

/// A user with a client certificate.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct User {
    pub(super) user: String,
    #[serde(default)]
    pub(super) groups: Vec<String>,
}

/// A rule, and where it is granted: in the run's own namespace, in another, or in the `cluster`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Grant {
    #[serde(rename = "in")]
    pub(super) place: Option<String>,
    /// As it stands in a role.
    #[serde(flatten)]
    pub(super) rule: Value,
}

/// A request, and what must come of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Step {
    /// Method and path.
    pub(super) send: String,
    /// Who sends it; left out, whoever the list is about.
    #[serde(rename = "as")]
    pub(super) sender: Option<Sender>,
    pub(super) body: Option<Value>,
    /// The content type; left out, what fits method and body.
    #[serde(rename = "type")]
    pub(super) content_type: Option<String>,
    /// Headers, each with one or more values.
    #[serde(default)]
    pub(super) headers: BTreeMap<String, Vec<String>>,
    /// Left out, any status that says it was done.
    pub(super) status: Option<u16>,
    /// What the answer has at these JSON pointers; null for nothing.
    #[serde(default)]
    pub(super) shows: BTreeMap<String, Value>,
    /// Headers of the answer.
    #[serde(default)]
    pub(super) answer_headers: BTreeMap<String, String>,
    /// What stands in the answer somewhere.
    pub(super) contains: Option<String>,
    /// What later steps need, by JSON pointer.
    #[serde(default)]
    pub(super) keep: BTreeMap<String, String>,
    /// The same, of what is written in base64.
    #[serde(default)]
    pub(super) decode: BTreeMap<String, String>,
}

/// Who sends a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Sender {
    Attacker,
    Administrator,
    /// Whoever a bearer token belongs to.
    Token(String),
    /// Whoever a certificate belongs to, which is in base64; the key is the one beside the fixtures.
    Certificate(String),
}

fn refused() -> Vec<u16> {
    vec![403]
}

/// The text of a fixture, and the technique that it replays.
#[derive(Clone)]
pub(super) struct Fixture {
    pub(super) id: String,
    text: String,
}

impl Fixture {
    /// All of them, by id.
    pub(super) fn all() -> Vec<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
        let families = sorted(&root).into_iter().filter(|path| path.is_dir());
        let files =
            families.flat_map(|family| sorted(&family)).filter(|file| file.extension().is_some_and(|e| e == "yaml"));
        let read = |file: PathBuf| {
            let id = file.with_extension("").strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            Fixture { id, text: fs::read_to_string(&file).unwrap() }
        };
        files.map(read).collect()
    }

    /// The fixture for the run of one trial: its namespace, its manifests, and all trials.
    pub(super) fn of_run(&self, run: usize) -> (String, Vec<Value>, Replay) {
        let namespace = format!("{}-{run}", self.id.replace('/', "-"));
        let text = self.text.replace("$NS", &namespace);
        let attacker = format!("system:serviceaccount:{namespace}:{ACCOUNT}");
        let mut documents = self.documents(&text.replace("$ATTACKER", &attacker));
        let replay = documents.pop().unwrap_or_default();
        let replay = serde_json::from_value(replay["replay"].clone())
            .unwrap_or_else(|why| panic!("{FOLDER}/{}.yaml: {why}", self.id));
        (namespace, documents, replay)
    }

    fn documents(&self, text: &str) -> Vec<Value> {
        let decode = |document: Result<kubescan::yaml::Document<'_>, _>| {
            document.and_then(|document| from_node(document.root()))
        };
        let values = documents(text, Limits::for_text(text.len())).map(decode);
        values.collect::<Result<_, _>>().unwrap_or_else(|why| panic!("{FOLDER}/{}.yaml: {why}", self.id))
    }
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}
