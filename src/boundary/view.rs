//! A boundary as it is reported.

use schemars::JsonSchema;
use serde::Serialize;

use crate::findings::{GrantRef, Path};

/// What a subject could give itself, and what stands in the way.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Boundary {
    /// Whose.
    pub subject: String,
    /// What it comes to.
    pub verdict: Verdict,
    /// What it holds: its bindings and the roles.
    pub holds: Vec<String>,
    /// The three questions, with their answers.
    pub questions: Vec<Answered>,
    /// The steps that lead to more than it has, open ones first, and of these the ones that follow from others last.
    pub routes: Vec<Route>,
    /// The guards around these steps, by name.
    pub guards: Vec<GuardView>,
    /// The admission policies that cover these steps and never refuse this subject, by kind and name: others are meant by
    /// their conditions, or its name is misspelt there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about_others: Vec<String>,
    /// The way to the worst that it can reach, where a route is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<Path>,
    /// What it could reach if no guard stood in the way, worst first.
    pub without_guards: Vec<String>,
}

/// A question about a subject, and its answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Answered {
    /// What is asked.
    pub question: Question,
    /// How far it gets; null where it has no step that would.
    pub answer: Option<State>,
    /// The entries of the template by which it could, without those that only follow from another route.
    pub routes: Vec<String>,
}

/// What is asked about whoever hands out access.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Could it make or take another identity, and empower that?
    EmpowerAnother,
    /// Could it take tokens of service accounts, by Secrets, token requests or pods?
    TakeTokens,
    /// Could it add permissions to itself?
    AddRights,
}

/// What the boundary of a subject comes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every route is blocked.
    Holds,
    /// A guard stands, and a route is open.
    Broken,
    /// There are routes, and nothing that covers them.
    NoGuard,
    /// There is no route to more than it has.
    Harmless,
    /// No route is open, and of some it cannot be known: a webhook covers them, or a policy that goes by the marks of
    /// objects.
    Unknown,
}

/// A step that a subject can take at once and that leads to more than it has.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Route {
    /// The entry of the template.
    pub entry: String,
    /// What it gives, or is about; of several the first.
    pub to: String,
    /// All that it gives, or is about, by name.
    pub names: Vec<String>,
    /// Whether admission lets it through.
    pub state: State,
    /// The entries of the open routes without which this open one leads to nothing more: closing these closes it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub follows: Vec<String>,
    /// Who blocks it, or may, and what they say. Of a step that is let in: who blocks what it leads to.
    pub by: Vec<String>,
    /// How it gets past admission, where the plainest way does not.
    pub past: Vec<String>,
    /// The writes of an open route that no guard around the subject is about: `UPDATE of configmaps`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub uncovered: Vec<String>,
    /// The grants that allow it.
    pub grants: Vec<GrantRef>,
}

/// Whether admission lets a route through.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// In one way or another it gets through.
    Open,
    /// A webhook covers it, whose logic cannot be seen; or a policy that some mark of the object may satisfy.
    Unknown,
    /// All ways are refused.
    Blocked,
}

/// A guard around the routes of a subject.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GuardView {
    /// Its kind: `ValidatingAdmissionPolicy`, `ValidatingWebhookConfiguration`, …
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What makes it hollow; nothing where nothing does.
    pub hollow: Vec<String>,
}
