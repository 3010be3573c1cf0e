//! Guards that look at some of the requests only.

use serde_json::json;

use super::{Variant, v};

const BROKEN: &str = "broken";
const HOLDS: &str = "holds";

pub(super) const VARIANTS: &[Variant] = &[
    v("sound", HOLDS, |_| {}),
    v("no guard", "no-guard", |c| c.unguarded()),
    v("no binding", BROKEN, |c| c.drop("ValidatingAdmissionPolicyBinding", "jit-boundary")),
    v("a binding without its policy", "no-guard", |c| c.drop("ValidatingAdmissionPolicy", "jit-boundary")),
    v("audits", BROKEN, |c| c.binding()["validationActions"] = json!(["Audit"])),
    v("warns and audits", BROKEN, |c| c.binding()["validationActions"] = json!(["Warn", "Audit"])),
    v("denies and audits", HOLDS, |c| c.binding()["validationActions"] = json!(["Deny", "Audit"])),
    v("only CREATE", BROKEN, |c| c.matching()["operations"] = json!(["CREATE"])),
    v("only UPDATE", BROKEN, |c| c.matching()["operations"] = json!(["UPDATE"])),
    v("only DELETE", BROKEN, |c| c.matching()["operations"] = json!(["DELETE"])),
    v("CREATE and UPDATE", HOLDS, |c| c.matching()["operations"] = json!(["CREATE", "UPDATE"])),
    v("UPDATE and DELETE", BROKEN, |c| c.matching()["operations"] = json!(["UPDATE", "DELETE"])),
    v("every operation and group", HOLDS, |c| {
        c.matching()["operations"] = json!(["*"]);
        c.matching()["apiGroups"] = json!(["*"]);
    }),
    v("every resource", HOLDS, |c| c.matching()["resources"] = json!(["*"])),
    v("without clusterroles", BROKEN, |c| without(c, "clusterroles")),
    v("without clusterrolebindings", BROKEN, |c| without(c, "clusterrolebindings")),
    v("without rolebindings", BROKEN, |c| without(c, "rolebindings")),
    v("without roles, of which it holds none", HOLDS, |c| without(c, "roles")),
    v("another group", "no-guard", |c| c.matching()["apiGroups"] = json!(["authorization.k8s.io"])),
    v("a version that is not served", BROKEN, |c| c.matching()["apiVersions"] = json!(["v1beta1"])),
    v("exactly v1", HOLDS, |c| {
        c.matching()["apiVersions"] = json!(["v1"]);
        c.policy()["matchConstraints"]["matchPolicy"] = json!("Exact");
    }),
    v("a label to opt in", BROKEN, |c| {
        c.policy()["matchConstraints"]["objectSelector"] = json!({"matchLabels": {"guard": "yes"}});
    }),
    v("a label to opt out", BROKEN, |c| {
        let out = json!({"matchExpressions": [{"key": "exempt", "operator": "DoesNotExist"}]});
        c.policy()["matchConstraints"]["objectSelector"] = out;
        c.mark("{labels: {exempt: 'true'}}");
    }),
    v("a label of the binding to opt out", BROKEN, |c| {
        let out = json!({"matchExpressions": [{"key": "exempt", "operator": "NotIn", "values": ["yes"]}]});
        c.binding()["matchResources"] = json!({"objectSelector": out});
        c.mark("{labels: {exempt: 'yes'}}");
    }),
    v("some namespaces", BROKEN, |c| {
        c.policy()["matchConstraints"]["namespaceSelector"] = json!({"matchLabels": {"guard": "yes"}});
    }),
    v("all namespaces but one", BROKEN, |c| {
        let not = json!([{"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": ["jit-shop"]}]);
        c.binding()["matchResources"] = json!({"namespaceSelector": {"matchExpressions": not}});
    }),
    v("all namespaces but one that is not there", HOLDS, |c| {
        let not = json!([{"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": ["jit-absent"]}]);
        c.binding()["matchResources"] = json!({"namespaceSelector": {"matchExpressions": not}});
    }),
    v("namespaces by a label that all have", HOLDS, labelled_namespaces),
    v("what is of the cluster", BROKEN, |c| c.matching()["scope"] = json!("Cluster")),
    v("what is in namespaces", BROKEN, |c| c.matching()["scope"] = json!("Namespaced")),
    v("objects of one name", BROKEN, |c| c.matching()["resourceNames"] = json!(["jit-controller"])),
    v("all but role bindings", BROKEN, |c| {
        let rule = json!({"apiGroups": ["rbac.authorization.k8s.io"], "apiVersions": ["*"], "operations": ["*"],
            "resources": ["rolebindings"]});
        c.policy()["matchConstraints"]["excludeResourceRules"] = json!([rule]);
    }),
    v("one part by each of two policies", HOLDS, |c| {
        let [bindings, roles] = [0, 1].map(|n| c.policy()["validations"][n]["expression"].as_str().unwrap().to_owned());
        c.policy()["validations"] = json!([{"expression": bindings}]);
        c.second("jit-roles", &json!(["clusterroles"]), &roles);
    }),
    v("one part by each of two bindings", HOLDS, |c| {
        let mut second = c.find("ValidatingAdmissionPolicyBinding", "jit-boundary").unwrap().clone();
        second["metadata"]["name"] = "jit-cluster".into();
        let of = |resources: &[&str]| {
            let rule = json!({"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["*"], "resources": resources});
            json!({"resourceRules": [rule]})
        };
        second["spec"]["matchResources"] = of(&["clusterroles", "clusterrolebindings"]);
        c.binding()["matchResources"] = of(&["rolebindings"]);
        c.objects.push(second);
    }),
    v("no part by either of two bindings", BROKEN, |c| {
        let mut second = c.find("ValidatingAdmissionPolicyBinding", "jit-boundary").unwrap().clone();
        second["metadata"]["name"] = "jit-cluster".into();
        let of = |resources: &[&str]| {
            let rule = json!({"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["*"], "resources": resources});
            json!({"resourceRules": [rule]})
        };
        second["spec"]["matchResources"] = of(&["clusterroles"]);
        c.binding()["matchResources"] = of(&["rolebindings"]);
        c.objects.push(second);
    }),
];

fn without(case: &mut super::Case, resource: &str) {
    case.matching()["resources"].as_array_mut().unwrap().retain(|known| known != resource);
}

fn labelled_namespaces(case: &mut super::Case) {
    for namespace in ["jit", "jit-shop", "kube-system"] {
        case.object("Namespace", namespace)["metadata"]["labels"] = json!({"guard": "yes"});
    }
    // The real kube-system has no such label, and nothing else than these is tried there.
    case.policy()["matchConstraints"]["namespaceSelector"] = json!({"matchLabels": {"guard": "yes"}});
}
