//! What was not read may turn an answer round: then it is not sure. What was found stays.

use super::{outcome, reasons, test};

/// anna lists jobs by a role of its own, and web is bound to a role that is not there.
const MISSING: &str = "\
{apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: shop}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: jobs}
rules: [{apiGroups: [batch], resources: [jobs], verbs: [list]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: anna}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: jobs}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: anna}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: web, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: gone}
subjects: [{kind: ServiceAccount, name: web, namespace: shop}]
";

/// An outcome, and the exit code.
type Ends = (&'static str, i32);

/// An assertion, how it ends, and how with --allow-gaps.
const ROWS: &[(&str, Ends, Ends)] = &[
    ("allow: [{subject: user:anna, verb: list, resource: jobs}]", ("holds", 0), ("holds", 0)),
    ("deny: [{subject: user:anna, verb: list, resource: jobs}]", ("fails", 1), ("fails", 1)),
    // The missing role is web's, and decides nothing about anna.
    ("deny: [{subject: user:anna, verb: get, resource: jobs}]", ("holds", 0), ("holds", 0)),
    ("deny: [{subject: sa:shop/web, verb: get, resource: jobs, namespace: shop}]", ("unsure", 3), ("holds", 0)),
    ("deny: [{subject: sa:shop/web, verb: get, resource: jobs}]", ("unsure", 3), ("holds", 0)),
    ("deny: [{subject: sa:shop/web, verb: get, resource: jobs, namespace: bank}]", ("holds", 0), ("holds", 0)),
    ("allow: [{subject: sa:shop/web, verb: get, resource: jobs, namespace: shop}]", ("unsure", 3), ("fails", 1)),
    ("noReach: [{from: sa:shop/web, to: cluster-admin}]", ("unsure", 3), ("holds", 0)),
    ("reach: [{from: sa:shop/web, to: cluster-admin}]", ("unsure", 3), ("fails", 1)),
];

#[test]
fn a_no_is_not_sure_and_a_yes_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cluster.yaml");
    std::fs::write(&file, MISSING).unwrap();
    let file = file.to_str().unwrap();
    for (assertion, strict, lenient) in ROWS {
        for (flags, (word, code)) in [(&["-f", file][..], strict), (&["-f", file, "--allow-gaps"][..], lenient)] {
            let outcome = outcome(assertion, flags);
            assert_eq!(outcome["outcome"], *word, "{assertion} {:?}", reasons(&outcome));
            assert_eq!(test(assertion, flags).code, *code, "{assertion}");
        }
    }
    // A failure is one, whatever else is not sure; only what decides is a gap.
    let both = format!("{}\n{}", ROWS[1].0, "noReach: [{from: sa:shop/web, to: cluster-admin}]");
    assert_eq!(test(&both, &["-f", file]).code, 1);
    let sure = test(ROWS[0].0, &["-f", file, "-o", "json"]).json();
    assert_eq!((&sure["complete"], sure["gaps"].as_array().unwrap().len()), (&true.into(), 0));
    let unsure = test(ROWS[3].0, &["-f", file, "-o", "json"]).json();
    assert_eq!((&unsure["complete"], &unsure["gaps"][0]["resource"]), (&false.into(), &"roles".into()), "{unsure}");
    assert_eq!(unsure["summary"]["unsure"], 1);
}
