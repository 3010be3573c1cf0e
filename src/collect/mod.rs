//! Sources: a live cluster, files, and kubescan's own snapshots become a [`crate::model::Snapshot`].
//!
//! The only module that does I/O on input, and the only one with network code. It knows the model and nothing above.

mod aws_auth;
pub mod cloud;
pub mod files;
mod found;
mod kind;
mod listed;
pub mod live;
mod progress;
mod settle;
pub mod snapshot_file;
mod wire;

pub use progress::Progress;
