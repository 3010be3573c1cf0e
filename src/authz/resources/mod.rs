//! Resources: which there are, what people call them, and which have no namespace.
//!
//! [`table`] holds what Kubernetes serves, what it only authorizes and what it served once; [`lookup`] reads what a
//! person types; [`exceptions`] answers where the table alone would mislead. A resource in none of it is custom, or new:
//! nothing is ever concluded from its absence.

mod exceptions;
mod lookup;
mod table;

pub use exceptions::{can_be_served, created_by_update, reached_by_role_binding};
pub use lookup::find;
pub(crate) use lookup::is_version;
pub use table::{Standing, is_built_in_group, known, known_resources};
