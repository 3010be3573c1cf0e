//! Where the next pod of each workload runs: which nodes let it in as they are, and which can be made to.
//!
//! Workloads that ask the same of their node share a *demand*; the nodes that a power over them makes fit for a demand
//! are a *pool*. Bare pods have no next one, nor has what is scaled to 0. Cost: distinct demands × nodes.

use std::collections::{BTreeMap, BTreeSet};

use fixedbitset::FixedBitSet;

use crate::graph::{Means, Power};
use crate::model::{HashMap, Name, Node, Scope, WorkloadRef};

use super::super::scheduling::{asks_for_labels, fits_labels, yields_to_taints};
use super::World;
use super::asked::{Asked, asked};

/// Where the next pods run.
#[derive(Default)]
pub(in crate::escalation) struct Successors<'s> {
    /// The nodes, sorted: places in here stand for them.
    machines: Vec<&'s Name>,
    /// Those of which no Node object was read.
    unread: FixedBitSet,
    demands: Vec<Demand>,
    of: BTreeMap<&'s Name, BTreeMap<&'s WorkloadRef, usize>>,
    pools: Vec<FixedBitSet>,
    /// The workloads that each power brings to each pool, by namespace and name.
    brought: BTreeMap<(Power, u32), Vec<Place<'s>>>,
    /// What comes for labels: DaemonSets, and others that are selective.
    particular: Vec<Place<'s>>,
}

/// A workload, and its demand's place among them.
type Place<'s> = (&'s Name, &'s WorkloadRef, usize);

