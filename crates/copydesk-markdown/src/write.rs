//! The writer.

mod blocks;
mod entities;
mod escape;
mod front;
mod inlines;
mod lines;
mod table;

use std::collections::HashSet;

use copydesk_core::{
    Article, Block, Error, Feature, Format, Inlines, Place, Report, Step, Trail, WriteContext, Writer,
    bad_option_value, unknown_option,
};
use copydesk_lines::Language;
use copydesk_markup::{HtmlOutput, inlines_to_html};

use self::escape::Around;
use self::inlines::Setting;
use crate::{FORMAT, Flavour, FrontMatter, furniture};

/// Writes Markdown.
#[derive(Debug, Clone, Default)]
pub struct MarkdownWriter {
    /// Which Markdown. Default: GitHub's.
    pub flavour: Flavour,
    /// Whose names the keys of the front matter have. Default: pandoc's.
    pub front_matter: FrontMatter,
    /// Where the lines of paragraphs are wrapped, in characters. Default: 0, one line a paragraph.
    pub width: usize,
}

impl Writer for MarkdownWriter {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn set_option(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let bad = |expected| bad_option_value(&FORMAT, name, value, expected);
        match name {
            "flavour" => {
                self.flavour = Flavour::named(value).ok_or_else(|| bad("`gfm`, `commonmark` or `pandoc`"))?;
            }
            "front-matter" => {
                self.front_matter =
                    FrontMatter::named(value).ok_or_else(|| bad("`pandoc`, `hugo` or `jekyll`"))?;
            }
            "width" => self.width = value.parse().map_err(|_| bad("a number of characters, or 0"))?,
            _ => return Err(unknown_option(&FORMAT, name, FORMAT.writer_options)),
        }
        Ok(())
    }

    fn write(
        &mut self,
        article: &Article,
        _context: &WriteContext<'_>,
        output: &mut Vec<u8>,
    ) -> Result<Report, Error> {
        let (text, mut report) = self.document(article);
        if !text.contains('\0') {
            output.extend_from_slice(text.as_bytes());
            return Ok(report);
        }
        let (text, again) = self.document(&without_nul(article)?);
        report = again;
        report.dropped(Feature::Character, Place::path(""), "U+0000, which Markdown does not allow");
        output.extend_from_slice(text.as_bytes());
        Ok(report)
    }
}

impl MarkdownWriter {
    fn document(&self, article: &Article) -> (String, Report) {
        let (stripped, entities) = entities::take_out(article);
        let article = stripped.as_ref().unwrap_or(article);
        let language = furniture::language(article.metadata.language.as_deref());
        let lines = lines::Lines::of(article, language);
        let mut out = String::with_capacity(1024);
        front::write(article, &lines, &entities, self.front_matter, &mut out);
        if !out.is_empty() {
            out.insert_str(0, "---\n");
            out.push_str("---\n");
        }
        let mut work = Work {
            out,
            report: Report::default(),
            trail: Trail::default(),
            prefix: String::new(),
            flavour: self.flavour,
            width: self.width,
            notes: blocks::plain_footnotes(article, self.flavour),
            spaces: Vec::new(),
            language,
        };
        work.article(article, &lines);
        while work.out.ends_with("\n\n") {
            work.out.pop();
        }
        if !work.out.is_empty() && !work.out.ends_with('\n') {
            work.out.push('\n');
        }
        // At the very beginning it would be a byte order mark, and no text.
        if work.out.starts_with('\u{FEFF}') {
            work.out.insert(0, '\n');
        }
        (work.out, work.report)
    }
}

/// The same article without any U+0000: rare, so by way of JSON, where each stands as an escape.
fn without_nul(article: &Article) -> Result<Article, Error> {
    let internal =
        |error| Error::new(copydesk_core::ErrorKind::Internal, "an article as JSON").caused_by(error);
    let mut value = serde_json::to_value(article).map_err(internal)?;
    remove_nul(&mut value);
    serde_json::from_value(value).map_err(internal)
}

fn remove_nul(value: &mut serde_json::Value) {
    use serde_json::Value;
    match value {
        Value::String(text) => text.retain(|c| c != '\0'),
        Value::Array(items) => items.iter_mut().for_each(remove_nul),
        Value::Object(map) => {
            let entries = std::mem::take(map);
            for (key, mut value) in entries {
                remove_nul(&mut value);
                map.insert(key.replace('\0', ""), value);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A document under way.
struct Work<'a> {
    out: String,
    report: Report,
    trail: Trail,
    /// What each line begins with: `> ` in a quotation, spaces in a list.
    prefix: String,
    flavour: Flavour,
    width: usize,
    /// The ids of footnotes that Markdown has a sign for.
    notes: HashSet<&'a str>,
    /// Where in the output a line may be wrapped.
    spaces: Vec<usize>,
    language: Language,
}

impl<'a> Work<'a> {
    fn article(&mut self, article: &'a Article, lines: &lines::Lines) {
        self.head(article, lines);
        self.at(Step::Field("body"), |work| work.body(article, lines));
        for (at, line) in lines.credits.printed.iter().enumerate() {
            self.between();
            self.line(line, furniture::Line::Credits, Step::Field("credits"), at);
        }
        for (at, line) in lines.copyright.printed.iter().enumerate() {
            self.between();
            self.line(line, furniture::Line::Copyright, Step::Field("copyright"), at);
        }
    }

    /// A blank line, unless nothing stands before.
    fn between(&mut self) {
        if self.out.is_empty() {
            return;
        }
        let blank = self.prefix.trim_end().len();
        if !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        self.out.push_str(&self.prefix[..blank]);
        self.out.push('\n');
        self.out.push_str(&self.prefix);
    }

    fn new_line(&mut self) {
        self.out.push('\n');
        self.out.push_str(&self.prefix);
    }

    /// Notes where a text that was just written may be wrapped.
    fn note_spaces(&mut self, from: usize) {
        if self.width > 0 {
            let found = self.out.as_bytes()[from..].iter().enumerate().filter(|(_, byte)| **byte == b' ');
            self.spaces.extend(found.map(|(at, _)| from + at));
        }
    }

    /// One block as HTML.
    fn html_block(&mut self, block: &Block) {
        let html = self.html(|out| out.block(block));
        self.push_html(&html);
    }

    fn html_inlines(&mut self, inlines: &Inlines) {
        let html = self.html(|out| inlines_to_html(inlines, out));
        self.push_html(&html);
    }

    fn html(&mut self, write: impl FnOnce(&mut HtmlOutput<'_>)) -> String {
        let mut html = String::new();
        write(&mut HtmlOutput {
            html: &mut html,
            report: &mut self.report,
            trail: &mut self.trail,
            heading_offset: 1,
        });
        html
    }

    /// What matters for escaping in this flavour.
    fn around(&self) -> Around {
        Around { for_pandoc: self.flavour == Flavour::Pandoc, ..Around::default() }
    }

    /// Running text of any number of lines.
    fn setting(&self) -> Setting {
        Setting { around: self.around(), one_line: false }
    }

    /// HTML that stands between blank lines.
    fn push_html(&mut self, html: &str) {
        if self.flavour != Flavour::Pandoc {
            return self.push_lines(html);
        }
        let mut escaped = String::with_capacity(html.len());
        escape::push_html_for_pandoc(html, &mut escaped);
        self.push_lines(&escaped);
    }

    fn push_lines(&mut self, text: &str) {
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.new_line();
            }
            self.out.push_str(line);
        }
    }

    fn at(&mut self, step: Step, write: impl FnOnce(&mut Self)) {
        self.trail.enter(step);
        write(self);
        self.trail.leave();
    }
}
