//! What every account of these tests has: an administrator, roles of services that may do everything, and some that may
//! do nothing.

use serde_json::{Value, json};

use super::export::{allow, arn, attach, of_aws, profile, trust, trust_account, trust_nobody};
use super::labels::{Labelled, Reach};

/// The services that may assume a role that administers the account.
pub(crate) const SERVICES: &[&str] = &[
    "bedrock-agentcore",
    "cloudformation",
    "codebuild",
    "codestar",
    "ec2",
    "ecs-tasks",
    "glue",
    "lambda",
    "sagemaker",
    "tasks.apprunner",
];

/// A policy that reads some buckets.
pub(crate) fn reads() -> Value {
    allow("s3:GetObject s3:ListBucket", "*")
}

pub(crate) fn stage() -> Labelled {
    let mut account = Labelled::default();
    let administrator = of_aws("AdministratorAccess");
    attach(account.user("chief", &[], Reach::Sure, "identity/aws-admin"), &administrator);
    for service in SERVICES {
        let name = format!("svc-{service}");
        account.expect(&format!("role/{name}"), Reach::Sure, "identity/aws-admin");
        let trusted = trust("Service", &format!("{service}.amazonaws.com"));
        let role = account.export.role(&name, trusted, &[]);
        attach(role, &administrator);
        if *service == "ec2" {
            profile(role, "machines");
        }
    }
    for (name, trusted) in [
        ("ladder", trust_account()),
        ("locked", trust_nobody()),
        ("federated", trust("Federated", &arn("saml-provider/corp"))),
        ("aws-reserved/sso.amazonaws.com/AWSReservedSSO_Ops_1", trust("Federated", &arn("saml-provider/AWSSSO_1"))),
    ] {
        account.expect(&format!("role/{name}"), Reach::Sure, "identity/aws-admin");
        attach(account.export.role(name, trusted, &[]), &administrator);
    }
    harmless(&mut account);
    through_groups(&mut account);
    account
}

/// Who may be raised, and is nothing as it is.
fn harmless(account: &mut Labelled) {
    account.user("idle", &[], Reach::Never, "");
    let policy = account.export.policy("reads", &[&[reads()]]);
    for (name, trusted) in [
        ("plain", trust_account()),
        ("shut", trust_nobody()),
        ("aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport", trust("Service", "support.amazonaws.com")),
    ] {
        account.expect(&format!("role/{name}"), Reach::Never, "");
        attach(account.export.role(name, trusted, &[]), &policy);
    }
}

fn through_groups(account: &mut Labelled) {
    attach(account.export.group("admins", &[]), &of_aws("AdministratorAccess"));
    account.export.group("readers", &[reads()]);
    account.user("member", &[], Reach::Sure, "identity/aws-admin")["GroupList"] = json!(["admins"]);
    account.user("reader", &[], Reach::Never, "")["GroupList"] = json!(["readers"]);
}
