//! Units to an article: which of them is the headline, a byline, the body, a credit.

use std::cell::OnceCell;

use copydesk_core::{
    Article, Attributes, Audience, Block, Byline, Converted, Dateline, Feature, Paragraph, Place,
    ReadContext, Relation, RelationKind, Report,
};
use copydesk_lines::{self as recognise, Signature};

use crate::read::line::Line;
use crate::read::tongue::Tongue;
use crate::read::unit::{Unit, units};

mod body;
mod contacts;
mod end;
mod front;
mod orders;

pub(crate) use end::{closes_story, is_small_end};

/// How many units there may be before the body.
const FRONT_UNITS: usize = 64;
/// How near the end of a story thanks for help may stand, in units.
const LAST_UNITS: usize = 10;
/// The class of a paragraph with contacts.
pub(crate) const CONTACT: &str = "contact";

/// Reads the lines of one story. `article` holds what a header has said already.
pub(crate) fn read_story(
    lines: &[Line<'_>],
    article: Article,
    tongue: &Tongue<'_>,
    context: &ReadContext<'_>,
) -> Converted<Article> {
    let units = units(lines, tongue);
    let front = std::iter::repeat_with(Known::default).take(units.len().min(FRONT_UNITS)).collect();
    let (units, report) = (units.as_slice(), Report::default());
    let tail = end::tail(units);
    let mut story = Story {
        lines,
        units,
        front,
        tail,
        tongue,
        context,
        article,
        report,
        internal: false,
        held: Vec::new(),
    };
    let body = story.front();
    story.body(body);
    story.release_held();
    story.article.normalise();
    Converted { output: story.article, report: story.report }
}

/// What has been found out about a unit before the body: it is asked for more than once. Boxed, as nearly all is nothing.
#[derive(Default)]
struct Known {
    dateline: OnceCell<Option<Box<(Dateline, usize)>>>,
    byline: OnceCell<Option<Box<Byline>>>,
    signature: OnceCell<Option<Box<Signature>>>,
}

/// A paragraph of the class that lines with contacts have.
pub(crate) fn contact_paragraph(text: &str) -> Paragraph {
    let attributes = Attributes { class: vec![CONTACT.to_owned()], ..Attributes::default() };
    Paragraph { content: text.trim().into(), attributes: Some(Box::new(attributes)), ..Paragraph::default() }
}

/// A story as far as it has been read.
struct Story<'r, 't> {
    lines: &'r [Line<'t>],
    units: &'r [Unit<'t>],
    /// Of the first units.
    front: Vec<Known>,
    /// The first unit that only closes the story.
    tail: usize,
    tongue: &'r Tongue<'r>,
    context: &'r ReadContext<'r>,
    article: Article,
    report: Report,
    /// What follows is not for publication.
    internal: bool,
    /// Blocks that stand before the story, and are shown behind it.
    held: Vec<Block>,
}

impl<'t> Story<'_, 't> {
    /// The dateline a unit begins with, where it stands before or at the start of the body.
    fn dateline_at(&self, at: usize) -> Option<&(Dateline, usize)> {
        let text: &str = &self.units.get(at)?.text;
        let dateline = &self.front.get(at)?.dateline;
        let find = |language| recognise::dateline(text, language);
        dateline.get_or_init(|| self.tongue.find(find).map(Box::new)).as_deref()
    }

    /// The same, for good: it is not asked for again.
    fn take_dateline(&mut self, at: usize) -> Option<(Dateline, usize)> {
        self.dateline_at(at)?;
        self.front.get_mut(at)?.dateline.take().flatten().map(|found| *found)
    }

    /// The byline a unit is, where it stands before the body.
    fn byline_at(&self, at: usize) -> Option<&Byline> {
        let text: &str = &self.units.get(at)?.text;
        let byline = &self.front.get(at)?.byline;
        byline.get_or_init(|| self.tongue.byline(text).map(Box::new)).as_deref()
    }

    /// The same, for good: it is not asked for again.
    fn take_byline(&mut self, at: usize) -> Option<Byline> {
        self.byline_at(at)?;
        self.front.get_mut(at)?.byline.take().flatten().map(|found| *found)
    }

    /// The names a unit is, where it stands before the body without a word that says so.
    fn signature_at(&self, at: usize) -> Option<&Signature> {
        let text: &str = &self.units.get(at)?.text;
        let signature = &self.front.get(at)?.signature;
        let telling = |signature: &Signature| signature.named || signature.said;
        let find = |language| recognise::signature(text, language).filter(telling);
        signature.get_or_init(|| self.tongue.find(find).map(Box::new)).as_deref()
    }

    /// A dateline begins the body. Where no headline has been found, a bare place does only before a long sentence.
    fn starts_body(&self, at: usize) -> bool {
        let Some((dateline, rest)) = self.dateline_at(at) else { return false };
        let bare = dateline.date.is_none() && dateline.source.is_none();
        !bare || !self.article.headline.is_empty() || self.units[at].text.len() - rest > 100
    }

    fn relation(&mut self, unit: &Unit<'t>, kind: RelationKind, printed: String, rule: &'static str) {
        self.trace(unit, || format!("metadata.relations[{}]", self.article.metadata.relations.len()), rule);
        let relation = Relation { kind, printed: Some(printed), ..Relation::default() };
        self.article.metadata.relations.push(relation);
    }

    /// Puts what was held back behind the public story.
    fn release_held(&mut self) {
        let body = &mut self.article.body;
        let end =
            body.iter().rposition(|block| block.audience() == Audience::Public).map_or(0, |last| last + 1);
        body.splice(end..end, self.held.drain(..));
    }

    fn paragraph(&mut self, unit: &Unit<'t>, rule: &'static str) {
        self.push(unit, Block::paragraph(unit.text.as_ref()), rule);
    }

    fn push(&mut self, unit: &Unit<'t>, block: Block, rule: &'static str) {
        self.trace(unit, || format!("body[{}]", self.article.body.len()), rule);
        self.article.body.push(if self.internal { block.internal() } else { block });
    }

    /// Notes what became of the lines of a unit.
    fn trace(&self, unit: &Unit<'_>, path: impl FnOnce() -> String, rule: &'static str) {
        let (Some(first), Some(last)) =
            (self.lines.get(unit.lines.start), self.lines.get(unit.lines.end - 1))
        else {
            return;
        };
        self.context.trace(first.start..last.range().end, path, rule);
    }

    /// Reports that what stands at the start of a unit was read as something no mark says it is.
    fn repaired(&mut self, unit: &Unit<'_>, feature: Feature, found: &str, read_as: &str) {
        self.report.repaired(feature, self.place(unit, 0), found, read_as);
    }

    /// The position of a byte of a unit's text in the source.
    fn place(&self, unit: &Unit<'_>, offset: usize) -> Place {
        let mut rest = offset;
        for line in &self.lines[unit.lines.clone()] {
            let lead = line.text.len() - line.text.trim_start().len();
            let length = line.trimmed().len();
            if rest <= length {
                return line.place(lead + rest);
            }
            rest -= length + 1;
        }
        self.lines.get(unit.lines.start).map_or(Place::Source { line: 1, column: 1 }, |line| line.place(0))
    }
}
