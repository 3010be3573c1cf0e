//! What is to be said of an entry.

use super::principal::{Principal, resource};
use super::template::{Part, Template};

/// What is to be said of an entry.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Finding {
    /// The ARN of a role has a path. A caller's has none, so it matches nobody.
    PathDead,
    /// The ARN is one of a session. A caller's is turned into that of its role, so it matches nobody.
    SessionDead,
    /// The ARN has a wildcard, which is compared as it stands: it matches nobody. Support for wildcards is proposed upstream.
    WildcardDead,
    /// The text is no ARN of a user, a role, a root user or a federated user, or no account: it matches nobody.
    ForeignDead,
    /// A permission set with a `partition`, which the authenticator loses: it matches nobody.
    PartitionDead,
    /// A permission set: counts only where the feature gate `SSORoleMatch` of the authenticator is on, which is off by default.
    PermissionSetGate,
    /// A name that whoever assumes the role chooses stands in the username.
    SessionUsername,
    /// The same in a group: critical, since any group of that form is theirs.
    SessionGroup,
}

impl Finding {
    /// Its stable id.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Finding::PathDead => "awsauth-path-dead",
            Finding::SessionDead => "awsauth-session-dead",
            Finding::WildcardDead => "awsauth-wildcard-dead",
            Finding::ForeignDead => "awsauth-foreign-dead",
            Finding::PartitionDead => "awsauth-partition-dead",
            Finding::PermissionSetGate => "awsauth-sso-gate",
            Finding::SessionUsername | Finding::SessionGroup => "awsauth-session-template",
        }
    }

    /// Whether an entry with it matches nobody.
    #[must_use]
    pub fn is_dead(self) -> bool {
        !matches!(self, Finding::PermissionSetGate | Finding::SessionUsername | Finding::SessionGroup)
    }
}

/// What is to be said of an entry of roles or users.
pub(super) fn findings(principal: &Principal, username: &Template, groups: &[Template]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = of_principal(principal).into_iter().collect();
    if principal.has_sessions() && !findings.iter().any(|finding| finding.is_dead()) {
        let chosen = |part: &Part| matches!(part, Part::SessionName | Part::SessionNameRaw);
        let in_username = username.parts().iter().any(chosen);
        // An instance is chosen by the name of the session too. As a username that is how nodes join.
        let in_group = |part: &Part| chosen(part) || *part == Part::PrivateDnsName;
        let in_groups = groups.iter().flat_map(Template::parts).any(in_group);
        findings.extend(in_username.then_some(Finding::SessionUsername));
        findings.extend(in_groups.then_some(Finding::SessionGroup));
    }
    findings
}

fn of_principal(principal: &Principal) -> Option<Finding> {
    match principal {
        Principal::Arn(arn) => of_arn(arn),
        Principal::PermissionSet { partition: Some(_), .. } => Some(Finding::PartitionDead),
        Principal::PermissionSet { .. } => Some(Finding::PermissionSetGate),
        Principal::Account(_) => None,
    }
}

fn of_arn(arn: &str) -> Option<Finding> {
    let Some((service, resource)) = resource(arn) else { return Some(Finding::ForeignDead) };
    if arn.contains(['*', '?']) {
        return Some(Finding::WildcardDead);
    }
    let (kind, name) = resource.split_once('/').unwrap_or((resource.as_str(), ""));
    match (service.as_str(), kind) {
        ("iam", "role") if name.contains('/') => Some(Finding::PathDead),
        ("iam", "role" | "user") | ("sts", "federated-user") if !name.is_empty() => None,
        ("iam", "root") if name.is_empty() => None,
        ("sts", "assumed-role") => Some(Finding::SessionDead),
        _ => Some(Finding::ForeignDead),
    }
}
