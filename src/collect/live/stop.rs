//! What ends a collection early: its deadline, Ctrl-C, SIGTERM.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::LiveError;

/// A signal that ends a collection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Signal {
    /// Ctrl-C.
    Interrupt,
    /// SIGTERM.
    Terminate,
}

impl Signal {
    /// What the process should exit with, once it has said what it knows.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Signal::Interrupt => 130,
            Signal::Terminate => 143,
        }
    }
}

/// Why a collection ended early.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Cause {
    /// It took too long.
    Deadline,
    /// The user, or what runs kubescan, said so.
    Signal(Signal),
}

/// Hears of the end; [`None`] until then.
pub(super) type Stop = watch::Receiver<Option<Cause>>;

/// Waits for the end; for ever where nobody can tell it any more.
pub(super) async fn stopped(mut stop: Stop) -> Cause {
    let cause = stop.wait_for(Option::is_some).await.map(|cause| *cause);
    match cause {
        Ok(Some(cause)) => cause,
        _ => std::future::pending().await,
    }
}

/// Makes a second signal quit at once, also later: while the first one is answered with what is known, nobody listens.
pub(super) struct SecondSignal(Arc<AtomicBool>);

impl SecondSignal {
    /// From now on the first signal is heard, and any further one quits.
    pub(super) fn arm() -> Result<Self, LiveError> {
        let armed = Arc::new(AtomicBool::new(false));
        let failed = |_| LiveError::Start("signals cannot be caught");
        for (signal, kind) in [(SIGINT, Signal::Interrupt), (SIGTERM, Signal::Terminate)] {
            let code = i32::from(kind.exit_code());
            // In this order: the first signal finds it unarmed, and arms it.
            signal_hook::flag::register_conditional_shutdown(signal, code, Arc::clone(&armed)).map_err(failed)?;
            signal_hook::flag::register(signal, Arc::clone(&armed)).map_err(failed)?;
        }
        Ok(SecondSignal(armed))
    }
}

impl Drop for SecondSignal {
    /// Once nobody listens to a first signal any more, that one has to quit.
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Waits for what comes first: a signal or the deadline. To be called inside a runtime.
pub(super) fn listen(deadline: Duration) -> Result<Stop, LiveError> {
    let failed = |_| LiveError::Start("signals cannot be caught");
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    let (tell, stop) = watch::channel(None);
    tokio::spawn(async move {
        let cause = tokio::select! {
            _ = interrupt.recv() => Cause::Signal(Signal::Interrupt),
            _ = terminate.recv() => Cause::Signal(Signal::Terminate),
            () = tokio::time::sleep(deadline) => Cause::Deadline,
        };
        tell.send_replace(Some(cause));
        // Whoever asks late must hear it too.
        tell.closed().await;
    });
    Ok(stop)
}
