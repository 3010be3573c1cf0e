use super::{Actor, ApiRequest, NEEDS_GET, command};
use crate::findings::{GrantRef, Hop};
use crate::query::hop::audit::expression;

fn hop(from: &str, to: &str) -> Hop {
    Hop { from: from.into(), to: to.into(), ..Hop::default() }
}

fn request(verb: &str, resource: &str, namespace: Option<&str>, name: Option<&str>) -> ApiRequest {
    let (resource, subresource) = resource.split_once('/').unwrap_or((resource, ""));
    let owned = |text: &str| text.to_owned();
    let (namespace, name) = (namespace.map(owned), name.map(owned));
    let (verb, resource, subresource) = (owned(verb), owned(resource), owned(subresource));
    ApiRequest {
        verb,
        group: String::new(),
        resource,
        subresource,
        namespace,
        name,
        url: None,
        creates: false,
        covered: false,
        reads: true,
    }
}

#[test]
fn each_request_has_the_command_that_makes_it() {
    let rows = [
        (request("create", "serviceaccounts/token", Some("shop"), Some("web")), "kubectl create token web -n shop"),
        (request("create", "pods/exec", Some("shop"), None), "kubectl exec POD -n shop -- COMMAND"),
        (
            request("impersonate", "serviceaccounts", None, None),
            "kubectl auth whoami --as=system:serviceaccount:shop:web",
        ),
        (request("list", "secrets", None, None), "kubectl get secrets -A -o yaml"),
        (request("get", "secrets", Some("shop"), Some("db")), "kubectl get secrets db -n shop -o yaml"),
        (
            request("create", "clusterrolebindings", None, None),
            "kubectl create clusterrolebinding NAME --clusterrole=cluster-admin --user=eve",
        ),
        (request("get", "nodes/proxy", None, Some("a")), "kubectl get --raw /api/v1/nodes/a/proxy/PATH"),
        (
            request("create", "pods", Some("shop"), None),
            r#"kubectl run NAME -n shop --image=IMAGE --overrides='{"spec":{"serviceAccountName":"web"}}'"#,
        ),
    ];
    for (request, expected) in rows {
        assert_eq!(command(&request, &hop("user:eve", "sa:shop/web"), None, &Actor::default()), expected);
    }
}

#[test]
fn a_command_that_reads_first_says_so_where_nobody_may() {
    let told = |verb: &str, resource: &str, reads: bool| {
        let request = ApiRequest { reads, ..request(verb, resource, Some("shop"), Some("web")) };
        command(&request, &hop("user:eve", "sa:shop/web"), None, &Actor::default())
    };
    for (verb, resource) in [("patch", "deployments"), ("update", "configmaps"), ("patch", "cronjobs")] {
        assert!(told(verb, resource, false).ends_with(NEEDS_GET), "{}", told(verb, resource, false));
        assert!(!told(verb, resource, true).contains('#'), "{}", told(verb, resource, true));
    }
    for (verb, resource) in [("create", "deployments"), ("delete", "pods"), ("create", "pods/exec")] {
        assert!(!told(verb, resource, false).contains('#'), "{}", told(verb, resource, false));
    }
}

#[test]
fn names_cannot_leave_their_quotes() {
    let request = request("get", "secrets", Some("shop"), Some("x'; rm -rf /; '"));
    let text = command(&request, &hop("user:eve", "secret:shop/x"), None, &Actor::default());
    assert_eq!(text, r"kubectl get secrets 'x'\''; rm -rf /; '\''' -n shop -o yaml");
}

#[test]
fn the_audit_log_names_who_asked_for_what() {
    let token = request("create", "serviceaccounts/token", Some("shop"), Some("web"));
    assert_eq!(
        expression(&token, &hop("sa:ci/runner", "sa:shop/web"), &Actor::default()),
        "verb=create objectRef.resource=serviceaccounts objectRef.subresource=token objectRef.namespace=shop \
         objectRef.name=web user.username=system:serviceaccount:ci:runner"
    );
    let disguise = request("impersonate", "groups", None, None);
    assert_eq!(
        expression(&disguise, &hop("group:ops", "group:admins"), &Actor::default()),
        "impersonatedUser.groups=admins user.groups=ops"
    );
    let pod = request("create", "pods", Some("shop"), Some("x"));
    assert_eq!(
        expression(&pod, &hop("workload:shop/Deployment/web", "sa:shop/web"), &Actor::default()),
        "verb=create objectRef.resource=pods objectRef.namespace=shop"
    );
}

