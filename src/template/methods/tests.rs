use super::{Method, MethodGift, MethodObject, builtin, read_file};
use crate::template::load;

fn read(methods: &str) -> Result<Vec<Method>, String> {
    read_file("t.yaml", &format!("version: 1\nmethods:\n{methods}")).map_err(|error| error.to_string())
}

#[test]
fn every_method_can_be_asked() {
    for method in builtin() {
        let targets = [MethodObject::User, MethodObject::Role, MethodObject::RolePolicy, MethodObject::Provider];
        let names_one = method.needs.iter().any(|need| targets.contains(&need.on));
        let wants_one = matches!(
            method.gives,
            MethodGift::User | MethodGift::Role | MethodGift::RaisedUser | MethodGift::RaisedRole | MethodGift::PodRole
        );
        assert!(names_one || !wants_one, "{} takes a target that none of its actions is asked on", method.id);
        let passes = method.needs.iter().any(|need| need.actions.iter().any(|action| *action == "iam:PassRole"));
        assert!(!passes || !method.service.is_empty(), "{} hands a role to no service", method.id);
    }
}

#[test]
fn needs_are_read_by_what_they_are_asked_on() {
    let methods =
        "  - {id: x-1, title: T, needs: {role: [iam:PassRole], any: [a:B | c:D, e:F]}, gives: role, service: [s]}\n";
    let [method] = read(methods).unwrap().try_into().unwrap();
    let needs: Vec<String> = method.needs.iter().map(|need| format!("{:?} {:?}", need.on, need.actions)).collect();
    assert_eq!(needs, ["Role [\"iam:PassRole\"]", "Any [\"a:B\", \"c:D\"]", "Any [\"e:F\"]"]);
}

#[test]
fn what_cannot_be_meant_is_told_with_its_place() {
    let table = [
        (
            "  - {id: x, title: T, needs: {rol: [a:B]}, gives: role}\n",
            "3:31: unknown object of `needs` `rol`; did you mean `role`?",
        ),
        ("  - {id: x, title: T, needs: {role: [iam:*]}, gives: role}\n", "`iam:*` is no action"),
        ("  - {id: x, title: T, needs: {}, gives: role}\n", "on what each action is asked"),
        ("  - {id: x, title: T, needs: {role: []}, gives: role}\n", "name at least one action"),
        ("  - {id: x, title: T, needs: {role: [a:B]}, gives: roles}\n", "did you mean `role`?"),
        ("  - {id: X Y, title: T, needs: {role: [a:B]}, gives: role}\n", "lower case"),
        (
            "  - {id: x, title: T, needs: {role: [a:B]}, gives: role}\n  - {id: x, title: T, needs: {role: [a:B]}, gives: role}\n",
            "stands twice",
        ),
    ];
    for (text, expected) in table {
        let error = read(text).unwrap_err();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn a_template_adds_replaces_and_disables() {
    let text = "version: 1\nextends: builtin\ndisable: [iam-001]\nmethods:\n  \
                - {id: iam-005, title: Mine, needs: {ownRole: [iam:PutRolePolicy]}, gives: everything}\n  \
                - {id: my-1, title: New, needs: {any: [a:B]}, gives: runningRole}\n";
    let methods = load("t.yaml", text).unwrap().methods;
    let titled = |id: &str| methods.iter().find(|method| method.id == id).map(|method| method.title.as_str());
    assert_eq!((titled("iam-001"), titled("iam-005"), titled("my-1")), (None, Some("Mine"), Some("New")));
    assert_eq!(methods.len(), builtin().len());
    let alone = "version: 1\nentries:\n  - {id: a/b, title: T, severity: low, scope: namespace, \
                 needs: [{verbs: [get], apiGroups: [\"\"], resources: [pods]}], why: w, fix: f}\n";
    assert_eq!(load("t.yaml", alone).unwrap().methods, []);
}
