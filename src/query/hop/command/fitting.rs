//! What a pod or a container has to be like so that it gets where the hop leads, and no more: a level that lets a claim in
//! refuses a privileged container.

use crate::findings::Hop;
use crate::query::hop::thing::thing;

use super::spoken::word;

/// How a container gets out to its node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum WayOut {
    /// It is privileged.
    Privileged,
    /// It mounts a claim that is there.
    Claim,
    /// It mounts a claim that is made for it.
    OwnClaim,
}

/// The way out that this hop takes, or the one after it.
pub(super) fn way_out(hop: &Hop, next: Option<&Hop>) -> Option<WayOut> {
    if thing(&hop.to).kind == "node" {
        return Some(match hop.entry.as_str() {
            "storage/claim-available" => WayOut::Claim,
            entry if entry.starts_with("storage/") => WayOut::OwnClaim,
            _ => WayOut::Privileged,
        });
    }
    let next = next.filter(|next| next.from == hop.to)?;
    match next.entry.as_str() {
        "escape/privileged" => Some(WayOut::Privileged),
        "escape/claim-host-volume" | "escape/block-device" if next.facts.iter().any(|fact| is_own(fact)) => {
            Some(WayOut::OwnClaim)
        }
        "escape/claim-host-volume" | "escape/block-device" => Some(WayOut::Claim),
        _ => None,
    }
}

/// The node where the pod or the container has to run.
pub(super) fn landing<'h>(hop: &'h Hop, next: Option<&'h Hop>) -> Option<&'h str> {
    let next = next.filter(|next| next.from == hop.to).map(|next| &next.to);
    let ends = [Some(&hop.to), next].into_iter().flatten().map(|id| thing(id));
    ends.into_iter().find(|end| end.kind == "node" && end.name != "*").map(|end| end.name)
}

/// Whether this is what is said of a claim that is made for the pod.
fn is_own(fact: &str) -> bool {
    fact.starts_with("by a generic ephemeral volume")
}

/// What a new pod has to say to get there.
pub(super) fn overrides(to: &str, way_out: Option<WayOut>, node: Option<&str>) -> String {
    let target = thing(to);
    match (target.kind, way_out) {
        ("sa", _) => {
            format!(" --overrides={}", word(&format!("{{\"spec\":{{\"serviceAccountName\":\"{}\"}}}}", target.name)))
        }
        ("objective", _) if matches!(target.name, "all-nodes" | "control-plane-node") => " --privileged".to_owned(),
        (_, Some(WayOut::Privileged)) => {
            // A pod that names its node needs no scheduler: labels and taints of that node do not keep it away.
            let pinned = |node: &str| word(&format!("{{\"spec\":{{\"nodeName\":\"{node}\"}}}}"));
            let pinned = node.map(|node| format!(" --overrides={}", pinned(node))).unwrap_or_default();
            format!(" --privileged{pinned}")
        }
        (_, Some(WayOut::Claim)) => mounting(r#"{"persistentVolumeClaim":{"claimName":"CLAIM"}}"#),
        (_, Some(WayOut::OwnClaim)) => mounting(
            r#"{"ephemeral":{"volumeClaimTemplate":{"spec":{"volumeName":"VOLUME","storageClassName":"CLASS","accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}}}"#,
        ),
        (_, None) => String::new(),
    }
}

/// A pod with one volume of this source.
fn mounting(source: &str) -> String {
    let container = r#"{"name":"NAME","image":"IMAGE","volumeMounts":[{"name":"v","mountPath":"/v"}]}"#;
    let source = source.trim_start_matches('{');
    format!(" --overrides='{{\"spec\":{{\"containers\":[{container}],\"volumes\":[{{\"name\":\"v\",{source}]}}}}'")
}

/// What a container that is added has to be like. What it mounts, and the Secrets of its environment, stand in a file.
pub(super) fn debugger(way_out: Option<WayOut>) -> &'static str {
    match way_out {
        Some(WayOut::Privileged) => "--profile=sysadmin",
        _ => "--profile=restricted --custom=CONTAINER",
    }
}
