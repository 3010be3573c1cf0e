//! Admission policies, their bindings and webhook configurations: sorted, no object twice.
//!
//! Of two with other content only one is judged, and that is a gap: which of them guards is not known. Where they stand is
//! no content.

use std::fmt::Debug;

use crate::collect::found::{Found, FoundWebhooks};
use crate::collect::kind::Kind;
use crate::model::{AdmissionBinding, AdmissionKind, AdmissionPolicy, Gap, Location, Name, Reason};

use super::tables;

/// Something that judges requests.
trait Guard: Clone + PartialEq + Debug {
    fn key(&self) -> (AdmissionKind, &Name);
    fn location(&self) -> Option<&Location>;
    fn without_location(&self) -> Self;
    /// Its kind, if it is a validating one, and if it is a mutating one.
    const KINDS: (Kind, Kind);
}

/// Sorts them. The webhooks of a configuration stay in their order.
pub(super) fn sort(found: &mut Found, reason: Reason) {
    let gaps = &mut found.gaps;
    table(&mut found.admission_policies, reason, gaps);
    table(&mut found.admission_bindings, reason, gaps);
    table(&mut found.webhook_configurations, reason, gaps);
}

fn table<T: Guard>(items: &mut Vec<T>, reason: Reason, gaps: &mut Vec<Gap>) {
    // Which of two versions is kept must not depend on the order of the input.
    items.sort_by_cached_key(|item| {
        let (kind, name) = item.key();
        (kind, name.clone(), format!("{:?}", item.without_location()), item.location().cloned())
    });
    items.dedup_by(|later, kept| {
        let same = later.key() == kept.key();
        if same && later.without_location() != kept.without_location() {
            let (kind, name) = kept.key();
            let kind = if kind == AdmissionKind::Mutating { T::KINDS.1 } else { T::KINDS.0 };
            gaps.push(tables::gap(kind, &(None, None, name.clone()), reason));
        }
        same
    });
}

impl Guard for AdmissionPolicy {
    const KINDS: (Kind, Kind) = (Kind::ValidatingAdmissionPolicy, Kind::MutatingAdmissionPolicy);

    fn key(&self) -> (AdmissionKind, &Name) {
        (self.kind, &self.name)
    }

    fn location(&self) -> Option<&Location> {
        self.location.as_ref()
    }

    fn without_location(&self) -> Self {
        AdmissionPolicy { location: None, ..self.clone() }
    }
}

impl Guard for AdmissionBinding {
    const KINDS: (Kind, Kind) = (Kind::ValidatingAdmissionPolicyBinding, Kind::MutatingAdmissionPolicyBinding);

    fn key(&self) -> (AdmissionKind, &Name) {
        (self.kind, &self.name)
    }

    fn location(&self) -> Option<&Location> {
        self.location.as_ref()
    }

    fn without_location(&self) -> Self {
        AdmissionBinding { location: None, ..self.clone() }
    }
}

impl Guard for FoundWebhooks {
    const KINDS: (Kind, Kind) = (Kind::ValidatingWebhookConfiguration, Kind::MutatingWebhookConfiguration);

    fn key(&self) -> (AdmissionKind, &Name) {
        (self.kind, &self.name)
    }

    fn location(&self) -> Option<&Location> {
        self.webhooks.first()?.location.as_ref()
    }

    fn without_location(&self) -> Self {
        let mut bare = self.clone();
        for webhook in &mut bare.webhooks {
            webhook.location = None;
        }
        bare
    }
}
