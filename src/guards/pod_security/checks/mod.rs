//! All checks, one file for what they look at.

mod app_armor;
mod capabilities;
mod host;
mod privilege;
mod proc_mount;
mod run_as;
mod se_linux;
mod seccomp;
mod sysctls;
mod volumes;

use super::check::Check;

/// As upstream orders them: those of `baseline` first, and by id.
pub(super) const ALL: &[Check] = &[
    app_armor::APP_ARMOR,
    capabilities::BASELINE,
    host::NAMESPACES,
    volumes::HOST_PATH,
    host::PORTS,
    host::PROBES,
    privilege::PRIVILEGED,
    proc_mount::BASELINE,
    se_linux::SE_LINUX,
    seccomp::BASELINE,
    sysctls::SYSCTLS,
    privilege::HOST_PROCESS,
    privilege::ESCALATION,
    capabilities::RESTRICTED,
    proc_mount::RESTRICTED,
    volumes::RESTRICTED,
    run_as::NON_ROOT,
    run_as::USER,
    seccomp::RESTRICTED,
];
