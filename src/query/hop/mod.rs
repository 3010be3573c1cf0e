//! A hop of a path, told so that a person can follow it: what is done, by which rules, with which command, what would stop
//! it, and what of it the audit log shows.

mod audit;
mod command;
mod dry_run;
mod identity;
mod joint;
mod request;
mod rights;
mod thing;
mod trail;

use std::collections::HashMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::escalation::{self, escapes};
use crate::findings::{Hop, closing};
use crate::model::{Name, RoleId, Rule, Snapshot};
use crate::template::{Template, rule_text};

pub use dry_run::DryRun;
pub use rights::{Right, Rights};

use command::Actor;
use request::requests;

/// A hop of a path with everything that there is to say of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HopView {
    /// The hop, as in the report.
    #[serde(flatten)]
    pub hop: Hop,
    /// What is done, in a few words.
    pub title: String,
    /// The rules of the grants, in their order.
    pub rules: Vec<String>,
    /// Commands that would do it; words in capitals are to be chosen.
    pub commands: Vec<String>,
    /// What of it stands in the audit log, or in CloudTrail: conditions on the fields of an event. Empty when no request is
    /// made.
    pub audit: Vec<String>,
    /// What would stop it.
    pub stop: String,
}

/// A hop as it was explained, and how kubectl then wears the name of the one who is impersonated.
type Explained = (Arc<HopView>, Option<String>);

/// What an explanation depends on: the hop, the one after it, and what its actor wears.
type Key = (*const Hop, Option<*const Hop>, Option<Worn>);

/// How kubectl wears a name, and who really asks.
type Worn = (String, Name);

/// Explains hops.
pub struct Explainer<'a> {
    snapshot: &'a Snapshot,
    template: &'a Template,
    roles: HashMap<String, RoleId>,
}

/// Hops that were explained. Paths that come together share them.
#[derive(Default)]
pub struct Known(HashMap<Key, Explained>);

impl<'a> Explainer<'a> {
    /// Of paths in this snapshot, by this template.
    #[must_use]
    pub fn new(snapshot: &'a Snapshot, template: &'a Template) -> Self {
        Explainer { snapshot, template, roles: snapshot.role_ids().map(|(id, role)| (role.id(), id)).collect() }
    }

    /// The hops of a path, in their order.
    pub(super) fn explain_all(&self, hops: &[Arc<Hop>]) -> Vec<HopView> {
        let told = self.explain_shared(hops, &mut Known::default());
        told.into_iter().map(Arc::unwrap_or_clone).collect()
    }

    /// The same. What is known already, as paths share hops, is not explained again: `known` must not outlive the hops.
    #[must_use]
    pub fn explain_shared(&self, hops: &[Arc<Hop>], known: &mut Known) -> Vec<Arc<HopView>> {
        let mut disguises: HashMap<&Name, Worn> = HashMap::new();
        let mut told = Vec::new();
        for (place, hop) in hops.iter().enumerate() {
            let next = hops.get(place + 1);
            let worn = disguises.get(&hop.from);
            let key = (Arc::as_ptr(hop), next.map(Arc::as_ptr), worn.cloned());
            let explained = known.0.entry(key).or_insert_with(|| self.explain(hop, next.map(Arc::as_ref), worn));
            told.push(explained.0.clone());
            if let Some(worn) = &explained.1 {
                disguises.entry(&hop.to).or_insert((worn.clone(), hop.from.clone()));
            }
        }
        told
    }

    /// One hop. `next` is the one after it.
    fn explain(&self, hop: &Hop, next: Option<&Hop>, worn: Option<&Worn>) -> Explained {
        let actor = Actor { disguise: worn.map(|(worn, _)| worn.as_str()), real: worn.map(|(_, real)| real.as_str()) };
        let (view, worn) = self.explain_whole(hop.clone(), next, &actor);
        (Arc::new(view), worn)
    }

    fn explain_whole(&self, hop: Hop, next: Option<&Hop>, actor: &Actor<'_>) -> (HopView, Option<String>) {
        if hop.parts.is_empty() {
            self.explain_alone(hop, next, actor)
        } else {
            (joint::explain(self, hop, next, actor), None)
        }
    }

    fn explain_alone(&self, hop: Hop, next: Option<&Hop>, actor: &Actor<'_>) -> (HopView, Option<String>) {
        let entry = self.template.entries.iter().find(|entry| entry.id == *hop.entry);
        let Some(entry) = entry else { return (self.without_request(hop), None) };
        let rules = self.rules(&hop);
        let requests = requests(entry, &rules, &hop);
        let mut commands: Vec<String> =
            requests.iter().map(|request| command::command(request, &hop, next, actor)).collect();
        commands.dedup();
        let mut audit: Vec<String> = requests.iter().map(|request| audit::expression(request, &hop, actor)).collect();
        audit.dedup();
        let disguise = requests.iter().find(|request| request.verb.starts_with("impersonate"));
        let worn = disguise.map(|request| {
            let account = (request.resource == "serviceaccounts").then(|| request.name.as_deref().unwrap_or("NAME"));
            command::worn(&hop.to, account)
        });
        let view = HopView {
            title: entry.title.clone(),
            rules: rules.iter().map(|rule| rule_text(rule)).collect(),
            commands,
            audit,
            stop: entry.fix.clone(),
            hop,
        };
        (view, worn)
    }

    /// A step that the API server is not asked for.
    fn without_request(&self, hop: Hop) -> HopView {
        let escape =
            escapes::ALL.iter().find(|escape| escape.id == &*hop.entry).map(|escape| (escape.title, escape.fix));
        let own = escalation::identity::identity(&hop.entry).map(|step| (step.title, step.fix));
        let method = || self.template.methods.iter().find(|method| method.id == *hop.entry);
        let told = || method().map(|method| (method.title.as_str(), method.fix()));
        let (title, stop) = escape.or(own).or_else(told).unwrap_or_default();
        let events = method().map_or_else(Vec::new, |method| trail::of_method(method, &hop.from));
        let exchanged = trail::of_exchange(&hop.entry, &hop.from);
        let audit = identity::audit(&hop.entry, &hop.to).map(str::to_owned);
        let stop = closing(&hop).unwrap_or_else(|| stop.to_owned());
        HopView {
            title: title.to_owned(),
            rules: Vec::new(),
            commands: identity::command(self.snapshot, &hop.entry, &hop.to).into_iter().collect(),
            audit: audit.into_iter().chain(exchanged).chain(events).collect(),
            stop,
            hop,
        }
    }

    fn rules(&self, hop: &Hop) -> Vec<&'a Rule> {
        hop.grants.iter().filter_map(|grant| self.rule(&grant.role, grant.rule)).collect()
    }

    fn rule(&self, role: &str, rule: usize) -> Option<&'a Rule> {
        self.snapshot.role(*self.roles.get(role)?).rules.get(rule)
    }
}
