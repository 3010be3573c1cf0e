//! What closes the ways out of a pod: all of its escapes, since each of them suffices.

use crate::escalation::escapes::removal;
use crate::graph::{Edge, Graph, NodeId, Step};

use super::types::{Hop, WayOut};

/// Escapes by what is behind a claim.
const BY_CLAIM: [&str; 2] = ["escape/block-device", "escape/claim-host-volume"];

/// The escapes of the pod at this node beside the one that is taken.
pub(super) fn others(graph: &Graph, pod: NodeId, taken: &Edge) -> Vec<WayOut> {
    let Some(taken) = escape(taken) else { return Vec::new() };
    let mut found: Vec<WayOut> = Vec::new();
    for (id, edge) in graph.edges_from(pod).filter_map(|(_, edge)| Some((escape(edge)?, edge))) {
        if id != taken && found.iter().all(|known| known.entry != id) {
            let facts = edge.remarks.as_ref().map(|remarks| remarks.facts.clone()).unwrap_or_default();
            found.push(WayOut { entry: id.to_owned(), facts });
        }
    }
    found
}

fn escape(edge: &Edge) -> Option<&'static str> {
    match edge.step {
        Step::Identity(id) => removal(id).map(|_| id),
        _ => None,
    }
}

/// What to remove so that the pod of this hop no longer gets out; nothing for a hop that is no escape. `remove hostPID: true
/// (the pod sees …) and privileged: true (container agent is privileged)`.
#[must_use]
pub fn closing(hop: &Hop) -> Option<String> {
    if !hop.parts.is_empty() {
        return hop.parts.iter().find_map(closing);
    }
    if let Some(level) = level(hop) {
        return Some(level);
    }
    // A hop tells first of which node it is.
    let facts: Vec<String> = hop.facts.iter().filter(|fact| !fact.starts_with("on node:")).cloned().collect();
    let first = part(&hop.entry, &facts)?;
    let mut parts = vec![first];
    for other in hop.also.iter().filter_map(|other| part(&other.entry, &other.facts)) {
        // One mount may be several escapes.
        if !parts.contains(&other) {
            parts.push(other);
        }
    }
    let last = parts.pop()?;
    let all = if parts.is_empty() { last } else { format!("{} and {last}", parts.join(", ")) };
    Some(format!("remove {all}; where that is needed, give the workload a namespace and a node pool of its own"))
}

/// What keeps a pod that is not there yet from being made so that it gets out. No level looks through a claim.
fn level(hop: &Hop) -> Option<String> {
    removal(&hop.entry).filter(|_| !BY_CLAIM.contains(&hop.entry.as_str()))?;
    Some(match hop.from.strip_prefix("pod:")?.strip_suffix("/*")? {
        "*" => "make baseline or restricted the server's default pod security level".to_owned(),
        namespace => format!("set the pod security level baseline or restricted on namespace {namespace}"),
    })
}

fn part(escape: &str, facts: &[String]) -> Option<String> {
    let what = removal(escape)?;
    Some(if facts.is_empty() { what.to_owned() } else { format!("{what} ({})", facts.join("; ")) })
}

#[cfg(test)]
mod tests {
    use super::closing;
    use crate::findings::{Hop, WayOut};

    fn hop(entry: &str, facts: &[&str], also: Vec<WayOut>) -> Hop {
        let facts = facts.iter().map(|fact| (*fact).to_owned()).collect();
        Hop {
            from: "pod:shop/web".into(),
            to: "node:worker".into(),
            entry: entry.into(),
            facts,
            also,
            ..Hop::default()
        }
    }

    #[test]
    fn all_ways_out_are_named_with_what_to_remove() {
        let other = |entry: &str, fact: &str| WayOut { entry: entry.to_owned(), facts: vec![fact.to_owned()] };
        let also = vec![
            other("escape/host-path-write", "container web mounts /etc of the node, writable"),
            other("escape/static-pod-dir", "container web mounts /etc of the node, writable"),
            other("escape/host-pid", "the pod sees the node's processes"),
        ];
        let hop = hop("escape/privileged", &["on node:worker", "container web is privileged"], also);
        assert_eq!(
            closing(&hop).unwrap(),
            "remove privileged: true (container web is privileged), the hostPath volume (container web \
             mounts /etc of the node, writable) and hostPID: true (the pod sees the node's processes); where that is needed, \
             give the workload a namespace and a node pool of its own"
        );
    }

    #[test]
    fn a_hop_that_is_no_escape_has_nothing_to_close() {
        assert_eq!(closing(&hop("identity/pod-token", &[], Vec::new())), None);
    }

    #[test]
    fn a_pod_that_is_not_there_yet_is_kept_away_by_a_level() {
        let from = |from: &str, entry: &str| closing(&Hop { from: from.into(), ..hop(entry, &[], Vec::new()) });
        let rows = [
            (
                "pod:shop/*",
                "escape/privileged",
                Some("set the pod security level baseline or restricted on namespace shop"),
            ),
            (
                "pod:*/*",
                "escape/privileged",
                Some("make baseline or restricted the server's default pod security level"),
            ),
            ("pod:shop/*", "identity/pod-token", None),
        ];
        for (pod, entry, expected) in rows {
            assert_eq!(from(pod, entry).as_deref(), expected, "{pod} {entry}");
        }
        for (pod, entry) in [("pod:shop/web", "escape/privileged"), ("pod:shop/*", "escape/claim-host-volume")] {
            assert!(from(pod, entry).unwrap().starts_with("remove "), "{pod} {entry}");
        }
    }
}
