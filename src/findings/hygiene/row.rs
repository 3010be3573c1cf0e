//! A row of the table of hygiene, and what it finds.

use crate::template::Severity;

use super::context::Context;

/// Something that is no step by itself but should be put in order.
#[derive(Clone, Debug)]
pub struct Hygiene {
    /// `hygiene/NAME`; stable.
    pub id: &'static str,
    /// What is wrong, in a few words and the plural: `Namespaces without a pod security level`.
    pub title: &'static str,
    /// How bad it is, unless what was found says otherwise.
    pub severity: Severity,
    /// Why it matters, and what does not count.
    pub why: &'static str,
    /// What to do instead.
    pub fix: &'static str,
    /// Ids of the frameworks that name it, as in the template.
    pub controls: &'static [&'static str],
    /// Where a cluster has it.
    pub(super) find: Find,
}

/// Finds all of one row in a cluster. Linear in the snapshot.
pub(super) type Find = fn(&Context<'_>) -> Vec<Found>;

/// One thing that a row found.
pub(super) struct Found {
    /// The names of what it is about: with the row's id they make the finding's id and fingerprint.
    pub about: Vec<String>,
    /// One sentence. Holds unescaped names from the cluster.
    pub message: String,
    /// How bad it is here, where that is not what the row says.
    pub severity: Option<Severity>,
    /// Whether it is what the API server or kubeadm installs, unchanged.
    pub built_in: bool,
}

impl Found {
    pub(super) fn new<const N: usize>(about: [String; N], message: String) -> Self {
        Found { about: about.into(), message, severity: None, built_in: false }
    }

    /// The same, this bad.
    pub(super) fn with(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// The same, built in or not.
    pub(super) fn built_in(mut self, built_in: bool) -> Self {
        self.built_in = built_in;
        self
    }
}
