//! What OLD and NEW are, and reading both.

use std::path::{Path, PathBuf};

use crate::cli::{ConnectionArgs, DiffArgs, FilesArgs, InputArgs};
use crate::collect::live::{Breadth, Discovery, Errand};
use crate::commands::input::{self, Read, Source};
use crate::exit::Exit;
use crate::model::{SourceKind, Version};
use crate::report::talk;

/// Both, as they were read.
pub(super) struct Sides {
    pub(super) old: Read,
    pub(super) new: Read,
}

/// One of the two, as the command line names it.
enum Named {
    /// Files, directories, snapshots, stdin.
    Files(PathBuf),
    /// A cluster of the kubeconfig.
    Context(String),
}

/// Reads both; on failure it has been said why.
pub(super) fn read(args: &DiffArgs) -> Result<Sides, Exit> {
    let [old, new] = [named("OLD", &args.old)?, named("NEW", &args.new)?];
    if [&args.old, &args.new].into_iter().all(|path| path.as_os_str() == "-") {
        talk::error("only one of OLD and NEW can be -: stdin can be read once");
        return Err(Exit::Usage);
    }
    // Files say nothing of their server: they are taken to be for that of the other side.
    let cluster_last = matches!((&old, &new), (Named::Files(_), Named::Context(_)));
    let (old, new) = if cluster_last {
        let new = one(args, &new, None)?;
        (one(args, &old, version(&new))?, new)
    } else {
        let old = one(args, &old, None)?;
        let new = one(args, &new, version(&old))?;
        (old, new)
    };
    let versions = [&old, &new].map(|read| read.snapshot.source.server_version);
    if let [before, after] = versions
        && before != after
    {
        talk::note(&format!(
            "OLD is judged as Kubernetes {before} and NEW as {after}; --server-version sets that of files"
        ));
    }
    input::require_namespace(args.namespace.as_deref(), &[&old, &new])?;
    Ok(Sides { old, new })
}

/// The version of a cluster.
fn version(read: &Read) -> Option<Version> {
    let source = &read.snapshot.source;
    (source.kind == SourceKind::Cluster).then_some(source.server_version)
}

fn one(args: &DiffArgs, named: &Named, version: Option<Version>) -> Result<Read, Exit> {
    let (filename, context) = match named {
        Named::Files(path) => (vec![path.clone()], None),
        Named::Context(name) => (Vec::new(), Some(name.clone())),
    };
    let files = FilesArgs { server_version: args.files.server_version.or(version), ..args.files.clone() };
    let input =
        InputArgs { filename, files, cloud: Vec::new(), namespace: args.namespace.clone(), all_namespaces: false };
    let connection = ConnectionArgs {
        kubeconfig: args.kubeconfig.clone(),
        context,
        manners: args.manners.clone(),
        ..ConnectionArgs::default()
    };
    let source = Source {
        input: &input,
        connection: &connection,
        impersonation: &args.impersonation,
        breadth: Breadth::Everything,
        quiet: args.quiet,
        strict: args.strict,
    };
    // Whether an operator acts depends on which custom resources there are.
    let errand = Errand { discover: Discovery::Groups, ..Errand::NONE };
    let read = input::read_narrowed(&source, &errand)?;
    input::accept(&source, read)
}

/// What a word of the command line means; on a mistake it has been said.
fn named(which: &str, path: &Path) -> Result<Named, Exit> {
    let text = path.to_string_lossy();
    if let Some(context) = text.strip_prefix("context:") {
        return Ok(Named::Context(context.to_owned()));
    }
    if path.as_os_str() == "-" || path.exists() || looks_like_a_file(path) {
        return Ok(Named::Files(path.to_owned()));
    }
    talk::error(&format!(
        "{which}: there is no file or directory {text:?}; a context of the kubeconfig is written context:{text}"
    ));
    Err(Exit::Usage)
}

/// Nobody names a context so.
fn looks_like_a_file(path: &Path) -> bool {
    let kinds = ["yaml", "yml", "json", "jsonl", "gz", "zst"];
    let kind = path.extension().and_then(|kind| kind.to_str());
    kind.is_some_and(|kind| kinds.contains(&kind))
        || path.is_absolute()
        || path.starts_with(".")
        || path.starts_with("..")
}
