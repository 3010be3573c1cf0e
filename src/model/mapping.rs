//! Who a cloud identity is in the cluster.

use serde::{Deserialize, Serialize};

use super::{Name, Subject};

/// Who a cloud identity is in the cluster: what its authenticator makes of it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Mapping {
    /// The cloud identity.
    pub subject: Subject,
    /// What says so.
    pub source: MappingSource,
    /// The user name that it gets.
    pub username: MappedName,
    /// The groups that it is put in; `system:authenticated`, in which everybody is, is left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<MappedName>,
}

/// What says who a cloud identity is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MappingSource {
    /// An access entry of EKS.
    AccessEntry,
    /// The ConfigMap `aws-auth`.
    AwsAuth,
}

/// A name in a mapping: one, or any that the identity likes, as far as the session name stands in it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MappedName {
    /// This one.
    Fixed(Name),
    /// What stands before and after a name that whoever assumes the role chooses.
    Chosen(Name, Name),
}

impl MappedName {
    /// The name, where it is one.
    #[must_use]
    pub fn fixed(&self) -> Option<&Name> {
        match self {
            MappedName::Fixed(name) => Some(name),
            MappedName::Chosen(..) => None,
        }
    }

    /// Whether the identity can bear this name. A session name has at least two characters of `[A-Za-z0-9_=,.@-]` and `+`;
    /// where the template asks for it, `@` has become `-`, so this is what may come of either.
    #[must_use]
    pub fn can_be(&self, name: &str) -> bool {
        let (before, after) = match self {
            MappedName::Fixed(own) => return *own == name,
            MappedName::Chosen(before, after) => (before, after),
        };
        let session = name.strip_prefix(before.as_str()).and_then(|rest| rest.strip_suffix(after.as_str()));
        let allowed = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
        session.is_some_and(|session| (2..=64).contains(&session.len()) && session.chars().all(allowed))
    }
}

impl Mapping {
    /// The names that are sure: as a user and in groups.
    pub fn names(&self) -> impl Iterator<Item = Subject> + '_ {
        let user = self.username.fixed().map(|name| Subject::user(name));
        user.into_iter().chain(self.groups.iter().filter_map(MappedName::fixed).map(|name| Subject::group(name)))
    }

    /// Whether it may be this user, or in this group.
    #[must_use]
    pub fn can_be(&self, subject: &Subject) -> bool {
        match (subject, subject.username()) {
            (Subject::Group(name), _) => self.groups.iter().any(|group| group.can_be(name)),
            (_, Some(name)) => self.username.can_be(&name),
            _ => false,
        }
    }

    /// Whether whoever assumes the role chooses a part of the names.
    #[must_use]
    pub fn is_chosen(&self) -> bool {
        self.groups.iter().chain([&self.username]).any(|name| name.fixed().is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::MappedName;

    #[test]
    fn a_session_name_stands_for_what_it_may_hold() {
        let any = MappedName::Chosen("".into(), "".into());
        let dev = MappedName::Chosen("dev:".into(), "-x".into());
        let table = [
            (&any, "alice@example.com", true),
            (&any, "a", false),
            (&any, "system:masters", false),
            (&dev, "dev:alice-x", true),
            (&dev, "dev:-x", false),
            (&dev, "dev:al ice-x", false),
            (&dev, "prod:alice-x", false),
        ];
        for (name, text, expected) in table {
            assert_eq!(name.can_be(text), expected, "{name:?} {text}");
        }
        assert!(MappedName::Fixed("alice".into()).can_be("alice"));
        assert!(!MappedName::Fixed("alice".into()).can_be("bob"));
    }
}
