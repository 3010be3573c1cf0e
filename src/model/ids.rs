//! Typed ids: an index into one table of a snapshot, and into no other.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(u32);

        impl $name {
            /// The id of the object at this place of its table.
            ///
            /// A table holds at most `u32::MAX` objects; the limit on objects read is far below it.
            #[must_use]
            pub fn new(index: usize) -> Self {
                $name(u32::try_from(index).unwrap_or(u32::MAX))
            }

            /// The place in the table.
            #[must_use]
            #[expect(clippy::as_conversions, reason = "u32 always fits usize on the platforms kubescan builds for")]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id! {
    /// A Role or ClusterRole of a snapshot.
    RoleId
}
id! {
    /// A RoleBinding or ClusterRoleBinding of a snapshot.
    BindingId
}
id! {
    /// A distinct pod spec of a snapshot: replicas share one.
    PodSpecId
}
