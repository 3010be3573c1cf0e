//! Pods: whose they are, what they consist of, and the pods that workloads would make.

use crate::collect::found::{Found, FoundPod, FoundWorkload};
use crate::model::{HashMap, HashSet, Name, Phase, Pod, PodSpec, WorkloadRef};

use super::admission::Admission;
use super::specs::{Numbered, SpecPlace, Specs};

/// Namespace, kind and name of a workload.
type Key = (Name, WorkloadRef);

/// Deeper chains of owners are cycles.
const LONGEST_CHAIN: usize = 8;

/// A pod whose spec has no id yet: ids follow the order of the pods.
struct Judged {
    namespace: Name,
    name: Name,
    workload: WorkloadRef,
    node: Option<Name>,
    mirror: bool,
    unbindable: bool,
    resource_claims: Vec<Name>,
    phase: Phase,
    spec: SpecPlace,
}

/// The pods of a snapshot, sorted, and their distinct specs in order of first use.
pub(super) fn settle(found: &mut Found) -> (Vec<Pod>, Vec<PodSpec>) {
    let admission = Admission::new(&found.service_accounts);
    let owners = Owners::new(&found.workloads);
    let mut specs = Specs::default();
    let mut judged = Vec::with_capacity(found.pods.len());
    let pods = std::mem::take(&mut found.pods);
    let groups: Vec<Group> = pods.chunk_by(have_one_owner).filter_map(|pods| owners.of_pods(pods)).collect();
    // A manifest may claim any owner; it must not hide that owner's own template.
    let running = groups.iter().filter(|group| group.stored);
    let running: HashSet<Key> = running.map(|group| (group.namespace.clone(), group.workload.clone())).collect();
    let mut pods = pods.into_iter();
    for group in groups {
        for pod in pods.by_ref().take(group.count) {
            judged.push(Judged {
                spec: specs.of_pod(&pod, &admission),
                namespace: pod.namespace,
                name: pod.name,
                workload: group.workload.clone(),
                node: pod.node,
                mirror: pod.mirror,
                unbindable: pod.unbindable,
                resource_claims: pod.resource_claims,
                phase: pod.phase,
            });
        }
    }
    for workload in uncovered(std::mem::take(&mut found.workloads)) {
        let top = owners.top(&workload.namespace, workload.workload.clone(), None);
        if !running.contains(&(workload.namespace.clone(), top.clone())) {
            let spec = admission.spec(&workload.namespace, &workload.template, false);
            judged.push(template(workload, top, specs.place(spec)));
        }
    }
    tables(judged, specs)
}

/// Pods side by side that have one owner, such as the replicas of a workload.
struct Group {
    count: usize,
    namespace: Name,
    workload: WorkloadRef,
    /// Whether a server stored one of them.
    stored: bool,
}

/// Whether two pods have the same owner and say the same of it. A node owns pods that have nothing else in common.
fn have_one_owner(one: &FoundPod, other: &FoundPod) -> bool {
    one.owner.as_ref().is_some_and(|owner| owner.kind != "Node")
        && (&one.namespace, &one.owner, &one.template_hash) == (&other.namespace, &other.owner, &other.template_hash)
}

/// The pod that a workload would make.
fn template(workload: FoundWorkload, top: WorkloadRef, spec: SpecPlace) -> Judged {
    Judged {
        spec,
        namespace: workload.namespace,
        name: workload.workload.name,
        workload: top,
        node: None,
        mirror: false,
        unbindable: false,
        resource_claims: Vec::new(),
        phase: if workload.dormant { Phase::Dormant } else { Phase::Running },
    }
}

fn tables(mut judged: Vec<Judged>, specs: Specs) -> (Vec<Pod>, Vec<PodSpec>) {
    let by_name = |one: &Judged, other: &Judged| {
        (&one.namespace, &one.name, &one.workload).cmp(&(&other.namespace, &other.name, &other.workload))
    };
    // Meanwhile the other core forgets the specs as they were found.
    let ((), mut numbered) = rayon::join(|| judged.sort_by(by_name), || Numbered::new(specs));
    let pod = |judged: Judged| Pod {
        namespace: judged.namespace,
        name: judged.name,
        workload: judged.workload,
        node: judged.node,
        mirror: judged.mirror,
        unbindable: judged.unbindable,
        resource_claims: judged.resource_claims,
        phase: judged.phase,
        spec: numbered.id(judged.spec),
    };
    let pods = judged.into_iter().map(pod).collect();
    (pods, numbered.table)
}

