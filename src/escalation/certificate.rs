//! Effect `certificate`: the actor gets a certificate that the API server trusts.
//!
//! A client certificate can carry any user and any group but `system:masters`, which the API server refuses to approve.
//! So it can be that of a service account or of a kubelet too. Other signers give nothing that the API server trusts.

use crate::graph::{Hub, Node};
use crate::model::Scope;
use crate::template::Signer;

pub(super) fn reached(signer: Signer) -> Vec<Node> {
    match signer {
        Signer::Client => {
            [Hub::Users, Hub::Groups, Hub::Kubelets, Hub::Impersonate(Scope::Cluster)].map(Node::Hub).into()
        }
        Signer::Kubelet => vec![Node::Hub(Hub::Kubelets)],
        Signer::Serving | Signer::Other => Vec::new(),
    }
}
