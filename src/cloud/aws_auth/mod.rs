//! Which AWS identities sign in by the ConfigMap `aws-auth`, and as whom.
//!
//! Follows the authenticator that EKS runs, `sigs.k8s.io/aws-iam-authenticator`: `ParseMap` and `saveMap` of
//! `pkg/mapper/configmap/configmap.go` for what is kept of a text, `Validate` and `Matches` of `pkg/config/mapper.go` for
//! entries, `Canonicalize` of `pkg/arn/arn.go` for callers, `doMapping` and `renderTemplate` of `pkg/server/server.go` for
//! what comes out. Its quirks are kept, because they decide who gets in: see [`Finding`].
//!
//! Phases: [`text`] turns YAML into fields as Go reads them, [`entry`] into valid entries, [`principal`] says whom an entry
//! is about and who a caller is, [`template`] what names come out, and [`mapped`] hands it to the graph. Cost: linear in
//! the text; a question looks at the entries about the caller, and at those of permission sets.
//!
//! Not here: whether the cluster uses the ConfigMap at all (its authentication mode may be `API`), who made the cluster and
//! so holds `system:masters` without an entry, and who may assume a role.

mod entry;
mod finding;
mod index;
mod mapped;
mod principal;
mod scalar;
mod template;
mod text;

pub use finding::Finding;
pub use mapped::mapped_name;
pub use principal::Principal;
pub use template::{Part, Template};

use crate::model::{AwsAuth, Name};
use index::Index;
use principal::Caller;

/// What the ConfigMap says, in the order in which it is asked: roles, users, accounts; of each in the order of the text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Mappings {
    /// The valid entries, those that match nobody included.
    pub entries: Vec<Entry>,
    /// What is left out of it, or read as less than was meant.
    pub remarks: Vec<Remark>,
    index: Index,
}

/// One entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Where it stands.
    pub list: List,
    /// Which one of that list it is, from 0.
    pub index: usize,
    /// Whom it is about.
    pub principal: Principal,
    /// The user that they become.
    pub username: Template,
    /// The groups that they become members of.
    pub groups: Vec<Template>,
    /// What is to be said of it.
    pub findings: Vec<Finding>,
}

/// The keys of the ConfigMap.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum List {
    /// `mapRoles`.
    Roles,
    /// `mapUsers`.
    Users,
    /// `mapAccounts`.
    Accounts,
}

impl List {
    /// The key as it stands in the ConfigMap.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            List::Roles => "mapRoles",
            List::Users => "mapUsers",
            List::Accounts => "mapAccounts",
        }
    }
}

/// Something that the authenticator drops, or takes for empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remark {
    /// Where.
    pub list: List,
    /// Which entry, from 0; nothing for the text as a whole.
    pub index: Option<usize>,
    /// Whether the entry, or the text, counts for nothing. Else a field of it counts as empty.
    pub dropped: bool,
    /// Why: a fragment that holds nothing of the text.
    pub why: &'static str,
}

impl Remark {
    /// The remark as a sentence for people, who count from 1.
    #[must_use]
    pub fn text(&self) -> String {
        let what = match self.index {
            Some(index) => format!("entry {} of {}", index.saturating_add(1), self.list.key()),
            None => self.list.key().to_owned(),
        };
        let outcome = if self.dropped { "is ignored" } else { "is read in part" };
        format!("{what} in the ConfigMap {} {outcome}: {}", AwsAuth::NAME, self.why)
    }
}

/// Whom somebody becomes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KubernetesIdentity {
    /// The entry that says so: its place in [`Mappings::entries`].
    pub entry: usize,
    /// The user. What is known of the caller is filled in; of a role, its session is not.
    pub username: Template,
    /// The groups, `system:authenticated` apart, which the API server adds.
    pub groups: Vec<Template>,
}

impl Mappings {
    /// Reads the ConfigMap.
    #[must_use]
    pub fn parse(map: &AwsAuth) -> Self {
        let mut mappings = Mappings::default();
        entry::roles(&map.map_roles, &mut mappings);
        entry::users(&map.map_users, &mut mappings);
        entry::accounts(&map.map_accounts, &mut mappings);
        mappings.index = Index::of(&mappings.entries);
        mappings
    }

    /// Whom the principal with this ARN becomes: an IAM user or role, whatever its path, a root user, or a session of
    /// a role. Of several that fit, the first; see [`Mappings::identities`].
    #[must_use]
    pub fn map(&self, arn: &str) -> Option<KubernetesIdentity> {
        self.identities(arn).into_iter().next()
    }

    /// All that the principal can become. Where several entries fit, the authenticator takes one at random each time, so who
    /// tries again becomes each. Where only entries for permission sets fit, which count for nothing unless a feature gate
    /// is set, those that would fit else are here too.
    #[must_use]
    pub fn identities(&self, arn: &str) -> Vec<KubernetesIdentity> {
        let Some(caller) = Caller::of(arn) else { return Vec::new() };
        let about: Vec<_> =
            self.index.about(&caller).into_iter().filter_map(|place| Some((place, self.entries.get(place)?))).collect();
        let mut identities = Vec::new();
        for list in [List::Roles, List::Users, List::Accounts] {
            let here: Vec<_> = about.iter().filter(|(_, entry)| entry.list == list).collect();
            identities.extend(here.iter().filter_map(|(place, entry)| entry.identity(*place, &caller)));
            if here.iter().any(|(_, entry)| !matches!(entry.principal, Principal::PermissionSet { .. })) {
                break;
            }
        }
        identities
    }
}

impl Entry {
    /// Nothing where a name cannot be made for this caller: then signing in fails.
    fn identity(&self, place: usize, caller: &Caller<'_>) -> Option<KubernetesIdentity> {
        let groups = self.groups.iter().map(|group| group.filled_in(caller));
        Some(KubernetesIdentity {
            entry: place,
            username: self.username.filled_in(caller)?,
            groups: groups.collect::<Option<_>>()?,
        })
    }

    /// Whether it matches nobody.
    #[must_use]
    pub fn is_dead(&self) -> bool {
        self.findings.iter().any(|finding| finding.is_dead())
    }
}

/// A name that was read from a text of the ConfigMap.
fn name(text: &str) -> Name {
    Name::from(text)
}

#[cfg(test)]
mod tests;
