//! What can go wrong with one request, and what it means for the list that it belongs to.

use std::time::Duration;

use tokio::task::JoinError;

use super::broken::Broken;
use super::stop::Cause;
use crate::model::Reason;

/// Why a request brought no page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Fault {
    /// 401.
    Unauthorized,
    /// 403.
    Forbidden,
    /// 404.
    NotFound,
    /// 410: the list is gone; here is where an inconsistent one would go on.
    Expired(Option<String>),
    /// 429 and most of 5xx, with the seconds that the server asked to wait.
    Busy(u16, Option<u64>),
    /// Any other status: redirects, which are never followed, among them.
    Refused(u16),
    /// 200 with something that is not JSON: its content type and first byte.
    NotJson(String),
    /// JSON that is broken, or another kind of list.
    Malformed(String),
    /// Protobuf that is broken, or holds what is not known yet.
    Misread(String),
    /// The body is larger than the limit.
    TooLarge,
    /// The body is compressed, which nobody asked for.
    Compressed,
    /// More objects than the limit.
    TooMany,
    /// No whole answer within the deadline of a request.
    Timeout,
    /// No whole answer for another reason.
    Broken(Broken),
    /// The server sends the same again and again.
    Loop,
    /// The list expired again after it had been continued across a change.
    Torn,
    /// The whole collection ended first.
    Stopped(Cause),
}

impl Fault {
    /// How often a request is sent until this is believed.
    pub(super) fn tries(&self) -> u32 {
        match self {
            Fault::Busy(..) => 5,
            Fault::Broken(broken) if broken.passing() && *broken != Broken::Silent => 5,
            Fault::Timeout | Fault::Broken(Broken::Silent) => 2,
            _ => 1,
        }
    }

    /// Whether the same may well be had as JSON: the server has no protobuf of it, or one that is not understood.
    pub(super) fn is_of_protobuf(&self) -> bool {
        matches!(self, Fault::Misread(_) | Fault::Refused(406 | 415))
    }

    /// How long the server asked to wait.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        match self {
            Fault::Busy(_, seconds) => seconds.map(Duration::from_secs),
            _ => None,
        }
    }

    /// The word for reports.
    pub(super) fn reason(&self) -> Reason {
        match self {
            Fault::Unauthorized => Reason::Unauthorized,
            Fault::Forbidden => Reason::Forbidden,
            Fault::NotFound => Reason::NotFound,
            Fault::Busy(..) | Fault::Refused(_) => Reason::ServerError,
            Fault::NotJson(_) | Fault::Malformed(_) | Fault::Misread(_) | Fault::Compressed => Reason::Malformed,
            Fault::TooLarge => Reason::TooLarge,
            Fault::TooMany | Fault::Stopped(Cause::Deadline) => Reason::Limit,
            Fault::Timeout | Fault::Broken(Broken::Silent) => Reason::Timeout,
            Fault::Broken(_) => Reason::Connection,
            Fault::Loop => Reason::PagingLoop,
            Fault::Expired(_) | Fault::Torn => Reason::Torn,
            Fault::Stopped(Cause::Signal(_)) => Reason::Interrupted,
        }
    }

    /// What happened, in words that hold nothing of what the server sent but its content type or kind.
    pub(super) fn words(&self) -> String {
        match self {
            Fault::Unauthorized => "the credential stopped working".to_owned(),
            Fault::Forbidden => "the server refuses it".to_owned(),
            Fault::NotFound => "the server does not serve it".to_owned(),
            Fault::Expired(_) | Fault::Torn => "the list expired while it was read".to_owned(),
            Fault::Busy(status, _) => format!("the server kept answering with status {status}"),
            Fault::Refused(status) => format!("the server answered with status {status}"),
            Fault::NotJson(content) => format!("the server answered with {content}"),
            Fault::Malformed(why) | Fault::Misread(why) => why.clone(),
            Fault::TooLarge => "an answer is larger than the limit".to_owned(),
            Fault::Compressed => "the answer is compressed, which was not asked for".to_owned(),
            Fault::TooMany => "there are more objects than the limit".to_owned(),
            Fault::Timeout => "no answer within the deadline of a request".to_owned(),
            Fault::Broken(broken) => broken.sentence().to_owned(),
            Fault::Loop => "the server sends the same page again and again".to_owned(),
            Fault::Stopped(Cause::Deadline) => "the deadline of the whole collection was reached".to_owned(),
            Fault::Stopped(Cause::Signal(_)) => "the collection was interrupted".to_owned(),
        }
    }
}

impl From<JoinError> for Fault {
    /// Of a task that did not end by itself. A panic in it goes on here: it is a bug like any other.
    fn from(error: JoinError) -> Self {
        match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Fault::Timeout,
        }
    }
}
