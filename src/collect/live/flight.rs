//! A page on its way: its beginning is known before its end, and with it where the next page starts.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;
use tokio::task::{AbortHandle, JoinHandle};

use super::body::{Form, ListBody};
use super::fault::Fault;
use super::head::Head;
use super::session::Session;

/// A list that does not say at its beginning where it goes on says it at its end.
const BEGINNING: usize = 16 << 10;

/// Tells the token of the next page as soon as it has come.
pub(super) struct Announcer(Mutex<Option<oneshot::Sender<String>>>);

impl Announcer {
    /// Looks at what has come of a body so far.
    pub(super) fn look(&self, body: &[u8]) {
        let mut teller = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if teller.is_none() {
            return;
        }
        let next = Head::of_beginning(body);
        if next.is_some() || body.len() > BEGINNING {
            // Whoever no longer listens needs no token.
            let told = teller.take().zip(next).map(|(teller, next)| teller.send(next));
            drop(told);
        }
    }
}

/// A page that was asked for. Dropping it gives it up.
pub(super) struct Flight {
    task: JoinHandle<Result<ListBody, Fault>>,
    next: oneshot::Receiver<String>,
    abort: AbortHandle,
}

impl Flight {
    pub(super) fn start(session: &Arc<Session>, path: String, form: Form) -> Self {
        let (teller, next) = oneshot::channel();
        let session = Arc::clone(session);
        let task = tokio::spawn(async move {
            let announcer = Announcer(Mutex::new(Some(teller)));
            session.page(&path, form, &announcer).await
        });
        let abort = task.abort_handle();
        Flight { task, next, abort }
    }

    /// Where the next page starts, once that is known; nothing where the beginning of this one does not tell.
    pub(super) async fn next(&mut self) -> Option<String> {
        (&mut self.next).await.ok()
    }

    /// The whole page.
    pub(super) async fn land(mut self) -> Result<ListBody, Fault> {
        (&mut self.task).await?
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.abort.abort();
    }
}
