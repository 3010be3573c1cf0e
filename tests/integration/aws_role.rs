//! A role as the AWS CLI exports it, for accounts of tests.

use serde_json::{Value, json};

pub(crate) const ACCOUNT: &str = "111122223333";

pub(crate) fn arn(role: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:role/{role}")
}

/// A role with this trust policy, which allows nothing.
pub(crate) fn role(name: &str, statement: &Value) -> Value {
    json!({
        "Path": "/", "RoleName": name, "RoleId": format!("AROA{name:X>17}"), "Arn": arn(name),
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "InstanceProfileList": [], "RolePolicyList": [], "AttachedManagedPolicies": [], "Tags": []
    })
}
