//! What holds nothing. The normal form has no place for it, nor for what it says of itself: that is reported.

use std::borrow::Cow;

use copydesk_core::{Attributes, Block, Feature, Inline, Table};
use copydesk_xml::Tag;

use super::Reading;
use super::text::says_nothing;

impl<'t> Reading<'t, '_> {
    /// Reports what an element says of itself that holds nothing, and so has no place in the article.
    pub(super) fn unsaid(&mut self, name: &str, at: usize, attributes: &Attributes) {
        let Attributes { id, class, language, direction, audience: _, extras } = attributes;
        let mut said: Vec<(&str, Cow<'_, str>)> = Vec::new();
        said.extend(id.iter().map(|id| ("id", Cow::from(id))));
        if !class.is_empty() {
            said.push(("class", class.join(" ").into()));
        }
        said.extend(language.iter().map(|language| ("xml:lang", language.into())));
        said.extend(direction.iter().map(|direction| ("dir", direction.name().into())));
        said.extend(extras.iter().map(|(key, value)| {
            let text = value.as_text().map_or_else(|| format!("{value:?}").into(), Cow::from);
            (key.strip_prefix("nitf:").unwrap_or(key), text)
        }));
        self.unsaid_words(name, at, said);
    }

    /// The same of an element that has no attributes of the model.
    pub(super) fn unsaid_by(&mut self, tag: &Tag<'t>) {
        let said = tag.attributes.iter().map(|(name, value)| (*name, Cow::from(&**value)));
        self.unsaid_words(self.name(tag), tag.at, said.collect());
    }

    fn unsaid_words(&mut self, name: &str, at: usize, said: Vec<(&str, Cow<'_, str>)>) {
        let said = said.iter().map(|(name, value)| format!(", {name} {value}"));
        let said = format!("an empty `{name}`{}", said.collect::<String>());
        let place = self.place(at);
        self.report.dropped(Feature::Markup, place, said);
    }
}

/// Whether the normal form has no such block: it holds nothing.
pub(super) fn is_silent(block: &Block) -> bool {
    let silent = |blocks: &[Block]| blocks.iter().all(is_silent);
    match block {
        Block::Paragraph(paragraph) => says_nothing(&paragraph.content),
        Block::CrossHead(heading) => says_nothing(&heading.content),
        Block::Preformatted(preformatted) => preformatted.content.is_empty(),
        Block::List(list) => list.items.is_empty(),
        Block::DefinitionList(list) => list.items.iter().all(|item| {
            item.terms.iter().all(|term| says_nothing(&term.content))
                && item.descriptions.iter().all(|item| silent(&item.content))
        }),
        Block::Quotation(quotation) => silent(&quotation.content) && says_nothing(&quotation.credit),
        Block::Table(table) => {
            let Table { caption, head, body, foot, .. } = &**table;
            says_nothing(caption) && head.is_empty() && body.is_empty() && foot.is_empty()
        }
        Block::Note(note) => says_nothing(&note.heading) && silent(&note.content),
        Block::Container(container) => silent(&container.content),
        Block::Figure(_) | Block::Footnote(_) | Block::Rule(_) | Block::Unknown(_) => false,
    }
}

/// Whether the normal form has no such part of running text: it holds nothing, and stands for nothing.
pub(super) fn is_silent_inline(inline: &Inline) -> bool {
    if let Inline::Text(text) = inline {
        return text.is_empty();
    }
    if let Inline::Code(code) = inline {
        return code.text.is_empty();
    }
    !inline.stands_empty() && inline.content().is_some_and(|content| content.iter().all(is_silent_inline))
}
