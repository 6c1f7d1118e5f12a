//! Bulletins of weather services: a heading of the WMO, codes, the name of the product, the office and the time.

use copydesk_core::jiff::civil;
use copydesk_core::jiff::tz::Offset;
use copydesk_core::{Article, Moment, ReadContext, Value};
use copydesk_lines::{self as recognise, Language};

use crate::read::line::Line;

/// A heading stands among so many lines.
const HEADING_LINES: usize = 4;
/// The office and the time stand among so many lines below the name of the product.
const OFFICE_LINES: usize = 4;

/// Reads what stands above a bulletin; gives the index of its first line. Nothing where there is no heading.
pub(crate) fn read(lines: &[Line<'_>], article: &mut Article, context: &ReadContext<'_>) -> Option<usize> {
    let first = lines.iter().position(|line| !line.is_blank())?;
    let number =
        |line: &Line<'_>| line.trimmed().len() <= 5 && line.trimmed().bytes().all(|b| b.is_ascii_digit());
    let mut heading =
        lines[first..].iter().take(HEADING_LINES).skip_while(|line| line.is_blank() || number(line));
    let heading = heading.next().filter(|line| is_heading(line.trimmed()))?;
    let mut reader = Reader { lines, article, context, header: Vec::new() };
    let mut at = first;
    while lines[at].number <= heading.number {
        reader.keep(at);
        at += 1;
    }
    if lines.get(at).is_some_and(|line| is_product(line.trimmed())) {
        reader.keep(at);
        at += 1;
    }
    at = reader.codes(at);
    at = reader.title(at);
    at = reader.codes(at);
    let header = reader.header.join("\n");
    article.metadata.extras.insert("text:header".to_owned(), Value::from(header));
    Some(at)
}

struct Reader<'a, 't> {
    lines: &'a [Line<'t>],
    article: &'a mut Article,
    context: &'a ReadContext<'a>,
    header: Vec<&'t str>,
}

impl<'t> Reader<'_, 't> {
    /// The header as it stands keeps the line.
    fn keep(&mut self, at: usize) {
        let line = self.lines[at];
        if !line.is_blank() {
            self.context.trace(line.range(), || "metadata.extras".to_owned(), "heading of the WMO");
            self.header.push(line.trimmed());
        }
    }

    /// The areas and the events of a bulletin; gives the index of the first line that is none.
    fn codes(&mut self, mut at: usize) -> usize {
        while self.lines.get(at).is_some_and(|line| line.is_blank() || is_codes(line.trimmed())) {
            self.keep(at);
            at += 1;
        }
        at
    }

    /// `BULLETIN - IMMEDIATE BROADCAST REQUESTED`, the name of the product, the office, the time.
    fn title(&mut self, at: usize) -> usize {
        let text = |at: usize| self.lines.get(at).map(|line| line.trimmed()).filter(|text| !text.is_empty());
        let (article, context) = (&mut *self.article, self.context);
        let title = if text(at).is_some_and(is_order) { at + 1 } else { at };
        let below = (title + 1..=title + OFFICE_LINES).find(|at| text(*at).and_then(local_time).is_some());
        let (Some(headline), Some(time_at)) = (text(title), below) else { return at };
        if (title..time_at).any(|at| text(at).is_none()) {
            return at;
        }
        let range = |at: usize| self.lines[at].range();
        if title > at {
            context.trace(range(at), || "metadata.editor_notes[0]".to_owned(), "order above the bulletin");
            article.metadata.editor_notes.extend(text(at).map(str::to_owned));
        }
        context.trace(range(title), || "headline".to_owned(), "name of the bulletin");
        article.headline = headline.into();
        let office: Vec<&str> = (title + 1..time_at).filter_map(text).collect();
        for at in title + 1..time_at {
            context.trace(
                range(at),
                || "metadata.source".to_owned(),
                "office below the name of the bulletin",
            );
        }
        article.metadata.source = Some(office.join(", ")).filter(|office| !office.is_empty());
        context.trace(range(time_at), || "metadata.issued".to_owned(), "time of the bulletin");
        article.metadata.issued = text(time_at).and_then(local_time);
        self.header.extend(text(time_at));
        time_at + 1
    }
}

