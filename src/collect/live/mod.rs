//! A live cluster: the only network code.
//!
//! First it is settled *which* server is meant and as whom ([`target::Target`]), then one request asks whether
//! that is a Kubernetes API at all, then every kind is listed, four requests at a time, while pages that have come are
//! decoded. Nothing but lists and the ConfigMap `aws-auth` is ever read, and Secrets never; what a question takes beside
//! them is its [`Errand`].
//! [`discover()`] asks the same server which resources it
//! has, and reads none of them; a scan asks for that beside its lists, in one request.
//!
//! What fails for one list is a gap beside what the others brought. An error is only what leaves nothing to judge.
//!
//! The module names follow the way of a request: [`sweep`] asks for lists, [`list`] follows one from page to page,
//! [`session`] tries again, [`request`] sends. [`fault`] is what can go wrong on the way back up, and [`verdict`] what
//! comes of it.

mod aws_auth;
mod body;
mod broken;
mod connect;
mod connection;
mod contact;
mod decode;
mod discover;
mod discovery;
mod effect;
mod errand;
mod error;
mod fault;
#[cfg(test)]
mod faults;
mod flight;
mod guards;
mod head;
mod judge;
mod kubeconfig;
mod list;
mod opened;
mod pace;
mod plugin;
mod request;
mod served;
mod session;
mod stop;
mod surroundings;
mod sweep;
mod talk;
mod target;
mod throttle;
mod trail;
mod trial;
mod verdict;

use std::sync::Arc;

use super::progress::Progress;
use super::settle::settle;
use crate::model::{Note, Snapshot, Source, SourceKind, Version};

pub use connection::{Breadth, Connection, ExecPlugins};
pub use discover::{Discovered, discover};
pub use errand::{Answers, Discovery, Errand, Known, Review, ReviewKind};
pub use error::LiveError;
pub(super) use request::is_listed;
pub use request::{NAMED_RIGHTS, NamedRight, needed_rights};
pub use stop::Signal;
pub use talk::Talk;
pub use trial::{Outcome, Trial};

use connect::Link;
use opened::{Opened, open};
use pace::Pace;
use session::Session;
use stop::{Cause, SecondSignal, Stop};
use surroundings::Surroundings;
use target::Target;

/// What a collection brought.
#[derive(Debug)]
pub struct Collected {
    /// The cluster, with its gaps.
    pub snapshot: Snapshot,
    /// The signal that ended the collection early: exit with its code once the rest has been said.
    pub interrupted: Option<Signal>,
    /// What was found out beside the lists.
    pub known: Known,
    /// The answers to the reviews of the errand, in order.
    pub answers: Answers,
}

/// Reads a live cluster. `say` is called at once with what cannot wait for the end.
///
/// Once it has returned, the next SIGINT or SIGTERM ends the process.
///
/// # Errors
///
/// When there is nothing to judge: no connection, no credential, no right, no Kubernetes. Less than that is a gap.
pub fn collect(
    connection: &Connection,
    errand: &Errand<'_>,
    progress: &Progress,
    say: &dyn Fn(Talk),
) -> Result<Collected, LiveError> {
    let around = Surroundings::of_process();
    let reading = Reading { connection, errand, around: &around, progress, say };
    let collected = run(connection, async |stop| gather(reading, stop, Pace::REAL).await);
    progress.finish();
    collected
}

/// What became of each trial, or why that is not known.
pub type Outcomes = Vec<Result<Outcome, String>>;

/// Puts reviews to a live cluster, and writes as dry runs; reads and stores nothing.
///
/// # Errors
///
/// When there is nobody to ask: no connection, no credential, no Kubernetes. What is refused is an answer of its own.
pub fn ask(
    connection: &Connection,
    reviews: Vec<Review>,
    trials: Vec<Trial>,
) -> Result<(Answers, Outcomes), LiveError> {
    let around = Surroundings::of_process();
    let progress = Progress::none();
    run(connection, async |stop| {
        let Opened { target, link, .. } = open(connection, &around, &|_| {}, &stop, Pace::REAL).await?;
        let session = Session::new(target, connection, link.client.clone(), stop, Pace::REAL, &progress);
        let session = Arc::new(session);
        Ok((errand::post(&session, reviews).await, trial::try_all(&session, trials).await))
    })
}

