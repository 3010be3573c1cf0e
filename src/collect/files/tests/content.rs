//! Rows A: what a file may hold.

use crate::model::{Location, Pattern, Reason};

use super::{cluster_role, cluster_role_json, json, noted, one_gap, read_folder, read_named, refused, yaml};

const ROLE: &str = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: r}\n";

#[test]
fn a01_billion_laughs_is_refused_with_its_line() {
    let mut bomb = String::from("apiVersion: v1\nkind: Pod\na0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for level in 1..9 {
        let many = [format!("*a{}", level - 1).as_str(); 9].join(",");
        bomb.push_str(&format!("a{level}: &a{level} [{many}]\n"));
    }
    refused(yaml(&bomb), &["in.yaml:8:", "stand for more than 100000"]);
}

#[test]
fn a02_aliases_to_themselves_or_to_nothing_are_refused() {
    refused(yaml("a: &a [*a]\n"), &["in.yaml:1:8", "inside the value that it stands for"]);
    refused(yaml("a: 1\nb: *nothing\n"), &["in.yaml:2:4", "unknown anchor"]);
}

#[test]
fn a03_deep_yaml_is_refused() {
    refused(yaml(&"[".repeat(20_000)), &["nesting deeper than 64"]);
    refused(yaml(&format!("a: {}", "[".repeat(20_000))), &["nesting deeper than 64"]);
}

