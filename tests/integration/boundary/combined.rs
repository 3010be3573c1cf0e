//! Guards that are passed by two things at once, or by something that is made for it first.

use serde_json::json;

use super::case::{Case, RBAC};
use super::powers::in_own_namespace;
use super::{Variant, v};

const BROKEN: &str = "broken";
const HOLDS: &str = "holds";

const EVERYTHING: &str = "rules: [{verbs: ['*'], apiGroups: ['*'], resources: ['*']}]";
const ME: &str = "{kind: ServiceAccount, namespace: jit, name: controller}";

const OWN_ROLE: &str = "POST /apis/rbac.authorization.k8s.io/v1/namespaces/jit/roles?dryRun=All \
    {metadata: {name: jit-controller}, rules: [{verbs: ['*'], apiGroups: ['*'], resources: ['*']}]}";
const BIND_OWN_ROLE: &str = "POST /apis/rbac.authorization.k8s.io/v1/namespaces/jit/rolebindings?dryRun=All \
    {metadata: {name: jit-me}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: jit-controller}, \
    subjects: [{kind: ServiceAccount, namespace: jit, name: controller}]}";

const ITSELF: &str =
    "{apiGroups: [''], resources: [serviceaccounts], verbs: [impersonate], resourceNames: [controller]}";

