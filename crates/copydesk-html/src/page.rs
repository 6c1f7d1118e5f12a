//! The page around the article: its head, its data, the whole.

use std::borrow::Cow;
use std::collections::BTreeMap;

use copydesk_core::{Article, Audience, Block, Report, Reservation};

use crate::images::{WebImage, web, web_images};
use crate::json_ld::publisher;
use crate::language;
use crate::links::{Address, address};
use crate::markup::{Markup, Syntax};

/// How long a description may be, in characters: search engines show no more.
const DESCRIPTION: usize = 300;

/// What the head and the data say of an article, found out once.
#[derive(Debug)]
pub(crate) struct Facts<'a> {
    pub(crate) title: String,
    pub(crate) language: Cow<'a, str>,
    pub(crate) description: Option<String>,
    pub(crate) canonical: Option<String>,
    pub(crate) images: Vec<WebImage>,
    pub(crate) aliases: &'a BTreeMap<String, String>,
}

impl<'a> Facts<'a> {
    pub(crate) fn of(
        article: &'a Article,
        aliases: &'a BTreeMap<String, String>,
        report: &mut Report,
    ) -> Self {
        let language = language_of(article, report);
        let title = copydesk_assume::title(article, report);
        let url = article.metadata.publication.as_ref().and_then(|publication| publication.url.as_deref());
        let canonical = url.and_then(web);
        Self {
            title,
            language,
            description: description(article),
            canonical,
            images: web_images(article),
            aliases,
        }
    }
}

/// The article's language, where it is a valid tag; else as assumed.
pub fn language_of<'a>(article: &'a Article, report: &mut Report) -> Cow<'a, str> {
    let language = copydesk_assume::language(article, report);
    if language::is_valid(&language) {
        return language;
    }
    let (mended, why) = match language::mended(&language) {
        Some(mended) => (mended, "the article's language is not spelled as BCP 47 asks"),
        None => ("und".to_owned(), "the article's language is no BCP 47 tag"),
    };
    report.assumed("metadata.language", mended.clone(), why);
    Cow::Owned(mended)
}

/// What the article is about in a sentence or two: its abstract, else its lede or first paragraph.
pub fn description(article: &Article) -> Option<String> {
    let summary = paragraph(&article.summary);
    let lede =
        article.body.iter().find(|block| matches!(block, Block::Paragraph(paragraph) if paragraph.lede));
    let text = summary
        .or_else(|| paragraph(lede.map(std::slice::from_ref)?))
        .or_else(|| paragraph(&article.body))?;
    // Fewer bytes are fewer characters.
    let end = if text.len() > DESCRIPTION { text.char_indices().nth(DESCRIPTION) } else { None };
    let Some((end, _)) = end else { return Some(text) };
    let end = text[..end].rfind(' ').unwrap_or(end);
    Some(format!("{}…", text[..end].trim_end_matches([',', ';', ':', ' '])))
}

/// The first public paragraph that says anything, on one line: as much of it as a description may need.
fn paragraph(blocks: &[Block]) -> Option<String> {
    let public = blocks.iter().filter(|block| block.audience() == Audience::Public);
    let paragraphs =
        public.filter_map(|block| if let Block::Paragraph(it) = block { Some(&it.content) } else { None });
    paragraphs.map(|text| opening(&text.plain_text())).find(|text| !text.is_empty())
}

/// A text on one line, as far as a description reaches.
fn opening(text: &str) -> String {
    let start = text.get(..DESCRIPTION + 2).filter(|start| has_single_spaces(start));
    if let Some(start) = start {
        return start.to_owned();
    }
    let mut line = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        length += word.chars().count() + 1;
        if length > DESCRIPTION + 1 {
            break;
        }
    }
    line
}

/// Whether a text is ASCII with nothing but single spaces between its words, and a word at its start.
fn has_single_spaces(text: &str) -> bool {
    let pairs = text.as_bytes().iter().zip(text.as_bytes().get(1..).unwrap_or_default());
    let is_odd = |byte: u8| !(b' '..=b'~').contains(&byte);
    let found = pairs.fold(false, |found, (one, next)| {
        found | is_odd(*one) | is_odd(*next) | ((*one == b' ') & (*next == b' '))
    });
    !found && !text.starts_with(' ')
}

