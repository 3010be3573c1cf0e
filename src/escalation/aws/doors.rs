//! Whom the trust policies of an account could let in, found by who they name.
//!
//! Read once for all roles: who asks for roles that it could assume gets only those that name it, its account or everyone.

use std::collections::BTreeMap;

use crate::cloud::iam::{Iam, Principal, PrincipalId, Verdict};
use crate::model::Name;
use crate::model::cloud::{Account, Arn, PolicyDocument, PrincipalPattern, Selection};

/// The roles of an account by who could come in.
#[derive(Default)]
pub(super) struct Doors {
    /// By the ARN, or the unique id, of a principal.
    named: BTreeMap<Name, Vec<PrincipalId>>,
    /// Whoever of the account may ask for itself.
    account: Vec<PrincipalId>,
    /// Maybe anybody.
    open: Vec<PrincipalId>,
    /// Of each service, how surely.
    services: BTreeMap<Name, BTreeMap<PrincipalId, Verdict>>,
}

impl Doors {
    pub(super) fn new<'s>(
        iam: &Iam<'_>,
        account: &Account,
        roles: &[PrincipalId],
        services: impl Iterator<Item = &'s Name>,
    ) -> Self {
        let mut doors = Doors::default();
        for &id in roles {
            let Principal::Role(role) = iam.principal(id) else { continue };
            match patterns(&role.trust) {
                Some(patterns) => patterns.for_each(|pattern| doors.add(id, pattern, account)),
                None => doors.open.push(id),
            }
        }
        for service in services {
            let verdicts = roles.iter().map(|role| (*role, iam.service_trusted(*role, service).verdict));
            let trusting = verdicts.filter(|(_, verdict)| *verdict != Verdict::Deny).collect();
            doors.services.entry(service.clone()).or_insert(trusting);
        }
        doors
    }

    fn add(&mut self, role: PrincipalId, pattern: Option<&PrincipalPattern>, account: &Account) {
        let list = match pattern {
            Some(PrincipalPattern::Aws(name)) if *name != "*" => match Arn::parse(name) {
                Some(arn) if arn.service() == "sts" => &mut self.open,
                Some(arn) if arn.resource() == "root" && arn.account() == account.id.as_str() => &mut self.account,
                None if *name == account.id => &mut self.account,
                _ => self.named.entry(name.clone()).or_default(),
            },
            Some(PrincipalPattern::Aws(_) | PrincipalPattern::Anyone) | None => &mut self.open,
            Some(_) => return,
        };
        if list.last() != Some(&role) {
            list.push(role);
        }
    }

    /// The roles that could let a principal in; those that leave it to the account only if it may ask.
    pub(super) fn of(&self, caller: Principal<'_>, may_ask: bool) -> Vec<PrincipalId> {
        let named = |name: &Name| self.named.get(name).into_iter().flatten();
        let identity = caller.identity();
        let account = if may_ask { self.account.as_slice() } else { &[] };
        let all = named(identity.arn.name()).chain(named(&identity.id)).chain(account).chain(&self.open);
        let mut all: Vec<PrincipalId> = all.copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The roles that one of these services may assume.
    pub(super) fn of_services(&self, services: &[Name]) -> BTreeMap<PrincipalId, Verdict> {
        let mut trusting: BTreeMap<PrincipalId, Verdict> = BTreeMap::new();
        for (role, verdict) in services.iter().filter_map(|service| self.services.get(service)).flatten() {
            let known = trusting.entry(*role).or_insert(*verdict);
            *known = (*known).max(*verdict);
        }
        trusting
    }

    /// How surely a service may assume a role.
    pub(super) fn serves(&self, service: &Name, role: PrincipalId) -> Verdict {
        let known = self.services.get(service).and_then(|trusting| trusting.get(&role));
        known.copied().unwrap_or(Verdict::Deny)
    }
}

/// Whom a trust policy names, each statement that excepts somebody as nothing; nothing at all if it cannot be read.
pub(super) fn patterns(trust: &PolicyDocument) -> Option<impl Iterator<Item = Option<&PrincipalPattern>>> {
    let PolicyDocument::Readable(document) = trust else { return None };
    let named = document.statements.iter().filter_map(|statement| statement.principals.as_ref());
    Some(named.flat_map(|selection| match selection {
        Selection::AllBut(_) => vec![None],
        Selection::Only(listed) => listed.iter().map(Some).collect(),
    }))
}
