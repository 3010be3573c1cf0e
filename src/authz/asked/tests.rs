use super::{Asked, AskedError, AskedResource, asked};
use crate::model::Resource;

const CERTIFICATES: &str = "certificates.k8s.io";
const AUTHENTICATION: &str = "authentication.k8s.io";
const RBAC: &str = "rbac.authorization.k8s.io";

fn custom() -> Vec<Resource> {
    let line = r#"{"api_group":"example.com","name":"widgets","singular":"widget","kind":"Widget","short_names":["wd"],
        "namespaced":false,"verbs":["get"],"subresources":[{"name":"status","verbs":["get"]}]}"#;
    vec![serde_json::from_str(line).unwrap()]
}

fn resource(verb: &str, target: &str, subresource: Option<&str>) -> AskedResource {
    match asked(verb, target, subresource, &custom()) {
        Ok(Asked::Resource(resource)) => resource,
        other => panic!("{verb} {target}: {other:?}"),
    }
}

fn notes(words: &str) -> Vec<String> {
    let words: Vec<&str> = words.split(' ').collect();
    match asked(words[0], words[1], words.get(2).copied(), &custom()).unwrap() {
        Asked::Resource(resource) => resource.notes,
        Asked::Url(url) => url.notes,
    }
}

#[test]
fn words_become_group_resource_subresource_and_name() {
    let ns = Some(true);
    let cluster = Some(false);
    type Row = (&'static str, &'static str, &'static str, [&'static str; 4], Option<bool>);
    let table: &[Row] = &[
        ("get", "pods", "", ["", "pods", "", ""], ns),
        ("get", "po", "log", ["", "pods", "log", ""], ns),
        ("get", "deploy/web", "", ["apps", "deployments", "", "web"], ns),
        ("get", "pods.", "", ["", "pods", "", ""], ns),
        ("list", "*", "", ["*", "*", "", ""], None),
        ("list", "*.apps", "", ["apps", "*", "", ""], None),
        ("update", "*", "scale", ["*", "*", "scale", ""], None),
        ("get", "wd/a", "status", ["example.com", "widgets", "status", "a"], cluster),
        ("get", "gadgets.example.org/a", "", ["example.org", "gadgets", "", "a"], None),
        ("get", "gadgets.v1.example.org", "", ["example.org", "gadgets", "", ""], None),
        ("approve", "signers/kubernetes.io/legacy", "", [CERTIFICATES, "signers", "", "kubernetes.io/legacy"], cluster),
        ("impersonate", "users/ann", "", ["", "users", "", "ann"], cluster),
        ("impersonate", "sa/web", "", ["", "serviceaccounts", "", "web"], ns),
        ("impersonate", "uids/7", "", [AUTHENTICATION, "uids", "", "7"], cluster),
        ("impersonate", "userextras/Scopes", "", [AUTHENTICATION, "userextras", "scopes", ""], cluster),
        (
            "impersonate",
            "userextras/example.com/key",
            "",
            [AUTHENTICATION, "userextras", "example.com/key", ""],
            cluster,
        ),
        ("impersonate", "userextras", "a/b", [AUTHENTICATION, "userextras", "a/b", ""], cluster),
        ("impersonate:user-info", "users", "", [AUTHENTICATION, "users", "", ""], cluster),
        ("impersonate:user-info", "sa", "", [AUTHENTICATION, "serviceaccounts", "", ""], ns),
        ("impersonate:user-info", "groups", "", [AUTHENTICATION, "groups", "", ""], cluster),
        ("impersonate:serviceaccount", "sa/web", "", [AUTHENTICATION, "serviceaccounts", "", "web"], ns),
        ("impersonate:arbitrary-node", "node/n", "", [AUTHENTICATION, "nodes", "", "n"], cluster),
        ("impersonate-on:user-info:list", "nodes", "", ["", "nodes", "", ""], cluster),
        ("impersonate:user-info", "users.", "", ["", "users", "", ""], cluster),
        ("bind", "clusterroles/view", "", [RBAC, "clusterroles", "", "view"], cluster),
    ];
    for (verb, target, subresource, expected, namespaced) in table {
        let found = resource(verb, target, Some(*subresource).filter(|text| !text.is_empty()));
        let parts = [&found.api_group, &found.resource, &found.subresource, &found.name].map(String::as_str);
        assert_eq!((parts, found.namespaced), (*expected, *namespaced), "{verb} {target}");
        assert_eq!(found.verb, *verb);
    }
}

#[test]
fn groups_that_share_a_name_are_told_where_none_was_asked_for() {
    assert_eq!(resource("list", "events", None).other_groups, ["events.k8s.io"]);
    assert!(resource("list", "events.events.k8s.io", None).other_groups.is_empty());
    assert!(resource("list", "nodes", None).other_groups.is_empty(), "those of constrained impersonation are no nodes");
    assert!(resource("list", "deployments", None).other_groups.is_empty(), "extensions serves none any more");
}

#[test]
fn a_target_with_a_leading_slash_is_a_url() {
    let Asked::Url(url) = asked("get", "/healthz/etcd", None, &[]).unwrap() else { panic!("no URL") };
    assert_eq!((url.verb.as_str(), url.path.as_str(), url.notes.len()), ("get", "/healthz/etcd", 0));
}

