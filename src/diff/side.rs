//! One of the two that are compared.

use crate::authz::Access;
use crate::findings::{Findings, built_in_bindings};
use crate::model::{BindingId, HashSet, Name, Version};

/// A snapshot, and what was found in it.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// Its grants.
    pub access: &'a Access<'a>,
    /// What was found.
    pub findings: &'a Findings,
}

impl Side<'_> {
    fn version(&self) -> Version {
        self.access.snapshot().source.server_version
    }
}

/// Whether the server is another one: then what it installs may be other than before without anybody's doing.
pub(super) fn upgraded(old: &Side<'_>, new: &Side<'_>) -> bool {
    old.version() != new.version()
}

/// What both sides know a binding by.
type Key = (Option<Name>, Name);

/// The bindings of each side of which nothing is told: they are as the API server or kubeadm installs them, and not otherwise
/// on the other side. A change of one of them is somebody's doing, or that of an upgrade after which it is as installed.
pub(super) fn folded(old: &Side<'_>, new: &Side<'_>) -> [HashSet<BindingId>; 2] {
    let built_in = [old, new].map(|side| built_in_bindings(side.access));
    let [of_old, of_new] = &built_in;
    let own_before = if upgraded(old, new) { HashSet::default() } else { keys(old, |id| !of_old.contains(&id)) };
    let own_after = keys(new, |id| !of_new.contains(&id));
    let installed = if upgraded(old, new) { keys(new, |id| of_new.contains(&id)) } else { HashSet::default() };
    let before = |(id, key): (BindingId, Key)| {
        let folded = of_old.contains(&id) && !own_after.contains(&key) || installed.contains(&key);
        folded.then_some(id)
    };
    let after = |(id, key): (BindingId, Key)| {
        let folded = of_new.contains(&id) && !own_before.contains(&key);
        folded.then_some(id)
    };
    [bindings(old).filter_map(before).collect(), bindings(new).filter_map(after).collect()]
}

fn bindings<'a>(side: &Side<'a>) -> impl Iterator<Item = (BindingId, Key)> + use<'a> {
    let bindings = side.access.snapshot().binding_ids();
    bindings.map(|(id, binding)| (id, (binding.namespace.clone(), binding.name.clone())))
}

fn keys(side: &Side<'_>, which: impl Fn(BindingId) -> bool) -> HashSet<Key> {
    bindings(side).filter(|(id, _)| which(*id)).map(|(_, key)| key).collect()
}
