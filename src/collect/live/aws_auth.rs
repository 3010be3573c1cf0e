//! The ConfigMap `aws-auth`: the one object that is read by its name. Other ConfigMaps are nobody's business here.
//!
//! It is asked for whatever the namespace of a scan: who signs in is a matter of the whole cluster.

use super::connection::Breadth;
use super::fault::Fault;
use super::session::Session;
use crate::collect::aws_auth::gap;
use crate::collect::found::Found;
use crate::collect::wire::{Written, aws_auth};
use crate::model::{AwsAuth, Note};

/// Where a server has it.
pub(super) const PATH: &str = "/api/v1/namespaces/kube-system/configmaps/aws-auth";

/// Reads it, with the gap that it leaves. Where there is none, nobody signs in by it.
pub(super) async fn read(session: &Session) -> Found {
    let mut found = Found::default();
    if session.connection.breadth != Breadth::Everything {
        return found;
    }
    match session.get(PATH).await.and_then(|body| decode(&body)) {
        Ok(map) => found.aws_auth.push(map),
        Err(Fault::NotFound) => {}
        Err(fault) => {
            found.gaps.push(gap(fault.reason(), ""));
            // A gap says itself that the server refused.
            let text = format!("the ConfigMap {}: {}", AwsAuth::NAME, fault.words());
            found.notes.extend((fault != Fault::Forbidden).then_some(Note { warning: true, text }));
        }
    }
    found
}

fn decode(body: &[u8]) -> Result<AwsAuth, Fault> {
    let malformed = |why: String| Fault::Malformed(why);
    let text =
        std::str::from_utf8(body).map_err(|error| malformed(format!("no UTF-8 at byte {}", error.valid_up_to())))?;
    let map = aws_auth(Written::Json(text), "").map_err(|refused| malformed(refused.message))?;
    map.ok_or_else(|| malformed("the server answers with something else".to_owned()))
}