pub(super) const VARIANTS: &[Variant] = &[
    v("two labels together", BROKEN, |c| {
        c.unless(
            "request.operation != 'DELETE' && object.metadata.?labels.exempt.orValue('') == 'true' && \
            object.metadata.?labels.ticket.orValue('').startsWith('INC-')",
        );
        c.mark("{labels: {exempt: 'true', ticket: INC-7}}");
    }),
    v("a label and a reason", BROKEN, |c| {
        c.unless(
            "request.operation != 'DELETE' && object.metadata.?labels.exempt.orValue('') == 'true' && \
            size(object.metadata.?annotations.reason.orValue('')) > 20",
        );
        c.mark("{labels: {exempt: 'true'}, annotations: {reason: 'because it is urgent enough'}}");
    }),
    v("a label whose key begins so", BROKEN, |c| {
        c.unless(
            "request.operation != 'DELETE' && has(object.metadata.labels) && object.metadata.labels.exists(k, \
            k.startsWith('breakglass/') && object.metadata.labels[k] == 'yes')",
        );
        c.mark("{labels: {breakglass/now: 'yes'}}");
    }),
    v("a namespace by a label that none can have", HOLDS, |c| {
        c.may("{apiGroups: [''], resources: [namespaces], verbs: [patch]}");
        labelled_by(c, "namespaceObject.metadata.?labels.ok.orValue('') == 'not valid!'");
    }),
    v("subjects beside an account that none can be", HOLDS, |c| {
        let beside = "variables.subjects.exists(s, s.kind == 'ServiceAccount' && s.name == 'Not_Valid')";
        c.replace(0, "variables.subjects.all(s,", &format!("{beside} || variables.subjects.all(s,"));
    }),
    v("roles and what is bound by one prefix", BROKEN, |c| {
        names(c, "object.metadata.name.startsWith('jit-tmp-')", "object.roleRef.name.startsWith('jit-tmp-')");
        c.way("makes one and binds it", &[&role("jit-tmp-x", ""), &binds("ClusterRole", "jit-tmp-x")]);
    }),
    v("roles by one prefix, bindings to another", HOLDS, |c| {
        names(c, "object.metadata.name.startsWith('jit-tmp-')", "object.roleRef.name == 'jit-controller'");
        c.way("makes one and binds it", &[&role("jit-tmp-x", ""), &binds("ClusterRole", "jit-tmp-x")]);
    }),
    v("bindings to one name, of whichever kind", BROKEN, |c| {
        names(c, "request.resource.resource == 'roles'", "object.roleRef.name == 'jit-controller'");
        c.way("makes a Role of that name and binds it", &[OWN_ROLE, BIND_OWN_ROLE]);
    }),
    v("bindings to one ClusterRole", HOLDS, |c| {
        let one = "object.roleRef.name == 'jit-controller' && object.roleRef.kind == 'ClusterRole'";
        names(c, "request.resource.resource == 'roles'", one);
        c.way("makes a Role of that name and binds it", &[OWN_ROLE, BIND_OWN_ROLE]);
    }),
    v("namespaces that may be labelled out of the selector", BROKEN, |c| {
        c.may("{apiGroups: [''], resources: [namespaces], verbs: [patch]}");
        selects(c, "{key: jit-exempt, operator: DoesNotExist}");
        c.way(
            "labels one",
            &["PATCH /api/v1/namespaces/jit-shop {metadata: {labels: {jit-exempt: x}}}", &admin_in("jit-shop")],
        );
    }),
    v("namespaces told by their own label, which nobody writes", HOLDS, |c| {
        c.may("{apiGroups: [''], resources: [namespaces], verbs: [patch]}");
        selects(c, "{key: kubernetes.io/metadata.name, operator: NotIn, values: [jit-absent]}");
    }),
    v("a namespace that is not there and can be made", BROKEN, |c| {
        c.may("{apiGroups: [''], resources: [namespaces], verbs: [create]}");
        selects(c, "{key: kubernetes.io/metadata.name, operator: NotIn, values: [jit-absent]}");
        machine(c);
        c.way("makes it", &["POST /api/v1/namespaces {metadata: {name: jit-absent}}", &admin_in("jit-absent")]);
    }),
    v("a namespace by its name, which can be made", BROKEN, |c| {
        c.may("{apiGroups: [''], resources: [namespaces], verbs: [create]}");
        c.replace(0, "variables.subjects.all(s,", "request.namespace == 'jit-absent' || variables.subjects.all(s,");
        machine(c);
        c.way("makes it", &["POST /api/v1/namespaces {metadata: {name: jit-absent}}", &admin_in("jit-absent")]);
    }),
    v("a namespace by its name, which cannot be made", HOLDS, |c| {
        c.replace(0, "variables.subjects.all(s,", "request.namespace == 'jit-absent' || variables.subjects.all(s,");
        machine(c);
    }),
    v("namespaces with a label that it may write", BROKEN, |c| {
        c.may("{apiGroups: [''], resources: [namespaces], verbs: [patch]}");
        labelled(c);
        c.way(
            "labels one",
            &["PATCH /api/v1/namespaces/jit-shop {metadata: {labels: {jit-open: x}}}", &admin_in("jit-shop")],
        );
    }),
    v("namespaces with a label that it may not write", HOLDS, labelled),
    v("namespaces with a label that a guard keeps it from", HOLDS, |c| {
        c.may("{apiGroups: [''], resources: [namespaces], verbs: [patch]}");
        labelled(c);
        c.second("jit-labels", &json!(["namespaces"]), "!('jit-open' in object.metadata.?labels.orValue({}))");
        c.object("ValidatingAdmissionPolicy", "jit-labels")["spec"]["matchConstraints"]["resourceRules"][0]["apiGroups"] =
            json!([""]);
    }),
    v("aggregation over two roles", BROKEN, |c| {
        two_levels(c, "!('jit-one' in object.metadata.?labels.orValue({}))");
        c.way("makes a role that the second takes over", &[&role("jit-x", "jit-two")]);
    }),
    v("aggregation over two roles, both labels kept", HOLDS, |c| {
        two_levels(c, "!['jit-one', 'jit-two'].exists(l, l in object.metadata.?labels.orValue({}))");
        c.way("makes a role that the second takes over", &[&role("jit-x", "jit-two")]);
    }),
    v("roles without the rights that it thought of", BROKEN, |c| {
        free_of(c, "['*', 'secrets', 'serviceaccounts/token', 'pods', 'pods/exec', 'roles', 'clusterroles', 'users']");
        c.way("takes tokens by a pattern", &[&rewritten("{verbs: [create], apiGroups: [''], resources: ['*/token']}")]);
    }),
    v("roles with a list of rights", HOLDS, |c| {
        own(c);
        c.replace(1, "!(request.name in", "request.operation != 'DELETE' && has(object.rules) && !has(object.aggregationRule) && \
            object.rules.all(r, r.verbs.all(x, x in ['get', 'list']) && r.resources.all(x, x == 'events')) || !(request.name in");
        c.way("takes tokens by a pattern", &[&rewritten("{verbs: [create], apiGroups: [''], resources: ['*/token']}")]);
    }),
    v("bindings that bore a mark before", BROKEN, |c| {
        c.replace(
            0,
            "variables.subjects.all(s,",
            "'jit-ours' in oldObject.?metadata.labels.orValue({}) || variables.subjects.all(s,",
        );
        c.way("marks one, and changes it then", &[
            "PATCH /apis/rbac.authorization.k8s.io/v1/clusterrolebindings/jit-admins {metadata: {labels: {jit-ours: x}}}",
            &format!("PATCH /apis/rbac.authorization.k8s.io/v1/clusterrolebindings/jit-admins?dryRun=All {{subjects: [{ME}]}}"),
        ]);
    }),
    v("whoever comes first is one whom it likes", BROKEN, |c| {
        c.replace(
            0,
            "variables.subjects.all(s,",
            "variables.subjects[?0].?name == optional.of('web') && \
            variables.subjects[0].kind == 'ServiceAccount' || variables.subjects.all(s,",
        );
        c.way("after that one", &[&format!(
            "POST /apis/rbac.authorization.k8s.io/v1/clusterrolebindings?dryRun=All {{metadata: {{name: jit-me}}, roleRef: \
             {{apiGroup: {RBAC}, kind: ClusterRole, name: cluster-admin}}, \
             subjects: [{{kind: ServiceAccount, namespace: jit-shop, name: web}}, {ME}]}}"
        )]);
    }),
    v("whoever has no name yet", HOLDS, |c| {
        // A generated name is there when policies are asked.
        c.replace(0, "variables.subjects.all(s,", "request.name == '' || variables.subjects.all(s,");
        c.way("by a generated name", &[&format!(
            "POST /apis/rbac.authorization.k8s.io/v1/clusterrolebindings?dryRun=All {{metadata: {{generateName: jit-}}, \
             roleRef: {{apiGroup: {RBAC}, kind: ClusterRole, name: cluster-admin}}, subjects: [{ME}]}}"
        )]);
    }),
    v("one role alone, to others whom it can become", BROKEN, |c| {
        one_role(c);
        c.may("{apiGroups: [''], resources: [serviceaccounts/token], verbs: [create], resourceNames: [web]}");
        c.way(
            "grants it to one, and is it",
            &[
                "POST /apis/rbac.authorization.k8s.io/v1/clusterrolebindings?dryRun=All {metadata: {name: jit-web}, \
             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: jit-ops}, \
             subjects: [{kind: ServiceAccount, namespace: jit-shop, name: web}]}",
                "POST /api/v1/namespaces/jit-shop/serviceaccounts/web/token \
             {apiVersion: authentication.k8s.io/v1, kind: TokenRequest, spec: {}}",
            ],
        );
    }),
    v("one role alone, to others whom it cannot become", HOLDS, one_role),
    v("one role alone, as a member of a group", BROKEN, |c| {
        in_own_namespace(c, ITSELF);
        one_role(c);
        exempt(c, "'jit-exempt' in request.userInfo.groups");
        c.may("{apiGroups: [''], resources: [groups], verbs: [impersonate], resourceNames: [jit-exempt]}");
        c.offline();
    }),
    v("one role alone, as a member of another group", HOLDS, |c| {
        in_own_namespace(c, ITSELF);
        one_role(c);
        exempt(c, "'jit-exempt' in request.userInfo.groups");
        c.may("{apiGroups: [''], resources: [groups], verbs: [impersonate], resourceNames: [jit-other]}");
        c.offline();
    }),
    v("one role alone, in namespaces that it may label", BROKEN, |c| {
        one_role(c);
        exempt(c, "'jit-open' in namespaceObject.?metadata.labels.orValue({})");
        c.may("{apiGroups: [''], resources: [namespaces], verbs: [patch]}");
        c.way(
            "labels one",
            &[
                "PATCH /api/v1/namespaces/jit-shop {metadata: {labels: {jit-open: x}}}",
                &admin_in("jit-shop").replace("cluster-admin", "jit-ops"),
            ],
        );
    }),
    v("one role alone, in any namespace", BROKEN, |c| {
        one_role(c);
        exempt(c, "request.resource.resource == 'rolebindings'");
        c.way("binds it", &[&admin_in("jit-shop").replace("cluster-admin", "jit-ops")]);
    }),
    v("one role alone, in one namespace", BROKEN, |c| {
        one_role(c);
        exempt(c, "request.namespace == 'jit-shop'");
        c.way("binds it", &[&admin_in("jit-shop").replace("cluster-admin", "jit-ops")]);
    }),
    v("one role alone, in namespaces that it may not label", HOLDS, |c| {
        one_role(c);
        exempt(c, "'jit-open' in namespaceObject.?metadata.labels.orValue({})");
    }),
    v("a role that runs pods, in a namespace that can be made", BROKEN, |c| {
        in_absent(c, "{apiGroups: [''], resources: [pods], verbs: [create]}");
        c.way(
            "makes it",
            &[
                "POST /api/v1/namespaces {metadata: {name: jit-absent}}",
                &admin_in("jit-absent").replace("cluster-admin", "jit-ops"),
            ],
        );
    }),
    v("a role that reads, in a namespace that can be made", HOLDS, |c| {
        in_absent(c, "{apiGroups: [''], resources: [pods], verbs: [get]}");
        c.offline();
    }),
    v("a group that it may impersonate itself into", BROKEN, |c| {
        c.may("{apiGroups: [''], resources: [groups], verbs: [impersonate], resourceNames: [jit-exempt]}");
        in_own_namespace(c, ITSELF);
        c.unless("'jit-exempt' in request.userInfo.groups");
        c.offline();
    }),
    v("a group that it may impersonate, and no user", HOLDS, |c| {
        c.may("{apiGroups: [''], resources: [groups], verbs: [impersonate], resourceNames: [jit-exempt]}");
        c.unless("'jit-exempt' in request.userInfo.groups");
        c.offline();
    }),
    v("another group that it may impersonate itself into", HOLDS, |c| {
        c.may("{apiGroups: [''], resources: [groups], verbs: [impersonate], resourceNames: [jit-other]}");
        in_own_namespace(c, ITSELF);
        c.unless("'jit-exempt' in request.userInfo.groups");
        c.offline();
    }),
];

