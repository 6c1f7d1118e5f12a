//! Everything about an article that is not printed in it.

use serde::{Deserialize, Serialize};

use crate::{Direction, Extras, Moment, is_default};

macro_rules! metadata_struct {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident : $type:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_meta])* #[serde(skip_serializing_if = "is_default")] pub $field: $type,)*
        }
    };
}

metadata_struct! {
    /// Everything about an article that is not printed in it.
    Metadata {
        /// The id the provider gave it.
        id: Option<String>,
        /// Its ids in other schemes.
        other_ids: Vec<Identifier>,
        /// The provider's id for itself: `reuters.com`.
        provider: Option<String>,
        /// Its version.
        version: Option<String>,
        /// Whether it may be used. Read apart from the embargo: a usable article may be under embargo.
        status: Status,
        /// What it kills, corrects or replaces. A kill notice is itself usable.
        relations: Vec<Relation>,
        /// It must not be published before a time.
        embargo: Option<Embargo>,
        /// When it was or will be released to customers. Not an embargo.
        release: Option<Moment>,
        /// After which it must not be published.
        expiry: Option<Moment>,
        /// Its language, as a BCP 47 tag.
        language: Option<String>,
        /// The direction its text runs in.
        direction: Option<Direction>,
        /// The slug line: the desk's name for the story.
        slug_line: Option<String>,
        /// The title, where the source gives one that is not the headline.
        title: Option<String>,
        /// When it was first written.
        created: Option<Moment>,
        /// When it was issued.
        issued: Option<Moment>,
        /// When it was last changed.
        modified: Option<Moment>,
        /// The urgency, 1 (flash) to 9.
        urgency: Option<u8>,
        /// Notes from editor to editor. Internal.
        editor_notes: Vec<String>,
        /// Where the story comes from: an agency, a wire.
        source: Option<String>,
        /// Who distributes it.
        distributor: Option<String>,
        /// What it is about, by scheme and code.
        subjects: Vec<Concept>,
        /// Free keywords.
        keywords: Vec<String>,
        /// What kind of piece it is: analysis, obituary …
        genres: Vec<Concept>,
        /// The places it is about.
        places: Vec<Concept>,
        /// The people it is about.
        people: Vec<Concept>,
        /// The organisations it is about.
        organisations: Vec<Concept>,
        /// The events it is about.
        events: Vec<Concept>,
        /// The series it is part of.
        series: Option<Series>,
        /// Where it was published.
        publication: Option<Publication>,
        /// Who did what to it, and when.
        revisions: Vec<Revision>,
        /// What else the source said of it.
        extras: Extras,
    }
}
metadata_struct! {
    /// An id in a scheme.
    Identifier {
        /// The scheme: `urn`, `isbn`, `du-key`.
        scheme: Option<String>,
        /// The id.
        value: String,
    }
}
/// Whether an article may be used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It may.
    #[default]
    Usable,
    /// Not for now: it is held.
    Withheld,
    /// Never: it was killed.
    Cancelled,
}
metadata_struct! {
    /// What an article does to another.
    Relation {
        /// What it does.
        kind: RelationKind,
        /// The id of the other article.
        id: Option<String>,
        /// The line that says so, as printed.
        printed: Option<String>,
        /// What else the source said of it.
        extras: Extras,
    }
}
/// What an article does to another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RelationKind {
    /// Kills it: it must not be used any more.
    Kills,
    /// Corrects it.
    Corrects,
    /// Replaces it.
    Replaces,
    /// Brings it up to date: a new lead, a write-through.
    Updates,
    /// Translates it.
    Translates,
    /// Is otherwise related to it.
    #[default]
    Related,
}
metadata_struct! {
    /// A time before which an article must not be published.
    Embargo {
        /// The time. Absent or without a zone: unclear, and so in force until someone lifts it.
        until: Option<Moment>,
        /// The line that says so, as printed.
        printed: Option<String>,
    }
}
metadata_struct! {
    /// A concept: a subject, a genre, a place, a person, an organisation, an event.
    Concept {
        /// Its name.
        name: Option<String>,
        /// Its code.
        code: Option<String>,
        /// The scheme of the code: an address, or a short name such as `iptc`.
        scheme: Option<String>,
        /// Its part in the story, or its kind: `city`, `subject-matter`.
        role: Option<String>,
        /// What else the source said of it.
        extras: Extras,
    }
}
metadata_struct! {
    /// A series, and which part of it this is.
    Series {
        /// Its name.
        name: Option<String>,
        /// Which part this is.
        part: Option<u32>,
        /// How many parts there are.
        parts: Option<u32>,
        /// What else the source said of it.
        extras: Extras,
    }
}
metadata_struct! {
    /// Where an article was published.
    Publication {
        /// The newspaper, magazine or site.
        name: Option<String>,
        /// Its publisher.
        publisher: Option<String>,
        /// The date of the issue.
        date: Option<Moment>,
        /// The volume.
        volume: Option<String>,
        /// The issue's number.
        issue: Option<String>,
        /// The edition: `late`, `Berlin`.
        edition: Option<String>,
        /// The section of the paper.
        section: Option<String>,
        /// The page, as printed: `A1`.
        page: Option<String>,
        /// Where it stands on the web.
        url: Option<String>,
        /// What else the source said of it.
        extras: Extras,
    }
}
metadata_struct! {
    /// One step of an article's history.
    Revision {
        /// Who.
        name: Option<String>,
        /// In what function: `editor`.
        function: Option<String>,
        /// When.
        moment: Option<Moment>,
        /// What was done.
        comment: Option<String>,
        /// What else the source said of it.
        extras: Extras,
    }
}

impl Concept {
    /// A concept known only by its name.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..Self::default() }
    }
}
