//! An export of one account, written by hand: what `get-account-authorization-details` prints.

use serde_json::{Value, json};

/// The account that everything is in.
pub(crate) const ACCOUNT: &str = "111122223333";
/// An account of which there is no export.
pub(crate) const ELSEWHERE: &str = "999999999999";

/// The tables of an export.
#[derive(Clone, Default)]
pub(crate) struct Export {
    pub(crate) users: Vec<Value>,
    pub(crate) groups: Vec<Value>,
    pub(crate) roles: Vec<Value>,
    pub(crate) policies: Vec<Value>,
}

/// The ARN of something in the account: `role/a`.
pub(crate) fn arn(resource: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:{resource}")
}

/// The ARN of a policy that AWS maintains.
pub(crate) fn of_aws(name: &str) -> String {
    format!("arn:aws:iam::aws:policy/{name}")
}

/// A policy document of these statements.
pub(crate) fn document(statements: &[Value]) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements})
}

/// A statement; actions stand with spaces between.
pub(crate) fn statement(effect: &str, actions: &str, resource: &str) -> Value {
    json!({"Effect": effect, "Action": words(actions), "Resource": resource})
}

pub(crate) fn allow(actions: &str, resource: &str) -> Value {
    statement("Allow", actions, resource)
}

pub(crate) fn deny(actions: &str, resource: &str) -> Value {
    statement("Deny", actions, resource)
}

/// The same statement under a condition.
pub(crate) fn only_if(mut statement: Value, operator: &str, key: &str, value: &str) -> Value {
    statement["Condition"][operator][key] = json!(value);
    statement
}

/// A trust policy in a principal of this kind: `Service`, `AWS`, `Federated`.
pub(crate) fn trust(kind: &str, name: &str) -> Value {
    document(&[json!({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {kind: name}})])
}

/// A trust policy that leaves it to the policies of the account.
pub(crate) fn trust_account() -> Value {
    trust("AWS", &arn("root"))
}

/// Whom nobody of these accounts can be.
pub(crate) fn trust_nobody() -> Value {
    trust("Service", "nobody.amazonaws.com")
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

impl Export {
    pub(crate) fn user(&mut self, name: &str, statements: &[Value]) -> &mut Value {
        let id = format!("AIDA{}", name.to_ascii_uppercase());
        let mut user = identity(&format!("user/{name}"), statements, "UserPolicyList");
        (user["UserName"], user["UserId"], user["GroupList"]) = (json!(name), json!(id), json!([]));
        self.users.push(user);
        self.users.last_mut().unwrap()
    }

    pub(crate) fn role(&mut self, name: &str, trust: Value, statements: &[Value]) -> &mut Value {
        let short = name.rsplit('/').next().unwrap();
        let mut role = identity(&format!("role/{name}"), statements, "RolePolicyList");
        (role["RoleName"], role["RoleId"]) = (json!(short), json!(format!("AROA{}", short.to_ascii_uppercase())));
        (role["AssumeRolePolicyDocument"], role["InstanceProfileList"]) = (trust, json!([]));
        self.roles.push(role);
        self.roles.last_mut().unwrap()
    }

    pub(crate) fn group(&mut self, name: &str, statements: &[Value]) -> &mut Value {
        let mut group = identity(&format!("group/{name}"), statements, "GroupPolicyList");
        (group["GroupName"], group["GroupId"]) = (json!(name), json!(format!("AGPA{}", name.to_ascii_uppercase())));
        self.groups.push(group);
        self.groups.last_mut().unwrap()
    }

    /// A customer managed policy: the first version is in force. Its ARN.
    pub(crate) fn policy(&mut self, name: &str, versions: &[&[Value]]) -> String {
        let arn = arn(&format!("policy/{name}"));
        let versions = versions.iter().enumerate().map(|(index, statements)| {
            json!({"VersionId": format!("v{}", 9 - index), "IsDefaultVersion": index == 0, "Document": document(statements)})
        });
        let versions: Vec<Value> = versions.collect();
        self.policies
            .push(json!({"PolicyName": name, "Arn": arn, "DefaultVersionId": "v9", "PolicyVersionList": versions}));
        arn
    }

    pub(crate) fn json(&self) -> Value {
        json!({
            "UserDetailList": self.users,
            "GroupDetailList": self.groups,
            "RoleDetailList": self.roles,
            "Policies": self.policies,
        })
    }
}

fn identity(resource: &str, statements: &[Value], list: &str) -> Value {
    let path = resource.split_once('/').unwrap().1;
    let path = path.rsplit_once('/').map_or("/".to_owned(), |(path, _)| format!("/{path}/"));
    let policies = match statements {
        [] => json!([]),
        _ => json!([{"PolicyName": "own", "PolicyDocument": document(statements)}]),
    };
    json!({"Arn": arn(resource), "Path": path, "AttachedManagedPolicies": [], list: policies})
}

/// Attaches a managed policy.
pub(crate) fn attach(to: &mut Value, policy: &str) {
    let name = policy.rsplit('/').next().unwrap();
    let attached = to["AttachedManagedPolicies"].as_array_mut().unwrap();
    attached.push(json!({"PolicyArn": policy, "PolicyName": name}));
}

/// Bounds by a managed policy.
pub(crate) fn bound(to: &mut Value, policy: &str) {
    to["PermissionsBoundary"] = json!({"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": policy});
}

/// Puts a role into an instance profile.
pub(crate) fn profile(role: &mut Value, name: &str) {
    let arn = arn(&format!("instance-profile/{name}"));
    role["InstanceProfileList"] = json!([{"InstanceProfileName": name, "Arn": arn}]);
}
