//! Changes as manifests: whole objects of RBAC, and the parts of others that change.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Binding, Name, Role, RoleKind, Rule, Subject, WorkloadRef};
use crate::query::RuleText;

use super::pod_part::PodPart;

const RBAC: &str = "rbac.authorization.k8s.io";
const RBAC_VERSION: &str = "rbac.authorization.k8s.io/v1";
/// An object, or the part of one that changes, as people write it.
#[derive(Clone, PartialEq, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// Its version.
    pub api_version: String,
    /// Its kind.
    pub kind: Name,
    /// What it is called.
    pub metadata: Metadata,
    /// The rules of a role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules: Option<Vec<RuleText>>,
    /// The role of a binding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_ref: Option<RoleRefText>,
    /// The subjects of a binding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subjects: Option<Vec<SubjectText>>,
    /// What changes of a workload.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spec: Option<Spec>,
}

/// What an object is called.
#[derive(Clone, PartialEq, Debug, Default, Serialize, JsonSchema)]
pub struct Metadata {
    /// Its name.
    pub name: Name,
    /// Its namespace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<Name>,
    /// Labels to set; null takes one away.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<Name, Option<Name>>,
}

/// The role of a binding.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoleRefText {
    api_group: &'static str,
    kind: &'static str,
    name: Name,
}

/// A subject of a binding.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SubjectText {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_group: Option<&'static str>,
    name: Name,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<Name>,
}

/// The pod template of a workload, where its kind has it.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Spec {
    /// Of most.
    Template(Template),
    /// Of a CronJob.
    JobTemplate(JobTemplate),
}

/// The template of the Jobs of a CronJob.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct JobTemplate {
    spec: JobSpec,
}

/// What a Job is.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub(super) struct JobSpec {
    template: Template,
}

/// A pod template.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Template {
    spec: PodPart,
}

impl Manifest {
    /// An object of this kind.
    fn of(api_version: &str, kind: &str, namespace: Option<&Name>, name: &Name) -> Self {
        let metadata = Metadata { name: name.clone(), namespace: namespace.cloned(), labels: BTreeMap::new() };
        Manifest { api_version: api_version.to_owned(), kind: kind.into(), metadata, ..Manifest::default() }
    }

    /// A role with these rules.
    pub(super) fn role(role: &Role, rules: &[Rule]) -> Self {
        let (namespace, name) = (role.namespace.as_ref(), &role.name);
        let kind = if namespace.is_some() { "Role" } else { "ClusterRole" };
        let rules = Some(rules.iter().map(RuleText::from).collect());
        Manifest { rules, ..Manifest::of(RBAC_VERSION, kind, namespace, name) }
    }

    /// A binding of its role to these subjects.
    pub(super) fn binding(binding: &Binding, subjects: &[Subject]) -> Self {
        let namespace = binding.namespace.as_ref();
        let kind = if namespace.is_some() { "RoleBinding" } else { "ClusterRoleBinding" };
        let role = match binding.role_ref.kind {
            Some(RoleKind::Role) => "Role",
            _ => "ClusterRole",
        };
        let role_ref = RoleRefText { api_group: RBAC, kind: role, name: binding.role_ref.name.clone() };
        Manifest {
            role_ref: Some(role_ref),
            subjects: Some(subjects.iter().filter_map(SubjectText::of).collect()),
            ..Manifest::of(RBAC_VERSION, kind, namespace, &binding.name)
        }
    }

    /// A namespace with this label; without it where there is no value.
    pub(super) fn namespace(name: &Name, label: &str, value: Option<Name>) -> Self {
        let mut namespace = Manifest::of("v1", "Namespace", None, name);
        namespace.metadata.labels.insert(label.into(), value);
        namespace
    }

    /// A part of the pod template of a workload; nothing for a kind whose template is not known, or cannot change.
    pub(super) fn workload(namespace: &Name, workload: &WorkloadRef, part: PodPart) -> Option<Self> {
        let template = Template { spec: part };
        let (version, spec) = match workload.kind.as_str() {
            "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" => ("apps/v1", Spec::Template(template)),
            "ReplicationController" => ("v1", Spec::Template(template)),
            "CronJob" => ("batch/v1", Spec::JobTemplate(JobTemplate { spec: JobSpec { template } })),
            _ => return None,
        };
        let object = Manifest::of(version, &workload.kind, Some(namespace), &workload.name);
        Some(Manifest { spec: Some(spec), ..object })
    }
}

impl SubjectText {
    /// The subject as a binding names it, if one can.
    fn of(subject: &Subject) -> Option<Self> {
        let (kind, api_group, name, namespace) = match subject {
            Subject::User(name) => ("User", Some(RBAC), name, None),
            Subject::Group(name) => ("Group", Some(RBAC), name, None),
            Subject::ServiceAccount { namespace, name } => ("ServiceAccount", None, name, Some(namespace.clone())),
            Subject::Cloud { .. } => return None,
        };
        Some(SubjectText { kind, api_group, name: name.clone(), namespace })
    }
}
