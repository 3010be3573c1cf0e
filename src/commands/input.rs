//! Getting the snapshot that a command works on: files when `-f` names some, else the live cluster.

use std::time::Duration;

use crate::cli::{ConnectionArgs, ImpersonationArgs, InputArgs, SourceArgs};
use crate::cloud::eks;
use crate::collect::Progress;
use crate::collect::live::{self, Answers, Breadth, Connection, Errand, Known, LiveError, Talk};
use crate::exit::Exit;
use crate::model::{Resource, Snapshot};
use crate::report::talk;

mod cloud;
mod files;

pub(super) use cloud::inputs as exports;
pub(super) use files::files;
use files::from_files;

/// A snapshot, and what ended its reading early.
pub(super) struct Read {
    pub(super) snapshot: Snapshot,
    pub(super) interrupted: Option<Exit>,
    /// What was found out beside the lists; for files, what kubectl would take without a context.
    pub(super) known: Known,
    /// What the server answered to the reviews of an errand.
    pub(super) answers: Answers,
    /// Whether there was no cluster to read, and exports of a cloud were named.
    pub(super) alone: bool,
}

impl Read {
    /// The resources that are known beside the built-in ones: what the server told now, what files define, what the
    /// server of a snapshot told then.
    pub(super) fn resources(&self) -> Vec<Resource> {
        self.known.resources.iter().chain(&self.snapshot.custom_resources).cloned().collect()
    }
}

/// What is to be read, and how.
pub(super) struct Source<'a> {
    pub(super) input: &'a InputArgs,
    pub(super) connection: &'a ConnectionArgs,
    pub(super) impersonation: &'a ImpersonationArgs,
    pub(super) breadth: Breadth,
    pub(super) quiet: bool,
    pub(super) strict: bool,
}

impl<'a> Source<'a> {
    /// What the command line says.
    pub(super) fn of(args: &'a SourceArgs, quiet: bool, strict: bool) -> Self {
        let SourceArgs { input, connection, impersonation } = args;
        Source { input, connection, impersonation, breadth: Breadth::Everything, quiet, strict }
    }
}

/// Reads the snapshot; on failure it has been said why.
pub(super) fn read(source: &Source<'_>, errand: &Errand<'_>) -> Result<Read, Exit> {
    let read = read_narrowed(source, errand)?;
    require_namespace(source.input.namespace.as_deref(), &[&read])?;
    accept(source, read)
}

/// Reads the snapshot to be kept: what follows from it is found out by whoever reads it again.
pub(super) fn read_to_keep(source: &Source<'_>, errand: &Errand<'_>) -> Result<Read, Exit> {
    let read = read_narrowed(source, errand)?;
    require_namespace(source.input.namespace.as_deref(), &[&read])?;
    tell(source, read)
}

/// Reads the snapshot of one of several sources: the namespace need not be in each, and warnings are still to be told.
pub(super) fn read_narrowed(source: &Source<'_>, errand: &Errand<'_>) -> Result<Read, Exit> {
    let input = source.input;
    let read = match input.filename.is_empty() {
        true => collected(source, input.namespace.clone(), errand).or_else(|error| cloud::alone(input, error))?,
        false => from_files(input)?,
    };
    let read = cloud::beside(input, read)?;
    Ok(Read {
        snapshot: match &input.namespace {
            Some(namespace) => read.snapshot.in_namespace(namespace),
            None => read.snapshot,
        },
        ..read
    })
}

/// Reads files and exports alone: no cluster is asked.
pub(super) fn read_offline(source: &Source<'_>) -> Result<Read, Exit> {
    let input = source.input;
    let read = if input.filename.is_empty() { cloud::nothing(input) } else { from_files(input)? };
    accept(source, cloud::beside(input, read)?)
}

/// Refuses a namespace that none of these knows; it has been said.
pub(super) fn require_namespace(namespace: Option<&str>, reads: &[&Read]) -> Result<(), Exit> {
    let known = |name: &str| reads.iter().any(|read| read.interrupted.is_some() || read.snapshot.knows_namespace(name));
    match namespace.filter(|name| !known(name)) {
        None => Ok(()),
        Some(namespace) => {
            talk::error(&unknown_namespace(namespace));
            Err(Exit::Failed)
        }
    }
}

/// Reads the snapshot for a question about one namespace: what other namespaces grant helps to explain a no, so they are
/// read as well where that is allowed.
pub(super) fn read_around(source: &Source<'_>, errand: &Errand<'_>) -> Result<Read, Exit> {
    let namespace = source.input.namespace.as_deref();
    let read = if !source.input.filename.is_empty() { from_files(source.input)? } else { around(source, errand)? };
    let read = cloud::beside(source.input, read)?;
    // The API server answers for a namespace that is not there as well.
    if let Some(namespace) = namespace.filter(|namespace| !read.snapshot.knows_namespace(namespace)) {
        talk::note(&unknown_namespace(namespace));
    }
    accept(source, read)
}

