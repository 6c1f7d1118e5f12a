//! IPTC 7901: SOH, source, number, priority, category and words; slug lines; STX; headline; text; ETX and a date.

use copydesk_core::jiff::civil;
use copydesk_core::jiff::tz::Offset;
use copydesk_core::{Article, Concept, Converted, Moment, ReadContext, Value};
use copydesk_lines::{self as recognise, Language};

use crate::read::around::Around;
use crate::read::frame::{ETX, SOH, STX, is_code};
use crate::read::line::Line;
use crate::read::story::read_story;
use crate::read::tongue::Tongue;

/// How many lines a headline with what stands around it may have.
const HEADLINE_LINES: usize = 16;

/// `bdt0000 3 vm 831  dpa 0000`: after three letters and a number, priority, category, words, and what else is said.
#[derive(Debug, PartialEq)]
struct Header<'t> {
    priority: u8,
    category: &'t str,
    words: &'t str,
    rest: &'t str,
}

/// Whether a line without control characters is such a header.
pub(crate) fn is_header(line: &str) -> bool {
    line.len() < 80 && header(line).is_some_and(|header| !header.words.is_empty())
}

fn header(line: &str) -> Option<Header<'_>> {
    let mut fields = line.split_whitespace();
    let name = fields.next()?;
    let letters = name.find(|c: char| !c.is_ascii_alphabetic())?;
    let number = &name[letters..];
    let sound = (2..=4).contains(&letters) && (3..=6).contains(&number.len()) && is_digits(number);
    let priority: u8 = fields.next()?.parse().ok().filter(|priority| sound && *priority <= 9)?;
    let category = fields.next().filter(|word| word.len() <= 3 && word.chars().all(char::is_alphabetic))?;
    let words = fields.next().filter(|word| is_digits(word)).unwrap_or("");
    let rest = if words.is_empty() { "" } else { line[line.find(words)? + words.len()..].trim() };
    Some(Header { priority, category, words, rest })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads one message.
