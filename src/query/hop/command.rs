//! The command that makes a request: kubectl's own where it has one, else `kubectl --raw`. Words in capitals are to be
//! chosen. What comes from the cluster is quoted for a shell.

use crate::findings::Hop;

use super::request::ApiRequest;
use super::thing::{thing, username};

/// Any right, as a rule to add.
const ANYTHING: &str =
    r#"'[{"op":"add","path":"/rules/-","value":{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}}]'"#;

/// The command that makes this request in this hop.
pub(super) fn command(request: &ApiRequest, hop: &Hop) -> String {
    let Spoken { verb, resource, subresource, object, place } = &Spoken::of(request);
    match (*verb, request.resource.as_str(), *subresource) {
        _ if request.url.is_some() => format!("kubectl get --raw {}", word(request.url.as_deref().unwrap_or_default())),
        (_, "*", _) => format!("kubectl auth can-i {} '*'", word(verb)),
        _ if verb.starts_with("impersonate") => format!("kubectl auth whoami {}", disguise(&hop.to)),
        ("create", "serviceaccounts", "token") => format!("kubectl create token {object}{place}"),
        (_, "pods", "exec") => format!("kubectl exec {object}{place} -- COMMAND"),
        (_, "pods", "attach") => format!("kubectl attach -it {object}{place}"),
        (_, "pods", "portforward") => format!("kubectl port-forward {object}{place} PORT"),
        (_, "pods", "ephemeralcontainers") => format!("kubectl debug {object}{place} --image=IMAGE --profile=sysadmin"),
        (_, "pods", "log") => format!("kubectl logs {object}{place}"),
        (_, "certificatesigningrequests", "approval") => format!("kubectl certificate approve {object}"),
        ("create", "pods", "") => format!("kubectl run NAME{place} --image=IMAGE{}", overrides(&hop.to)),
        ("create", "clusterrolebindings", "") => {
            format!("kubectl create clusterrolebinding NAME {} {}", role(hop), holder(&hop.from))
        }
        ("create", "rolebindings", "") => {
            format!("kubectl create rolebinding NAME{place} {} {}", role(hop), holder(&hop.from))
        }
        ("create", "clusterroles" | "roles", "") => {
            format!("kubectl create {}{place} NAME --verb='*' --resource='*.*'", singular(resource))
        }
        ("patch", "clusterroles" | "roles", "") => {
            format!("kubectl patch {} {object}{place} --type=json -p {ANYTHING}", singular(resource))
        }
        ("patch", "deployments" | "daemonsets" | "statefulsets" | "replicasets", "") => {
            format!("kubectl patch {} {object}{place} -p {}", singular(resource), pod_template(&hop.to))
        }
        ("create", "deployments", "") if thing(&hop.to).kind == "sa" => {
            let account = word(thing(&hop.to).name);
            format!(
                "kubectl create deployment NAME{place} --image=IMAGE --dry-run=client -o yaml | kubectl set \
                 serviceaccount -f - {account} --local -o yaml | kubectl create -f -"
            )
        }
        ("create", "deployments" | "daemonsets" | "statefulsets" | "replicasets" | "jobs" | "cronjobs", "") => {
            format!("kubectl create -f MANIFEST{place}")
        }
        (_, _, "") => plain(request),
        _ => of_subresource(request),
    }
}

/// A request in the words of a command.
struct Spoken<'r> {
    verb: &'r str,
    resource: &'r str,
    subresource: &'r str,
    /// The object's name, quoted.
    object: String,
    /// ` -n NS`, if it has a namespace.
    place: String,
}

impl<'r> Spoken<'r> {
    fn of(request: &'r ApiRequest) -> Self {
        let capitals = singular(&request.resource).to_uppercase();
        Spoken {
            verb: &request.verb,
            resource: &request.resource,
            subresource: &request.subresource,
            object: request.name.as_deref().map_or(capitals, word),
            place: request.namespace.as_deref().map_or_else(String::new, |name| format!(" -n {}", word(name))),
        }
    }
}

/// A verb on an object or a collection.
fn plain(request: &ApiRequest) -> String {
    let Spoken { verb, object, place, .. } = Spoken::of(request);
    let kind = match request.group.as_str() {
        "" => request.resource.clone(),
        group => format!("{}.{group}", request.resource),
    };
    let all = if request.namespace.is_none() { " -A" } else { &place };
    match verb {
        "get" => format!("kubectl get {kind} {object}{place} -o yaml"),
        "list" => format!("kubectl get {kind}{all} -o yaml"),
        "watch" => format!("kubectl get {kind}{all} -o yaml --watch"),
        "create" => format!("kubectl create -f MANIFEST{place}"),
        "update" => format!("kubectl replace -f MANIFEST{place}"),
        "patch" => format!("kubectl patch {kind} {object}{place} --type=merge -p PATCH"),
        "delete" => format!("kubectl delete {kind} {object}{place}"),
        "deletecollection" => format!("kubectl delete {kind} --all{place}"),
        other => format!("kubectl auth can-i {} {kind}/{object}{place}", word(other)),
    }
}