#[test]
fn a04_deep_json_is_refused_and_does_not_abort() {
    let deep = format!("{}1{}", r#"{"a":"#.repeat(20_000), "}".repeat(20_000));
    refused(json(&deep), &["`apiVersion` and `kind` are missing"]);
    let rules = format!(r#"{{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","rules":{deep}}}"#);
    refused(json(&rules), &["nesting deeper than 64"]);
    refused(json(&r#"{"a":"#.repeat(20_000)), &["JSON that is cut off"]);
    refused(json(&"[".repeat(20_000)), &["JSON"]);
}

#[test]
fn a05_duplicate_key_names_both_lines() {
    let text = format!("{ROLE}rules: []\nrules:\n- verbs: ['*']\n");
    refused(yaml(&text), &["in.yaml:5:1", "`rules` stands twice, in line 4 and line 5", "correct it"]);
    let text = "{\"apiVersion\":\"rbac.authorization.k8s.io/v1\",\"kind\":\"ClusterRole\",\n\"metadata\":{\"name\":\"r\"},\n\"rules\":[],\n\"rules\":null}";
    refused(json(text), &["in.json:4:1", "`rules` stands twice, in line 3 and line 4"]);
    let twice = r#"{"kind":"ConfigMap","apiVersion":"v1","kind":"Pod"}"#;
    refused(json(twice), &["`kind` stands twice"]);
    let list = format!(r#"{{"kind":"List","apiVersion":"v1","items":[{twice}]}}"#);
    refused(json(&list), &["`kind` stands twice"]);
}

#[test]
fn a06_a_misspelt_key_warns_with_line_and_nearest() {
    let snapshot = yaml(&format!("{ROLE}rules:\n- verb: ['*']\n  apiGroups: ['']\n")).unwrap();
    noted(&snapshot, &["unknown key `verb`", "in.yaml:5:3", "did you mean `verbs`?"]);
    assert!(snapshot.notes[0].warning && snapshot.complete());
    assert!(snapshot.roles[0].rules[0].verbs.is_empty());

    let text = cluster_role_json("r").replace("\"verbs\"", "\n\"verb\"");
    let list = format!("{{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[\n  {text}]}}");
    let snapshot = json(&list).unwrap();
    noted(&snapshot, &["unknown key `verb`", "in.json:3:1", "did you mean `verbs`?"]);
    assert!(snapshot.roles[0].rules[0].verbs.is_empty());
}

#[test]
fn a07_case_matters_in_keys() {
    let snapshot = yaml(&format!("{ROLE}rules:\n- Verbs: ['*']\n")).unwrap();
    noted(&snapshot, &["unknown key `Verbs`", "did you mean `verbs`?"]);
    let snapshot = json(&cluster_role_json("r").replace("verbs", "Verbs")).unwrap();
    noted(&snapshot, &["unknown key `Verbs`", "in.json:1:", "did you mean `verbs`?"]);
}

#[test]
fn a08_an_unquoted_no_is_refused() {
    let text = format!("{ROLE}rules:\n- verbs: [get, no]\n");
    refused(yaml(&text), &["in.yaml:5:16", "rules[0].verbs[1]", "`no` is a boolean", "quote it"]);
    refused(yaml(&cluster_role("n")), &["in.yaml:4:9", "metadata.name", "`n` is a boolean", "quote it"]);
    assert!(yaml(&cluster_role("'n'")).is_ok());
}

#[test]
fn a09_a_string_for_a_list_is_refused_with_its_field() {
    let text = format!("{ROLE}rules:\n- verbs: \"*\"\n");
    refused(yaml(&text), &["in.yaml:5:10", "rules[0].verbs: expected a list, found a string"]);
    let text = cluster_role_json("r").replace(r#"["get"]"#, r#""*""#);
    refused(json(&text), &["rules[0].verbs: expected a list, found a string"]);
}

#[test]
fn a10_null_lists_are_empty() {
    let snapshot = yaml(&format!("{ROLE}rules: null\n")).unwrap();
    assert!(snapshot.roles[0].rules.is_empty());
    let binding = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: b}\nsubjects: ~\nroleRef: {kind: ClusterRole, name: r}\n";
    let snapshot = yaml(&format!("{binding}---\n{ROLE}")).unwrap();
    assert!(snapshot.bindings[0].subjects.is_empty() && snapshot.complete());
    let list = format!(r#"{{"apiVersion":"v1","kind":"List","items":[{}]}}"#, cluster_role_json("r"));
    let empty = r#"{"apiVersion":"v1","kind":"PodList","items":null}"#;
    assert!(json(&format!("{list}\n{empty}\n")).is_ok());
}

#[test]
fn a11_an_object_for_a_list_is_refused_with_its_field() {
    refused(yaml(&format!("{ROLE}rules: {{}}\n")), &["rules: expected a list, found an object"]);
}

#[test]
fn a12_a_byte_order_mark_is_accepted() {
    let text = format!("\u{feff}{}", cluster_role("r"));
    assert_eq!(yaml(&text).unwrap().roles.len(), 1);
    let text = format!("\u{feff}{}", cluster_role_json("r"));
    assert_eq!(json(&text).unwrap().roles.len(), 1);
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(read_named("in.json", &utf16).unwrap().roles.len(), 1);
    for end in ["\r\n", "\r"] {
        assert_eq!(yaml(&cluster_role("r").replace('\n', end)).unwrap().roles.len(), 1);
    }
}

#[test]
fn a13_utf16_without_a_mark_is_refused() {
    let utf16: Vec<u8> = cluster_role("r").encode_utf16().flat_map(u16::to_le_bytes).collect();
    refused(read_named("in.yaml", &utf16), &["NUL character at offset 1", "UTF-8"]);
}

#[test]
fn a14_latin_1_is_refused_with_the_offset() {
    let mut bytes = cluster_role("r").into_bytes();
    let offset = bytes.len();
    bytes.extend(b"# caf\xe9\n");
    refused(read_named("in.yaml", &bytes), &["byte 0xe9", &format!("offset {}", offset + 5), "save it as UTF-8"]);
}

#[test]
fn a15_a_tab_is_refused_with_its_line() {
    refused(yaml("apiVersion: v1\nkind: Pod\nmetadata:\n\tname: x\n"), &["in.yaml:4:"]);
}

#[test]
fn a16_nothing_is_no_objects() {
    for text in ["", "\n \n", "# only\n# comments\n", "---\n", "---\n---\n...\n", "---\n# c\n~\n"] {
        refused(yaml(text), &["no objects at", "in.yaml"]);
        refused(json(text), &["no objects at", "in.json"]);
    }
    let empty = r#"{"apiVersion":"v1","kind":"List","items":[]}"#;
    refused(json(empty), &["no objects in"]);
}

#[test]
fn definitions_of_custom_resources_alone_are_nothing_to_judge() {
    let definition = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: a.b.io}\nspec: {group: b.io, scope: Cluster, names: {plural: a}, versions: [{name: v1, served: true}]}\n";
    refused(yaml(definition), &["no objects in", "only CustomResourceDefinition"]);
    let snapshot = yaml(&format!("{definition}---\n{}", cluster_role("a"))).unwrap();
    assert_eq!((snapshot.roles.len(), snapshot.custom_resources.len()), (1, 1));
    assert_eq!(snapshot.notes, []);
}

#[test]
fn a17_good_documents_survive_bad_ones() {
    let text = format!("{}---\n---\n{}---\nfoo\n---\na: [\n", cluster_role("a"), cluster_role("b"));
    let snapshot = yaml(&text).unwrap();
    assert_eq!(snapshot.roles.len(), 2);
    assert_eq!(snapshot.gaps.len(), 2);
    assert!(
        snapshot
            .gaps
            .iter()
            .any(|gap| gap.effect.contains("(document 4)") && gap.effect.contains("expected an object"))
    );
    assert!(snapshot.gaps.iter().any(|gap| gap.effect.contains("(document 5)")));
    assert!(snapshot.gaps.iter().all(|gap| gap.reason == Reason::Malformed && gap.scope.ends_with("in.yaml")));
}

#[test]
fn a18_a_million_empty_documents_reach_a_limit() {
    refused(yaml(&"---\n".repeat(1_000_000)), &["more than 4096 documents"]);
    let text = format!("{}{}", cluster_role("r"), "---\n".repeat(1_000_000));
    one_gap(&yaml(&text).unwrap(), &["more than 4096 documents"]);
}

#[test]
fn a19_a_list_of_ten_thousand_is_read_whole() {
    let items: Vec<String> = (0..10_000).map(|index| cluster_role_json(&format!("r{index:05}"))).collect();
    let list = format!("{{\"items\":[\n{}],\"kind\":\"List\",\"apiVersion\":\"v1\"}}", items.join(",\n"));
    let snapshot = json(&list).unwrap();
    assert!(snapshot.complete());
    assert_eq!((snapshot.roles.len(), snapshot.counts.cluster_roles), (10_000, 10_000));
    let Some(Location { line, column, document, .. }) = snapshot.roles[9_999].location else {
        panic!("a location");
    };
    assert_eq!((line, column, document), (10_001, 1, 1));
    let items: String = (0..1_000).map(|index| format!("- {}\n", cluster_role_json(&format!("r{index}")))).collect();
    assert_eq!(yaml(&format!("apiVersion: v1\nkind: List\nitems:\n{items}")).unwrap().roles.len(), 1_000);
}

#[test]
fn a20_a_typed_list_gives_its_items_the_kind() {
    let item = r#"{"metadata":{"name":"r","namespace":"shop"},"rules":[{"verbs":["*"]}]}"#;
    let list = format!(r#"{{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleList","items":[{item}]}}"#);
    for snapshot in [json(&list).unwrap(), yaml(&list.replace("{\"api", "---\n{\"api")).unwrap()] {
        assert_eq!(snapshot.roles[0].id(), "role:shop/r");
        assert_eq!(snapshot.roles[0].rules[0].verbs, [Pattern::Any]);
    }
}

#[test]
fn a21_foreign_kinds_are_a_note_and_templates_a_gap() {
    let custom = "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\n";
    let snapshot = yaml(&format!("{custom}---\n{custom}---\n{}", cluster_role("r"))).unwrap();
    assert!(snapshot.complete());
    noted(&snapshot, &["does not judge: Widget (2)"]);
    refused(yaml(custom), &["no objects in", "only Widget"]);

    let helm = "{{- if .Values.rbac }}\napiVersion: v1\nkind: Pod\n{{- end }}\n";
    refused(yaml(helm), &["render it first"]);
    refused(yaml(&cluster_role("{{ .Release.Name }}")), &["render it first"]);
    refused(yaml(&cluster_role("'{{ .Release.Name }}-x'")), &["in.yaml:4:9", "template syntax", "render it first"]);
    let snapshot = read_folder(&[("a.yaml", helm.as_bytes()), ("b.yaml", cluster_role("r").as_bytes())]).unwrap();
    one_gap(&snapshot, &["a.yaml", "looks like a template"]);
}

#[test]
fn a22_an_old_version_is_read_with_a_note() {
    for snapshot in [
        yaml(&cluster_role("r").replace("/v1", "/v1beta1")).unwrap(),
        json(&cluster_role_json("r").replace("/v1", "/v1beta1")).unwrap(),
    ] {
        assert_eq!(snapshot.roles.len(), 1);
        noted(&snapshot, &["read as v1: ClusterRole of rbac.authorization.k8s.io/v1beta1 (1)"]);
    }
}

#[test]
fn a23_huge_numbers_in_ignored_fields_do_not_matter() {
    let huge = "99999999999999999999999";
    let text = cluster_role("r").replace("  name", &format!("  generation: {huge}\n  name"));
    assert!(yaml(&text).unwrap().complete());
    let text = cluster_role_json("r").replace("{\"name", &format!("{{\"generation\":{huge},\"name"));
    assert!(json(&text).unwrap().complete());
}

#[test]
fn a24_directives_do_not_panic() {
    let _ = yaml(&format!("%YAML 9.9\n---\n{}", cluster_role("r")));
    let _ = yaml(&format!("%TAG ! tag:x,2000:\n---\n{}", cluster_role("r")));
    refused(yaml("--- !x\na: b\n"), &["a tag"]);
}

#[test]
fn a25_json_lines_are_read_and_other_trailers_are_refused() {
    let (a, b) = (cluster_role_json("a"), cluster_role_json("b"));
    let snapshot = json(&format!("{a}\n{b}\n")).unwrap();
    assert_eq!(snapshot.roles[1].location.as_ref().map(|at| (at.document, at.line)), Some((2, 2)));
    refused(json(&format!("{a}{b}")), &["in.json:1:1", "one object in each line"]);
    refused(json(&format!("{a}\n{b} x\n")), &["in.json:2:1"]);
    refused(json(&format!("{a}\n{{\n{}", &b[1..])), &["in.json:2:1", "one object in each line"]);
    refused(yaml(&format!("{a}{b}")), &["in.yaml:1:1", "one object in each line"]);
    assert_eq!(yaml(&format!("{a}\n---\n{b}")).unwrap().roles.len(), 2);
    let braces = "{apiVersion: v1, kind: Namespace, metadata: {name: x}}";
    assert_eq!(yaml(braces).unwrap().namespaces.len(), 1);
    refused(json(&a[..a.len() - 1]), &["JSON that is cut off"]);
}

#[test]
fn a26_objects_without_a_name_are_gaps() {
    let head = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\n";
    let text = format!(
        "{}---\n{head}---\n{head}metadata: {{name: ''}}\n---\n{head}metadata: {{name: 12}}\n---\nkind: Role\n---\napiVersion: v1\n",
        cluster_role("r")
    );
    let snapshot = yaml(&text).unwrap();
    assert_eq!((snapshot.roles.len(), snapshot.gaps.len()), (1, 5));
    for (resource, word) in [
        ("roles", "metadata.name is missing or empty"),
        ("roles", "metadata.name: `12` is a number"),
        ("file", "`apiVersion` is missing"),
        ("file", "`kind` is missing"),
    ] {
        let found = snapshot.gaps.iter().any(|gap| gap.resource == resource && gap.effect.contains(word));
        assert!(found, "{word}: {:?}", snapshot.gaps);
    }
    let list = format!(
        r#"{{"apiVersion":"v1","kind":"List","items":[{},{{"apiVersion":"v1","kind":"Pod"}},7]}}"#,
        cluster_role_json("r")
    );
    let snapshot = json(&list).unwrap();
    assert_eq!((snapshot.roles.len(), snapshot.gaps.len()), (1, 2));
    refused(yaml(head), &["cannot read Role at", "in.yaml:1:1"]);
}

#[test]
fn a27_an_unresolved_role_is_a_gap_in_manifests_only() {
    let binding = "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: b, namespace: shop}\nsubjects: [{kind: Group, name: g}]\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: gone}\n";
    let snapshot = yaml(binding).unwrap();
    assert_eq!(snapshot.bindings.len(), 1);
    let gap = &snapshot.gaps[0];
    assert_eq!((gap.resource.as_str(), gap.scope.as_str()), ("roles", "namespace/shop"));
    assert_eq!(gap.reason, Reason::NotFound);
    assert!(gap.effect.contains("rolebinding:shop/b"), "{}", gap.effect);
    let stored = yaml(&binding.replace("name: b,", "uid: '1', name: b,")).unwrap();
    assert!(stored.source.stored && stored.complete());
}

#[test]
fn a28_aggregation_is_computed_from_labels() {
    let top = format!("{ROLE}aggregationRule: {{clusterRoleSelectors: [{{matchLabels: {{into: r}}}}]}}\nrules: []\n");
    let part = cluster_role("part").replace("  name", "  labels: {into: r}\n  name");
    let snapshot = yaml(&format!("{top}---\n{part}")).unwrap();
    assert_eq!(snapshot.roles[1].rules, snapshot.roles[0].rules);
    noted(&snapshot, &["aggregated", "clusterrole:r"]);
}

#[test]
fn aggregated_rules_that_a_controller_would_replace_are_told() {
    let top = format!(
        "{ROLE}aggregationRule: {{clusterRoleSelectors: [{{matchLabels: {{into: r}}}}]}}\nrules: [{{apiGroups: [\"\"], resources: [secrets], verbs: [get]}}]\n"
    );
    let part = cluster_role("part").replace("  name", "  labels: {into: r}\n  name");
    let snapshot = yaml(&format!("{top}---\n{part}")).unwrap();
    assert_ne!(snapshot.roles[1].rules, snapshot.roles[0].rules, "they are judged as written");
    noted(&snapshot, &["other rules than the roles that they select", "clusterrole:r"]);
    assert!(yaml(&top).unwrap().notes.iter().all(|note| !note.warning), "with nothing selected they stay");
}

#[test]
fn a29_a_role_without_a_namespace_is_in_the_default_one() {
    let text = cluster_role("r").replace("ClusterRole", "Role");
    let snapshot = yaml(&text).unwrap();
    assert_eq!(snapshot.roles[0].id(), "role:default/r");
    noted(&snapshot, &["1 object names no namespace", "`default`"]);
}

#[test]
fn lists_do_not_nest() {
    let inner = format!(r#"{{"apiVersion":"v1","kind":"List","items":[{}]}}"#, cluster_role_json("hidden"));
    let outer = format!(r#"{{"apiVersion":"v1","kind":"List","items":[{inner},{}]}}"#, cluster_role_json("seen"));
    for snapshot in [json(&outer).unwrap(), yaml(&format!("---\n{outer}")).unwrap()] {
        assert_eq!(snapshot.roles.len(), 1);
        one_gap(&snapshot, &["a List inside a List"]);
    }
}

#[test]
fn replicas_as_a_server_stores_them_and_their_template_share_one_spec() {
    let path = "/var/run/secrets/kubernetes.io/serviceaccount";
    let pod = |name: &str, owner: &str, more: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: shop, uid: u, labels: {{app: web, pod-template-hash: h{name}}}, \
             ownerReferences: [{{kind: {owner}, name: o, controller: true}}]}}\n\
             spec:\n  nodeName: {name}\n  serviceAccountName: web\n  \
             volumes: [{{name: kube-api-access-{name}, projected: {{sources: [{{serviceAccountToken: {{path: token}}}}]}}}}]\n  \
             containers: [{{name: c, image: i, volumeMounts: [{{name: kube-api-access-{name}, mountPath: {path}, readOnly: true}}]}}]\n{more}---\n"
        )
    };
    let chosen = |node: &str| {
        let term = format!("{{matchFields: [{{key: metadata.name, operator: In, values: [{node}]}}]}}");
        format!(
            "  hostPID: true\n  affinity: {{nodeAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: {{nodeSelectorTerms: [{term}]}}}}}}\n"
        )
    };
    let replicas: String = ["aaaaa", "bbbbb", "ccccc"].map(|name| pod(name, "StatefulSet", "")).concat();
    let daemons: String = ["ddddd", "eeeee", "fffff"].map(|name| pod(name, "DaemonSet", &chosen(name))).concat();
    let template = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: w, namespace: shop}\nspec: {template: {metadata: {labels: {app: web}}, \
                    spec: {serviceAccountName: web, containers: [{name: c, image: i}]}}}\n";
    let snapshot = yaml(&format!("{replicas}{daemons}{template}")).unwrap();
    assert_eq!((snapshot.pods.len(), snapshot.pod_specs.len()), (7, 2));
    let with_host_pid = |pod: &crate::model::Pod| snapshot.pod_spec(pod.spec).security.host_pid;
    let daemons = snapshot.pods.iter().filter(|pod| with_host_pid(pod));
    assert!(daemons.clone().all(|pod| pod.workload.kind == "DaemonSet"));
    assert_eq!(daemons.count(), 3);
    // Ids follow the order of the pods.
    assert_eq!(snapshot.pods[0].spec.index(), 0);
}
