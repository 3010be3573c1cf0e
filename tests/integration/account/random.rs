//! Random small accounts, and what changes them.

use fastrand::Rng;
use serde_json::{Value, json};

use super::export::{Export, allow, arn, attach, deny, of_aws, only_if, profile, trust, trust_account};

const ACTIONS: &[&str] = &[
    "*",
    "iam:*",
    "iam:Put*",
    "iam:PutUserPolicy",
    "iam:AttachRolePolicy",
    "iam:AddUserToGroup",
    "iam:CreateAccessKey",
    "iam:UpdateAssumeRolePolicy",
    "iam:CreatePolicyVersion",
    "iam:DeleteUserPolicy",
    "iam:PassRole",
    "sts:AssumeRole",
    "lambda:*",
    "lambda:CreateFunction",
    "ec2:RunInstances",
    "s3:*",
];

const RESOURCES: &[&str] = &["user/a", "user/*", "role/a", "role/b", "role/*", "group/a", "policy/*"];

/// Users, roles and groups are named by these.
const NAMES: &[&str] = &["a", "b", "c"];

pub(crate) fn statement(random: &mut Rng, denies: bool) -> Value {
    let actions = (0..random.usize(1..3)).map(|_| ACTIONS[random.usize(..ACTIONS.len())]);
    let actions = actions.collect::<Vec<&str>>().join(" ");
    let resource = if random.bool() { "*".to_owned() } else { arn(RESOURCES[random.usize(..RESOURCES.len())]) };
    let statement = if denies { deny(&actions, &resource) } else { allow(&actions, &resource) };
    match random.u8(..8) {
        0 => only_if(statement, "Bool", "aws:MultiFactorAuthPresent", "true"),
        1 => only_if(statement, "StringLike", "aws:PrincipalArn", &arn("user/*")),
        2 => only_if(statement, "StringEquals", "iam:PassedToService", "lambda.amazonaws.com"),
        _ => statement,
    }
}

fn statements(random: &mut Rng) -> Vec<Value> {
    let mut all: Vec<Value> = (0..random.usize(..3)).map(|_| statement(random, false)).collect();
    all.extend(deny_at_times(random));
    all
}

fn deny_at_times(random: &mut Rng) -> Option<Value> {
    let denies = random.u8(..4) == 0;
    denies.then(|| statement(random, true))
}

pub(crate) fn account(random: &mut Rng) -> Export {
    let mut export = Export::default();
    let policies: Vec<String> =
        NAMES.iter().map(|name| export.policy(name, &[&statements(random), &statements(random)])).collect();
    for name in NAMES {
        let own = statements(random);
        give(export.group(name, &own), &policies, random);
        let own = statements(random);
        let user = export.user(name, &own);
        user["GroupList"] = json!(NAMES.iter().filter(|_| random.u8(..3) == 0).collect::<Vec<_>>());
        give(user, &policies, random);
        let (own, trusted) = (statements(random), trusted(random));
        let role = export.role(name, trusted, &own);
        give(role, &policies, random);
        profile(role, name);
    }
    export
}

fn trusted(random: &mut Rng) -> Value {
    match random.u8(..5) {
        0 => trust("AWS", &arn("user/a")),
        1 => trust("Service", "lambda.amazonaws.com"),
        2 => trust("Service", "ec2.amazonaws.com"),
        _ => trust_account(),
    }
}

fn give(to: &mut Value, policies: &[String], random: &mut Rng) {
    let attached = policies.iter().filter(|_| random.u8(..4) == 0).collect::<Vec<_>>();
    attached.into_iter().for_each(|policy| attach(to, policy));
    if random.u8(..8) == 0 {
        attach(to, &of_aws("AdministratorAccess"));
    }
}

/// Adds a statement to the policy of anybody; a new policy where there is none.
pub(crate) fn add(export: &mut Export, statement: Value, random: &mut Rng) {
    let all = [&mut export.users, &mut export.roles].into_iter().flatten().collect::<Vec<_>>();
    let count = all.len();
    let one = all.into_iter().nth(random.usize(..count)).unwrap();
    let list = if one.get("UserName").is_some() { "UserPolicyList" } else { "RolePolicyList" };
    let more = json!({"PolicyName": "more", "PolicyDocument": super::export::document(&[statement])});
    one[list].as_array_mut().unwrap().push(more);
}

/// Puts an operator that nobody knows into any statement of a policy of users and roles.
pub(crate) fn blur(export: &mut Export, random: &mut Rng) {
    let mut all = Vec::new();
    for one in export.users.iter_mut().chain(&mut export.roles) {
        let list = if one.get("UserName").is_some() { "UserPolicyList" } else { "RolePolicyList" };
        let policies = one[list].as_array_mut().unwrap().iter_mut();
        all.extend(policies.flat_map(|policy| policy["PolicyDocument"]["Statement"].as_array_mut().unwrap()));
    }
    let count = all.len();
    if let Some(statement) = all.into_iter().nth(random.usize(..count.max(1))) {
        statement["Condition"]["StringSounds"]["aws:username"] = json!("a");
    }
}
