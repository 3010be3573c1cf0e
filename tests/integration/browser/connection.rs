//! The DevTools protocol over a pipe: calls with their answers, and a log of what happened in between.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

/// How long the browser may take for one call, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// A way to speak with the browser, for all threads.
pub(super) struct Connection {
    shared: Arc<Shared>,
    browser: Mutex<Child>,
    log: PathBuf,
}

/// What the thread that reads and those that call have in common.
struct Shared {
    input: Mutex<ChildStdin>,
    next: AtomicU64,
    waiting: Mutex<HashMap<u64, Sender<Value>>>,
    events: Mutex<Vec<Value>>,
}

impl Connection {
    /// Speaks with a browser that was started with pipes, and says what it says to a log.
    pub(super) fn new(mut browser: Child, log: PathBuf) -> Self {
        let output = browser.stdout.take().unwrap();
        let shared = Arc::new(Shared {
            input: Mutex::new(browser.stdin.take().unwrap()),
            next: AtomicU64::new(1),
            waiting: Mutex::default(),
            events: Mutex::default(),
        });
        let reader = Arc::clone(&shared);
        std::thread::spawn(move || reader.read(output));
        Self { shared, browser: Mutex::new(browser), log }
    }

    /// Calls a method, of a tab's session or of the browser itself, and panics when it fails.
    pub(super) fn call(&self, session: Option<&str>, method: &str, params: &Value) -> Value {
        self.try_call(session, method, params).unwrap_or_else(|why| panic!("{method}: {why}"))
    }

    /// The same, where a failure is an answer too.
    pub(super) fn try_call(&self, session: Option<&str>, method: &str, params: &Value) -> Result<Value, String> {
        let (sender, receiver) = channel();
        self.shared.send(session, method, params, Some(sender));
        let answer = receiver.recv_timeout(PATIENCE).map_err(|why| {
            let ended = self.browser.lock().unwrap().try_wait();
            format!("no answer ({why}; ended: {ended:?}); see {}\n{}", self.log.display(), self.last_words())
        })?;
        match answer.get("error") {
            Some(error) => Err(error.to_string()),
            None => Ok(answer["result"].clone()),
        }
    }

    /// Takes the events out that a tab calls its own.
    pub(super) fn take_events(&self, own: impl Fn(&Value) -> bool) -> Vec<Value> {
        let mut events = self.shared.events.lock().unwrap();
        let (taken, left) = events.drain(..).partition(own);
        *events = left;
        taken
    }

    fn last_words(&self) -> String {
        let said = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = said.lines().filter(|line| !line.contains("/dbus/")).collect();
        lines[lines.len().saturating_sub(8)..].join("\n")
    }
}

impl Shared {
    fn send(&self, session: Option<&str>, method: &str, params: &Value, answer: Option<Sender<Value>>) {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        if let Some(answer) = answer {
            self.waiting.lock().unwrap().insert(id, answer);
        }
        let mut message = json!({"id": id, "method": method, "params": params});
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let text = format!("{message}\0");
        // A browser that has ended shows in the answer that does not come.
        let _ = self.input.lock().unwrap().write_all(text.as_bytes());
    }

    /// Hands out answers and collects events until the browser ends.
    fn read(&self, output: ChildStdout) {
        for message in BufReader::new(output).split(0).map_while(Result::ok) {
            let message: Value = serde_json::from_slice(&message).unwrap();
            match message["id"].as_u64() {
                Some(id) => {
                    let waiting = self.waiting.lock().unwrap().remove(&id);
                    waiting.map(|sender| sender.send(message));
                }
                None => self.note(message),
            }
        }
        // Whoever waits for an answer learns at once that none will come.
        self.waiting.lock().unwrap().clear();
    }

    fn note(&self, event: Value) {
        // A page stands still, and every call with it, until its dialog is gone.
        if event["method"] == "Page.javascriptDialogOpening" {
            self.send(event["sessionId"].as_str(), "Page.handleJavaScriptDialog", &json!({"accept": false}), None);
        }
        self.events.lock().unwrap().push(event);
    }
}
