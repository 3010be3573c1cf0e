//! How somebody has a pod come to a node: what it may write there, and what it may do to the pods and to other nodes; and
//! what the node may then ask for.

/// What may be written on a node so that a pod fits it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Power {
    /// What its kubelet may: the labels that NodeRestriction leaves to it, no taint.
    Kubelet,
    /// Every label, no taint.
    Labels,
    /// Everything.
    Whole,
}

impl Power {
    /// All of them, the least first.
    pub const ALL: [Power; 3] = [Power::Kubelet, Power::Labels, Power::Whole];
}

/// A way to bring pods to a node that one controls.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Means {
    /// Makes pods start anew; which node gets them is the scheduler's choice.
    Restart,
    /// Deletes Node objects: their pods start anew, and only the node that is left can get them.
    Clear,
    /// Writes labels of every node.
    Label,
    /// Writes every node whole: taints that no pod tolerates empty all nodes but one.
    Steer,
    /// The same, and makes pods start anew that tolerate every taint.
    Herd,
}

impl Means {
    /// What it may write on the node that the pods come to.
    #[must_use]
    pub fn power(self) -> Power {
        match self {
            Means::Restart | Means::Clear => Power::Kubelet,
            Means::Label => Power::Labels,
            Means::Steer | Means::Herd => Power::Whole,
        }
    }
}

/// What a node may have of the API server on behalf of its pods.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Ask {
    /// Tokens of their accounts.
    Tokens,
    /// Secrets that they name.
    Secrets,
}

impl Ask {
    /// Both of them.
    pub const ALL: [Ask; 2] = [Ask::Tokens, Ask::Secrets];
}
