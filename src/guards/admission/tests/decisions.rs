//! What a policy says: validations, variables, conditions, what fails, what it may cost.

use super::cluster::{about, binding, empty, expression, policy};
use super::{State, attempt, ruling};
use crate::guards::admission::{Judge, User};
use crate::guards::cel::Value;
use crate::model::{AdmissionKind, AdmissionPolicy, Snapshot, Subject};

fn cluster(change: impl FnOnce(&mut AdmissionPolicy)) -> Snapshot {
    let mut snapshot = empty();
    let mut policy = policy("p", about("* -/v1 configmaps"), &[]);
    change(&mut policy);
    snapshot.admission_policies.push(policy);
    snapshot.admission_bindings.push(binding("p"));
    snapshot
}

fn with(validation: &str, conditions: &[&str], ignores_failure: bool) -> Snapshot {
    cluster(|changed| {
        *changed = policy("p", changed.matches.clone(), &[validation]);
        changed.conditions = conditions.iter().map(|text| expression("c", text)).collect();
        changed.ignores_failure = ignores_failure;
    })
}

/// alice creates a ConfigMap without data.
fn request() -> super::Attempt {
    let mut attempt = attempt("CREATE -/v1/configmaps shop/c");
    attempt.object = serde_json::from_str(r#"{"kind":"ConfigMap","metadata":{"name":"c"}}"#).unwrap();
    attempt.user = User::of(&[Subject::user("alice"), Subject::group("dev")]);
    attempt
}

use State::{Blocked, Open, Unknown};

#[test]
fn an_expression_and_its_failure_policy() {
    for (validation, failing, ignoring) in [
        ("true", Open, Open),
        ("false", Blocked, Blocked),
        ("object.data.x == 'y'", Blocked, Open),
        ("object.data.x == 'y' || true", Open, Open),
        ("1 +", Blocked, Open),
        ("variables == null", Unknown, Unknown),
        ("request.userInfo.username == 'alice'", Open, Open),
        ("'ops' in request.userInfo.groups", Blocked, Blocked),
        ("request.userInfo.uid == 'x'", Unknown, Unknown),
        ("namespaceObject.metadata.labels['env'] == 'prod'", Open, Open),
        ("namespaceObject.metadata.annotations['x'] == 'y'", Unknown, Unknown),
        ("namespaceObject != null && oldObject == null", Open, Open),
        ("request.name == 'c' && request.namespace == 'shop' && request.operation == 'CREATE'", Open, Open),
        ("has(request.subResource)", Blocked, Blocked),
        ("authorizer.group('').resource('pods').namespace('shop').check('get').allowed()", Blocked, Blocked),
        ("lists.range(1000).all(x, lists.range(1000).all(y, y >= 0))", Blocked, Open),
    ] {
        assert_eq!(ruling(&with(validation, &[], false), &request()).state(), failing, "{validation}");
        assert_eq!(ruling(&with(validation, &[], true), &request()).state(), ignoring, "ignored: {validation}");
    }
}

#[test]
fn conditions_come_first() {
    let error = "object.data.x == 'y'";
    let unknown = "request.userInfo.uid == 'x'";
    for (conditions, failing, ignoring) in [
        (&["true"][..], Blocked, Blocked),
        (&["true", "false"], Open, Open),
        (&[error, "false"], Open, Open),
        (&[error, "true"], Blocked, Open),
        (&[unknown, "true"], Unknown, Unknown),
        (&[unknown, "false"], Open, Open),
        (&[unknown, error], Unknown, Open),
        // The namespace is not shown to conditions.
        (&["namespaceObject == null"], Blocked, Blocked),
    ] {
        assert_eq!(ruling(&with("false", conditions, false), &request()).state(), failing, "{conditions:?}");
        assert_eq!(ruling(&with("false", conditions, true), &request()).state(), ignoring, "ignored: {conditions:?}");
    }
    assert_eq!(ruling(&with("true", &[unknown], true), &request()).state(), Open, "asked or not, it agrees");
    assert_eq!(ruling(&with("true", &[unknown], false), &request()).state(), Unknown, "it may fail");
}

/// Each is within the limit of one expression, and refuses or errs; together they are above that of all.
#[test]
fn what_costs_too_much_together_fails_as_a_whole() {
    let ask = "authorizer.path('/healthz').check('get').allowed()";
    let costly = format!("{ask} || {ask} || true");
    let many = |count: usize, ignores_failure: bool| {
        cluster(|changed| {
            let validations: Vec<&str> = std::iter::repeat_n(costly.as_str(), count).chain(["false"]).collect();
            *changed = policy("p", changed.matches.clone(), &validations);
            changed.ignores_failure = ignores_failure;
        })
    };
    assert_eq!(ruling(&many(14, true), &request()).state(), Blocked, "the false one refuses");
    let ruled = ruling(&many(15, false), &request());
    assert_eq!(ruled.state(), Blocked);
    assert!(ruled.denials[0].message.contains("cost budget"), "{ruled:?}");
    assert_eq!(ruling(&many(15, true), &request()).state(), Open, "even what is false counts no more");
}

#[test]
fn variables_are_evaluated_where_they_are_asked_for() {
    for (validation, expected) in [
        ("variables.named", Open),
        ("!variables.named", Blocked),
        ("variables.broken", Blocked),
        ("variables.broken || true", Open),
        ("variables.missing", Blocked),
    ] {
        let mut snapshot = with(validation, &[], false);
        snapshot.admission_policies[0].variables = vec![
            expression("mine", "request.userInfo.username == 'alice'"),
            expression("named", "variables.mine && object.metadata.name == 'c'"),
            expression("broken", "1 +"),
        ];
        assert_eq!(ruling(&snapshot, &request()).state(), expected, "{validation}");
    }
}

#[test]
fn only_deny_denies() {
    for (actions, expected, enforces) in
        [(&["Deny"][..], Blocked, true), (&["Warn", "Audit"], Open, false), (&["Audit", "Deny"], Blocked, true)]
    {
        let mut snapshot = with("false", &[], false);
        snapshot.admission_bindings[0].actions = actions.iter().map(|action| (*action).into()).collect();
        let ruled = ruling(&snapshot, &request());
        assert_eq!(ruled.state(), expected, "{actions:?}");
        assert_eq!(ruled.asked.iter().map(|asked| asked.enforces).collect::<Vec<_>>(), [enforces], "{actions:?}");
    }
    let mut unbound = with("false", &[], false);
    unbound.admission_bindings[0].policy = "other".into();
    let ruled = ruling(&unbound, &request());
    assert_eq!((ruled.state(), ruled.asked), (Open, Vec::new()));
}

#[test]
fn the_message_is_the_servers() {
    for (message, expected) in
        [(None, "failed expression: false"), (Some("  no way\n"), "no way"), (Some(" "), "failed expression: false")]
    {
        let mut snapshot = with(" false ", &[], false);
        snapshot.admission_policies[0].validations[0].message = message.map(Into::into);
        let denials = ruling(&snapshot, &request()).denials;
        assert_eq!(denials.iter().map(|denial| denial.message.as_str()).collect::<Vec<_>>(), [expected]);
        assert_eq!(denials[0].guard.id(), "validatingadmissionpolicy:p/p");
    }
}

#[test]
fn a_mutating_policy_leaves_the_object_in_doubt() {
    for (conditions, expected) in [(&[][..], Unknown), (&["false"], Open), (&["object.data.x == 'y'"], Blocked)] {
        let mut snapshot = with("true", conditions, false);
        snapshot.admission_policies[0].kind = AdmissionKind::Mutating;
        snapshot.admission_policies[0].validations.clear();
        snapshot.admission_bindings[0].kind = AdmissionKind::Mutating;
        assert_eq!(ruling(&snapshot, &request()).state(), expected, "{conditions:?}");
    }
    let mut both = with("false", &[], false);
    let mut mutating = policy("m", about("* -/v1 configmaps"), &[]);
    mutating.kind = AdmissionKind::Mutating;
    both.admission_policies.push(mutating);
    both.admission_bindings.push(crate::model::AdmissionBinding { kind: AdmissionKind::Mutating, ..binding("m") });
    let ruled = ruling(&both, &request());
    assert_eq!((ruled.state(), ruled.unknown.len()), (Blocked, 1), "a refusal wins over a doubt");
}

#[test]
fn what_no_expression_reads_need_not_be_asked_again() {
    for (validation, variable, expected) in [
        ("object.metadata.name != ''", "true", false),
        ("object.metadata.name != ''", "request.userInfo.username == 'a'", true),
        ("request.userInfo.username == 'a'", "true", true),
        ("1 +", "true", true),
    ] {
        let mut snapshot = with(validation, &["request.operation == 'CREATE'"], false);
        snapshot.admission_policies[0].variables = vec![expression("v", variable)];
        let judge = Judge::new(&snapshot);
        assert_eq!(judge.depends_on_user(&"configmaps".into()), expected, "{validation} {variable}");
        assert!(!judge.depends_on_user(&"secrets".into()));
    }
}

#[test]
fn only_who_deletes_all_at_once_names_nothing() {
    let guard = with("request.name != 'kept'", &[], false);
    let known: Value = serde_json::from_str(r#"{"kind":"ConfigMap","metadata":{"name":"c"}}"#).unwrap();
    let unknown = Value::partial_object([]);
    for (request, object, old, expected) in [
        ("CREATE -/v1/configmaps shop/", &known, &Value::Null, Open),
        ("CREATE -/v1/configmaps shop/", &unknown, &Value::Null, Unknown),
        ("UPDATE -/v1/configmaps shop/", &known, &known, Unknown),
        ("UPDATE -/v1/configmaps shop/kept", &known, &known, Blocked),
        // `request.name` is not there: an error.
        ("DELETE -/v1/configmaps shop/", &Value::Null, &known, Blocked),
        ("DELETE -/v1/configmaps shop/", &Value::Null, &unknown, Unknown),
        ("DELETE -/v1/configmaps shop/c", &Value::Null, &known, Open),
    ] {
        let mut attempt = attempt(request);
        (attempt.object, attempt.old_object) = (object.clone(), old.clone());
        assert_eq!(ruling(&guard, &attempt).state(), expected, "{request}");
    }
}
