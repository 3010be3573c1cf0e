//! Guards that look at the account of a pod: which one a new pod may run as.

use serde_json::json;

use crate::model::{AdmissionPolicy, Name, Subject};

use super::alike::expressions;
use super::ask::Ruled;
use super::bindings::NEW;
use super::escaping::ANYBODY;
use super::who::Who;
use super::write::{Choice, Write};
use super::{Admitted, content, covers};

/// The field of a pod, and the beginning of its newer name.
const FIELD: &str = "serviceAccount";

impl Admitted<'_> {
    /// Whether what the entry at this place writes is judged by the account of its pods.
    pub(in crate::escalation) fn look_at_accounts(&self, entry: usize) -> bool {
        self.concern(entry).accounts
    }

    /// Whether some guard of this resource looks at the account of pods.
    pub(in crate::escalation) fn look_at_accounts_of(&self, plural: &str) -> bool {
        let looks = |policy: &AdmissionPolicy| expressions(policy).any(|text| text.contains(FIELD));
        let mut policies = self.snapshot.admission_policies.iter();
        policies.any(|policy| covers(&policy.matches, plural) && looks(policy))
    }

    /// What admission says to a pod of anybody that runs as this account.
    pub(in crate::escalation) fn runs_as(&self, namespace: &Name, account: &Name) -> Ruled {
        let who = Who::new(&Subject::user(ANYBODY));
        let mut spec = json!({"containers": [{"name": "new", "image": "image"}]});
        content::runs_as(&mut spec, account);
        let pod = json!({
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"namespace": namespace.as_str(), "name": NEW},
            "spec": spec,
        });
        let write = Write::create("", "pods", "Pod", pod).in_part();
        let told = format!("creates a pod of sa:{}/{}", namespace.as_str(), account.as_str());
        self.unless_by_name(self.weigh(&who, &[vec![Choice::one(write, told)]]))
    }
}