/// A workload, and what its next pod asks for.
pub(in crate::escalation) type Successor<'w, 's> = (&'s Name, &'s WorkloadRef, &'w Demand);

/// What becomes of the next pods that ask for the same.
pub(in crate::escalation) struct Demand {
    /// Whether it is a DaemonSet: a pod on each node that lets it in.
    pub(in crate::escalation) daemon: bool,
    /// Whether it asks for labels that some node has not.
    pub(in crate::escalation) selective: bool,
    /// Whether taints drive its pods off a node.
    pub(in crate::escalation) yields: bool,
    /// The nodes that let it in as they are.
    open: FixedBitSet,
    /// The nodes that may, as far as is known: those that were not read.
    perhaps: FixedBitSet,
    /// For each power, the pool of nodes that it makes fit.
    pools: [usize; Power::ALL.len()],
    /// How many nodes there are in `open` and `perhaps`, and in the kubelets' pool and `perhaps`.
    counts: [usize; 2],
}

impl Demand {
    /// The pool of nodes that this power makes fit.
    pub(in crate::escalation) fn pool(&self, power: Power) -> u32 {
        let [kubelet, labels, whole] = self.pools;
        let pool = match power {
            Power::Kubelet => kubelet,
            Power::Labels => labels,
            Power::Whole => whole,
        };
        u32::try_from(pool).unwrap_or(u32::MAX)
    }

    /// How sure it is that a way to move pods brings them; nothing where it does not move these.
    pub(in crate::escalation) fn moved_by(&self, means: Means, settled: bool) -> Option<bool> {
        match (means, self.daemon) {
            (Means::Restart, false) => Some(settled),
            (Means::Clear, false) | (Means::Label | Means::Steer | Means::Herd, true) => Some(true),
            (Means::Label, false) => self.selective.then_some(false),
            (Means::Steer, false) => self.yields.then_some(true),
            (Means::Herd, false) => Some(self.yields),
            (Means::Restart | Means::Clear, true) => None,
        }
    }
}

impl<'s> Successors<'s> {
    /// Finds out where the next pod of every workload may run.
    pub(super) fn new(world: &World<'s>) -> Self {
        let unread = |name: &Name| Node { name: name.clone(), ..Node::default() };
        let nodes: Vec<Node> = world
            .machines
            .iter()
            .map(|(name, machine)| machine.node.cloned().unwrap_or_else(|| unread(name)))
            .collect();
        let machines: Vec<&Name> = world.machines.keys().copied().collect();
        let mut unread = FixedBitSet::with_capacity(machines.len());
        unread.extend(
            (0..machines.len())
                .zip(world.machines.values())
                .filter(|(_, of)| of.node.is_none())
                .map(|(place, _)| place),
        );
        let mut successors = Successors { machines, unread, ..Self::default() };
        let (mut demands, mut pools) = (BTreeMap::new(), HashMap::default());
        for (namespace, workloads) in &world.by_workload {
            for (workload, pods) in workloads {
                let Some(asked) = asked(world, namespace, workload, pods) else { continue };
                let next = demands.len();
                let demand = *demands.entry(asked.clone()).or_insert(next);
                if demand == next {
                    let demand = successors.demand(&asked, &nodes, &mut pools);
                    successors.demands.push(demand);
                }
                successors.of.entry(namespace).or_default().insert(workload, demand);
                successors.list(namespace, workload, demand);
            }
        }
        successors
    }

    fn list(&mut self, namespace: &'s Name, workload: &'s WorkloadRef, place: usize) {
        let Some(demand) = self.demands.get(place) else { return };
        if demand.daemon || demand.selective {
            self.particular.push((namespace, workload, place));
        }
        for power in Power::ALL {
            self.brought.entry((power, demand.pool(power))).or_default().push((namespace, workload, place));
        }
    }

    fn demand(&mut self, asked: &Asked<'_>, nodes: &[Node], known: &mut HashMap<FixedBitSet, usize>) -> Demand {
        let (open, fit) = fitting(asked, nodes);
        let unread = self.unread.ones().filter(|&place| nodes.get(place).is_some_and(|node| asked.is_pinned_to(node)));
        let mut perhaps = FixedBitSet::with_capacity(nodes.len());
        perhaps.extend(unread);
        let pools = fit.map(|pool| {
            let next = self.pools.len();
            let id = *known.entry(pool.clone()).or_insert(next);
            if id == next {
                self.pools.push(pool);
            }
            id
        });
        let kubelets = pools.first().and_then(|pool| self.pools.get(*pool));
        let counts = [Some(&open), kubelets].map(|set| set.map_or(0, |set| set.union_count(&perhaps)));
        Demand {
            counts,
            daemon: asked.daemon.is_some(),
            selective: asks_for_labels(asked.placement) && nodes.iter().any(|node| !fits_labels(asked.placement, node)),
            yields: yields_to_taints(asked.placement),
            open,
            perhaps,
            pools,
        }
    }

    /// What the next pod of a workload asks for; nothing where there is none.
    pub(in crate::escalation) fn of(&self, namespace: &Name, workload: &WorkloadRef) -> Option<&Demand> {
        let demand = self.of.get(namespace)?.get(workload)?;
        self.demands.get(*demand)
    }

    /// What this power brings to a pool, of one namespace or of all.
    pub(in crate::escalation) fn brought<'w>(
        &'w self,
        power: Power,
        pool: u32,
        scope: &Scope,
    ) -> impl Iterator<Item = Successor<'w, 's>> + use<'w, 's> {
        let all = self.brought.get(&(power, pool)).map_or(&[][..], Vec::as_slice);
        // Sorted by namespace.
        let here = match scope.namespace() {
            None => all,
            Some(only) => {
                let rest = all.get(all.partition_point(|(namespace, ..)| *namespace < only)..).unwrap_or_default();
                rest.get(..rest.partition_point(|(namespace, ..)| *namespace == only)).unwrap_or_default()
            }
        };
        here.iter().filter_map(|place| self.at(place))
    }

    /// The DaemonSets, and other workloads that are selective.
    pub(in crate::escalation) fn particular<'w>(&'w self) -> impl Iterator<Item = Successor<'w, 's>> + use<'w, 's> {
        self.particular.iter().filter_map(|place| self.at(place))
    }

    /// The pools that ways to move pods bring those of a scope to.
    pub(in crate::escalation) fn pools_of(&self, means: Means, scope: &Scope) -> BTreeSet<u32> {
        let moved = |demand: &usize| self.demands.get(*demand).filter(|demand| demand.moved_by(means, false).is_some());
        let here: BTreeSet<usize> = match scope.namespace() {
            Some(namespace) => self.of.get(namespace).into_iter().flat_map(BTreeMap::values).copied().collect(),
            None => (0..self.demands.len()).collect(),
        };
        here.iter().filter_map(moved).map(|demand| demand.pool(means.power())).collect()
    }

    fn at(&self, (namespace, workload, demand): &Place<'s>) -> Option<Successor<'_, 's>> {
        Some((*namespace, *workload, self.demands.get(*demand)?))
    }

    /// The pools that a node is in.
    pub(in crate::escalation) fn pools_with(&self, machine: &Name) -> Vec<u32> {
        let Ok(place) = self.machines.binary_search(&machine) else { return Vec::new() };
        let with = self.pools.iter().enumerate().filter(|(_, pool)| pool.contains(place));
        with.filter_map(|(id, _)| u32::try_from(id).ok()).collect()
    }

    /// Whether this node lets the next pod in as it is.
    pub(in crate::escalation) fn is_open(&self, demand: &Demand, machine: &Name) -> bool {
        self.machines.binary_search(&machine).is_ok_and(|place| demand.open.contains(place))
    }

    /// Whether every node of the kubelets' pool lets the next pod in as it is: nothing need be written.
    pub(in crate::escalation) fn needs_nothing(&self, demand: &Demand) -> bool {
        let [kubelet, ..] = demand.pools;
        self.pools.get(kubelet).is_some_and(|pool| *pool == demand.open)
    }

    /// Whether this power over the node lets it in.
    pub(in crate::escalation) fn can_be_open(&self, demand: &Demand, machine: &Name, power: Power) -> bool {
        let pool = usize::try_from(demand.pool(power)).ok().and_then(|pool| self.pools.get(pool));
        let place = self.machines.binary_search(&machine).ok();
        pool.zip(place).is_some_and(|(pool, place)| pool.contains(place))
    }

    /// Whether only one node of the kubelets' pool is left for the next pod, `gone` apart: no other lets it in.
    pub(in crate::escalation) fn is_settled(&self, demand: &Demand, gone: Option<&Name>) -> bool {
        let gone = gone.and_then(|name| self.machines.binary_search(&name).ok());
        let is_gone =
            |places: &FixedBitSet| gone.is_some_and(|place| places.contains(place) || demand.perhaps.contains(place));
        let [kubelet, ..] = demand.pools;
        let [open, pool] = demand.counts;
        let open = open - usize::from(is_gone(&demand.open));
        let pool = pool - usize::from(self.pools.get(kubelet).is_some_and(is_gone));
        open == 0 || pool == 1
    }
}

/// The nodes that let the pod in as they are, and those that each power can make fit. What fits is not written to, and what
/// a power can do a greater one can.
fn fitting(asked: &Asked<'_>, nodes: &[Node]) -> (FixedBitSet, [FixedBitSet; Power::ALL.len()]) {
    let mut open = FixedBitSet::with_capacity(nodes.len());
    let mut fit = Power::ALL.map(|_| open.clone());
    for (place, node) in nodes.iter().enumerate() {
        let met = asked.is_met_by(node);
        open.set(place, met);
        let mut can = met;
        for (power, pool) in Power::ALL.into_iter().zip(&mut fit) {
            can = can || asked.can_be_met_by(node, power);
            pool.set(place, can);
        }
    }
    (open, fit)
}