/// A verb on a part of an object.
fn of_subresource(request: &ApiRequest) -> String {
    let Spoken { verb, subresource, object, place, .. } = Spoken::of(request);
    let root = if request.group.is_empty() { "/api/v1".to_owned() } else { format!("/apis/{}/VERSION", request.group) };
    let namespace = request.namespace.as_deref().map_or_else(String::new, |name| format!("/namespaces/{}", word(name)));
    let url = format!("{root}{namespace}/{}/{object}/{subresource}", request.resource);
    let url = if subresource == "proxy" { format!("{url}/PATH") } else { url };
    match (verb, subresource) {
        ("patch", _) => {
            format!(
                "kubectl patch {} {object}{place} --subresource={subresource} --type=merge -p PATCH",
                request.resource
            )
        }
        ("update", _) => format!("kubectl replace --raw {url} -f BODY"),
        ("create", _) => format!("kubectl create --raw {url} -f BODY"),
        ("delete", _) => format!("kubectl delete --raw {url}"),
        _ => format!("kubectl get --raw {url}"),
    }
}

/// `--as=…` for who is impersonated.
fn disguise(id: &str) -> String {
    match (username(id), thing(id).kind) {
        (Some(name), _) => format!("--as={}", word(&name)),
        (None, "group") => format!("--as=USER --as-group={}", word(thing(id).name)),
        _ => "--as=USER".to_owned(),
    }
}

/// What a new pod has to say to get there.
fn overrides(to: &str) -> String {
    let target = thing(to);
    match target.kind {
        "sa" => {
            format!(" --overrides={}", word(&format!("{{\"spec\":{{\"serviceAccountName\":\"{}\"}}}}", target.name)))
        }
        "node" => " --privileged".to_owned(),
        _ => String::new(),
    }
}

/// What a changed pod template has to say to get there.
fn pod_template(to: &str) -> String {
    let target = thing(to);
    if target.kind != "sa" {
        return "PATCH".to_owned();
    }
    word(&format!("{{\"spec\":{{\"template\":{{\"spec\":{{\"serviceAccountName\":\"{}\"}}}}}}}}", target.name))
}

/// The role that is bound: the target, or the one that may do everything.
fn role(hop: &Hop) -> String {
    let target = thing(&hop.to);
    match target.kind {
        "role" => format!("--role={}", word(target.name)),
        "clusterrole" => format!("--clusterrole={}", word(target.name)),
        _ => "--clusterrole=cluster-admin".to_owned(),
    }
}

/// Who is bound: whoever does it.
fn holder(from: &str) -> String {
    let actor = thing(from);
    match (actor.kind, actor.namespace) {
        ("sa", Some(namespace)) => format!("--serviceaccount={}", word(&format!("{namespace}:{}", actor.name))),
        ("user", _) => format!("--user={}", word(actor.name)),
        ("group", _) => format!("--group={}", word(actor.name)),
        _ => "--user=USER".to_owned(),
    }
}

fn singular(plural: &str) -> String {
    plural.strip_suffix("ies").map_or_else(|| plural.trim_end_matches('s').to_owned(), |stem| format!("{stem}y"))
}

/// A word for a shell: quoted unless it is plainly one.
fn word(text: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || "._:/@=-".contains(character);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::{ApiRequest, command};
    use crate::findings::Hop;
    use crate::query::hop::audit::expression;

    fn hop(from: &str, to: &str) -> Hop {
        let (entry, grants, facts, blocked_by) = Default::default();
        Hop { from: from.to_owned(), to: to.to_owned(), entry, grants, facts, blocked_by }
    }

    fn request(verb: &str, resource: &str, namespace: Option<&str>, name: Option<&str>) -> ApiRequest {
        let (resource, subresource) = resource.split_once('/').unwrap_or((resource, ""));
        let owned = |text: &str| text.to_owned();
        let (namespace, name) = (namespace.map(owned), name.map(owned));
        let (verb, resource, subresource) = (owned(verb), owned(resource), owned(subresource));
        ApiRequest { verb, group: String::new(), resource, subresource, namespace, name, url: None }
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
            assert_eq!(command(&request, &hop("user:eve", "sa:shop/web")), expected);
        }
    }

    #[test]
    fn names_cannot_leave_their_quotes() {
        let request = request("get", "secrets", Some("shop"), Some("x'; rm -rf /; '"));
        let text = command(&request, &hop("user:eve", "secret:shop/x"));
        assert_eq!(text, r"kubectl get secrets 'x'\''; rm -rf /; '\''' -n shop -o yaml");
    }

    #[test]
    fn the_audit_log_names_who_asked_for_what() {
        let token = request("create", "serviceaccounts/token", Some("shop"), Some("web"));
        assert_eq!(
            expression(&token, &hop("sa:ci/runner", "sa:shop/web")),
            "verb=create objectRef.resource=serviceaccounts objectRef.subresource=token objectRef.namespace=shop \
             objectRef.name=web user.username=system:serviceaccount:ci:runner"
        );
        let disguise = request("impersonate", "groups", None, None);
        assert_eq!(
            expression(&disguise, &hop("group:ops", "group:admins")),
            "impersonatedUser.groups=admins user.groups=ops"
        );
        let pod = request("create", "pods", Some("shop"), Some("x"));
        assert_eq!(
            expression(&pod, &hop("workload:shop/Deployment/web", "sa:shop/web")),
            "verb=create objectRef.resource=pods objectRef.namespace=shop"
        );
    }
}
