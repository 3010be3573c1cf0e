//! Two random clusters: what is told to be gained is what a request may now and might not before, exactly.
//!
//! The twin asks every rule of every binding of a subject, one after the other, and knows nothing of coverage.

use std::collections::BTreeSet;

use kubescan::authz::{Access, GrantedIn, Object, Request, Served, alive, implied_groups, rule_allows};
use kubescan::diff::{Diff, GrantChange, Side, diff};
use kubescan::findings::Findings;
use kubescan::model::{Name, Pattern, ResourcePattern, Rule, Snapshot, Subject, UrlPattern};
use rayon::prelude::*;
use serde_json::Value;

use super::cluster::{Cluster, namespace_of};
use super::effort::Effort;
use super::generate::{self, Objects};
use super::random::Random;
use super::{ours, questions};

/// A word that no cluster holds.
const OTHER: &str = "zz";

#[test]
fn what_is_gained_is_exactly_what_was_not_allowed_before() {
    let effort = Effort::of_this_run();
    let seeds: Vec<u64> = effort.seeds(effort.count(300, 20_000), 1).concat();
    let tried: Vec<Tried> = seeds.par_iter().map(|&seed| compare(seed)).collect();
    let sum = |of: fn(&Tried) -> usize| tried.iter().map(of).sum::<usize>();
    let (asked, new, rules) = (sum(|tried| tried.asked), sum(|tried| tried.new), sum(|tried| tried.witnesses));
    assert!(new * 100 > asked && rules > seeds.len() * 5, "{asked} asked, {new} newly allowed, {rules} witnesses");
}

#[derive(Default)]
struct Tried {
    asked: usize,
    new: usize,
    witnesses: usize,
}

fn compare(seed: u64) -> Tried {
    let mut random = Random::new(seed.wrapping_mul(77));
    let old = generate::cluster(seed, Objects::Any);
    let new = changed(&mut random, &old, &generate::cluster(seed + 1_000_000, Objects::Any));
    let [before, after] = [&old, &new].map(|cluster| ours::snapshot(&cluster.list()));
    let diff = compared(&before, &after);
    assert_eq!(compared(&before, &before), Diff::default(), "seed {seed}");
    assert_eq!(compared(&after, &before).grants.gained, diff.grants.lost, "seed {seed}");
    let [before, after] = [Twin::of(&before), Twin::of(&after)];
    let mut tried = Tried::default();
    for change in &diff.grants.gained {
        for (request, namespace) in witnesses(change) {
            let subject = Subject::of_id(&change.subject).unwrap();
            let request = request.asked(&namespace);
            assert!(
                after.allows(std::slice::from_ref(&subject), &request),
                "seed {seed}: {change:?} is not held: {request:?}"
            );
            assert!(!before.allows(&identity(&subject), &request), "seed {seed}: {change:?} was held: {request:?}");
            tried.witnesses += 1;
        }
    }
    let subjects: BTreeSet<&Subject> = after.access.subjects().map(|(subject, _)| subject).collect();
    let others = subjects.into_iter().filter(|subject| **subject != Subject::group("system:masters"));
    for subject in others {
        for _ in 0..40 {
            let Some((question, namespace)) = question(&mut random, &new) else { continue };
            let request = question.asked(&namespace);
            tried.asked += 1;
            if after.allows(std::slice::from_ref(subject), &request) && !before.allows(&identity(subject), &request) {
                tried.new += 1;
                let told = diff.grants.gained.iter().any(|change| tells(change, subject, &request));
                assert!(told, "seed {seed}: {subject:?} gained {request:?}, and that is not told");
            }
        }
    }
    tried
}

/// The same cluster with some of its roles and bindings as they are in another.
fn changed(random: &mut Random, old: &Cluster, other: &Cluster) -> Cluster {
    let object = |object: &Value| match other.same(object) {
        Some(other) if random.chance(30) => other.clone(),
        _ => object.clone(),
    };
    Cluster { seed: old.seed, objects: old.objects.iter().map(object).collect() }
}

fn compared(old: &Snapshot, new: &Snapshot) -> Diff {
    let [before, after] = [Access::new(old), Access::new(new)];
    let findings = Findings::default();
    let side = |access| Side { access, findings: &findings };
    let diff = diff(&side(&before), &side(&after), true);
    Diff { renamed: Vec::new(), ..diff }
}

fn identity(subject: &Subject) -> Vec<Subject> {
    std::iter::once(subject.clone()).chain(implied_groups(subject)).collect()
}

/// What decides rule by rule.
struct Twin<'s> {
    access: Access<'s>,
}

impl<'s> Twin<'s> {
    fn of(snapshot: &'s Snapshot) -> Self {
        Twin { access: Access::new(snapshot) }
    }