/// Roles by such names only, and bindings to such only.
pub(super) fn names(case: &mut Case, role: &str, bound: &str) {
    let expression =
        format!("request.operation == 'DELETE' || (request.resource.resource.endsWith('bindings') ? {bound} : {role})");
    case.policy()["validations"] = json!([{"expression": expression}]);
}

/// To others it grants one role only.
fn one_role(case: &mut Case) {
    case.add(
        "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: jit-ops}, \
          rules: [{apiGroups: [''], resources: [serviceaccounts/token], verbs: [create]}]}",
    );
    let kept = "request.operation == 'DELETE' || object.roleRef.name == 'jit-ops'";
    case.second("jit-kept", &json!(["rolebindings", "clusterrolebindings"]), kept);
    let validation = &mut case.policy()["validations"][1]["expression"];
    let text = validation.as_str().unwrap().split_once("||").unwrap().1;
    *validation = format!("!(request.resource.resource in ['roles', 'clusterroles']) || {text}").into();
    case.replace(1, "'jit-controller',", "'jit-controller', 'jit-ops',");
}

/// What is so may be given the one role.
fn exempt(case: &mut Case, when: &str) {
    let whole = format!("{when} && object.?roleRef.name == optional.of('jit-ops') || variables.subjects.all(s,");
    case.replace(0, "variables.subjects.all(s,", &whole);
}

