//! The lines around the story: which are printed in the body, and what the front matter must say of them.

use copydesk_core::{Article, Block, Dateline, Inline, Inlines, Paragraph, Place, Step};
use copydesk_lines::{self as lines, Language};
use serde_json::Value;

use super::Work;
use crate::furniture::{self, Line, is_one_line, is_printable, line_inlines};
use crate::parts::{Fields, LineKind, apply_to_dateline, differing, fields, known_dateline_of};

/// A line as it is printed.
pub(super) struct Printed {
    text: String,
    /// It would not be known for what it is; an element says so.
    marked: bool,
}

/// The lines of one kind, and the parts the front matter holds.
#[derive(Default)]
pub(super) struct Kind {
    pub(super) printed: Vec<Printed>,
    pub(super) parts: Vec<Value>,
}

/// How the dateline is written.
#[derive(Default)]
pub(super) enum DatelineForm {
    #[default]
    None,
    /// Before the first paragraph.
    Before(String),
    /// In a line of its own.
    Marked(String),
}

/// Every line around the story.
#[derive(Default)]
pub(super) struct Lines {
    pub(super) bylines: Kind,
    pub(super) credits: Kind,
    pub(super) copyright: Kind,
    pub(super) dateline: DatelineForm,
    pub(super) dateline_parts: Option<Value>,
}

impl Lines {
    pub(super) fn of(article: &Article, language: Language) -> Self {
        let mut lines = Self::default();
        for (at, byline) in article.bylines.iter().enumerate() {
            lines.bylines.add(at, &byline.printed, std::slice::from_ref(byline), language);
        }
        for (at, (printed, credits)) in article.credit_lines().enumerate() {
            lines.credits.add(at, printed, credits, language);
        }
        for (at, copyright) in article.copyright.iter().enumerate() {
            lines.copyright.add(at, &copyright.notice, std::slice::from_ref(copyright), language);
        }
        if let Some(dateline) = &article.dateline {
            lines.add_dateline(dateline, article, language);
        }
        lines
    }

    fn add_dateline(&mut self, dateline: &Dateline, article: &Article, language: Language) {
        let printed = &dateline.printed;
        if let Some((text, parts)) = dateline_before(dateline, article, language) {
            self.dateline = DatelineForm::Before(text);
            self.dateline_parts = some_fields(parts);
            return;
        }
        if dateline.repeated && is_repeated(dateline, article, language) {
            self.dateline_parts = Some(serde_json::json!({ "repeated": true }));
            return;
        }
        if is_one_line(printed) && !dateline.repeated {
            self.dateline = DatelineForm::Marked(printed.clone());
            let read = known_dateline_of(printed, language);
            self.dateline_parts = some_fields(differing(&read, dateline));
            return;
        }
        self.dateline_parts = Some(Value::Object(fields(dateline)));
    }
}

fn some_fields(fields: Fields) -> Option<Value> {
    if fields.is_empty() { None } else { Some(Value::Object(fields)) }
}

/// The first paragraph of the story, if the story begins with a plain one.
fn first_paragraph(article: &Article) -> Option<&Inlines> {
    match article.body.first() {
        Some(Block::Paragraph(Paragraph { content, lede: false, attributes: None })) => Some(content),
        _ => None,
    }
}

/// The dateline with its space, if it is read back from before the first paragraph, and what it does not say by itself.
fn dateline_before(dateline: &Dateline, article: &Article, language: Language) -> Option<(String, Fields)> {
    let Some(Inline::Text(first)) = first_paragraph(article)?.first() else { return None };
    if !is_one_line(&dateline.printed) || first.starts_with(' ') {
        return None;
    }
    let text = format!("{} ", dateline.printed);
    let whole = Inlines::from(format!("{text}{first}"));
    let (found, end) = furniture::dateline(&whole, language)?;
    if found.printed != dateline.printed || end != text.len() || dateline.repeated {
        return None;
    }
    let parts = differing(&found, dateline);
    let (said, left) = apply_to_dateline(&found, parts.clone());
    (said == *dateline && left.is_empty()).then_some((text, parts))
}

/// Whether the story begins with this very dateline.
fn is_repeated(dateline: &Dateline, article: &Article, language: Language) -> bool {
    let Some(Inline::Text(first)) = first_paragraph(article).and_then(|content| content.first()) else {
        return false;
    };
    lines::dateline(first, language).is_some_and(|(mut found, _)| {
        found.repeated = true;
        found == *dateline
    })
}

impl Kind {
    /// A line, and what it does not say by itself.
    fn add<T: LineKind>(&mut self, at: usize, printed: &str, said: &[T], language: Language) {
        if is_printable(printed) {
            let plain = T::read_plain(printed, language);
            if plain.as_ref().is_some_and(|plain| plain.said == said) {
                return self.print(printed, false);
            }
            let marked = plain.is_none();
            let read = plain.unwrap_or_else(|| T::read_known(printed, language)).said;
            if marked && read == said {
                return self.print(printed, true);
            }
            if let Some(parts) = T::differences(&read, said)
                && T::apply(read, parts.clone(), printed) == (said.to_vec(), Vec::new())
            {
                self.print(printed, marked);
                return self.add_parts(at, parts);
            }
        }
        self.add_parts(at, said.iter().map(fields).collect());
    }

