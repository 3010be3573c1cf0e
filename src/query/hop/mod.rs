//! A hop of a path, told so that a person can follow it: what is done, by which rules, with which command, what would stop
//! it, and what of it the audit log shows.

mod audit;
mod command;
mod identity;
mod joint;
mod request;
mod thing;

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::escalation::{self, escapes};
use crate::findings::{Hop, Teller, closing};
use crate::model::{RoleId, Rule};
use crate::template::rule_text;

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
    /// What of it stands in the audit log: conditions on the fields of an event. Empty when no request is made.
    pub audit: Vec<String>,
    /// What would stop it.
    pub stop: String,
}

/// Explains hops.
pub(super) struct Explainer<'a> {
    teller: &'a Teller<'a>,
    roles: HashMap<String, RoleId>,
}

impl<'a> Explainer<'a> {
    pub(super) fn new(teller: &'a Teller<'a>) -> Self {
        Explainer { teller, roles: teller.snapshot().role_ids().map(|(id, role)| (role.id(), id)).collect() }
    }

    /// Explains a hop; `next` is the one after it.
    pub(super) fn explain(&self, hop: Hop, next: Option<&Hop>) -> HopView {
        if hop.parts.is_empty() { self.explain_alone(hop, next) } else { joint::explain(self, hop, next) }
    }

    fn explain_alone(&self, hop: Hop, next: Option<&Hop>) -> HopView {
        let entry = self.teller.template().entries.iter().find(|entry| entry.id == hop.entry);
        let Some(entry) = entry else { return without_request(hop) };
        let rules = self.rules(&hop);
        let requests = requests(entry, &rules, &hop);
        HopView {
            title: entry.title.clone(),
            rules: rules.iter().map(|rule| rule_text(rule)).collect(),
            commands: requests.iter().map(|request| command::command(request, &hop, next)).collect(),
            audit: requests.iter().map(|request| audit::expression(request, &hop)).collect(),
            stop: entry.fix.clone(),
            hop,
        }
    }

    fn rules(&self, hop: &Hop) -> Vec<&'a Rule> {
        hop.grants.iter().filter_map(|grant| self.rule(&grant.role, grant.rule)).collect()
    }

    fn rule(&self, role: &str, rule: usize) -> Option<&'a Rule> {
        self.teller.snapshot().role(*self.roles.get(role)?).rules.get(rule)
    }
}

/// A step that needs no permission: the API server is not asked.
fn without_request(hop: Hop) -> HopView {
    let escape = escapes::ALL.iter().find(|escape| escape.id == hop.entry).map(|escape| (escape.title, escape.fix));
    let own = escalation::identity::identity(&hop.entry).map(|step| (step.title, step.fix));
    let (title, stop) = escape.or(own).unwrap_or_default();
    let stop = closing(&hop).unwrap_or_else(|| stop.to_owned());
    HopView {
        title: title.to_owned(),
        rules: Vec::new(),
        commands: identity::command(&hop.entry).map(str::to_owned).into_iter().collect(),
        audit: Vec::new(),
        stop,
        hop,
    }
}
