//! Ways up that are easily overlooked.

use serde_json::json;

use super::export::{ACCOUNT, allow, arn, attach, document, of_aws, only_if, profile, trust, trust_account};
use super::labels::{Labelled, Reach};

pub(crate) fn add(account: &mut Labelled) {
    wildcards(account);
    all_but(account);
    several_statements(account);
    conditions_that_hold(account);
    chains(account);
    trusts(account);
    bounds(account);
}

fn wildcards(account: &mut Labelled) {
    for (name, action) in [
        ("w-put", "iam:Put*"),
        ("w-star", "iam:*"),
        ("w-all", "*:*"),
        ("w-marks", "iam:???UserPolicy"),
        ("w-case", "IAM:putuserPOLICY"),
        ("w-service", "i*:PutUser*"),
    ] {
        account.user(name, &[allow(action, "*")], Reach::Sure, "");
    }
    account.user("w-variable", &[allow("iam:PutUserPolicy", &arn("user/${aws:username}"))], Reach::Sure, "iam-007");
    account.user("w-path", &[allow("sts:AssumeRole", &arn("role/team/*"))], Reach::Sure, "sts-001");
    attach(account.export.role("team/lead", trust_account(), &[]), &of_aws("AdministratorAccess"));
    let named = format!("arn:aws:lambda:eu-west-1:{ACCOUNT}:function:team-*");
    let functions = [allow("iam:PassRole", &arn("role/svc-*")), allow("lambda:*", &named)];
    account.user("w-function", &functions, Reach::Sure, "lambda-001");
}

fn all_but(account: &mut Labelled) {
    let statement =
        |key: &str, value: &str, resource: (&str, &str)| json!({"Effect": "Allow", key: value, resource.0: resource.1});
    account.user("b-action", &[statement("NotAction", "s3:*", ("Resource", "*"))], Reach::Sure, "identity/aws-admin");
    account.user("b-power", &[statement("NotAction", "iam:*", ("Resource", "*"))], Reach::Sure, "sts-001");
    let elsewhere = statement("Action", "iam:*", ("NotResource", "arn:aws:s3:::*"));
    account.user("b-resource", &[elsewhere], Reach::Sure, "");
    attach(account.user("b-power-user", &[], Reach::Sure, "sts-001"), &of_aws("PowerUserAccess"));
}

fn several_statements(account: &mut Labelled) {
    let parts = [
        allow("iam:PassRole", &arn("role/svc-lambda")),
        allow("lambda:CreateFunction", "*"),
        allow("s3:*", "*"),
        allow("lambda:Invoke*", "*"),
    ];
    account.user("s-parts", &parts, Reach::Sure, "lambda-001");
    let policy = account.export.policy("passes", &[&[allow("iam:PassRole", "*")]]);
    account.export.group("makers", &[allow("glue:*", "*")]);
    let user = account.user("s-group-and-policy", &[], Reach::Sure, "glue-001");
    user["GroupList"] = json!(["makers"]);
    attach(user, &policy);
    account.export.group("writers", &[allow("iam:AttachUserPolicy", "*")]);
    account.user("s-group", &[], Reach::Sure, "iam-008")["GroupList"] = json!(["writers"]);
    let single = account.user("s-single", &[], Reach::Sure, "iam-007");
    let one = json!({"Effect": "Allow", "Action": "iam:PutUserPolicy", "Resource": "*"});
    single["UserPolicyList"] =
        json!([{"PolicyName": "own", "PolicyDocument": {"Version": "2012-10-17", "Statement": one}}]);
}

fn conditions_that_hold(account: &mut Labelled) {
    let pass = || allow("iam:PassRole", "*");
    for (name, operator, value) in
        [("c-passed", "StringEquals", "ec2.amazonaws.com"), ("c-passed-like", "StringLike", "ec2*")]
    {
        let passed = only_if(pass(), operator, "iam:PassedToService", value);
        account.user(name, &[passed, allow("ec2:RunInstances", "*")], Reach::Sure, "ec2-001");
    }
    let region = only_if(allow("lambda:*", "*"), "StringEquals", "aws:RequestedRegion", "eu-west-1");
    account.user("c-region", &[pass(), region], Reach::Sure, "lambda-001");
    let tagged = only_if(allow("iam:PutUserPolicy", "*"), "StringEquals", "aws:PrincipalTag/team", "red");
    account.user("c-tag", &[tagged], Reach::Sure, "iam-007")["Tags"] = json!([{"Key": "team", "Value": "red"}]);
    let attached = only_if(allow("iam:AttachUserPolicy", "*"), "ArnLike", "iam:PolicyARN", "arn:aws:iam::aws:policy/*");
    account.user("c-policy", &[attached], Reach::Sure, "iam-008");
    let named = only_if(allow("iam:PutUserPolicy", "*"), "StringLike", "aws:PrincipalArn", &arn("user/c-*"));
    account.user("c-arn", &[named], Reach::Sure, "iam-007");
}