/// `WGUS51 KOKX 092306`, `FTUS43 KDMX 032330 AAA`: kind and region, station, day and time, and whether it is a correction.
fn is_heading(text: &str) -> bool {
    let mut fields = text.split(' ');
    let capitals = |field: &str| field.bytes().all(|byte| byte.is_ascii_uppercase());
    let digits = |field: &str| field.bytes().all(|byte| byte.is_ascii_digit());
    let kind =
        |field: &str| field.len() == 6 && field.is_ascii() && capitals(&field[..4]) && digits(&field[4..]);
    fields.next().is_some_and(kind)
        && fields.next().is_some_and(|station| station.len() == 4 && capitals(station))
        && fields.next().is_some_and(|time| time.len() == 6 && digits(time))
        && fields.next().is_none_or(|more| more.len() == 3 && capitals(more))
        && fields.next().is_none()
}

/// `FFWOKX`: the code of the product.
fn is_product(text: &str) -> bool {
    (4..=6).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && text.starts_with(|c: char| c.is_ascii_uppercase())
}

/// `NJC003-031-NYC087-100115-`, `/O.EXT.KOKX.FF.W.0009.000000T0000Z-230710T0115Z/`.
fn is_codes(text: &str) -> bool {
    let area = text.ends_with('-')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'>'));
    let event = text.len() > 2 && text.starts_with('/') && text.ends_with('/');
    (area || event) && text.contains(|c: char| c.is_ascii_digit()) && !text.contains(' ')
}

/// `BULLETIN - EAS ACTIVATION REQUESTED`.
fn is_order(text: &str) -> bool {
    text.contains(" - ") && text.ends_with("REQUESTED") && !text.contains(char::is_lowercase)
}

/// `706 PM EDT Sun Jul 9 2023`.
fn local_time(text: &str) -> Option<Moment> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let [clock, half, zone, _, month, day, year] = fields[..] else { return None };
    let clock: i16 = clock.parse().ok().filter(|_| (3..=4).contains(&clock.len()))?;
    let (hour, minute) = (clock / 100, clock % 100);
    let hour = match half.to_ascii_uppercase().as_str() {
        "AM" => hour % 12,
        "PM" => hour % 12 + 12,
        _ => return None,
    };
    let month = recognise::month(month, Language::ENGLISH)?;
    let date = civil::Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()?;
    let time = civil::Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()?;
    Some(Moment::Zoned(date.to_datetime(time), Offset::constant(offset(zone)?)))
}

/// The hours a zone of the United States is ahead of UTC.
fn offset(zone: &str) -> Option<i8> {
    const ZONES: &[(&str, i8)] = &[
        ("UTC", 0),
        ("GMT", 0),
        ("AST", -4),
        ("ADT", -3),
        ("EST", -5),
        ("EDT", -4),
        ("CST", -6),
        ("CDT", -5),
        ("MST", -7),
        ("MDT", -6),
        ("PST", -8),
        ("PDT", -7),
        ("AKST", -9),
        ("AKDT", -8),
        ("HST", -10),
        ("SST", -11),
        ("CHST", 10),
    ];
    ZONES.iter().find(|(name, _)| zone.eq_ignore_ascii_case(name)).map(|(_, hours)| *hours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_codes_and_times() {
        assert!(is_heading("WGUS51 KOKX 092306") && is_heading("FTUS43 KDMX 032330 AAA"));
        assert!(!is_heading("BRIDGE CLOSED TODAY") && !is_heading("WGUS51 KOKX 0923") && !is_heading(""));
        assert!(is_codes("NJC003-031-NYC087-100115-") && is_codes("/O.EXT.KOKX.FF.W.0009.230710T0115Z/"));
        assert!(!is_codes("SELF-MADE-") && !is_codes("/Reuters/ 5/"));
        let time = local_time("706 PM EDT Sun Jul 9 2023").map(|time| time.to_string());
        assert_eq!(time.as_deref(), Some("2023-07-09T19:06:00-04:00"));
        assert_eq!(local_time("706 PM on Sunday"), None);
    }
}
