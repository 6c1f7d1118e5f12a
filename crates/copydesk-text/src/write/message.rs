//! Writes the frame of an IPTC 7901 message around a story.

use copydesk_core::jiff::tz::Offset;
use copydesk_core::{Article, Moment, Report, Value};

use crate::read::iptc7901;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The header, the slug line and the headline section, up to the line that ends in `=`.
///
/// The article's own header is kept; without one, service, number, priority and category are assumed, and reported.
pub(crate) fn head(article: &Article, report: &mut Report) -> String {
    let metadata = &article.metadata;
    let own = metadata.extras.get("text:header").and_then(Value::as_text);
    let header = own
        .filter(|header| iptc7901::is_header(header))
        .map_or_else(|| made_up(article, report), str::to_owned);
    let mut out = format!("\u{1}{header}\n\n");
    if let Some(slug_line) = &metadata.slug_line {
        out.push_str(slug_line.trim());
        out.push('\n');
    }
    out.push('\u{2}');
    let mut lines: Vec<String> =
        metadata.relations.iter().filter_map(|relation| relation.printed.clone()).collect();
    lines.push(article.headline.plain_text());
    lines.extend(article.bylines.iter().map(|byline| byline.printed.clone()));
    lines.retain(|line| !line.trim().is_empty());
    out.push_str(&lines.join("\n"));
    out.push_str(" =\n");
    out
}

fn made_up(article: &Article, report: &mut Report) -> String {
    let metadata = &article.metadata;
    let priority = metadata.urgency.filter(|urgency| *urgency <= 9).unwrap_or(4);
    let category = metadata.subjects.iter().find(|subject| subject.scheme.as_deref() == Some("iptc7901"));
    let category = category.and_then(|subject| subject.code.as_deref()).unwrap_or("n");
    let words = article.body_text(true).split_whitespace().count();
    let header = format!("cpd0001 {priority} {category} {words}");
    report.assumed("metadata.extras.text:header", &header, "the article has no header of IPTC 7901");
    header
}

/// The end of the text, the date and the end of the message.
pub(crate) fn end(article: &Article) -> String {
    let own = article.metadata.extras.get("text:end").and_then(Value::as_text);
    let date = own.filter(|end| iptc7901::moment(end).is_some()).map(str::to_owned);
    let date = date.or_else(|| article.metadata.issued.map(date_of)).unwrap_or_default();
    format!("\n\u{3}{date}\n\u{4}\n")
}

/// `251037 Sep 24`; a moment whose zone is known in GMT: `212322 GMT Nov 18`.
fn date_of(moment: Moment) -> String {
    let zoned = moment.timestamp().is_some();
    let time =
        moment.timestamp().map_or_else(|| moment.date_time(), |timestamp| Offset::UTC.to_datetime(timestamp));
    let month = MONTHS.get(usize::try_from(time.month() - 1).unwrap_or(0)).unwrap_or(&"Jan");
    let zone = if zoned { " GMT" } else { "" };
    format!(
        "{:02}{:02}{:02}{zone} {month} {:02}",
        time.day(),
        time.hour(),
        time.minute(),
        time.year().rem_euclid(100)
    )
}
