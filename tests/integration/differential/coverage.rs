//! What may be handed on: kubescan compares rules as Kubernetes' escalation check does.

use std::collections::BTreeSet;

use kubescan::authz::{Access, identity_exactly, uncovered};
use kubescan::model::{Name, Rule, Scope, Snapshot};
use serde_json::{Value, json};

use super::cluster::{Cluster, namespace_of, texts};
use super::effort::Effort;
use super::generate::{self, Objects};
use super::random::Random;
use super::{counter_example, ours, questions, rules};
use crate::cluster::{Answer, authorize, authorize_each};

/// How many clusters the comparison is asked about in one go.
const AT_ONCE: usize = 40;

#[test]
fn what_is_covered_is_the_same_in_both() {
    let effort = Effort::of_this_run();
    let each = effort.count(300, 2_000);
    for seeds in effort.seeds(effort.count(80, 2_000), AT_ONCE) {
        let clusters: Vec<Cluster> = seeds.iter().map(|&seed| generate::cluster(seed, Objects::Any)).collect();
        let asked: Vec<Vec<Value>> =
            clusters.iter().enumerate().map(|(place, cluster)| ask(cluster, place, each)).collect();
        let lists: Vec<Value> = clusters.iter().map(Cluster::list).collect();
        let theirs = authorize_each(&lists, asked.iter().flatten().map(Value::to_string));
        for ((cluster, asked), theirs) in clusters.iter().zip(&asked).zip(theirs.chunks(each)) {
            if let Some(question) = difference(cluster, asked, theirs) {
                complain(cluster, &question);
            }
        }
        let covered = theirs.iter().filter(|answer| answer.covered == Some(true)).count() * 100 / theirs.len();
        assert!((20..=80).contains(&covered), "{covered}% are covered");
    }
}

/// Whether somebody whom a binding names may hand on some rules, which are mostly taken from what is granted.
fn ask(cluster: &Cluster, place: usize, count: usize) -> Vec<Value> {
    let mut random = Random::new(cluster.seed.wrapping_mul(41));
    let question = |_| {
        let binding = random.pick(&cluster.bindings()).clone();
        let asker = questions::asker(&mut random, &binding);
        let wanted = wanted(&mut random, cluster.rules_of(&binding), rules::any);
        let here = namespace_of(&binding).filter(|_| random.chance(90)).unwrap_or_default();
        json!({"kind": "Coverage", "user": asker.user.unwrap_or_default(), "groups": asker.groups, "namespace": here,
            "rules": wanted, "objects": place})
    };
    (0..count).map(question).collect()
}

/// Some of these rules or parts of them, and perhaps others.
pub(super) fn wanted(random: &mut Random, held: &[Value], other: impl Fn(&mut Random) -> Vec<Value>) -> Vec<Value> {
    let mut wanted = if held.is_empty() || random.chance(10) { other(random) } else { Vec::new() };
    for rule in held {
        if wanted.is_empty() || random.chance(40) {
            wanted.push(part(random, rule));
        }
    }
    wanted
}

/// A rule with some words less, and rarely with others.
fn part(random: &mut Random, rule: &Value) -> Value {
    let mut part = rule.clone();
    for list in ["verbs", "apiGroups", "resources", "resourceNames", "nonResourceURLs"] {
        let words = texts(rule, list);
        if !words.is_empty() && random.chance(40) {
            let count = 1 + random.below(words.len());
            part[list] = json!(words[..count]);
        }
        if !words.is_empty() && random.chance(10) {
            let word = random.pick(&["*", "get", "pods/log", "apps", "a", "/api/v1*", "*/exec"]);
            part[list] = json!([word]);
        }
    }
    if rule["resources"].is_array() && random.chance(10) {
        part["resourceNames"] = random.pick(&[json!([]), json!(["one"]), json!(["one", ""])]);
    }
    part
}

/// The first question that both do not answer alike.
fn difference(cluster: &Cluster, asked: &[Value], theirs: &[Answer]) -> Option<Value> {
    let snapshot = ours::snapshot(&cluster.list());
    let access = Access::new(&snapshot);
    let differs = |(question, theirs): &(&Value, &Answer)| {
        let ours = missing(&snapshot, &access, question);
        let missing: BTreeSet<Atom> = theirs.uncovered.iter().flat_map(|rule| atoms(&rule_of(rule))).collect();
        theirs.covered != Some(ours.is_empty()) || missing != ours.iter().flat_map(atoms).collect()
    };
    asked.iter().zip(theirs).find(differs).map(|(question, _)| question.clone())
}

/// What whoever is asked about does not hold of the wanted rules.
fn missing(snapshot: &Snapshot, access: &Access<'_>, question: &Value) -> Vec<Rule> {
    let identity = identity_exactly(question["user"].as_str(), texts(question, "groups"));
    let namespace = question["namespace"].as_str().filter(|namespace| !namespace.is_empty());
    let scope = namespace.map_or(Scope::Cluster, |namespace| Scope::Namespace(namespace.into()));
    let held = access.rules_for(&identity, &scope);
    let held: Vec<Rule> = held.iter().map(|grant| snapshot.role(grant.role).rules[grant.rule].clone()).collect();
    let wanted: Vec<Rule> = question["rules"].as_array().unwrap().iter().map(rule_of).collect();
    uncovered(&held, &wanted)
}

/// A rule as kubescan has it.
pub(super) fn rule_of(rule: &Value) -> Rule {
    fn list<T: From<Name>>(rule: &Value, field: &str) -> Vec<T> {
        texts(rule, field).into_iter().map(|word| T::from(Name::from(word))).collect()
    }
    Rule {
        verbs: list(rule, "verbs"),
        api_groups: list(rule, "apiGroups"),
        resources: list(rule, "resources"),
        resource_names: list(rule, "resourceNames"),
        non_resource_urls: list(rule, "nonResourceURLs"),
    }
}

/// A verb, then an API group, a resource and perhaps a name, or a URL.
type Atom = (Name, Option<(Name, Name, Option<Name>)>, Option<Name>);

/// One verb on one thing, each: the order and grouping of what is missing mean nothing.
fn atoms(rule: &Rule) -> Vec<Atom> {
    let named: Vec<Option<Name>> = match &rule.resource_names[..] {
        [] => vec![None],
        names => names.iter().cloned().map(Some).collect(),
    };
    let mut atoms = Vec::new();
    for verb in rule.verbs.iter().cloned().map(Name::from) {
        for group in rule.api_groups.iter().cloned().map(Name::from) {
            for resource in rule.resources.iter().cloned().map(Name::from) {
                let on =
                    |name: &Option<Name>| (verb.clone(), Some((group.clone(), resource.clone(), name.clone())), None);
                atoms.extend(named.iter().map(on));
            }
        }
        atoms.extend(rule.non_resource_urls.iter().map(|url| (verb.clone(), None, Some(Name::from(url.clone())))));
    }
    atoms
}

fn complain(cluster: &Cluster, question: &Value) {
    let mut question = question.clone();
    question["objects"] = json!(0);
    let answer = |cluster: &Cluster| authorize(&cluster.list(), [question.to_string()].into_iter());
    let asked = std::slice::from_ref(&question);
    let differs = |fewer: &Cluster| difference(fewer, asked, &answer(fewer)).is_some();
    let snapshot = ours::snapshot(&cluster.list());
    let ours = missing(&snapshot, &Access::new(&snapshot), &question);
    let what = format!("{question}\nkubescan misses {ours:?}, Kubernetes says {:?}", answer(cluster));
    panic!("{}", counter_example::describe(cluster, &what, differs));
}
