//! Users, groups and roles, as `get-account-authorization-details` writes them.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::model::cloud::{Arn, Group, Identity, InlinePolicy, InstanceProfile, Role, Tags, User};
use crate::model::{Name, Time};

use super::document;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct UserWire<'t> {
    user_name: Name,
    user_id: Name,
    arn: Arn,
    path: Name,
    #[serde(borrow, default)]
    user_policy_list: Vec<InlineWire<'t>>,
    #[serde(default)]
    attached_managed_policies: Vec<AttachedWire>,
    #[serde(default)]
    group_list: Vec<Name>,
    permissions_boundary: Option<BoundaryWire>,
    #[serde(default)]
    tags: Vec<TagWire>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct GroupWire<'t> {
    group_name: Name,
    group_id: Name,
    arn: Arn,
    path: Name,
    #[serde(borrow, default)]
    group_policy_list: Vec<InlineWire<'t>>,
    #[serde(default)]
    attached_managed_policies: Vec<AttachedWire>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct RoleWire<'t> {
    role_name: Name,
    role_id: Name,
    arn: Arn,
    path: Name,
    #[serde(borrow)]
    assume_role_policy_document: &'t RawValue,
    #[serde(borrow, default)]
    role_policy_list: Vec<InlineWire<'t>>,
    #[serde(default)]
    attached_managed_policies: Vec<AttachedWire>,
    #[serde(default)]
    instance_profile_list: Vec<ProfileWire>,
    permissions_boundary: Option<BoundaryWire>,
    #[serde(default)]
    tags: Vec<TagWire>,
    role_last_used: Option<LastUsedWire>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct InlineWire<'t> {
    policy_name: Name,
    #[serde(borrow)]
    policy_document: &'t RawValue,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AttachedWire {
    policy_arn: Arn,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct BoundaryWire {
    permissions_boundary_arn: Arn,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ProfileWire {
    arn: Arn,
    instance_profile_name: Name,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TagWire {
    key: Name,
    value: Name,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct LastUsedWire {
    last_used_date: Option<Name>,
}

impl From<UserWire<'_>> for User {
    fn from(wire: UserWire<'_>) -> Self {
        let (inline, attached) = held(wire.user_policy_list, wire.attached_managed_policies);
        let identity =
            Identity { arn: wire.arn, name: wire.user_name, path: wire.path, id: wire.user_id, inline, attached };
        User {
            identity,
            groups: sorted(wire.group_list),
            boundary: boundary(wire.permissions_boundary),
            tags: tags(wire.tags),
        }
    }
}

impl From<GroupWire<'_>> for Group {
    fn from(wire: GroupWire<'_>) -> Self {
        let (inline, attached) = held(wire.group_policy_list, wire.attached_managed_policies);
        let (name, id) = (wire.group_name, wire.group_id);
        Group { identity: Identity { arn: wire.arn, name, path: wire.path, id, inline, attached } }
    }
}

impl From<RoleWire<'_>> for Role {
    fn from(wire: RoleWire<'_>) -> Self {
        let (inline, attached) = held(wire.role_policy_list, wire.attached_managed_policies);
        let profile = |wire: ProfileWire| InstanceProfile { arn: wire.arn, name: wire.instance_profile_name };
        Role {
            identity: Identity {
                arn: wire.arn,
                name: wire.role_name,
                path: wire.path,
                id: wire.role_id,
                inline,
                attached,
            },
            trust: document::read(wire.assume_role_policy_document),
            boundary: boundary(wire.permissions_boundary),
            tags: tags(wire.tags),
            instance_profiles: sorted(wire.instance_profile_list.into_iter().map(profile).collect()),
            // A role that was never used has no date.
            last_used: wire.role_last_used.and_then(|used| used.last_used_date).and_then(|date| Time::parse(&date)),
        }
    }
}

fn held(inline: Vec<InlineWire<'_>>, attached: Vec<AttachedWire>) -> (Vec<InlinePolicy>, Vec<Arn>) {
    let policy =
        |wire: InlineWire<'_>| InlinePolicy { name: wire.policy_name, document: document::read(wire.policy_document) };
    let mut inline: Vec<InlinePolicy> = inline.into_iter().map(policy).collect();
    inline.sort_by(|one, other| (&one.name, &one.document).cmp(&(&other.name, &other.document)));
    (inline, sorted(attached.into_iter().map(|wire| wire.policy_arn).collect()))
}

fn boundary(wire: Option<BoundaryWire>) -> Option<Arn> {
    wire.map(|wire| wire.permissions_boundary_arn)
}

fn tags(wire: Vec<TagWire>) -> Tags {
    wire.into_iter().map(|tag| (tag.key, tag.value)).collect()
}

fn sorted<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort_unstable();
    items.dedup();
    items
}
