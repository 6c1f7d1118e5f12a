//! The article: what a reader makes and a writer takes.

use serde::{Deserialize, Serialize};

use crate::{Block, Extras, Inlines, Metadata, Moment, is_default};

/// One news article, whole.
///
/// Plain data with public fields. Two articles are equal when their [normal forms](Article::normalise) are.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Article {
    /// The line above the headline, often a topic (`hl2 class="kicker"`, an eyebrow).
    #[serde(skip_serializing_if = "is_default")]
    pub kicker: Inlines,
    /// The headline, with its inline markup.
    pub headline: Inlines,
    /// The lines below the headline: decks, subheads, standfirsts of one line.
    #[serde(skip_serializing_if = "is_default")]
    pub decks: Vec<Inlines>,
    /// The bylines, each as printed and as the people in it.
    pub bylines: Vec<Byline>,
    /// Where and when the story was filed.
    #[serde(skip_serializing_if = "is_default")]
    pub dateline: Option<Dateline>,
    /// The abstract: a summary that stands apart from the body.
    #[serde(rename = "abstract", skip_serializing_if = "is_default")]
    pub summary: Vec<Block>,
    /// The story itself.
    pub body: Vec<Block>,
    /// Who did what, besides the byline: "Reporting by …; Editing by …".
    pub credits: Vec<Credit>,
    /// The copyright notices: agency, rewriter and photographer may each hold one.
    pub copyright: Vec<Copyright>,
    /// What may be done with the article.
    #[serde(skip_serializing_if = "is_default")]
    pub rights: Vec<Rights>,
    /// Everything about the article that is not printed in it.
    pub metadata: Metadata,
}

/// A byline as printed, and the people it names.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Byline {
    /// The whole line as it stood: `By JANE DOE, Staff Writer`. Empty where the source gives only a person.
    pub printed: String,
    /// The people named, in order.
    #[serde(skip_serializing_if = "is_default")]
    pub people: Vec<Person>,
    /// The body prints this line too; it was left there.
    #[serde(skip_serializing_if = "is_default")]
    pub repeated: bool,
    /// What else the source said of this line.
    #[serde(skip_serializing_if = "is_default")]
    pub extras: Extras,
}

/// A person named in a byline.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Person {
    /// The name, as written: `Jane Doe`, or a login such as `mcardinal`.
    pub name: String,
    /// The job: `Staff Writer`.
    #[serde(skip_serializing_if = "is_default")]
    pub role: Option<String>,
    /// The employer or desk: `The Associated Press`.
    #[serde(skip_serializing_if = "is_default")]
    pub affiliation: Option<String>,
    /// E-mail and web addresses, telephone numbers, handles, as written.
    #[serde(skip_serializing_if = "is_default")]
    pub contacts: Vec<String>,
    /// What else the source said of this person.
    #[serde(skip_serializing_if = "is_default")]
    pub extras: Extras,
}

/// A dateline as printed, and its parts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Dateline {
    /// The whole dateline as it stood, with its dash: `ALMATY, Jan 10 (Reuters) -`.
    pub printed: String,
    /// The place, as written: `ALMATY`.
    #[serde(skip_serializing_if = "is_default")]
    pub place: Option<String>,
    /// The date, as written: `Jan 10`.
    #[serde(skip_serializing_if = "is_default")]
    pub date: Option<String>,
    /// The date, where the source gives it whole.
    #[serde(skip_serializing_if = "is_default")]
    pub moment: Option<Moment>,
    /// The agency, as written: `Reuters`.
    #[serde(skip_serializing_if = "is_default")]
    pub source: Option<String>,
    /// The body prints this dateline too; it was left there.
    #[serde(skip_serializing_if = "is_default")]
    pub repeated: bool,
    /// What else the source said of it (codes of city, state, country …).
    #[serde(skip_serializing_if = "is_default")]
    pub extras: Extras,
}

/// One role in a credit line, with the names that hold it.
///
/// A line that names several roles gives several credits, each with the same `printed`;
/// [`Article::credit_lines`] puts them together again.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Credit {
    /// The role, in the words of the line: `Reporting`, `Additions`, `Redaktion`.
    #[serde(skip_serializing_if = "is_default")]
    pub role: Option<String>,
    /// The kind of work the role names, whatever the language of the line.
    #[serde(skip_serializing_if = "is_default")]
    pub work: Work,
    /// The names, in order.
    pub names: Vec<String>,
    /// For whom the work was done: `FISM News` in `Additions for FISM News by …`.
    #[serde(skip_serializing_if = "is_default")]
    pub affiliation: Option<String>,
    /// The whole credit line as printed, with its parentheses and its faults.
    pub printed: String,
    /// What else the source said of this credit.
    #[serde(skip_serializing_if = "is_default")]
    pub extras: Extras,
}

