//! Writes that are put to the server as dry runs, in the name of whoever would make them: authorization and admission decide
//! as they would, and nothing is stored.

use std::sync::Arc;

use http::Method;
use serde::Deserialize;
use tokio::task::JoinSet;

use super::session::Session;

/// A write. It is only ever sent as a dry run.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Trial {
    /// `POST`, `PUT`, `PATCH` (a merge patch) or `DELETE`.
    pub method: Method,
    /// The path, without a query.
    pub path: String,
    /// The object, or the patch, as JSON; empty for nothing.
    pub body: String,
    /// In whose name.
    pub user: String,
    /// As a member of these groups, beside those that the server adds.
    pub groups: Vec<String>,
}

/// What the server says to a trial.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It would be stored.
    Admitted,
    /// It would not.
    Refused(String),
    /// The server decided about something else: there is no such object, or one of that name already.
    Untold(String),
}

/// What came back: the object as it would be stored, or a `Status`.
#[derive(Deserialize)]
struct Told {
    #[serde(default)]
    kind: String,
}

/// `metav1.Status`, of which this is read.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Status {
    status: String,
    code: u16,
    message: String,
}

/// Tries writes; the outcomes are in their order, or why there is none.
pub(super) async fn try_all(session: &Arc<Session>, trials: Vec<Trial>) -> Vec<Result<Outcome, String>> {
    let mut running = JoinSet::new();
    for (place, trial) in trials.into_iter().enumerate() {
        let session = Arc::clone(session);
        running.spawn(async move { (place, session.try_out(&trial).await) });
    }
    let mut answers = running.join_all().await;
    answers.sort_by_key(|(place, _)| *place);
    answers
        .into_iter()
        .map(|(_, answer)| answer.map_err(|fault| fault.words()).and_then(|body| outcome(&body)))
        .collect()
}

fn outcome(body: &[u8]) -> Result<Outcome, String> {
    let told: Told = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    if told.kind != "Status" {
        return Ok(Outcome::Admitted);
    }
    let status: Status = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    match status.code {
        _ if status.status == "Success" => Ok(Outcome::Admitted),
        403 if status.message.contains("cannot impersonate") => Err(status.message),
        404 | 409 | 415 => Ok(Outcome::Untold(status.message)),
        _ => Ok(Outcome::Refused(status.message)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, outcome};

    #[test]
    fn a_refusal_is_told_from_what_could_not_be_asked() {
        let status = |code: u16, message: &str| {
            let body = format!(r#"{{"kind":"Status","status":"Failure","code":{code},"message":"{message}"}}"#);
            outcome(body.as_bytes())
        };
        assert_eq!(outcome(br#"{"kind":"Deployment","metadata":{},"status":{}}"#), Ok(Outcome::Admitted));
        assert_eq!(outcome(br#"{"kind":"Status","status":"Success"}"#), Ok(Outcome::Admitted));
        assert_eq!(status(422, "denied: no"), Ok(Outcome::Refused("denied: no".to_owned())));
        assert_eq!(status(500, "failed calling webhook"), Ok(Outcome::Refused("failed calling webhook".to_owned())));
        assert_eq!(status(409, "exists"), Ok(Outcome::Untold("exists".to_owned())));
        assert!(status(403, r#"users \"x\" is forbidden: User \"me\" cannot impersonate resource"#).is_err());
        assert!(outcome(b"<html>").is_err());
    }
}
