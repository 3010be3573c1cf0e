//! Effect `certificate`: the actor gets a certificate that the API server trusts.
//!
//! A client certificate can carry any user and any group but `system:masters`, which the API server refuses to approve.
//! Certificates of kubelets and of other signers reach nothing that the graph holds yet.

use crate::graph::{Hub, Node};
use crate::template::Signer;

pub(super) fn reached(signer: Signer) -> Vec<Node> {
    match signer {
        Signer::Client => vec![Node::Hub(Hub::Users), Node::Hub(Hub::Groups)],
        Signer::Kubelet | Signer::Serving | Signer::Other => Vec::new(),
    }
}
