//! The report: what a conversion lost, withheld, mended and assumed.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Place, is_default};

/// What happened on the way, besides the output. Each list is in document order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    /// What the output does not carry.
    pub losses: Vec<Loss>,
    /// What a public format rightly leaves out.
    pub withheld: Vec<Withheld>,
    /// What a reader mended or guessed.
    pub repairs: Vec<Repair>,
    /// What the target demands, the article lacks, and was written all the same.
    pub assumed: Vec<Assumed>,
}

/// Something the output does not carry, or carries without its structure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loss {
    /// Gone, or only its structure gone.
    pub effect: Effect,
    /// What.
    pub feature: Feature,
    /// Where.
    pub at: Place,
    /// What exactly, and why: one clause.
    pub detail: String,
}

/// How much of a thing was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// All of it.
    Dropped,
    /// Its structure; the words are there.
    Flattened,
}

/// Internal text that a public format left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withheld {
    /// What.
    pub feature: Feature,
    /// Where.
    pub at: Place,
    /// Why: one clause.
    pub detail: String,
}

/// Something a reader mended or guessed. It is no loss.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    /// What.
    pub feature: Feature,
    /// Where.
    pub at: Place,
    /// What the source has.
    pub found: String,
    /// What it was read as.
    pub read_as: String,
}

/// Something written that the article does not say, by a documented rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assumed {
    /// The field: `metadata.language`.
    pub field: String,
    /// What was written.
    pub value: String,
    /// By which rule: one clause.
    pub why: String,
}

macro_rules! features {
    ($($(#[$meta:meta])* $name:ident = $text:literal,)*) => {
        /// The parts of an article a report speaks of: one name for each thing the model can hold.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Feature { $($(#[$meta])* #[doc = $text] $name,)* }

        impl Feature {
            /// Every feature, in the model's order.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The feature in words, for people.
            pub fn words(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

features! {
    Article = "article",
    Kicker = "kicker",
    Headline = "headline",
    Deck = "deck",
    Byline = "byline",
    Person = "person of a byline",
    Dateline = "dateline",
    Abstract = "abstract",
    Credit = "credit",
    Copyright = "copyright",
    Rights = "rights",
    Reservation = "reserved use",
    Paragraph = "paragraph",
    Lede = "lede flag",
    CrossHead = "cross-head",
    List = "list",
    ListStart = "start of a numbered list",
    DefinitionList = "definition list",
    Quotation = "quotation",
    QuotationCredit = "credit of a quotation",
    Preformatted = "preformatted text",
    Table = "table",
    TableCaption = "caption of a table",
    TableAlignment = "alignment in a table",
    TableHead = "head of a table",
    TableFoot = "foot of a table",
    HeaderCell = "header cell",
    CellSpan = "spanning cell",
    CellBlocks = "blocks in a cell",
    Figure = "figure",
    Rendition = "rendition",
    Caption = "caption",
    MediaCredit = "credit of a figure",
    AlternativeText = "alternative text",
    MediaTitle = "title of a figure",
    Footnote = "footnote",
    Rule = "rule",
    Note = "note",
    Container = "container",
    UnknownBlock = "unknown block",
    Text = "text",
    Emphasis = "emphasis",
    Strong = "strong emphasis",
    Underline = "underline",
    Strike = "struck-out text",
    Sub = "subscript",
    Sup = "superscript",
    Span = "span",
    Link = "link",
    LinkTitle = "title of a link",
    Break = "line break",
    Quote = "inline quotation",
    Code = "code",
    Image = "image in the line",
    FootnoteReference = "footnote reference",
    Entity = "news entity",
    UnknownInline = "unknown inline",
    Id = "id of an element",
    Class = "class",
    ElementLanguage = "language of an element",
    ElementDirection = "direction of an element",
    Extra = "extra",
    ArticleId = "article id",
    OtherId = "other id",
    Provider = "provider",
    Version = "version",
    Status = "status",
    Relation = "relation to another article",
    Embargo = "embargo",
    Release = "release time",
    Expiry = "expiry",
    Language = "language",
    Direction = "direction",
    SlugLine = "slug line",
    Title = "title",
    Created = "creation time",
    Issued = "issue time",
    Modified = "modification time",
    Urgency = "urgency",
    EditorNote = "editor's note",
    Source = "source",
    Distributor = "distributor",
    Subject = "subject",
    Keyword = "keyword",
    Genre = "genre",
    Place = "place",
    People = "person in the news",
    Organisation = "organisation",
    Event = "event",
    Series = "series",
    Publication = "publication",
    Revision = "revision",
    Character = "character",
    Glyph = "glyph",
    Encoding = "encoding",
    Markup = "markup",
    Comment = "comment",
    Metadata = "metadata",
}

impl Report {
    /// Whether there is nothing to report.
    pub fn is_empty(&self) -> bool {
        is_default(self)
    }

    /// Adds what another end of the same conversion reports.
    pub fn join(&mut self, other: Self) {
        let Self { losses, withheld, repairs, assumed } = other;
        self.losses.extend(losses);
        self.withheld.extend(withheld);
        self.repairs.extend(repairs);
        self.assumed.extend(assumed);
    }

    /// Something is gone.
    pub fn dropped(&mut self, feature: Feature, at: Place, detail: impl Into<String>) {
        self.losses.push(Loss { effect: Effect::Dropped, feature, at, detail: detail.into() });
    }

    /// The words are there, the structure is gone.
    pub fn flattened(&mut self, feature: Feature, at: Place, detail: impl Into<String>) {
        self.losses.push(Loss { effect: Effect::Flattened, feature, at, detail: detail.into() });
    }

    /// Internal text is left out.
    pub fn withheld(&mut self, feature: Feature, at: Place, detail: impl Into<String>) {
        self.withheld.push(Withheld { feature, at, detail: detail.into() });
    }

    /// Something was mended or guessed.
    pub fn repaired(
        &mut self,
        feature: Feature,
        at: Place,
        found: impl Into<String>,
        read_as: impl Into<String>,
    ) {
        self.repairs.push(Repair { feature, at, found: found.into(), read_as: read_as.into() });
    }

    /// Something was written that the article does not say.
    pub fn assumed(&mut self, field: impl Into<String>, value: impl Into<String>, why: impl Into<String>) {
        self.assumed.push(Assumed { field: field.into(), value: value.into(), why: why.into() });
    }
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dropped => "dropped",
            Self::Flattened => "flattened",
        })
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} at {}: {}", self.feature, self.effect, self.at, self.detail)
    }
}

impl fmt::Display for Withheld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} withheld at {}: {}", self.feature, self.at, self.detail)
    }
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}: found {:?}, read as {:?}", self.feature, self.at, self.found, self.read_as)
    }
}

impl fmt::Display for Assumed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {:?}: {}", self.field, self.value, self.why)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_joined_report_has_all_of_both() {
        let report = |word: &str| {
            let mut report = Report::default();
            report.dropped(Feature::Metadata, Place::path("metadata"), word);
            report.withheld(Feature::Note, Place::path("body[0]"), word);
            report.repaired(Feature::Credit, Place::path("credits[0]"), word, word);
            report.assumed("metadata.language", word, word);
            report
        };
        let mut both = report("one");
        both.join(report("two"));
        let Report { losses, withheld, repairs, assumed } = both;
        assert_eq!([losses.len(), withheld.len(), repairs.len(), assumed.len()], [2; 4]);
        assert_eq!((losses[0].detail.as_str(), losses[1].detail.as_str()), ("one", "two"));
    }
}
