//! Root on every node, one by one.

use super::{Granted, certainty, grants, scan};

const SURE: Option<&str> = Some("proven-rights");

#[test]
fn root_on_each_node_is_root_on_every_node() {
    let nodes = |names: &[&str]| {
        let node =
            |name: &&str| format!("---\n{{apiVersion: v1, kind: Node, metadata: {{name: {name}, uid: {name}}}}}\n");
        names.iter().map(node).collect::<String>()
    };
    let pod = |name: &str, privileged: bool| {
        format!(
            "---\n{{apiVersion: v1, kind: Pod, metadata: {{name: p-{name}, namespace: open, uid: p-{name}}}, status: \
             {{phase: Running}}, spec: {{nodeName: {name}, containers: [{{name: c, image: x, securityContext: \
             {{privileged: {privileged}}}}}]}}}}\n"
        )
    };
    let two = pod("a", true) + &pod("b", true);
    let exec: &[Granted] = &[("open", "create pods/exec")];
    let proxy: &[Granted] = &[("*", "get nodes/proxy")];
    let rows: [(&str, String, &[Granted], Option<&str>); 6] = [
        ("both by exec", nodes(&["a", "b"]) + &two, exec, SURE),
        ("both by the kubelet", nodes(&["a", "b"]) + &two, proxy, SURE),
        ("one by name", nodes(&["a", "b"]) + &two, &[("open", "create pods/exec p-a")], None),
        (
            "each by name",
            nodes(&["a", "b"]) + &two,
            &[("open", "create pods/exec p-a"), ("open", "create pods/exec p-b")],
            SURE,
        ),
        ("one pod stays in", nodes(&["a", "b"]) + &pod("a", true) + &pod("b", false), exec, None),
        ("a third node", nodes(&["a", "b", "c"]) + &two, exec, None),
    ];
    let many: Vec<String> = (0..40).map(|number| format!("n{number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let root_on = |count: usize| many.iter().take(count).map(|name| pod(name, true)).collect::<String>();
    let rows = rows.into_iter().chain([
        ("each of many", nodes(&many) + &root_on(40), exec, SURE),
        ("all of many but one", nodes(&many) + &root_on(39), exec, None),
    ]);
    for (what, objects, granted, expected) in rows {
        let found = certainty(
            &scan(&format!(
                "{}{}",
                objects.trim_start_matches("---"),
                grants("{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}", granted)
            )),
            "user:eve",
            "objective:all-nodes",
        );
        assert_eq!(found.as_deref(), expected, "{what}");
    }
}
