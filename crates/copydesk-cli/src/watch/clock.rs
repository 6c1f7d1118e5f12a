//! The time, as the watch sees it: the clock's, or the one that `--now` sets for good.

use copydesk::Moment;
use copydesk::jiff::{Timestamp, tz::Offset};

use super::arrivals::Millis;
use super::folders::millis;
use super::index::Seconds;

/// The clock that articles are judged by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    fixed: Option<Moment>,
}

impl Clock {
    /// The machine's clock, or one that stands still.
    pub(super) fn new(fixed: Option<Moment>) -> Self {
        Self { fixed }
    }

    /// The time that articles are judged by.
    pub(super) fn now(self) -> Moment {
        self.fixed.unwrap_or_else(|| Moment::Zoned(Offset::UTC.to_datetime(Timestamp::now()), Offset::UTC))
    }

    /// The same, in seconds.
    pub(super) fn seconds(self) -> Seconds {
        self.now().timestamp_or_utc().map_or(0, Timestamp::as_second)
    }

    /// How long until a time, where the clock moves at all.
    pub(super) fn until(self, time: Seconds) -> Option<Millis> {
        let left = time.saturating_sub(self.seconds()).max(0);
        let left = u64::try_from(left).unwrap_or(0).saturating_mul(1_000);
        if self.fixed.is_some() && left > 0 { None } else { Some(left) }
    }
}

/// The time by the machine's clock, by which files are dated.
pub(super) fn machine() -> Millis {
    millis(std::time::SystemTime::now())
}

/// A time for people and logs: `2026-01-02T03:04:05Z`.
pub(super) fn told(time: Seconds) -> String {
    Timestamp::from_second(time).map(|time| time.to_string()).unwrap_or_default()
}
