//! The groups that the API server puts every identity in, without any object saying so.

use crate::model::Subject;

/// Its members may do everything; no binding shows it and nothing stops it.
pub const MASTERS: &str = "system:masters";
/// Everybody who has logged in.
pub const AUTHENTICATED: &str = "system:authenticated";
/// Everybody who has not.
pub const UNAUTHENTICATED: &str = "system:unauthenticated";
/// Every service account.
pub const SERVICE_ACCOUNTS: &str = "system:serviceaccounts";
/// Every kubelet.
pub const NODES: &str = "system:nodes";
/// How the user name of a kubelet begins; its node's name follows.
pub const NODE_PREFIX: &str = "system:node:";
/// The name of those who have not logged in.
pub const ANONYMOUS: &str = "system:anonymous";

/// The groups that this subject is always in.
///
/// A service account is in two groups of service accounts (`MakeGroupNames` upstream) and, as everybody who logs in, in
/// `system:authenticated`. A kubelet's certificate names `system:nodes`. The members of a group have logged in too.
#[must_use]
pub fn implied_groups(subject: &Subject) -> Vec<Subject> {
    match subject {
        Subject::User(name) if name == ANONYMOUS => vec![Subject::group(UNAUTHENTICATED)],
        Subject::User(name) if name.starts_with(NODE_PREFIX) => {
            vec![Subject::group(NODES), Subject::group(AUTHENTICATED)]
        }
        // What a mapping makes of a cloud identity is no rule of the API server: see `Access`.
        Subject::User(_) | Subject::Cloud { .. } => vec![Subject::group(AUTHENTICATED)],
        Subject::ServiceAccount { namespace, .. } => vec![
            Subject::group(AUTHENTICATED),
            Subject::group(SERVICE_ACCOUNTS),
            Subject::group(&format!("{SERVICE_ACCOUNTS}:{}", namespace.as_str())),
        ],
        Subject::Group(name) if name == AUTHENTICATED || name == UNAUTHENTICATED => Vec::new(),
        Subject::Group(name) if name.starts_with("system:serviceaccounts:") => {
            vec![Subject::group(AUTHENTICATED), Subject::group(SERVICE_ACCOUNTS)]
        }
        Subject::Group(_) => vec![Subject::group(AUTHENTICATED)],
    }
}

#[cfg(test)]
mod tests {
    use super::implied_groups;
    use crate::model::Subject;

    #[test]
    fn service_accounts_are_in_three_groups() {
        let groups: Vec<String> =
            implied_groups(&Subject::service_account("shop", "web")).iter().map(Subject::id).collect();
        let expected =
            ["group:system:authenticated", "group:system:serviceaccounts", "group:system:serviceaccounts:shop"];
        assert_eq!(groups, expected);
    }

    #[test]
    fn the_anonymous_user_is_not_authenticated() {
        assert_eq!(implied_groups(&Subject::user("system:anonymous")), [Subject::group("system:unauthenticated")]);
        assert_eq!(implied_groups(&Subject::user("alice")), [Subject::group("system:authenticated")]);
        assert_eq!(implied_groups(&Subject::group("system:unauthenticated")), []);
    }
}
