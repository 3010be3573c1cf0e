//! The service accounts of a cluster as tokens name them, found by the beginning of the name.

use crate::cloud::iam::SubjectPattern;
use crate::escalation::exchange::Account;
use crate::model::Snapshot;

const PREFIX: &str = "system:serviceaccount:";

/// The accounts, sorted by subject.
pub(super) struct Subjects(Vec<(String, Account)>);

impl Subjects {
    pub(super) fn new(snapshot: &Snapshot) -> Self {
        let accounts = snapshot.service_accounts.iter();
        let mut all: Vec<(String, Account)> = accounts
            .map(|account| {
                let subject = format!("{PREFIX}{}:{}", account.namespace.as_str(), account.name.as_str());
                (subject, (account.namespace.clone(), account.name.clone()))
            })
            .collect();
        all.sort_unstable();
        Subjects(all)
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &(String, Account)> {
        self.0.iter()
    }

    /// Those that a pattern may mean, each perhaps several times over; the evaluator is asked what it really means. Cost: as
    /// many as begin like the pattern.
    pub(super) fn meant<'s>(
        &'s self,
        pattern: &SubjectPattern,
    ) -> Box<dyn Iterator<Item = &'s (String, Account)> + 's> {
        match pattern {
            SubjectPattern::Nobody(_) => Box::new(std::iter::empty()),
            SubjectPattern::AnyNamespace(name) => {
                let name = name.clone();
                Box::new(self.0.iter().filter(move |(_, (_, own))| *own == name))
            }
            SubjectPattern::ServiceAccount { .. } | SubjectPattern::Namespace(_) | SubjectPattern::Pattern(_) => {
                let text = pattern.text();
                let literal = text.split(['*', '?', '$']).next().unwrap_or_default();
                Box::new(self.beginning(literal.to_ascii_lowercase()))
            }
            SubjectPattern::AllBut(_) | SubjectPattern::Everyone(_) | SubjectPattern::Unconditional => {
                Box::new(self.0.iter())
            }
        }
    }

    fn beginning(&self, literal: String) -> impl Iterator<Item = &(String, Account)> {
        let first = self.0.partition_point(|(subject, _)| *subject < literal);
        self.0.iter().skip(first).take_while(move |(subject, _)| subject.starts_with(&literal))
    }
}

#[cfg(test)]
mod tests {
    use super::Subjects;
    use crate::cloud::iam::SubjectPattern;
    use crate::escalation::test_cluster::{add_account, empty};

    #[test]
    fn a_pattern_is_asked_about_what_begins_like_it() {
        let mut snapshot = empty();
        for account in ["shop/web", "shop/worker", "shopping/web", "bank/web"] {
            add_account(&mut snapshot, account);
        }
        let subjects = Subjects::new(&snapshot);
        let meant = |pattern: SubjectPattern| {
            let found =
                subjects.meant(&pattern).map(|(subject, _)| subject.trim_start_matches(super::PREFIX).to_owned());
            found.collect::<Vec<String>>().join(" ")
        };
        let pattern = |rest: &str| SubjectPattern::Pattern(format!("system:serviceaccount:{rest}").into());
        let rows = [
            (SubjectPattern::ServiceAccount { namespace: "shop".into(), name: "web".into() }, "shop:web"),
            (SubjectPattern::Namespace("shop".into()), "shop:web shop:worker"),
            (SubjectPattern::AnyNamespace("web".into()), "bank:web shop:web shopping:web"),
            (SubjectPattern::Nobody("x".into()), ""),
            (pattern("shop*"), "shop:web shop:worker shopping:web"),
            (pattern("shop:w?b"), "shop:web shop:worker"),
            (pattern("SHOP:web*"), "shop:web"),
            (pattern("${aws:username}:web"), "bank:web shop:web shop:worker shopping:web"),
            (pattern("z*"), ""),
            (SubjectPattern::AllBut(vec!["x".into()]), "bank:web shop:web shop:worker shopping:web"),
        ];
        for (asked, expected) in rows {
            assert_eq!(meant(asked.clone()), expected, "{asked:?}");
        }
    }
}
