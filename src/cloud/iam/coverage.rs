//! What decisions lack.

use serde::Serialize;

use crate::model::Name;

use super::Doubt;

/// Something of an identity that the export names and does not hold, or holds unreadable.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Unknown {
    /// The ARN of the user, group or role.
    pub identity: Name,
    /// What is missing.
    pub what: Doubt,
}
