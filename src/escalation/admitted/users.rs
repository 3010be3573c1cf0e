//! Users whom the guards cannot but treat the same, and roles.
//!
//! A guard tells them apart by the strings of its text: a name is equal to one, begins or ends with it, or holds it. So ten
//! thousand accounts are a few kinds. Where a guard computes with names in any other way, each user is a kind of its own.

use crate::model::{AdmissionPolicy, Name, Snapshot, Subject};

use super::alike::expressions;
use super::literals::{computes, quoted};
use super::memo::Memo;
use super::resources;
use super::who::Who;

/// The resources by which roles are named.
const BINDINGS: &[&str] = &["*", "rolebindings", "clusterrolebindings"];

/// What guards tell users apart by.
#[derive(Default)]
pub(super) struct Users {
    strings: Vec<String>,
    /// Whether they compute with names in another way.
    opaque: bool,
    /// The kinds so far, numbered.
    kinds: Memo<Kind, usize>,
    /// Those of the users and names that were asked about.
    known: Memo<Subject, usize>,
    names: Memo<Name, usize>,
}

/// What guards can know of a user: of its name, and of its groups, which of the strings they meet and how. Or its name.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
enum Kind {
    /// The same to all guards as others of this kind.
    Like(Option<Vec<u8>>, Vec<Vec<u8>>),
    /// Like nobody else.
    Only(Vec<Subject>),
}

impl Users {
    pub(super) fn of(snapshot: &Snapshot) -> Self {
        let asks = |policy: &&AdmissionPolicy| {
            resources(&policy.matches).any(|resource| BINDINGS.contains(&resource))
                || expressions(policy).any(|text| text.contains("userInfo") || text.contains("authorizer"))
        };
        let texts: Vec<&str> =
            snapshot.admission_policies.iter().filter(asks).flat_map(expressions).map(|text| text.as_str()).collect();
        let of_webhooks = snapshot.webhooks.iter().flat_map(|webhook| &webhook.conditions);
        let of_webhooks = of_webhooks.map(|condition| condition.expression.as_str());
        Users::told_by(texts.into_iter().chain(of_webhooks).collect(), Vec::new())
    }

    /// By whatever stands in any guard: for the names of objects.
    pub(super) fn of_objects(snapshot: &Snapshot) -> Self {
        let policies = &snapshot.admission_policies;
        let of_webhooks = snapshot.webhooks.iter().flat_map(|webhook| &webhook.conditions);
        let texts = policies.iter().flat_map(expressions).chain(of_webhooks.map(|condition| &condition.expression));
        let rules = policies.iter().flat_map(|policy| policy.matches.rules.iter().chain(&policy.matches.excluded));
        let names = rules.flat_map(|rule| &rule.resource_names).map(|name| name.as_str().to_owned());
        // Who names no account has this one.
        Users::told_by(texts.map(|text| text.as_str()).collect(), names.chain(["default".to_owned()]).collect())
    }

    fn told_by(texts: Vec<&str>, mut strings: Vec<String>) -> Self {
        let opaque = texts.iter().any(|text| computes(text));
        strings.extend(texts.into_iter().flat_map(quoted));
        strings.sort();
        strings.dedup();
        Users { strings, opaque, ..Users::default() }
    }

    /// The number of a user's kind.
    pub(super) fn number(&self, who: &Who) -> Option<usize> {
        let user = who.identity.first()?;
        if let Some(known) = self.known.get(user) {
            return Some(known);
        }
        let number = self.kinds.number(self.kind(who));
        self.known.keep(user.clone(), number);
        Some(number)
    }

    /// The number of a name's kind; nothing where guards compute with names.
    pub(super) fn number_of_name(&self, name: &Name) -> Option<usize> {
        if self.opaque {
            return None;
        }
        if let Some(known) = self.names.get(name) {
            return Some(known);
        }
        let number = self.kinds.number(Kind::Like(Some(self.met(name)), Vec::new()));
        self.names.keep(name.clone(), number);
        Some(number)
    }

    fn kind(&self, who: &Who) -> Kind {
        if self.opaque {
            return Kind::Only(who.identity.clone());
        }
        let name = who.identity.iter().find_map(Subject::username);
        let groups = who.identity.iter().filter_map(|subject| match subject {
            Subject::Group(name) => Some(self.met(name)),
            _ => None,
        });
        let mut groups: Vec<Vec<u8>> = groups.filter(|met| met.iter().any(|how| *how > 0)).collect();
        groups.sort();
        groups.dedup();
        Kind::Like(name.map(|name| self.met(&name)), groups)
    }

    /// How a name meets each of the strings.
    fn met(&self, name: &str) -> Vec<u8> {
        let how = |text: &String| {
            let ways = [
                name == text,
                name.starts_with(text.as_str()),
                name.ends_with(text.as_str()),
                name.contains(text.as_str()),
                text.contains(name),
            ];
            ways.into_iter().fold(0_u8, |bits, way| (bits << 1) | u8::from(way))
        };
        self.strings.iter().map(how).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Users};
    use crate::escalation::admitted::Who;
    use crate::model::Subject;

    fn users(strings: &[&str], opaque: bool) -> Users {
        let strings = strings.iter().map(|text| (*text).to_owned()).collect();
        Users { strings, opaque, ..Users::default() }
    }

    fn kind(strings: &[&str], opaque: bool, account: &str) -> Kind {
        let users = users(strings, opaque);
        users.kind(&Who::new(&Subject::service_account("shop", account)))
    }

    #[test]
    fn users_are_alike_where_no_string_tells_them_apart() {
        let strings = ["system:serviceaccount:shop:web", "ci-", "system:serviceaccounts:shop"];
        assert_eq!(kind(&strings, false, "a"), kind(&strings, false, "b"));
        assert_ne!(kind(&strings, false, "a"), kind(&strings, false, "web"));
        assert_ne!(kind(&strings, false, "a"), kind(&strings, false, "ci-bot"));
        assert_ne!(kind(&strings, true, "a"), kind(&strings, true, "b"));
        let other = users(&strings, false);
        let elsewhere = other.kind(&Who::new(&Subject::service_account("web", "a")));
        assert_ne!(kind(&strings, false, "a"), elsewhere, "its group stands in the text");
    }
}
