//! What a fix is. These are fields of the report, by its contract: they may grow, but none is renamed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::findings::SeverityWord;
use crate::model::Name;
use crate::query::RuleText;

use super::Manifest;
use super::left::{Guarded, Joint, Stay};

/// A change that was tried on a copy of the cluster, with what it cuts and what it costs.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Fix {
    /// The kind and what it changes; the same from run to run.
    pub id: String,
    /// What kind of change it is.
    pub kind: FixKind,
    /// One sentence.
    pub title: String,
    /// The worst that it cuts.
    pub severity: SeverityWord,
    /// The objects that it makes or changes.
    pub changes: Vec<String>,
    /// How many paths it cuts by itself.
    pub cuts_paths: usize,
    /// These paths.
    pub cuts: Vec<Cut>,
    /// Paths of the same sources that only followed from these, and are there by themselves from then on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub leaves: Vec<Cut>,
    /// Those of the paths that are not gone but better: a guard blocks them from then on, and must stay.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub guarded: Vec<Guarded>,
    /// Another fix that cuts all of what this one cuts; nothing where this one is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub covered_by: Option<String>,
    /// Rights that somebody has and no longer will.
    pub loses: Vec<Loss>,
    /// Risky rights of the same family, or as bad, that the subjects keep by what changes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stays: Vec<Stay>,
    /// What to look at before it is applied.
    pub check: Vec<String>,
    /// How it is applied.
    pub how: How,
    /// Commands that come before it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub first: Vec<String>,
    /// The objects, or the parts of them that change.
    pub apply: Vec<Manifest>,
    /// Commands that come after it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub then: Vec<String>,
    /// What takes it back.
    pub undo: Undo,
}

/// What takes a fix back.
#[derive(Clone, PartialEq, Debug, Default, Serialize, JsonSchema)]
pub struct Undo {
    /// The same objects as they were, to be applied in the same way.
    pub apply: Vec<Manifest>,
    /// Commands that come after that: what the fix made goes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub then: Vec<String>,
}

/// The kinds of fix, in the order in which they are tried for the same path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FixKind {
    /// A dangerous right is kept for the names that lead nowhere.
    NarrowToNames,
    /// A role no longer allows what the paths take.
    ReduceRole,
    /// The subjects of a binding get a role of their own, which allows less than the one that others hold too.
    SplitBinding,
    /// A binding for all namespaces becomes bindings in those where it leads nowhere.
    BindInNamespaces,
    /// A workload runs without the token of its account.
    NoAutomount,
    /// A workload with a strong token gets a node of its own.
    MoveWorkload,
    /// A namespace no longer takes pods that get out to their node.
    NamespaceLevel,
    /// A workload loses the settings by which its pods get out to their node.
    CloseEscapes,
    /// A binding loses its subjects: the last resort.
    Unbind,
}

impl FixKind {
    /// All of them.
    pub const ALL: [FixKind; 9] = [
        FixKind::NarrowToNames,
        FixKind::ReduceRole,
        FixKind::SplitBinding,
        FixKind::BindInNamespaces,
        FixKind::NoAutomount,
        FixKind::MoveWorkload,
        FixKind::NamespaceLevel,
        FixKind::CloseEscapes,
        FixKind::Unbind,
    ];

    /// Its word, with which the names of files begin.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            FixKind::NarrowToNames => "narrow-to-names",
            FixKind::ReduceRole => "reduce-role",
            FixKind::SplitBinding => "split-binding",
            FixKind::BindInNamespaces => "bind-in-namespaces",
            FixKind::NoAutomount => "no-automount",
            FixKind::MoveWorkload => "move-workload",
            FixKind::NamespaceLevel => "namespace-level",
            FixKind::CloseEscapes => "close-escapes",
            FixKind::Unbind => "unbind",
        }
    }
}

/// How a fix is applied: `kubectl apply` would take away what its file does not repeat, such as labels.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// `kubectl auth reconcile --remove-extra-permissions --remove-extra-subjects -f FILE`.
    Reconcile,
    /// `kubectl patch -f FILE --patch-file=FILE`.
    Patch,
}

/// A path that is cut, or left.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Cut {
    /// The id of the path.
    pub path: String,
    /// The source.
    pub from: Name,
    /// The objective.
    pub to: Name,
    /// How bad it is.
    pub severity: SeverityWord,
}

/// What somebody may no longer do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Loss {
    /// Who.
    pub subject: String,
    /// `cluster` or `namespace/NS`.
    pub scope: String,
    /// The namespaces in which it stays allowed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub but_in: Vec<Name>,
    /// The names of the objects for which it stays allowed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub but_named: Vec<Name>,
    /// What.
    #[serde(flatten)]
    pub rule: RuleText,
}

/// All fixes that were found.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Fixes {
    /// In the order in which they should be applied; each works by itself too.
    pub fixes: Vec<Fix>,
    /// How many paths there are to cut.
    pub paths: usize,
    /// How many of them all fixes cut together.
    pub cut: usize,
    /// The paths that only several fixes cut.
    pub together: Vec<Joint>,
    /// The ids of such fixes as cut all that all of them do; empty where none can be spared.
    pub enough: Vec<String>,
    /// The paths that are not gone but better once all are applied: a guard blocks them.
    pub guarded: Vec<Guarded>,
    /// The paths that are there once all are applied: those that nothing cuts, and what followed from others.
    pub left: Vec<Cut>,
    /// The rights that go when all are applied: what one leaves because of another binding, another may take.
    pub loses: Vec<Loss>,
    /// Whether not everything was tried: the cluster is large, or there is much of the same.
    pub more: bool,
}
