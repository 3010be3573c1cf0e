//! The first request: is this a Kubernetes API, and does it accept the credential?
//!
//! Whatever fails here is an error rather than a gap: nothing has been read yet, and the cause is most often in the
//! kubeconfig.

use std::time::{Duration, Instant};

use kube::Client;
use serde::Deserialize;

use super::LiveError;
use super::broken::Broken;
use super::connection::Connection;
use super::fault::Fault;
use super::pace::Pace;
use super::request::{self, Ask, Sent};
use crate::model::{Note, Time, Version};

/// `/version` is a few hundred bytes.
const LIMIT: usize = 1 << 20;

/// A connection that failed later than this is not tried again: nobody waits half a minute for a wrong address.
const QUICK: Duration = Duration::from_secs(4);

/// How often a server that is there is asked until it is given up.
const PATIENCE: u32 = 3;

#[derive(Deserialize)]
struct Answer {
    #[serde(rename = "gitVersion")]
    version: String,
}

/// The server's version and its clock, from the first request.
pub(super) async fn first_contact(
    client: &Client,
    server: &str,
    connection: &Connection,
    pace: Pace,
    notes: &mut Vec<Note>,
) -> Result<(Version, Option<Time>), LiveError> {
    let fault = match ask(client, connection, pace).await {
        Ok(answer) => match version(&answer.body) {
            Some(version) => return Ok((version, answer.time)),
            None => Fault::NotJson("JSON that names no version".to_owned()),
        },
        Err(fault) => fault,
    };
    if fault == Fault::Forbidden {
        notes.push(unknown_version());
        return Ok((Version::NEWEST, None));
    }
    Err(explain(fault, server.to_owned()))
}

async fn ask(client: &Client, connection: &Connection, pace: Pace) -> Result<request::Answer, Fault> {
    let mut tried = 0;
    loop {
        let start = Instant::now();
        let version = Ask { path: "/version", accepted: request::ACCEPTED, sent: Sent::Nothing, announcer: None };
        let answer = request::send(client, &version, LIMIT);
        let answer = tokio::time::timeout(connection.request_timeout, answer).await;
        let fault = match answer.unwrap_or(Err(Fault::Timeout)) {
            Ok(answer) => return Ok(answer),
            Err(fault) => fault,
        };
        tried += 1;
        let enough = match fault {
            Fault::Broken(_) => tried >= 2 || start.elapsed() > QUICK,
            _ => tried >= PATIENCE,
        };
        match pace.wait(&fault, tried).filter(|_| !enough) {
            Some(wait) => tokio::time::sleep(wait).await,
            None => return Err(fault),
        }
    }
}

fn version(body: &[u8]) -> Option<Version> {
    let answer: Answer = serde_json::from_slice(body).ok()?;
    Version::parse(&answer.version)
}

fn unknown_version() -> Note {
    Note { warning: false, text: format!("the server does not tell its version; judged as {}", Version::NEWEST) }
}

fn explain(fault: Fault, server: String) -> LiveError {
    match fault {
        Fault::Unauthorized => LiveError::Rejected { server },
        Fault::NotJson(content) => LiveError::NotKubernetes { server, content },
        Fault::NotFound => {
            let content = "status 404 to /version".to_owned();
            LiveError::NotKubernetes { server, content }
        }
        Fault::Timeout => LiveError::Unreachable { server, why: Broken::Silent.sentence() },
        Fault::Broken(broken) => LiveError::Unreachable { server, why: broken.sentence() },
        fault => LiveError::NotReady { server, why: fault.words() },
    }
}
