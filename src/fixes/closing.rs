//! Workloads whose pods get out to their node: what goes of their template so that they do not, and what it costs them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::escalation::escapes::{NodeVolumes, Site, closed, escapes, removal};
use crate::findings::{Findings, Path};
use crate::model::{Container, Name, PodSpec, Snapshot, VolumeKind};
use crate::template::Severity;

use super::attempt::requests;
use super::change::Change;
use super::pod_part::PodPart;
use super::pods::{Target, respecify};
use super::spec_change::part;
use super::workloads::{is_changeable, pods_of, target};

/// What kubeadm installs and would put back.
const OF_KUBEADM: &str = "workload:kube-system/DaemonSet/kube-proxy";

/// The settings of a workload that go.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Closing {
    pub(super) target: Target,
    /// What goes of its template.
    pub(super) part: PodPart,
    /// What takes that back.
    pub(super) before: PodPart,
    /// The specs of its pods as they are, and as they will be.
    specs: Vec<(PodSpec, PodSpec)>,
    /// What nobody can follow further, and stays.
    pub(super) stays: Vec<(&'static str, &'static str, Severity)>,
}

impl Closing {
    /// What closes all ways out of the pods of a workload; nothing where one stays open, or where its pods do not agree on
    /// what their template is.
    pub(super) fn of(snapshot: &Snapshot, volumes: &NodeVolumes<'_>, target: Target) -> Option<Closing> {
        let site = Site { namespace: &target.namespace, volumes, version: snapshot.source.server_version };
        let mut specs: Vec<(PodSpec, PodSpec)> = Vec::new();
        for pod in pods_of(snapshot, &target) {
            let spec = snapshot.pod_spec(pod.spec);
            if specs.iter().all(|(known, _)| known != spec) {
                specs.push((spec.clone(), closed(spec, &site)?));
            }
        }
        let (was, is) = specs.first()?;
        let (goes, before) = (part(was, is), part(is, was));
        let agree = |(was, is): &(PodSpec, PodSpec)| part(was, is) == goes && part(is, was) == before;
        let any = goes != PodPart::default();
        // What is low is told by the scan.
        let told = escapes(is, &site).into_iter().map(|found| found.escape);
        let told = told.map(|escape| (escape.id, escape.title, escape.severity));
        let stays = told.filter(|(.., severity)| *severity > Severity::Low).collect();
        (any && specs.iter().all(agree)).then_some(Closing { target, part: goes, before, specs, stays })
    }

    /// Takes the settings away from its pods.
    pub(super) fn apply(&self, snapshot: &mut Snapshot) {
        respecify(snapshot, &self.target, |spec| {
            if let Some((_, is)) = self.specs.iter().find(|(was, _)| was == spec) {
                spec.clone_from(is);
            }
        });
    }

    /// What each of its containers, and the pod as a whole, will be without.
    pub(super) fn losses(&self) -> Vec<String> {
        let Some((was, is)) = self.specs.first() else { return Vec::new() };
        let mut losses = Vec::new();
        if was.security.host_pid && !is.security.host_pid {
            losses.push("what goes: its pods no longer see the processes of the node".to_owned());
        }
        for container in &is.containers {
            let Some(old) = was.containers.iter().find(|it| it.name == container.name) else { continue };
            let lost = [of_context(old, container), of_mounts(old, container, was, is)].concat();
            if !lost.is_empty() {
                losses.push(format!("what goes: container {} {}", container.name.as_str(), lost.join(", ")));
            }
        }
        losses.push(
            "whether the template has all of that: what admission adds to the pods comes with the next".to_owned(),
        );
        losses
    }
}

fn of_context(was: &Container, is: &Container) -> Vec<String> {
    let mut lost = Vec::new();
    if was.security.privileged != is.security.privileged {
        lost.push("is no longer privileged".to_owned());
    }
    let (had, has) = (&was.security.added_capabilities, &is.security.added_capabilities);
    let gone: Vec<&str> = had.iter().filter(|name| !has.contains(name)).map(Name::as_str).collect();
    if !gone.is_empty() {
        lost.push(format!("loses {}", gone.join(" and ")));
    }
    lost
}

fn of_mounts(old: &Container, new: &Container, was: &PodSpec, is: &PodSpec) -> Vec<String> {
    let mut lost = Vec::new();
    for (mount, now) in old.mounts.iter().zip(&new.mounts) {
        let path = was.volumes.iter().find_map(|volume| match &volume.kind {
            VolumeKind::HostPath(path) if volume.name == mount.volume => Some(path.as_str()),
            _ => None,
        });
        let at = mount.path.as_str();
        match path {
            Some(path) if is.volumes.iter().all(|volume| volume.name != mount.volume) => {
                lost.push(format!("finds at {at} an empty directory instead of {path} of the node"));
            }
            Some(path) if mount.read_only != now.read_only => {
                lost.push(format!("may only read {path} of the node at {at}"))
            }
            _ => {}
        }
        if mount.bidirectional != now.bidirectional {
            lost.push(format!("no longer shares with the node what it mounts below {at}"));
        }
    }
    lost
}

/// The workloads that cut the most paths when their pods no longer get out, then those that most paths leave so which nothing
/// cuts yet: losing its settings costs a workload more than a right that is too many.
pub(super) fn closings<'p>(
    snapshot: &Snapshot,
    found: &Findings,
    uncut: impl Iterator<Item = &'p Path>,
) -> Vec<Vec<Change>> {
    let mut through: BTreeMap<&Name, usize> = BTreeMap::new();
    for hop in uncut.flat_map(requests).filter(|hop| removal(&hop.entry).is_some()) {
        *through.entry(&hop.from).or_default() += 1;
    }
    let mut most: Vec<(&Name, usize)> = through.into_iter().collect();
    most.sort_by_key(|(name, count)| (Reverse(*count), *name));
    let first: Vec<Name> = found.pod_choke_points.iter().map(|point| point.workload.as_str().into()).collect();
    let rest = most.into_iter().map(|(name, _)| name).filter(|name| !first.contains(name));
    let volumes = NodeVolumes::new(&snapshot.persistent_volumes, &snapshot.persistent_volume_claims);
    let targets = first.iter().chain(rest).filter(|id| **id != OF_KUBEADM).filter_map(|id| target(snapshot, id));
    let targets = targets.filter(|target| is_changeable(snapshot, target));
    targets.filter_map(|target| Some(vec![Change::Close(Box::new(Closing::of(snapshot, &volumes, target)?))])).collect()
}
