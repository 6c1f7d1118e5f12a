//! The article as markup: what every part of it shares.

use copydesk_core::{Article, Attributes, Error, Extras, Feature, Limits, Place, Report, Step, Trail};

use crate::ids::Ids;
use crate::language;
use crate::markup::{Markup, Syntax};
use crate::media::MediaStore;

/// What an article's markup is made with.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// HTML or XHTML.
    pub syntax: Syntax,
    /// What every id begins with.
    pub id_prefix: &'a str,
    /// Whether an address that is relative leads anywhere from where the markup will stand.
    pub relative_links: RelativeLinks,
    /// Whether the article's data goes along with its markup.
    pub beside: Beside,
    /// The article's language: a BCP 47 tag.
    pub language: &'a str,
    /// The title, where the article has no headline.
    pub title: &'a str,
    /// What is stamped on it, where it must not be published.
    pub stamp: Option<&'a str>,
    /// The limits.
    pub limits: &'a Limits,
}

/// Whether relative links are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RelativeLinks {
    /// They are.
    #[default]
    Kept,
    /// They would lead nowhere: their words stay, and it is reported.
    Flattened,
}

/// What goes along with an article's markup.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Beside {
    /// Data for machines, which says what the printed lines do not: JSON-LD, a package document.
    #[default]
    Data,
    /// Nothing: what the printed lines do not say is lost.
    Nothing,
}

/// An article's markup, and what a table of contents needs to know of it.
#[derive(Debug, Clone, Default)]
pub struct Content {
    /// The `article` element.
    pub markup: String,
    /// Its headings below the headline, in order.
    pub headings: Vec<Heading>,
    /// The id of its headline.
    pub headline_id: String,
    /// The id of the mark where its printed page begins, and the page, where the article names one.
    pub page: Option<(String, String)>,
}

/// A heading inside an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// How deep: 1 directly below the headline.
    pub depth: u8,
    /// Its id.
    pub id: String,
    /// Its words.
    pub text: String,
}

/// Writes `article` as an `article` element. The report says what it does not carry of everything but the metadata.
///
/// # Errors
/// The article nests deeper than the limit allows.
pub fn write_article(
    article: &Article,
    setting: &Setting<'_>,
    store: &mut dyn MediaStore,
    report: &mut Report,
) -> Result<Content, Error> {
    let ids = Ids::of(article, setting.id_prefix, setting.limits)?;
    let mut scribe = Scribe {
        markup: Markup::with_capacity(setting.syntax, ids.markup_bytes()),
        report,
        trail: Trail::default(),
        ids,
        setting,
        store,
        headings: Vec::new(),
        ranks: Vec::new(),
        notes: Vec::new(),
        lead_in: None,
        around: Around::default(),
    };
    scribe.article(article);
    let headline_id = scribe.ids.own("headline", 1);
    let page = crate::front::printed_page(article).map(|page| (scribe.ids.own("page", 1), page.to_owned()));
    Ok(Content { markup: scribe.markup.finish(), headings: scribe.headings, headline_id, page })
}

/// Checks how deep an article nests, before anything walks it.
///
/// # Errors
/// It nests deeper than the limit allows.
pub fn check_nesting(article: &Article, limits: &Limits) -> Result<(), Error> {
    Ids::of(article, "", limits).map(drop)
}

/// The writer at work.
pub(crate) struct Scribe<'a, 'w> {
    pub(crate) markup: Markup,
    pub(crate) report: &'w mut Report,
    pub(crate) trail: Trail,
    pub(crate) ids: Ids<'a>,
    pub(crate) setting: &'w Setting<'w>,
    pub(crate) store: &'w mut dyn MediaStore,
    pub(crate) headings: Vec<Heading>,
    /// The ranks of the headings around this place, from the highest down.
    pub(crate) ranks: Vec<u8>,
    /// The footnotes written so far, by their number.
    pub(crate) notes: Vec<(usize, String)>,
    /// What the next paragraph begins with: a dateline, the number of a footnote.
    pub(crate) lead_in: Option<String>,
    pub(crate) around: Around,
}

/// What stands around the place that is being written, and forbids something there.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Around {
    /// A link: no link may stand in it.
    pub(crate) link: bool,
    /// A header cell: no heading may stand in it.
    pub(crate) header_cell: bool,
}

impl Scribe<'_, '_> {
    /// Does `work` one step down the trail.
    pub(crate) fn within(&mut self, step: Step, work: impl FnOnce(&mut Self)) {
        self.trail.enter(step);
        work(self);
        self.trail.leave();
    }

