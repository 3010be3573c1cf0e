//! What the escapes of a pod are worth by themselves, wherever its node leads.

use crate::authz::{Object, Request, identity_of};
use crate::escalation::credentials;
use crate::escalation::escapes::{EscapeCertainty, Escaped, Gives, LogRight};
use crate::graph::Certainty;
use crate::model::{Name, Pod, Subject};
use crate::template::Severity;

use super::assess::Assessment;
use super::worth::severity;

/// The escapes of these pods in the order of the table, and the worst.
pub(super) fn escapes(assessment: &Assessment<'_>, pods: &[&Pod]) -> (Severity, Vec<Name>) {
    let mut worst = Severity::Info;
    let mut ids: Vec<&str> = Vec::new();
    let world = &assessment.escalation.world;
    let all = pods.iter().flat_map(|pod| world.escapes(pod).iter().map(move |escaped| (pod, escaped)));
    for (pod, escaped) in all {
        let own = of_escape(escaped, |needs| log_right(assessment, pod, needs));
        // A pod that waits for a node can get out to none yet.
        let own = if pod.waits() { severity(Certainty::Unknown, own) } else { own };
        worst = worst.max(own);
        if !ids.contains(&escaped.escape.id) {
            ids.push(escaped.escape.id);
        }
    }
    (worst, ids.into_iter().map(Name::from).collect())
}

/// How bad an escape is by itself.
fn of_escape(escaped: &Escaped, log_right: impl FnOnce(LogRight) -> Option<Certainty>) -> Severity {
    // What gives less here than its row says is worth a look, no more.
    if escaped.gives == Gives::Finding && escaped.escape.gives != Gives::Finding {
        return Severity::Low;
    }
    let own = match escaped.certainty {
        EscapeCertainty::Sure => escaped.escape.severity,
        EscapeCertainty::Weakened => escaped.escape.severity.min(Severity::High),
    };
    match escaped.needs {
        None => own,
        // The other half: whoever is in the pod has its own account's rights.
        Some(needs) => log_right(needs).map_or(Severity::Low, |certainty| severity(certainty, own)),
    }
}

/// How surely the account whose token a pod carries may have a kubelet read any file among the logs of its node.
pub(super) fn log_right(assessment: &Assessment<'_>, pod: &Pod, needs: LogRight) -> Option<Certainty> {
    let node = pod.node.as_ref().map_or("", Name::as_str);
    let asked = [
        (Certainty::ProvenRights, "nodes", "log", "", node),
        (Certainty::ProvenRights, "nodes", "proxy", "", node),
        (Certainty::Unknown, "pods", "log", pod.namespace.as_str(), pod.name.as_str()),
    ];
    let carried = credentials(&assessment.escalation.world, pod);
    let identities: Vec<Vec<Subject>> = carried.iter().map(|credential| identity_of(credential.subject())).collect();
    let of_pods = needs == LogRight::OfPods;
    let asked = asked.into_iter().filter(|(_, resource, ..)| of_pods || *resource == "nodes");
    let held = asked.filter(|&(_, resource, subresource, namespace, name)| {
        let object = Object::Resource { api_group: "", resource, subresource, namespace, name };
        identities.iter().any(|who| assessment.access.can(who, &Request { verb: "get", object }).is_some())
    });
    held.map(|(certainty, ..)| certainty).min()
}
