//! Ids: which the article has, what they become, and the numbers of its footnotes.

use std::collections::{HashMap, HashSet};

use copydesk_core::{
    Article, Attributes, Audience, Block, Error, Inline, Inlines, Limit, Limits, ListItem, Media,
};

/// The ids an article's markup may link to, and its footnotes in the order they are first referred to.
#[derive(Debug, Default)]
pub(crate) struct Ids<'a> {
    prefix: &'a str,
    /// The article's ids and what each is called in the markup.
    names: HashMap<&'a str, Name>,
    spelled: HashSet<String>,
    notes: Vec<Note<'a>>,
    by_id: HashMap<&'a str, usize>,
    /// Ids that are further names of footnotes.
    aliases: Vec<(&'a str, &'a str)>,
    /// Footnotes by their place in `notes`, as they are first referred to.
    referred: Vec<usize>,
    depth: usize,
    /// Bytes of plain text.
    text: usize,
    limits: Limits,
}

/// What an id is called in the markup, and whether an element has it already.
#[derive(Debug)]
struct Name {
    name: String,
    claimed: bool,
}

/// One footnote, or a reference to one that does not exist.
#[derive(Debug)]
struct Note<'a> {
    id: &'a str,
    exists: bool,
    references: usize,
    written_references: usize,
}

impl<'a> Ids<'a> {
    /// Looks through everything of the article that is public.
    pub(crate) fn of(article: &'a Article, prefix: &'a str, limits: &Limits) -> Result<Self, Error> {
        let mut ids = Self { prefix, limits: limits.clone(), ..Self::default() };
        ids.inlines(&article.kicker)?;
        ids.inlines(&article.headline)?;
        article.decks.iter().try_for_each(|deck| ids.inlines(deck))?;
        ids.blocks(&article.summary)?;
        ids.blocks(&article.body)?;
        ids.number_notes();
        Ok(ids)
    }

    /// Those referred to in that order, then the others in the order they stand.
    fn number_notes(&mut self) {
        if self.notes.is_empty() {
            return;
        }
        let alone = (0..self.notes.len()).filter(|index| self.notes[*index].references == 0);
        let order: Vec<usize> = self.referred.iter().copied().chain(alone).collect();
        let mut notes: Vec<Option<Note<'a>>> =
            std::mem::take(&mut self.notes).into_iter().map(Some).collect();
        self.notes =
            order.into_iter().filter_map(|index| notes[index].take()).filter(|note| note.exists).collect();
        self.by_id = self.notes.iter().enumerate().map(|(index, note)| (note.id, index)).collect();
        for (alias, id) in std::mem::take(&mut self.aliases) {
            if let Some(index) = self.by_id.get(id).copied().filter(|_| !self.names.contains_key(alias)) {
                self.by_id.entry(alias).or_insert(index);
            }
        }
    }

    /// About how many bytes the article is as markup.
    pub(crate) fn markup_bytes(&self) -> usize {
        self.text + self.text / 8 + 2048
    }

    /// What an id of the article is called in the markup, where a public element has it.
    pub(crate) fn target(&self, id: &str) -> Option<String> {
        match self.by_id.get(id) {
            Some(index) => Some(self.note(*index + 1)),
            None => self.names.get(id).map(|name| name.name.clone()),
        }
    }

    /// The name for the one element that may have this id; the next one gets none.
    pub(crate) fn claim(&mut self, id: &str) -> Option<String> {
        let name = self.names.get_mut(id)?;
        if name.claimed || self.by_id.contains_key(id) {
            return None;
        }
        name.claimed = true;
        Some(name.name.clone())
    }

