//! Which pods can be reached from outside of the cluster, and by what: the sources of an attack, not a right.
//!
//! Phases: pods of one spec in one namespace form a group; what faces outside is gathered for each Service (its own
//! type, and the Ingresses that send to it); each such Service then looks up the groups that its selector meets by the
//! rarest of its labels. So the cost is that of the Services and of what they reach, never every Service with every pod.
//!
//! Whether a firewall or a NetworkPolicy stands in between is not known here; `hostNetwork` alone exposes nothing.

mod groups;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::model::{HashMap, Name, Phase, Pod, PodSpecId, Service, Snapshot};

use groups::Groups;

/// One way to a pod from outside of the cluster.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Exposed {
    /// A Service of this type, or with `externalIPs`.
    Service {
        /// The Service.
        service: Name,
        /// What makes it face outside.
        by: ServiceFace,
    },
    /// An Ingress that sends to a Service, of whatever type.
    Ingress {
        /// The Ingress.
        ingress: Name,
        /// The Service between it and the pod.
        service: Name,
    },
    /// A port of the node.
    HostPort(u16),
}

/// What makes a Service face outside.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum ServiceFace {
    /// `type: LoadBalancer`.
    LoadBalancer,
    /// `type: NodePort`.
    NodePort,
    /// `externalIPs`.
    ExternalIps,
}

impl Exposed {
    /// In words: `service/web LoadBalancer`. Holds unescaped names from the cluster.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Exposed::Service { service, by } => format!("service/{} {}", service.as_str(), by.word()),
            Exposed::Ingress { ingress, service } => {
                format!("ingress/{} by service/{}", ingress.as_str(), service.as_str())
            }
            Exposed::HostPort(port) => format!("hostPort {port}"),
        }
    }
}

impl ServiceFace {
    /// As the API writes it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ServiceFace::LoadBalancer => "LoadBalancer",
            ServiceFace::NodePort => "NodePort",
            ServiceFace::ExternalIps => "externalIPs",
        }
    }
}

/// What is exposed in a cluster; pods of one spec in one namespace share their entry.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Exposures<'s> {
    by_spec: HashMap<(&'s Name, PodSpecId), Vec<Exposed>>,
    by_name: HashMap<(&'s Name, &'s Name), Vec<Exposed>>,
}

impl<'s> Exposures<'s> {
    /// Whether this pod is exposed at all.
    #[must_use]
    pub fn any_of(&self, pod: &Pod) -> bool {
        let shared = || self.by_spec.get(&(&pod.namespace, pod.spec));
        let own = || self.by_name.get(&(&pod.namespace, &pod.name));
        pod.phase != Phase::Finished && shared().into_iter().chain(own()).any(|ways| !ways.is_empty())
    }

    /// How this pod is exposed, sorted; empty where it is not. A pod that has ended is not.
    #[must_use]
    pub fn of(&self, pod: &'s Pod) -> Vec<&Exposed> {
        if pod.phase == Phase::Finished {
            return Vec::new();
        }
        let shared = self.by_spec.get(&(&pod.namespace, pod.spec));
        let own = self.by_name.get(&(&pod.namespace, &pod.name));
        let mut all: Vec<&Exposed> = shared.into_iter().chain(own).flatten().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// What is exposed in this cluster.
#[must_use]
pub fn exposures(snapshot: &Snapshot) -> Exposures<'_> {
    let groups = Groups::new(snapshot);
    let mut exposures = Exposures::default();
    for (namespace, spec) in groups.specs() {
        let ports = snapshot.pod_spec(spec).containers.iter().flat_map(|container| &container.exposure.host_ports);
        let ports: Vec<Exposed> = ports.copied().map(Exposed::HostPort).collect();
        if !ports.is_empty() {
            exposures.by_spec.insert((namespace, spec), ports);
        }
    }
    for (service, faces) in facing_outside(snapshot) {
        let selected = groups.selected(service);
        for spec in selected.specs {
            exposures.by_spec.entry((&service.namespace, spec)).or_default().extend(faces.iter().cloned());
        }
        if let Some(pod) = selected.pod {
            exposures.by_name.entry((&pod.namespace, &pod.name)).or_default().extend(faces.iter().cloned());
        }
    }
    exposures
}

/// The Services that face outside, and how: by themselves or behind an Ingress.
fn facing_outside(snapshot: &Snapshot) -> impl Iterator<Item = (&Service, Vec<Exposed>)> {
    let mut ingresses: BTreeMap<(&Name, &Name), Vec<&Name>> = BTreeMap::new();
    for ingress in &snapshot.ingresses {
        for service in &ingress.services {
            ingresses.entry((&ingress.namespace, service)).or_default().push(&ingress.name);
        }
    }
    // An ExternalName is a name outside of the cluster; it has no pods, whatever else is written.
    let with_pods = snapshot.services.iter().filter(|service| service.kind != "ExternalName");
    let faces = with_pods.map(move |service| {
        let own = face(service).map(|by| Exposed::Service { service: service.name.clone(), by });
        let senders = ingresses.get(&(&service.namespace, &service.name)).into_iter().flatten();
        let by_ingress = senders.map(|&ingress| {
            let (ingress, service) = (ingress.clone(), service.name.clone());
            Exposed::Ingress { ingress, service }
        });
        (service, own.into_iter().chain(by_ingress).collect::<Vec<Exposed>>())
    });
    faces.filter(|(_, faces)| !faces.is_empty())
}

fn face(service: &Service) -> Option<ServiceFace> {
    match service.kind.as_str() {
        "LoadBalancer" => Some(ServiceFace::LoadBalancer),
        "NodePort" => Some(ServiceFace::NodePort),
        _ => service.external_ips.then_some(ServiceFace::ExternalIps),
    }
}
