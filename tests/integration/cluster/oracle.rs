//! Who may do what, in bulk, as Kubernetes itself decides it.
//!
//! A question is one line of JSON. A SubjectAccessReview may be asked of the API server ([`ControlPlane::review`]), some
//! thousands a second, or of its authorizers alone ([`authorize`]): these need no control plane, take objects that no
//! server would store, and answer a hundred times faster. They also know a question that the API server has no API for:
//! `{"kind": "Coverage", "user", "groups", "namespace", "rules"}`, whether what a user holds covers some rules.

use std::io::Write;
use std::process::{Command, Stdio};
use std::thread;

use serde::Deserialize;
use serde_json::Value;

use super::{ControlPlane, build};

/// What Kubernetes says to one question.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub(crate) struct Answer {
    /// To a review; nothing where the API server refuses to answer.
    pub(crate) allowed: Option<bool>,
    /// The grant that allows it, or the roles that were looked for in vain.
    #[serde(default)]
    pub(crate) reason: String,
    /// To a pod: why it is not let in, a reason for each check.
    #[serde(default)]
    pub(crate) reasons: Vec<String>,
    /// What was wrong with the question, or with the objects.
    #[serde(default)]
    pub(crate) error: String,
    /// To a question of coverage.
    pub(crate) covered: Option<bool>,
    /// The rules that are not covered, each of one verb, one resource and at most one name.
    #[serde(default)]
    pub(crate) uncovered: Vec<Value>,
    /// To a request: its status code.
    pub(crate) status: Option<u16>,
    /// To an expression: what it cost.
    pub(crate) cost: Option<u64>,
    /// To a request that asks to be shown: the object that the server answers with.
    #[serde(default)]
    pub(crate) object: Value,
}

/// Asks the API server's chain of authorizers (system:masters, Node, RBAC) over the objects of a `v1` List.
pub(crate) fn authorize(objects: &Value, questions: impl Iterator<Item = String> + Send) -> Vec<Answer> {
    authorize_each(std::slice::from_ref(objects), questions)
}

/// The same over several Lists; `objects` of a question is the place of the one that it is about.
pub(crate) fn authorize_each(clusters: &[Value], questions: impl Iterator<Item = String> + Send) -> Vec<Answer> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    let lists: Vec<String> = clusters.iter().map(Value::to_string).collect();
    file.write_all(lists.join("\n").as_bytes()).unwrap();
    let mut command = Command::new(build());
    command.arg("authorize").arg("--objects").arg(file.path());
    answers_of(&mut command, questions)
}

/// Puts pods to the checks of the PodSecurity admission plugin, `{"labels", "server", "pod"}` each: the labels of the
/// namespace, the minor version of the server, the pod. `reason` of an answer is the policy.
pub(crate) fn pod_security(applicants: impl Iterator<Item = String> + Send) -> Vec<Answer> {
    answers_of(Command::new(build()).arg("pod-security"), applicants)
}

/// Evaluates the expressions of policies, `{"expression", "variables", "object", "oldObject", "params", "namespaceObject",
/// "request"}` each, over the RBAC objects of a `v1` List. The reason `refused` says that no server stores the expression.
pub(crate) fn cel(objects: &Value, evaluations: impl Iterator<Item = String> + Send) -> Vec<Answer> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(objects.to_string().as_bytes()).unwrap();
    answers_of(Command::new(build()).arg("cel").arg("--objects").arg(file.path()), evaluations)
}

impl ControlPlane {
    /// Asks the API server itself, which knows SubjectAccessReviews only.
    pub(crate) fn review(&self, questions: impl Iterator<Item = String> + Send) -> Vec<Answer> {
        self.answers("review", questions)
    }

    /// Sends requests, `{"method", "path", "type", "body", "user", "groups", "show"}` each, as the administrator or as that
    /// user.
    pub(crate) fn request(&self, requests: impl Iterator<Item = String> + Send) -> Vec<Answer> {
        self.answers("request", requests)
    }

    fn answers(&self, subcommand: &str, questions: impl Iterator<Item = String> + Send) -> Vec<Answer> {
        let mut command = Command::new(&self.binary);
        command.arg(subcommand).arg("--kubeconfig").arg(&self.kubeconfig);
        answers_of(&mut command, questions)
    }
}

/// Runs a command that answers line by line. Panics unless there is one answer to each question.
fn answers_of(command: &mut Command, questions: impl Iterator<Item = String> + Send) -> Vec<Answer> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let stdin = child.stdin.take().unwrap();
    // Whoever writes all questions before reading any answer waits forever once both pipes are full.
    let (asked, output) = thread::scope(|scope| {
        let asking = scope.spawn(move || ask(stdin, questions));
        let output = child.wait_with_output().unwrap();
        (asking.join().unwrap(), output)
    });
    assert!(output.status.success(), "{command:?} failed: {}", String::from_utf8_lossy(&output.stderr));
    let lines = output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let answers: Vec<Answer> = lines.map(|line| serde_json::from_slice(line).unwrap()).collect();
    assert_eq!(answers.len(), asked, "{command:?} left questions unanswered");
    answers
}

/// Writes all questions, and returns how many there are. A command that fails reads no further, and says why elsewhere.
fn ask(stdin: impl Write, questions: impl Iterator<Item = String>) -> usize {
    let mut stdin = std::io::BufWriter::new(stdin);
    let mut asked = 0;
    for question in questions {
        asked += 1;
        if writeln!(stdin, "{question}").is_err() {
            break;
        }
    }
    asked
}