/// It may bind one role, with these rights, and itself in a namespace only that is not there.
fn in_absent(case: &mut Case, rule: &str) {
    case.add(&format!("{{apiVersion: {RBAC}/v1, kind: ClusterRole, metadata: {{name: jit-ops}}, rules: [{rule}]}}"));
    case.rules().clear();
    case.may(&format!("{{apiGroups: [{RBAC}], resources: [rolebindings], verbs: [create]}}"));
    case.may(&format!("{{apiGroups: [{RBAC}], resources: [clusterroles], verbs: [bind], resourceNames: [jit-ops]}}"));
    case.may("{apiGroups: [''], resources: [namespaces], verbs: [create]}");
    case.replace(0, "variables.subjects.all(s,", "request.namespace == 'jit-absent' || variables.subjects.all(s,");
    machine(case);
}

/// Namespaces with such labels alone are judged.
fn selects(case: &mut Case, requirement: &str) {
    let requirement = super::case::parse(requirement).remove(0);
    case.binding()["matchResources"] = json!({"namespaceSelector": {"matchExpressions": [requirement]}});
}

fn labelled(case: &mut Case) {
    labelled_by(case, "'jit-open' in namespaceObject.?metadata.labels.orValue({})");
}

/// Where the namespace is so, the guard is content.
pub(super) fn labelled_by(case: &mut Case, labels: &str) {
    case.replace(0, "variables.subjects.all(s,", &format!("{labels} || variables.subjects.all(s,"));
}

