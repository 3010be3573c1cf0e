//! What policies refuse, against a real API server.
//!
//! Random policies with bindings and parameters stand in a cluster, each for the requests of one user. Every request is sent
//! twice: before there are policies, to see that it is accepted and what would be stored, and afterwards. Then kubescan must
//! refuse it if, and only if, the server does, and by the policy and binding that the server names.

mod expressions; // random expressions
mod policies; // random policies and bindings
mod read; // policies as kubescan has them
mod requests; // random writes
mod versions; // which versions a server serves
mod world; // what they are made on

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use kubescan::guards::admission::{Attempt, GroupVersionKind, Guard, Judge, Operation, Ruling, State, User};
use kubescan::guards::cel;
use kubescan::model::{Name, Snapshot};
use serde_json::{Value, json};

use self::requests::{Object, Request};
use super::effort::Effort;
use super::ours;
use super::random::Random;
use crate::cluster::{Answer, ControlPlane};

#[test]
fn policies_refuse_what_kubescan_says() {
    let effort = Effort::of_this_run();
    let seed = effort.seeds(1, 1)[0][0];
    let mut random = Random::new(seed);
    let groups = effort.count(40, 200);
    let plane = ControlPlane::start();
    world::fill(&plane, groups);
    let requests: Vec<Request> =
        (0..groups * 40).map(|number| requests::request(&mut random, number % groups)).collect();
    let stored = requests::stored(&plane, &requests);
    let before = plane.request(requests.iter().map(Request::line));
    let policies: Vec<Value> = (0..groups).flat_map(|group| policies::objects(&mut random, group)).collect();
    install(&plane, &policies);
    let after = plane.request(requests.iter().map(Request::line));

    let snapshot = snapshot(&plane);
    let judge = Judge::new(&snapshot);
    let mut tally: BTreeMap<State, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut unaccepted = Vec::new();
    for ((request, before), after) in requests.iter().zip(&before).zip(&after) {
        if !accepted(request, before) {
            unaccepted.push(format!("{}: {}", request.line(), before.error));
            continue;
        }
        let ruling = judge.rule(&attempt(request, before, &stored));
        *tally.entry(ruling.state()).or_default() += 1;
        if !agree(&ruling, accepted(request, after), &after.error) {
            let policies = policies.iter().filter(|policy| concerns(policy, request.group));
            let policies: Vec<String> = policies.map(|policy| policy.to_string()).collect();
            wrong.push(format!("{}\nours {ruling:?}\ntheirs {after:?}\n{}", request.line(), policies.join("\n")));
        }
    }
    println!("{tally:?} of {}, {} not accepted anyway", requests.len(), unaccepted.len());
    assert!(wrong.is_empty(), "seed {seed}: {} of {}, first {}", wrong.len(), requests.len(), wrong[0]);
    assert!(
        unaccepted.len() * 50 < requests.len(),
        "{} are refused anyway: {:?}",
        unaccepted.len(),
        unaccepted.first()
    );
    let share = |state: State| tally.get(&state).copied().unwrap_or_default() * 100 / requests.len();
    assert!(share(State::Blocked) > 8 && share(State::Open) > 30 && share(State::Unknown) < 5, "{tally:?}");
}

/// Creates policies, and waits until the server asks them: what was created last refuses something then.
fn install(plane: &ControlPlane, policies: &[Value]) {
    let name = "adm-marker";
    let spec = json!({
        "matchConstraints": {"resourceRules": [{"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"],
            "resources": ["configmaps"], "resourceNames": [name]}]},
        "validations": [{"expression": "false"}],
    });
    let api = "admissionregistration.k8s.io/v1";
    let marker =
        json!({"apiVersion": api, "kind": "ValidatingAdmissionPolicy", "metadata": {"name": name}, "spec": spec});
    let bound = json!({"apiVersion": api, "kind": "ValidatingAdmissionPolicyBinding", "metadata": {"name": name},
        "spec": {"policyName": name, "validationActions": ["Deny"]}});
    let path = |object: &Value| match object["kind"].as_str().unwrap() {
        "ValidatingAdmissionPolicy" => format!("/apis/{api}/validatingadmissionpolicies"),
        _ => format!("/apis/{api}/validatingadmissionpolicybindings"),
    };
    world::create(plane, &policies.iter().map(|object| (path(object), object.clone())).collect::<Vec<_>>());
    world::create(plane, &[(path(&marker), marker)]);
    world::create(plane, &[(path(&bound), bound)]);
    let start = Instant::now();
    while plane.request(std::iter::once(requests::marker(name)))[0].status == Some(201) {
        assert!(start.elapsed() < Duration::from_secs(60), "the policies are not asked");
        std::thread::sleep(Duration::from_millis(300));
    }
}

