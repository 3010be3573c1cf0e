//! Layer 0, the nouns: what a cluster *is*, as plain data.
//!
//! A [`Snapshot`] is everything that kubescan knows of one cluster. `collect` makes it from whatever a source found,
//! sorted and free of duplicates, so that the order of the input never shows. No I/O and no judgement here: what a rule
//! *allows* is layer 1's business.

mod admission;
mod aws_auth;
pub mod cloud;
mod cloud_names;
mod cluster;
pub mod defaults;
mod gap;
mod history;
mod ids;
mod label;
mod mapping;
mod name;
mod placement;
mod rbac;
mod resource;
mod rules;
mod scope;
mod security;
mod snapshot;
mod subject;
mod table;
mod time;
mod version;
mod workload;

pub use admission::{
    AdmissionBinding, AdmissionKind, AdmissionPolicy, AdmissionRule, AdmissionScope, EnginePolicy, MatchResources,
    NamedExpression, Param, ParamKind, ParamRef, Validation, Webhook,
};
pub use aws_auth::AwsAuth;
pub use cloud_names::{AllowedRoles, CloudNames};
pub use cluster::{
    Ingress, Namespace, Node, PersistentVolume, PersistentVolumeClaim, ResourceQuota, Secret, Service, ServiceAccount,
    VolumeBacking,
};
pub use gap::{Gap, Note, Reason};
pub use history::{History, Owner, Presence, Writer};
pub use ids::{BindingId, PodSpecId, RoleId};
pub use label::{
    LabelSelector, Labels, POD_NAME_LABEL, SelectorOperator, SelectorRequirement, label, tells_replicas_apart,
};
pub use mapping::{MappedName, Mapping, MappingSource};
pub use name::Name;
pub use placement::{NodeRequirement, NodeTerm, Placement, Taint, Toleration};
pub use rbac::{Binding, Location, Origin, Role, RoleKind, RoleRef, Rule};
pub use rbac::{Pattern, ResourcePattern, UrlPattern};
pub use resource::{Resource, Subresource};
pub use rules::{RuleLists, Rules};
pub use scope::Scope;
pub use security::{Exposure, PodSecurity, SeLinux, SecurityContext};
pub use snapshot::{Counts, Snapshot, Source, SourceKind};
pub use subject::{Provider, Subject};
pub use table::{HashMap, HashSet};
pub use time::{Lifetime, Time};
pub use version::Version;
pub use workload::{
    Container, ContainerKind, Mount, Phase, Pod, PodSpec, Reference, SecretRef, TokenAudience, Volume, VolumeKind,
    Workload, WorkloadRef,
};
