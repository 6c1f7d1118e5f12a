//! Dates and times as news gives them: the zone may be unknown, the time too.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A date, a date and time whose zone is unknown, or a moment in time with its offset.
///
/// Written and read as ISO 8601: `2022-01-10`, `2022-01-10T08:30:00`, `2022-01-10T08:30:00+06:00`, `…Z` for UTC.
///
/// ```
/// use copydesk_core::Moment;
/// let moment: Moment = "2022-01-10T08:30:00+06:00".parse()?;
/// assert_eq!(moment.to_string(), "2022-01-10T08:30:00+06:00");
/// assert_eq!(moment.date().year(), 2022);
/// # Ok::<(), copydesk_core::MomentError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// A day.
    Date(Date),
    /// A day and a time; where in the world is not said.
    Local(DateTime),
    /// A moment in time: the local day and time, and the offset from UTC.
    Zoned(DateTime, Offset),
}

/// A text that is no date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MomentError {
    text: String,
}

impl Moment {
    /// The day, as it was where the moment is told.
    pub fn date(&self) -> Date {
        match self {
            Self::Date(date) => *date,
            Self::Local(time) | Self::Zoned(time, _) => time.date(),
        }
    }

    /// The day and time, as they were where the moment is told; midnight where no time is known.
    pub fn date_time(&self) -> DateTime {
        match self {
            Self::Date(date) => date.to_datetime(jiff::civil::Time::midnight()),
            Self::Local(time) | Self::Zoned(time, _) => *time,
        }
    }

    /// The moment in time, where the zone is known.
    pub fn timestamp(&self) -> Option<Timestamp> {
        match self {
            Self::Date(_) | Self::Local(_) => None,
            Self::Zoned(time, offset) => offset.to_timestamp(*time).ok(),
        }
    }

    /// The moment in time, an unknown zone taken as UTC: for file formats that ask for a zone and for ordering.
    pub fn timestamp_or_utc(&self) -> Option<Timestamp> {
        self.timestamp().or_else(|| TimeZone::UTC.to_timestamp(self.date_time()).ok())
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => write!(f, "{date}"),
            Self::Local(time) => write!(f, "{time}"),
            Self::Zoned(time, offset) if *offset == Offset::UTC => write!(f, "{time}Z"),
            Self::Zoned(time, offset) => {
                let seconds = offset.seconds();
                let sign = if seconds < 0 { '-' } else { '+' };
                let minutes = seconds.abs() / 60;
                write!(f, "{time}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

impl FromStr for Moment {
    type Err = MomentError;

    fn from_str(text: &str) -> Result<Self, MomentError> {
        let error = || MomentError { text: text.chars().take(60).collect() };
        if !text.contains(['T', 't', ' ']) {
            return text.parse().map(Self::Date).map_err(|_| error());
        }
        let (time, zone) = split_zone(text);
        let time: DateTime = time.parse().map_err(|_| error())?;
        Ok(match zone {
            "" => Self::Local(time),
            zone => Self::Zoned(time, parse_offset(zone).ok_or_else(error)?),
        })
    }
}

/// Divides `…T08:30:00+0600` before the zone. A `-` before the `T` belongs to the date.
fn split_zone(text: &str) -> (&str, &str) {
    let time_starts = text.find(['T', 't', ' ']).unwrap_or(0);
    match text[time_starts..].rfind(['Z', 'z', '+', '-', '\u{2212}']) {
        Some(at) => {
            let (time, zone) = text.split_at(time_starts + at);
            (time.trim_end(), zone)
        }
        None => (text, ""),
    }
}

/// `Z`, `+06`, `+0600`, `+06:00`. `-0000` and `-00:00` are UTC.
fn parse_offset(zone: &str) -> Option<Offset> {
    if matches!(zone, "Z" | "z") {
        return Some(Offset::UTC);
    }
    let (sign, digits) = match zone.strip_prefix('+') {
        Some(digits) => (1, digits),
        None => (-1, zone.strip_prefix(['-', '\u{2212}'])?),
    };
    let digits: String = digits.chars().filter(|c| *c != ':').collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes): (i32, i32) = match digits.len() {
        2 => (digits.parse().ok()?, 0),
        4 => (digits[..2].parse().ok()?, digits[2..].parse().ok()?),
        _ => return None,
    };
    if minutes > 59 {
        return None;
    }
    Offset::from_seconds(sign * (hours * 60 + minutes) * 60).ok()
}

impl fmt::Display for MomentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a date such as 2022-01-10 or 2022-01-10T08:30:00+06:00", self.text)
    }
}

impl std::error::Error for MomentError {}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Moment {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Moment".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "ISO 8601: a date, a date and time whose zone is unknown, or a moment with its offset.",
            "pattern": r"^-?\d{4,6}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)?$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_read_and_written_in_one() {
        for (text, written) in [
            ("2022-01-10", "2022-01-10"),
            ("20220110", "2022-01-10"),
            ("2022-01-10T08:30:00", "2022-01-10T08:30:00"),
            ("20220110T083000+0600", "2022-01-10T08:30:00+06:00"),
            ("20220110T083000-0000", "2022-01-10T08:30:00Z"),
            ("2024-01-02 03:04:05+00:00", "2024-01-02T03:04:05Z"),
            ("2024-01-02T03:04:05.25Z", "2024-01-02T03:04:05.25Z"),
            ("2024-01-02T03:04:05-03:30", "2024-01-02T03:04:05-03:30"),
            ("2024-01-02T03:04", "2024-01-02T03:04:00"),
        ] {
            assert_eq!(text.parse::<Moment>().unwrap().to_string(), written, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_an_error() {
        for text in
            ["", "yesterday", "2022-13-01", "2022-01-10T25:00:00", "2022-01-10T08:00:00+6", "20220110T"]
        {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
    }
}
