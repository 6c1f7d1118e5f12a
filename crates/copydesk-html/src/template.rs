//! A desk's own page: a template in the language of minijinja.

use copydesk_core::{Article, Error, ErrorKind, Feature, Place, Report};
use minijinja::{Environment, Value};

use crate::FORMAT;
use crate::language::direction;
use crate::page::{Facts, Parts};
use crate::write::report_no_head;

/// How many steps a template may take: far more than a page needs, and no loop without end.
const FUEL: u64 = 2_000_000;
/// The name that makes minijinja escape for HTML.
const NAME: &str = "template.html";

/// A template to fill in place of the page, compiled once for all articles.
///
/// It may use `title`, `language`, `direction`, `head` (meta elements and links), `data` (the JSON-LD script),
/// `stylesheet`, `content` (the `article` element) and `article` (the article as in its JSON form).
///
/// ```
/// let template = copydesk_html::Template::new("<main>{{ content }}</main>{{ data }}")?;
/// assert_eq!(template.source(), "<main>{{ content }}</main>{{ data }}");
/// assert!(copydesk_html::Template::new("{% if %}").is_err());
/// # Ok::<(), copydesk_core::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Template {
    source: String,
    environment: Environment<'static>,
    /// Whether it has a place for what the page says of the article.
    says_data: bool,
    /// Whether it has a place for the story.
    says_content: bool,
}

impl PartialEq for Template {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Template {
    /// Compiles a template.
    ///
    /// # Errors
    /// It is not written as minijinja's language asks; the error names the line.
    pub fn new(source: impl Into<String>) -> Result<Self, Error> {
        let source = source.into();
        let mut environment = Environment::new();
        environment.set_fuel(Some(FUEL));
        environment.add_template_owned(NAME, source.clone()).map_err(failed)?;
        let used = environment.get_template(NAME).map_err(failed)?.undeclared_variables(false);
        let says_article = used.contains("article");
        Ok(Self {
            source,
            environment,
            says_data: says_article || used.contains("data"),
            says_content: says_article || used.contains("content"),
        })
    }

    /// The template as it was given.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The page of an article; what the template has no place for is reported.
    pub(crate) fn filled(
        &self,
        article: &Article,
        facts: &Facts<'_>,
        parts: &Parts<'_>,
        report: &mut Report,
    ) -> Result<String, Error> {
        if !self.says_data {
            report_no_head(article, report, "the template uses neither `data` nor `article`");
        }
        if !self.says_content {
            report.dropped(Feature::Article, Place::path(""), "the template does not use `content`");
        }
        let markup = |text: &str| Value::from_safe_string(text.to_owned());
        let values = minijinja::context! {
            title => facts.page_title(article),
            language => facts.language.as_ref(),
            direction => direction(article, &facts.language).name(),
            head => markup(parts.head),
            data => markup(parts.data),
            stylesheet => markup(parts.stylesheet),
            content => markup(parts.article),
            article => Value::from(minijinja::value::Serde(article)),
        };
        self.environment.get_template(NAME).and_then(|template| template.render(values)).map_err(failed)
    }
}

fn failed(error: minijinja::Error) -> Error {
    let line = error.line().map(|line| format!(" in line {line}")).unwrap_or_default();
    Error::new(ErrorKind::Usage, format!("the template does not work{line}"))
        .in_format(FORMAT.name)
        .caused_by(error)
}
