//! Byline, dateline, credit and copyright lines, and what a desk writes around a story, with one table of words for
//! each language.
//!
//! Every recogniser takes one line or paragraph and says what it is, or nothing. All are linear scanners; no pattern is
//! compiled.
//!
//! ```
//! use copydesk_lines::{self as lines, Language};
//! let english = Language::of("en");
//! let byline = lines::byline("By JANE DOE and John Roe, Reuters", english).expect("a byline");
//! assert_eq!(byline.people[1].name, "John Roe");
//! let (dateline, rest) = lines::dateline("ALMATY, Jan 10 (Reuters) - Order is back.", english).expect("a dateline");
//! assert_eq!((dateline.place.as_deref(), rest), (Some("ALMATY"), 27));
//! ```

// What lines say.
mod byline;
mod caption;
mod contacts;
mod copyright;
mod credits;
mod dateline;
mod ends;
mod furniture;
mod headline;
mod issuer;
mod lead_in;
mod note;
mod signature;
mod slug;
mod stamp;
mod status;

// What the words in them are.
mod date;
mod jobs;
mod names;
mod organisations;
mod time;

// The words of each language, and how they are found.
mod gate;
mod index;
mod rare;
mod scan;
mod table;
mod tables;

pub use byline::{byline, continue_byline, known_byline};
pub use caption::{caption, is_about_photo, may_be_caption};
pub use contacts::{Contacts, begins_contacts, contacts, holds_contact};
pub use copyright::{copyright, is_copyright, known_copyright, may_be_copyright};
pub use credits::{CreditLine, Mend, begins_with_role, credits, known_credits, may_be_credits};
pub use date::month;
pub use dateline::{dateline, is_place_line, known_dateline, place_and_day};
pub use ends::{
    agency_of, is_code_line, is_desk_code, is_end, is_initials, is_more, is_sign_off, sign_off_at_end,
};
pub use furniture::{is_rule, keywords, may_be_furniture};
pub use headline::{deck, is_company, is_masthead, is_release, is_section, is_topic, release_before};
pub use issuer::{issuer, provided_by};
pub use lead_in::{LeadIn, lead_in, lead_line};
pub use note::{is_note, is_notebook};
pub use scan::{any_pair, trim};
pub use signature::{Signature, is_title_case, signature, signed};
pub use slug::is_slug_line;
pub use stamp::{Stamp, stamp};
pub use status::{Notice, embargo_sentence, notice};
pub use table::Language;
pub(crate) use table::Table;
