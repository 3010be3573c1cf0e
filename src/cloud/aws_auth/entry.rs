//! Entries: what is valid is kept, what is not is told, and the rest is read all the same.

use std::collections::HashSet;

use crate::yaml::Node;

use super::finding::{Finding, findings};
use super::principal::Principal;
use super::template::Template;
use super::text::{Fields, each_item};
use super::{Entry, List, Mappings, Remark, name};

const NOBODY: &str = "it names neither a role (`rolearn`) nor a permission set (`sso`)";
const BOTH: &str = "it names a role and a permission set, of which only one can be";
const NO_USER: &str = "it names no user (`userarn`)";
const NO_ACCOUNT_ID: &str = "the `accountID` of its permission set is no text of twelve digits; quote it";
const NO_SET_NAME: &str = "the `permissionSetName` is no name of a permission set";
const NO_PARTITION: &str = "the `partition` is none that the authenticator knows";
const REPLACED: &str = "a later entry is about the same";
const NO_ACCOUNT: &str = "it is no text";

/// `endpoints.PARTITIONS` upstream; older versions know the first five.
const PARTITIONS: [&str; 8] =
    ["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"];

/// Adds the entries of `mapRoles`.
pub(super) fn roles(text: &str, to: &mut Mappings) {
    read(List::Roles, text, to, role);
}

/// Adds the entries of `mapUsers`.
pub(super) fn users(text: &str, to: &mut Mappings) {
    let user = |fields: &mut Fields<'_, '_>| match fields.text("userarn") {
        "" => Err(NO_USER),
        arn => Ok(Principal::Arn(name(arn))),
    };
    read(List::Users, text, to, user);
}

/// Adds the entries of `mapAccounts`. A number is kept as it is written, so that a leading zero stays.
pub(super) fn accounts(text: &str, to: &mut Mappings) {
    let outcome = each_item(text, |index, item| match item.as_str() {
        Some(account) => to.entries.push(Entry {
            list: List::Accounts,
            index,
            principal: Principal::Account(name(account)),
            username: Template::of_arn(),
            groups: Vec::new(),
            findings: (!is_account(account)).then_some(Finding::ForeignDead).into_iter().collect(),
        }),
        None => to.remarks.push(dropped(List::Accounts, Some(index), NO_ACCOUNT)),
    });
    to.remarks.extend(outcome.err().map(|why| dropped(List::Accounts, None, why)));
}

type ReadPrincipal = fn(&mut Fields<'_, '_>) -> Result<Principal, &'static str>;

fn read(list: List, text: &str, to: &mut Mappings, principal: ReadPrincipal) {
    let mut entries = Vec::new();
    let remarks = &mut to.remarks;
    let outcome = each_item(text, |index, item| {
        let mut fields = Fields::of(item);
        match principal(&mut fields) {
            Ok(principal) => {
                entries.push(mapping(list, index, principal, &mut fields));
                let of_field = |why| Remark { list, index: Some(index), dropped: false, why };
                fields.faults.dedup();
                remarks.extend(fields.faults.into_iter().map(of_field));
            }
            Err(why) => remarks.push(dropped(list, Some(index), why)),
        }
    });
    remarks.extend(outcome.err().map(|why| dropped(list, None, why)));
    let replaced = drop_replaced(&mut entries);
    remarks.extend(replaced.into_iter().map(|index| dropped(list, Some(index), REPLACED)));
    to.entries.append(&mut entries);
}

fn mapping(list: List, index: usize, principal: Principal, fields: &mut Fields<'_, '_>) -> Entry {
    let username = Template::read(fields.text("username"));
    let groups: Vec<Template> = fields.texts("groups").into_iter().map(Template::read).collect();
    let findings = findings(&principal, &username, &groups);
    Entry { list, index, principal, username, groups, findings }
}

/// Of those about the same the last one counts (`saveMap`); gives the places of the others.
fn drop_replaced(entries: &mut Vec<Entry>) -> Vec<usize> {
    let mut seen = HashSet::new();
    let mut replaced = Vec::new();
    entries.reverse();
    entries.retain(|entry| {
        let first = seen.insert(entry.key());
        replaced.extend((!first).then_some(entry.index));
        first
    });
    entries.reverse();
    replaced.reverse();
    replaced
}

impl Entry {
    /// Users differ where only the case of their ARNs does.
    fn key(&self) -> String {
        match &self.principal {
            Principal::Arn(arn) if self.list == List::Users => arn.as_str().to_owned(),
            principal => principal.key(),
        }
    }
}

fn role(fields: &mut Fields<'_, '_>) -> Result<Principal, &'static str> {
    match (fields.text("rolearn"), fields.object("sso")) {
        ("", None) => Err(NOBODY),
        ("", Some(set)) => permission_set(set),
        (arn, None) => Ok(Principal::Arn(name(arn))),
        (_, Some(_)) => Err(BOTH),
    }
}

fn permission_set(node: &Node<'_>) -> Result<Principal, &'static str> {
    let mut fields = Fields::of(node);
    let account = fields.text("accountid");
    let set = fields.text("permissionsetname");
    let partition = fields.text("partition");
    if !is_account(account) {
        return Err(NO_ACCOUNT_ID);
    }
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    if !(1..=32).contains(&set.len()) || !set.bytes().all(allowed) {
        return Err(NO_SET_NAME);
    }
    if !partition.is_empty() && !PARTITIONS.contains(&partition) {
        return Err(NO_PARTITION);
    }
    let partition = (!partition.is_empty()).then(|| name(partition));
    Ok(Principal::PermissionSet { account: name(account), name: name(set), partition })
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn dropped(list: List, index: Option<usize>, why: &'static str) -> Remark {
    Remark { list, index, dropped: true, why }
}
