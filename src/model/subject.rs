//! Who may hold a grant.

use serde::{Deserialize, Serialize};

use super::Name;

/// A user, group or service account, in the one spelling that the API server compares.
///
/// The API server compares *user names*: the user `system:serviceaccount:shop:web` **is** the service account `web` of
/// the namespace `shop`, and is always written as that here. Compare `serviceaccount.MatchesUsername` upstream.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Subject {
    /// A user by name; also names that look like a service account but could not be one.
    User(Name),
    /// A group: a set of users that nobody can list.
    Group(Name),
    /// A service account.
    ServiceAccount {
        /// Its namespace.
        namespace: Name,
        /// Its name.
        name: Name,
    },
}

const SERVICE_ACCOUNT_PREFIX: &str = "system:serviceaccount:";

impl Subject {
    /// The subject with this user name.
    #[must_use]
    pub fn user(username: &str) -> Self {
        let parts = username.strip_prefix(SERVICE_ACCOUNT_PREFIX).and_then(|rest| rest.split_once(':'));
        match parts {
            // A further colon cannot stand in the name of a service account: then it is some other user.
            Some((namespace, name)) if !namespace.is_empty() && !name.is_empty() && !name.contains(':') => {
                Subject::ServiceAccount { namespace: namespace.into(), name: name.into() }
            }
            _ => Subject::User(username.into()),
        }
    }

    /// The group with this name.
    #[must_use]
    pub fn group(name: &str) -> Self {
        Subject::Group(name.into())
    }

    /// The service account as a subject of a binding names it. Its namespace is not validated by the API server, so
    /// `x:y` + `z` is the same user name as `x` + `y:z`.
    #[must_use]
    pub fn service_account(namespace: &str, name: &str) -> Self {
        Subject::user(&format!("{SERVICE_ACCOUNT_PREFIX}{namespace}:{name}"))
    }

    /// The user name that the API server sees; nothing for a group.
    #[must_use]
    pub fn username(&self) -> Option<String> {
        match self {
            Subject::User(name) => Some(name.as_str().to_owned()),
            Subject::Group(_) => None,
            Subject::ServiceAccount { namespace, name } => {
                Some(format!("{SERVICE_ACCOUNT_PREFIX}{}:{}", namespace.as_str(), name.as_str()))
            }
        }
    }

    /// The subject of this node name; nothing where it is the name of something else, or stands for many.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        match id.split_once(':')? {
            ("user", name) if !name.is_empty() => Some(Subject::user(name)),
            ("group", name) if !name.is_empty() => Some(Subject::group(name)),
            ("sa", text) => {
                let (namespace, name) = text.split_once('/')?;
                let one = |part: &str| !part.is_empty() && part != "*";
                (one(namespace) && one(name)).then(|| Subject::service_account(namespace, name))
            }
            _ => None,
        }
    }

    /// The node name: `user:NAME`, `group:NAME`, `sa:NAMESPACE/NAME`.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Subject::User(name) => format!("user:{}", name.as_str()),
            Subject::Group(name) => format!("group:{}", name.as_str()),
            Subject::ServiceAccount { namespace, name } => format!("sa:{}/{}", namespace.as_str(), name.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Subject;

    #[test]
    fn a_user_spelled_as_a_service_account_is_that_account() {
        assert_eq!(Subject::user("system:serviceaccount:shop:web"), Subject::service_account("shop", "web"));
        assert_eq!(Subject::service_account("shop", "web").id(), "sa:shop/web");
    }

    #[test]
    fn names_are_compared_as_user_names() {
        assert_eq!(Subject::service_account("x:y", "z"), Subject::service_account("x", "y:z"));
        for odd in ["system:serviceaccount:shop", "system:serviceaccount::web", "system:serviceaccount:a:b:c"] {
            assert_eq!(Subject::user(odd), Subject::User(odd.into()));
        }
    }
}
