//! HTML that stands escaped where markup should.

use std::borrow::Cow;

use copydesk_core::{Block, Feature, Loss, Place, Repair, Report, child_blocks_mut};
use copydesk_xml::{Token, XmlReader};

use super::{Reading, Result};

impl<'t> Reading<'t, '_> {
    /// HTML that stands escaped where markup should: once, or twice.
    pub(super) fn escaped_html(&self, text: &str) -> Option<String> {
        if self.own {
            return None;
        }
        let mark = memchr::memchr2(b'<', b'&', text.as_bytes())?;
        if memchr::memchr(b'<', &text.as_bytes()[mark..]).is_some() && has_html(text, "<") {
            return Some(text.to_owned());
        }
        if text[mark..].contains("&lt;") && has_html(text, "&lt;") {
            let once =
                text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
            return Some(once);
        }
        None
    }

    pub(super) fn html_blocks(&mut self, html: &str, at: usize) -> Result<Vec<Block>> {
        let place = self.place(at);
        self.report.repaired(Feature::Markup, place.clone(), "HTML that stands escaped", "blocks");
        // A name that nothing in it has.
        let mut marks = (0..10).map(|number| format!("media-here-{number}"));
        let mark = html.contains(MEDIA).then(|| marks.find(|mark| !html.contains(mark.as_str()))).flatten();
        let Some(mark) = mark else {
            return copydesk_markup::fragment(html, &self.context.limits, &place, &mut self.report);
        };
        self.descend()?;
        let (html, mut figures) = self.take_media(html, &mark, &place);
        self.ascend();
        let mut blocks = copydesk_markup::fragment(&html, &self.context.limits, &place, &mut self.report)?;
        put_media(&mut blocks, &format!("html:{mark}"), &mut figures);
        blocks.extend(figures.into_iter().flatten());
        Ok(blocks)
    }

    /// Reads the `media` of NITF in HTML; a rule with an attribute of the name `mark` stands for each in what is given back.
    /// What is not well-formed is left to HTML.
    fn take_media(&mut self, html: &str, mark: &str, place: &Place) -> (String, Vec<Option<Block>>) {
        let (mut out, mut figures, mut rest) = (String::with_capacity(html.len()), Vec::new(), html);
        let mut in_comment = false;
        while let Some((start, end)) = rest.find(MEDIA).and_then(|start| {
            let end = start + rest[start..].find(MEDIA_END)? + MEDIA_END.len();
            Some((start, end))
        }) {
            let before = &rest[..start];
            out.push_str(before);
            let (opens, closes) = (before.rfind("<!--"), before.rfind("-->"));
            in_comment = opens > closes || in_comment && closes.is_none();
            let figure = if in_comment { None } else { self.media_alone(&rest[start..end], place) };
            match figure {
                Some(figure) => {
                    out.push_str(&format!("<hr {mark}=\"{}\">", figures.len()));
                    figures.push(Some(figure));
                }
                None => out.push_str(&rest[start..end]),
            }
            rest = &rest[end..];
        }
        out.push_str(rest);
        (out, figures)
    }

    /// A `media` that is a text of its own.
    fn media_alone(&mut self, text: &str, place: &Place) -> Option<Block> {
        let xml = XmlReader::new(text, &self.context.limits);
        let mut inner = Reading::new(xml, text, self.context);
        (inner.depth, inner.language) = (self.depth, self.language);
        let Ok(Token::Start(tag)) = inner.xml.next() else { return None };
        let mut out = Vec::new();
        if inner.name(&tag) != "media" || inner.media(&tag, &mut out).is_err() {
            return None;
        }
        inner.note_mends();
        let Report { losses, repairs, .. } = inner.report;
        self.report.losses.extend(losses.into_iter().map(|loss| Loss { at: place.clone(), ..loss }));
        self.report.repairs.extend(repairs.into_iter().map(|repair| Repair { at: place.clone(), ..repair }));
        for (key, value) in inner.article.metadata.extras {
            self.keep(&key, value);
        }
        out.pop()
    }
}

/// How NITF's pictures begin in HTML, and end.
const MEDIA: &str = "<media ";
const MEDIA_END: &str = "</media>";

/// Puts figures where rules stand for them.
fn put_media(blocks: &mut Vec<Block>, mark: &str, figures: &mut [Option<Block>]) {
    for block in blocks {
        let rule = block.attributes().filter(|_| matches!(block, Block::Rule(_)));
        let number = rule.and_then(|said| said.extras.get(mark)?.as_text()?.parse::<usize>().ok());
        if let Some(figure) = number.and_then(|number| figures.get_mut(number)?.take()) {
            *block = figure;
        } else {
            child_blocks_mut(block).into_iter().for_each(|inner| put_media(inner, mark, figures));
        }
    }
}

/// Text that is no part of the document as it stands: only in such text, with its references resolved, can HTML be.
#[expect(clippy::ptr_arg, reason = "whether it is owned is what is asked")]
pub(super) fn owned<'a>(text: &'a Cow<'_, str>) -> Option<&'a str> {
    if let Cow::Owned(text) = text { Some(text) } else { None }
}

/// Whether a text holds tags of HTML; `open` is how it spells `<`.
fn has_html(text: &str, open: &str) -> bool {
    const TAGS: &[&str] = &[
        "p",
        "br",
        "div",
        "span",
        "b",
        "i",
        "em",
        "strong",
        "a",
        "ul",
        "ol",
        "li",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "blockquote",
        "img",
        "hr",
        "pre",
        "section",
        "article",
        "figure",
        "iframe",
        "u",
        "sup",
        "sub",
        "font",
        "h5",
        "h6",
        "media",
    ];
    let last_close = text.rfind(if open == "<" { ">" } else { "&gt;" });
    text.match_indices(open).any(|(at, _)| {
        let rest = &text[at + open.len()..];
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).take(11).collect();
        let after = rest[name.len()..].chars().next();
        let close = if open == "<" { after == Some('>') } else { rest[name.len()..].starts_with("&gt;") };
        (close || after.is_some_and(|c| c.is_whitespace() || c == '/'))
            && TAGS.contains(&name.to_ascii_lowercase().as_str())
            && (close || last_close.is_some_and(|close| close > at))
    })
}
