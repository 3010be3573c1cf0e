//! How long to wait before asking again.

use std::time::Duration;

use super::fault::Fault;

/// The waits between tries. Tests run on a shorter second.
#[derive(Clone, Copy)]
pub(super) struct Pace {
    /// How long a second is.
    pub(super) second: Duration,
}

impl Pace {
    /// Real seconds.
    pub(super) const REAL: Pace = Pace { second: Duration::from_secs(1) };

    /// A server that wants to be left alone for longer is given up.
    const LONGEST_WISH: u32 = 30;

    /// The wait after the `tried`-th try ended with this fault; nothing when there is to be no further one.
    pub(super) fn wait(self, fault: &Fault, tried: u32) -> Option<Duration> {
        if tried >= fault.tries() {
            return None;
        }
        match fault.retry_after() {
            Some(wish) => {
                let seconds = u32::try_from(wish.as_secs()).unwrap_or(u32::MAX);
                (seconds <= Self::LONGEST_WISH).then(|| self.second * seconds)
            }
            None => Some(self.jitter(tried)),
        }
    }

    /// A random part of a wait that doubles from 0.5 s to 10 s: clients that failed together do not return together.
    fn jitter(self, tried: u32) -> Duration {
        let most = (self.second / 2 * 2u32.saturating_pow(tried)).min(self.second * 10);
        most.mul_f64(fastrand::f64())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Pace;
    use crate::collect::live::fault::Fault;

    #[test]
    fn a_wish_is_obeyed_up_to_half_a_minute() {
        assert_eq!(Pace::REAL.wait(&Fault::Busy(429, Some(7)), 1), Some(Duration::from_secs(7)));
        assert_eq!(Pace::REAL.wait(&Fault::Busy(429, Some(31)), 1), None);
        assert_eq!(Pace::REAL.wait(&Fault::Busy(429, Some(u64::MAX)), 1), None);
    }

    #[test]
    fn tries_end() {
        assert!(Pace::REAL.wait(&Fault::Busy(503, None), 4).is_some_and(|wait| wait <= Duration::from_secs(8)));
        assert_eq!(Pace::REAL.wait(&Fault::Busy(503, None), 5), None);
        assert_eq!(Pace::REAL.wait(&Fault::Timeout, 2), None, "a deadline is retried once");
        assert_eq!(Pace::REAL.wait(&Fault::Forbidden, 1), None);
    }
}
