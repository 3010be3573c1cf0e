//! Everybody who may: the subjects that kubescan names are those whom Kubernetes allows, and no others.
//!
//! Each known subject is asked about as in a real request, with the groups that it is always in.

use kubescan::authz::{Authorizer, Object, Request, identity_of};
use kubescan::model::{Scope, Subject};
use kubescan::query::{Question, Target, WhoCan, known_subjects, who_can};
use serde_json::{Value, json};

use super::cluster::{Cluster, namespace_of, text};
use super::effort::Effort;
use super::generate::{self, Objects};
use super::loaded::Loaded;
use super::random::Random;
use super::{counter_example, ours, questions};
use crate::cluster::{Answer, authorize};

/// One question about one cluster: who may do this, there.
#[derive(Clone)]
struct Asked {
    question: Question,
    scope: Scope,
}

/// One subject, and what kubescan says about it.
struct Claim {
    asked: Asked,
    review: Value,
    subject: String,
    allowed: bool,
}

#[test]
fn who_can_names_all_whom_the_authorizers_allow() {
    let effort = Effort::of_this_run();
    let each = effort.count(40, 200);
    for seed in effort.seeds(effort.count(40, 1_000), 1).concat() {
        let cluster = generate::cluster(seed, Objects::Any);
        let asked = asked_of(&cluster, each);
        if let Some(wrong) = wrong(&cluster, &asked, |reviews| authorize(&cluster.list(), reviews)) {
            complain(&cluster, &wrong);
        }
    }
}

#[test]
fn who_can_names_all_whom_the_api_server_allows() {
    let loaded = Loaded::shared();
    let each = Effort::of_this_run().count(12, 200);
    let asked: Vec<Asked> = loaded.clusters.iter().flat_map(|cluster| asked_of(cluster, each)).collect();
    // The server's own caches may be behind what it stores, for a moment.
    for _ in 0..3 {
        if wrong(&loaded.dump(), &asked, |reviews| loaded.plane.review(reviews)).is_none() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_secs(2));
    }
    let dump = loaded.dump();
    if let Some(wrong) = wrong(&dump, &asked, |reviews| loaded.plane.review(reviews)) {
        complain(&dump, &wrong);
    }
}

fn asked_of(cluster: &Cluster, count: usize) -> Vec<Asked> {
    let mut random = Random::new(cluster.seed.wrapping_mul(37));
    (0..count).map(|_| ask(&mut random, cluster)).collect()
}

/// A question about what some binding allows, or nearly; in a namespace, or in the cluster.
fn ask(random: &mut Random, cluster: &Cluster) -> Asked {
    let binding = random.pick(&cluster.bindings()).clone();
    let attributes = questions::attributes(random, cluster, &binding);
    let (verb, target) = match attributes.get("nonResourceAttributes") {
        Some(url) => (text(url, "verb").to_owned(), Target::Url(text(url, "path").to_owned())),
        None => {
            let asked = &attributes["resourceAttributes"];
            let [verb, api_group, resource, subresource, name] =
                ["verb", "group", "resource", "subresource", "name"].map(|field| text(asked, field).to_owned());
            let name =
                if resource == "namespaces" && random.chance(60) { random.pick(&cluster.namespaces()) } else { name };
            let namespaced = random.pick(&[None, None, None, Some(true), Some(false)]);
            (verb, Target::Resource { api_group, resource, subresource, name, namespaced })
        }
    };
    let here = namespace_of(&binding).filter(|_| random.chance(80)).map(str::to_owned);
    let namespace = here.or_else(|| random.chance(50).then(|| random.pick(&cluster.namespaces())));
    let question = Question { verb, target };
    let scope = question.place(namespace.as_deref());
    Asked { question, scope }
}