/// The kind of work a credit is for, the same in every language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Work {
    /// Reporting (MARC relator `rpt`).
    Reporting,
    /// Writing (`aut`).
    Writing,
    /// Editing (`edt`).
    Editing,
    /// Photography (`pht`).
    Photography,
    /// Translation (`trl`).
    Translation,
    /// Illustration and graphics (`ill`).
    Illustration,
    /// Film and video (`vdg`).
    Video,
    /// Research (`res`).
    Research,
    /// Any other contribution (`ctb`); the role says which.
    #[default]
    Other,
}

/// One copyright notice.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Copyright {
    /// Every year the notice names; a range such as `2019-2022` stands here as each of its years.
    pub years: Vec<i16>,
    /// The holder, as written: `Thomson/Reuters`.
    #[serde(skip_serializing_if = "is_default")]
    pub holder: Option<String>,
    /// The notice as printed: `Copyright 2022 Thomson/Reuters`. Empty where the source gives only the parts.
    pub notice: String,
    /// What else the source said of it.
    #[serde(skip_serializing_if = "is_default")]
    pub extras: Extras,
}

/// What may be done with the article, where, until when, and who grants it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Rights {
    /// The terms in words: `For non-commercial use only.`
    #[serde(skip_serializing_if = "is_default")]
    pub terms: Option<String>,
    /// Who owns the rights.
    #[serde(skip_serializing_if = "is_default")]
    pub owner: Option<String>,
    /// How to reach the owner.
    #[serde(skip_serializing_if = "is_default")]
    pub owner_contact: Option<String>,
    /// Who grants them for the owner.
    #[serde(skip_serializing_if = "is_default")]
    pub agent: Option<String>,
    /// How to reach the agent.
    #[serde(skip_serializing_if = "is_default")]
    pub agent_contact: Option<String>,
    /// The kind of rights: `print`, `web`.
    #[serde(rename = "type", skip_serializing_if = "is_default")]
    pub kind: Option<String>,
    /// Where they hold, in words.
    #[serde(skip_serializing_if = "is_default")]
    pub geography: Option<String>,
    /// What limits them, in words.
    #[serde(skip_serializing_if = "is_default")]
    pub limitations: Option<String>,
    /// From when.
    #[serde(skip_serializing_if = "is_default")]
    pub starts: Option<Moment>,
    /// Until when.
    #[serde(skip_serializing_if = "is_default")]
    pub ends: Option<Moment>,
    /// The address of a licence or of a page of terms.
    #[serde(skip_serializing_if = "is_default")]
    pub license: Option<String>,
    /// Uses a machine must not make without leave.
    #[serde(skip_serializing_if = "is_default")]
    pub reservations: Vec<Reservation>,
    /// What else the source said of them.
    #[serde(skip_serializing_if = "is_default")]
    pub extras: Extras,
}

/// A machine-readable opt-out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Reservation {
    /// The use that is reserved: `tdm` (text and data mining), `ai-training`, `archive` …
    #[serde(rename = "use")]
    pub usage: String,
    /// The address of the policy under which leave may be had.
    #[serde(skip_serializing_if = "is_default")]
    pub policy: Option<String>,
}

impl Article {
    /// The credits grouped by the line they were printed in: each line once, with its credits, in order.
    pub fn credit_lines(&self) -> impl Iterator<Item = (&str, &[Credit])> {
        self.credits
            .chunk_by(|a, b| !a.printed.is_empty() && a.printed == b.printed)
            .map(|credits| (credits[0].printed.as_str(), credits))
    }

    /// The names of the authors: the people of the bylines, in order, each once.
    pub fn authors(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for person in self.bylines.iter().flat_map(|byline| &byline.people) {
            if !person.name.is_empty() && !names.contains(&person.name.as_str()) {
                names.push(&person.name);
            }
        }
        names
    }
}

impl PartialEq for Article {
    /// Compares normal forms; articles alike to the letter are not copied.
    fn eq(&self, other: &Self) -> bool {
        same_fields(self, other) || {
            let (mut left, mut right) = (self.clone(), other.clone());
            left.normalise();
            right.normalise();
            same_fields(&left, &right)
        }
    }
}

fn same_fields(left: &Article, right: &Article) -> bool {
    let Article {
        kicker,
        headline,
        decks,
        bylines,
        dateline,
        summary,
        body,
        credits,
        copyright,
        rights,
        metadata,
    } = left;
    *kicker == right.kicker
        && *headline == right.headline
        && *decks == right.decks
        && *bylines == right.bylines
        && *dateline == right.dateline
        && *summary == right.summary
        && *body == right.body
        && *credits == right.credits
        && *copyright == right.copyright
        && *rights == right.rights
        && *metadata == right.metadata
}
