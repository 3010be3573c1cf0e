//! A conversation with one API server: at most four requests at a time and not too many a second, each tried as often as its fault deserves.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use kube::Client;
use tokio::sync::{RwLock, Semaphore};

use super::body::{Form, ListBody};
use super::connect::connect;
use super::connection::Connection;
use super::fault::Fault;
use super::flight::Announcer;
use super::pace::Pace;
use super::request::{self, Answer, Ask, Sent};
use super::stop::{Stop, stopped};
use super::target::Target;
use super::throttle::Throttle;
use super::trial::Trial;
use crate::collect::progress::Progress;

/// How many requests may be under way.
const AT_ONCE: usize = 4;

/// How many bytes one answer may have.
const BODY_LIMIT: usize = 256 << 20;

/// How many objects a cluster may have.
const OBJECT_LIMIT: usize = 2_000_000;

/// A conversation with one API server.
pub(super) struct Session {
    target: Target,
    pub(super) connection: Connection,
    client: RwLock<Numbered>,
    slots: Semaphore,
    throttle: Throttle,
    pace: Pace,
    stop: Stop,
    progress: Progress,
    repeated: AtomicU64,
    objects: AtomicUsize,
    body_limit: usize,
}

/// A client, and how many there were before it.
struct Numbered {
    client: Client,
    number: u32,
}

impl Session {
    pub(super) fn new(
        target: Target,
        connection: &Connection,
        client: Client,
        stop: Stop,
        pace: Pace,
        progress: &Progress,
    ) -> Self {
        Session {
            target,
            connection: connection.clone(),
            client: RwLock::new(Numbered { client, number: 0 }),
            slots: Semaphore::new(AT_ONCE),
            throttle: Throttle::new(connection.qps, pace.second),
            pace,
            stop,
            progress: progress.clone(),
            repeated: AtomicU64::new(0),
            objects: AtomicUsize::new(0),
            body_limit: BODY_LIMIT,
        }
    }

    /// The whole answer to one GET.
    pub(super) async fn get(&self, path: &str) -> Result<Vec<u8>, Fault> {
        self.get_as(path, request::ACCEPTED).await
    }

    /// The same in another form of JSON.
    pub(super) async fn get_as(&self, path: &str, accepted: &str) -> Result<Vec<u8>, Fault> {
        let ask = Ask { path, accepted, sent: Sent::Nothing, announcer: None };
        self.unless_stopped(self.ask_patiently(&ask)).await
    }

    /// A page of a list, in this form, or as JSON where the server has only that.
    pub(super) async fn page(&self, path: &str, form: Form, announcer: &Announcer) -> Result<ListBody, Fault> {
        let accepted = match form {
            Form::Json => request::ACCEPTED,
            Form::Protobuf => request::PROTOBUF_ACCEPTED,
        };
        let ask = Ask { path, accepted, sent: Sent::Nothing, announcer: Some(announcer) };
        let answer = self.unless_stopped(self.answer(&ask)).await?;
        Ok(ListBody { bytes: answer.body, form: answer.form })
    }

    /// The answer to one POST of a review, which stores nothing.
    pub(super) async fn post(&self, path: &str, body: String) -> Result<Vec<u8>, Fault> {
        let ask = Ask { path, accepted: request::ACCEPTED, sent: Sent::Review(&body), announcer: None };
        self.unless_stopped(self.ask_patiently(&ask)).await
    }

    /// The answer to one write that is not stored.
    pub(super) async fn try_out(&self, trial: &Trial) -> Result<Vec<u8>, Fault> {
        let ask = Ask { path: &trial.path, accepted: request::ACCEPTED, sent: Sent::Trial(trial), announcer: None };
        self.unless_stopped(self.ask_patiently(&ask)).await
    }

    async fn ask_patiently(&self, ask: &Ask<'_>) -> Result<Vec<u8>, Fault> {
        self.answer(ask).await.map(|answer| answer.body)
    }

    async fn answer(&self, ask: &Ask<'_>) -> Result<Answer, Fault> {
        let mut tried = 0;
        loop {
            let (number, answer) = self.attempt(ask).await;
            let fault = match answer {
                Err(Fault::Unauthorized) if self.renewed(number).await => continue,
                Err(fault) => fault,
                Ok(answer) => return Ok(answer),
            };
            tried += 1;
            let Some(wait) = self.pace.wait(&fault, tried) else {
                return Err(fault);
            };
            self.repeated.fetch_add(1, Ordering::Relaxed);
            tokio::time::sleep(wait).await;
        }
    }

    /// One try, with the number of the client that made it.
    async fn attempt(&self, ask: &Ask<'_>) -> (u32, Result<Answer, Fault>) {
        // The semaphore is never closed, so there is always a slot.
        let _slot = self.slots.acquire().await;
        self.throttle.turn().await;
        let (client, number) = {
            let current = self.client.read().await;
            (current.client.clone(), current.number)
        };
        let answer = request::send(&client, ask, self.body_limit);
        let answer = tokio::time::timeout(self.connection.request_timeout, answer).await;
        (number, answer.unwrap_or(Err(Fault::Timeout)))
    }

    /// Whether there is a newer client than this one. It is made once, here: files are read again, a plugin runs again.
    /// Where that fails the old client counts as the new one, so that no plugin is run for every list.
    async fn renewed(&self, number: u32) -> bool {
        let mut current = self.client.write().await;
        if current.number == 0 {
            if let Ok(link) = connect(&self.target, &self.connection, false).await {
                current.client = link.client;
            }
            current.number = 1;
        }
        current.number > number
    }

    async fn unless_stopped<T>(&self, work: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
        tokio::select! {
            biased;
            cause = stopped(self.stop.clone()) => Err(Fault::Stopped(cause)),
            answer = work => answer,
        }
    }

    /// Counts objects that were read; false once there are more than the limit.
    pub(super) fn within_limit(&self, resource: &'static str, objects: usize) -> bool {
        self.progress.read(resource, objects);
        self.objects.fetch_add(objects, Ordering::Relaxed) + objects <= OBJECT_LIMIT
    }

    /// How many requests had to be repeated.
    pub(super) fn repeated(&self) -> u64 {
        self.repeated.load(Ordering::Relaxed)
    }
}
