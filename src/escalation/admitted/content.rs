//! What is sent in a write that is no role and no binding, as far as a step needs it to be like that.
//!
//! An object whose content is the attacker's choice has its metadata only, and a policy that looks further is in doubt.

use serde_json::json;

use crate::guards::admission::Operation;
use crate::model::{Labels, Name};

use super::roles::texts;
use super::write::{Choice, Object, Write, metadata, put};

/// The field of a pod that names its account.
pub(super) const ACCOUNT: &str = "serviceAccountName";

/// What a write is about.
pub(in crate::escalation) struct Target<'a> {
    pub(in crate::escalation) group: Name,
    pub(in crate::escalation) resource: &'a str,
    pub(in crate::escalation) subresource: &'a str,
    pub(in crate::escalation) kind: &'a str,
    pub(in crate::escalation) version: &'a str,
    pub(in crate::escalation) namespace: Option<&'a Name>,
    pub(in crate::escalation) name: &'a str,
    /// The account that the step is to give, where it is one.
    pub(in crate::escalation) account: Option<&'a Name>,
    /// The labels of the namespace, where the write is of one.
    pub(in crate::escalation) labels: Option<&'a Labels>,
}

impl Target<'_> {
    /// The ways to send this: nothing where no write is sent. A template need not name the account that is taken anyway.
    pub(super) fn writes(&self, operation: Operation) -> Vec<Choice> {
        let mut all = self.writes_of(operation);
        if self.account.is_some_and(|account| *account == "default") && !matches!(self.resource, "pods" | "secrets") {
            let group = self.group.clone();
            all.extend(Target { account: None, group, ..*self }.writes_of(operation));
        }
        all
    }

    fn writes_of(&self, operation: Operation) -> Vec<Choice> {
        let bare = self.bare();
        let send = |object: Object| Write::create(self.group.clone(), self.resource, self.kind, object).in_part();
        let told = |what: &str| format!("{what} {}", self.words());
        match (operation, self.resource, self.subresource) {
            (Operation::Create, "serviceaccounts", "token") => {
                // The default, and the shortest that there is.
                let for_seconds = |seconds: u32| {
                    let mut object = bare.clone();
                    put(&mut object, &["apiVersion"], "authentication.k8s.io/v1".into());
                    put(&mut object, &["spec"], json!({"expirationSeconds": seconds}));
                    let sent = Write { namespace: self.namespace.cloned(), ..send(object).on("token", "TokenRequest") };
                    Choice::one(sent, format!("asks for a token of {}", self.words()))
                };
                [3600, 600].map(for_seconds).to_vec()
            }
            (Operation::Create, "pods", "") => vec![Choice::one(send(self.pod()), told("creates"))],
            (Operation::Create, _, "") => vec![Choice::one(send(self.filled()), told("creates"))],
            (Operation::Update, "namespaces", "") => vec![Choice::one(self.relabelled(), told("relabels"))],
            (Operation::Update, _, "") => vec![Choice::one(send(self.filled()).update(bare), told("changes"))],
            (Operation::Delete, _, _) => vec![Choice::one(send(bare).delete(), told("deletes"))],
            (operation, _, subresource) => {
                let write = Write { operation, ..send(bare.clone()).on(subresource, self.kind) };
                let write = if operation == Operation::Update { write.update(bare) } else { write };
                vec![Choice::one(write, format!("writes {subresource} of {}", self.words()))]
            }
        }
    }

    fn words(&self) -> String {
        let place = self.namespace.map(|namespace| format!(" in {}", namespace.as_str())).unwrap_or_default();
        format!("{} {}{place}", self.kind, self.name)
    }

    /// The object without content.
    fn bare(&self) -> Object {
        let version = match self.group.as_str() {
            "" => self.version.to_owned(),
            group => format!("{group}/{}", self.version),
        };
        json!({"apiVersion": version, "kind": self.kind, "metadata": metadata(self.namespace, self.name)})
    }

    /// With what the step is about.
    fn filled(&self) -> Object {
        let mut object = self.bare();
        match (self.resource, self.account) {
            ("secrets", Some(account)) => {
                put(&mut object, &["type"], "kubernetes.io/service-account-token".into());
                put(
                    &mut object,
                    &["metadata", "annotations"],
                    json!({"kubernetes.io/service-account.name": account.as_str()}),
                );
            }
            ("deployments" | "daemonsets" | "statefulsets" | "replicasets" | "jobs" | "replicationcontrollers", _) => {
                put(&mut object, &["spec"], json!({"template": {"spec": self.pod_spec()}}));
            }
            ("cronjobs", _) => {
                put(&mut object, &["spec"], json!({"jobTemplate": {"spec": {"template": {"spec": self.pod_spec()}}}}));
            }
            _ => {}
        }
        object
    }

    fn pod(&self) -> Object {
        let mut pod = self.bare();
        let mut spec = self.pod_spec();
        if self.account.is_none() {
            runs_as(&mut spec, "default");
        }
        put(&mut pod, &["spec"], spec);
        pod
    }

    fn pod_spec(&self) -> Object {
        let mut spec = json!({"containers": [{"name": "new", "image": "image"}]});
        if let Some(account) = self.account {
            runs_as(&mut spec, account);
        }
        spec
    }

    /// A namespace without the labels that guard it.
    fn relabelled(&self) -> Write {
        let (mut old, mut new) = (self.bare(), self.bare());
        let labels = self.labels.cloned().unwrap_or_default();
        let mut open = labels.clone();
        open.insert("pod-security.kubernetes.io/enforce".into(), "privileged".into());
        put(&mut old, &["metadata", "labels"], texts(&labels));
        put(&mut new, &["metadata", "labels"], texts(&open));
        Write::create(self.group.clone(), self.resource, self.kind, new).update(old).in_part()
    }
}

/// The spec of the pods that an object is or makes.
pub(super) fn pod_spec(object: &mut Object) -> Option<&mut Object> {
    let paths = ["/spec/jobTemplate/spec/template/spec", "/spec/template/spec", "/spec"];
    let path =
        paths.into_iter().find(|path| object.pointer(path).is_some_and(|spec| spec.get("containers").is_some()))?;
    object.pointer_mut(path)
}

/// Has a pod run as this account: the server fills in the old field beside the new one, and `default` where none is named.
pub(super) fn runs_as(spec: &mut Object, account: &str) {
    for field in [ACCOUNT, "serviceAccount"] {
        put(spec, &[field], account.into());
    }
}
