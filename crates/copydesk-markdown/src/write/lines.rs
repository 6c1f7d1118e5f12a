//! The lines around the story: which are printed in the body, and what the front matter must say of them.

use copydesk_core::{
    Article, Block, Byline, Copyright, Credit, Dateline, Inline, Inlines, Paragraph, Place, Step,
};
use copydesk_lines::{self as lines, Language, known_byline, known_copyright, known_credits, known_dateline};
use copydesk_markup::escape_text;
use serde_json::{Map, Value};

use super::Work;
use super::inlines::Setting;
use crate::furniture::{self, Line, is_one_line};

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
            lines.bylines.add_byline(at, byline, language);
        }
        for (at, (printed, credits)) in article.credit_lines().enumerate() {
            lines.credits.add_credits(at, printed, credits, language);
        }
        for (at, copyright) in article.copyright.iter().enumerate() {
            lines.copyright.add_copyright(at, copyright, language);
        }
        if let Some(dateline) = &article.dateline {
            lines.add_dateline(dateline, article, language);
        }
        lines
    }

    fn add_dateline(&mut self, dateline: &Dateline, article: &Article, language: Language) {
        let printed = &dateline.printed;
        if let Some(text) = dateline_before(dateline, article, language) {
            self.dateline = DatelineForm::Before(text);
            return;
        }
        if dateline.repeated && is_repeated(dateline, article, language) {
            self.dateline_parts = Some(serde_json::json!({ "repeated": true }));
            return;
        }
        let mut parts = object(dateline);
        if is_one_line(printed) && !dateline.repeated {
            self.dateline = DatelineForm::Marked(printed.clone());
            if known_dateline(printed, language) == *dateline {
                return;
            }
            parts.remove("printed");
        }
        self.dateline_parts = Some(Value::Object(parts));
    }
}

/// The first paragraph of the story, if the story begins with a plain one.
fn first_paragraph(article: &Article) -> Option<&Inlines> {
    match article.body.first() {
        Some(Block::Paragraph(Paragraph { content, lede: false, attributes: None })) => Some(content),
        _ => None,
    }
}

/// The dateline with its space, if it is read back from before the first paragraph.
fn dateline_before(dateline: &Dateline, article: &Article, language: Language) -> Option<String> {
    let Some(Inline::Text(first)) = first_paragraph(article)?.first() else { return None };
    if !is_one_line(&dateline.printed) || first.starts_with(' ') {
        return None;
    }
    let text = format!("{} ", dateline.printed);
    let whole = Inlines::from(format!("{text}{first}"));
    let (found, end) = furniture::dateline(&whole, language)?;
    (found == *dateline && end == text.len()).then_some(text)
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
    fn add_byline(&mut self, at: usize, byline: &Byline, language: Language) {
        let printed = &byline.printed;
        if is_one_line(printed) {
            if furniture::byline(printed, language).as_ref() == Some(byline) {
                return self.print(printed, false);
            }
            if known_byline(printed, language) == *byline {
                return self.print(printed, true);
            }
        }
        let mut parts = object(byline);
        let names = byline.people.iter().map(|person| person.name.as_str());
        if is_one_line(printed) && all_in(printed, names) {
            let known = furniture::byline(printed, language).is_some();
            self.print(printed, !known);
            parts.remove("printed");
        }
        self.add_parts(at, parts);
    }

    fn add_credits(&mut self, at: usize, printed: &str, credits: &[Credit], language: Language) {
        if is_one_line(printed) {
            if furniture::credits(printed, language).as_deref() == Some(credits) {
                return self.print(printed, false);
            }
            if known_credits(printed, language).credits == credits {
                return self.print(printed, true);
            }
        }
        let names = credits.iter().flat_map(|credit| &credit.names).map(String::as_str);
        let in_body = is_one_line(printed) && all_in(printed, names);
        if in_body {
            let known = furniture::credits(printed, language).is_some();
            self.print(printed, !known);
        }
        for credit in credits {
            let mut parts = object(credit);
            if in_body {
                parts.remove("printed");
            }
            self.add_parts(at, parts);
        }
    }

    fn add_copyright(&mut self, at: usize, copyright: &Copyright, language: Language) {
        let notice = &copyright.notice;
        if is_one_line(notice) {
            if furniture::copyright(notice, language).as_ref() == Some(copyright) {
                return self.print(notice, false);
            }
            if known_copyright(notice, language) == *copyright {
                return self.print(notice, true);
            }
        }
        let mut parts = object(copyright);
        if is_one_line(notice) && all_in(notice, copyright.holder.as_deref().into_iter()) {
            let known = furniture::copyright(notice, language).is_some();
            self.print(notice, !known);
            parts.remove("notice");
        }
        self.add_parts(at, parts);
    }

    fn print(&mut self, text: &str, marked: bool) {
        self.printed.push(Printed { text: text.to_owned(), marked });
    }

    /// Parts of the line with this number, counted from 1.
    fn add_parts(&mut self, at: usize, mut parts: Map<String, Value>) {
        parts.insert("line".to_owned(), Value::from(at + 1));
        self.parts.push(Value::Object(parts));
    }
}

/// Whether a line names every one of `names`: if it does not, nothing shows that parts belong to it.
pub(crate) fn all_in<'n>(line: &str, names: impl Iterator<Item = &'n str>) -> bool {
    let line = line.to_lowercase();
    let mut names = names.peekable();
    names.peek().is_some() && names.all(|name| line.contains(&name.to_lowercase()))
}

fn object(part: &impl serde::Serialize) -> Map<String, Value> {
    match serde_json::to_value(part) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
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
                work.running_text(&article.kicker, Setting::default());
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
        let whole = Inlines(vec![Inline::Emphasis(copydesk_core::Span::new(deck.clone()))]);
        let mut tidy = whole.clone();
        tidy.normalise();
        if below_headline && !has_break(deck) && tidy == whole {
            self.running_text(&whole, Setting::default());
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
                work.running_text(&Inlines::from(line.text.as_str()), Setting::default());
            });
        });
    }

    fn marked(&mut self, text: &str, kind: Line) {
        let (name, class) = kind.element();
        let mut escaped = String::new();
        escape_text(text, &mut escaped);
        self.out.push_str(&format!("<{name} class=\"{class}\">{escaped}</{name}>"));
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