    /// The number of a footnote, from 1.
    pub(crate) fn number(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).map(|index| index + 1)
    }

    /// The number of the next reference to a footnote, from 1.
    pub(crate) fn next_reference(&mut self, number: usize) -> usize {
        self.notes.get_mut(number - 1).map_or(1, |note| {
            note.written_references += 1;
            note.written_references
        })
    }

    /// How many references to a footnote there are.
    pub(crate) fn references(&self, number: usize) -> usize {
        self.notes.get(number - 1).map_or(0, |note| note.references)
    }

    /// The id of a footnote in the markup.
    pub(crate) fn note(&self, number: usize) -> String {
        format!("{}note.{number}", self.prefix)
    }

    /// The id of a reference to a footnote in the markup.
    pub(crate) fn reference(&self, number: usize, which: usize) -> String {
        match which {
            1 => format!("{}ref.{number}", self.prefix),
            _ => format!("{}ref.{number}.{which}", self.prefix),
        }
    }

    /// An id of the writer's own. A dot keeps it apart from the article's.
    pub(crate) fn own(&self, name: &str, number: usize) -> String {
        format!("{}{name}.{number}", self.prefix)
    }

    fn blocks(&mut self, blocks: &'a [Block]) -> Result<(), Error> {
        self.descend()?;
        for block in blocks {
            if block.audience() == Audience::Public {
                self.block(block)?;
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn block(&mut self, block: &'a Block) -> Result<(), Error> {
        if let Block::Footnote(footnote) = block {
            self.footnote(&footnote.id);
            if let Some(id) = block.attributes().and_then(|attributes| attributes.id.as_deref()) {
                self.aliases.push((id, &footnote.id));
            }
        } else {
            self.attributes(block.attributes());
        }
        match block {
            Block::Paragraph(paragraph) => self.inlines(&paragraph.content),
            Block::CrossHead(cross_head) => self.inlines(&cross_head.content),
            Block::List(list) => list.items.iter().try_for_each(|item| self.item(item)),
            Block::DefinitionList(list) => list.items.iter().try_for_each(|definition| {
                for term in &definition.terms {
                    self.attributes(term.attributes.as_deref());
                    self.inlines(&term.content)?;
                }
                definition.descriptions.iter().try_for_each(|item| self.item(item))
            }),
            Block::Quotation(quotation) => {
                self.blocks(&quotation.content)?;
                self.inlines(&quotation.credit)
            }
            Block::Preformatted(preformatted) => self.inlines(&preformatted.content),
            Block::Table(table) => {
                self.inlines(&table.caption)?;
                for row in table.head.iter().chain(&table.body).chain(&table.foot) {
                    if !is_public(row.attributes.as_deref()) {
                        continue;
                    }
                    self.attributes(row.attributes.as_deref());
                    for cell in row.cells.iter().filter(|cell| is_public(cell.attributes.as_deref())) {
                        self.attributes(cell.attributes.as_deref());
                        self.blocks(&cell.content)?;
                    }
                }
                Ok(())
            }
            Block::Figure(media) => self.media(media),
            Block::Footnote(footnote) => self.blocks(&footnote.content),
            Block::Rule(_) => Ok(()),
            Block::Note(note) => {
                self.inlines(&note.heading)?;
                self.blocks(&note.content)
            }
            Block::Container(container) => self.blocks(&container.content),
            Block::Unknown(unknown) => self.blocks(&unknown.content),
        }
    }

    fn item(&mut self, item: &'a ListItem) -> Result<(), Error> {
        if !is_public(item.attributes.as_deref()) {
            return Ok(());
        }
        self.attributes(item.attributes.as_deref());
        self.blocks(&item.content)
    }

    fn media(&mut self, media: &'a Media) -> Result<(), Error> {
        self.blocks(&media.caption)?;
        self.inlines(&media.credit)
    }

    fn inlines(&mut self, inlines: &'a Inlines) -> Result<(), Error> {
        if let Some(text) = inlines.as_text() {
            self.text += text.len();
            return Ok(());
        }
        self.descend()?;
        for inline in inlines {
            self.attributes(inline.attributes());
            match inline {
                Inline::FootnoteReference(reference) => self.reference_to(&reference.id),
                Inline::Image(media) => self.media(media)?,
                Inline::Text(text) => self.text += text.len(),
                Inline::Break | Inline::Code(_) => {}
                Inline::Emphasis(_)
                | Inline::Strong(_)
                | Inline::Underline(_)
                | Inline::Strike(_)
                | Inline::Sub(_)
                | Inline::Sup(_)
                | Inline::Span(_)
                | Inline::Link(_)
                | Inline::Quote(_)
                | Inline::Entity(_)
                | Inline::Unknown(_) => {
                    if let Some(content) = inline.content() {
                        self.inlines(content)?;
                    }
                }
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn descend(&mut self) -> Result<(), Error> {
        self.depth += 1;
        if self.depth > self.limits.nesting.saturating_mul(2) {
            return Err(self.limits.reached(Limit::Nesting));
        }
        Ok(())
    }

    fn attributes(&mut self, attributes: Option<&'a Attributes>) {
        if let Some(id) = attributes.and_then(|attributes| attributes.id.as_deref())
            && !self.names.contains_key(id)
        {
            let name = format!("{}{}", self.prefix, encoded(id));
            let claimed = !self.spelled.insert(name.clone());
            self.names.insert(id, Name { name, claimed });
        }
    }

    fn reference_to(&mut self, id: &'a str) {
        let index = self.note_called(id);
        if self.notes[index].references == 0 {
            self.referred.push(index);
        }
        self.notes[index].references += 1;
    }

    fn footnote(&mut self, id: &'a str) {
        let index = self.note_called(id);
        self.notes[index].exists = true;
    }

    /// Finds a footnote, or notes it, so that the order is that of the first mention.
    fn note_called(&mut self, id: &'a str) -> usize {
        if let Some(index) = self.by_id.get(id) {
            return *index;
        }
        self.notes.push(Note { id, exists: false, references: 0, written_references: 0 });
        self.by_id.insert(id, self.notes.len() - 1);
        self.notes.len() - 1
    }
}

pub(crate) fn is_public(attributes: Option<&Attributes>) -> bool {
    attributes.is_none_or(|attributes| attributes.audience == Audience::Public)
}

/// An id spelled with letters, digits, `-` and `_` alone, as an XML name can hold it: a space is `_x20_`.
fn encoded(id: &str) -> String {
    use std::fmt::Write as _;
    let mut name = String::with_capacity(id.len());
    for c in id.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') {
            name.push(c);
        } else {
            // Writing to a string never fails.
            let _ = write!(name, "_x{:X}_", u32::from(c));
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_core::{Footnote, FootnoteReference};

    fn reference(id: &str) -> Inline {
        Inline::FootnoteReference(Box::new(FootnoteReference { id: id.to_owned() }))
    }

    fn footnote(id: &str) -> Block {
        Block::Footnote(Box::new(Footnote { id: id.to_owned(), ..Footnote::default() }))
    }

    #[test]
    fn footnotes_are_numbered_as_they_are_referred_to() {
        let article = Article {
            body: vec![
                footnote("alone"),
                footnote("b"),
                Block::paragraph(vec![reference("a"), reference("nowhere"), reference("b"), reference("a")]),
                footnote("a"),
            ],
            ..Article::default()
        };
        let ids = Ids::of(&article, "x-", &Limits::default()).unwrap();
        assert_eq!((ids.number("a"), ids.number("b"), ids.number("alone")), (Some(1), Some(2), Some(3)));
        assert_eq!(ids.number("nowhere"), None);
        assert_eq!(ids.references(1), 2);
        assert_eq!(ids.target("a"), Some("x-note.1".to_owned()));
    }

    #[test]
    fn ids_become_names() {
        assert_eq!(encoded("a b:ü"), "a_x20_b_x3A__xFC_");
    }
}
