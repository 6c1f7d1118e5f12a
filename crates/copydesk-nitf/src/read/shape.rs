//! What one publisher's shape asks for once all is read.

use copydesk_core::{Article, Block, Feature, Inline, Inlines, Value};

use super::Reading;
use super::head::take_text;

impl Reading<'_, '_> {
    /// The New York Times corpus; a title that only repeats the headline.
    pub(super) fn shape(&mut self) {
        self.repeated_title();
        self.repeated_lead();
        newspaper_metas(&mut self.article);
        self.repeated_lines();
    }

    pub(super) fn repeated_title(&mut self) {
        let headline = super::line_of(&self.article.headline);
        let metadata = &mut self.article.metadata;
        if metadata.title.as_deref() == Some(headline.as_str()) {
            metadata.title = None;
        }
    }

    /// The title is the headline of a story that has no other.
    pub(super) fn title_as_headline(&mut self) {
        let title = self.article.metadata.title.as_deref().map(super::squeeze).unwrap_or_default();
        if self.article.headline.is_empty() && !title.is_empty() {
            self.article.metadata.title = None;
            let place = copydesk_core::Place::path("headline");
            self.report.repaired(
                Feature::Headline,
                place,
                format!("no headline; the title: {title}"),
                "the headline",
            );
            self.article.headline = Inlines::from(title);
        }
    }

    /// `lead_paragraph` holds what `full_text` begins with: read once, as the lede.
    fn repeated_lead(&mut self) {
        let body = &mut self.article.body;
        let class = |block: &Block, class: &str| {
            matches!(block, Block::Container(_))
                && block.attributes().is_some_and(|said| said.has_class(class))
        };
        let Some(lead) = body.iter().position(|block| class(block, "lead_paragraph")) else { return };
        let Some(full) = body.iter().position(|block| class(block, "full_text")) else { return };
        let (Block::Container(first), Block::Container(whole)) = (&body[lead], &body[full]) else { return };
        let repeats = !first.content.is_empty()
            && whole.content.len() >= first.content.len()
            && first.content.iter().zip(&whole.content).all(|(a, b)| a == b);
        if !repeats {
            return;
        }
        let ledes = first.content.len();
        if let Block::Container(whole) = &mut body[full] {
            for block in whole.content.iter_mut().take(ledes) {
                if let Block::Paragraph(paragraph) = block {
                    paragraph.lede = true;
                }
            }
        }
        body.remove(lead);
        let place = copydesk_core::Place::path("body");
        let found = "a block `lead_paragraph` that `full_text` repeats";
        self.report.repaired(Feature::Lede, place, found, "the lede, once");
    }

    /// A byline or dateline that the first paragraph prints too is flagged; both stay.
    pub(super) fn repeated_lines(&mut self) {
        if self.article.bylines.is_empty() && self.article.dateline.is_none() {
            return;
        }
        let Some(first) = first_paragraph(&self.article.body) else { return };
        let text = beginning(first);
        for byline in &mut self.article.bylines {
            byline.repeated = !byline.printed.is_empty() && text.eq_ignore_ascii_case(&byline.printed);
        }
        let Some(dateline) = &mut self.article.dateline else { return };
        let printed = dateline.printed.to_lowercase();
        let place = dateline.place.as_deref().unwrap_or_default();
        // `CAPE CANAVERAL, Fla. (EP) - …` begins with its city.
        let city = place.split(',').next().unwrap_or_default().trim().to_lowercase();
        let start =
            text.char_indices().nth(120).map_or(text.as_str(), |(end, _)| &text[..end]).to_lowercase();
        let after_city = start.strip_prefix(&city).filter(|_| !city.is_empty()).unwrap_or_default();
        let is_dateline = [" -", " –", " —", "(", "_", ":"]
            .iter()
            .any(|mark| after_city.find(mark).is_some_and(|at| at < 60));
        dateline.repeated =
            (!printed.is_empty() && start.starts_with(&printed)) || (is_dateline && !after_city.is_empty());
    }
}

/// The beginning of running text in one line; all of it, where it is as short as a byline.
fn beginning(inlines: &Inlines) -> String {
    const LONG: usize = 1000;
    let mut text = String::new();
    for inline in inlines {
        if let Inline::Text(piece) = inline {
            text.push_str(&piece[..piece.floor_char_boundary(LONG + 4)]);
        } else {
            text.push_str(&Inlines(vec![inline.clone()]).plain_text());
        }
        if text.len() > LONG {
            break;
        }
    }
    super::squeeze(&text)
}

/// The first paragraph, wherever it stands.
fn first_paragraph(blocks: &[Block]) -> Option<&Inlines> {
    blocks.iter().find_map(|block| match block {
        Block::Paragraph(paragraph) => Some(&paragraph.content),
        Block::Container(container) => first_paragraph(&container.content),
        Block::Unknown(unknown) => first_paragraph(&unknown.content),
        Block::CrossHead(_)
        | Block::List(_)
        | Block::DefinitionList(_)
        | Block::Quotation(_)
        | Block::Preformatted(_)
        | Block::Table(_)
        | Block::Figure(_)
        | Block::Footnote(_)
        | Block::Rule(_)
        | Block::Note(_) => None,
    })
}

/// Free metadata that says where the story was printed and what the desk calls it.
fn newspaper_metas(article: &mut Article) {
    let metadata = &mut article.metadata;
    let extras = &mut metadata.extras;
    let is_printed = extras.contains_key("print_section") || extras.contains_key("print_page_number");
    if is_printed {
        let publication = metadata.publication.get_or_insert_default();
        for (key, slot) in
            [("print_section", &mut publication.section), ("print_page_number", &mut publication.page)]
        {
            if slot.is_none() {
                *slot = take_text(extras, key);
            }
        }
    }
    if metadata.slug_line.is_none() {
        metadata.slug_line = take_text(extras, "slug");
    }
    if is_printed && let Some(Value::Text(sections)) = extras.remove("online_sections") {
        let sections = sections.split(';').map(str::trim).filter(|section| !section.is_empty());
        metadata.subjects.extend(sections.map(|section| copydesk_core::Concept {
            role: Some("online-section".to_owned()),
            ..copydesk_core::Concept::named(section)
        }));
    }
}