fn snapshot(plane: &ControlPlane) -> Snapshot {
    let list = |kinds: &str| {
        let list = plane.kubectl(&["get", kinds, "--all-namespaces", "--output=json"]);
        serde_json::from_str::<Value>(&list).unwrap()
    };
    let kinds = "namespaces,serviceaccounts,clusterroles,clusterrolebindings,roles,rolebindings";
    let mut snapshot = ours::snapshot(&list(kinds));
    read::into(&mut snapshot, &list("validatingadmissionpolicies,validatingadmissionpolicybindings,configmaps"));
    snapshot
}

fn concerns(policy: &Value, group: usize) -> bool {
    policy["metadata"]["name"].as_str().unwrap().starts_with(&format!("adm-{group}-"))
}

/// Whether nothing but admission policies could stand against it.
fn accepted(request: &Request, answer: &Answer) -> bool {
    match answer.status {
        Some(200 | 201) => true,
        Some(400) => request.operation == "CONNECT" && answer.error.contains("does not have a host assigned"),
        _ => false,
    }
}

/// The same answer, and by whom: who the server names is among those whom kubescan names, be it in doubt.
fn agree(ruling: &Ruling, let_in: bool, error: &str) -> bool {
    match ruling.state() {
        State::Open => let_in,
        State::Unknown => true,
        State::Blocked => {
            let denied = ruling.denials.iter().map(|denial| opening(&denial.guard, &denial.message));
            let doubted = ruling.unknown.iter().map(|doubt| opening(&doubt.guard, ""));
            !let_in && denied.chain(doubted).any(|opening| error.contains(&opening))
        }
    }
}

/// How the server's refusal begins; the text of an error is each its own.
fn opening(guard: &Guard, message: &str) -> String {
    let Guard::Policy { policy, binding, .. } = guard else { panic!("{guard:?}") };
    let bound = binding.as_ref().map(|binding| format!(" with binding '{}'", binding.as_str())).unwrap_or_default();
    let own = ["failed expression: ", "rule ", "no params found", "cannot use namespaced"];
    let message = if own.iter().any(|own| message.starts_with(own)) { message } else { "" };
    let configured =
        if message.contains("param") && !message.contains(": ") { "failed to configure binding: " } else { "" };
    format!("ValidatingAdmissionPolicy '{}'{bound} denied request: {configured}{message}", policy.as_str())
}

fn attempt(request: &Request, shown: &Answer, stored: &BTreeMap<String, Value>) -> Attempt {
    let operation = [Operation::Create, Operation::Update, Operation::Delete, Operation::Connect];
    let operation = operation.into_iter().find(|operation| operation.word() == request.operation).unwrap();
    let [group, version, resource, subresource] = request.resource;
    let [kind_group, kind_version, kind] = request.kind.each_ref().map(|text| Name::from(text.as_str()));
    let whole = |value: &Value| serde_json::from_value::<cel::Value>(value.clone()).unwrap();
    let mut attempt = Attempt::new(operation, [group, version, resource, "Kind"]);
    attempt.subresource = subresource.into();
    attempt.kind = GroupVersionKind { group: kind_group, version: kind_version, kind };
    attempt.namespace = request.namespace.as_str().into();
    attempt.name = request.name.as_str().into();
    attempt.object = match &request.object {
        Object::None => cel::Value::Null,
        Object::Shown => whole(&shown.object),
        Object::Partly(value) => partly(value),
    };
    attempt.old_object = request.old.as_ref().map_or(cel::Value::Null, |path| whole(&stored[path]));
    attempt.dry_run = request.dry_run();
    attempt.user = User {
        username: Some(world::user_of(request.group).into()),
        groups: vec![world::groups_of(request.group).into(), "system:authenticated".into()],
        complete: true,
        ..User::default()
    };
    attempt
}

/// An object to which the server may add.
fn partly(value: &Value) -> cel::Value {
    match value {
        Value::Object(fields) => {
            cel::Value::partial_object(fields.iter().map(|(key, value)| (key.as_str(), partly(value))))
        }
        other => serde_json::from_value(other.clone()).unwrap(),
    }
}
