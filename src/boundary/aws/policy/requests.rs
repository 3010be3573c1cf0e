//! Examples of what a policy lets its holder write.
//!
//! For each statement that allows something: its actions, and of patterns those that kubescan knows, on an example of each
//! of its resources. What only reads is left out.

use std::collections::BTreeSet;

use crate::model::Name;
use crate::model::cloud::{Condition, ManagedPolicy, Selection, SetOperator, Statement};
use crate::template::Method;

use super::super::world::World;
use super::allowing;

/// Writes of IAM beside those of methods.
const WRITES: &[&str] = &[
    "iam:AddUserToGroup",
    "iam:AttachGroupPolicy",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:CreateGroup",
    "iam:CreatePolicy",
    "iam:CreatePolicyVersion",
    "iam:CreateRole",
    "iam:CreateUser",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:PassRole",
    "iam:PutGroupPolicy",
    "iam:PutRolePolicy",
    "iam:PutUserPolicy",
    "iam:RemoveUserFromGroup",
    "iam:SetDefaultPolicyVersion",
    "iam:TagRole",
    "iam:TagUser",
    "iam:UpdateAssumeRolePolicy",
];

/// How the names of actions begin that only read.
const READS: &[&str] = &[
    "BatchGet", "Describe", "Generate", "Get", "Head", "List", "Lookup", "Query", "Scan", "Search", "Simulate", "View",
];

/// Examples of what a policy lets its holder write.
pub(super) struct Requests<'c> {
    pub(super) actions: BTreeSet<String>,
    pub(super) resources: BTreeSet<String>,
    statements: Vec<&'c Statement>,
}

impl<'c> Requests<'c> {
    pub(super) fn of(world: &World<'_, 'c>, policy: &'c ManagedPolicy) -> Self {
        let statements = allowing(policy);
        let (mut actions, mut resources) = (BTreeSet::new(), BTreeSet::new());
        for statement in &statements {
            actions.extend(named(statement));
            resources.extend(examples(world, statement));
        }
        if statements.iter().any(|statement| is_open(statement)) {
            actions.extend(known(world.methods));
        }
        Requests { actions, resources, statements }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.actions.is_empty()
    }

    fn conditions(&self) -> impl Iterator<Item = &'c Condition> + '_ {
        self.statements.iter().flat_map(|statement| &statement.conditions)
    }

    /// The tags of principals that conditions ask about.
    pub(super) fn tags(&self) -> BTreeSet<&'c Name> {
        let keys = self.conditions().map(|condition| &condition.key);
        keys.filter(|key| key.to_ascii_lowercase().starts_with("aws:principaltag/")).collect()
    }

    /// The keys about the caller that conditions let pass where they are missing.
    pub(super) fn lenient(&self) -> BTreeSet<&'c Name> {
        let is_lenient =
            |one: &&Condition| one.operator.if_exists || one.operator.set == Some(SetOperator::ForAllValues);
        let keys = self.conditions().filter(is_lenient).map(|condition| &condition.key);
        let about_caller = |key: &&Name| {
            let key = key.to_ascii_lowercase();
            key.starts_with("aws:principal") || key == "aws:userid" || key == "aws:username"
        };
        keys.filter(about_caller).collect()
    }
}

/// Whether a statement means actions that it does not name.
fn is_open(statement: &Statement) -> bool {
    match &statement.actions {
        Selection::Only(names) => names.iter().any(|name| name.contains(['*', '?'])),
        Selection::AllBut(_) => true,
    }
}

/// The actions that a statement names, an example of each pattern; of those only what writes.
fn named(statement: &Statement) -> Vec<String> {
    let Selection::Only(names) = &statement.actions else { return vec!["s3:PutObject".to_owned()] };
    let example = |name: &Name| match name.as_str() {
        "*" | "*:*" => "s3:PutObject".to_owned(),
        name => name.replace(":*", ":Kubescan").replace('*', "Kubescan").replace('?', "x"),
    };
    names.iter().map(example).filter(|action| !reads(action)).collect()
}

/// Every action that is known to write.
pub(in crate::boundary::aws) fn known(methods: &[Method]) -> impl Iterator<Item = String> + '_ {
    let of_methods = methods.iter().flat_map(|method| &method.needs).flat_map(|need| &need.actions);
    let all = of_methods.map(|action| action.as_str().to_owned());
    all.chain(WRITES.iter().map(|action| (*action).to_owned())).filter(|action| !reads(action))
}

fn reads(action: &str) -> bool {
    let verb = action.split_once(':').map_or(action, |(_, verb)| verb).to_ascii_lowercase();
    READS.iter().any(|read| verb.starts_with(&read.to_ascii_lowercase()))
}

/// An example of each resource; what is not said is a role of the account.
fn examples(world: &World<'_, '_>, statement: &Statement) -> Vec<String> {
    let (partition, account) = (world.account.partition.as_str(), world.account.id.as_str());
    let any = || format!("arn:{partition}:iam::{account}:role/kubescan");
    let Some(Selection::Only(patterns)) = &statement.resources else { return vec![any()] };
    let example = |pattern: &Name| {
        let parts: Vec<&str> = pattern.splitn(6, ':').collect();
        let [_, _, service, region, of, resource] = parts.as_slice() else { return any() };
        let of = if of.contains(['*', '?']) { account } else { of };
        let resource = resource.replace('*', "kubescan").replace('?', "x");
        format!("arn:{partition}:{service}:{}:{of}:{resource}", region.replace('*', "kubescan"))
    };
    patterns.iter().map(example).collect()
}
