//! Which resources a live server has: its discovery, read whole.
//!
//! Two requests, where the server aggregates (on by default since Kubernetes 1.27); else one more for each group and
//! version. Discovery needs no right beyond `system:discovery`, which every authenticated user has by default. What
//! cannot be read is a gap beside the rest.

use percent_encoding::utf8_percent_encode;

use super::discovery::{GroupVersion, Index, Plain, Told};
use super::fault::Fault;
use super::list::ESCAPED;
use super::opened::{Opened, open};
use super::pace::Pace;
use super::session::Session;
use super::stop::{Signal, Stop};
use super::surroundings::Surroundings;
use super::{Connection, LiveError, Talk};
use crate::collect::progress::Progress;
use crate::model::{Gap, Reason, Resource};

/// The forms of discovery, best first, as a server may choose among them. Upstream: `acceptDiscoveryFormats` of
/// `k8s.io/client-go/discovery/discovery_client.go`.
const ACCEPTED: &str = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,\
                        application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

/// What a server said of itself.
#[derive(Debug)]
pub struct Discovered {
    /// Its resources, in its own order, which is that of kubectl's choice among equal names.
    pub resources: Vec<Resource>,
    /// What could not be found out. An authorization is never less certain for it, only the spelling of names.
    pub gaps: Vec<Gap>,
    /// The signal that ended the discovery early.
    pub interrupted: Option<Signal>,
}

/// Asks a live cluster which resources it serves. `say` is called at once with what cannot wait for the end.
///
/// # Errors
///
/// When there is no server to ask: no connection, no credential, no Kubernetes. Less than that is a gap.
pub fn discover(connection: &Connection, say: &dyn Fn(Talk)) -> Result<Discovered, LiveError> {
    let around = Surroundings::of_process();
    super::run(connection, async |stop| inquire(connection, &around, say, stop, Pace::REAL).await)
}

/// [`discover`] with everything around it given.
pub(super) async fn inquire(
    connection: &Connection,
    around: &Surroundings,
    say: &dyn Fn(Talk),
    stop: Stop,
    pace: Pace,
) -> Result<Discovered, LiveError> {
    let Opened { target, link, .. } = open(connection, around, say, &stop, pace).await?;
    let session = Session::new(target, connection, link.client, stop.clone(), pace, &Progress::none());
    let (resources, gaps) = discover_with(&session).await;
    Ok(Discovered { resources, gaps, interrupted: super::signal(&stop) })
}

/// Asks over an open session.
pub(super) async fn discover_with(session: &Session) -> (Vec<Resource>, Vec<Gap>) {
    let (mut resources, mut gaps) = (Vec::new(), Vec::new());
    for path in ["/api", "/apis"] {
        match index(session, path).await {
            Ok(told) => add(session, told, &mut resources, &mut gaps).await,
            Err(fault) => gaps.push(gap(path.to_owned(), fault.reason())),
        }
    }
    (resources, gaps)
}

/// Asks for the resources of API groups in one request. A server that would have to be asked for each group is not: then
/// nothing is known.
pub(super) async fn discover_groups(session: &Session) -> (Vec<Resource>, Vec<Gap>) {
    let all = "/apis".to_owned();
    match index(session, &all).await {
        Ok(told) if told.elsewhere.is_empty() => {
            (told.resources, told.stale.iter().map(|stale| gap(path(stale), Reason::ServerError)).collect())
        }
        Ok(_) => (Vec::new(), vec![gap(all, Reason::NotRead)]),
        Err(fault) => (Vec::new(), vec![gap(all, fault.reason())]),
    }
}

async fn index(session: &Session, path: &str) -> Result<Told, Fault> {
    let body = session.get_as(path, ACCEPTED).await?;
    let index: Index = serde_json::from_slice(&body).map_err(|_| no_discovery())?;
    index.told().ok_or_else(no_discovery)
}

fn no_discovery() -> Fault {
    Fault::Malformed("the server does not answer with a discovery document".to_owned())
}

/// Adds what an index says, and reads what it only refers to.
async fn add(session: &Session, told: Told, resources: &mut Vec<Resource>, gaps: &mut Vec<Gap>) {
    resources.extend(told.resources);
    gaps.extend(told.stale.iter().map(|stale| gap(path(stale), Reason::ServerError)));
    for place in &told.elsewhere {
        let path = path(place);
        match plain(session, &path).await {
            Ok(plain) => plain.add_to(resources, &place.group),
            Err(fault) => gaps.push(gap(path, fault.reason())),
        }
    }
}

async fn plain(session: &Session, path: &str) -> Result<Plain, Fault> {
    let body = session.get(path).await?;
    serde_json::from_slice(&body).map_err(|_| no_discovery())
}

fn path(place: &GroupVersion) -> String {
    let version = utf8_percent_encode(&place.version, ESCAPED);
    match place.group.as_str() {
        "" => format!("/api/{version}"),
        group => format!("/apis/{}/{version}", utf8_percent_encode(group, ESCAPED)),
    }
}

fn gap(resource: String, reason: Reason) -> Gap {
    let effect =
        "Which resources there are, and by which short names, is known only as far as Kubernetes itself has them.";
    Gap { resource, scope: "cluster".to_owned(), reason, effect: effect.to_owned() }
}