    fn allows(&self, identity: &[Subject], request: &Request<'_>) -> bool {
        let snapshot = self.access.snapshot();
        identity.iter().flat_map(|subject| self.access.bindings_naming(subject)).any(|&id| {
            let scope = snapshot.binding(id).scope();
            let here = scope.namespace().is_none_or(|own| request.namespace().is_some_and(|asked| *own == asked));
            let rules = self.access.role_of(id).map(|role| &snapshot.role(role).rules);
            let living = |rule: &Rule| alive(rule, GrantedIn::from(&scope), Served::from(snapshot));
            here && rules.into_iter().flatten().filter_map(living).any(|rule| rule_allows(&rule, request))
        })
    }
}

/// A request with texts of its own.
enum Asked {
    Resource { verb: String, group: String, resource: String, subresource: String, name: String },
    Url { verb: String, path: String },
}

impl Asked {
    fn asked<'a>(&'a self, namespace: &'a str) -> Request<'a> {
        match self {
            Asked::Resource { verb, group, resource, subresource, name } => {
                Request { verb, object: Object::Resource { api_group: group, resource, subresource, namespace, name } }
            }
            Asked::Url { verb, path } => Request { verb, object: Object::Url(path) },
        }
    }
}

/// For each part of a rule that was gained, a request that nothing narrower allows.
fn witnesses(change: &GrantChange) -> Vec<(Asked, String)> {
    let rule = rule(change);
    let namespace = change.scope.strip_prefix("namespace/").unwrap_or(OTHER).to_owned();
    let named: Vec<String> = match rule.resource_names.as_slice() {
        [] => vec![OTHER.to_owned()],
        names => names.iter().map(|name| name.as_str().to_owned()).collect(),
    };
    let mut found = Vec::new();
    for verb in rule.verbs.iter().map(word) {
        for resource in &rule.resources {
            let (resource, subresource) = match resource {
                ResourcePattern::Any => (OTHER, ""),
                ResourcePattern::Subresource(subresource) => (OTHER, subresource.as_str()),
                ResourcePattern::Exact(whole) => {
                    whole.split_once('/').filter(|(_, sub)| !sub.is_empty()).unwrap_or((whole.as_str(), ""))
                }
            };
            for group in rule.api_groups.iter().map(word) {
                found.extend(named.iter().map(|name| Asked::Resource {
                    verb: verb.clone(),
                    group: group.clone(),
                    resource: resource.to_owned(),
                    subresource: subresource.to_owned(),
                    name: name.clone(),
                }));
            }
        }
        found.extend(rule.non_resource_urls.iter().map(|url| Asked::Url { verb: verb.clone(), path: path(url) }));
    }
    found.into_iter().map(|asked| (asked, namespace.clone())).collect()
}

fn word(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Any => OTHER.to_owned(),
        Pattern::Exact(name) => name.as_str().to_owned(),
    }
}

fn path(url: &UrlPattern) -> String {
    match url {
        UrlPattern::Any => OTHER.to_owned(),
        UrlPattern::Prefix(prefix, _) => format!("{}{OTHER}", prefix.as_str()),
        UrlPattern::Exact(path) => path.as_str().to_owned(),
    }
}

/// The rule of a change, as the authorizer reads it.
fn rule(change: &GrantChange) -> Rule {
    fn list<T: From<Name>>(words: &[String]) -> Vec<T> {
        words.iter().map(|word| T::from(Name::from(word.as_str()))).collect()
    }
    Rule {
        verbs: list(&change.rule.verbs),
        api_groups: list(&change.rule.api_groups),
        resources: list(&change.rule.resources),
        resource_names: list(&change.rule.resource_names),
        non_resource_urls: list(&change.rule.non_resource_urls),
    }
}

fn tells(change: &GrantChange, subject: &Subject, request: &Request<'_>) -> bool {
    let here = match change.scope.strip_prefix("namespace/") {
        Some(namespace) => request.namespace() == Some(namespace),
        None => true,
    };
    here && change.subject == subject.id() && rule_allows(&rule(change), request)
}

/// What some binding of the cluster allows, or nearly, and where that is asked.
fn question(random: &mut Random, cluster: &Cluster) -> Option<(Asked, String)> {
    let binding: &Value = random.pick(&cluster.bindings());
    let asked = questions::attributes(random, cluster, binding);
    let namespace = namespace_of(binding).unwrap_or(OTHER).to_owned();
    let text = |of: &Value, field: &str| of[field].as_str().unwrap_or_default().to_owned();
    if let Some(url) = asked.get("nonResourceAttributes") {
        return Some((Asked::Url { verb: text(url, "verb"), path: text(url, "path") }, namespace));
    }
    let of = asked.get("resourceAttributes")?;
    let [verb, group, resource] = ["verb", "group", "resource"].map(|field| text(of, field));
    // A path makes no resource with a slash in it; an access review might, and is matched by `pods/log` alone.
    let (subresource, name) = (text(of, "subresource"), text(of, "name"));
    (!resource.contains('/')).then_some((Asked::Resource { verb, group, resource, subresource, name }, namespace))
}
