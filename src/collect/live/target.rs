//! Which server is asked, and as whom: a context, cluster and user chosen from a kubeconfig, or the pod's own.
//!
//! A target outlives a client: when a credential stops working, a new client is made from the same target.

use kube::config::{AuthInfo, Cluster, Context, KubeConfigOptions, Kubeconfig};

use super::LiveError;
use super::connection::Connection;
use super::kubeconfig::{self, Chosen};
use super::plugin;
use super::surroundings::Surroundings;
use super::talk::Talk;
use crate::model::Note;

/// Which server is asked, and as whom.
pub(super) struct Target {
    /// The kubeconfig and what was chosen from it; nothing for the pod's own credential.
    pub(super) chosen: Option<(Kubeconfig, KubeConfigOptions)>,
    /// The context's name, or `in-cluster`.
    pub(super) name: String,
    /// The user of the kubeconfig.
    pub(super) identity: Option<String>,
    /// The files of the kubeconfig, for messages.
    pub(super) path: String,
    /// Whether the kubeconfig is the one that the user's own tools write.
    pub(super) is_default: bool,
    /// The program that the credential comes from; it may run.
    pub(super) plugin: Option<String>,
    /// What was noticed on the way.
    pub(super) notes: Vec<Note>,
}

impl Target {
    /// Finds out which server is meant, and as whom. Refuses a credential plugin that may not run.
    pub(super) fn find(connection: &Connection, around: &Surroundings) -> Result<Self, LiveError> {
        if let Some(variable) = &around.debug_override {
            return Err(LiveError::DebugOverride(variable.clone()));
        }
        let grouped = !connection.impersonate_groups.is_empty() || connection.impersonate_uid.is_some();
        if grouped && connection.impersonate_user.is_none() {
            return Err(LiveError::ImpersonationWithoutUser);
        }
        match kubeconfig::choose(connection, around)? {
            Some(chosen) => Target::of_kubeconfig(connection, chosen),
            None => Ok(Target::of_pod()),
        }
    }

    /// What to say before the credential plugin runs; nothing when the user's own tools wrote it into the kubeconfig.
    pub(super) fn announcement(&self) -> Option<Talk> {
        let command = self.plugin.clone().filter(|_| !self.is_default)?;
        let kubeconfig = self.path.clone();
        Some(Talk::PluginRuns { command, kubeconfig })
    }

    fn of_pod() -> Self {
        Target {
            chosen: None,
            name: "in-cluster".to_owned(),
            identity: None,
            path: String::new(),
            is_default: true,
            plugin: None,
            notes: Vec::new(),
        }
    }

    fn of_kubeconfig(connection: &Connection, chosen: Chosen) -> Result<Self, LiveError> {
        let content = chosen.content;
        let (name, context) = context(&content, connection.context.as_deref())?;
        let cluster = connection.cluster.as_deref().unwrap_or(&context.cluster);
        known_cluster(&content, cluster)?;
        let user = connection.user.clone().or_else(|| context.user.clone());
        let user = user.filter(|user| !user.is_empty());
        let plugin = match &user {
            Some(user) => plugin::command(known_user(&content, user)?).map(str::to_owned),
            None => None,
        };
        if let Some(command) = plugin.clone().filter(|command| !connection.exec_plugins.permits(command)) {
            return Err(LiveError::PluginDenied { command });
        }
        let options =
            KubeConfigOptions { context: Some(name.clone()), cluster: Some(cluster.to_owned()), user: user.clone() };
        Ok(Target {
            chosen: Some((content, options)),
            name,
            identity: user,
            path: chosen.path,
            is_default: chosen.is_default,
            plugin,
            notes: chosen.notes,
        })
    }
}

/// The context with this name, or else the current one.
fn context(content: &Kubeconfig, name: Option<&str>) -> Result<(String, Context), LiveError> {
    let candidates = || listed(content.contexts.iter().map(|known| &known.name));
    let Some(name) = name.or(content.current_context.as_deref()).filter(|name| !name.is_empty()) else {
        return Err(if content.contexts.is_empty() {
            LiveError::NoContexts
        } else {
            LiveError::NoContext { candidates: candidates() }
        });
    };
    let known = content.contexts.iter().find(|known| known.name == name);
    match known.and_then(|known| known.context.clone()) {
        Some(context) => Ok((name.to_owned(), context)),
        None => Err(unknown("context", name, candidates())),
    }
}

fn known_cluster<'a>(content: &'a Kubeconfig, name: &str) -> Result<&'a Cluster, LiveError> {
    let known = content.clusters.iter().find(|known| known.name == name);
    known.and_then(|known| known.cluster.as_ref()).ok_or_else(|| {
        let candidates = listed(content.clusters.iter().map(|known| &known.name));
        unknown("cluster", name, candidates)
    })
}

fn known_user<'a>(content: &'a Kubeconfig, name: &str) -> Result<&'a AuthInfo, LiveError> {
    let known = content.auth_infos.iter().find(|known| known.name == name);
    known.and_then(|known| known.auth_info.as_ref()).ok_or_else(|| {
        let candidates = listed(content.auth_infos.iter().map(|known| &known.name));
        unknown("user", name, candidates)
    })
}

fn unknown(what: &'static str, name: &str, candidates: String) -> LiveError {
    let name = name.to_owned();
    LiveError::Unknown { what, name, candidates }
}

fn listed<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let mut names: Vec<&str> = names.map(String::as_str).collect();
    names.sort_unstable();
    match names.as_slice() {
        [] => "none".to_owned(),
        _ => names.join(", "),
    }
}
