//! What a `deny` leaves open, and a rule fills in.
//!
//! `deny` of `get secrets` means every Secret, and one that is granted by its name is one. A verb, a resource or the end of a
//! URL that is `*` means every one of them, while to the API server it is a word that only a `*` in a rule matches. So each
//! rule that is held completes the question with what it says itself, and is asked whether it allows that.

use crate::authz::{GrantedIn, Served, alive, known, rule_allows, rule_concerns};
use crate::model::{Name, Pattern, ResourcePattern, Rule, Scope, UrlPattern};
use crate::query::{EvidenceInfo, Question, Target, held};

use crate::assertions::outcome::Reason;

use super::Judge;
use super::rights::Asked;

impl Judge<'_, '_, '_> {
    /// Why it is not denied altogether: one reason for each rule that allows a part of it.
    pub(super) fn left_open(&self, asked: &Asked<'_>) -> Vec<Reason> {
        if !leaves_open(asked.question) {
            return Vec::new();
        }
        let access = self.basis.authorizer.access();
        let served = Served::from(access.snapshot());
        let may_be = |rule: &&Rule| has_star(asked.question) || rule_concerns(rule, &asked.question.anywhere());
        let found = held(access, asked.identity, asked.namespace).into_iter().filter_map(|held| {
            // Most rules are about something else.
            let rule = self.origins.rule(&held.grant).filter(may_be)?;
            let rule = alive(rule, GrantedIn::from(&held.scope), served)?;
            let (question, scope) = granted(asked, &rule, &held.scope)?;
            let more = match rule.resource_names.len() {
                0 | 1 => String::new(),
                all => format!(" and {} more", all - 1),
            };
            Some(Reason::Allowed {
                text: format!("{}{more}", asked.sentence("may", &question, &scope)),
                subject: asked.who.subject.id(),
                request: question.info(&scope),
                evidence: EvidenceInfo::Grant { grant: self.origins.info(&held.grant), subject: held.subject.id() },
            })
        });
        found.collect()
    }
}

/// What of the question a rule allows that is granted in this scope, and where: the first that there is.
fn granted(asked: &Asked<'_>, rule: &Rule, scope: &Scope) -> Option<(Question, Scope)> {
    completed(asked.question, rule).into_iter().find_map(|question| {
        let place = match scope {
            Scope::Cluster => question.place(asked.namespace),
            own => own.clone(),
        };
        // Of what is asked in one namespace, only what is there.
        let is_asked = question.has_namespace() || asked.namespace.is_none() || !asked.question.has_namespace();
        question.request(&place).filter(|request| is_asked && rule_allows(rule, request))?;
        Some((question, place))
    })
}

/// Whether a rule may say more than the question does.
fn leaves_open(question: &Question) -> bool {
    question.could_be_named() || has_star(question)
}

/// Whether a word of it stands for several.
fn has_star(question: &Question) -> bool {
    question.verb == "*"
        || match &question.target {
            Target::Url(path) => path.ends_with('*'),
            Target::Resource { resource, .. } => resource == "*",
        }
}

/// The question with what it leaves open as the rule has it; none when the rule is about something else.
fn completed(question: &Question, rule: &Rule) -> Vec<Question> {
    let Some(verb) = first(&rule.verbs, &question.verb) else { return Vec::new() };
    let targets = match &question.target {
        Target::Url(path) => rule.non_resource_urls.iter().filter_map(|of| url(of, path)).map(Target::Url).collect(),
        Target::Resource { api_group, resource, subresource, name, namespaced } => {
            let objects = match resource.as_str() {
                "*" => objects(rule, api_group, subresource),
                _ => vec![(api_group.clone(), resource.clone(), subresource.clone(), *namespaced)],
            };
            let own = rule.resource_names.first().map(Name::as_str).unwrap_or_default();
            let name = if name.is_empty() { own } else { name };
            let of_object = |(api_group, resource, subresource, namespaced): Object| Target::Resource {
                api_group,
                resource,
                subresource,
                name: name.to_owned(),
                namespaced,
            };
            objects.into_iter().map(of_object).collect::<Vec<Target>>()
        }
    };
    targets.into_iter().map(|target| Question { verb: verb.clone(), target }).collect()
}

/// This word if it is none of these that is asked for, else the first of them.
fn first(patterns: &[Pattern], asked: &str) -> Option<String> {
    match (asked, patterns.first()?) {
        ("*", Pattern::Exact(name)) => Some(name.as_str().to_owned()),
        _ => Some(asked.to_owned()),
    }
}

/// A path that both stand for.
fn url(pattern: &UrlPattern, asked: &str) -> Option<String> {
    let Some(open) = asked.strip_suffix('*') else { return Some(asked.to_owned()) };
    match pattern {
        UrlPattern::Any => Some(asked.to_owned()),
        UrlPattern::Exact(path) => path.starts_with(open).then(|| path.as_str().to_owned()),
        UrlPattern::Prefix(prefix, _) if prefix.starts_with(open) => Some(prefix.as_str().to_owned()),
        UrlPattern::Prefix(prefix, _) => open.starts_with(prefix.as_str()).then(|| asked.to_owned()),
    }
}

/// API group, resource, subresource, and whether it is in namespaces where that is known.
type Object = (String, String, String, Option<bool>);

/// The objects of the rule, in this API group and with this subresource where they are asked for; those that are known first.
fn objects(rule: &Rule, api_group: &str, subresource: &str) -> Vec<Object> {
    let groups = rule.api_groups.iter().filter_map(|pattern| match pattern {
        Pattern::Any => Some(api_group),
        Pattern::Exact(name) => (api_group == "*" || *name == api_group).then(|| name.as_str()),
    });
    let pairs = groups.flat_map(|group| rule.resources.iter().map(move |pattern| (group, pattern)));
    let fitting = pairs.filter_map(|(group, pattern)| {
        let (resource, part) = match pattern {
            ResourcePattern::Any => ("*", subresource),
            ResourcePattern::Subresource(part) => ("*", part.as_str()),
            ResourcePattern::Exact(whole) => whole.split_once('/').unwrap_or((whole, "")),
        };
        let wanted = subresource.is_empty() || part == subresource;
        let namespaced = known(group, resource).map(|(resource, _)| resource.namespaced);
        wanted.then(|| (group.to_owned(), resource.to_owned(), part.to_owned(), namespaced))
    });
    let mut fitting: Vec<Object> = fitting.collect();
    // Of the groups and resources of a rule not each pair is one.
    fitting.sort_by_key(|(_, resource, _, namespaced)| namespaced.is_none() && resource != "*");
    fitting
}
