//! News entities as plain text: each is known by its text and by which occurrence of that text it is.
//!
//! Occurrences are counted in reading order over the texts of kicker, headline, decks, abstract and body, overlapping
//! ones too; the text of an entity that stands in the body as HTML does not count.

use std::collections::HashMap;

use aho_corasick::AhoCorasick;
use copydesk_core::{Article, Block, Entity, Inline, Inlines, child_blocks_mut};

/// Texts longer than this are no names; such entities stand as HTML.
pub(crate) const LONGEST_TEXT: usize = 200;
/// More entities than this are not looked up by their text.
pub(crate) const MOST_ENTITIES: usize = 5_000;
/// What stands between two texts, so that nothing is found across them.
const DIVIDER: char = '\0';

/// Calls `visit` for each run of text of an article, in reading order.
pub(crate) fn each_run(article: &mut Article, visit: &mut dyn FnMut(&mut Inlines)) {
    visit(&mut article.kicker);
    visit(&mut article.headline);
    article.decks.iter_mut().for_each(&mut *visit);
    each_run_of(&mut article.summary, visit);
    each_run_of(&mut article.body, visit);
}

fn each_run_of(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Inlines)) {
    for block in blocks {
        match block {
            Block::Paragraph(block) => visit(&mut block.content),
            Block::CrossHead(block) => visit(&mut block.content),
            Block::Preformatted(block) => visit(&mut block.content),
            Block::DefinitionList(list) => {
                list.items
                    .iter_mut()
                    .flat_map(|item| &mut item.terms)
                    .for_each(|term| visit(&mut term.content));
            }
            Block::Quotation(block) => visit(&mut block.credit),
            Block::Table(block) => visit(&mut block.caption),
            Block::Figure(block) => visit(&mut block.credit),
            Block::Note(block) => visit(&mut block.heading),
            Block::List(_)
            | Block::Footnote(_)
            | Block::Rule(_)
            | Block::Container(_)
            | Block::Unknown(_) => {}
        }
        for inner in child_blocks_mut(block) {
            each_run_of(inner, visit);
        }
    }
}

/// All texts of an article, one behind the other.
#[derive(Default)]
pub(crate) struct Texts {
    pub(crate) all: String,
}

impl Texts {
    /// Appends a text of its own and tells where it begins.
    pub(crate) fn push(&mut self, text: &str) -> usize {
        self.all.push(DIVIDER);
        self.all.push_str(text);
        self.all.len() - text.len()
    }

    /// Appends a run that has no entities to be taken out.
    pub(crate) fn push_run(&mut self, inlines: &Inlines) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => {
                    self.push(text);
                }
                Inline::Entity(_) => {}
                Inline::Emphasis(_)
                | Inline::Strong(_)
                | Inline::Underline(_)
                | Inline::Strike(_)
                | Inline::Sub(_)
                | Inline::Sup(_)
                | Inline::Span(_)
                | Inline::Link(_)
                | Inline::Break
                | Inline::Quote(_)
                | Inline::Code(_)
                | Inline::Image(_)
                | Inline::FootnoteReference(_)
                | Inline::Unknown(_) => {
                    if let Some(content) = inline.content() {
                        self.push_run(content);
                    }
                }
            }
        }
    }

    /// Calls `found` for each occurrence of each of `patterns`: which pattern, where it begins, the how-many-th it is.
    pub(crate) fn occurrences(&self, patterns: &[&str], found: &mut dyn FnMut(usize, usize, usize)) {
        let Ok(machine) = AhoCorasick::new(patterns) else { return };
        let mut counts = vec![0; patterns.len()];
        for hit in machine.find_overlapping_iter(&self.all) {
            let pattern = hit.pattern().as_usize();
            counts[pattern] += 1;
            found(pattern, hit.start(), counts[pattern]);
        }
    }
}

/// The text of an entity that plain text can stand for.
pub(crate) fn plain_text(entity: &Entity) -> Option<&str> {
    let text = entity.content.as_text()?;
    (!text.is_empty() && text.len() <= LONGEST_TEXT && !text.contains(DIVIDER)).then_some(text)
}

/// Each text once, and which one each of `texts` is.
pub(crate) fn distinct<'t>(texts: impl Iterator<Item = &'t str>) -> (Vec<&'t str>, Vec<usize>) {
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut patterns = Vec::new();
    let which = texts
        .map(|text| {
            *known.entry(text).or_insert_with(|| {
                patterns.push(text);
                patterns.len() - 1
            })
        })
        .collect();
    (patterns, which)
}
