//! What is told to be hollow: what is a weakness around the subject, and not what another policy looks at.

use serde_json::json;

use super::case::Case;
use super::judged;

/// What is hollow in each guard, behind the verdict: `verdict | guard: flaw; flaw | guard: …`.
fn told(case: &Case) -> String {
    let found = judged(case);
    let mut told = vec![found["verdict"].as_str().unwrap().to_owned()];
    for guard in found["guards"].as_array().unwrap() {
        let hollow = guard["hollow"].as_array().unwrap().iter().map(|flaw| flaw.as_str().unwrap());
        told.push(format!("{}: {}", guard["name"].as_str().unwrap(), hollow.collect::<Vec<_>>().join("; ")));
    }
    told.join(" | ")
}

#[track_caller]
fn check(expected: &str, edit: impl FnOnce(&mut Case)) {
    let mut case = Case::sound();
    edit(&mut case);
    assert_eq!(told(&case), expected);
}

/// Operations and resources that the policy looks at.
fn looks(case: &mut Case, operations: &[&str], resources: &[&str]) {
    case.matching()["operations"] = json!(operations);
    case.matching()["resources"] = json!(resources);
}

const ALL: &[&str] = &["CREATE", "UPDATE", "DELETE"];
const MADE: &[&str] = &["CREATE", "UPDATE"];
const KINDS: &[&str] = &["roles", "clusterroles", "rolebindings", "clusterrolebindings"];

#[test]
fn nothing_is_left_out_where_a_guard_holds() {
    check("holds | jit-boundary: ", |c| looks(c, MADE, KINDS));
    check("holds | jit-boundary: ", |c| looks(c, ALL, &KINDS[1..]));
    check("holds | jit-boundary:  | jit-roles: ", |c| {
        let roles = c.policy()["validations"][1]["expression"].as_str().unwrap().to_owned();
        looks(c, MADE, &KINDS[2..]);
        c.second("jit-roles", &json!(["clusterroles"]), &roles);
    });
}

#[test]
fn a_kind_is_left_out_where_an_open_route_writes_it_and_nothing_else_looks() {
    check("broken | jit-boundary: rbac-kind-left-out: rolebindings are not judged", |c| {
        looks(c, ALL, &["roles", "clusterroles", "clusterrolebindings"]);
    });
    // The other policy looks, and not well: that is its own fault, and none of the first.
    check("broken | jit-boundary:  | jit-others: ", |c| {
        looks(c, ALL, &["roles", "clusterroles", "clusterrolebindings"]);
        c.second("jit-others", &json!(["rolebindings"]), "object == null || size(object.metadata.name) > 3");
    });
    // What is open writes no RBAC.
    check("broken | jit-boundary: ", |c| {
        looks(c, ALL, &KINDS[1..]);
        c.may("{apiGroups: [''], resources: [secrets], verbs: [get, list]}");
    });
}

#[test]
fn deletion_is_left_out_where_what_is_deleted_can_be_made_anew() {
    let by_name = "request.name != 'jit-controller'";
    let with = |operations: &'static [&'static str]| {
        move |c: &mut Case| {
            looks(c, operations, KINDS);
            c.policy()["validations"] = json!([{"expression": by_name}]);
        }
    };
    check(
        "broken | jit-boundary: deletion-left-out: DELETE of clusterrolebindings, clusterroles, rolebindings, roles is not judged",
        with(MADE),
    );
    check("broken | jit-boundary: ", with(ALL));
    check("broken | jit-boundary:  | jit-deletion: ", |c| {
        with(MADE)(c);
        c.second("jit-deletion", &json!(["*"]), by_name);
        let policy = c.object("ValidatingAdmissionPolicy", "jit-deletion");
        policy["spec"]["matchConstraints"]["resourceRules"][0]["operations"] = json!(["DELETE"]);
    });
}

#[test]
fn a_policy_about_others_is_named_apart() {
    let others = |edit: &dyn Fn(&mut Case)| {
        let mut case = Case::sound();
        edit(&mut case);
        let found = judged(&case);
        let names = found.get("aboutOthers").cloned().unwrap_or_else(|| json!([]));
        format!("{} {names}", found["verdict"].as_str().unwrap())
    };
    let misspelt = |c: &mut Case| {
        let condition = &mut c.policy()["matchConditions"][0]["expression"];
        *condition = condition.as_str().unwrap().replace("controller", "controler").into();
    };
    assert_eq!(others(&misspelt), r#"no-guard ["ValidatingAdmissionPolicy jit-boundary"]"#);
    // Whether it looks away depends on more than who asks.
    assert_eq!(others(&|c| c.unless("request.operation == 'CREATE'")), "broken []");
    // It is about something else.
    assert_eq!(others(&|c| c.second("pods", &json!(["pods"]), "request.userInfo.username != 'x'")), "holds []");
}
