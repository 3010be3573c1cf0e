//! What looks like a way up and is none.

use serde_json::{Value, json};

use super::export::{ACCOUNT, ELSEWHERE, allow, arn, attach, bound, deny, of_aws, only_if, statement, trust};
use super::labels::{Labelled, Reach};
use super::stage::reads;

const PUT: &str = "iam:PutUserPolicy";

/// Users that have only this: actions, and on what.
const TOO_LITTLE: &[(&str, &str, &str)] = &[
    ("other-user", "iam:PutUserPolicy iam:AttachUserPolicy", "user/idle"),
    ("other-role", "iam:PutRolePolicy iam:AttachRolePolicy", "role/plain"),
    ("own-key", "iam:CreateAccessKey iam:CreateLoginProfile", "user/own-key"),
    ("unused-policy", "iam:CreatePolicyVersion", "policy/unused"),
    ("group-elsewhere", "iam:PutGroupPolicy iam:AttachGroupPolicy", "group/readers"),
    ("harmless-group", "iam:AddUserToGroup", "group/readers"),
    ("only-create", "iam:CreateRole iam:CreateUser iam:CreateAccessKey", "role/made/*"),
    ("no-key", "iam:CreateUser iam:AttachUserPolicy", "user/made/*"),
    ("reserved", "iam:UpdateAssumeRolePolicy iam:PutRolePolicy", "role/aws-reserved/*"),
    ("linked", "iam:UpdateAssumeRolePolicy iam:PutRolePolicy iam:AttachRolePolicy", "role/aws-service-role/*"),
    ("trusts-services-only", "sts:AssumeRole", "role/svc-lambda"),
    ("leads-nowhere", "sts:AssumeRole", "role/plain"),
];

/// The same on everything.
const NOT_ENOUGH: &[(&str, &str)] = &[
    ("pass-alone", "iam:PassRole"),
    ("run-alone", "lambda:CreateFunction lambda:InvokeFunction ec2:RunInstances glue:CreateJob glue:StartJobRun"),
    ("no-group", "iam:PutGroupPolicy iam:AttachGroupPolicy"),
    ("no-service", "iam:PassRole states:CreateStateMachine states:StartExecution"),
    ("half", "iam:PassRole glue:CreateJob sagemaker:CreateModel codebuild:CreateProject"),
    ("reading", "iam:Get* iam:List* s3:* ec2:Describe*"),
];

pub(crate) fn add(account: &mut Labelled) {
    account.export.policy("unused", &[&[reads()]]);
    for (name, actions, on) in TOO_LITTLE {
        account.user(name, &[allow(actions, &arn(on))], Reach::Never, "");
    }
    for (name, actions) in NOT_ENOUGH {
        account.user(name, &[allow(actions, "*")], Reach::Never, "");
    }
    account.role("in-no-group", &[allow("iam:*Group*", "*")], Reach::Never, "");
    denied(account);
    unfit_conditions(account);
    unfit_roles(account);
    bounded(account);
    unfit_policies(account);
    kept(account);
}

fn denied(account: &mut Labelled) {
    let own = |name: &str| allow(PUT, &arn(&format!("user/{name}")));
    account.user("deny-beside", &[own("deny-beside"), deny("iam:Put*", "*")], Reach::Never, "");
    let policy = account.export.policy("no-writing", &[&[deny("iam:P*", "*")]]);
    attach(account.user("deny-attached", &[own("deny-attached")], Reach::Never, ""), &policy);
    account.export.group("watched", &[deny("iam:*", "*")]);
    account.user("deny-by-group", &[own("deny-by-group")], Reach::Never, "")["GroupList"] = json!(["watched"]);
    let mut all_but = deny("", "*");
    all_but.as_object_mut().unwrap().remove("Action");
    all_but["NotAction"] = json!(["s3:*"]);
    account.user("deny-all-but", &[allow("*", "*"), all_but.clone()], Reach::Never, "");
    all_but["Effect"] = json!("Allow");
    all_but["NotAction"] = json!(["iam:*", "sts:*"]);
    all_but["Resource"] = json!("arn:aws:s3:::*");
    account.user("allow-all-but", &[all_but], Reach::Never, "");
    let named = trust("AWS", &arn("user/deny-assume"));
    account.export.role("names-denied", named, &[allow("*", "*")]);
    account.user("deny-assume", &[deny("sts:AssumeRole", "*")], Reach::Never, "");
}

