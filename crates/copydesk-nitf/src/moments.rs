//! Dates as NITF writes them (`20220110T083000+0600`) and as agencies do.

use std::fmt::Write as _;

use copydesk_core::Moment;
use copydesk_core::jiff::civil::{Date, DateTime};

/// A moment in NITF's preferred shape; ISO 8601 with dashes where that shape cannot hold it (fractions of a second,
/// years beyond four digits).
pub(crate) fn norm(moment: &Moment) -> String {
    let time = moment.date_time();
    if time.subsec_nanosecond() != 0 || !(0..=9999).contains(&time.year()) {
        return moment.to_string();
    }
    let mut text = day(time.date());
    match moment {
        Moment::Date(_) => {}
        Moment::Local(_) => push_time(&mut text, time),
        Moment::Zoned(_, offset) => {
            push_time(&mut text, time);
            let seconds = offset.seconds();
            let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
            let _ = match seconds {
                0 => write!(text, "Z"),
                _ => write!(text, "{sign}{:02}{:02}", minutes / 60, minutes % 60),
            };
        }
    }
    text
}

fn day(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

fn push_time(text: &mut String, time: DateTime) {
    let _ = write!(text, "T{:02}{:02}{:02}", time.hour(), time.minute(), time.second());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_as_the_schema_prefers() {
        for (moment, written) in [
            ("2022-01-10", "20220110"),
            ("2022-01-10T08:30:00", "20220110T083000"),
            ("2022-01-10T08:30:00+06:00", "20220110T083000+0600"),
            ("2022-01-10T08:30:00-03:30", "20220110T083000-0330"),
            ("2022-01-10T08:30:00Z", "20220110T083000Z"),
            ("2022-01-10T08:30:00.5Z", "2022-01-10T08:30:00.5Z"),
        ] {
            let moment: Moment = moment.parse().unwrap();
            assert_eq!(norm(&moment), written);
            assert_eq!(written.parse::<Moment>().unwrap(), moment);
        }
    }
}
