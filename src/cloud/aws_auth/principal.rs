//! Whom an entry is about, and who a caller is.

use crate::model::Name;

/// Whom an entry is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Principal {
    /// The principal with this ARN, as it is written. Compared without regard to case, and with everybody: a role may stand
    /// among the users.
    Arn(Name),
    /// The roles that IAM Identity Center makes for a permission set in an account, whatever the end of their names.
    PermissionSet {
        /// The account.
        account: Name,
        /// The name of the permission set.
        name: Name,
        /// The partition, where the entry says one.
        partition: Option<Name>,
    },
    /// Everybody in an account, as far as no other entry is about them.
    Account(Name),
}

impl Principal {
    /// Who that is, in a few words.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Principal::Arn(arn) => arn.as_str().to_owned(),
            Principal::PermissionSet { account, name, .. } => {
                format!("permission set {} in {}", name.as_str(), account.as_str())
            }
            Principal::Account(account) => format!("account {}", account.as_str()),
        }
    }

    /// Whether it signs in by sessions whose names others choose: a role.
    pub(super) fn has_sessions(&self) -> bool {
        match self {
            Principal::Arn(arn) => resource(arn).is_some_and(|(_, resource)| resource.starts_with("role/")),
            Principal::PermissionSet { .. } => true,
            Principal::Account(_) => false,
        }
    }

    /// What two entries of roles have in common where the later one replaces the earlier one.
    pub(super) fn key(&self) -> String {
        match self {
            Principal::Arn(arn) => folded(arn),
            Principal::PermissionSet { account, name, partition } => {
                let partition = if partition.is_none() { "aws" } else { "" };
                let text = format!("arn:{partition}:iam::{}:role/AWSReservedSSO_{}_*", account.as_str(), name.as_str());
                folded(&text)
            }
            Principal::Account(account) => account.as_str().to_owned(),
        }
    }
}

/// Who signs in, as the authenticator sees it.
pub(super) struct Caller<'a> {
    /// Its ARN; of a role without the path, and without the session.
    pub(super) arn: String,
    pub(super) account: &'a str,
    pub(super) session: Session<'a>,
}

/// The name of a caller's session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Session<'a> {
    /// Chosen by whoever assumes the role.
    Open,
    /// This one; empty for a user.
    Is(&'a str),
}

impl<'a> Caller<'a> {
    /// The one with this ARN; nothing where nobody who signs in has it.
    pub(super) fn of(arn: &'a str) -> Option<Self> {
        let [_, partition, service, _, account, resource] = sections(arn)?;
        let (kind, rest) = resource.split_once('/').unwrap_or((resource, ""));
        let role = |name: &str| format!("arn:{partition}:iam::{account}:role/{name}");
        let (arn, session) = match (service, kind) {
            // What a session of the role shows is its name, never its path.
            ("iam", "role") => (role(rest.rsplit('/').next().unwrap_or(rest)), Session::Open),
            ("sts", "assumed-role") => {
                let (name, session) = rest.rsplit_once('/')?;
                (role(name), Session::Is(session))
            }
            ("iam", "user" | "root") => (arn.to_owned(), Session::Is("")),
            ("sts", "federated-user") => (arn.to_owned(), Session::Is(rest)),
            _ => return None,
        };
        Some(Caller { arn, account, session })
    }
}

/// Service and resource of an ARN, without regard to case.
pub(super) fn resource(arn: &str) -> Option<(String, String)> {
    let folded = folded(arn);
    let [_, _, service, _, _, resource] = sections(&folded)?;
    Some((service.to_owned(), resource.to_owned()))
}

fn sections(arn: &str) -> Option<[&str; 6]> {
    let sections: Vec<&str> = arn.splitn(6, ':').collect();
    <[&str; 6]>::try_from(sections).ok().filter(|sections| sections.first() == Some(&"arn"))
}

/// The text as Go compares it where case does not count: two letters beyond ASCII are those of ASCII too
/// (`strings.EqualFold`).
pub(super) fn folded(text: &str) -> String {
    let fold = |letter: char| match letter {
        '\u{17f}' => 's',
        '\u{212a}' => 'k',
        other => other.to_ascii_lowercase(),
    };
    text.chars().map(fold).collect()
}
