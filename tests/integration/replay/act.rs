//! Steps of a run: requests, and whether the answers are the expected ones.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::caller::{Caller, Credential, Reply, Request};
use super::fixture::{Sender, Step};

/// How long something that is due may take: controllers work on their own time.
const PATIENCE: Duration = Duration::from_secs(30);

/// Those who take part in a run, and what was kept of the answers.
pub(super) struct Cast<'a> {
    kubeconfig: &'a Path,
    callers: HashMap<Sender, Caller>,
    kept: BTreeMap<String, String>,
}

impl<'a> Cast<'a> {
    pub(super) fn new(kubeconfig: &'a Path, administrator: Caller, attacker: Caller) -> Self {
        let callers = HashMap::from([(Sender::Administrator, administrator), (Sender::Attacker, attacker)]);
        Cast { kubeconfig, callers, kept: BTreeMap::new() }
    }

    /// Sends a request until the answer is the expected one. What a refused request did not do, it may do again.
    pub(super) fn succeed(&mut self, step: &Step, usual: &Sender) -> Result<(), String> {
        let start = Instant::now();
        loop {
            let (reply, what) = self.send(step, usual);
            match self.judge(step, &reply) {
                Ok(()) => return self.keep(step, &reply),
                Err(why) if start.elapsed() > PATIENCE => return Err(complaint(&what, &why, &reply)),
                Err(_) => std::thread::sleep(Duration::from_millis(50)),
            }
        }
    }

    /// Sends a request once: its status must be this one, and if that is no refusal, the answer the expected one.
    pub(super) fn answered(&mut self, step: &Step, status: u16) -> Result<(), String> {
        let (reply, what) = self.send(step, &Sender::Attacker);
        let judged = match reply.status {
            found if found != status => Err(format!("expected {status}")),
            200..300 => self.judge(step, &reply).and_then(|()| self.keep(step, &reply)),
            _ => Ok(()),
        };
        judged.map_err(|why| complaint(&what, &why, &reply))
    }

    fn send(&mut self, step: &Step, usual: &Sender) -> (Reply, String) {
        let fill = |text: &str| self.fill(text);
        let line = fill(&step.send);
        let (method, path) = line.split_once(' ').unwrap();
        let body = step.body.as_ref().map(|body| self.fill_all(body));
        let headers =
            step.headers.iter().map(|(name, values)| (name.clone(), values.iter().map(|v| fill(v)).collect()));
        let headers: BTreeMap<String, Vec<String>> = headers.collect();
        let content_type = match (&step.content_type, method, &body) {
            (Some(named), ..) => named,
            (None, "PATCH", Some(Value::Array(_))) => "application/json-patch+json",
            (None, "PATCH", _) => "application/merge-patch+json",
            (None, ..) => "application/json",
        };
        let sender = match step.sender.as_ref().unwrap_or(usual) {
            Sender::Token(token) => Sender::Token(fill(token)),
            Sender::Certificate(certificate) => Sender::Certificate(fill(certificate)),
            known => known.clone(),
        };
        let caller = self.caller(sender);
        let request = Request { method, path, content_type, headers: &headers, body: body.as_ref() };
        let mut reply = caller.send(&request);
        // A server that is busy has not answered yet, unless that is the point.
        while reply.status == 429 && step.status != Some(429) {
            std::thread::sleep(Duration::from_millis(200));
            reply = caller.send(&request);
        }
        (reply, line)
    }

    fn caller(&mut self, sender: Sender) -> Caller {
        let kubeconfig = self.kubeconfig;
        let make = |sender: &Sender| match sender {
            Sender::Token(token) => Caller::new(kubeconfig, &Credential::Token(token)),
            Sender::Certificate(certificate) => Caller::new(kubeconfig, &Credential::Certificate(certificate)),
            Sender::Attacker | Sender::Administrator => unreachable!("they are there from the start"),
        };
        self.callers.entry(sender).or_insert_with_key(make).clone()
    }

    fn judge(&self, step: &Step, reply: &Reply) -> Result<(), String> {
        match step.status {
            Some(status) if reply.status != status => return Err(format!("expected {status}")),
            None if !(200..300).contains(&reply.status) => return Err("expected success".to_owned()),
            _ => {}
        }
        let answer = reply.json();
        for (pointer, expected) in &step.shows {
            let (found, expected) = (answer.pointer(pointer).unwrap_or(&Value::Null), self.fill_all(expected));
            if *found != expected {
                return Err(format!("expected {expected} at {pointer}, found {found}"));
            }
        }
        for (name, value) in &step.answer_headers {
            let (found, expected) = (reply.headers.get(name), self.fill(value));
            if found.is_none_or(|found| *found != expected) {
                return Err(format!("expected {expected} as {name}, found {found:?}"));
            }
        }
        match step.contains.as_ref().map(|text| self.fill(text)) {
            Some(text) if !reply.text.contains(&text) => Err(format!("expected {text:?} in it")),
            _ => self.kept_of(step, &answer).map(|_| ()),
        }
    }

    fn keep(&mut self, step: &Step, reply: &Reply) -> Result<(), String> {
        let kept = self.kept_of(step, &reply.json())?;
        self.kept.extend(kept);
        Ok(())
    }

    fn kept_of(&self, step: &Step, answer: &Value) -> Result<Vec<(String, String)>, String> {
        let text = |pointer: &str| {
            let found = answer.pointer(&self.fill(pointer)).and_then(Value::as_str);
            found.filter(|text| !text.is_empty()).ok_or_else(|| format!("expected a text at {pointer}"))
        };
        let plain = step.keep.iter().map(|(name, pointer)| Ok((name.clone(), text(pointer)?.to_owned())));
        let coded = step.decode.iter().map(|(name, pointer)| {
            let bytes = STANDARD.decode(text(pointer)?).map_err(|why| why.to_string())?;
            Ok((name.clone(), String::from_utf8(bytes).map_err(|why| why.to_string())?))
        });
        plain.chain(coded).collect()
    }

    /// Writes what was kept for its `$name`.
    fn fill(&self, text: &str) -> String {
        self.kept.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("${name}"), value))
    }

    fn fill_all(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.fill(text)),
            Value::Array(items) => items.iter().map(|item| self.fill_all(item)).collect(),
            Value::Object(fields) => {
                Value::Object(fields.iter().map(|(key, value)| (key.clone(), self.fill_all(value))).collect())
            }
            other => other.clone(),
        }
    }
}

fn complaint(what: &str, why: &str, reply: &Reply) -> String {
    let answer: String = reply.text.chars().take(1000).collect();
    format!("{what}: {why}; the answer is {} {answer}", reply.status)
}
