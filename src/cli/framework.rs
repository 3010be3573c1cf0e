//! The argument of `--compliance`.

use clap::ValueEnum;

use crate::report::compliance;

/// The frameworks, as `--compliance` takes them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Framework {
    /// CIS Kubernetes Benchmark, section 5
    Cis,
    /// Kubernetes Hardening Guide of NSA and CISA, by topic
    Nsa,
    /// MITRE ATT&CK, by technique
    Attack,
}

impl From<Framework> for compliance::Framework {
    fn from(framework: Framework) -> Self {
        match framework {
            Framework::Cis => compliance::Framework::Cis,
            Framework::Nsa => compliance::Framework::Nsa,
            Framework::Attack => compliance::Framework::Attack,
        }
    }
}
