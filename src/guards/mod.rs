//! Layer 2, the guards: what can block a step that the rights alone allow.

pub mod admission;
pub mod cel;
pub mod pod_security;