fn chains(account: &mut Labelled) {
    let hop = |to: &str| [allow("sts:AssumeRole", &arn(to))];
    account.user("chain-0", &hop("role/chain-1"), Reach::Sure, "sts-001");
    for (name, to) in [("chain-1", "role/chain-2"), ("chain-2", "role/chain-3"), ("chain-3", "role/ladder")] {
        account.expect(&format!("role/{name}"), Reach::Sure, "sts-001");
        account.export.role(name, trust_account(), &hop(to));
    }
    account.expect("role/round-1", Reach::Never, "");
    account.export.role("round-1", trust_account(), &hop("role/round-2"));
    account.expect("role/round-2", Reach::Never, "");
    account.export.role("round-2", trust_account(), &hop("role/round-1"));
    account.user("joins-then-attaches", &[allow("iam:AddUserToGroup", &arn("group/writers"))], Reach::Sure, "iam-013");
}

fn trusts(account: &mut Labelled) {
    let administers = [allow("*", "*")];
    let mut role = |name: &str, trusted| {
        account.expect(&format!("role/{name}"), Reach::Sure, "identity/aws-admin");
        account.export.role(name, trusted, &administers);
    };
    role("names-one", trust("AWS", &arn("user/t-named")));
    role("names-digits", trust("AWS", ACCOUNT));
    let secret = |operator, key, value| {
        document(&[only_if(trust("AWS", &arn("root"))["Statement"][0].clone(), operator, key, value)])
    };
    role("asks-secret", secret("StringEquals", "sts:ExternalId", "s3cret"));
    role("asks-mfa", secret("Bool", "aws:MultiFactorAuthPresent", "true"));
    role("asks-tag", secret("StringEquals", "aws:PrincipalTag/team", "red"));
    role("asks-arn", secret("ArnLike", "aws:PrincipalArn", &arn("user/t-arn")));
    let services = json!({"Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"Service": ["events.amazonaws.com", "states.amazonaws.com", "codepipeline.amazonaws.com", "lambda.amazonaws.com"]}});
    role("serves-many", document(&[services]));
    account.user("t-named", &[], Reach::Sure, "sts-001");
    for (name, to, reach) in [
        ("t-digits", "names-digits", Reach::Sure),
        ("t-secret", "asks-secret", Reach::Unknown),
        ("t-mfa", "asks-mfa", Reach::Unknown),
        ("t-tag", "asks-tag", Reach::Never),
        ("t-arn", "asks-arn", Reach::Sure),
        ("t-other-arn", "asks-arn", Reach::Never),
        ("t-not-named", "names-one", Reach::Never),
    ] {
        let to = arn(&format!("role/{to}"));
        let method = if reach == Reach::Never { "" } else { "sts-001" };
        account.user(name, &[allow("sts:AssumeRole", &to)], reach, method);
    }
    let to_many = [allow("iam:PassRole", &arn("role/serves-many")), allow("lambda:*", "*")];
    account.user("t-many", &to_many, Reach::Sure, "lambda-001");
}

fn bounds(account: &mut Labelled) {
    let wide = account.export.policy("wide", &[&[allow("*", "*")]]);
    bound_by(account, "l-wide", &wide, Reach::Sure);
    bound_by(account, "l-power", &of_aws("PowerUserAccess"), Reach::Sure);
    bound_by(account, "l-gone", &arn("policy/gone"), Reach::Unknown);
    let mut machine =
        account.export.role("own-machine", trust("Service", "ec2.amazonaws.com"), &[allow("*", "*")]).clone();
    profile(&mut machine, "own");
    *account.export.roles.last_mut().unwrap() = machine;
    let starts = [allow("iam:PassRole", &arn("role/own-machine")), allow("ec2:RunInstances", "*")];
    account.user("l-machine", &starts, Reach::Sure, "ec2-001");
}

fn bound_by(account: &mut Labelled, name: &str, boundary: &str, reach: Reach) {
    let user = account.user(name, &[allow("*", "*")], reach, "");
    super::export::bound(user, boundary);
}
