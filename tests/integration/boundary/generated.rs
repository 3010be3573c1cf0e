//! Guards that kubescan writes, in a real cluster: whatever the subject tries is refused, and its job goes on.

use serde_json::Value;

use super::case::{Case, Way, parse};
use super::truth;
use crate::cluster::ControlPlane;
use crate::run::kubescan_with_input;

/// A controller by what it does, and what makes it so.
type Controller = (&'static str, fn(&mut Case));

/// Controllers of different rights, none of them guarded.
const CONTROLLERS: &[Controller] = &[
    ("hands out access", |_| ()),
    ("asks for tokens", |c| c.may("{apiGroups: [''], resources: [serviceaccounts/token], verbs: [create]}")),
    ("makes accounts and asks for their tokens", |c| {
        c.may("{apiGroups: [''], resources: [serviceaccounts, serviceaccounts/token], verbs: [create]}");
    }),
    ("makes Secrets", |c| c.may("{apiGroups: [''], resources: [secrets], verbs: [create, get]}")),
    ("makes pods", |c| c.may("{apiGroups: [''], resources: [pods], verbs: [create]}")),
    ("makes workloads", |c| {
        c.may("{apiGroups: [apps], resources: [deployments], verbs: [create, update, patch]}");
    }),
    ("has its rights through the group of its namespace", |c| {
        c.object("ClusterRoleBinding", "jit-controller")["subjects"] =
            parse("[{apiGroup: rbac.authorization.k8s.io, kind: Group, name: 'system:serviceaccounts:jit'}]").remove(0);
    }),
];

/// What it goes on doing: grants to others, and takes them back.
fn job(case: &mut Case) {
    let api = "/apis/rbac.authorization.k8s.io/v1";
    let grant = "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}, \
                 subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: jo@example.com}, \
                 {kind: ServiceAccount, namespace: elsewhere, name: controller}]";
    let role = "rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]";
    case.way(
        "grants for the cluster",
        &[&format!("POST {api}/clusterrolebindings?dryRun=All {{metadata: {{name: jit-jo}}, {grant}}}")],
    );
    case.way(
        "grants in a namespace",
        &[&format!("POST {api}/namespaces/jit-shop/rolebindings?dryRun=All {{metadata: {{name: jit-jo}}, {grant}}}")],
    );
    case.way(
        "makes a role for others",
        &[&format!("POST {api}/clusterroles?dryRun=All {{metadata: {{name: jit-on-call}}, {role}}}")],
    );
    case.way(
        "makes a role of a namespace",
        &[&format!("POST {api}/namespaces/jit-shop/roles?dryRun=All {{metadata: {{name: jit-on-call}}, {role}}}")],
    );
}

/// The guard that kubescan writes for a cluster.
fn written(name: &str, case: &Case) -> Vec<Value> {
    let run = kubescan_with_input(&["boundary", &case.subject, "-f", "-", "--generate"], case.list().as_bytes());
    assert_eq!(run.code, 0, "{name}: {}{}", run.stdout, run.stderr);
    parse(&run.stdout)
}

#[test]
fn written_guards_refuse_everything_but_the_job() {
    let guarded: Vec<(&str, &str, Case)> = CONTROLLERS
        .iter()
        .map(|(name, edit)| {
            let mut case = Case::sound();
            case.unguarded();
            edit(&mut case);
            case.objects.extend(written(name, &case));
            (*name, "holds", case)
        })
        .collect();
    let plane = ControlPlane::start();
    for told in truth::tell(&plane, guarded.clone()) {
        assert!(told.tried > 50, "{}: {} attempts", told.name, told.tried);
        assert_eq!(told.admitted, None, "{}", told.name);
    }
    for (number, (name, _, case)) in guarded.into_iter().enumerate() {
        let mut working = Case { ways: Vec::new(), ..case };
        job(&mut working);
        let working = working.numbered(number);
        let refused: Vec<&Way> = working.ways.iter().filter(|way| !truth::done(&plane, &working, way)).collect();
        assert!(refused.is_empty(), "{name} may not do its job: {refused:?}");
    }
}