fn unfit_conditions(account: &mut Labelled) {
    for (name, operator, key, value, reach) in [
        ("long-past", "DateLessThan", "aws:CurrentTime", "2020-01-01T00:00:00Z", Reach::Never),
        ("long-begun", "DateGreaterThan", "aws:CurrentTime", "2020-01-01T00:00:00Z", Reach::Sure),
        ("other-account", "StringEquals", "aws:PrincipalAccount", ELSEWHERE, Reach::Never),
        ("same-account", "StringEquals", "aws:ResourceAccount", ACCOUNT, Reach::Sure),
        ("other-name", "StringEquals", "aws:username", "somebody", Reach::Never),
        ("untagged", "StringEquals", "aws:PrincipalTag/team", "red", Reach::Never),
        ("signed-twice", "Bool", "aws:MultiFactorAuthPresent", "true", Reach::Unknown),
        ("from-office", "IpAddress", "aws:SourceIp", "192.0.2.0/24", Reach::Unknown),
        ("odd-operator", "StringSounds", "aws:username", "odd", Reach::Unknown),
    ] {
        let own = allow(PUT, &arn(&format!("user/{name}")));
        account.user(name, &[only_if(own, operator, key, value)], reach, "");
    }
    for (name, operator, key, value, reach) in [
        ("deny-odd", "StringSounds", "aws:username", "odd", Reach::Unknown),
        ("deny-without-mfa", "BoolIfExists", "aws:MultiFactorAuthPresent", "false", Reach::Unknown),
        ("deny-elsewhere", "StringNotEquals", "aws:ResourceAccount", ACCOUNT, Reach::Sure),
        ("deny-others", "StringNotEquals", "aws:PrincipalTag/team", "red", Reach::Never),
    ] {
        let (own, deny) = (allow(PUT, &arn(&format!("user/{name}"))), deny("iam:*", "*"));
        account.user(name, &[own, only_if(deny, operator, key, value)], reach, "");
    }
    let readable = allow("iam:AttachUserPolicy", &arn("user/reads-only"));
    let readable = only_if(readable, "ArnEquals", "iam:PolicyARN", &of_aws("ReadOnlyAccess"));
    account.user("reads-only", &[readable], Reach::Never, "");
    let bounded =
        only_if(allow("iam:CreateRole", "*"), "StringEquals", "iam:PermissionsBoundary", &arn("policy/reads"));
    let given = allow("iam:PutRolePolicy", &arn("role/made/*"));
    account.user("bounds-what-it-makes", &[bounded, given], Reach::Never, "");
}

fn unfit_roles(account: &mut Labelled) {
    let run = || allow("lambda:CreateFunction lambda:InvokeFunction", "*");
    let to_ec2 = only_if(allow("iam:PassRole", "*"), "StringEquals", "iam:PassedToService", "ec2.amazonaws.com");
    account.user("passes-elsewhere", &[run(), to_ec2], Reach::Never, "");
    let function = format!("arn:aws:ec2:*:{ACCOUNT}:instance/*");
    let with_instance = only_if(allow("iam:PassRole", "*"), "ArnLike", "iam:AssociatedResourceArn", &function);
    account.user("passes-to-instances", &[run(), with_instance], Reach::Never, "");
    account.user("passes-others", &[run(), allow("iam:PassRole", &arn("role/svc-glue"))], Reach::Never, "");
    let abroad = format!("arn:aws:iam::{ELSEWHERE}:role/*");
    account.user("passes-abroad", &[run(), allow("iam:PassRole", &abroad)], Reach::Never, "");
    let function = |name: &str| format!("arn:aws:lambda:*:{ACCOUNT}:function:{name}");
    let apart = [
        allow("iam:PassRole", "*"),
        allow("lambda:CreateFunction", &function("dev-*")),
        allow("lambda:InvokeFunction", &function("prod-*")),
    ];
    account.user("functions-apart", &apart, Reach::Never, "");
    let abroad = format!("arn:aws:lambda:*:{ELSEWHERE}:function:*");
    let abroad = allow("lambda:CreateFunction lambda:InvokeFunction", &abroad);
    account.user("functions-abroad", &[allow("iam:PassRole", "*"), abroad], Reach::Never, "");
    attach(
        account.export.role("no-machine", trust("Service", "ec2.amazonaws.com"), &[]),
        &of_aws("AdministratorAccess"),
    );
    let pass = allow("iam:PassRole", &arn("role/no-machine"));
    account.user("starts-no-machine", &[pass.clone(), allow("ec2:RunInstances", "*")], Reach::Never, "");
    let making = allow("ec2:RunInstances iam:CreateInstanceProfile iam:AddRoleToInstanceProfile", "*");
    account.user("makes-a-profile", &[pass, making], Reach::Sure, "ec2-001");
    let parts = [allow("iam:PutRolePolicy", &arn("role/shut")), allow("sts:AssumeRole", &arn("role/plain"))];
    account.user("two-roles", &parts, Reach::Never, "");
}

