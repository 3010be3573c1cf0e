//! What an answer is worth, by its status, its headers and how its body begins.

use http::header::{CONTENT_TYPE, DATE, RETRY_AFTER};
use http::{HeaderMap, StatusCode};

use super::body::Form;
use super::fault::Fault;
use super::head::Head;
use super::request::PROTOBUF_ACCEPTED;
use crate::collect::wire::ProtobufHead;
use crate::model::Time;

/// The content type of protobuf.
const PROTOBUF: &str = "application/vnd.kubernetes.protobuf";

/// Whether this is what the server says to the write, and not to whoever sent it so fast.
pub(super) fn is_verdict(status: StatusCode) -> bool {
    !matches!(
        status,
        StatusCode::UNAUTHORIZED
            | StatusCode::TOO_MANY_REQUESTS
            | StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT
    )
}

/// The form of a body. A 200 may still be a login page, or a Status in disguise.
pub(super) fn judge(headers: &HeaderMap, accepted: &str, body: &[u8]) -> Result<Form, Fault> {
    let content = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first = body.iter().copied().find(|byte| !byte.is_ascii_whitespace());
    let form = if content == PROTOBUF && accepted == PROTOBUF_ACCEPTED { Form::Protobuf } else { Form::Json };
    let fits = match form {
        Form::Protobuf => ProtobufHead::is_on(body),
        Form::Json => content.contains("json") && first == Some(b'{'),
    };
    if !fits {
        let content: String = content.chars().take(60).collect();
        let first = first.map_or("nothing".to_owned(), |byte| format!("{:?}", char::from(byte)));
        return Err(Fault::NotJson(format!("content type {content:?}, beginning with {first}")));
    }
    match Head::of(body).status {
        Some(status) => Err(refusal(status, headers, body)),
        None => Ok(form),
    }
}

pub(super) fn refusal(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Fault {
    match status.as_u16() {
        401 => Fault::Unauthorized,
        403 => Fault::Forbidden,
        404 => Fault::NotFound,
        410 => Fault::Expired(Head::of(body).next),
        code @ (429 | 500 | 502 | 503 | 504) => Fault::Busy(code, seconds(headers)),
        code => Fault::Refused(code),
    }
}

/// `Date`, where there is one that can be understood.
pub(super) fn time(headers: &HeaderMap) -> Option<Time> {
    Time::parse_http(headers.get(DATE)?.to_str().ok()?)
}

/// `Retry-After` in seconds; anything else counts as not said.
fn seconds(headers: &HeaderMap) -> Option<u64> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()
}
