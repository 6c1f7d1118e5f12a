//! What a target demands and an article lacks: one documented rule each, the same for every writer, always reported.
//!
//! | field | rule |
//! |---|---|
//! | language | the article's; else detected from the public text where the detector is sure; else `und` |
//! | date | modified; issued; the dateline's; 1 January of the first copyright year; else 1970-01-01. Never the clock |
//! | title | the headline; the title; the slug line; the first words of the body; else `Untitled` |
//! | alternative text | the figure's; its caption; its title; else `Image` |

mod detect;

use std::borrow::Cow;

use copydesk_core::jiff::civil;
use copydesk_core::{Article, Audience, Block, Media, Moment, Place, Report, child_blocks, child_inlines};

pub use detect::detect_language;

use detect::DETECTED_BYTES;

/// How many words of the body make a title.
const TITLE_WORDS: usize = 10;

/// The article's language as a BCP 47 tag, or an assumption, reported.
pub fn language<'a>(article: &'a Article, report: &mut Report) -> Cow<'a, str> {
    if let Some(language) = &article.metadata.language {
        return Cow::Borrowed(language);
    }
    let (language, why) = match detect_language(&sample(article)) {
        Some(language) => (language, "the article names no language; detected from its text"),
        None => ("und", "the article names no language, and its text does not show one"),
    };
    report.assumed("metadata.language", language, why);
    Cow::Borrowed(language)
}

/// The article's date, or an assumption, reported.
pub fn date(article: &Article, report: &mut Report) -> Moment {
    let metadata = &article.metadata;
    if let Some(moment) = metadata.modified.or(metadata.issued) {
        return moment;
    }
    let dateline = article.dateline.as_ref().and_then(|dateline| dateline.moment);
    let year = article.copyright.iter().flat_map(|copyright| &copyright.years).next();
    let (moment, why) = match (dateline, year.and_then(|year| civil::Date::new(*year, 1, 1).ok())) {
        (Some(moment), _) => (moment, "the article names no date; taken from its dateline"),
        (None, Some(date)) => {
            (Moment::Date(date), "the article names no date; 1 January of its copyright year")
        }
        (None, None) => (Moment::Date(civil::date(1970, 1, 1)), "the article names no date at all"),
    };
    report.assumed("metadata.modified", moment.to_string(), why);
    moment
}

/// The article's title as plain text on one line, or an assumption, reported.
pub fn title(article: &Article, report: &mut Report) -> String {
    let headline = one_line(&article.headline.plain_text());
    if !headline.is_empty() {
        return headline;
    }
    let named = |text: &Option<String>| text.as_deref().map(one_line).filter(|text| !text.is_empty());
    let (title, why) = if let Some(title) = named(&article.metadata.title) {
        (title, "the article has no headline; its title")
    } else if let Some(slug_line) = named(&article.metadata.slug_line) {
        (slug_line, "the article has no headline; its slug line")
    } else {
        let text = article.body_text(false);
        let words: Vec<&str> = text.split_whitespace().take(TITLE_WORDS).collect();
        match words.is_empty() {
            true => ("Untitled".to_owned(), "the article has no headline and no text"),
            false => (words.join(" "), "the article has no headline; its first words"),
        }
    };
    report.assumed("headline", &title, why);
    title
}

/// A figure's alternative text, or an assumption, reported. Empty text, decoration, stays empty.
pub fn alternative_text<'a>(media: &'a Media, at: &Place, report: &mut Report) -> Cow<'a, str> {
    if let Some(alternative) = &media.alternative {
        return Cow::Borrowed(alternative);
    }
    let mut caption = String::new();
    push_text(&media.caption, &mut caption);
    let caption = one_line(&caption);
    let (text, why) = if !caption.is_empty() {
        (caption, "the figure has no alternative text; its caption")
    } else if let Some(title) = &media.title {
        (one_line(title), "the figure has no alternative text; its title")
    } else {
        ("Image".to_owned(), "the figure has no alternative text and no caption")
    };
    report.assumed(format!("{at}.alternative"), &text, why);
    Cow::Owned(text)
}

fn one_line(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// The public text of blocks, each run of inlines followed by a space.
fn push_text(blocks: &[Block], text: &mut String) {
    for block in blocks {
        if block.audience() == Audience::Internal {
            continue;
        }
        for inlines in child_inlines(block) {
            inlines.push_plain_text(text);
            text.push(' ');
        }
        for blocks in child_blocks(block) {
            push_text(blocks, text);
        }
    }
}

/// Enough public text to know the language by: the body, or the headline where there is none.
fn sample(article: &Article) -> String {
    let mut text = String::new();
    for block in &article.body {
        if text.len() >= DETECTED_BYTES {
            break;
        }
        push_text(std::slice::from_ref(block), &mut text);
    }
    if text.trim().is_empty() { article.headline.plain_text() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENTENCE: &str = "The president said on Monday that his country had weathered an attempted coup, and that order had \
        now been restored in the capital after the most violent unrest in thirty years.";

    #[test]
    fn the_language_is_detected_and_reported() {
        let article = Article { body: vec![Block::paragraph(SENTENCE)], ..Article::default() };
        let mut report = Report::default();
        assert_eq!(language(&article, &mut report), "en");
        assert_eq!(report.assumed[0].field, "metadata.language");
        assert_eq!(language(&Article::default(), &mut report), "und");
    }

    #[test]
    fn the_date_follows_the_rule() {
        let mut article = Article::default();
        let mut report = Report::default();
        assert_eq!(date(&article, &mut report).to_string(), "1970-01-01");
        article.copyright.push(copydesk_core::Copyright { years: vec![2022], ..Default::default() });
        assert_eq!(date(&article, &mut report).to_string(), "2022-01-01");
        article.metadata.issued = "2022-01-10T08:30:00Z".parse().ok();
        let reported = report.assumed.len();
        assert_eq!(date(&article, &mut report).to_string(), "2022-01-10T08:30:00Z");
        assert_eq!(report.assumed.len(), reported, "what the article says is not assumed");
    }

    #[test]
    fn internal_text_is_no_alternative_text() {
        let caption = vec![Block::paragraph("Call 555-0100.").internal(), Block::paragraph("The bridge.")];
        let media = Media { caption, ..Media::default() };
        let found = alternative_text(&media, &Place::path("body[0]"), &mut Report::default()).into_owned();
        assert_eq!(found, "The bridge.");
    }

    #[test]
    fn a_title_comes_from_the_first_words() {
        let article = Article { body: vec![Block::paragraph(SENTENCE)], ..Article::default() };
        let mut report = Report::default();
        assert_eq!(
            title(&article, &mut report),
            "The president said on Monday that his country had weathered"
        );
    }
}
