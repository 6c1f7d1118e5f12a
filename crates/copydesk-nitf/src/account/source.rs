//! The texts of a source, and the part of the article each belongs to.

use copydesk_core::{Error, Limits};
use copydesk_xml::{Token, XmlReader};

use crate::spelling::house_kind;

/// Text of one element, with that of the inline elements in it, or the value of one attribute.
pub(super) struct SourceText {
    pub(super) element: String,
    pub(super) role: Role,
    pub(super) at: usize,
    pub(super) words: String,
    pub(super) is_attribute: bool,
}

/// The part of the article that text belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Heading,
    Byline,
    Dateline,
    Summary,
    Body,
    /// Metadata, and whatever has no role of its own.
    Any,
}

/// Reads the texts of a source, in order.
pub(super) fn source_texts(text: &str) -> Result<Vec<SourceText>, Error> {
    let limits = Limits { nesting: 10_000, ..Limits::default() };
    let mut xml = XmlReader::new(text, &limits).lenient();
    let mut found: Vec<SourceText> = Vec::new();
    let mut open: Vec<(String, Role)> = Vec::new();
    let mut inside = 0usize;
    let mut run: Option<SourceText> = None;
    let mut after_comment: Option<bool> = None;
    loop {
        match xml.next()? {
            Token::Start(tag) => {
                let name = tag.name.rsplit(':').next().unwrap_or_default().to_owned();
                inside += usize::from(name == "nitf");
                let around = open.last().map_or(Role::Any, |(_, role)| *role);
                // What a container says has no place of its own.
                let role = if inside > 0 { role_of(&name, around) } else { Role::Any };
                {
                    if divides_words(&name, around_of(&open)) {
                        found.extend(run.take());
                    } else if name == "br"
                        && let Some(run) = &mut run
                    {
                        run.words.push(' ');
                    }
                    for (attribute, value) in &tag.attributes {
                        // What this crate writes beside the text, for itself.
                        let is_own = tag.name.starts_with("cd:") || attribute.starts_with("cd:");
                        if !is_own && !is_furniture(&name, attribute, value) {
                            let element = format!("{name}@{attribute}");
                            let words = value.to_string();
                            let role = Role::Any;
                            found.push(SourceText { element, role, at: tag.at, words, is_attribute: true });
                        }
                    }
                }
                open.push((name, role));
            }
            Token::End => {
                if let Some((name, _)) = open.pop() {
                    if divides_words(&name, around_of(&open)) {
                        found.extend(run.take());
                    }
                    inside -= usize::from(name == "nitf" && inside > 0);
                }
            }
            Token::Text(piece) => {
                let (element, role) = open.last().cloned().unwrap_or((String::new(), Role::Any));
                let run = run.get_or_insert_with(|| SourceText {
                    element,
                    role,
                    at: xml.position(),
                    words: String::new(),
                    is_attribute: false,
                });
                // A comment may stand where the apostrophe of `don’t` was.
                if after_comment.take().is_some_and(|divides| divides || follows_apostrophe(&piece)) {
                    run.words.push(' ');
                }
                run.words.push_str(&piece);
            }
            Token::Comment(comment) => {
                let stood = comment.trim();
                after_comment = Some(stood.chars().count() == 1 && !stood.contains(char::is_alphanumeric));
            }
            Token::Done => break,
        }
    }
    found.extend(run);
    for object in found.iter_mut().filter(|text| text.element == "media-object") {
        // Bytes are no words.
        object.is_attribute = true;
        object.words.retain(|c| !c.is_whitespace());
    }
    // A status in words, as a container may have it, is a field that has no words.
    let is_status = |text: &SourceText| {
        let known = ["usable", "withheld", "embargoed", "canceled", "cancelled"];
        text.element == "Status" && known.iter().any(|word| text.words.trim().eq_ignore_ascii_case(word))
    };
    found.retain(|text| !text.words.trim().is_empty() && !is_status(text));
    Ok(found)
}

/// The element around one that begins or ends here; all that is in a list of names is such a name.
fn around_of(open: &[(String, Role)]) -> &str {
    const LIST: &str = "identified-content";
    if open.iter().any(|(name, _)| name == LIST) {
        LIST
    } else {
        open.last().map_or("", |(around, _)| around)
    }
}