/// What stands in the head of a page: everything but its title and its stylesheet.
pub(crate) fn head(article: &Article, facts: &Facts<'_>) -> (String, Vec<char>) {
    let mut markup = Markup::new(Syntax::Html);
    let meta = |markup: &mut Markup, name: &str, content: Option<&str>| {
        if let Some(content) = content.filter(|content| !content.trim().is_empty()) {
            markup.start("meta").attribute("name", name).attribute("content", content).end_void().line();
        }
    };
    meta(&mut markup, "description", facts.description.as_deref());
    let authors: Vec<&str> = article
        .authors()
        .into_iter()
        .map(|name| facts.aliases.get(name).map_or(name, String::as_str))
        .collect();
    meta(&mut markup, "author", Some(&authors.join(", ")));
    meta(&mut markup, "keywords", Some(&article.metadata.keywords.join(", ")));
    reservations(article, &mut markup);
    if let Some(canonical) = &facts.canonical {
        markup.start("link").attribute("rel", "canonical").attribute("href", canonical).end_void().line();
    }
    for rights in &article.rights {
        if let Some(Address::Absolute(license)) = rights.license.as_deref().map(address) {
            markup.start("link").attribute("rel", "license").attribute("href", &license).end_void().line();
        }
    }
    social(article, facts, &mut markup);
    let forbidden = markup.take_forbidden();
    (markup.finish(), forbidden)
}

/// Reserved uses, as far as machines understand them (TDMRep, 4.2; the robots tag).
fn reservations(article: &Article, markup: &mut Markup) {
    let reserved = || article.rights.iter().flat_map(|rights| &rights.reservations);
    let mining: Vec<&Reservation> = reserved().filter(|reserved| is_mining(&reserved.usage)).collect();
    if !mining.is_empty() {
        markup.start("meta").attribute("name", "tdm-reservation").attribute("content", "1").end_void().line();
        let policy = mining.iter().find_map(|reserved| reserved.policy.as_deref());
        if let Some(Address::Absolute(policy)) = policy.map(address) {
            markup
                .start("meta")
                .attribute("name", "tdm-policy")
                .attribute("content", &policy)
                .end_void()
                .line();
        }
    }
    if reserved().any(|reserved| reserved.usage == "archive") {
        markup.start("meta").attribute("name", "robots").attribute("content", "noarchive").end_void().line();
    }
}

/// Whether a reserved use is text and data mining, or a kind of it.
pub fn is_mining(usage: &str) -> bool {
    matches!(usage, "tdm" | "ai-training" | "ai" | "text-and-data-mining")
}

/// Open Graph and Twitter cards.
fn social(article: &Article, facts: &Facts<'_>, markup: &mut Markup) {
    let mut property = |name: &str, content: Option<&str>| {
        if let Some(content) = content.filter(|content| !content.trim().is_empty()) {
            markup.start("meta").attribute("property", name).attribute("content", content).end_void().line();
        }
    };
    let metadata = &article.metadata;
    property("og:type", Some("article"));
    property("og:title", Some(&facts.title));
    property("og:description", facts.description.as_deref());
    property("og:url", facts.canonical.as_deref());
    property("og:site_name", publisher(metadata));
    property("og:locale", locale(&facts.language).as_deref());
    let image = facts.images.first();
    property("og:image", image.map(|image| image.address.as_str()));
    property("og:image:alt", image.and_then(|image| image.alternative.as_deref()));
    let side = |side: Option<u32>| side.map(|side| side.to_string());
    property("og:image:width", side(image.and_then(|image| Some(image.size?.0))).as_deref());
    property("og:image:height", side(image.and_then(|image| Some(image.size?.1))).as_deref());
    property("article:published_time", metadata.issued.map(|moment| moment.to_string()).as_deref());
    property("article:modified_time", metadata.modified.map(|moment| moment.to_string()).as_deref());
    property("article:expiration_time", metadata.expiry.map(|moment| moment.to_string()).as_deref());
    let section = metadata.publication.as_ref().and_then(|publication| publication.section.as_deref());
    property("article:section", section);
    for keyword in &metadata.keywords {
        property("article:tag", Some(keyword));
    }
    let card = if facts.images.is_empty() { "summary" } else { "summary_large_image" };
    for (name, content) in [
        ("twitter:card", Some(card)),
        ("twitter:title", Some(facts.title.as_str())),
        ("twitter:description", facts.description.as_deref()),
        ("twitter:image", image.map(|image| image.address.as_str())),
        ("twitter:image:alt", image.and_then(|image| image.alternative.as_deref())),
    ] {
        if let Some(content) = content {
            markup.start("meta").attribute("name", name).attribute("content", content).end_void().line();
        }
    }
}

