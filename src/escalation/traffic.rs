//! Effect `traffic`: the actor redirects or reaches traffic.
//!
//! `apigroup`: requests for a group of the API, RBAC's own among them, are answered by the actor. What other connections
//! are trusted with cannot be seen in a snapshot.

use crate::graph::Node;
use crate::model::Name;

use super::CLUSTER_ADMIN;

pub(super) fn reached(what: &Name) -> Vec<Node> {
    if what == "apigroup" { vec![CLUSTER_ADMIN] } else { Vec::new() }
}
