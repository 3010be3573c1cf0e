//! Guards that look at the account of a pod: which one a new pod may run as.

use std::collections::BTreeSet;

use serde_json::json;

use crate::model::{AdmissionPolicy, Name, Snapshot};

use super::super::world::World;
use super::alike::expressions;
use super::bindings::NEW;
use super::literals::beside;
use super::ruled::Ruled;
use super::valid::is_subdomain;
use super::who::Who;
use super::words::{Part, words};
use super::write::{Choice, Write};
use super::{Admitted, content, covers};

/// So many accounts of a namespace are tried where only what is beside them counts.
const ACCOUNTS: usize = 32;

/// The field of a pod, and the beginning of its newer name.
const FIELD: &str = "serviceAccount";

/// The name of an account that no guard knows. It has its token by this name and no other.
const NEW_ACCOUNT: &str = "new-account";

/// So many names are tried for accounts that are made.
const MADE: usize = 24;

/// Names for accounts that are made, by which guards of accounts, of their tokens and pods and of grants to them may tell them
/// apart; the first is one that none knows.
pub(super) fn new_accounts(snapshot: &Snapshot, like: impl Fn(&Name) -> Option<usize>) -> Vec<Name> {
    let about = [
        ("serviceaccounts", Part::Names),
        ("secrets", Part::Annotations),
        ("pods", Part::Pods),
        ("rolebindings", Part::Subjects),
        ("clusterrolebindings", Part::Subjects),
    ];
    let words = snapshot.admission_policies.iter().flat_map(|policy| {
        let parts = about.iter().filter(|(plural, _)| covers(&policy.matches, plural));
        parts.flat_map(|(_, part)| beside(&words(snapshot, policy, *part)).collect::<Vec<_>>())
    });
    let mut names = vec![Name::from(NEW_ACCOUNT)];
    let mut kinds = vec![like(&NEW_ACCOUNT.into())];
    for name in words.filter(|name| is_subdomain(name)).map(|name| Name::from(name.as_str())) {
        let kind = like(&name);
        if names.len() < MADE && !names.contains(&name) && (kind.is_none() || !kinds.contains(&kind)) {
            names.push(name);
            kinds.push(kind);
        }
    }
    names
}

impl Admitted<'_> {
    /// Names for accounts that are made, the plainest first.
    pub(in crate::escalation) fn new_accounts(&self) -> &[Name] {
        &self.new_accounts
    }

    /// Accounts of a namespace that are not there: those that bindings wait for, and those that somebody might make.
    pub(in crate::escalation) fn absent_accounts(&self, world: &World<'_>, namespace: &Name) -> Vec<Name> {
        let new = self.new_accounts.iter().filter(|name| !world.has_account(namespace, name)).cloned();
        let awaited = world.awaited_in(namespace).filter(|name| world.lacks_account(namespace, name));
        awaited.chain(new).collect::<BTreeSet<Name>>().into_iter().collect()
    }

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
        let who = Who::stranger();
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
        self.unless_by_name(self.weigh(who, &[vec![Choice::one(write, told)]]))
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
