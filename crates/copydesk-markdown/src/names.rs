//! The keys of the front matter, by the names people use for them.

use crate::FrontMatter;

/// A field of the metadata, and what it is called in front matter.
pub(crate) struct Name {
    /// Its name in the article's JSON.
    pub(crate) field: &'static str,
    /// What it is written as for pandoc, Hugo and Jekyll.
    written: [&'static str; 3],
    /// What else it is read from.
    also: &'static [&'static str],
}

impl Name {
    const fn new(field: &'static str, written: [&'static str; 3], also: &'static [&'static str]) -> Self {
        Self { field, written, also }
    }

    /// What the field is called in a dialect.
    pub(crate) fn in_dialect(&self, dialect: FrontMatter) -> &'static str {
        match dialect {
            FrontMatter::Pandoc => self.written[0],
            FrontMatter::Hugo => self.written[1],
            FrontMatter::Jekyll => self.written[2],
        }
    }

    fn is_called(&self, key: &str) -> bool {
        self.written.contains(&key) || self.also.contains(&key)
    }
}

/// The fields of the metadata, in the order they are written.
pub(crate) const FIELDS: &[Name] = &[
    Name::new("title", ["title", "title", "title"], &[]),
    Name::new("slug_line", ["slugline", "slugline", "slugline"], &["slug", "slug_line", "slug-line"]),
    Name::new("language", ["lang", "lang", "lang"], &["language", "locale"]),
    Name::new("direction", ["dir", "dir", "dir"], &["direction"]),
    Name::new("issued", ["date", "date", "date"], &["issued", "published", "pubdate", "datePublished"]),
    Name::new(
        "modified",
        ["modified", "lastmod", "last_modified_at"],
        &["updated", "last-modified", "dateModified"],
    ),
    Name::new("created", ["created", "created", "created"], &["dateCreated"]),
    Name::new("release", ["release", "publishDate", "release"], &["publish_date", "publishdate"]),
    Name::new("expiry", ["expiry", "expiryDate", "expiry"], &["expires", "expirydate", "unpublishdate"]),
    Name::new("embargo", ["embargo", "embargo", "embargo"], &[]),
    Name::new("status", ["status", "status", "status"], &[]),
    Name::new("urgency", ["urgency", "urgency", "urgency"], &[]),
    Name::new("editor_notes", ["editor-notes", "editor-notes", "editor-notes"], &["editor_notes", "ednote"]),
    Name::new("id", ["id", "id", "id"], &[]),
    Name::new("other_ids", ["other-ids", "other-ids", "other-ids"], &["other_ids"]),
    Name::new("provider", ["provider", "provider", "provider"], &[]),
    Name::new("version", ["version", "version", "version"], &[]),
    Name::new("source", ["source", "source", "source"], &[]),
    Name::new("distributor", ["distributor", "distributor", "distributor"], &[]),
    Name::new("keywords", ["keywords", "tags", "tags"], &[]),
    Name::new("subjects", ["subjects", "categories", "categories"], &["category", "subject"]),
    Name::new("genres", ["genres", "genres", "genres"], &["genre"]),
    Name::new("places", ["places", "places", "places"], &[]),
    Name::new("people", ["people", "people", "people"], &[]),
    Name::new("organisations", ["organisations", "organisations", "organisations"], &[]),
    Name::new("events", ["events", "events", "events"], &[]),
    Name::new("series", ["series", "series", "series"], &[]),
    Name::new("publication", ["publication", "publication", "publication"], &[]),
    Name::new("relations", ["relations", "relations", "relations"], &[]),
    Name::new("revisions", ["revisions", "revisions", "revisions"], &[]),
];

/// Keys that are no fields of the metadata and yet mean something.
const OTHERS: &[&str] = &[
    "abstract",
    "author",
    "authors",
    "byline",
    "bylines",
    "copyright",
    "credits",
    "dateline",
    "deck",
    "decks",
    "description",
    "draft",
    "entities",
    "extras",
    "headline",
    "image",
    "kicker",
    "license",
    "rights",
    "subtitle",
    "summary",
];

/// The field of the metadata that a key stands for.
pub(crate) fn field_of(key: &str) -> Option<&'static str> {
    FIELDS.iter().find(|name| name.is_called(key)).map(|name| name.field)
}

/// Whether a key means something; any other is an extra.
pub(crate) fn is_known(key: &str) -> bool {
    field_of(key).is_some() || OTHERS.contains(&key)
}
