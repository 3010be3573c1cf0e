//! AppArmor: a profile that confines less than the runtime's own.

use crate::guards::pod_security::Level;
use crate::guards::pod_security::check::{Check, Culprit, Revision, culprits};
use crate::model::{Name, PodSpec, SecurityContext};

pub(super) const APP_ARMOR: Check = Check {
    id: "appArmorProfile",
    level: Level::Baseline,
    text: "an AppArmor profile that is neither RuntimeDefault nor Localhost",
    overrides: None,
    revisions: &[Revision::new(0, app_armor)],
};

/// Fields and annotations count in every version, since a server copies one to the other.
fn app_armor(spec: &PodSpec) -> Vec<Culprit> {
    let field = |context: &SecurityContext| {
        context.app_armor.as_ref().is_some_and(|kind| !["RuntimeDefault", "Localhost"].contains(&kind.as_str()))
    };
    let annotation =
        |profile: &Name| !profile.is_empty() && *profile != "runtime/default" && !profile.starts_with("localhost/");
    culprits(field(&spec.security.context), spec, |container| {
        field(&container.security) || container.app_armor_annotation.as_ref().is_some_and(annotation)
    })
}