#[test]
fn what_asks_for_nothing_is_an_error_that_says_where() {
    let table: [(&str, &str, Option<&str>, AskedError); 9] = [
        ("", "pods", None, AskedError::NoVerb),
        ("get", "", None, AskedError::NoTarget),
        ("get", ".apps", None, AskedError::NoResource(".apps".into())),
        ("get", "pods/", None, AskedError::NoName("pods/".into())),
        ("get", "/metrics", Some("log"), AskedError::SubresourceOfUrl("/metrics".into())),
        ("get", "pods", Some(""), AskedError::NoSubresource),
        ("get", "pods", Some("pods/log"), AskedError::NotOneSubresource("pods/log".into())),
        ("impersonate", "userextras/a", Some("b"), AskedError::TwoKeys),
        ("impersonate", "userextras", Some(""), AskedError::NoSubresource),
    ];
    for (verb, target, subresource, expected) in table {
        let error = asked(verb, target, subresource, &[]).unwrap_err();
        assert_eq!(error, expected, "{verb} {target}");
        let text = error.to_string();
        assert!(["VERB", "RESOURCE", "--subresource"].iter().any(|argument| text.starts_with(argument)), "{text}");
    }
}

#[test]
fn ordinary_questions_have_no_notes() {
    for words in [
        "get pods",
        "get pods/web",
        "get pods log",
        "create pods exec",
        "create serviceaccounts/web token",
        "* *",
        "* pods",
        "get nodes/n metrics",
        "update deployments finalizers",
        "update * scale",
        "read widgets",
        "get widgets.example.com",
        "use widgets.example.com",
        "escalate roles",
        "bind clusterroles/view",
        "sign signers/example.com/x",
        "impersonate users",
        "impersonate userextras/scopes",
        "impersonate:user-info groups",
        "impersonate:associated-node nodes/*",
        "impersonate-on:user-info:list pods",
        "arbitrary-node:update resourceclaims/driver.example.com driver",
        "request-serviceaccounts-token-audience configmaps",
        "head /healthz",
        "* /healthz",
    ] {
        assert_eq!(notes(words), Vec::<String>::new(), "{words}");
    }
}

#[test]
fn what_no_real_request_asks_is_noted() {
    let table = [
        ("Get pods", "verbs are case-sensitive, and no request has `Get`; write `get`"),
        ("GET /healthz", "verbs are case-sensitive, and no request has `GET`; write `get`"),
        ("list /healthz", "no request for a URL has the verb `list`: it is the HTTP method, one of get, post, put"),
        ("create /apis", "no request for a URL has the verb `create`"),
        ("gett pods", "no request for a resource of Kubernetes has the verb `gett`; did you mean `get`?"),
        ("log pods", "no request for a resource of Kubernetes has the verb `log`"),
        (
            "bind clusterrolebindings",
            "no check asks for `bind` on clusterrolebindings; it is asked on clusterroles.rbac",
        ),
        (
            "escalate rolebindings",
            "it is asked on clusterroles.rbac.authorization.k8s.io, roles.rbac.authorization.k8s.io",
        ),
        ("approve csr", "it is asked on signers.certificates.k8s.io"),
        (
            "impersonate nodes",
            "no check asks for `impersonate` on nodes; it is asked on serviceaccounts, users, groups, uids",
        ),
        ("impersonate:user-info users.", "it is asked on users.authentication.k8s.io, groups.authentication.k8s.io"),
        ("impersonate:user-info serviceaccounts", "no check asks for `impersonate:user-info` on serviceaccounts"),
        ("arbitrary-node:update resourceclaims", "resourceclaims.resource.k8s.io with the subresource driver"),
        ("use secrets", "no check asks for `use` on secrets; it is asked on podsecuritypolicies.policy"),
        (
            "deletecollection namespaces",
            "no request for namespaces has the verb `deletecollection`; there are create, delete",
        ),
        ("list pods exec", "no request for pods/exec has the verb `list`; there are create, get"),
        ("list widgets", "no request for widgets has the verb `list`; there are get"),
        ("get userextras/scopes", "no request for userextras/scopes has the verb `get`; there are impersonate"),
        ("get users", "no request for users has the verb `get`; there are impersonate"),
        (
            "get pods/log",
            "`log` is taken for the name of an object; for the subresource write `pods --subresource log`",
        ),
        ("create serviceaccounts/token", "write `serviceaccounts --subresource token`"),
        ("update */scale", "write `* --subresource scale`"),
        ("get pods logs", "pods has no subresource `logs` that is known; did you mean `log`?"),
        (
            "get podz",
            "no resource `podz` is known, so it is asked for literally, as one of namespaces; did you mean `pods`?",
        ),
        ("get widgetz", "did you mean `widgets`?"),
        (
            "get deployments.",
            "no resource `deployments.` is known, so it is asked for literally, as one of namespaces; there is `deployments.apps`",
        ),
        (
            "get pods.v1",
            "no resource `pods.v1` is known, and an API group is no version, so it is asked for literally, as one of namespaces",
        ),
        ("get qqqqqqqq", "no resource `qqqqqqqq` is known, so it is asked for literally, as one of namespaces"),
        ("use psp", "Kubernetes no longer serves podsecuritypolicies in the API group policy"),
    ];
    for (words, expected) in table {
        let found = notes(words);
        assert_eq!(found.len(), 1, "{words}: {found:?}");
        assert!(found[0].contains(expected), "{words}: {found:?}");
    }
}
