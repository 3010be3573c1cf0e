//! What can be wrong with the trust between service accounts and a role.

use serde::Serialize;

use crate::cloud::iam::Witness;
use crate::model::Name;

/// Something to look at.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct IrsaFinding {
    /// What it is.
    pub id: IrsaFindingId,
    /// The ARN of the role.
    pub role: Name,
    /// The statement of its trust policy, if it is about one.
    pub statement: Option<Witness>,
    /// The subject or pattern, if it is about one: `system:serviceaccount:shop:*`.
    pub subject: Option<Name>,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $variant:ident $id:literal)*) => {
        /// What is wrong, the worst first.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize)]
        pub enum IrsaFindingId {
            $($(#[$doc])* #[serde(rename = $id)] $variant,)*
        }

        impl IrsaFindingId {
            /// Every id.
            pub const ALL: &[IrsaFindingId] = &[$(IrsaFindingId::$variant,)*];

            /// The id as reports have it.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self {
                    $(IrsaFindingId::$variant => $id,)*
                }
            }
        }
    };
}

ids! {
    /// No condition on the subject: every service account of the cluster.
    NoSub "irsa-no-sub"
    /// A pattern that every service account matches.
    SubStar "irsa-sub-star"
    /// Every service account of a namespace, existing or to come.
    SubNs "irsa-sub-ns"
    /// Whoever may create a service account of that name in any namespace.
    SubAnyns "irsa-sub-anyns"
    /// A pattern that namespaces to come may match; `*` crosses `:`.
    SubPrefix "irsa-sub-prefix"
    /// All but those named.
    Negated "irsa-negated"
    /// An operator that passes where the key is missing.
    WeakOp "irsa-weak-op"
    /// No condition on the audience.
    NoAud "irsa-no-aud"
    /// The subject names a service account that the cluster lacks: whoever may create it.
    Dangling "irsa-dangling"
    /// A service account that is let in and has no annotation that says so.
    Unannotated "irsa-unannotated"
    /// The annotation names a role that does not let the service account in, or is not in the export.
    AnnotOnly "irsa-annot-only"
    /// A `*` where it stands for itself: nobody.
    LiteralStar "irsa-literal-star"
}
