//! The middle of Copydesk: the article model, the [`Reader`] and [`Writer`] traits, the report, errors and limits.
//!
//! ```text
//! bytes ── Reader ──▶ Article + Report ── Writer ──▶ bytes + Report
//! ```
//!
//! Readers and writers meet only in [`Article`]; no format knows another. Everything here is pure: no file, network,
//! clock, locale, environment or printing.

mod address;
mod article;
mod attributes;
mod block;
mod convert;
mod error;
mod guard;
mod inline;
mod limits;
mod media;
mod metadata;
mod moment;
mod normal;
mod place;
mod report;
#[cfg(feature = "schema")]
mod schema;
mod space;
mod tagged;
mod walk;

pub use address::{is_safe_scheme, is_safe_to_follow, scheme_of};
pub use article::{Article, Byline, Copyright, Credit, Dateline, Person, Reservation, Rights, Work};
pub use attributes::{Attributes, Audience, Direction, Extras, Value};
pub use block::{
    Alignment, Block, Cell, Container, CrossHead, Definition, DefinitionList, Footnote, List, ListItem, Note,
    NoteKind, Paragraph, Preformatted, Quotation, Row, Rule, Table, UnknownBlock, single_paragraph,
};
pub use convert::{
    Converted, Format, OptionInfo, ReadContext, Reader, Sink, TraceEntry, WriteContext, Writer,
    bad_option_value, read_one, unknown_option,
};
pub use error::{Error, ErrorKind};
pub use guard::{Hold, expired, holds};
pub use inline::{Code, Entity, EntityKind, FootnoteReference, Inline, Inlines, Link, Span, UnknownInline};
pub use limits::{Limit, Limits};
pub use media::{Media, MediaKind, MediaResolver, NoMedia, Rendition};
pub use metadata::{
    Concept, Embargo, Identifier, Metadata, Publication, Relation, RelationKind, Revision, Series, Status,
};
pub use moment::{Moment, MomentError};
pub use place::{Place, Step, Trail};
pub use report::{Assumed, Effect, Feature, Loss, Repair, Report, Withheld};
pub use space::single_spaced;
pub use walk::{child_blocks, child_blocks_mut, child_inlines};

/// Dates and times, as [`Moment`] uses them.
pub use jiff;

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
