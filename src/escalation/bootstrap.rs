//! Bootstrap tokens: the Secrets that hold them, and whom they let one be.
//!
//! Compare `plugin/pkg/auth/authenticator/token/bootstrap/bootstrap.go` upstream: the Secret `bootstrap-token-ID` makes its
//! bearer the user `system:bootstrap:ID`, in `system:bootstrappers` and in the groups below it that the Secret names.

use crate::model::{Name, Subject};

const GROUP: &str = "system:bootstrappers";
const SECRET_PREFIX: &str = "bootstrap-token-";
const USER_PREFIX: &str = "system:bootstrap:";

/// Whether a token may carry this group.
pub(super) fn may_be_carried(group: &Subject) -> bool {
    let is_below = |name: &Name| name.strip_prefix(GROUP).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'));
    matches!(group, Subject::Group(name) if is_below(name))
}

/// Whom the token in a Secret of this name makes its bearer; nobody by another name.
pub(super) fn user_of(secret: &Name) -> Option<Subject> {
    let id = secret.strip_prefix(SECRET_PREFIX).filter(|id| is_id(id))?;
    Some(Subject::user(&format!("{USER_PREFIX}{id}")))
}

/// Whether it is the user of some token.
pub(super) fn is_user(subject: &Subject) -> bool {
    matches!(subject, Subject::User(name) if name.strip_prefix(USER_PREFIX).is_some_and(is_id))
}

/// `BootstrapTokenIDPattern` of `k8s.io/cluster-bootstrap/token/api`.
fn is_id(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{is_user, may_be_carried, user_of};
    use crate::model::Subject;

    #[test]
    fn only_secrets_of_the_right_name_are_tokens() {
        assert_eq!(user_of(&"bootstrap-token-abc123".into()), Some(Subject::user("system:bootstrap:abc123")));
        for name in ["bootstrap-token-abc12", "bootstrap-token-ABC123", "bootstrap-token-abc1234", "abc123"] {
            assert_eq!(user_of(&name.into()), None, "{name}");
        }
    }

    #[test]
    fn users_and_groups_are_told_by_their_names() {
        assert!(is_user(&Subject::user("system:bootstrap:abc123")));
        assert!(
            !is_user(&Subject::user("system:bootstrap:someone"))
                && !is_user(&Subject::group("system:bootstrap:abc123"))
        );
        for (name, expected) in
            [("system:bootstrappers", true), ("system:bootstrappers:kubeadm", true), ("system:bootstrapperss", false)]
        {
            assert_eq!(may_be_carried(&Subject::group(name)), expected, "{name}");
        }
    }
}
