//! Rights besides, by which the controller lifts a sound guard or walks around it.

use serde_json::json;

use super::{Case, Variant, v};

const BROKEN: &str = "broken";
const HOLDS: &str = "holds";
const GUARDS: &str = "admissionregistration.k8s.io";

pub(super) const VARIANTS: &[Variant] = &[
    v("deletes policies", BROKEN, |c| may(c, GUARDS, "validatingadmissionpolicies", "delete")),
    v("patches one policy", BROKEN, |c| named(c, GUARDS, "validatingadmissionpolicies", "patch", "jit-boundary")),
    v("patches its binding", BROKEN, |c| {
        named(c, GUARDS, "validatingadmissionpolicybindings", "patch", "jit-boundary")
    }),
    v("deletes all bindings", BROKEN, |c| {
        may(c, GUARDS, "validatingadmissionpolicybindings", "deletecollection");
        c.way("deletes them", &["DELETE /apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings?dryRun=All&fieldSelector=metadata.name=jit-boundary"]);
    }),
    v("deletes another policy", HOLDS, |c| named(c, GUARDS, "validatingadmissionpolicies", "delete", "jit-other")),
    v("patches the status of policies", HOLDS, |c| may(c, GUARDS, "validatingadmissionpolicies/status", "patch")),
    v("reads policies", HOLDS, |c| may(c, GUARDS, "validatingadmissionpolicies", "get")),
    v("makes more policies", HOLDS, |c| may(c, GUARDS, "validatingadmissionpolicies", "create")),
    v("the policy belongs to what it may delete", BROKEN, |c| owned(c, "ValidatingAdmissionPolicy", "jit-oncall")),
    v("the binding belongs to what it may delete", BROKEN, |c| {
        owned(c, "ValidatingAdmissionPolicyBinding", "jit-oncall")
    }),
    v("the policy belongs to a role that the guard protects", HOLDS, |c| {
        owned(c, "ValidatingAdmissionPolicy", "jit-controller")
    }),
    v("the policy belongs to what it may not delete", HOLDS, |c| {
        let owner = json!([{"apiVersion": "v1", "kind": "Node", "name": "jit-node", "uid": "u"}]);
        c.object("ValidatingAdmissionPolicy", "jit-boundary")["metadata"]["ownerReferences"] = owner;
        c.offline();
    }),
    v("is any service account", BROKEN, |c| {
        may(c, "", "serviceaccounts", "impersonate");
        c.offline();
    }),
    v("is any user", BROKEN, |c| {
        may(c, "", "users", "impersonate");
        c.offline();
    }),
    v("is any group, and nobody in it", HOLDS, |c| {
        may(c, "", "groups", "impersonate");
        c.offline();
    }),
    v("asks for tokens", BROKEN, |c| may(c, "", "serviceaccounts/token", "create")),
    v("asks for tokens of the account without rights", BROKEN, |c| {
        named(c, "", "serviceaccounts/token", "create", "web");
        c.way("gives it everything, and is it", &[
            "POST /apis/rbac.authorization.k8s.io/v1/clusterrolebindings?dryRun=All {metadata: {name: jit-web}, \
             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}, \
             subjects: [{kind: ServiceAccount, namespace: jit-shop, name: web}]}",
            "POST /api/v1/namespaces/jit-shop/serviceaccounts/web/token {apiVersion: authentication.k8s.io/v1, kind: TokenRequest, spec: {}}",
        ]);
    }),
    v("asks for tokens of the account without rights, after many whom the guard keeps", BROKEN, |c| {
        named(c, "", "serviceaccounts/token", "create", "web");
        one_of_many(c);
    }),
    v("asks for its own tokens, after many whom the guard keeps", HOLDS, |c| {
        named(c, "", "serviceaccounts/token", "create", "controller");
        one_of_many(c);
    }),
    v("asks for tokens of all, and one of two hundred may be granted roles", BROKEN, |c| {
        may(c, "", "serviceaccounts/token", "create");
        only_web(c, "web");
    }),
    v("asks for tokens of all, and one that is not there may be granted roles", HOLDS, |c| {
        may(c, "", "serviceaccounts/token", "create");
        c.drop("ClusterRoleBinding", "jit-admins");
        only_web(c, "absent");
    }),
    v("asks for its own tokens", HOLDS, |c| named(c, "", "serviceaccounts/token", "create", "controller")),
    v("makes accounts and asks for their tokens", BROKEN, |c| {
        c.may("{apiGroups: [''], resources: [serviceaccounts, serviceaccounts/token], verbs: [create]}");
        c.way("makes one, gives it everything, and is it", &[
            "POST /api/v1/namespaces/jit/serviceaccounts {metadata: {name: more}}",
            "POST /apis/rbac.authorization.k8s.io/v1/clusterrolebindings?dryRun=All {metadata: {name: jit-more}, \
             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}, \
             subjects: [{kind: ServiceAccount, namespace: jit, name: more}]}",
            "POST /api/v1/namespaces/jit/serviceaccounts/more/token {apiVersion: authentication.k8s.io/v1, kind: TokenRequest, spec: {}}",
        ]);
    }),
    v("makes accounts", HOLDS, |c| may(c, "", "serviceaccounts", "create")),
    v("reads Secrets and makes them", BROKEN, |c| {
        c.may("{apiGroups: [''], resources: [secrets], verbs: [get, list, create]}");
        c.way("lets the controllers fill one", &["POST /api/v1/namespaces/jit-shop/secrets?dryRun=All {apiVersion: v1, kind: Secret, \
            type: kubernetes.io/service-account-token, metadata: {name: t, annotations: {kubernetes.io/service-account.name: deployer}}}"]);
    }),
    v("makes Secrets, and reads none", HOLDS, |c| may(c, "", "secrets", "create")),
    v("makes pods", BROKEN, |c| may(c, "", "pods", "create")),
    v("makes pods in its own namespace", BROKEN, |c| {
        in_own_namespace(c, "{apiGroups: [''], resources: [pods], verbs: [create]}");
        c.way("gives the account there everything, and runs as it", &[
            "POST /apis/rbac.authorization.k8s.io/v1/clusterrolebindings?dryRun=All {metadata: {name: jit-default}, \
             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}, \
             subjects: [{kind: ServiceAccount, namespace: jit, name: default}]}",
            "POST /api/v1/namespaces/jit/pods?dryRun=All {apiVersion: v1, kind: Pod, metadata: {name: p}, \
             spec: {serviceAccountName: default, containers: [{name: c, image: i}]}}",
        ]);
    }),
    v("makes pods of its own account alone", HOLDS, |c| pods_that(c, "object.spec.serviceAccountName == 'controller'")),
    v("makes pods of another account", BROKEN, |c| {
        pods_that(c, "object.spec.serviceAccountName in ['controller', 'default']");
        c.way("gives that account everything, and runs as it", &[
            "POST /apis/rbac.authorization.k8s.io/v1/clusterrolebindings?dryRun=All {metadata: {name: jit-default}, \
             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}, \
             subjects: [{kind: ServiceAccount, namespace: jit, name: default}]}",
            "POST /api/v1/namespaces/jit/pods?dryRun=All {apiVersion: v1, kind: Pod, metadata: {name: p}, \
             spec: {serviceAccountName: default, containers: [{name: c, image: i}]}}",
        ]);
    }),
    v("makes pods of the account by its old field", HOLDS, |c| {
        pods_that(c, "object.spec.?serviceAccount.orValue('') == 'controller'")
    }),
    v("makes pods of no account that is named", HOLDS, |c| {
        pods_that(c, "!has(object.spec.serviceAccountName)");
    }),
    v("makes deployments of its own account alone", HOLDS, |c| {
        in_own_namespace(c, "{apiGroups: [apps], resources: [deployments], verbs: [create]}");
        guarded(c, "deployments", "object.spec.template.spec.?serviceAccountName.orValue('') == 'controller'");
        c.offline();
    }),
    v("makes deployments of the account that is taken where none is named", BROKEN, |c| {
        in_own_namespace(c, "{apiGroups: [apps], resources: [deployments], verbs: [create]}");
        guarded(c, "deployments", "!has(object.spec.template.spec.serviceAccountName)");
        c.offline();
    }),
    v("reads pods in its own namespace", HOLDS, |c| {
        in_own_namespace(c, "{apiGroups: [''], resources: [pods], verbs: [get, list]}")
    }),
    v("runs commands in a pod", BROKEN, |c| {
        may(c, "", "pods/exec", "create");
        c.add("{apiVersion: v1, kind: Pod, metadata: {name: w, namespace: jit-shop, uid: u}, spec: {serviceAccountName: web, nodeName: n, \
            containers: [{name: c, image: i, volumeMounts: [{name: t, mountPath: /var/run/secrets/kubernetes.io/serviceaccount}]}], \
            volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: token}}]}}]}, status: {phase: Running}}");
        c.offline();
    }),
    v("makes deployments", BROKEN, |c| {
        may(c, "apps", "deployments", "create");
        c.offline();
    }),
    v("signs certificates for anybody", BROKEN, |c| {
        c.may("{apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests, certificatesigningrequests/approval], verbs: [create, get, update]}");
        c.may("{apiGroups: [certificates.k8s.io], resources: [signers], verbs: [approve]}");
        c.offline();
    }),
    v("makes policies that change what others write", BROKEN, |c| {
        c.may("{apiGroups: [admissionregistration.k8s.io], resources: [mutatingadmissionpolicies, mutatingadmissionpolicybindings], verbs: [create]}");
        c.offline();
    }),
    v("reads the logs of pods", HOLDS, |c| may(c, "", "pods/log", "get")),
    v("hands out nothing", "harmless", |c| {
        *c.rules() = super::case::parse("{apiGroups: [''], resources: [configmaps], verbs: [get]}")
    }),
    v("reads roles", "harmless", |c| {
        c.rules().truncate(1);
        c.rules()[0]["verbs"] = json!(["get", "list"]);
    }),
    v("writes bindings, and may bind nothing", "harmless", |c| {
        c.rules().truncate(1);
        c.rules()[0]["resources"] = json!(["rolebindings", "clusterrolebindings"]);
    }),
    v("may bind, and writes no binding", "harmless", |c| {
        c.rules().remove(0);
    }),
    v("writes roles it may not escalate, unguarded", "harmless", |c| {
        c.rules().truncate(1);
        c.rules()[0]["resources"] = json!(["roles", "clusterroles"]);
        c.rules()[0]["verbs"] = json!(["create", "update"]);
        c.unguarded();
    }),
];

