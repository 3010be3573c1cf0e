//! What could not be read, and what is worth knowing without being one.

use serde::{Deserialize, Serialize};

/// Something that could not be read. Never an absence: it is printed in every format and decides the exit code.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Gap {
    /// The kind (`clusterrolebindings`), or `file`; `params` for parameters of admission policies, `enginepolicies` for what
    /// policy engines hold, of whatever kind.
    pub resource: String,
    /// Where: `cluster`, `namespace/NS`, or the path of a file.
    pub scope: String,
    /// Why.
    pub reason: Reason,
    /// One sentence: what can now be missing from the answer.
    pub effect: String,
}

/// Why something could not be read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The server refused the request.
    Forbidden,
    /// It is named, and not there.
    NotFound,
    /// The credential stopped working.
    Unauthorized,
    /// No answer in time.
    Timeout,
    /// The server failed, again and again.
    ServerError,
    /// It could not be understood.
    Malformed,
    /// It is larger than the limit.
    TooLarge,
    /// The server kept sending the same page.
    PagingLoop,
    /// The list changed while it was read.
    Torn,
    /// A limit was reached.
    Limit,
    /// The user stopped the scan.
    Interrupted,
    /// The connection broke, again and again.
    Connection,
    /// The file could not be opened or read.
    Unreadable,
    /// Nothing is wrong with it, but kubescan never reads it.
    NotRead,
}

impl Reason {
    /// The word that stands in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Reason::Forbidden => "forbidden",
            Reason::NotFound => "not-found",
            Reason::Unauthorized => "unauthorized",
            Reason::Timeout => "timeout",
            Reason::ServerError => "server-error",
            Reason::Malformed => "malformed",
            Reason::TooLarge => "too-large",
            Reason::PagingLoop => "paging-loop",
            Reason::Torn => "torn",
            Reason::Limit => "limit",
            Reason::Interrupted => "interrupted",
            Reason::Connection => "connection",
            Reason::Unreadable => "unreadable",
            Reason::NotRead => "not-read",
        }
    }
}

/// Something worth knowing that changes neither the answer nor the exit code.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Note {
    /// True for what the user should look at (a warning), false for plain information.
    pub warning: bool,
    /// One sentence.
    pub text: String,
}