#[test]
fn a_pod_is_as_free_as_its_way_out_needs() {
    let by = |entry: &str, from: &str, to: &str| Hop { entry: entry.into(), ..hop(from, to) };
    let (run, debug) =
        (request("create", "pods", Some("a"), None), request("patch", "pods/ephemeralcontainers", Some("a"), None));
    let created = by("pods/create", "user:eve", "pod:a/*");
    let rows = [
        (
            &run,
            by("pods/create", "user:eve", "node:n"),
            None,
            " --privileged --overrides='{\"spec\":{\"nodeName\":\"n\"}}'",
        ),
        (
            &run,
            by("storage/claim-available", "user:eve", "node:n"),
            None,
            "\"persistentVolumeClaim\":{\"claimName\":\"CLAIM\"}}]}}'",
        ),
        (&run, by("storage/host-volume", "user:eve", "node:n"), None, "\"storage\":\"1Gi\"}}}}}}]}}'"),
        (
            &run,
            created.clone(),
            Some(by("escape/privileged", "pod:a/*", "node:n")),
            " --privileged --overrides='{\"spec\":{\"nodeName\":\"n\"}}'",
        ),
        (&run, created.clone(), Some(by("escape/claim-host-volume", "pod:a/*", "node:n")), "\"CLAIM\"}}]}}'"),
        (&run, created.clone(), Some(by("escape/privileged", "pod:b/*", "node:n")), " --image=IMAGE"),
        (&run, created, None, " --image=IMAGE"),
        (&debug, by("pods/ephemeral-container", "user:eve", "node:n"), None, " --profile=sysadmin"),
        (
            &debug,
            by("pods/ephemeral-container", "user:eve", "sa:a/b"),
            None,
            " --profile=restricted --custom=CONTAINER",
        ),
    ];
    for (request, hop, next, end) in rows {
        let text = command(request, &hop, next.as_ref(), &Actor::default());
        assert!(text.ends_with(end), "{text}");
    }
}

#[test]
fn what_a_right_for_some_names_creates_is_applied_or_put() {
    let rows = [
        (
            "patch",
            "clusterroles",
            "kubectl create clusterrole x --verb='*' --resource='*.*' --dry-run=client -o yaml | kubectl apply --server-side -f -",
        ),
        (
            "update",
            "clusterroles",
            "kubectl create clusterrole x --verb='*' --resource='*.*' --dry-run=client -o yaml | kubectl replace -f -",
        ),
        ("patch", "leases", "kubectl apply --server-side -f MANIFEST"),
    ];
    for (verb, resource, expected) in rows {
        let request = ApiRequest { creates: true, ..request(verb, resource, None, Some("x")) };
        assert_eq!(command(&request, &hop("user:eve", "objective:cluster-admin"), None, &Actor::default()), expected);
    }
}

#[test]
fn a_role_that_is_bound_is_the_one_that_the_hop_is_about() {
    let bind = || request("create", "clusterrolebindings", None, None);
    let about = Hop { about: Some("clusterrole:nope".into()), ..hop("user:eve", "objective:cluster-admin") };
    let text = |request, hop: &Hop| command(&request, hop, None, &Actor::default());
    assert_eq!(text(bind(), &about), "kubectl create clusterrolebinding NAME --clusterrole=nope --user=eve");
    let covered = ApiRequest { covered: true, ..bind() };
    let any = hop("user:eve", "objective:cluster-admin");
    assert_eq!(text(covered, &any), "kubectl create clusterrolebinding NAME --clusterrole=ROLE --user=eve");
}

#[test]
fn a_request_in_anothers_name_says_who_sends_it() {
    let disguised = Actor { disguise: Some("--as=bob"), real: Some("user:eve") };
    let list = request("list", "secrets", None, None);
    let hop = hop("user:bob", "secret:shop/x");
    assert_eq!(command(&list, &hop, None, &disguised), "kubectl --as=bob get secrets -A -o yaml");
    assert_eq!(
        expression(&list, &hop, &disguised),
        "verb=list objectRef.resource=secrets impersonatedUser.username=bob user.username=eve"
    );
}

#[test]
fn whoever_rewrites_any_role_rewrites_the_one_that_it_holds() {
    let of = |role: &str, resource: &str, name: Option<&str>| {
        let mut hop = hop("user:eve", "objective:cluster-admin");
        hop.grants = vec![GrantRef { binding: None, role: role.into(), rule: 0 }];
        // Who holds a Role holds it in its namespace.
        let namespace = (resource == "roles").then_some("shop");
        let text = command(&request("patch", resource, namespace, name), &hop, None, &Actor::default());
        text.split(" --type").next().unwrap_or_default().to_owned()
    };
    assert_eq!(of("clusterrole:system:ops", "clusterroles", None), "kubectl patch clusterrole system:ops");
    assert_eq!(of("role:shop/ops", "roles", None), "kubectl patch role ops -n shop");
    // One of another kind is not what it writes, and one that is named is the one.
    assert_eq!(of("clusterrole:ops", "roles", None), "kubectl patch role ROLE -n shop");
    assert_eq!(of("clusterrole:ops", "clusterroles", Some("web")), "kubectl patch clusterrole web");
}
