//! The distinct specs of pods: each is made once, however many replicas have it.

use std::hash::BuildHasher;
use std::sync::Arc;

use crate::collect::found::{FoundPod, FoundSpec};
use crate::model::{HashMap, PodSpec, PodSpecId};

use super::admission::Admission;

/// The place of a spec among the distinct ones, in the order in which they came up.
#[derive(Clone, Copy)]
pub(super) struct SpecPlace(usize);

/// Specs as they come up.
#[derive(Default)]
pub(super) struct Specs {
    table: Vec<PodSpec>,
    /// By hash: specs are large, and stand in the table already.
    places: HashMap<u64, Vec<SpecPlace>>,
    /// What became of the specs of stored pods, by their addresses: admission does not ask whose they are. Kept alive here, so that no other
    /// spec can come to stand at the same address.
    stored: HashMap<usize, (Arc<FoundSpec>, SpecPlace)>,
}

impl Specs {
    pub(super) fn place(&mut self, spec: PodSpec) -> SpecPlace {
        let hash = self.places.hasher().hash_one(&spec);
        let places = self.places.entry(hash).or_default();
        let same = |place: &&SpecPlace| self.table.get(place.0) == Some(&spec);
        if let Some(place) = places.iter().find(same) {
            return *place;
        }
        let place = SpecPlace(self.table.len());
        places.push(place);
        self.table.push(spec);
        place
    }

    pub(super) fn of_pod(&mut self, pod: &FoundPod, admission: &Admission) -> SpecPlace {
        let spec = || admission.spec(&pod.namespace, &pod.spec, pod.stored);
        if !pod.stored {
            return self.place(spec());
        }
        let address = Arc::as_ptr(&pod.spec).addr();
        if let Some((_, place)) = self.stored.get(&address) {
            return *place;
        }
        let place = self.place(spec());
        self.stored.insert(address, (pod.spec.clone(), place));
        place
    }
}

/// Specs that get their ids in the order in which these are asked for: that of the pods.
pub(super) struct Numbered {
    slots: Vec<Slot>,
    pub(super) table: Vec<PodSpec>,
}

enum Slot {
    Open(Box<PodSpec>),
    Numbered(PodSpecId),
}

impl Numbered {
    pub(super) fn new(specs: Specs) -> Self {
        Numbered { slots: specs.table.into_iter().map(|spec| Slot::Open(Box::new(spec))).collect(), table: Vec::new() }
    }

    #[expect(clippy::indexing_slicing, reason = "places are made for the table that they index")]
    pub(super) fn id(&mut self, place: SpecPlace) -> PodSpecId {
        let slot = &mut self.slots[place.0];
        if let Slot::Numbered(id) = slot {
            return *id;
        }
        let id = PodSpecId::new(self.table.len());
        if let Slot::Open(spec) = std::mem::replace(slot, Slot::Numbered(id)) {
            self.table.push(*spec);
        }
        id
    }
}
