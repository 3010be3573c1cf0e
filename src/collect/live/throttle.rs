//! How many requests a second may be sent: a server that is busy with others is not asked as fast as it can answer.
//!
//! The generic cell rate algorithm: one instant is all that is kept. What was not sent in a second may be sent in the
//! next one, but not later.

use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::Instant;

/// Lets so many requests a second through.
pub(super) struct Throttle {
    /// Between two requests, on average.
    interval: Duration,
    /// How far the requests may be ahead of that average.
    ahead: Duration,
    /// When the next request would be due.
    due: Mutex<Instant>,
}

impl Throttle {
    /// `second` is how long a second is.
    pub(super) fn new(per_second: u32, second: Duration) -> Self {
        Throttle { interval: second / per_second.max(1), ahead: second, due: Mutex::new(Instant::now()) }
    }

    /// Waits until a request may be sent, and counts it.
    pub(super) async fn turn(&self) {
        let start = {
            let mut due = self.due.lock().await;
            let now = Instant::now();
            let mine = (*due).max(now);
            *due = mine + self.interval;
            mine.checked_sub(self.ahead)
        };
        if let Some(start) = start {
            tokio::time::sleep_until(start).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::Throttle;

    async fn time_of(requests: u32, throttle: &Throttle) -> Duration {
        let start = Instant::now();
        for _ in 0..requests {
            throttle.turn().await;
        }
        start.elapsed()
    }

    #[tokio::test]
    async fn a_second_is_given_at_once_and_the_rest_comes_evenly() {
        let second = Duration::from_millis(100);
        let throttle = Throttle::new(10, second);
        assert!(time_of(10, &throttle).await < second);
        assert!(time_of(10, &throttle).await >= second / 2, "one in ten milliseconds");
        let idle = Throttle::new(10, second);
        tokio::time::sleep(second * 3).await;
        assert!(time_of(20, &idle).await >= second / 2, "what was not used is lost");
    }
}
