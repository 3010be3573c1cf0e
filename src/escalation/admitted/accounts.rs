//! Guards that look at the account of a pod: which one a new pod may run as.

use serde_json::json;

use crate::model::{AdmissionPolicy, Name, Subject};

use super::super::world::World;
use super::alike::expressions;
use super::bindings::NEW;
use super::escaping::ANYBODY;
use super::ruled::Ruled;
use super::who::Who;
use super::write::{Choice, Write};
use super::{Admitted, content, covers};

/// So many accounts of a namespace are tried where only what is beside them counts.
const ACCOUNTS: usize = 32;

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

    /// The same steps with pods that run as any account of the namespace, where they run as the default one and a guard looks
    /// at that.
    pub(super) fn as_each_account(&self, cases: &mut [Vec<Choice>], namespace: &Name, world: &World<'_>) {
        let covered = |choice: &Choice| choice.writes.iter().any(|write| self.look_at_accounts_of(&write.resource));
        for choices in cases {
            let accounts = world.accounts.get(namespace).into_iter().flatten().take(ACCOUNTS);
            let Some(plain) = choices.first().filter(|choice| covered(choice)).cloned() else { continue };
            choices.extend(accounts.filter_map(|account| with_account(&plain, account)));
        }
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

/// The same with pods that run as this account; nothing where they are to run as another.
fn with_account(choice: &Choice, account: &Name) -> Option<Choice> {
    let mut other = choice.clone();
    let mut done = false;
    for spec in other.writes.iter_mut().filter_map(|write| content::pod_spec(write.object.as_mut()?)) {
        if spec.get(content::ACCOUNT).is_none_or(|known| known == "default") && *account != "default" {
            content::runs_as(spec, account);
            done = true;
        }
    }
    other.told = format!("{}, run as {}", choice.told, account.as_str());
    done.then_some(other)
}
