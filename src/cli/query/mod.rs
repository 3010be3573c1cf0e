//! Flags of the queries: `who-can`, `can-i`, `permissions`.

mod answer;
mod can_i;
mod contract;
mod permissions;
mod verb;
mod who_can;

pub use answer::{AnswerArgs, QueryFormat};
pub(super) use can_i::CAN_I_HELP;
pub use can_i::CanIArgs;
pub use contract::ContractArg;
pub(super) use permissions::PERMISSIONS_HELP;
pub use permissions::{PermissionsArgs, SubjectKindArg};
pub(super) use who_can::VERBS;
pub use who_can::WhoCanArgs;
