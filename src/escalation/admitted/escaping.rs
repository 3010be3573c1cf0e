//! Pods that get out to their node, put to admission: whoever may run any pod needs one that is let in.

use serde_json::json;

use crate::guards::admission::State;
use crate::model::{Name, Subject};

use super::super::world::World;
use super::Admitted;
use super::ask::Ruled;
use super::bindings::NEW;
use super::who::Who;
use super::write::{Choice, Object, Write, put};

/// The user that stands for whoever runs pods: the guard may let others do more.
pub(super) const ANYBODY: &str = "somebody";

/// Ways out of a pod, the plainest first: the escape, and the spec.
fn pods() -> [(&'static str, Object); 5] {
    let root = json!({"runAsUser": 0});
    [
        ("escape/privileged", json!({"containers": [container(json!({"privileged": true}), Object::Null)]})),
        (
            "escape/host-path-write",
            json!({
                "containers": [container(root.clone(), json!([{"name": "host", "mountPath": "/host"}]))],
                "volumes": [{"name": "host", "hostPath": {"path": "/"}}],
            }),
        ),
        (
            "escape/host-pid-caps",
            json!({"hostPID": true, "containers": [container(json!({"capabilities": {"add": ["SYS_PTRACE"]}}), Object::Null)]}),
        ),
        (
            "escape/sys-admin",
            json!({"containers": [container(json!({"capabilities": {"add": ["SYS_ADMIN"]}}), Object::Null)]}),
        ),
        (
            "escape/sys-module",
            json!({"containers": [container(json!({"capabilities": {"add": ["SYS_MODULE"]}}), Object::Null)]}),
        ),
    ]
}

fn container(security: Object, mounts: Object) -> Object {
    let mut container = json!({"name": "new", "image": "image", "securityContext": security});
    if !mounts.is_null() {
        put(&mut container, &["volumeMounts"], mounts);
    }
    container
}

impl Admitted<'_> {
    /// The way out that admission lets furthest in a namespace, and what it says to it.
    pub(in crate::escalation) fn ways_out(&self, namespace: &Name, world: &World<'_>) -> (&'static str, Ruled) {
        let namespace = self.stand_in(namespace, world);
        if let Some(known) = self.ways_out.get(&namespace) {
            return known;
        }
        let found = self.furthest_out(&namespace);
        self.ways_out.keep(namespace, found.clone());
        found
    }

    fn furthest_out(&self, namespace: &Name) -> (&'static str, Ruled) {
        let plainest = ("escape/privileged", Ruled::open());
        if !self.covered.contains("*") && !self.covered.contains("pods") {
            return plainest;
        }
        let who = Who::new(&Subject::user(ANYBODY));
        let ruled = |(escape, spec): (&'static str, Object)| {
            let metadata = json!({"namespace": namespace.as_str(), "name": NEW});
            let pod = json!({"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec});
            let write = Write::create("", "pods", "Pod", pod).in_part();
            let ruled = self.weigh(&who, &[vec![Choice::one(write, format!("creates a pod with {escape}"))]]);
            (escape, self.unless_by_name(ruled))
        };
        let mut best: Option<(&'static str, Ruled)> = None;
        for pod in pods() {
            let next = ruled(pod);
            if best.as_ref().is_none_or(|(_, known)| next.1.state_rank() < known.state_rank()) {
                best = Some(next);
            }
            if best.as_ref().is_some_and(|(_, known)| known.state == State::Open) {
                break;
            }
        }
        best.unwrap_or(plainest)
    }

    /// What a policy says that goes by who asks is not known of everybody.
    pub(super) fn unless_by_name(&self, ruled: Ruled) -> Ruled {
        if ruled.is_blocked() && ruled.guards().iter().all(|guard| self.asks_who(guard)) {
            return Ruled { state: State::Unknown, ..ruled };
        }
        ruled
    }
}