/// All namespaces, or where something of that stays unread, the one that was asked about.
fn around(source: &Source<'_>, errand: &Errand<'_>) -> Result<Read, Exit> {
    let narrow = |errand: &Errand<'_>| collected(source, source.input.namespace.clone(), errand);
    match (collected(source, None, errand), &source.input.namespace) {
        (Err(LiveError::NothingAllowed { .. }), Some(_)) => narrow(errand).map_err(|error| refused(&error)),
        (Err(error), _) => cloud::alone(source.input, error),
        (Ok(whole), Some(_)) if !whole.snapshot.complete() && whole.interrupted.is_none() => {
            match narrow(&Errand::NONE) {
                Ok(read) => Ok(narrowed(whole, read)),
                // Then what was asked beside the lists is all that there is.
                Err(LiveError::NothingAllowed { .. }) => Ok(whole),
                Err(error) => Err(refused(&error)),
            }
        }
        (Ok(whole), _) => Ok(whole),
    }
}

/// One namespace, with what was found out about the cluster before. Whoever holds a right in a namespace may live in another.
fn narrowed(whole: Read, mut read: Read) -> Read {
    let people = ["serviceaccounts", "pods"];
    let wide = whole.snapshot.gaps.into_iter().filter(|gap| people.contains(&gap.resource.as_str()));
    read.snapshot.gaps.extend(wide);
    read.snapshot.gaps.sort_unstable();
    read.snapshot.gaps.dedup();
    Read { known: whole.known, answers: whole.answers, ..read }
}

fn unknown_namespace(namespace: &str) -> String {
    format!("nothing is in the namespace {namespace:?}; check -n")
}

/// Refuses files where an API server is to be asked; it has been said.
pub(super) fn require_cluster(flag: &str, input: &InputArgs) -> Result<(), Exit> {
    if input.filename.is_empty() {
        return Ok(());
    }
    talk::error(&format!("{flag} asks a live API server, and -f reads files: leave out -f, or {flag}"));
    Err(Exit::Usage)
}

/// Joins the cluster with the cloud that it runs in, tells of warnings, and takes them as errors where that was asked for.
pub(super) fn accept(source: &Source<'_>, mut read: Read) -> Result<Read, Exit> {
    eks::join(&mut read.snapshot);
    tell(source, read)
}

fn tell(source: &Source<'_>, read: Read) -> Result<Read, Exit> {
    for note in read.snapshot.notes.iter().filter(|note| note.warning) {
        talk::warning(&note.text);
    }
    if source.strict && read.snapshot.notes.iter().any(|note| note.warning) {
        talk::error("there are warnings, and --strict makes them errors");
        return Err(Exit::Failed);
    }
    Ok(read)
}

fn collected(source: &Source<'_>, namespace: Option<String>, errand: &Errand<'_>) -> Result<Read, LiveError> {
    let connection = Connection { namespace, ..connection(source) };
    let progress = if !source.quiet && talk::is_watched() { Progress::on_terminal() } else { Progress::none() };
    let say = |what: Talk| talk::note(&what.text());
    let collected = live::collect(&connection, errand, &progress, &say)?;
    let interrupted = collected.interrupted.map(exit_of);
    let (snapshot, known, answers) = (collected.snapshot, collected.known, collected.answers);
    Ok(Read { snapshot, interrupted, known, answers, alone: false })
}

/// What the API server answers to these reviews and trials; where there is nobody to ask it has been said why.
pub(super) fn ask(
    source: &Source<'_>,
    reviews: Vec<live::Review>,
    trials: Vec<live::Trial>,
) -> Result<(Answers, live::Outcomes), Exit> {
    live::ask(&connection(source), reviews, trials).map_err(|error| refused(&error))
}

/// What the command line says of the cluster.
fn connection(source: &Source<'_>) -> Connection {
    let (args, manners, impersonation) = (source.connection, &source.connection.manners, source.impersonation);
    Connection {
        kubeconfig: args.kubeconfig.clone(),
        context: args.context.clone(),
        cluster: args.cluster.clone(),
        user: args.user.clone(),
        impersonate_user: impersonation.impersonate.clone(),
        impersonate_groups: impersonation.impersonate_groups.clone(),
        impersonate_uid: impersonation.impersonate_uid.clone(),
        in_cluster: args.in_cluster,
        exec_plugins: manners.exec_plugins.clone(),
        qps: manners.qps,
        request_timeout: Duration::from_secs(manners.request_timeout),
        timeout: Duration::from_secs(manners.timeout),
        breadth: source.breadth,
        strict: source.strict,
        ..Connection::default()
    }
}

/// Says why the cluster could not be read.
fn refused(error: &LiveError) -> Exit {
    talk::errors(&error.to_string());
    match error {
        LiveError::Interrupted(signal) => exit_of(*signal),
        _ => Exit::Failed,
    }
}

fn exit_of(signal: live::Signal) -> Exit {
    match signal {
        live::Signal::Interrupt => Exit::Interrupted,
        live::Signal::Terminate => Exit::Terminated,
    }
}
