//! Whether the owners that bindings and admission policies name are there, by their uid.
//!
//! The garbage collector goes by the uid too (`pkg/controller/garbagecollector`): an object that was deleted and made
//! anew under the same name is another one. Absent is only what would have been read.

use std::collections::BTreeSet;

use crate::collect::found::{Found, Uid};
use crate::collect::kind::Kind;
use crate::collect::live;
use crate::model::{Owner, Presence, Source, SourceKind};

/// Says of every owner whether it is there. Linear in the objects, and only where something has an owner.
pub(super) fn look_up(found: &mut Found, source: &Source) {
    let (mut uids, kinds) = std::mem::take(&mut found.uids);
    let gaps = std::mem::take(&mut found.gaps);
    let unread: BTreeSet<&str> = gaps.iter().map(|gap| gap.resource.as_str()).collect();
    let is_whole = |kind: Kind, scoped: bool| {
        let read = match source.kind {
            // Of one namespace only, the objects of others were not asked for.
            SourceKind::Cluster => {
                live::is_listed(kind) && (scoped || !kind.namespaced() || source.namespace.is_none())
            }
            SourceKind::Files => kinds.contains(&kind),
        };
        read && !unread.contains(kind.resource())
    };
    let mut owners = owners(found).peekable();
    if owners.peek().is_some() {
        uids.sort_unstable();
    }
    for (scoped, owner) in owners {
        owner.presence = presence(owner, &uids, |kind| is_whole(kind, scoped));
    }
    found.gaps = gaps;
}

/// Every owner that something names, and whether that something lives in a namespace.
fn owners(found: &mut Found) -> impl Iterator<Item = (bool, &mut Owner)> {
    let of_bindings = found.bindings.iter_mut().flat_map(|binding| {
        let scoped = binding.namespace.is_some();
        let owners = binding.history.as_mut().map(|history| history.owners.iter_mut());
        owners.into_iter().flatten().map(move |owner| (scoped, owner))
    });
    let of_policies = found.admission_policies.iter_mut().flat_map(|policy| &mut policy.owners);
    let of_policy_bindings = found.admission_bindings.iter_mut().flat_map(|binding| &mut binding.owners);
    let configurations = found.webhook_configurations.iter_mut();
    let of_webhooks = configurations.flat_map(|found| &mut found.webhooks).flat_map(|webhook| &mut webhook.owners);
    let of_guards = of_policies.chain(of_policy_bindings).chain(of_webhooks);
    of_bindings.chain(of_guards.map(|owner| (false, owner)))
}

fn presence(owner: &Owner, uids: &[Uid], is_whole: impl Fn(Kind) -> bool) -> Presence {
    let Some(uid) = Uid::parse(&owner.uid) else {
        return Presence::Unknown;
    };
    if uids.binary_search(&uid).is_ok() {
        return Presence::Present;
    }
    match Kind::of_group(&owner.api_group, &owner.kind) {
        Some(kind) if is_whole(kind) => Presence::Absent,
        _ => Presence::Unknown,
    }
}