/// It makes pods in its own namespace, as far as they satisfy this.
fn pods_that(case: &mut Case, validation: &str) {
    in_own_namespace(case, "{apiGroups: [''], resources: [pods], verbs: [create]}");
    guarded(case, "pods", validation);
}

fn guarded(case: &mut Case, resource: &str, validation: &str) {
    case.second("jit-pods", &json!([resource]), validation);
    let policy = case.object("ValidatingAdmissionPolicy", "jit-pods");
    policy["spec"]["matchConstraints"]["resourceRules"][0]["apiGroups"] = json!(["", "apps"]);
    policy["spec"]["matchConstraints"]["resourceRules"][0]["operations"] = json!(["CREATE", "UPDATE"]);
}

fn may(case: &mut Case, group: &str, resource: &str, verb: &str) {
    case.rules().push(json!({"apiGroups": [group], "resources": [resource], "verbs": [verb]}));
}

fn named(case: &mut Case, group: &str, resource: &str, verb: &str, name: &str) {
    case.rules().push(json!({"apiGroups": [group], "resources": [resource], "verbs": [verb], "resourceNames": [name]}));
}

/// The guard keeps seventy others as it keeps the controller.
fn one_of_many(case: &mut Case) {
    let many = (0..70).map(|n| json!({"kind": "ServiceAccount", "namespace": "a-jit", "name": format!("a{n}")}));
    let [mut role, mut binding] =
        ["ClusterRole", "ClusterRoleBinding"].map(|kind| case.object(kind, "jit-controller").clone());
    (role["metadata"]["name"], binding["metadata"]["name"]) = ("jit-many".into(), "jit-many".into());
    (binding["roleRef"]["name"], binding["subjects"]) = ("jit-many".into(), many.collect());
    case.add(&role.to_string());
    case.add(&binding.to_string());
    let condition = &mut case.policy()["matchConditions"][0]["expression"];
    *condition = "request.userInfo.username.startsWith('system:serviceaccount:')".into();
    let names = [
        "['system:authenticated', 'system:unauthenticated', 'system:serviceaccounts', 'system:serviceaccounts:jit']",
        "['system:serviceaccount:jit:controller', 'system:anonymous']",
    ];
    names.iter().for_each(|names| case.replace(0, &format!("!(s.name in {names})"), "!s.name.startsWith('system:')"));
    case.replace(0, "!(s.name == 'controller' && (", "!((");
    case.replace(0, "s.namespace == 'jit'", "s.namespace in ['jit', 'a-jit']");
    case.offline();
}

