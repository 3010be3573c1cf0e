//! What a page that keeps to itself never does.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use super::Page;

/// Kinds of what must not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `console.error`, `console.warn` or a failed `console.assert`.
    Console,
    /// An exception that nobody caught.
    Exception,
    /// What the browser itself complains of.
    Complaint,
    /// Something that the page's own content security policy forbids.
    ContentSecurityPolicy,
    /// An alert or another dialog; it is dismissed.
    Dialog,
    /// A request for anything beside the file, or the way to another page.
    Request,
    /// A download; it is refused.
    Download,
    /// Another window.
    Popup,
}

/// Something that must not happen, and did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Incident {
    /// What it is.
    pub(crate) kind: Kind,
    /// A URL or what was said.
    pub(crate) text: String,
}

impl fmt::Display for Incident {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?}: {}", self.kind, self.text)
    }
}

impl Page {
    /// Takes what has happened so far that must not happen.
    ///
    /// A page that is dropped with something left fails its test.
    pub(crate) fn incidents(&self) -> Vec<Incident> {
        // Some are told by other processes than that of the page, so not in order with its answers.
        std::thread::sleep(Duration::from_millis(150));
        let events = self.connection.take_events(|event| self.is_own(event));
        events.iter().filter_map(|event| self.incident(event)).collect()
    }

    /// Whether an event is about this tab, its files or its windows.
    fn is_own(&self, event: &Value) -> bool {
        event["sessionId"] == *self.session
            || event["params"]["frameId"] == *self.target
            || event["params"]["targetInfo"]["browserContextId"] == *self.context
    }

    fn incident(&self, event: &Value) -> Option<Incident> {
        let params = &event["params"];
        let (kind, text) = match event["method"].as_str()? {
            "Runtime.consoleAPICalled" if matches!(params["type"].as_str()?, "error" | "warning" | "assert") => {
                (Kind::Console, said(&params["args"]))
            }
            "Runtime.exceptionThrown" => (Kind::Exception, exception(&params["exceptionDetails"])),
            "Log.entryAdded" if matches!(params["entry"]["level"].as_str()?, "error" | "warning") => {
                (Kind::Complaint, format!("{} {}", text(&params["entry"]["text"]), text(&params["entry"]["url"])))
            }
            "Audits.issueAdded" if params["issue"]["code"] == "ContentSecurityPolicyIssue" => (
                Kind::ContentSecurityPolicy,
                params["issue"]["details"]["contentSecurityPolicyIssueDetails"].to_string(),
            ),
            "Page.javascriptDialogOpening" => (Kind::Dialog, text(&params["message"])),
            "Network.requestWillBeSent" if !self.is_expected(params["request"]["url"].as_str()?) => {
                (Kind::Request, text(&params["request"]["url"]))
            }
            "Network.webSocketCreated" | "Network.webTransportCreated" => (Kind::Request, text(&params["url"])),
            "Browser.downloadWillBegin" => (Kind::Download, text(&params["url"])),
            "Target.targetCreated" if self.is_window(&params["targetInfo"]) => {
                (Kind::Popup, text(&params["targetInfo"]["url"]))
            }
            _ => return None,
        };
        Some(Incident { kind, text })
    }

    /// Another window, which the popups of the browser's own address bar are not.
    fn is_window(&self, target: &Value) -> bool {
        target["targetId"] != *self.target && !text(&target["url"]).starts_with("chrome://")
    }

    /// The file itself, and what never leaves the page.
    fn is_expected(&self, url: &str) -> bool {
        url == self.url || url.starts_with("data:") || url.starts_with("blob:") || url == "about:blank"
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The arguments of a call of the console, as it shows them.
fn said(arguments: &Value) -> String {
    let shown = |argument: &Value| match &argument["value"] {
        Value::String(text) => text.clone(),
        Value::Null => text(&argument["description"]),
        other => other.to_string(),
    };
    arguments.as_array().unwrap().iter().map(shown).collect::<Vec<String>>().join(" ")
}

/// What was thrown, with its place.
pub(super) fn exception(details: &Value) -> String {
    let thrown = &details["exception"];
    let what = thrown["description"].as_str().map_or_else(|| thrown["value"].to_string(), str::to_owned);
    format!("{} {what}", text(&details["text"]))
}
