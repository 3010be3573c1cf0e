//! One user and one role for each method that an account knows.

use kubescan::template::{Method, MethodGift, MethodObject};
use serde_json::{Value, json};

use super::export::{allow, arn, attach, bound, deny, of_aws};
use super::labels::{Labelled, Reach};

/// Methods that take another principal: actions, what they are on, what it is called otherwise.
const TAKING: &[(&str, &str, &str, &str)] = &[
    ("sts-001", "sts:AssumeRole", "role/ladder", ""),
    ("iam-002", "iam:CreateAccessKey", "user/chief", ""),
    ("iam-003", "iam:CreateAccessKey iam:DeleteAccessKey", "user/chief", "iam-002"),
    ("iam-004", "iam:CreateLoginProfile", "user/chief", ""),
    ("iam-006", "iam:UpdateLoginProfile", "user/chief", ""),
    ("iam-012", "iam:UpdateAssumeRolePolicy", "role/locked", ""),
    ("iam-014", "iam:AttachRolePolicy sts:AssumeRole", "role/plain", ""),
    ("iam-015", "iam:AttachUserPolicy iam:CreateAccessKey", "user/idle", ""),
    ("iam-017", "iam:PutRolePolicy sts:AssumeRole", "role/plain", ""),
    ("iam-018", "iam:PutUserPolicy iam:CreateAccessKey", "user/idle", ""),
    ("iam-019", "iam:AttachRolePolicy iam:UpdateAssumeRolePolicy", "role/shut", ""),
    ("iam-021", "iam:PutRolePolicy iam:UpdateAssumeRolePolicy", "role/shut", ""),
    ("ks-iam-createrole", "iam:CreateRole iam:AttachRolePolicy", "role/made/*", ""),
    ("ks-iam-createuser", "iam:CreateUser iam:PutUserPolicy iam:CreateAccessKey", "user/made/*", ""),
];

pub(crate) fn one_of_each(account: &mut Labelled) {
    for (id, actions, on, or) in TAKING {
        both(account, id, &[allow(actions, &arn(on))], Reach::Sure, &format!("{id} {or}"));
    }
    for (id, action, role) in
        [("iam-016", "sts:AssumeRole", "role/plain"), ("iam-020", "iam:UpdateAssumeRolePolicy", "role/shut")]
    {
        let statements = [allow("iam:CreatePolicyVersion", &arn("policy/reads")), allow(action, &arn(role))];
        both(account, id, &statements, Reach::Sure, id);
    }
    let provider = [allow("iam:UpdateSAMLProvider", &arn("saml-provider/corp"))];
    both(account, "ks-iam-provider", &provider, Reach::Unknown, "ks-iam-provider");
    for method in &kubescan::template::builtin().methods {
        if !method.service.is_empty() && method.on(MethodObject::Cluster).next().is_none() {
            by_service(account, method);
        }
    }
    on_itself(account);
    as_it_was(account);
}

/// A user and a role of these rights.
fn both(account: &mut Labelled, id: &str, statements: &[Value], reach: Reach, methods: &str) {
    account.user(&format!("u-{id}"), statements, reach, methods);
    account.role(&format!("r-{id}"), statements, reach, methods);
}

/// All that a method asks for, on everything.
fn by_service(account: &mut Labelled, method: &Method) {
    let first = method.needs.iter().map(|need| need.actions[0].as_str());
    let actions = first.collect::<Vec<&str>>().join(" ");
    let reach = if method.gives == MethodGift::RunningRole { Reach::Unknown } else { Reach::Sure };
    let or = if method.id.starts_with("lambda-00") { "lambda-003" } else { "" };
    both(account, &method.id, &[allow(&actions, "*")], reach, &format!("{} {or}", method.id));
}

fn on_itself(account: &mut Labelled) {
    for (id, kind, action) in [
        ("iam-005", "role", "iam:PutRolePolicy"),
        ("iam-007", "user", "iam:PutUserPolicy"),
        ("iam-008", "user", "iam:AttachUserPolicy"),
        ("iam-009", "role", "iam:AttachRolePolicy"),
    ] {
        let name = format!("own-{id}");
        let statements = [allow(action, &arn(&format!("{kind}/{name}")))];
        match kind {
            "user" => account.user(&name, &statements, Reach::Sure, id),
            _ => account.role(&name, &statements, Reach::Sure, id),
        };
    }
    for (id, action) in [("iam-010", "iam:AttachGroupPolicy"), ("iam-011", "iam:PutGroupPolicy")] {
        let group = format!("of-{id}");
        account.export.group(&group, &[allow(action, &arn(&format!("group/{group}")))]);
        account.user(&format!("own-{id}"), &[], Reach::Sure, id)["GroupList"] = json!([group]);
    }
    account.user("own-iam-013", &[allow("iam:AddUserToGroup", &arn("group/admins"))], Reach::Sure, "iam-013");
    for kind in ["user", "role"] {
        let name = format!("rewritten-{kind}");
        let policy =
            account.export.policy(&name, &[&[allow("iam:CreatePolicyVersion", &arn(&format!("policy/{name}")))]]);
        attach(named(account, kind, "own-iam-001", &[], "iam-001"), &policy);
    }
}

/// What an older version, no boundary or no Deny gives back.
fn as_it_was(account: &mut Labelled) {
    for (kind, cased) in [("user", "User"), ("role", "Role")] {
        let back = [allow("iam:SetDefaultPolicyVersion", "*")];
        let policy = account.export.policy(&format!("older-{kind}"), &[&back, &[allow("*", "*")]]);
        attach(named(account, kind, "own-setdefault", &[], "ks-iam-setdefault"), &policy);

        let narrow = [allow(&format!("iam:Delete{cased}PermissionsBoundary s3:*"), "*")];
        let narrow = account.export.policy(&format!("narrow-{kind}"), &[&narrow]);
        let id = format!("ks-iam-boundary-{kind}");
        bound(named(account, kind, &format!("own-{id}"), &[allow("*", "*")], &id), &narrow);

        let mut but = deny("", "*");
        but.as_object_mut().unwrap().remove("Action");
        but["NotAction"] = json!(format!("iam:Delete{cased}Policy"));
        let id = format!("ks-iam-drop-deny-{kind}");
        let denied = named(account, kind, &format!("own-{id}"), &[but], &id);
        attach(denied, &of_aws("AdministratorAccess"));
    }
}

fn named<'a>(account: &'a mut Labelled, kind: &str, name: &str, own: &[Value], id: &str) -> &'a mut Value {
    match kind {
        "user" => account.user(name, own, Reach::Sure, id),
        _ => account.role(name, own, Reach::Sure, id),
    }
}
