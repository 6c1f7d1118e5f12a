//! `ZCZC` … `NNNN`: header lines known by their first character or a two-letter tag, then the story.

use copydesk_core::{Article, Byline, Concept, Converted, ReadContext, Value};
use copydesk_lines as recognise;

use crate::read::line::Line;
use crate::read::story::read_story;
use crate::read::tongue::Tongue;

/// Reads one message.
pub(crate) fn read(lines: &[Line<'_>], tongue: &Tongue<'_>, context: &ReadContext<'_>) -> Converted<Article> {
    let end =
        lines.iter().rposition(|line| line.trimmed().eq_ignore_ascii_case("NNNN")).unwrap_or(lines.len());
    let mut header = Header { article: Article::default(), tongue, context, routed: false };
    if let Some(line) = lines.get(end) {
        context.trace(line.range(), || "metadata.extras".to_owned(), "end of the frame");
        header.article.metadata.extras.insert("text:end".to_owned(), Value::from(line.trimmed()));
    }
    let mut raw: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < end {
        let line = &lines[at];
        if at > 0 && line.is_blank() && !header.article.headline.is_empty() {
            break;
        }
        if !line.is_blank() {
            if !header.line(line) {
                break;
            }
            raw.push(line.trimmed());
        }
        at += 1;
    }
    header.article.metadata.extras.insert("text:header".to_owned(), Value::from(raw.join("\n")));
    read_story(&lines[at..end], header.article, tongue, context)
}

struct Header<'a> {
    article: Article,
    tongue: &'a Tongue<'a>,
    context: &'a ReadContext<'a>,
    /// A routing line stood before.
    routed: bool,
}

/// `TI#UGL continues`: a tag of two capitals, and the value.
fn tagged_field(text: &str) -> Option<(&str, &str)> {
    text.split_once('#')
        .filter(|(tag, _)| tag.len() == 2 && tag.bytes().all(|byte| byte.is_ascii_uppercase()))
}

/// `U I ABC0123`, `XEF12345_SXA_QBXB`, `:BC-BRIDGE`: no sentence and no headline.
fn is_codes(text: &str) -> bool {
    let bare = text.trim_start_matches(':');
    let capitals = !text.contains(char::is_lowercase) && text.len() <= 40;
    let words = bare.split_whitespace().count();
    capitals
        && (bare.contains(|c: char| c.is_ascii_digit()) && words <= 6
            || bare.contains('_')
            || recognise::is_slug_line(bare))
}

fn coded(scheme: &str, code: &str) -> Concept {
    Concept { code: Some(code.to_owned()), scheme: Some(scheme.to_owned()), ..Concept::default() }
}

impl Header<'_> {
    /// Reads a line of the header; gives whether it is one.
    fn line(&mut self, line: &Line<'_>) -> bool {
        let text = line.trimmed();
        if text.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("ZCZC")) {
            return self.kept(line, "start of the frame");
        }
        if let Some((tag, value)) = tagged_field(text) {
            return self.tagged(tag, value.trim(), line);
        }
        if text.starts_with("YY ") {
            self.routed = true;
            return self.kept(line, "routing line");
        }
        let mut chars = text.chars();
        let first = chars.next().unwrap_or(' ');
        if self.marked(first, chars.as_str().trim(), line) || self.topic(text, line) {
            return true;
        }
        is_codes(text) && self.article.headline.is_empty() && self.kept(line, "line of codes")
    }

    /// The header as it stands keeps the line.
    fn kept(&mut self, line: &Line<'_>, rule: &'static str) -> bool {
        self.context.trace(line.range(), || "metadata.extras".to_owned(), rule);
        true
    }

    /// A line known by its first character.
    fn marked(&mut self, first: char, value: &str, line: &Line<'_>) -> bool {
        let metadata = &mut self.article.metadata;
        let path = match first {
            '#' => {
                metadata.slug_line = Some(value.to_owned());
                "metadata.slug_line"
            }
            '$' if value.chars().count() > 2 => {
                self.article.headline = value.into();
                "headline"
            }
            '^' if !value.is_empty() && self.article.headline.is_empty() => {
                self.article.headline = value.into();
                "headline"
            }
            // `+15084000`: a code of subjects.
            '+' if value.len() == 8 && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                metadata.subjects.push(coded("iptc", value));
                "metadata.subjects"
            }
            '@' => {
                metadata.places.push(Concept::named(value));
                "metadata.places"
            }
            '*' | '%' if !value.contains(' ') || first == '%' => {
                metadata.subjects.push(coded(if first == '*' { "iptc" } else { "anpa" }, value));
                "metadata.subjects"
            }
            ':' if !value.contains(':') => return self.kept(line, "line known by its first character"),
            '=' if !self.article.headline.is_empty() => return false,
            '&' | '~' | '$' | '=' => return self.kept(line, "line known by its first character"),
            _ => return false,
        };
        self.context.trace(line.range(), || path.to_owned(), "line known by its first character");
        true
    }

    /// `RACING : Example FIELDS Saturday`: topic and headline.
    fn topic(&mut self, text: &str, line: &Line<'_>) -> bool {
        let bare = text.trim_start_matches(':');
        let Some((topic, headline)) = bare.split_once(':') else { return false };
        let (topic, headline) = (topic.trim(), headline.trim());
        let sound = self.article.headline.is_empty()
            && !headline.is_empty()
            && !topic.is_empty()
            && topic.chars().all(|c| c.is_uppercase() || c == ' ');
        if sound && self.routed {
            self.context.trace(line.range(), || "headline".to_owned(), "topic and headline");
            self.article.metadata.slug_line = Some(topic.to_owned());
            self.article.headline = headline.into();
            return true;
        }
        false
    }

    /// A line known by a tag of two letters.
    fn tagged(&mut self, tag: &str, value: &str, line: &Line<'_>) -> bool {
        if value.is_empty() {
            self.context.trace(line.range(), || "metadata".to_owned(), "empty field of the header");
            return true;
        }
        let metadata = &mut self.article.metadata;
        let path = match tag {
            "AN" => {
                metadata.id = Some(value.to_owned());
                "metadata.id"
            }
            "KN" => {
                metadata.provider = Some(value.to_owned());
                "metadata.provider"
            }
            "SO" => {
                metadata.source = Some(value.to_owned());
                "metadata.source"
            }
            "CO" => {
                metadata.organisations.push(Concept { code: Some(value.to_owned()), ..Concept::default() });
                "metadata.organisations"
            }
            "KY" => {
                metadata.slug_line = Some(value.to_owned());
                "metadata.slug_line"
            }
            "TI" => {
                self.article.headline = value.into();
                "headline"
            }
            "AB" => {
                self.article.summary.push(copydesk_core::Block::paragraph(value));
                "abstract"
            }
            "BY" => {
                let byline: Byline = recognise::known_byline(value, self.tongue.language());
                self.article.bylines.push(byline);
                "bylines"
            }
            _ => return self.kept(line, "field of the header"),
        };
        self.context.trace(line.range(), || path.to_owned(), "field of the header");
        true
    }
}
