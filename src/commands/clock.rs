//! The time, for what cannot do without: the end of a suppression, and metrics.

use std::time::Instant;

use crate::model::Time;
use crate::report::prometheus::Run;

/// Measures a run.
pub(super) struct Clock(Instant);

impl Clock {
    pub(super) fn start() -> Self {
        Clock(Instant::now())
    }

    /// The run until now.
    pub(super) fn run(&self) -> Run {
        let took = told().is_none().then(|| self.0.elapsed());
        Run { at: now().unix(), took }
    }
}

/// Now: by `SOURCE_DATE_EPOCH` where a run must be repeatable, else by this machine. The clock of a server that is judged
/// does not decide what is accepted.
pub(super) fn now() -> Time {
    told().unwrap_or_else(Time::of_this_machine)
}

fn told() -> Option<Time> {
    let seconds = std::env::var("SOURCE_DATE_EPOCH").ok()?;
    Time::from_unix(seconds.parse().ok()?)
}