/// Does this with the network, until it is done or stopped.
fn run<T>(connection: &Connection, work: impl AsyncFnOnce(Stop) -> Result<T, LiveError>) -> Result<T, LiveError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|_| LiveError::Start("no threads"))?;
    let _second = SecondSignal::arm()?;
    let done = runtime.block_on(async {
        let stop = stop::listen(connection.timeout)?;
        work(stop).await
    });
    // A program that outlived its deadline may still hold a thread.
    runtime.shutdown_background();
    done
}

/// What a collection is given.
struct Reading<'a> {
    connection: &'a Connection,
    errand: &'a Errand<'a>,
    around: &'a Surroundings,
    progress: &'a Progress,
    say: &'a dyn Fn(Talk),
}

/// [`collect`] with everything around it given.
async fn gather(reading: Reading<'_>, stop: Stop, pace: Pace) -> Result<Collected, LiveError> {
    let Reading { connection, errand, around, progress, say } = reading;
    let Opened { target, link, version, time, mut notes } = open(connection, around, say, &stop, pace).await?;
    let mut source = source(&target, &link, version);
    source.time = time;
    source.namespace = connection.namespace.as_deref().map(Into::into);
    let session = Session::new(target, connection, link.client.clone(), stop.clone(), pace, progress);
    let session = Arc::new(session);
    let (outcomes, aws_auth, (known, answers)) = tokio::join!(
        sweep::sweep(&session, &link.default_namespace),
        aws_auth::read(&session),
        errand::run(&session, errand, &link.default_namespace)
    );
    let mut found =
        verdict::conclude(outcomes, &link.server, identity(&source, &link), answers.iter().any(Result::is_ok))?;
    found.append(aws_auth);
    let more = guards::read(&session, &found, errand.discover, &known).await;
    found.append(more);
    notes.extend(closing_notes(connection, &link, session.repeated()));
    found.notes.extend(notes);
    Ok(Collected { snapshot: settle(found, source), interrupted: signal(&stop), known, answers })
}

fn source(target: &Target, link: &Link, version: Version) -> Source {
    Source {
        kind: SourceKind::Cluster,
        name: target.name.clone(),
        server_version: version,
        stored: true,
        namespace: None,
        ignored_files: 0,
        identity: target.identity.clone(),
        server: Some(link.server.clone()),
        time: None,
        tls_verified: link.tls_verified,
    }
}

/// Whose rights decide, for messages.
fn identity<'a>(source: &'a Source, link: &'a Link) -> &'a str {
    let who = link.acts_as.as_deref().or(source.identity.as_deref());
    who.unwrap_or("the service account of this pod")
}

fn signal(stop: &Stop) -> Option<Signal> {
    match *stop.borrow() {
        Some(Cause::Signal(signal)) => Some(signal),
        _ => None,
    }
}

fn closing_notes(connection: &Connection, link: &Link, repeated: u64) -> Vec<Note> {
    let note = |text: String| Note { warning: false, text };
    let secrets = "Secrets are not listed: who may list their names may read them. Which ones hold tokens is known \
                   only where a pod or service account names them.";
    let mut notes = link.notes.clone();
    notes.push(note(secrets.to_owned()));
    if let Some(namespace) = &connection.namespace {
        notes.push(note(format!("only the namespace {namespace} was read, and what belongs to no namespace")));
    }
    if let Some(user) = &link.acts_as {
        notes.push(note(format!("read as the user {user}")));
    }
    if repeated > 0 {
        notes.push(note(format!("requests that had to be repeated: {repeated}")));
    }
    notes
}
