//! From what the user said to a server that answers: target, client, first request.

use super::connect::{Link, connect};
use super::contact::first_contact;
use super::pace::Pace;
use super::stop::{Cause, Stop, stopped};
use super::surroundings::Surroundings;
use super::target::Target;
use super::{Connection, LiveError, Talk};
use crate::model::{Note, Time, Version};

/// A server that answers.
pub(super) struct Opened {
    pub(super) target: Target,
    pub(super) link: Link,
    pub(super) version: Version,
    /// When it answered, by its own clock.
    pub(super) time: Option<Time>,
    /// What was noticed on the way.
    pub(super) notes: Vec<Note>,
}

/// From what the user said to a server that answers.
pub(super) async fn open(
    connection: &Connection,
    around: &Surroundings,
    say: &dyn Fn(Talk),
    stop: &Stop,
    pace: Pace,
) -> Result<Opened, LiveError> {
    let target = Target::find(connection, around)?;
    if let Some(announcement) = target.announcement() {
        say(announcement);
    }
    let mut notes = target.notes.clone();
    let first = async {
        let link = connect(&target, connection, around.interactive).await?;
        let (version, time) = first_contact(&link.client, &link.server, connection, pace, &mut notes).await?;
        Ok((link, version, time))
    };
    let (link, version, time) = unless_stopped(stop.clone(), first).await?;
    Ok(Opened { target, link, version, time, notes })
}

/// Ends a wait for the server when the collection ends.
async fn unless_stopped<T>(stop: Stop, work: impl Future<Output = Result<T, LiveError>>) -> Result<T, LiveError> {
    tokio::select! {
        biased;
        cause = stopped(stop) => Err(match cause {
            Cause::Signal(signal) => LiveError::Interrupted(signal),
            Cause::Deadline => LiveError::TooSlow,
        }),
        done = work => done,
    }
}
