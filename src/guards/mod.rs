//! Layer 2, the guards: what can block a step that the rights alone allow.

pub mod pod_security;