/// The guard lets one account have roles, and nobody else; two hundred come before it by name.
fn only_web(case: &mut Case, name: &str) {
    for n in 0..200 {
        case.add(&format!("{{apiVersion: v1, kind: ServiceAccount, metadata: {{namespace: jit-shop, name: a{n}}}}}"));
    }
    let web = format!("s.kind == 'ServiceAccount' && s.name == '{name}' && s.namespace == 'jit-shop'");
    case.policy()["validations"][0]["expression"] = format!(
        "request.operation == 'DELETE' || !request.resource.resource.endsWith('bindings') || variables.subjects.all(s, {web})"
    )
    .into();
    case.offline();
}

/// A guard belongs to a ClusterRole.
fn owned(case: &mut Case, kind: &str, role: &str) {
    let owner =
        json!([{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "name": role, "uid": "u"}]);
    case.object(kind, "jit-boundary")["metadata"]["ownerReferences"] = owner;
    let path = format!("DELETE /apis/rbac.authorization.k8s.io/v1/clusterroles/{role}?dryRun=All");
    case.way("deletes the owner", &[&path]);
}

pub(super) fn in_own_namespace(case: &mut Case, rule: &str) {
    // What it holds there is guarded like the rest.
    case.replace(
        1,
        "request.resource.resource != 'clusterroles' ||",
        "!(request.resource.resource in ['roles', 'clusterroles']) ||",
    );
    case.replace(1, "['jit-controller', ", "['own', 'jit-controller', ");
    case.add(&format!(
        "{{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {{name: own, namespace: jit}}, rules: [{rule}]}}\n---\n\
         {{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {{name: own, namespace: jit}}, \
          roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: Role, name: own}}, \
          subjects: [{{kind: ServiceAccount, namespace: jit, name: controller}}]}}"
    ));
}
