//! A fake API server that misbehaves on purpose.
//!
//! A scenario is data: rules of (what is asked, how often so far) → what happens. What no rule meets is answered as a
//! healthy server would, from the small cluster in [`super::world`].

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::world;

/// One request as it came.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) method: String,
    pub(super) path: String,
    /// Header lines, names in lower case.
    pub(super) headers: Vec<(String, String)>,
}

impl Asked {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|(known, _)| known == name);
        header.map(|(_, value)| value.as_str())
    }
}

/// Which of the requests that a rule is about it is for, counted from 1.
#[derive(Clone, Copy)]
pub(super) enum Hits {
    Always,
    First(usize),
    Only(usize),
}

/// What happens instead of a healthy answer.
#[derive(Clone)]
pub(super) enum Action {
    /// A whole answer: status, header lines, body.
    Answer(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// These bytes, and then the connection ends.
    Bytes(Vec<u8>),
    /// Silence.
    Hang,
}

impl Action {
    /// A Status, as an API server words a refusal.
    pub(super) fn status(code: u16) -> Self {
        Action::json(code, &format!(r#"{{"kind":"Status","apiVersion":"v1","metadata":{{}},"code":{code}}}"#))
    }

    pub(super) fn json(code: u16, body: &str) -> Self {
        Action::Answer(code, vec![("Content-Type", "application/json".to_owned())], body.into())
    }

    pub(super) fn with(self, name: &'static str, value: &str) -> Self {
        match self {
            Action::Answer(code, mut headers, body) => {
                headers.push((name, value.to_owned()));
                Action::Answer(code, headers, body)
            }
            other => other,
        }
    }
}

/// When something happens, and what.
pub(super) struct Rule {
    when: Box<dyn Fn(&Asked) -> bool + Send + Sync>,
    hits: Hits,
    action: Action,
    seen: Mutex<usize>,
}

/// A rule for requests whose path, with its query, holds this text.
pub(super) fn on(part: &'static str, hits: Hits, action: Action) -> Rule {
    when(move |asked| asked.path.contains(part), hits, action)
}

/// A rule for requests that this function tells.
pub(super) fn when(when: impl Fn(&Asked) -> bool + Send + Sync + 'static, hits: Hits, action: Action) -> Rule {
    Rule { when: Box::new(when), hits, action, seen: Mutex::new(0) }
}

impl Rule {
    fn apply(&self, asked: &Asked) -> Option<Action> {
        if !(self.when)(asked) {
            return None;
        }
        let mut seen = self.seen.lock().unwrap();
        *seen += 1;
        let hit = match self.hits {
            Hits::Always => true,
            Hits::First(count) => *seen <= count,
            Hits::Only(number) => *seen == number,
        };
        hit.then(|| self.action.clone())
    }
}

/// The server. It lives as long as the process; a test makes a few at most.
pub(super) struct Server {
    pub(super) address: SocketAddr,
    log: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    pub(super) fn start(rules: Vec<Rule>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::new(Mutex::new(Vec::new()));
        let (rules, seen) = (Arc::new(rules), Arc::clone(&log));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (rules, log) = (Arc::clone(&rules), Arc::clone(&seen));
                std::thread::spawn(move || converse(&stream, &rules, &log));
            }
        });
        Server { address, log }
    }

    /// The requests so far.
    pub(super) fn log(&self) -> Vec<Asked> {
        self.log.lock().unwrap().clone()
    }

    /// How many requests so far had this in their path.
    pub(super) fn count(&self, part: &str) -> usize {
        self.log().iter().filter(|asked| asked.path.contains(part)).count()
    }
}

fn converse(stream: &TcpStream, rules: &[Rule], log: &Mutex<Vec<Asked>>) -> Option<()> {
    let mut lines = BufReader::new(stream).lines();
    loop {
        let Ok(first) = lines.next()? else {
            // What is no text is TLS; a server without it says so like this.
            return answer(stream, Action::Bytes(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()));
        };
        let mut words = first.split(' ');
        let mut asked = Asked { method: words.next()?.to_owned(), path: words.next()?.to_owned(), headers: Vec::new() };
        for line in lines.by_ref() {
            let line = line.ok()?;
            let Some((name, value)) = line.split_once(": ") else {
                break;
            };
            asked.headers.push((name.to_lowercase(), value.to_owned()));
        }
        log.lock().unwrap().push(asked.clone());
        let action = rules.iter().find_map(|rule| rule.apply(&asked));
        answer(stream, action.unwrap_or_else(|| world::answer(&asked.path)))?;
    }
}

/// Nothing when the connection is to end.
fn answer(mut stream: &TcpStream, action: Action) -> Option<()> {
    match action {
        Action::Answer(status, headers, body) => {
            let mut head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n", body.len());
            for (name, value) in headers {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
            head.push_str("\r\n");
            stream.write_all(&[head.as_bytes(), &body].concat()).ok()
        }
        Action::Bytes(bytes) => {
            stream.write_all(&bytes).ok()?;
            stream.shutdown(std::net::Shutdown::Both).ok()?;
            None
        }
        Action::Hang => {
            std::thread::sleep(Duration::from_secs(20));
            None
        }
    }
}
