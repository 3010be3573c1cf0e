//! From exports to what each principal holds; what is missing is kept.

use std::collections::BTreeMap;

use super::{Bound, Held, HeldPolicy, Principal, Trust};
use crate::cloud::iam::coverage::Unknown;
use crate::cloud::iam::document::Documents;
use crate::cloud::iam::truth::Doubts;
use crate::cloud::iam::{Doubt, PolicySource, builtin};
use crate::model::Name;
use crate::model::cloud::{Account, Arn, Cloud, Effect, Group, Identity, ManagedPolicy, PolicyDocument, Role, User};

/// Every user and role with what it holds, sorted by ARN; and what is missing.
pub(in crate::cloud::iam) fn index<'c>(
    cloud: &'c Cloud,
    managed: &BTreeMap<&'c Arn, &'c ManagedPolicy>,
    documents: &mut Documents,
) -> (Vec<Held<'c>>, Vec<Unknown>) {
    what_may_be_held(cloud, managed, documents);
    let mut index = Index { documents, managed, unknown: Vec::new() };
    let mut held = Vec::new();
    for account in &cloud.accounts {
        held.extend(account.users.iter().map(|user| index.user(user, account)));
        held.extend(account.roles.iter().map(|role| index.role(role)));
    }
    held.sort_by(|one, other| one.principal.arn().cmp(other.principal.arn()));
    index.unknown.sort_unstable();
    index.unknown.dedup();
    (held, index.unknown)
}

/// The managed policies by ARN.
pub(in crate::cloud::iam) fn managed(cloud: &Cloud) -> BTreeMap<&Arn, &ManagedPolicy> {
    let customer = cloud.accounts.iter().flat_map(|account| &account.policies);
    customer.chain(&cloud.aws_managed).map(|policy| (&policy.arn, policy)).collect()
}

/// Compiles what nobody holds today and somebody could: every version of every policy, those of groups, and whatever one
/// likes.
fn what_may_be_held(cloud: &Cloud, managed: &BTreeMap<&Arn, &ManagedPolicy>, documents: &mut Documents) {
    builtin::documents().for_each(|document| {
        documents.add(&document);
    });
    let versions = managed.values().flat_map(|policy| &policy.versions).map(|version| &version.document);
    let groups = cloud.accounts.iter().flat_map(|account| &account.groups);
    let of_groups = groups.flat_map(|group| &group.identity.inline).map(|policy| &policy.document);
    for document in versions.chain(of_groups) {
        if let PolicyDocument::Readable(document) = document {
            documents.add(document);
        }
    }
}

struct Index<'c, 'd> {
    documents: &'d mut Documents,
    managed: &'d BTreeMap<&'c Arn, &'c ManagedPolicy>,
    unknown: Vec<Unknown>,
}

impl<'c> Index<'c, '_> {
    fn user(&mut self, user: &'c User, account: &'c Account) -> Held<'c> {
        let mut held = self.principal(Principal::User(user), user.boundary.as_ref());
        for name in &user.groups {
            match account.groups.iter().find(|group| group.identity.name == *name) {
                Some(Group { identity }) => self.take(identity, &mut held),
                None => self.miss(Doubt::Group(name.clone()), &user.identity, &mut held),
            }
        }
        held
    }

    fn role(&mut self, role: &'c Role) -> Held<'c> {
        let mut held = self.principal(Principal::Role(role), role.boundary.as_ref());
        match &role.trust {
            PolicyDocument::Readable(document) => {
                let id = self.documents.add(document);
                let allowing = self.documents.statements(id).iter().filter(|one| one.effect == Effect::Allow);
                held.has_session_tags = allowing.into_iter().any(|statement| statement.concerns("sts:tagsession"));
                held.trust = Trust::Document(id);
            }
            PolicyDocument::Unreadable(_) => {
                let role_arn = role.identity.arn.name();
                let doubt = Doubt::Unreadable(PolicySource::Trust { role: role_arn.clone() });
                self.unknown.push(Unknown { identity: role_arn.clone(), what: doubt });
                (held.trust, held.has_session_tags) = (Trust::Unreadable, true);
            }
        }
        held
    }

    fn principal(&mut self, principal: Principal<'c>, boundary: Option<&'c Arn>) -> Held<'c> {
        let boundary = boundary.map_or(Bound::Nothing, |arn| self.bound(arn, principal.identity()));
        let (policies, doubts) = (Vec::new(), Doubts::new());
        let mut held = Held { principal, policies, doubts, boundary, trust: Trust::Nobody, has_session_tags: false };
        self.take(principal.identity(), &mut held);
        held
    }

    /// Adds what an identity holds itself.
    fn take(&mut self, identity: &'c Identity, held: &mut Held<'c>) {
        for policy in &identity.inline {
            let source = PolicySource::Inline { identity: identity.arn.name().clone(), name: policy.name.clone() };
            match self.readable(&policy.document, source) {
                Ok(policy) => held.policies.push(policy),
                Err(doubt) => self.miss(doubt, identity, held),
            }
        }
        for arn in &identity.attached {
            let source = |version| PolicySource::Managed { arn: arn.name().clone(), version };
            match self.managed(arn, source) {
                Ok(policy) => held.policies.push(policy),
                Err(doubt) => self.miss(doubt, identity, held),
            }
        }
    }

    fn bound(&mut self, arn: &'c Arn, identity: &Identity) -> Bound {
        let source = |version| PolicySource::Boundary { arn: arn.name().clone(), version };
        match self.managed(arn, source) {
            Ok(policy) => Bound::Policy(policy),
            Err(doubt) => {
                let doubt = match doubt {
                    Doubt::ManagedPolicy(arn) => Doubt::Boundary(arn),
                    other => other,
                };
                self.unknown.push(Unknown { identity: identity.arn.name().clone(), what: doubt.clone() });
                Bound::Unknown(arn.name().clone(), doubt)
            }
        }
    }

    fn managed(&mut self, arn: &'c Arn, source: impl Fn(Name) -> PolicySource) -> Result<HeldPolicy, Doubt> {
        let missing = || Doubt::ManagedPolicy(arn.name().clone());
        if let Some(&policy) = self.managed.get(arn) {
            let version = policy.default().ok_or_else(missing)?;
            return self.readable(&version.document, source(version.id.clone()));
        }
        let builtin = builtin::policy(arn).ok_or_else(missing)?;
        let document = self.documents.add(&builtin.document);
        Ok(HeldPolicy { source: source(Name::default()), document, about: builtin.is_about.then(missing) })
    }

    fn readable(&mut self, document: &PolicyDocument, source: PolicySource) -> Result<HeldPolicy, Doubt> {
        match document {
            PolicyDocument::Readable(document) => {
                Ok(HeldPolicy { source, document: self.documents.add(document), about: None })
            }
            PolicyDocument::Unreadable(_) => Err(Doubt::Unreadable(source)),
        }
    }

    fn miss(&mut self, doubt: Doubt, identity: &Identity, held: &mut Held<'c>) {
        self.unknown.push(Unknown { identity: identity.arn.name().clone(), what: doubt.clone() });
        held.doubts.insert(doubt);
    }
}