fn bounded(account: &mut Labelled) {
    let reads = arn("policy/reads");
    bound(account.user("bounded", &[allow("iam:* sts:*", "*")], Reach::Never, ""), &reads);
    let admin = account.user("bounded-admin", &[], Reach::Never, "");
    attach(admin, &of_aws("AdministratorAccess"));
    bound(admin, &reads);
    bound(account.export.role("bounded-target", trust("AWS", &arn("root")), &[allow("*", "*")]), &reads);
    account.user("takes-bounded", &[allow("sts:AssumeRole", &arn("role/bounded-target"))], Reach::Never, "");
    let raise = allow("iam:PutRolePolicy iam:AttachRolePolicy sts:AssumeRole", &arn("role/bounded-target"));
    account.user("raises-bounded", &[raise], Reach::Never, "");
}

fn unfit_policies(account: &mut Labelled) {
    let policy = account.export.policy("was-less", &[&[allow("iam:SetDefaultPolicyVersion", "*")], &[reads()]]);
    attach(account.user("was-less", &[], Reach::Never, ""), &policy);
    attach(account.user("kept-by-aws", &[], Reach::Never, ""), &of_aws("AmazonSQSFullAccess"));
    let own = [allow(PUT, &arn("user/kept-and-more"))];
    attach(account.user("kept-and-more", &own, Reach::Sure, "iam-007"), &of_aws("AmazonSQSFullAccess"));
    attach(account.user("denied-by-aws", &own_of("denied-by-aws"), Reach::Unknown, ""), &of_aws("AWSDenyAll"));
    let strange = statement("Allow", "s3:*", &arn("user/strange"));
    account.user("strange", &[strange], Reach::Never, "");
}

/// Rights that a condition, a Deny or the target keeps from being used.
fn kept(account: &mut Labelled) {
    let assume = || allow("sts:AssumeRole", "*");
    account.user(
        "k-mfa",
        &[only_if(assume(), "Bool", "aws:MultiFactorAuthPresent", "true")],
        Reach::Unknown,
        "sts-001",
    );
    let present = only_if(assume(), "Null", "aws:MultiFactorAuthPresent", "false");
    account.user("k-mfa-there", &[present], Reach::Unknown, "sts-001");
    account.user("k-ended", &[only_if(assume(), "DateLessThan", "aws:EpochTime", "1500000000")], Reach::Never, "");
    let pass = only_if(allow("iam:PassRole", "*"), "StringNotEquals", "iam:PassedToService", "lambda.amazonaws.com");
    account.user("k-not-passed", &[pass, allow("lambda:*", "*")], Reach::Unknown, "lambda-003");
    let pass = only_if(deny("iam:PassRole", "*"), "StringNotEquals", "iam:PassedToService", "glue.amazonaws.com");
    let made = allow("lambda:CreateFunction lambda:InvokeFunction", "*");
    account.user("k-only-glue", &[allow("iam:PassRole", "*"), pass, made], Reach::Never, "");
}

fn own_of(name: &str) -> [Value; 1] {
    [allow(PUT, &arn(&format!("user/{name}")))]
}
