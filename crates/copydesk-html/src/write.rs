//! The HTML writer.

use std::collections::BTreeMap;

use copydesk_core::{
    Article, Error, Feature, Format, Place, Report, Rights, WriteContext, Writer, bad_option_value,
    unknown_option,
};
use serde_json::Value;

use crate::json_ld::{clean, news_article};
use crate::markup::Syntax;
use crate::media::{EmbeddedMedia, LinkedMedia, MediaStore};
use crate::page::{Facts, Parts, data_element, head, page};
use crate::scribe::{Beside, RelativeLinks, Setting, check_nesting, forbidden_words, write_article};
use crate::template::Template;
use crate::{FORMAT, STYLESHEET};

/// Writes an article as one HTML page, or as a fragment of one.
///
/// ```
/// use copydesk_core::{Article, Block, WriteContext, Writer};
/// use copydesk_html::HtmlWriter;
/// let article = Article {
///     headline: "Rain".into(),
///     body: vec![Block::paragraph("It rained < 1 mm.")],
///     ..Article::default()
/// };
/// let mut page = Vec::new();
/// HtmlWriter::default().write(&article, &WriteContext::default(), &mut page)?;
/// assert!(String::from_utf8_lossy(&page).contains("<p>It rained &lt; 1 mm.</p>"));
/// # Ok::<(), copydesk_core::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HtmlWriter {
    /// A page, or the `article` element alone. Default: a page.
    pub extent: Extent,
    /// The stylesheet in the page. Default: the quiet one of this crate, [`STYLESHEET`].
    pub stylesheet: Option<String>,
    /// A template to fill in place of the page. Default: none.
    pub template: Option<Template>,
    /// Whether pictures are linked to or stand in the page. Default: linked.
    pub images: Images,
    /// Who a login in a byline is: the name by login. Default: nobody.
    pub aliases: BTreeMap<String, String>,
}

/// How much is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Extent {
    /// A page that stands alone.
    #[default]
    Page,
    /// The `article` element, to put into a page. It has no head, so the metadata is lost.
    Fragment,
}

/// Where pictures are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Images {
    /// Where the article says.
    #[default]
    Linked,
    /// In the page, as `data:` addresses.
    Embedded,
}

impl Writer for HtmlWriter {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn set_option(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let bad = |expected| Err(bad_option_value(&FORMAT, name, value, expected));
        match (name, value) {
            ("extent", "page") => self.extent = Extent::Page,
            ("extent", "fragment") => self.extent = Extent::Fragment,
            ("extent", _) => return bad("`page` or `fragment`"),
            ("stylesheet", _) => self.stylesheet = Some(value.to_owned()),
            ("template", _) => self.template = Some(Template::new(value)?),
            ("images", "linked") => self.images = Images::Linked,
            ("images", "embedded") => self.images = Images::Embedded,
            ("images", _) => return bad("`linked` or `embedded`"),
            ("alias", _) => match value.split_once('=') {
                Some((login, name)) if !login.trim().is_empty() && !name.trim().is_empty() => {
                    self.aliases.insert(login.trim().to_owned(), name.trim().to_owned());
                }
                _ => return bad("a login and a name: `jdoe=Jane Doe`"),
            },
            _ => return Err(unknown_option(&FORMAT, name, FORMAT.writer_options)),
        }
        Ok(())
    }

    fn write(
        &mut self,
        article: &Article,
        context: &WriteContext<'_>,
        output: &mut Vec<u8>,
    ) -> Result<Report, Error> {
        check_nesting(article, &context.limits)?;
        let mut report = Report::default();
        let facts = Facts::of(article, &self.aliases, &mut report);
        let setting = Setting {
            syntax: Syntax::Html,
            id_prefix: context.id_prefix,
            relative_links: RelativeLinks::Kept,
            beside: if self.is_bare() { Beside::Nothing } else { Beside::Data },
            language: &facts.language,
            title: &facts.title,
            stamp: context.stamp,
            limits: &context.limits,
        };
        let mut embedded = EmbeddedMedia { resolver: context.media, limits: &context.limits };
        let mut linked = LinkedMedia { limits: &context.limits };
        let store: &mut dyn MediaStore = match self.images {
            Images::Linked => &mut linked,
            Images::Embedded => &mut embedded,
        };
        let content = write_article(article, &setting, store, &mut report)?;
        if self.is_bare() {
            report_no_head(article, &mut report, "a fragment has no head to say it in");
            output.extend_from_slice(content.markup.as_bytes());
            return Ok(report);
        }
        let is_first = output.is_empty();
        let room = if is_first { String::from_utf8(std::mem::take(output)) } else { Ok(String::new()) };
        let room = room.unwrap_or_default();
        let written = self.page(article, &facts, &content.markup, room, &mut report)?;
        if is_first {
            *output = written.into_bytes();
        } else {
            output.extend_from_slice(written.as_bytes());
        }
        Ok(report)
    }
}