    /// Does `work` for each of `parts`, which stand in the field `name`.
    pub(crate) fn each<T>(&mut self, name: &'static str, parts: &[T], mut work: impl FnMut(&mut Self, &T)) {
        self.trail.enter(Step::Field(name));
        for (index, part) in parts.iter().enumerate() {
            self.trail.enter(Step::Index(index));
            work(self, part);
            self.trail.leave();
        }
        self.trail.leave();
    }

    /// Writes text, and reports the characters that had to be left out.
    pub(crate) fn text(&mut self, text: &str) {
        self.markup.text(text);
        self.report_forbidden();
    }

    /// Writes an attribute, and reports the characters that had to be left out.
    pub(crate) fn attribute(&mut self, name: &str, value: &str) {
        self.markup.attribute(name, value);
        self.report_forbidden();
    }

    fn report_forbidden(&mut self) {
        if self.markup.has_forbidden() {
            let forbidden = self.markup.take_forbidden();
            self.report.dropped(Feature::Character, self.trail.place(), forbidden_words(&forbidden));
        }
    }

    /// Writes the id, class, language and direction of an element just begun; `own_class` stands before its classes.
    pub(crate) fn attributes(&mut self, attributes: Option<&Attributes>, own_class: &str) {
        if let Some(id) = self.claimed_id(attributes) {
            self.markup.attribute("id", &id);
        }
        self.attributes_but_id(attributes, own_class);
    }

    /// The same, the id left out.
    pub(crate) fn attributes_but_id(&mut self, attributes: Option<&Attributes>, own_class: &str) {
        let Some(attributes) = attributes else {
            if !own_class.is_empty() {
                self.markup.attribute("class", own_class);
            }
            return;
        };
        let Attributes { id: _, class, language, direction, audience: _, extras } = attributes;
        if !own_class.is_empty() || !class.is_empty() {
            let mut classes = own_class.to_owned();
            for token in class.iter().flat_map(|class| class.split_ascii_whitespace()) {
                if !classes.is_empty() {
                    classes.push(' ');
                }
                classes.push_str(token);
            }
            self.attribute("class", &classes);
        }
        if let Some(language) = language {
            self.language(language);
        }
        if let Some(direction) = direction {
            self.markup.attribute("dir", direction.name());
        }
        self.extras(extras, "attributes.extras");
    }

    /// The name an element gets by its id, if it has one and no other element has it already.
    pub(crate) fn claimed_id(&mut self, attributes: Option<&Attributes>) -> Option<String> {
        let id = attributes?.id.as_deref()?;
        let name = self.ids.claim(id);
        if name.is_none() {
            let place = self.trail.field("attributes.id");
            self.report.dropped(Feature::Id, place, format!("another element is called `{id}`"));
        }
        name
    }

    fn language(&mut self, tag: &str) {
        if language::is_valid(tag) {
            self.markup.attribute("lang", tag).xhtml_attribute("xml:lang", tag);
        } else {
            let place = self.trail.field("attributes.language");
            self.report.dropped(Feature::ElementLanguage, place, format!("`{tag}` is no BCP 47 tag"));
        }
    }

    /// Reports what a printed line does not say; data beside the markup may say it.
    pub(crate) fn unprinted(&mut self, feature: Feature, place: Place, what: &str) {
        match self.setting.beside {
            Beside::Data => {
                let why = format!("the printed line does not say {what}; the data alone does");
                self.report.flattened(feature, place, why);
            }
            Beside::Nothing => {
                self.report.dropped(feature, place, format!("the printed line does not say {what}"));
            }
        }
    }

    /// Reports extras; they have no place on a page.
    pub(crate) fn extras(&mut self, extras: &Extras, field: &str) {
        if !extras.is_empty() {
            let place = if field.is_empty() { self.trail.place() } else { self.trail.field(field) };
            report_extras(extras, place, self.report);
        }
    }
}

/// Reports extras as dropped, by their names.
pub(crate) fn report_extras(extras: &Extras, place: Place, report: &mut Report) {
    let names: Vec<&str> = extras.keys().map(String::as_str).collect();
    report.dropped(Feature::Extra, place, format!("`{}` has no place on a page", names.join("`, `")));
}

/// What is said of characters that were left out.
pub(crate) fn forbidden_words(forbidden: &[char]) -> String {
    let mut codes: Vec<String> = forbidden.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
    codes.dedup();
    codes.truncate(8);
    format!("{} forbidden in HTML and XML left out: {}", forbidden.len(), codes.join(", "))
}
