//! The rights that the hops of a path take, as questions that anybody can decide who decides requests.

use std::collections::HashMap;

use crate::authz::{Authorizer, Selectors, identity_of};
use crate::findings::Hop;
use crate::model::{RoleId, Rule, Scope, Subject};
use crate::template::Template;

use super::super::question::{Question, RequestInfo, Target};
use super::dry_run::{DryRun, dry_runs};
use super::request::{ApiRequest, requests, wanted};

/// A right that somebody has, by all that is known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Right {
    /// Who: the subject, and the groups that it is always in.
    pub identity: Vec<Subject>,
    /// To do what.
    pub request: RequestInfo,
}

/// Looks the rights of hops up.
pub struct Rights<'a> {
    authorizer: &'a Authorizer<'a>,
    template: &'a Template,
    roles: HashMap<String, RoleId>,
}

impl<'a> Rights<'a> {
    /// In the cluster of this authorizer.
    #[must_use]
    pub fn new(authorizer: &'a Authorizer<'a>, template: &'a Template) -> Self {
        let snapshot = authorizer.access().snapshot();
        Rights { authorizer, template, roles: snapshot.role_ids().map(|(id, role)| (role.id(), id)).collect() }
    }

    /// Those that one request of a hop takes: itself, and what is checked beside it. Only what kubescan itself allows: a hop
    /// does not always tell which object it is about.
    #[must_use]
    pub fn of(&self, hop: &Hop) -> Vec<Right> {
        let entry = self.template.entries.iter().find(|entry| entry.id == *hop.entry);
        let (Some(entry), Some(subject)) = (entry, Subject::of_id(&hop.from)) else { return Vec::new() };
        let identity = identity_of(&subject);
        let rules: Vec<&Rule> = hop.grants.iter().filter_map(|grant| self.rule(&grant.role, grant.rule)).collect();
        let questions = wanted(entry, &rules, hop).into_iter().map(question);
        let allowed = questions.filter(|(question, scope)| {
            let request = question.request(scope);
            request.is_some_and(|request| self.authorizer.decide(&identity, &request, &Selectors::default()).is_some())
        });
        allowed.map(|(question, scope)| Right { identity: identity.clone(), request: question.info(&scope) }).collect()
    }

    /// The writes that one request of a hop makes, in the ways of which one is enough; only those that can be made up.
    #[must_use]
    pub fn dry_runs(&self, hop: &Hop) -> Vec<Vec<DryRun>> {
        let Some(entry) = self.template.entries.iter().find(|entry| entry.id == *hop.entry) else { return Vec::new() };
        let rules: Vec<&Rule> = hop.grants.iter().filter_map(|grant| self.rule(&grant.role, grant.rule)).collect();
        let ways = requests(entry, &rules, hop).into_iter().map(|request| dry_runs(&request, hop));
        ways.filter(|ways| !ways.is_empty()).collect()
    }

    fn rule(&self, role: &str, rule: usize) -> Option<&'a Rule> {
        self.authorizer.access().snapshot().role(*self.roles.get(role)?).rules.get(rule)
    }
}

fn question(request: ApiRequest) -> (Question, Scope) {
    let scope = request.namespace.as_deref().map_or(Scope::Cluster, |namespace| Scope::Namespace(namespace.into()));
    let target = match request.url {
        Some(url) => Target::Url(url),
        None => Target::Resource {
            api_group: request.group,
            resource: request.resource,
            subresource: request.subresource,
            name: request.name.unwrap_or_default(),
            namespaced: Some(request.namespace.is_some()),
        },
    };
    (Question { verb: request.verb, target }, scope)
}