    fn print(&mut self, text: &str, marked: bool) {
        self.printed.push(Printed { text: text.to_owned(), marked });
    }

    /// Parts of the line with this number, counted from 1.
    fn add_parts(&mut self, at: usize, parts: Vec<Fields>) {
        for mut part in parts {
            part.insert("line".to_owned(), Value::from(at + 1));
            self.parts.push(Value::Object(part));
        }
    }
}

impl Work<'_> {
    /// The lines above the story.
    pub(super) fn head(&mut self, article: &Article, lines: &Lines) {
        self.kicker(article);
        if !article.headline.is_empty() {
            self.between();
            self.out.push_str("# ");
            self.at(Step::Field("headline"), |work| work.heading_text(&article.headline));
        }
        for (at, deck) in article.decks.iter().enumerate() {
            self.between();
            self.at(Step::Field("decks"), |work| {
                work.at(Step::Index(at), |work| work.deck(deck, !article.headline.is_empty()));
            });
        }
        for (at, line) in lines.bylines.printed.iter().enumerate() {
            self.between();
            self.line(line, Line::Byline, Step::Field("bylines"), at);
        }
        if !article.summary.is_empty() && super::front::plain_abstract(article).is_none() {
            self.between();
            self.abstract_section(article);
        }
        if let DatelineForm::Marked(text) = &lines.dateline {
            self.between();
            self.marked(text, Line::Dateline);
        }
    }

    /// The kicker: a paragraph above the headline.
    fn kicker(&mut self, article: &Article) {
        if article.kicker.is_empty() {
            return;
        }
        self.between();
        self.at(Step::Field("kicker"), |work| {
            let start = work.out.len();
            let alone =
                article.headline.is_empty() || has_break(&article.kicker) || holds_image(&article.kicker);
            if !alone {
                work.running_text(&article.kicker, work.setting());
            }
            if alone || super::blocks::is_tag_alone(&work.out[start..]) {
                work.out.truncate(start);
                work.marked_inlines(&article.kicker, Line::Kicker);
            }
        });
    }

    /// A deck: a paragraph that is emphasised as a whole, below the headline.
    fn deck(&mut self, deck: &Inlines, below_headline: bool) {
        let (start, reported) = (self.out.len(), self.report.losses.len());
        let whole = Inlines(vec![Inline::Emphasis(Box::new(copydesk_core::Span::new(deck.clone())))]);
        let mut tidy = whole.clone();
        tidy.normalise();
        if below_headline && !has_break(deck) && tidy == whole {
            self.running_text(&whole, self.setting());
            if self.out[start..].starts_with('*') && !self.out[start..].starts_with("**") {
                let (here, inside) = (self.trail.to_string(), format!("{}[0].content", self.trail));
                for loss in &mut self.report.losses[reported..] {
                    if let Place::Path(path) = &mut loss.at {
                        *path = path.replacen(&inside, &here, 1);
                    }
                }
                return;
            }
        }
        self.out.truncate(start);
        self.report.losses.truncate(reported);
        self.marked_inlines(deck, Line::Deck);
    }

    fn abstract_section(&mut self, article: &Article) {
        let (name, class) = Line::Abstract.element();
        self.out.push_str(&format!("<{name} class=\"{class}\">"));
        self.at(Step::Field("abstract"), |work| work.blocks(&article.summary));
        self.between();
        self.out.push_str(&format!("</{name}>"));
    }

    /// A line as printed, in the open or marked.
    pub(super) fn line(&mut self, line: &Printed, kind: Line, field: Step, at: usize) {
        if line.marked {
            return self.marked(&line.text, kind);
        }
        self.at(field, |work| {
            work.at(Step::Index(at), |work| {
                work.running_text(&line_inlines(&line.text), work.setting());
            });
        });
    }

    fn marked(&mut self, text: &str, kind: Line) {
        self.marked_inlines(&line_inlines(text), kind);
    }

    fn marked_inlines(&mut self, inlines: &Inlines, kind: Line) {
        let (name, class) = kind.element();
        self.out.push_str(&format!("<{name} class=\"{class}\">"));
        self.html_inlines(inlines);
        self.out.push_str(&format!("</{name}>"));
    }
}

fn has_break(inlines: &Inlines) -> bool {
    inlines.iter().any(|inline| matches!(inline, Inline::Break) || inline.content().is_some_and(has_break))
}

/// A paragraph of an image alone is a figure.
fn holds_image(inlines: &Inlines) -> bool {
    inlines.iter().any(|inline| matches!(inline, Inline::Image(_)))
}