/// Whether an element divides the words before it from those after it.
pub(super) fn divides_words(name: &str, around: &str) -> bool {
    const LISTS: [&str; 7] =
        ["identified-content", "byline", "dateline", "postaddr", "addressee", "docdata", "head"];
    !INLINE.contains(&name) || LISTS.contains(&around)
}

pub(super) fn follows_apostrophe(piece: &str) -> bool {
    let word = piece.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    matches!(word, "s" | "t" | "d" | "m" | "re" | "ve" | "ll")
}

/// Elements that do not divide words.
pub(super) const INLINE: &[&str] = &[
    "em",
    "a",
    "br",
    "lang",
    "q",
    "person",
    "org",
    "location",
    "chron",
    "money",
    "num",
    "event",
    "pronounce",
    "classifier",
    "function",
    "object.title",
    "virtloc",
    "copyrite",
    "b",
    "strong",
    "i",
    "u",
    "s",
    "strike",
    "del",
    "span",
    "sub",
    "sup",
    "code",
    "city",
    "state",
    "region",
    "country",
    "sublocation",
    "frac",
    "numer",
    "denom",
    "frac-sep",
    "x",
    "copyrite.year",
    "copyrite.holder",
    "story.date",
];

pub(super) fn role_of(name: &str, around: Role) -> Role {
    match name {
        // In the story a headline is a cross-head.
        "hedline" | "headline" if around == Role::Any => Role::Heading,
        // What some systems write into it, for paper and web.
        name if around == Role::Heading
            && let Some(kind) = house_kind(name) =>
        {
            match kind {
                "head" | "deck" => Role::Heading,
                "summary" => Role::Summary,
                _ => Role::Body,
            }
        }
        "byline" if around == Role::Any => Role::Byline,
        "dateline" if around == Role::Any => Role::Dateline,
        "abstract" if around == Role::Any => Role::Summary,
        // The article's, where nothing of the story stands before it.
        "byline" | "dateline" if around == Role::Body => Role::Any,
        // Of the abstract, where it stands there.
        "body.content" | "note" if around == Role::Summary => Role::Summary,
        "body.content" | "body.end" | "note" => Role::Body,
        // Kept whole, as an extra of the table.
        "nitf-table-metadata" => Role::Any,
        "nitf" | "head" | "body.head" | "body" => Role::Any,
        _ => around,
    }
}

/// Attributes that say nothing of the article: versions, schemas, defaults, flags the model holds as such.
pub(super) fn is_furniture(element: &str, attribute: &str, value: &str) -> bool {
    attribute.starts_with("xmlns")
        || attribute.starts_with("xsi:")
        || matches!(attribute, "schemaLocation" | "change.date" | "change.time" | "lede" | "lead" | "cols")
        || (element == "nitf" && attribute == "version")
        || matches!((element, attribute), ("media", "media-type") | ("note", "type") | ("tagline", "type"))
        || matches!((element, attribute), ("docdata", "management-status" | "management-idref-status"))
        || (element == "em" && attribute == "class")
        || matches!(
            (element, attribute, value),
            ("hl2", "class", "kicker") | ("note", "noteclass", "cpyrt") | ("tagline", "class", "credits")
        )
        || matches!(
            (attribute, value),
            ("colspan" | "rowspan" | "span", _) | ("align", "left" | "center" | "right")
        )
        || (element == "series" && value.trim() == "0")
        || attribute == "encoding"
        || is_furniture_of_container(element, attribute, value)
        // Names that became fields.
        || (element == "meta"
            && attribute == "name"
            && matches!(value, "slug" | "print_section" | "print_page_number" | "online_sections"))
}

/// The same, of what stands around articles.
pub(super) fn is_furniture_of_container(element: &str, attribute: &str, value: &str) -> bool {
    matches!((element, attribute), ("NewsML", "Version") | ("Status", "FormalName") | ("pubStatus", "qcode"))
        || matches!(attribute, "standard" | "standardversion" | "conformance")
        || matches!((element, attribute, value), ("Property", "FormalName", "Keyword" | "City"))
}
