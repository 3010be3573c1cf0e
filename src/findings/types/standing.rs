//! What decides whether something that was found is shown, the same for all kinds.

use crate::template::Severity;

use super::{Finding, HotPod, Marks, Path, RiskyBinding, RiskyRole, RiskySubject};

/// What decides whether something that was found is shown.
pub trait Standing {
    /// How bad it is.
    fn severity(&self) -> Severity;
    /// Whether it is what the API server or kubeadm installs.
    fn is_built_in(&self) -> bool;
    /// Whether a guard blocks it.
    fn is_guarded(&self) -> bool;
    /// Whether it is suppressed, and how it compares with the baseline.
    fn marks(&self) -> &Marks;

    /// Whether somebody should look at it: nothing that comes with a cluster, that a guard blocks, that somebody accepted,
    /// or that a baseline knows.
    fn is_loud(&self) -> bool {
        !self.is_built_in() && !self.is_guarded() && self.marks().are_loud()
    }
}

macro_rules! standing {
    ($type:ty, |$own:ident| $guarded:expr) => {
        impl Standing for $type {
            fn severity(&self) -> Severity {
                self.severity.0
            }

            fn is_built_in(&self) -> bool {
                self.built_in
            }

            fn is_guarded(&self) -> bool {
                let $own = self;
                $guarded
            }

            fn marks(&self) -> &Marks {
                &self.marks
            }
        }
    };
}

standing!(Finding, |own| own.guarded);
standing!(HotPod, |own| own.guarded);
standing!(Path, |own| Path::is_guarded(own));
standing!(RiskySubject, |own| own.guarded);
standing!(RiskyRole, |own| own.guarded);
standing!(RiskyBinding, |own| own.guarded);
