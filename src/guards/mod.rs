//! Layer 2, the guards: what can block a step that the rights alone allow.

pub mod cel;
pub mod pod_security;