/// The workloads whose template no other's stands for.
fn uncovered(workloads: Vec<FoundWorkload>) -> Vec<FoundWorkload> {
    let templates: HashMap<Key, &FoundWorkload> = workloads.iter().map(|workload| (key(workload), workload)).collect();
    let open: Vec<bool> = workloads.iter().map(|workload| !is_covered(workload, &templates)).collect();
    let open = workloads.into_iter().zip(open).filter(|(_, open)| *open);
    open.map(|(workload, _)| workload).collect()
}

fn key(workload: &FoundWorkload) -> Key {
    (workload.namespace.clone(), workload.workload.clone())
}

/// Whether the template of a workload's owner stands for its own: the Deployment of a ReplicaSet, the CronJob of a Job.
/// Any other owner may be claimed without being one.
fn is_covered(workload: &FoundWorkload, templates: &HashMap<Key, &FoundWorkload>) -> bool {
    let Some(owner) = &workload.owner else {
        return false;
    };
    let makes = matches!(
        (owner.kind.as_str(), workload.workload.kind.as_str()),
        ("Deployment", "ReplicaSet") | ("CronJob", "Job")
    );
    let found = templates.get(&(workload.namespace.clone(), owner.clone()));
    makes && found.is_some_and(|owner| workload.dormant || owner.template == workload.template)
}

/// Who owns the workloads that were found.
struct Owners(HashMap<Key, Option<WorkloadRef>>);

impl Owners {
    fn new(workloads: &[FoundWorkload]) -> Self {
        let entries = workloads.iter();
        Owners(entries.map(|workload| (key(workload), workload.owner.clone())).collect())
    }

    /// What pods of one owner have in common.
    fn of_pods(&self, pods: &[FoundPod]) -> Option<Group> {
        let first = pods.first()?;
        Some(Group {
            count: pods.len(),
            namespace: first.namespace.clone(),
            workload: self.of_pod(first),
            stored: pods.iter().any(|pod| pod.stored),
        })
    }

    /// What a person calls the owner of a pod: itself if it has none, or only a node.
    fn of_pod(&self, pod: &FoundPod) -> WorkloadRef {
        match &pod.owner {
            Some(owner) if owner.kind != "Node" => self.top(&pod.namespace, owner.clone(), pod.template_hash.as_ref()),
            _ => WorkloadRef { kind: "Pod".into(), name: pod.name.clone() },
        }
    }

    /// The top of a chain of owners.
    fn top(&self, namespace: &Name, bottom: WorkloadRef, template_hash: Option<&Name>) -> WorkloadRef {
        let mut key = (namespace.clone(), bottom);
        for _ in 0..LONGEST_CHAIN {
            match self.0.get(&key) {
                Some(Some(owner)) => key.1 = owner.clone(),
                Some(None) => return key.1,
                None => {
                    let maker = deployment(&key.1, template_hash).or_else(|| cron_job(&key.1));
                    return maker.unwrap_or(key.1);
                }
            }
        }
        key.1
    }
}

/// The Deployment behind a ReplicaSet that is not there: its name ends with the hash of the template.
fn deployment(owner: &WorkloadRef, template_hash: Option<&Name>) -> Option<WorkloadRef> {
    if owner.kind != "ReplicaSet" {
        return None;
    }
    let name = owner.name.strip_suffix(template_hash?.as_str())?.strip_suffix('-')?;
    Some(WorkloadRef { kind: "Deployment".into(), name: name.into() })
}

/// The CronJob behind a Job that is not there: its name ends with the minute that it was due at, in minutes since 1970
/// (`getJobName` of `pkg/controller/cronjob`). So it is the same tomorrow.
fn cron_job(owner: &WorkloadRef) -> Option<WorkloadRef> {
    let (name, minute) = owner.name.rsplit_once('-').filter(|_| owner.kind == "Job")?;
    let is_minute = minute.len() == 8 && minute.bytes().all(|byte| byte.is_ascii_digit());
    is_minute.then(|| WorkloadRef { kind: "CronJob".into(), name: name.into() })
}
