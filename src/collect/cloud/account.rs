//! A page of `get-account-authorization-details`.

use serde::Deserialize;

use crate::collect::files::Fault;
use crate::model::cloud::{Arn, Group, ManagedPolicy, Role, User};

use super::gathered::{AccountKey, Gathered, Tables};
use super::identity::{GroupWire, RoleWire, UserWire};
use super::merge;
use super::policy::PolicyWire;
use super::value::{Fields, Value};

pub(super) fn read(fields: &Fields<'_>, gathered: &mut Gathered) -> Result<(), Fault> {
    read_identities(fields, gathered)?;
    each::<PolicyWire<'_>>(fields, "Policies", |value, wire| {
        let policy = ManagedPolicy::from(wire);
        if policy.arn.account() == "aws" {
            return merge::add_of_aws(&mut gathered.aws_managed, policy, value);
        }
        let tables = tables(gathered, &policy.arn, "policy", value)?;
        merge::add(&mut tables.policies, policy.arn.clone(), policy, value)
    })?;
    let touched = std::mem::take(&mut gathered.touched);
    gathered.pages.push((goes_on(fields), touched));
    Ok(())
}

/// Whether a page says that another one follows.
pub(super) fn goes_on(fields: &Fields<'_>) -> bool {
    let is_cut = fields.get("IsTruncated").is_some_and(|value| value.text() == "true");
    is_cut || ["NextToken", "nextToken", "Marker"].iter().any(|key| fields.get(key).is_some())
}

fn read_identities(fields: &Fields<'_>, gathered: &mut Gathered) -> Result<(), Fault> {
    each::<UserWire<'_>>(fields, "UserDetailList", |value, wire| {
        let user = User::from(wire);
        let tables = tables(gathered, &user.identity.arn, "user", value)?;
        merge::add(&mut tables.users, user.identity.arn.clone(), user, value)
    })?;
    each::<GroupWire<'_>>(fields, "GroupDetailList", |value, wire| {
        let group = Group::from(wire);
        let tables = tables(gathered, &group.identity.arn, "group", value)?;
        merge::add(&mut tables.groups, group.identity.arn.clone(), group, value)
    })?;
    each::<RoleWire<'_>>(fields, "RoleDetailList", |value, wire| {
        let role = Role::from(wire);
        let tables = tables(gathered, &role.identity.arn, "role", value)?;
        merge::add(&mut tables.roles, role.identity.arn.clone(), role, value)
    })
}

/// Decodes the items of a table, if the page has it.
fn each<'t, W: Deserialize<'t>>(
    fields: &Fields<'t>,
    table: &str,
    mut add: impl FnMut(&Value<'t>, W) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let Some(list) = fields.get(table) else { return Ok(()) };
    list.items()?.iter().try_for_each(|item| add(item, item.decode()?))
}

/// The tables of the account that something of this kind belongs to.
fn tables<'g>(gathered: &'g mut Gathered, arn: &Arn, kind: &str, value: &Value<'_>) -> Result<&'g mut Tables, Fault> {
    let account = arn.account();
    let is_account = account.len() == 12 && account.bytes().all(|digit| digit.is_ascii_digit());
    if arn.service() != "iam" || !is_account || arn.kind() != kind {
        return Err(value.fault(format!("`{}` is not the ARN of a {kind} of an account", arn.as_str())));
    }
    let key: AccountKey = (arn.partition().into(), account.into());
    gathered.touched.insert(key.clone());
    Ok(gathered.accounts.entry(key).or_default())
}