pub(super) fn machine(case: &mut Case) {
    case.add("{apiVersion: v1, kind: Node, metadata: {name: jit-node}}");
}

/// It holds a role that takes over another, which takes over more.
fn two_levels(case: &mut Case, labels: &str) {
    let by = |name: &str, label: &str, labels: &str| {
        format!(
            "{{apiVersion: {RBAC}/v1, kind: ClusterRole, metadata: {{name: {name}, labels: {labels}}}, rules: [], \
             aggregationRule: {{clusterRoleSelectors: [{{matchLabels: {{{label}: x}}}}]}}}}"
        )
    };
    case.add(&by("jit-held", "jit-one", "{}"));
    case.add(&by("jit-between", "jit-two", "{jit-one: x}"));
    case.add(&format!(
        "{{apiVersion: {RBAC}/v1, kind: ClusterRoleBinding, metadata: {{name: jit-held}}, \
         roleRef: {{apiGroup: {RBAC}, kind: ClusterRole, name: jit-held}}, subjects: [{ME}]}}"
    ));
    case.replace(1, "'jit-controller',", "'jit-controller', 'jit-held', 'jit-between',");
    let expression =
        format!("request.resource.resource != 'clusterroles' || request.operation == 'DELETE' || {labels}");
    case.policy()["validations"].as_array_mut().unwrap().push(json!({"expression": expression}));
}

/// A role of its own that it may write.
pub(super) fn own(case: &mut Case) {
    case.add(&format!(
        "{{apiVersion: {RBAC}/v1, kind: ClusterRole, metadata: {{name: jit-own}}, rules: []}}\n---\n\
         {{apiVersion: {RBAC}/v1, kind: ClusterRoleBinding, metadata: {{name: jit-own}}, \
         roleRef: {{apiGroup: {RBAC}, kind: ClusterRole, name: jit-own}}, subjects: [{ME}]}}"
    ));
    case.replace(1, "'jit-controller',", "'jit-controller', 'jit-own',");
}

/// What the role of its own may hold has none of these resources.
fn free_of(case: &mut Case, resources: &str) {
    own(case);
    let free = format!(
        "request.operation != 'DELETE' && request.name == 'jit-own' && has(object.rules) && !has(object.aggregationRule) && \
         object.rules.all(r, !r.verbs.exists(x, x == '*') && !r.resources.exists(x, x in {resources})) || !(request.name in"
    );
    case.replace(1, "!(request.name in", &free);
}

pub(super) fn role(name: &str, label: &str) -> String {
    let labels = if label.is_empty() { "{}".to_owned() } else { format!("{{{label}: x}}") };
    format!(
        "POST /apis/{RBAC}/v1/clusterroles?dryRun=All {{metadata: {{name: {name}, labels: {labels}}}, {EVERYTHING}}}"
    )
}

pub(super) fn rewritten(rule: &str) -> String {
    format!("PATCH /apis/{RBAC}/v1/clusterroles/jit-own?dryRun=All {{rules: [{rule}]}}")
}

pub(super) fn binds(kind: &str, name: &str) -> String {
    format!(
        "POST /apis/{RBAC}/v1/clusterrolebindings?dryRun=All {{metadata: {{name: jit-me}}, \
         roleRef: {{apiGroup: {RBAC}, kind: {kind}, name: {name}}}, subjects: [{ME}]}}"
    )
}

/// Makes itself an admin there.
pub(super) fn admin_in(namespace: &str) -> String {
    format!(
        "POST /apis/{RBAC}/v1/namespaces/{namespace}/rolebindings?dryRun=All {{metadata: {{name: jit-me}}, \
         roleRef: {{apiGroup: {RBAC}, kind: ClusterRole, name: cluster-admin}}, subjects: [{ME}]}}"
    )
}
