//! Who asks: a user name with groups, as authentication leaves them.
//!
//! An identity is a slice of subjects, the user first. The API server compares strings only, so a group is in it when it
//! is listed, and not otherwise.

use crate::model::Subject;

use super::groups::{ANONYMOUS, AUTHENTICATED, UNAUTHENTICATED, implied_groups};

/// A subject with the groups that it is always in: what a real request of it carries.
///
/// A group stands for any member of it.
#[must_use]
pub fn identity_of(subject: &Subject) -> Vec<Subject> {
    let mut identity = vec![subject.clone()];
    identity.extend(implied_groups(subject));
    identity
}

/// Exactly this user and these groups, as a SubjectAccessReview names them.
#[must_use]
pub fn identity_exactly<'g>(user: Option<&str>, groups: impl IntoIterator<Item = &'g str>) -> Vec<Subject> {
    user.map(Subject::user).into_iter().chain(groups.into_iter().map(Subject::group)).collect()
}

/// Whom `--as USER --as-group GROUP` makes of an administrator.
///
/// Without groups a service account is in its own; with groups, these are the authority, but for `system:authenticated`,
/// which everybody is in who has logged in. A node is not in `system:nodes` (only constrained impersonation puts it there).
/// Compare upstream `pkg/endpoints/filters/impersonation/mode.go`.
#[must_use]
pub fn impersonated(user: Option<&str>, groups: &[String]) -> Vec<Subject> {
    let mut identity = identity_exactly(user, groups.iter().map(String::as_str));
    if let (Some(account @ Subject::ServiceAccount { .. }), true) = (identity.first().cloned(), groups.is_empty()) {
        identity.extend(implied_groups(&account));
        return identity;
    }
    let has = |group: &str| groups.iter().any(|given| given == group);
    if user == Some(ANONYMOUS) {
        identity.extend((!has(UNAUTHENTICATED)).then(|| Subject::group(UNAUTHENTICATED)));
    } else if !has(AUTHENTICATED) && !has(UNAUTHENTICATED) {
        identity.push(Subject::group(AUTHENTICATED));
    }
    identity
}

#[cfg(test)]
mod tests {
    use super::impersonated;

    fn who(user: Option<&str>, groups: &[&str]) -> String {
        let groups: Vec<String> = groups.iter().map(|group| (*group).to_owned()).collect();
        let identity: Vec<String> = impersonated(user, &groups).iter().map(crate::model::Subject::id).collect();
        identity.join(" ")
    }

    #[test]
    fn groups_are_those_of_impersonation() {
        assert_eq!(who(Some("alice"), &[]), "user:alice group:system:authenticated");
        assert_eq!(who(Some("alice"), &["dev"]), "user:alice group:dev group:system:authenticated");
        assert_eq!(who(None, &["dev"]), "group:dev group:system:authenticated");
        assert_eq!(who(Some("alice"), &["system:unauthenticated"]), "user:alice group:system:unauthenticated");
        assert_eq!(who(Some("system:anonymous"), &[]), "user:system:anonymous group:system:unauthenticated");
        assert_eq!(who(Some("system:node:n1"), &[]), "user:system:node:n1 group:system:authenticated");
        // With groups of one's own, those of the account are not added: kubectl does the same.
        assert_eq!(
            who(Some("system:serviceaccount:shop:web"), &["dev"]),
            "sa:shop/web group:dev group:system:authenticated"
        );
    }
}
