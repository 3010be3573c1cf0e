//! What admission does to a pod that is stored: it gets a service account, and maybe its token.
//!
//! Compare `plugin/pkg/admission/serviceaccount/admission.go` upstream. A pod that a server has stored went through it
//! already and is taken as it is.

use crate::collect::found::FoundSpec;
use crate::collect::wire::{TOKEN_PATH, TOKEN_VOLUME};
use crate::model::{
    Container, ContainerKind, HashMap, HashSet, Mount, Name, PodSpec, ServiceAccount, TokenAudience, Volume, VolumeKind,
};

/// What admission knows: the service accounts that say whether their token is mounted.
pub(super) struct Admission {
    automount: HashMap<(Name, Name), bool>,
    default_account: Name,
    token_volume: Name,
    token_path: Name,
}

impl Admission {
    pub(super) fn new(accounts: &[ServiceAccount]) -> Self {
        let key = |account: &ServiceAccount| (account.namespace.clone(), account.name.clone());
        let automount = accounts.iter().filter_map(|account| Some((key(account), account.automount?)));
        Admission {
            automount: automount.collect(),
            default_account: "default".into(),
            token_volume: TOKEN_VOLUME.into(),
            token_path: TOKEN_PATH.into(),
        }
    }

    /// The spec as a server holds it.
    pub(super) fn spec(&self, namespace: &Name, found: &FoundSpec, stored: bool) -> PodSpec {
        let account = found.service_account.clone().unwrap_or_else(|| self.default_account.clone());
        let mut spec = PodSpec {
            service_account: account,
            volumes: found.volumes.clone(),
            containers: found.containers.clone(),
            references: found.references.clone(),
            security: found.security.clone(),
            placement: found.placement.clone(),
            labels: found.labels.clone(),
            aws_role: found.aws_role.clone(),
        };
        if !stored {
            let account = (namespace.clone(), spec.service_account.clone());
            let by_account = self.automount.get(&account).copied();
            if found.automount.or(by_account).unwrap_or(true) {
                self.add_token(&mut spec);
            }
        }
        drop_other_mounts(&mut spec);
        spec
    }

    fn add_token(&self, spec: &mut PodSpec) {
        let lacks = |container: &&mut Container| {
            container.kind != ContainerKind::Ephemeral
                && container.mounts.iter().all(|mount| mount.path != self.token_path)
        };
        let mut mounted = false;
        for container in spec.containers.iter_mut().filter(lacks) {
            mounted = true;
            container.mounts.push(Mount {
                volume: self.token_volume.clone(),
                path: self.token_path.clone(),
                read_only: true,
                sub_path: None,
                bidirectional: false,
            });
        }
        if mounted {
            spec.volumes.push(Volume {
                name: self.token_volume.clone(),
                kind: VolumeKind::Token(TokenAudience::ApiServer),
                read_only: false,
                path_type: None,
            });
        }
    }
}

/// Mounts at the token's path were kept for admission to see, whatever volume they are of.
fn drop_other_mounts(spec: &mut PodSpec) {
    let volumes: HashSet<&Name> = spec.volumes.iter().map(|volume| &volume.name).collect();
    for container in &mut spec.containers {
        container.mounts.retain(|mount| volumes.contains(&mount.volume));
    }
}
