//! Clusters for tests: roles and bindings, and nothing else.

use crate::authz::written_rules::rules;
use crate::model::{
    Binding, Counts, Labels, Name, Origin, Role, RoleKind, RoleRef, Snapshot, Source, SourceKind, Subject, Version,
};

/// Who is bound to what: `NAMESPACE` of the binding (`""` for the cluster), role (`NAMESPACE/NAME` or `NAME`), subject.
pub(super) type Bound<'a> = (&'a str, &'a str, Subject);

/// A cluster of these roles, as name and rules, and bindings.
pub(super) fn cluster(roles: &[(&str, &str)], bindings: &[Bound<'_>]) -> Snapshot {
    let mut roles: Vec<Role> = roles.iter().map(|(name, text)| role(name, text)).collect();
    roles.sort_by(|one, other| (&one.namespace, &one.name).cmp(&(&other.namespace, &other.name)));
    let mut bindings: Vec<Binding> = bindings.iter().map(binding).collect();
    bindings.sort_by(|one, other| (&one.namespace, &one.name).cmp(&(&other.namespace, &other.name)));
    Snapshot {
        source: Source {
            kind: SourceKind::Files,
            name: String::new(),
            server_version: Version::NEWEST,
            stored: true,
            namespace: None,
            ignored_files: 0,
            identity: None,
            server: None,
            time: None,
            tls_verified: None,
        },
        gaps: vec![],
        notes: vec![],
        roles,
        bindings,
        namespaces: vec![],
        service_accounts: vec![],
        pods: vec![],
        pod_specs: vec![],
        workloads: vec![],
        nodes: vec![],
        secrets: vec![],
        persistent_volumes: vec![],
        persistent_volume_claims: vec![],
        resource_quotas: vec![],
        admission_policies: vec![],
        admission_bindings: vec![],
        params: vec![],
        webhooks: vec![],
        engine_policies: vec![],
        services: vec![],
        ingresses: vec![],
        custom_resources: vec![],
        cloud: Default::default(),
        aws_auth: None,
        mappings: vec![],
        resources_known: false,
        counts: Counts::default(),
    }
}

fn role(name: &str, text: &str) -> Role {
    let (namespace, name) = split(name);
    Role {
        namespace,
        name: name.into(),
        labels: Labels::default(),
        rules: rules(text).into(),
        aggregation: vec![],
        origin: Origin::Given,
        location: None,
    }
}

fn binding((namespace, role, subject): &Bound<'_>) -> Binding {
    let (role_namespace, name) = split(role);
    let kind = if role_namespace.is_some() { RoleKind::Role } else { RoleKind::ClusterRole };
    Binding {
        namespace: (!namespace.is_empty()).then(|| Name::from(*namespace)),
        name: format!("{role}-{}", subject.id()).into(),
        role_ref: RoleRef { kind: Some(kind), name: name.into() },
        subjects: vec![subject.clone()],
        history: None,
        location: None,
    }
}

fn split(name: &str) -> (Option<Name>, &str) {
    name.split_once('/').map_or((None, name), |(namespace, name)| (Some(namespace.into()), name))
}