/// A language as Open Graph names it, `en_GB`; it has no name for one without a region.
fn locale(language: &str) -> Option<String> {
    let mut parts = language.split('-');
    let primary = parts.next()?;
    let region = parts.take_while(|part| part.len() > 1).find(|part| part.len() == 2)?;
    Some(format!("{}_{}", primary.to_lowercase(), region.to_uppercase()))
}

/// The data as a script element no browser runs; nothing in it can end the element.
pub(crate) fn data_element(data: &serde_json::Value) -> String {
    // A value whose keys are texts can always be written.
    let json = serde_json::to_string(data).unwrap_or_default();
    let mut element = String::with_capacity(json.len() + 64);
    element.push_str("<script type=\"application/ld+json\">");
    let mut rest = json.as_str();
    // No branch leaves a stretch, so that the compiler takes many bytes at once; most data has none of them.
    let (stretches, last) = json.as_bytes().as_chunks::<32>();
    let has_one = |bytes: &[u8]| {
        bytes.iter().fold(false, |found, it| found | (*it == b'<') | (*it == b'>') | (*it == b'&'))
    };
    let has_any = stretches.iter().any(|stretch| has_one(stretch)) || has_one(last);
    while has_any && let Some(at) = rest.bytes().position(|byte| matches!(byte, b'<' | b'>' | b'&')) {
        element.push_str(&rest[..at]);
        element.push_str(match rest.as_bytes()[at] {
            b'<' => "\\u003C",
            b'>' => "\\u003E",
            _ => "\\u0026",
        });
        rest = &rest[at + 1..];
    }
    element.push_str(rest);
    element.push_str("</script>\n");
    element
}

/// The whole page, written into the room of a text that is used again.
pub(crate) fn page(article: &Article, facts: &Facts<'_>, parts: &Parts<'_>, room: String) -> String {
    let direction = language::direction(article, &facts.language).name();
    let length = [parts.head, parts.data, parts.stylesheet, parts.article]
        .iter()
        .map(|part| part.len())
        .sum::<usize>();
    let mut markup = Markup::in_room(Syntax::Html, room, length + 1024);
    markup
        .raw("<!DOCTYPE html>\n")
        .start("html")
        .attribute("lang", &facts.language)
        .attribute("dir", direction)
        .line();
    markup.raw("<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    markup.start("title").text(&facts.page_title(article)).end("title").line();
    markup.raw(parts.head).raw(parts.data);
    if !parts.stylesheet.is_empty() {
        markup.raw("<style>\n").raw(parts.stylesheet).raw("</style>\n");
    }
    markup.raw("</head>\n<body>\n<main>\n").raw(parts.article).raw("</main>\n</body>\n</html>\n");
    markup.finish()
}

/// The finished parts of a page.
pub(crate) struct Parts<'a> {
    pub(crate) head: &'a str,
    pub(crate) data: &'a str,
    pub(crate) stylesheet: &'a str,
    pub(crate) article: &'a str,
}

impl Facts<'_> {
    /// The title of the window: the title the source gives, else the headline.
    pub(crate) fn page_title(&self, article: &Article) -> String {
        article
            .metadata
            .title
            .clone()
            .filter(|title| !title.trim().is_empty())
            .unwrap_or_else(|| self.title.clone())
    }
}
