//! The tables that are no RBAC: sorted, no object twice.
//!
//! The same object with other content cannot be judged twice, so one of the two is dropped and that is a gap: a harmless
//! copy must not hide a dangerous one. Of a CustomResourceDefinition only the scope decides anything: where that is the
//! same, what two of them say is added up.

use std::fmt::Debug;

use crate::collect::found::Found;
use crate::collect::kind::Kind;
use crate::model::{EnginePolicy, Gap, Name, Reason, Resource, SourceKind};

use super::guards;

/// Namespace, if it has one, kind where a table mixes kinds, and name.
pub(super) type Key = (Option<Name>, Option<Name>, Name);

pub(super) fn sort(found: &mut Found, source: SourceKind) {
    let reason = match source {
        SourceKind::Cluster => Reason::Torn,
        SourceKind::Files => Reason::Malformed,
    };
    guards::sort(found, reason);
    let gaps = &mut found.gaps;
    let mut conflict = |kind: Kind, key: &Key| gaps.push(gap(kind, key, reason));
    let named = |name: &Name| (None, None, name.clone());
    let within = |namespace: &Name, name: &Name| (Some(namespace.clone()), None, name.clone());

    table(&mut found.namespaces, Kind::Namespace, |it| named(&it.name), &mut conflict);
    table(&mut found.nodes, Kind::Node, |it| named(&it.name), &mut conflict);
    let volumes = &mut found.persistent_volumes;
    table(volumes, Kind::PersistentVolume, |it| named(&it.name), &mut conflict);
    let claims = &mut found.persistent_volume_claims;
    let key = |it: &crate::model::PersistentVolumeClaim| within(&it.namespace, &it.name);
    table(claims, Kind::PersistentVolumeClaim, key, &mut conflict);
    let key = |it: &crate::model::ServiceAccount| within(&it.namespace, &it.name);
    table(&mut found.service_accounts, Kind::ServiceAccount, key, &mut conflict);
    let key = |it: &crate::model::Secret| within(&it.namespace, &it.name);
    table(&mut found.secrets, Kind::Secret, key, &mut conflict);
    let key = |it: &crate::model::ResourceQuota| within(&it.namespace, &it.name);
    table(&mut found.resource_quotas, Kind::ResourceQuota, key, &mut conflict);
    let key = |it: &crate::model::Service| within(&it.namespace, &it.name);
    table(&mut found.services, Kind::Service, key, &mut conflict);
    let key = |it: &crate::model::Ingress| within(&it.namespace, &it.name);
    table(&mut found.ingresses, Kind::Ingress, key, &mut conflict);
    let key = |it: &crate::collect::found::FoundPod| within(&it.namespace, &it.name);
    table(&mut found.pods, Kind::Pod, key, &mut conflict);
    let key = |it: &crate::collect::found::FoundWorkload| {
        let namespace = Some(it.namespace.clone());
        (namespace, Some(it.workload.kind.clone()), it.workload.name.clone())
    };
    table(&mut found.workloads, Kind::Deployment, key, &mut conflict);
    custom_resources(&mut found.custom_resources, &mut conflict);
    found.engine_policies.sort_unstable_by(|one, other| engine_key(one).cmp(&engine_key(other)));
    found.engine_policies.dedup();
}

/// All that tells them apart, content included: what they refuse is not evaluated, so two versions may stand side by side.
fn engine_key(policy: &EnginePolicy) -> impl Ord + '_ {
    let EnginePolicy { api_group, kind, namespace, name, enforces, kinds, operations } = policy;
    (api_group, kind, namespace, name, enforces, kinds, operations)
}

fn custom_resources(items: &mut Vec<Resource>, conflict: &mut impl FnMut(Kind, &Key)) {
    items.sort_unstable();
    for pair in items.windows(2) {
        if let [one, other] = pair
            && one.is_same(other)
            && one.namespaced != other.namespaced
        {
            let name = format!("{}.{}", one.name.as_str(), one.api_group.as_str());
            conflict(Kind::CustomResourceDefinition, &(None, None, name.into()));
        }
    }
    *items = Resource::merged(std::mem::take(items));
}

fn table<T: PartialEq + Debug>(
    items: &mut Vec<T>,
    kind: Kind,
    key: impl Fn(&T) -> Key,
    conflict: &mut impl FnMut(Kind, &Key),
) {
    items.sort_by(|one, other| {
        let by_key = key(one).cmp(&key(other));
        // Which of two versions is kept must not depend on the order of the input.
        by_key.then_with(|| {
            if one == other { std::cmp::Ordering::Equal } else { format!("{one:?}").cmp(&format!("{other:?}")) }
        })
    });
    items.dedup_by(|later, kept| {
        let same = key(later) == key(kept);
        if same && later != kept {
            conflict(kind, &key(kept));
        }
        same
    });
}

pub(super) fn gap(kind: Kind, (namespace, mixed, name): &Key, reason: Reason) -> Gap {
    let word = mixed.as_ref().map_or(kind.name(), Name::as_str);
    let resource = Kind::ALL.iter().find(|known| known.name() == word).unwrap_or(&kind);
    let scope = match namespace {
        Some(namespace) => format!("namespace/{}", namespace.as_str()),
        None => "cluster".to_owned(),
    };
    let effect =
        format!("{word} `{}` was read twice with different content: only one of the two is judged", name.as_str());
    Gap { resource: resource.resource().to_owned(), scope, reason, effect }
}
