//! Whether the owners that bindings name are there, by their uid.
//!
//! The garbage collector goes by the uid too (`pkg/controller/garbagecollector`): an object that was deleted and made
//! anew under the same name is another one. Absent is only what would have been read.

use std::collections::BTreeSet;

use crate::collect::found::{Found, Uid};
use crate::collect::kind::Kind;
use crate::collect::live;
use crate::model::{Owner, Presence, Source, SourceKind};

/// Says of every owner whether it is there. Linear in the objects, and only where a binding has an owner.
pub(super) fn look_up(found: &mut Found, source: &Source) {
    let (mut uids, kinds) = std::mem::take(&mut found.uids);
    let mut histories = found.bindings.iter_mut().filter_map(|binding| {
        let scoped = binding.namespace.is_some();
        binding.history.as_mut().filter(|history| !history.owners.is_empty()).map(|history| (scoped, history))
    });
    let Some(first) = histories.next() else { return };
    uids.sort_unstable();
    let unread: BTreeSet<&str> = found.gaps.iter().map(|gap| gap.resource.as_str()).collect();
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
    for (scoped, history) in std::iter::once(first).chain(histories) {
        for owner in &mut history.owners {
            owner.presence = presence(owner, &uids, |kind| is_whole(kind, scoped));
        }
    }
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