/// The first claim that the judge contradicts.
fn wrong(cluster: &Cluster, asked: &[Asked], judge: impl Fn(Reviews) -> Vec<Answer>) -> Option<Claim> {
    let snapshot = ours::snapshot(&cluster.list());
    let authorizer = Authorizer::new(&snapshot);
    let claims: Vec<Claim> = asked.iter().flat_map(|asked| claims(&authorizer, asked)).collect();
    let reviews: Vec<String> = claims.iter().map(|claim| claim.review.to_string()).collect();
    let answers = judge(reviews.into_iter());
    assert_eq!(answers.len(), claims.len());
    let differs = |claim: &Claim, answer: &Answer| answer.allowed.unwrap() != claim.allowed;
    claims.into_iter().zip(answers).find_map(|(claim, answer)| differs(&claim, &answer).then_some(claim))
}

type Reviews = std::vec::IntoIter<String>;

fn claims(authorizer: &Authorizer<'_>, asked: &Asked) -> Vec<Claim> {
    let Asked { question, scope } = asked;
    let namespace = scope.namespace().map(|namespace| namespace.as_str());
    let answer = who_can(authorizer, question, namespace);
    let Some(request) = question.request(scope) else {
        return Vec::new();
    };
    let claim = |subject: &Subject, request: &Request<'_>, allowed: bool| {
        let review = review(subject, request);
        Claim { asked: asked.clone(), review, subject: subject.id(), allowed }
    };
    let all = known_subjects(authorizer.access());
    let mut claims: Vec<Claim> =
        all.iter().map(|subject| claim(subject, &request, names(&answer, &subject.id(), scope))).collect();
    // Those who may by name are told apart; what is said of them holds too.
    for by_name in answer.by_name.iter().filter(|row| row.scope == scope.id()) {
        for id in &by_name.subjects {
            let subject = all.iter().find(|subject| subject.id() == *id).unwrap();
            let named = by_name.names.iter().filter_map(|name| with_name(&request, name));
            claims.extend(named.map(|request| claim(subject, &request, true)));
        }
    }
    claims
}

/// Whether this subject is among those who may: in this scope, or everywhere.
fn names(answer: &WhoCan, subject: &str, scope: &Scope) -> bool {
    let here = |other: &str| other == "cluster" || other == scope.id();
    let node = subject.strip_prefix("user:system:node:").map(|node| format!("node:{node}"));
    answer.subjects.rows().any(|row| row.subject == subject && here(row.scope))
        || answer.nodes.iter().any(|row| Some(&row.node) == node.as_ref() && here(&row.scope))
}

fn with_name<'r>(request: &Request<'r>, name: &'r str) -> Option<Request<'r>> {
    match request.object {
        Object::Resource { api_group, resource, subresource, namespace, .. } => {
            let object = Object::Resource { api_group, resource, subresource, namespace, name };
            Some(Request { verb: request.verb, object })
        }
        Object::Url(_) => None,
    }
}

/// The review of a real request of a subject: with the groups that it is always in.
fn review(subject: &Subject, request: &Request<'_>) -> Value {
    let identity = identity_of(subject);
    let user = identity.first().and_then(Subject::username);
    let group = |subject: &Subject| match subject {
        Subject::Group(name) => Some(name.as_str().to_owned()),
        _ => None,
    };
    let groups: Vec<String> = identity.iter().filter_map(group).collect();
    let verb = request.verb;
    let mut spec = match request.object {
        Object::Url(path) => json!({"nonResourceAttributes": {"verb": verb, "path": path}}),
        Object::Resource { api_group, resource, subresource, namespace, name } => {
            json!({"resourceAttributes": {"verb": verb, "group": api_group, "resource": resource,
                "subresource": subresource, "namespace": namespace, "name": name}})
        }
    };
    spec["user"] = json!(user.unwrap_or_default());
    spec["groups"] = json!(groups);
    questions::review_of(&spec)
}

fn complain(cluster: &Cluster, claim: &Claim) {
    let asked = std::slice::from_ref(&claim.asked);
    let differs = |fewer: &Cluster| wrong(fewer, asked, |reviews| authorize(&fewer.list(), reviews)).is_some();
    let what = format!(
        "who can {} in {}? kubescan lets {} do it: {}; Kubernetes contradicts: {}",
        claim.asked.question,
        claim.asked.scope.id(),
        claim.subject,
        claim.allowed,
        claim.review["spec"]
    );
    panic!("{}", counter_example::describe(cluster, &what, differs));
}
