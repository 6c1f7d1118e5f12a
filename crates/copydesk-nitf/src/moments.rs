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

/// Reads a date in the shapes agencies use; with what had to be guessed.
///
/// Besides ISO 8601 with and without dashes: fourteen or twelve digits in a row, a day with a zone, slashes for dashes,
/// `UTC` or `GMT` for `Z`.
pub(crate) fn parse(text: &str) -> Option<(Moment, Option<&'static str>)> {
    let text = text.trim();
    if let Ok(moment) = text.parse() {
        return Some((moment, None));
    }
    if !text.is_ascii() || text.len() < 8 || text.len() > 40 {
        return None;
    }
    let plain = text.replace('/', "-");
    let (plain, zulu) = match plain.trim_end_matches(" UTC").trim_end_matches(" GMT").trim_end() {
        stripped if stripped.len() < plain.len() => (stripped.to_owned(), "Z"),
        _ => (plain, ""),
    };
    if let Ok(moment) = format!("{plain}{zulu}").parse() {
        return Some((moment, Some("the same, in the shape of ISO 8601")));
    }
    let digits = plain.bytes().take_while(u8::is_ascii_digit).count();
    let (number, zone) = plain.split_at(digits);
    match digits {
        8 if zone.starts_with(['+', '-', 'Z'])
            && format!("20000101T000000{zone}").parse::<Moment>().is_ok() =>
        {
            Some((Moment::Date(number.parse().ok()?), Some("a day, without its zone")))
        }
        12 | 14 => {
            let time = format!("{}T{:0<6}{zone}{zulu}", &number[..8], &number[8..]);
            Some((time.parse().ok()?, Some("a day and a time")))
        }
        _ => None,
    }
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

    #[test]
    fn every_shape_is_read() {
        for (text, read) in [
            ("20151101", "2015-11-01"),
            (" 20151101T000100+0000 ", "2015-11-01T00:01:00Z"),
            ("20131020T192751-0000", "2013-10-20T19:27:51Z"),
            ("20150921T080200", "2015-09-21T08:02:00"),
            ("20210706T053542Z", "2021-07-06T05:35:42Z"),
            ("2016-05-12T00:05:13+02:00", "2016-05-12T00:05:13+02:00"),
            ("2016-04-13 04:52:21+00:00", "2016-04-13T04:52:21Z"),
            ("20080219+0100", "2008-02-19"),
            ("20080219083000-0500", "2008-02-19T08:30:00-05:00"),
            ("200802190830", "2008-02-19T08:30:00"),
            ("2008/02/19", "2008-02-19"),
            ("2008-02-19 08:30:00 GMT", "2008-02-19T08:30:00Z"),
        ] {
            assert_eq!(parse(text).unwrap_or_else(|| panic!("{text}")).0.to_string(), read);
        }
        for text in ["", "not-a-date", "99999999", "<%= date %>", "2015"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
