//! Accounts for tests, written by hand.

use std::sync::Arc;

use super::{ACCOUNT, Decision, Iam, Request, now};
use crate::model::cloud::{
    Account, Arn, Cloud, Group, Identity, InlinePolicy, ManagedPolicy, ManagedVersion, PolicyDocument, Role, Tags, User,
};

/// A cloud of one account, to which others may be added.
pub(in crate::cloud::iam) struct Fixture {
    pub(super) cloud: Cloud,
}

/// An ARN of the account: `role/a`.
pub(in crate::cloud::iam) fn arn(resource: &str) -> Arn {
    Arn::parse(&format!("arn:aws:iam::{ACCOUNT}:{resource}")).unwrap()
}

/// A document of these statements, of the version with variables; a whole document if it says so.
pub(super) fn document(text: &str) -> PolicyDocument {
    let text = if text.contains("\"Statement\"") {
        text.to_owned()
    } else {
        format!(r#"{{"Version": "2012-10-17", "Statement": [{text}]}}"#)
    };
    match serde_json::from_str(&text) {
        Ok(document) => PolicyDocument::Readable(Arc::new(document)),
        Err(error) => PolicyDocument::Unreadable(error.to_string().into()),
    }
}

fn identity(account: &str, resource: &str, policies: &[&str]) -> Identity {
    let arn = Arn::parse(&format!("arn:aws:iam::{account}:{resource}")).unwrap();
    let name = arn.short().to_owned();
    let prefix = if resource.starts_with("user") { "AIDA" } else { "AROA" };
    let inline = policies.iter().enumerate();
    let inline =
        inline.map(|(index, text)| InlinePolicy { name: format!("p{index}").into(), document: document(text) });
    Identity {
        id: format!("{prefix}{}", name.to_ascii_uppercase()).into(),
        name: name.into(),
        path: "/".into(),
        inline: inline.collect(),
        attached: Vec::new(),
        arn,
    }
}

impl Fixture {
    pub(in crate::cloud::iam) fn new() -> Self {
        let mut fixture = Fixture { cloud: Cloud::default() };
        fixture.account(ACCOUNT);
        fixture
    }

    pub(super) fn account(&mut self, id: &str) -> &mut Account {
        let accounts = &mut self.cloud.accounts;
        if !accounts.iter().any(|account| account.id == id) {
            let (users, groups, roles, policies) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
            accounts.push(Account {
                partition: "aws".into(),
                id: id.into(),
                users,
                groups,
                roles,
                policies,
                breaks_off: false,
            });
        }
        accounts.iter_mut().find(|account| account.id == id).unwrap()
    }

    pub(super) fn user(&mut self, name: &str, policies: &[&str]) -> &mut User {
        self.user_of(ACCOUNT, name, policies)
    }

    pub(super) fn user_of(&mut self, account: &str, name: &str, policies: &[&str]) -> &mut User {
        let identity = identity(account, &format!("user/{name}"), policies);
        let users = &mut self.account(account).users;
        users.push(User { identity, groups: Vec::new(), boundary: None, tags: Tags::new() });
        users.last_mut().unwrap()
    }

    pub(in crate::cloud::iam) fn role(&mut self, name: &str, trust: &str, policies: &[&str]) -> &mut Role {
        let identity = identity(ACCOUNT, &format!("role/{name}"), policies);
        let (trust, instance_profiles) = (document(trust), Vec::new());
        let roles = &mut self.account(ACCOUNT).roles;
        roles.push(Role { identity, trust, boundary: None, tags: Tags::new(), instance_profiles, last_used: None });
        roles.last_mut().unwrap()
    }

    pub(super) fn group(&mut self, name: &str, policies: &[&str]) -> &mut Group {
        let identity = identity(ACCOUNT, &format!("group/{name}"), policies);
        let groups = &mut self.account(ACCOUNT).groups;
        groups.push(Group { identity });
        groups.last_mut().unwrap()
    }

    /// A customer managed policy; the last version is in force.
    pub(super) fn policy(&mut self, name: &str, versions: &[&str]) -> Arn {
        let arn = arn(&format!("policy/{name}"));
        let version =
            |(index, text): (usize, &&str)| ManagedVersion { id: format!("v{index}").into(), document: document(text) };
        let versions: Vec<ManagedVersion> = versions.iter().enumerate().map(version).collect();
        let default_version = versions.last().unwrap().id.clone();
        let policy = ManagedPolicy { arn: arn.clone(), name: name.into(), default_version, versions };
        self.account(ACCOUNT).policies.push(policy);
        arn
    }

    pub(in crate::cloud::iam) fn iam(&self) -> Iam<'_> {
        Iam::new(&self.cloud, now())
    }

    pub(super) fn decide(&self, principal: &str, request: &Request<'_>) -> Decision {
        let iam = self.iam();
        iam.decide(iam.find(arn(principal).as_str()).unwrap(), request)
    }

    pub(super) fn assume(&self, caller: &str, role: &str) -> Decision {
        let iam = self.iam();
        let find = |resource: &str| {
            let text =
                if resource.starts_with("arn:") { resource.to_owned() } else { arn(resource).name().to_string() };
            iam.find(&text).unwrap()
        };
        iam.may_assume(find(caller), find(role))
    }
}
