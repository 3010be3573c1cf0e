//! Who may hold a grant.

use serde::{Deserialize, Serialize};

use super::Name;

/// A user, group, service account or cloud identity, in the one spelling that the API server compares.
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
    /// An identity of a cloud: no binding can name it. Who it is in the cluster, if anybody, a mapping says.
    Cloud {
        /// Whose identity it is.
        provider: Provider,
        /// Its name there: an ARN, an e-mail address, a client id.
        name: Name,
    },
}

/// A cloud with identities of its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    /// Amazon Web Services: users and roles of IAM.
    Aws,
    /// Google Cloud: service accounts of IAM.
    Gcp,
    /// Microsoft Entra: applications and managed identities.
    Azure,
}

impl Provider {
    /// All of them.
    pub const ALL: [Provider; 3] = [Provider::Aws, Provider::Gcp, Provider::Azure];

    /// What the node names of its identities begin with.
    #[must_use]
    pub fn prefix(self) -> &'static str {
        match self {
            Provider::Aws => "aws",
            Provider::Gcp => "gcp",
            Provider::Azure => "azure",
        }
    }
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

    /// The identity of AWS with this ARN.
    #[must_use]
    pub fn aws(arn: &str) -> Self {
        Subject::Cloud { provider: Provider::Aws, name: arn.into() }
    }

    /// The user name that the API server sees; nothing for a group, nor for who has a name there only by a mapping.
    #[must_use]
    pub fn username(&self) -> Option<String> {
        match self {
            Subject::User(name) => Some(name.as_str().to_owned()),
            Subject::Group(_) | Subject::Cloud { .. } => None,
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
            (prefix, name) if !name.is_empty() => {
                let provider = Provider::ALL.into_iter().find(|provider| provider.prefix() == prefix)?;
                Some(Subject::Cloud { provider, name: name.into() })
            }
            _ => None,
        }
    }

    /// The node name: `user:NAME`, `group:NAME`, `sa:NAMESPACE/NAME`, `aws:ARN`, `gcp:EMAIL`, `azure:ID`.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Subject::User(name) => format!("user:{}", name.as_str()),
            Subject::Group(name) => format!("group:{}", name.as_str()),
            Subject::ServiceAccount { namespace, name } => format!("sa:{}/{}", namespace.as_str(), name.as_str()),
            Subject::Cloud { provider, name } => format!("{}:{}", provider.prefix(), name.as_str()),
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
