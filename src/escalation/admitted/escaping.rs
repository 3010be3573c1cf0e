//! Pods that get out to their node, put to admission: whoever may run any pod needs one that is let in.

use serde_json::json;

use crate::guards::admission::State;
use crate::model::Name;

use super::super::world::World;
use super::Admitted;
use super::bindings::NEW;
use super::cases::Taken;
use super::content::{pod_spec, runs_as};
use super::ruled::Ruled;
use super::who::Who;
use super::write::{Choice, Object, Write, put};

/// An escape, and what admission says to a pod with it.
pub(super) type Out = (&'static str, Ruled);

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
    /// The way out that admission lets furthest in a namespace, and what it says to it, whoever makes the pod.
    pub(in crate::escalation) fn ways_out(&self, namespace: &Name, world: &World<'_>) -> Out {
        // Each has accounts of its own.
        let by_account = self.look_at_accounts_of("pods");
        let namespace = if by_account { namespace.clone() } else { self.stand_in(namespace, world) };
        if let Some(known) = self.ways_out.get(&namespace) {
            return known;
        }
        let found = self.furthest_out(&namespace, world);
        self.ways_out.keep(namespace, found.clone());
        found
    }

    fn furthest_out(&self, namespace: &Name, world: &World<'_>) -> Out {
        if !self.covered.contains("*") && !self.covered.contains("pods") {
            return ("escape/privileged", Ruled::open());
        }
        furthest(|spec| self.unless_by_name(self.pod_of_anybody(namespace, spec, world)))
    }

    /// What admission says to a pod like this of anybody.
    fn pod_of_anybody(&self, namespace: &Name, spec: &Object, world: &World<'_>) -> Ruled {
        let mut spec = spec.clone();
        runs_as(&mut spec, "default");
        let metadata = json!({"namespace": namespace.as_str(), "name": NEW});
        let pod = json!({"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec});
        let mut cases = vec![vec![Choice::one(Write::create("", "pods", "Pod", pod).in_part(), "creates a pod")]];
        self.as_each_account(&mut cases, namespace, world);
        self.weigh(Who::stranger(), &cases)
    }

    /// The same for who takes this step, where that is let in further than anybody, or less far.
    pub(in crate::escalation) fn own_way_out(&self, taken: &Taken<'_, '_>, namespace: &Name) -> Option<Out> {
        if !self.concern(taken.hit.entry).users || taken.world.machines.is_empty() {
            return None;
        }
        let namespace = if self.look_at_accounts(taken.hit.entry) {
            namespace.clone()
        } else {
            self.stand_in_for(taken, namespace)
        };
        let own = self.known_out(taken, &namespace, || self.furthest_of(taken, &namespace));
        (own.1.state != self.ways_out(&namespace, taken.world).1.state).then_some(own)
    }

    fn furthest_of(&self, taken: &Taken<'_, '_>, namespace: &Name) -> Out {
        let mut cases = taken.cases(Some(namespace));
        self.as_each_account(&mut cases, namespace, taken.world);
        let direct = cases.iter().flatten().flat_map(|choice| &choice.writes).all(|write| write.resource == "pods");
        furthest(|spec| {
            let by_controller = || self.unless_by_name(self.pod_of_anybody(namespace, spec, taken.world));
            let mut cases = escaping(&cases, spec);
            Self::made_first(taken, &mut cases, namespace);
            let own = self.weigh(taken.who, &cases);
            if direct { own } else { own.and(by_controller()) }
        })
    }

    /// What a policy says that goes by who asks is not known of everybody.
    pub(super) fn unless_by_name(&self, ruled: Ruled) -> Ruled {
        if ruled.is_blocked() && ruled.guards().iter().all(|guard| self.asks_who(guard)) {
            return Ruled { state: State::Unknown, ..ruled };
        }
        ruled
    }
}

/// The way out that is let furthest.
fn furthest(ruled: impl Fn(&Object) -> Ruled) -> Out {
    let mut best: Option<Out> = None;
    for (escape, spec) in pods() {
        let next = ruled(&spec);
        if best.as_ref().is_none_or(|(_, known)| next.state_rank() < known.state_rank()) {
            best = Some((escape, next));
        }
        if best.as_ref().is_some_and(|(_, known)| known.state == State::Open) {
            break;
        }
    }
    best.unwrap_or_else(|| ("escape/privileged", Ruled::open()))
}

/// The same writes with pods that get out.
fn escaping(cases: &[Vec<Choice>], out: &Object) -> Vec<Vec<Choice>> {
    let mut cases = cases.to_vec();
    let writes = cases.iter_mut().flatten().flat_map(|choice| &mut choice.writes);
    for spec in writes.filter_map(|write| pod_spec(write.object.as_mut()?)) {
        for (field, value) in out.as_object().into_iter().flatten() {
            put(spec, &[field], value.clone());
        }
    }
    cases
}