pub(crate) fn read(lines: &[Line<'_>], tongue: &Tongue<'_>, context: &ReadContext<'_>) -> Converted<Article> {
    let mut article = Article::default();
    let text_at = lines.iter().position(|line| line.text.contains(STX));
    let body_at = read_header(lines, text_at, &mut article, context);
    let mut body: Vec<Line<'_>> = lines[body_at..].to_vec();
    if let Some(first) = body.first_mut().filter(|_| text_at.is_some()) {
        *first = first.after(first.text.find(STX).map_or(0, |at| at + 1));
    }
    read_end(&mut body, &mut article, context);
    let headline_lines = headline_section(&body);
    let mut around = Around { article: &mut article, tongue, context };
    around.read(&body[..headline_lines]);
    read_story(&body[headline_lines..], article, tongue, context)
}

/// The header line and the slug lines; gives the index of the first line of the text.
fn read_header(
    lines: &[Line<'_>],
    text_at: Option<usize>,
    article: &mut Article,
    context: &ReadContext<'_>,
) -> usize {
    let mut slugs: Vec<&str> = Vec::new();
    let mut seen = false;
    for (at, line) in lines.iter().enumerate() {
        let before_text = line.text.split(STX).next().unwrap_or("");
        let bare = before_text.trim_matches(|c: char| c.is_whitespace() || is_code(c) || c == SOH);
        let slug = (bare.ends_with('/') && bare.len() > 1) || is_slug(bare);
        if text_at.is_none() && seen && !slug && !bare.is_empty() {
            article.metadata.slug_line = slug_line(&slugs);
            return at;
        }
        if !bare.is_empty() {
            match header(bare).filter(|_| !seen) {
                Some(header) => {
                    context.trace(line.range(), || "metadata".to_owned(), "header of IPTC 7901");
                    fields(&header, article);
                    article.metadata.extras.insert("text:header".to_owned(), Value::from(bare));
                }
                None => {
                    context.trace(line.range(), || "metadata.slug_line".to_owned(), "slug line");
                    slugs.push(bare);
                }
            }
            seen = true;
        }
        if text_at == Some(at) {
            article.metadata.slug_line = slug_line(&slugs);
            return at;
        }
    }
    lines.len()
}

/// `Verkehr/Unfall/Brücken`: words of the desk without a space.
fn is_slug(text: &str) -> bool {
    let word = |word: &str| word.chars().count() >= 3 && word.chars().all(|c| c.is_alphabetic() || c == '-');
    text.contains('/') && text.split('/').all(|part| word(part) && !part.starts_with(char::is_lowercase))
}

fn slug_line(slugs: &[&str]) -> Option<String> {
    (!slugs.is_empty()).then(|| slugs.join(" "))
}

fn fields(header: &Header<'_>, article: &mut Article) {
    let metadata = &mut article.metadata;
    metadata.urgency = Some(header.priority);
    let category = Concept {
        code: Some(header.category.to_owned()),
        scheme: Some("iptc7901".to_owned()),
        ..Concept::default()
    };
    metadata.subjects.push(category);
    let agency = header.rest.split_whitespace().next().unwrap_or("");
    if recognise::is_sign_off(agency) {
        metadata.source = Some(agency.to_owned());
    }
}

/// ETX and the date after it; or, where the control characters are gone, a date on the last line.
fn read_end(body: &mut Vec<Line<'_>>, article: &mut Article, context: &ReadContext<'_>) {
    if let Some(end) = body.iter().position(|line| line.text.contains(ETX)) {
        let line = body[end];
        let at = line.text.find(ETX).unwrap_or(0);
        let date = line.text[at + 1..].trim_matches(|c: char| c.is_whitespace() || is_code(c));
        end_date(date, &line, article, context);
        let before = line.before(at);
        body.truncate(end);
        if !before.is_blank() {
            body.push(before);
        }
        return;
    }
    let last = body.iter().rposition(|line| !line.is_blank());
    if let Some(last) = last.filter(|last| moment(body[*last].trimmed()).is_some()) {
        end_date(body[last].trimmed(), &body[last], article, context);
        body.truncate(last);
    }
}

fn end_date(date: &str, line: &Line<'_>, article: &mut Article, context: &ReadContext<'_>) {
    if date.is_empty() {
        return;
    }
    context.trace(line.range(), || "metadata.issued".to_owned(), "date at the end of the message");
    article.metadata.issued = moment(date);
    article.metadata.extras.insert("text:end".to_owned(), Value::from(date));
}

/// `251037 Sep 24`: day, hour and minute; month; year. With a zone in some services: `212322 GMT Nov 18`.
pub(crate) fn moment(text: &str) -> Option<Moment> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (time, zone, month, year) = match words[..] {
        [time, month, year] => (time, "", month, year),
        [time, zone, month, year] => (time, zone, month, year),
        _ => return None,
    };
    if time.len() != 6 || !is_digits(time) || year.len() != 2 || !matches!(zone, "" | "GMT" | "UTC") {
        return None;
    }
    let month = recognise::month(month, Language::ANY)?;
    let year: i16 = year.parse().ok()?;
    let year = if year >= 70 { 1900 + year } else { 2000 + year };
    let number = |range: std::ops::Range<usize>| time.get(range).and_then(|digits| digits.parse::<i8>().ok());
    let date = civil::Date::new(year, month, number(0..2)?).ok()?;
    let clock = civil::Time::new(number(2..4)?, number(4..6)?, 0, 0).ok()?;
    let local = date.to_datetime(clock);
    Some(if zone.is_empty() { Moment::Local(local) } else { Moment::Zoned(local, Offset::UTC) })
}

/// How many lines the headline has: up to the one that ends in `=`, or to the first blank line.
fn headline_section(body: &[Line<'_>]) -> usize {
    let first = body.iter().position(|line| !line.is_blank()).unwrap_or(body.len());
    for (at, line) in body.iter().enumerate().skip(first).take(HEADLINE_LINES) {
        if line.trimmed().ends_with('=') {
            return at + 1;
        }
    }
    (first..body.len()).find(|at| body[*at].is_blank()).unwrap_or(body.len()).min(first + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_and_dates() {
        let read = header("bdt0000 3 vm 831  dpa 0000").unwrap();
        assert_eq!((read.priority, read.category, read.words, read.rest), (3, "vm", "831", "dpa 0000"));
        assert!(!is_header("In May 2022 it rained"));
        assert_eq!(moment("251037 Sep 24").unwrap().to_string(), "2024-09-25T10:37:00");
        assert_eq!(moment("212322 GMT Nov 18").unwrap().to_string(), "2018-11-21T23:22:00Z");
        assert_eq!(moment("end of it all"), None);
    }
}
