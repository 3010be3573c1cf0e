//! Random expressions of policies: what people write, and what fails on some requests.

use crate::differential::random::Random;

/// Those that any policy may have.
const ANY: &[&str] = &[
    "true",
    "false",
    "object != null",
    "oldObject == null",
    "object.metadata.name.startsWith('a')",
    "object.metadata.name == request.name",
    "has(object.data) && object.data.size() > 1",
    "object.data.size() == 1",
    "has(object.metadata.labels) && 'app' in object.metadata.labels",
    "object.metadata.labels['app'] == 'web'",
    "oldObject.metadata.labels['app'] == 'web'",
    "object == null || object.kind == request.kind.kind",
    "object.apiVersion == 'v1'",
    "object == null || oldObject == null || object.metadata.name == oldObject.metadata.name",
    "object.rules.all(r, !('*' in r.verbs))",
    "!has(object.subjects) || object.subjects.all(s, s.name != 'mallory')",
    "object.roleRef.name != 'cluster-admin'",
    "object.spec.containers.all(c, !has(c.securityContext) || !has(c.securityContext.privileged) || !c.securityContext.privileged)",
    "object.spec.?ephemeralContainers.orValue([]).size() == 0",
    "object.spec.?hostNetwork.orValue(false) == true",
    "object.spec.serviceAccountName == 'a'",
    "request.operation in ['CREATE', 'UPDATE']",
    "request.operation == 'DELETE'",
    "request.name == 'a'",
    "has(request.name) && request.name != ''",
    "has(request.namespace)",
    "request.namespace.startsWith('adm-')",
    "has(request.subResource)",
    "request.?subResource.orValue('') == request.?requestSubResource.orValue('')",
    "request.subResource == 'eviction'",
    "request.kind.kind == 'Pod'",
    "request.kind == request.requestKind",
    "request.kind.group == request.resource.group",
    "request.requestResource.version == request.resource.version",
    "request.resource.resource == 'configmaps'",
    "request.dryRun",
    "'adm:writers' in request.userInfo.groups",
    "request.userInfo.groups.size() == 2",
    "'system:authenticated' in request.userInfo.groups",
    "has(request.userInfo.uid)",
    "has(request.userInfo.extra)",
    "request.userInfo.username.endsWith('1')",
    "namespaceObject == null",
    "namespaceObject.metadata.labels['env'] == 'prod'",
    "namespaceObject.metadata.name == request.namespace",
    "namespaceObject.status.phase == 'Active'",
    "authorizer.group('').resource('secrets').check('get').allowed()",
    "authorizer.group('').resource('secrets').namespace(request.namespace).check('get').allowed()",
    "authorizer.requestResource.check('create').allowed()",
    "authorizer.requestResource.check('escalate').allowed()",
    "authorizer.path('/healthz').check('get').allowed()",
    "authorizer.serviceAccount('kube-system', 'generic-garbage-collector').group('').resource('pods').check('delete').allowed()",
    "has(object.spec.audiences)",
    "object.command == ['ls']",
    // Three questions cost more than an expression may.
    "['/a', '/b', '/c'].all(p, !authorizer.path(p).check('get').allowed())",
];

/// Those of policies with parameters.
const WITH_PARAMS: &[&str] = &[
    "params != null",
    "params.data.mode == 'on'",
    "params.data.missing == 'x'",
    "params.metadata.namespace == request.namespace",
    "params.kind == 'ConfigMap'",
];

/// One that the server stores.
pub(super) fn boolean(random: &mut Random, variables: usize, params: bool) -> String {
    let left = simple(random, variables, params);
    match random.below(10) {
        0 | 1 => format!("{left} || {}", simple(random, variables, params)),
        2 | 3 => format!("{left} && {}", simple(random, variables, params)),
        4 => format!("!({left})"),
        5 => format!("({left}) ? {} : {}", simple(random, variables, params), simple(random, variables, params)),
        _ => left,
    }
}

fn simple(random: &mut Random, variables: usize, params: bool) -> String {
    if variables > 0 && random.chance(30) {
        return format!("variables.v{}", random.below(variables));
    }
    let words = if params && random.chance(50) { WITH_PARAMS } else { ANY };
    random.pick(words).to_owned()
}
