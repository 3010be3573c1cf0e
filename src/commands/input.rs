//! Getting the snapshot that a command works on: files when `-f` names some, else the live cluster.

use std::io::IsTerminal;
use std::time::Duration;

use crate::cli::{ConnectionArgs, InputArgs};
use crate::collect::Progress;
use crate::collect::files::{self, Input, Limits};
use crate::collect::live::{self, Connection, ExecPlugins, LiveError, Talk};
use crate::exit::Exit;
use crate::model::{Snapshot, Version};
use crate::report::talk;

/// A snapshot, and what ended its reading early.
pub(super) struct Read {
    pub(super) snapshot: Snapshot,
    pub(super) interrupted: Option<Exit>,
}

/// How reading is done.
pub(super) struct Manner {
    pub(super) quiet: bool,
    pub(super) strict: bool,
}

/// Reads the snapshot; on failure it has been said why.
pub(super) fn read(input: &InputArgs, connection: &ConnectionArgs, manner: &Manner) -> Result<Read, Exit> {
    let read = if input.filename.is_empty() { from_cluster(input, connection, manner) } else { from_files(input) }?;
    if let Some(namespace) = &input.namespace
        && read.interrupted.is_none()
        && !read.snapshot.knows_namespace(namespace)
    {
        talk::error(&format!("nothing is in the namespace {namespace:?}; check -n"));
        return Err(Exit::Failed);
    }
    for note in read.snapshot.notes.iter().filter(|note| note.warning) {
        talk::warning(&note.text);
    }
    if manner.strict && read.snapshot.notes.iter().any(|note| note.warning) {
        talk::error("there are warnings, and --strict makes them errors");
        return Err(Exit::Failed);
    }
    Ok(read)
}

fn from_files(input: &InputArgs) -> Result<Read, Exit> {
    let paths: Vec<Input> = input
        .filename
        .iter()
        .map(|path| if path.as_os_str() == "-" { Input::Stdin } else { Input::Path(path.clone()) })
        .collect();
    if paths.iter().any(|path| matches!(path, Input::Stdin)) && std::io::stdin().is_terminal() {
        talk::error("-f - reads from stdin, which is a terminal; pipe manifests into it");
        return Err(Exit::Usage);
    }
    let mut limits = Limits { follow_symlinks: input.follow_symlinks, ..Limits::default() };
    if let Some(bytes) = input.max_input {
        (limits.json_bytes, limits.other_bytes) = (bytes, bytes);
    }
    if let Some(objects) = input.max_objects {
        limits.objects = objects;
    }
    let version = input.server_version.unwrap_or(Version::NEWEST);
    let snapshot = files::read(&paths, &limits, version, input.namespace.as_deref()).map_err(|error| {
        talk::error(&error.to_string());
        Exit::Failed
    })?;
    let snapshot = match &input.namespace {
        Some(namespace) => snapshot.in_namespace(namespace),
        None => snapshot,
    };
    Ok(Read { snapshot, interrupted: None })
}

fn from_cluster(input: &InputArgs, args: &ConnectionArgs, manner: &Manner) -> Result<Read, Exit> {
    let exec_plugins = exec_plugins(&args.exec_plugins)?;
    let connection = Connection {
        kubeconfig: args.kubeconfig.clone(),
        context: args.context.clone(),
        cluster: args.cluster.clone(),
        user: args.user.clone(),
        impersonate_user: args.impersonate.clone(),
        impersonate_groups: args.impersonate_groups.clone(),
        impersonate_uid: args.impersonate_uid.clone(),
        in_cluster: args.in_cluster,
        exec_plugins,
        request_timeout: Duration::from_secs(args.request_timeout),
        timeout: Duration::from_secs(args.timeout),
        namespace: input.namespace.clone(),
        strict: manner.strict,
        ..Connection::default()
    };
    let progress = if !manner.quiet && talk::is_watched() { Progress::on_terminal() } else { Progress::none() };
    let say = |what: Talk| talk::note(&what.text());
    let collected = live::collect(&connection, &progress, &say).map_err(|error| {
        talk::error(&error.to_string());
        match error {
            LiveError::Interrupted(signal) => exit_of(signal),
            _ => Exit::Failed,
        }
    })?;
    let interrupted = collected.interrupted.map(exit_of);
    Ok(Read { snapshot: collected.snapshot, interrupted })
}

fn exit_of(signal: live::Signal) -> Exit {
    match signal {
        live::Signal::Interrupt => Exit::Interrupted,
        live::Signal::Terminate => Exit::Terminated,
    }
}

fn exec_plugins(policy: &str) -> Result<ExecPlugins, Exit> {
    match policy.split_once('=') {
        None if policy == "allow" => Ok(ExecPlugins::Allow),
        None if policy == "deny" => Ok(ExecPlugins::Deny),
        Some(("allowlist", commands)) => Ok(ExecPlugins::Allowlist(commands.split(',').map(str::to_owned).collect())),
        _ => {
            talk::error("--exec-plugins takes allow, deny or allowlist=CMD,…");
            Err(Exit::Usage)
        }
    }
}
