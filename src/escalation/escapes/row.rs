//! A row of the table of escapes.

use crate::template::{Proof, Severity};

use super::examined::Examined;
use super::sighting::Sighting;

/// A way from a pod to its node.
#[derive(Clone, Debug)]
pub struct Escape {
    /// `escape/NAME`; stable.
    pub id: &'static str,
    /// The attacker's move, in a few words.
    pub title: &'static str,
    /// What it gives.
    pub gives: Gives,
    /// How bad it is when nothing worse is reached.
    pub severity: Severity,
    /// The least pod security level that refuses such a pod; nothing where none does.
    pub refused_from: Option<Refused>,
    /// What a user namespace of the pod's own changes.
    pub user_namespace: UserNamespace,
    /// A right that the attacker needs beside it; nothing for most.
    pub needs: Option<LogRight>,
    /// What it takes to show that it works.
    pub proof: Proof,
    /// What the attacker does and gets.
    pub why: &'static str,
    /// What to do instead.
    pub fix: &'static str,
    /// Ids of the frameworks that name it, as in the template.
    pub controls: &'static [&'static str],
    /// Whether a container that surely does not run as root weakens it.
    pub(super) needs_root: bool,
    /// Where a pod has it.
    pub(super) find: Find,
}

/// Finds an escape in a pod: once for each container that has it.
pub(super) type Find = for<'a> fn(&Examined<'a>) -> Vec<Sighting<'a>>;

/// What an escape gives. Ordered: the most first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Gives {
    /// Root on the node.
    Node,
    /// The service accounts and Secrets of the pods on the node, and its kubelet's credentials.
    NodePods,
    /// Reading files of the node, credentials among them.
    NodeFiles,
    /// Nothing that can be followed: worth a finding only.
    Finding,
}

impl Gives {
    /// What it gives, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Gives::Node => "root on the node",
            Gives::NodePods => "the tokens and Secrets of the pods on the node, and its kubelet's credentials",
            Gives::NodeFiles => "reading files of the node, credentials among them",
            Gives::Finding => "nothing that can be followed: a finding",
        }
    }
}

/// A pod security level that refuses something. Upstream: `Level` of `k8s.io/pod-security-admission/api`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Refused {
    /// `baseline`, and `restricted` with it.
    Baseline,
    /// `restricted` only.
    Restricted,
}

impl Refused {
    /// The word that stands in namespace labels.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Refused::Baseline => "baseline",
            Refused::Restricted => "restricted",
        }
    }
}

/// What `hostUsers: false` does to an escape.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum UserNamespace {
    /// Nothing.
    Unaffected,
    /// It is limited to what an ordinary user of the node may do.
    Limited,
    /// The kernel does not honour it there, or the API server refuses both together.
    Impossible,
    /// The API server allows it only there.
    Needed,
}

/// A right to read logs through the kubelet, which reads them as root. Without it the escape is a finding of low severity.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum LogRight {
    /// `get` on `nodes/log` or on `nodes/proxy` of the node, or, less surely, on `pods/log` of a pod on the node.
    OfPods,
    /// One of the first two: no log of a pod lies in the directory, but the kubelet serves all of `/var/log` as `/logs/`.
    OfNode,
}
