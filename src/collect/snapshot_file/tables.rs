//! The tables of a snapshot that grow with the cluster, cut into stretches.

use serde::{Deserialize, Serialize};

use crate::model::{
    Binding, Ingress, Namespace, Node, PersistentVolume, PersistentVolumeClaim, Pod, PodSpec, ResourceQuota, Role,
    RuleLists, Secret, Service, ServiceAccount, Snapshot, Workload,
};

/// How many rows stand in a line.
const ROWS: usize = 1000;

macro_rules! tables {
    ($($name:ident: $field:ident of $row:ty,)*) => {
        /// Some rows of a table, to be written.
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        pub(super) enum Stretch<'s> {
            $($name(&'s [$row]),)*
        }

        /// Some rows of a table, as they were read.
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub(super) enum Rows {
            $($name(Vec<$row>),)*
        }

        /// All rows of all tables, in their order.
        pub(super) fn stretches(snapshot: &Snapshot) -> Vec<Stretch<'_>> {
            let mut stretches = Vec::new();
            $(stretches.extend(snapshot.$field.chunks(ROWS).map(Stretch::$name));)*
            stretches
        }

        /// Adds rows to the ends of their tables.
        pub(super) fn add(snapshot: &mut Snapshot, stretches: Vec<Rows>) {
            $(
                // Room is made once: of a large table each copy takes a while.
                let lengths = stretches.iter().map(|rows| if let Rows::$name(rows) = rows { rows.len() } else { 0 });
                snapshot.$field.reserve_exact(lengths.sum());
            )*
            for rows in stretches {
                match rows {
                    $(Rows::$name(mut rows) => snapshot.$field.append(&mut rows),)*
                }
            }
        }
    };
}

impl Rows {
    /// The same rows, with what they have in common in one copy, and without the room that lists were given to grow.
    pub(super) fn compact(mut self) -> Self {
        match &mut self {
            Rows::Roles(roles) => RuleLists::default().share_in(roles),
            Rows::Bindings(bindings) => bindings.iter_mut().for_each(|binding| binding.subjects.shrink_to_fit()),
            Rows::PodSpecs(specs) => specs.iter_mut().for_each(|spec| spec.containers.shrink_to_fit()),
            _ => {}
        }
        self
    }
}

tables! {
    Roles: roles of Role,
    Bindings: bindings of Binding,
    Namespaces: namespaces of Namespace,
    ServiceAccounts: service_accounts of ServiceAccount,
    PodSpecs: pod_specs of PodSpec,
    Pods: pods of Pod,
    Workloads: workloads of Workload,
    Nodes: nodes of Node,
    Secrets: secrets of Secret,
    PersistentVolumes: persistent_volumes of PersistentVolume,
    PersistentVolumeClaims: persistent_volume_claims of PersistentVolumeClaim,
    ResourceQuotas: resource_quotas of ResourceQuota,
    Services: services of Service,
    Ingresses: ingresses of Ingress,
}