impl HtmlWriter {
    /// Whether nothing but the article element is written.
    fn is_bare(&self) -> bool {
        self.extent == Extent::Fragment && self.template.is_none()
    }

    fn page(
        &self,
        article: &Article,
        facts: &Facts<'_>,
        content: &str,
        room: String,
        report: &mut Report,
    ) -> Result<String, Error> {
        let mut data = news_article(article, facts, report);
        let (head, mut forbidden) = head(article, facts);
        clean(&mut data, &mut forbidden);
        if !forbidden.is_empty() {
            let detail = format!("{} in the page's data", forbidden_words(&forbidden));
            report.dropped(Feature::Character, Place::path("metadata"), detail);
        }
        let data = data_element(&data);
        // A stylesheet cannot hold its own end tag.
        let own = self.stylesheet.as_ref().map(|own| own.replace("</", "<\\/"));
        let stylesheet = own.as_deref().unwrap_or(STYLESHEET);
        let parts = Parts { head: &head, data: &data, stylesheet, article: content };
        match &self.template {
            None => Ok(page(article, facts, &parts, room)),
            Some(template) => template.filled(article, facts, &parts, report),
        }
    }
}

/// Reports all metadata, where there is no head for it.
pub(crate) fn report_no_head(article: &Article, report: &mut Report, why: &str) {
    for (index, rights) in article.rights.iter().enumerate() {
        let printed =
            Rights { terms: rights.terms.clone(), license: rights.license.clone(), ..Rights::default() };
        if *rights != (Rights { extras: rights.extras.clone(), ..printed }) {
            report.dropped(Feature::Rights, Place::path(format!("rights[{index}]")), why);
        }
    }
    let said = serde_json::to_value(&article.metadata).unwrap_or_default();
    let Value::Object(fields) = said else { return };
    for name in fields.keys() {
        let place = Place::path(format!("metadata.{name}"));
        match name.as_str() {
            // These are said in the article element itself.
            "language" | "direction" | "issued" | "modified" => {}
            "editor_notes" => {
                for index in 0..article.metadata.editor_notes.len() {
                    let place = Place::path(format!("metadata.editor_notes[{index}]"));
                    report.withheld(Feature::EditorNote, place, "it is for the desk only");
                }
            }
            _ => report.dropped(feature(name), place, why),
        }
    }
}

/// What a report calls a field of the metadata.
fn feature(field: &str) -> Feature {
    const FEATURES: &[(&str, Feature)] = &[
        ("id", Feature::ArticleId),
        ("other_ids", Feature::OtherId),
        ("provider", Feature::Provider),
        ("version", Feature::Version),
        ("status", Feature::Status),
        ("relations", Feature::Relation),
        ("embargo", Feature::Embargo),
        ("release", Feature::Release),
        ("expiry", Feature::Expiry),
        ("slug_line", Feature::SlugLine),
        ("title", Feature::Title),
        ("created", Feature::Created),
        ("urgency", Feature::Urgency),
        ("source", Feature::Source),
        ("distributor", Feature::Distributor),
        ("subjects", Feature::Subject),
        ("keywords", Feature::Keyword),
        ("genres", Feature::Genre),
        ("places", Feature::Place),
        ("people", Feature::People),
        ("organisations", Feature::Organisation),
        ("events", Feature::Event),
        ("series", Feature::Series),
        ("publication", Feature::Publication),
        ("revisions", Feature::Revision),
        ("extras", Feature::Extra),
    ];
    FEATURES.iter().find(|(name, _)| *name == field).map_or(Feature::Metadata, |(_, feature)| *feature)
}
