//! Guards that look at what is in an object: what the server fills in, and what whoever sends it may add.

use serde_json::json;

use super::case::{Case, RBAC};
use super::combined::{admin_in, binds, labelled_by, machine, names, own, rewritten, role};
use super::escapes::{guard, pod};
use super::powers::in_own_namespace;
use super::{Variant, v};

const BROKEN: &str = "broken";
const HOLDS: &str = "holds";

/// Grants everything to the default account beside it, which its guard does not mind.
const GRANT: &str = "POST /apis/rbac.authorization.k8s.io/v1/clusterrolebindings?dryRun=All {metadata: {name: jit-default}, \
    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}, \
    subjects: [{kind: ServiceAccount, namespace: jit, name: default}]}";

pub(super) const VARIANTS: &[Variant] = &[
    v("pods that are restarted", BROKEN, |c| {
        pods(
            c,
            "object.spec.restartPolicy == 'Always' && object.spec.containers.all(c, c.imagePullPolicy == 'Always')",
        );
        c.way("runs one", &[GRANT, &pod("default", "stdin: false", "")]);
    }),
    v("pods with limits", BROKEN, |c| {
        pods(c, "object.spec.containers.all(c, has(c.resources.limits))");
        c.way("runs one", &[GRANT, &pod("default", "resources: {limits: {cpu: 10m}}", "")]);
    }),
    v("pods that are not root", BROKEN, |c| {
        pods(
            c,
            "object.spec.?securityContext.runAsNonRoot.orValue(false) && \
            object.spec.containers.all(c, c.?securityContext.allowPrivilegeEscalation.orValue(true) == false)",
        );
        let container = "securityContext: {allowPrivilegeEscalation: false}";
        c.way("runs one", &[GRANT, &pod("default", container, "securityContext: {runAsNonRoot: true}")]);
    }),
    v("pods of two containers", "unknown", |c| pods(c, "size(object.spec.containers) == 2")),
    v("pods of another account, with limits", HOLDS, |c| {
        pods(
            c,
            "object.spec.serviceAccountName == 'controller' && object.spec.containers.all(c, has(c.resources.limits)) && \
            !has(object.spec.volumes) && object.spec.containers.all(c, has(c.securityContext) && \
            !has(c.securityContext.privileged) && !has(c.securityContext.capabilities)) && !has(object.spec.hostPID)",
        );
    }),
    v("workloads that are judged when they are made", BROKEN, |c| {
        deployments(c, "[create, patch]", &["CREATE"]);
        let of = |account: &str| format!("{{spec: {{template: {{spec: {{serviceAccountName: {account}}}}}}}}}");
        let make = "POST /apis/apps/v1/namespaces/jit/deployments {metadata: {name: w}, spec: {selector: {matchLabels: {a: b}}, \
            template: {metadata: {labels: {a: b}}, spec: {serviceAccountName: controller, containers: [{name: c, image: i}]}}}}";
        let change = format!("PATCH /apis/apps/v1/namespaces/jit/deployments/w?dryRun=All {}", of("default"));
        c.way("makes one and changes it", &[GRANT, make, &change]);
    }),
    v("workloads that are judged when they are made, and cannot be changed", HOLDS, |c| {
        deployments(c, "[create, delete]", &["CREATE"]);
    }),
    v("workloads that are judged whenever", HOLDS, |c| {
        deployments(c, "[create, patch, update]", &["CREATE", "UPDATE"])
    }),
    v("tokens for ten minutes", BROKEN, |c| {
        in_own_namespace(c, "{apiGroups: [''], resources: [serviceaccounts/token], verbs: [create]}");
        guard(c, "serviceaccounts/token", "object.spec.expirationSeconds <= 600");
        c.way(
            "asks for one",
            &[
                GRANT,
                "POST /api/v1/namespaces/jit/serviceaccounts/default/token \
            {apiVersion: authentication.k8s.io/v1, kind: TokenRequest, spec: {expirationSeconds: 600}}",
            ],
        );
    }),
    v("Secrets of its own account alone", "unknown", |c| {
        in_own_namespace(c, "{apiGroups: [''], resources: [secrets], verbs: [get, list, create]}");
        let account = "object.metadata.?annotations['kubernetes.io/service-account.name'].orValue('none')";
        guard(c, "secrets", &format!("{account} in ['none', 'controller']"));
    }),
    v("pods of its own account that are not root", "unknown", |c| {
        // Whether such a one gets out depends on more than admission.
        pods(
            c,
            "object.spec.serviceAccountName == 'controller' && object.spec.?securityContext.runAsNonRoot.orValue(false)",
        );
    }),
    v("roles of one verb on one resource", BROKEN, |c| {
        holding(c, "object.rules.all(r, r.verbs == ['list'] && r.resources == ['secrets'])");
        c.way("writes it", &[&rewritten("{verbs: [list], apiGroups: [''], resources: [secrets]}")]);
    }),
    v("roles of no more rules than before", BROKEN, |c| {
        holding(c, "size(object.rules) <= size(oldObject.rules)");
        c.object("ClusterRole", "jit-own")["rules"] =
            json!([{"verbs": ["get"], "apiGroups": [""], "resources": ["pods"]}]);
        c.way("writes it", &[&rewritten("{verbs: ['*'], apiGroups: ['*'], resources: ['*']}")]);
    }),
    v("roles that read pods", HOLDS, |c| {
        holding(c, "object.rules.all(r, r.verbs.all(v, v in ['get', 'list']) && r.resources.all(x, x in ['pods']))");
    }),
    v("roles that read pods and take over others", BROKEN, |c| {
        holding(c, "object.rules.all(r, r.verbs.all(v, v in ['get', 'list']) && r.resources.all(x, x in ['pods']))");
        c.replace(1, "!has(object.aggregationRule) && ", "");
        c.way(
            "takes over every role",
            &["PATCH /apis/rbac.authorization.k8s.io/v1/clusterroles/jit-own?dryRun=All {aggregationRule: \
            {clusterRoleSelectors: [{}]}, rules: [{verbs: [get], apiGroups: [''], resources: [pods]}]}"],
        );
    }),
    v("roles of Secrets by their names", "unknown", |c| {
        holding(c, "object.rules.all(r, has(r.resourceNames) && r.resources.all(x, x == 'secrets'))");
    }),
    v("roles of a right to enter pods, where there are none", "unknown", |c| {
        holding(c, "object.rules.all(r, r.resources.all(x, x == 'pods/exec'))");
    }),
    v("roles of mutating policies alone", BROKEN, |c| {
        holding(c, "object.rules.all(r, r.resources.all(x, x.startsWith('mutatingadmissionpolic')))");
        c.way(
            "writes it",
            &[&rewritten(
                "{verbs: [create], apiGroups: [admissionregistration.k8s.io], \
            resources: [mutatingadmissionpolicies, mutatingadmissionpolicybindings]}",
            )],
        );
    }),
    v("roles of one group, which it is not of yet", BROKEN, |c| {
        holding(c, "object.rules.all(r, r.apiGroups == ['apps'])");
        c.object("ClusterRole", "jit-own")["rules"] =
            json!([{"verbs": ["get"], "apiGroups": [""], "resources": ["pods"]}]);
        c.way("writes it", &[&rewritten("{verbs: [create], apiGroups: [apps], resources: [deployments]}")]);
    }),
    v("roles by a beginning and an end", BROKEN, |c| {
        let name = |field: &str| format!("{field}.startsWith('jit-') && {field}.endsWith('-tmp')");
        names(c, &name("object.metadata.name"), &name("object.roleRef.name"));
        c.way("makes one and binds it", &[&role("jit-x-tmp", ""), &binds("ClusterRole", "jit-x-tmp")]);
    }),
    v("roles by a name that is computed", "unknown", |c| {
        let made = "request.resource.resource == 'clusterroles' && request.operation == 'CREATE' && request.name.endsWith('view')";
        names(c, made, "object.roleRef.name == 'x' + '-' + 'view'");
    }),
    v("roles by a name that is computed, which are not made", HOLDS, |c| {
        names(c, "false", "object.roleRef.name == 'x' + '-' + 'view'");
    }),
    v("namespaces with two labels that it may write", BROKEN, |c| {
        c.may("{apiGroups: [''], resources: [namespaces], verbs: [patch]}");
        labelled_by(
            c,
            "namespaceObject.metadata.?labels.env.orValue('') == 'dev' && \
            namespaceObject.metadata.?labels.team.orValue('') == 'sre'",
        );
        let labels = "PATCH /api/v1/namespaces/jit-shop {metadata: {labels: {env: dev, team: sre}}}";
        c.way("labels one", &[labels, &admin_in("jit-shop")]);
    }),
    v("subjects beside one with a beginning and an end", BROKEN, |c| {
        c.replace(
            0,
            "variables.subjects.all(s,",
            "variables.subjects.exists(s, s.kind == 'User' && \
            s.name.startsWith('oidc:') && s.name.endsWith('-sre')) || variables.subjects.all(s,",
        );
        c.way(
            "beside such a one",
            &[&format!(
                "POST /apis/{RBAC}/v1/clusterrolebindings?dryRun=All {{metadata: {{name: jit-me}}, \
             roleRef: {{apiGroup: {RBAC}, kind: ClusterRole, name: cluster-admin}}, \
             subjects: [{{apiGroup: {RBAC}, kind: User, name: 'oidc:a-sre'}}, \
             {{kind: ServiceAccount, namespace: jit, name: controller}}]}}"
            )],
        );
    }),
    v("many names before the one that is exempt", BROKEN, |c| {
        let many: Vec<String> = (0..20).map(|number| format!("'n{number}'")).collect();
        c.unless(&format!("!(request.name in [{}]) && request.name == 'break-glass-jit'", many.join(", ")));
        c.mark("{name: break-glass-jit}");
    }),
    v("a label by which a role takes over others, and that the guard wants otherwise", HOLDS, |c| {
        own(c);
        c.object("ClusterRole", "jit-own")["aggregationRule"] =
            json!({"clusterRoleSelectors": [{"matchLabels": {"jit-sum": "yes"}}]});
        let wanted = "object.metadata.?labels['jit-sum'].orValue('no') == 'no'";
        let whole = format!("request.resource.resource != 'clusterroles' || request.operation == 'DELETE' || {wanted}");
        c.policy()["validations"].as_array_mut().unwrap().push(json!({"expression": whole}));
    }),
];

/// It makes pods in its own namespace, as far as they satisfy this.
fn pods(case: &mut Case, validation: &str) {
    in_own_namespace(case, "{apiGroups: [''], resources: [pods], verbs: [create]}");
    guard(case, "pods", validation);
    machine(case);
}

/// It may do this to workloads in its own namespace, whose pods run as itself: as far as the guard looks.
fn deployments(case: &mut Case, verbs: &str, operations: &[&str]) {
    in_own_namespace(case, &format!("{{apiGroups: [apps], resources: [deployments], verbs: {verbs}}}"));
    guard(case, "deployments", "object.spec.template.spec.serviceAccountName == 'controller'");
    let policy = case.object("ValidatingAdmissionPolicy", "jit-pods");
    policy["spec"]["matchConstraints"]["resourceRules"][0]["operations"] = json!(operations);
}

/// What a role of its own may hold.
fn holding(case: &mut Case, rules: &str) {
    own(case);
    let free = format!(
        "request.operation == 'UPDATE' && request.name == 'jit-own' && has(object.rules) && !has(object.aggregationRule) && \
         {rules} || !(request.name in"
    );
    case.replace(1, "!(request.name in", &free);
}
