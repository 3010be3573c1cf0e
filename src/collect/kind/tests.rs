use super::Kind;

#[test]
fn every_kind_is_found_by_its_own_names() {
    for kind in Kind::ALL {
        assert_eq!(Kind::for_group_kind(&kind.api_version(), kind.name()), Some(*kind));
    }
}

#[test]
fn other_versions_are_the_same_kind_and_other_groups_are_not() {
    for (api_version, kind, expected) in [
        ("rbac.authorization.k8s.io/v1beta1", "Role", Some(Kind::Role)),
        ("extensions/v1beta1", "Ingress", Some(Kind::Ingress)),
        ("extensions/v1beta1", "Role", None),
        ("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", Some(Kind::CustomResourceDefinition)),
        ("admissionregistration.k8s.io/v1alpha1", "MutatingAdmissionPolicy", Some(Kind::MutatingAdmissionPolicy)),
        ("policies.kyverno.io/v1", "ValidatingAdmissionPolicy", None),
        ("extensions/v1beta1", "CustomResourceDefinition", None),
        ("serving.knative.dev/v1", "Service", None),
        ("v1", "Role", None),
        ("", "Pod", Some(Kind::Pod)),
    ] {
        assert_eq!(Kind::for_group_kind(api_version, kind), expected, "{api_version} {kind}");
    }
}

#[test]
fn list_paths_are_the_servers() {
    assert_eq!(Kind::ClusterRole.list_path("v1"), "/apis/rbac.authorization.k8s.io/v1/clusterroles");
    assert_eq!(Kind::Pod.list_path_in("v1", "shop"), "/api/v1/namespaces/shop/pods");
}
