//! The blocks of the story.

use std::collections::{HashMap, HashSet};

use copydesk_core::{
    Article, Attributes, Block, CrossHead, Footnote, Inline, Inlines, List, Media, Note, Paragraph,
    Preformatted, Quotation, Step, single_paragraph,
};
use copydesk_markup::opening_tag;

use super::Work;
use super::escape::Around;
use super::inlines::{Setting, longest_run, simple_image};
use super::lines::{DatelineForm, Lines};
use crate::{Flavour, furniture};

/// What separates two lists that would be read as one.
const SEPARATOR: &str = "<!-- -->";

/// The ids of the footnotes that are written with Markdown's own sign: plain names, each once, at the top of the body.
pub(super) fn plain_footnotes(article: &Article, flavour: Flavour) -> HashSet<&str> {
    if !flavour.is_extended() {
        return HashSet::new();
    }
    let mut found: HashMap<String, usize> = HashMap::new();
    let notes = || {
        article
            .body
            .iter()
            .filter_map(|block| if let Block::Footnote(note) = block { Some(&**note) } else { None })
    };
    for note in notes() {
        *found.entry(note.id.to_lowercase()).or_default() += 1;
    }
    let plain = |note: &&Footnote| {
        !note.id.is_empty()
            && note.id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
            && note.attributes.is_none()
            && found[&note.id.to_lowercase()] == 1
            && matches!(note.content.first(), Some(Block::Paragraph(_)))
    };
    notes().filter(plain).map(|note| note.id.as_str()).collect()
}

/// Whether a list may stand right under a paragraph: one that begins with another number than 1, or with an empty item,
/// would be text of the paragraph (CommonMark, 5.2).
fn may_interrupt(list: &List) -> bool {
    !(opens_empty(list) || list.ordered && list.start.unwrap_or(1) != 1)
}

fn opens_empty(list: &List) -> bool {
    list.items.first().is_some_and(|item| item.content.is_empty())
}

/// Whether a text is one tag of HTML on a line of its own, which begins an HTML block (CommonMark, 4.6).
pub(super) fn is_tag_alone(text: &str) -> bool {
    let line = text.split('\n').next().unwrap_or_default();
    let line = line.strip_suffix('\\').unwrap_or(line);
    line.starts_with('<') && line.find('>') == Some(line.len() - 1)
}

impl<'a> Work<'a> {
    /// The story. What could be taken for a line above or below it is marked as a paragraph of the story.
    pub(super) fn body(&mut self, article: &'a Article, lines: &Lines) {
        let last = article.body.len().saturating_sub(1);
        for (at, block) in article.body.iter().enumerate() {
            self.separate(at.checked_sub(1).and_then(|before| article.body.get(before)), block);
            let before = match &lines.dateline {
                DatelineForm::Before(text) if at == 0 => Some(text.as_str()),
                DatelineForm::None | DatelineForm::Before(_) | DatelineForm::Marked(_) => None,
            };
            let first_heading = at == 0 && matches!(block, Block::CrossHead(_));
            let marked = before.is_none() && (at == 0 && furniture::looks_like_head(block, self.language))
                || at == last && furniture::looks_like_foot(block, self.language)
                || article.headline.is_empty() && first_heading;
            self.at(Step::Index(at), |work| match (before, block) {
                (Some(dateline), Block::Paragraph(paragraph)) => work.with_dateline(dateline, paragraph),
                _ if marked => work.html_block(block),
                _ => work.block(block),
            });
        }
    }

    /// The first paragraph, behind the dateline.
    fn with_dateline(&mut self, dateline: &str, paragraph: &Paragraph) {
        let mut content = paragraph.content.clone();
        if let Some(Inline::Text(text)) = content.first_mut() {
            text.insert_str(0, dateline);
        }
        self.at(Step::Field("content"), |work| work.paragraph_text(&content));
    }

    /// Blocks inside another block, which was opened above.
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for (at, block) in blocks.iter().enumerate() {
            self.separate(at.checked_sub(1).and_then(|before| blocks.get(before)), block);
            self.at(Step::Index(at), |work| work.block(block));
        }
    }

    /// Blocks at the start of a line that has only its prefix and a marker.
    fn blocks_here(&mut self, blocks: &[Block]) {
        for (at, block) in blocks.iter().enumerate() {
            if at > 0 {
                self.separate(blocks.get(at - 1), block);
            }
            self.at(Step::Index(at), |work| work.block(block));
        }
    }

    /// A blank line before a block, and what keeps two lists apart.
    fn separate(&mut self, before: Option<&Block>, block: &Block) {
        self.between();
        if matches!((before, block), (Some(Block::List(_)), Block::List(_))) {
            self.out.push_str(SEPARATOR);
            self.between();
        }
    }

    pub(super) fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(paragraph) => self.paragraph(paragraph, block),
            Block::CrossHead(cross_head) => self.cross_head(cross_head, block),
            Block::List(list) if is_plain_list(list) => self.list(list),
            Block::Quotation(quotation) => self.quotation(quotation, block),
            Block::Preformatted(preformatted) => self.preformatted(preformatted, block),
            Block::Table(table) => {
                if self.flavour.is_extended() && super::table::is_plain(table) {
                    self.table(table);
                } else {
                    self.html_block(block);
                }
            }
            Block::Figure(media) => self.figure(media, block),
            Block::Footnote(note) => self.footnote(note, block),
            Block::Rule(rule) if rule.attributes.is_none() => self.out.push_str("* * *"),
            Block::Note(note) => self.note(note, block),
            Block::Container(container) => self.group(block, &container.content),
            Block::Unknown(unknown) => self.group(block, &unknown.content),
            Block::List(_) | Block::DefinitionList(_) | Block::Rule(_) => self.html_block(block),
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph, block: &Block) {
        let plain = paragraph.attributes.is_none() && !paragraph.lede;
        if !plain || is_figure_like(&paragraph.content) {
            return self.html_block(block);
        }
        let start = self.out.len();
        let reported = self.report.losses.len();
        self.at(Step::Field("content"), |work| work.paragraph_text(&paragraph.content));
        if is_tag_alone(&self.out[start..]) {
            self.out.truncate(start);
            self.report.losses.truncate(reported);
            self.html_block(block);
        }
    }

    fn paragraph_text(&mut self, content: &Inlines) {
        let start = self.out.len();
        self.spaces.clear();
        self.running_text(content, self.setting());
        if self.width > 0 {
            self.wrap(start);
        }
    }

    /// Wraps what was written since `start` at the spaces noted.
    fn wrap(&mut self, start: usize) {
        let text = self.out.split_off(start);
        let spaces = std::mem::take(&mut self.spaces);
        let mut column = self.prefix.chars().count();
        let mut from = 0;
        let mut spaces = spaces.into_iter().filter(|at| *at >= start).map(|at| at - start).peekable();
        while let Some(space) = spaces.next() {
            let word = &text[from..space];
            column += word.chars().count();
            self.out.push_str(word);
            let next_end = spaces.peek().copied().unwrap_or(text.len());
            let next = &text[space + 1..next_end];
            if let Some(line) = word.rsplit('\n').next().filter(|_| word.contains('\n')) {
                column = line.chars().count();
            }
            let safe = next.starts_with(|c: char| c.is_alphabetic()) && !word.ends_with('\\');
            if safe && column + 1 + next.chars().count() > self.width {
                self.new_line();
                column = self.prefix.chars().count();
            } else {
                self.out.push(' ');
                column += 1;
            }
            from = space + 1;
        }
        self.out.push_str(&text[from..]);
    }

    fn cross_head(&mut self, cross_head: &CrossHead, block: &Block) {
        let level = usize::from(cross_head.rank()) + 1;
        if level > 6 || cross_head.attributes.is_some() {
            return self.html_block(block);
        }
        self.out.extend(std::iter::repeat_n('#', level));
        self.out.push(' ');
        self.at(Step::Field("content"), |work| work.heading_text(&cross_head.content));
    }

    pub(super) fn heading_text(&mut self, content: &Inlines) {
        let around = Around { in_heading: true, ..self.around() };
        self.running_text(content, Setting { around, one_line: true });
    }

    fn list(&mut self, list: &List) {
        let tight = list.items.iter().all(|item| {
            let mut blocks = item.content.iter();
            matches!(blocks.next(), None | Some(Block::Paragraph(_)))
                && match blocks.next() {
                    None => true,
                    Some(Block::List(inner)) => may_interrupt(inner),
                    Some(_) => false,
                }
                && blocks.next().is_none()
        });
        // `- - -` would be a rule.
        let marks = self.out.bytes().rev().take_while(|byte| matches!(byte, b'-' | b' '));
        let is_rule = marks.filter(|byte| *byte == b'-').count() >= 2;
        let bullet = if is_rule && opens_empty(list) { "* " } else { "- " };
        self.trail.enter(Step::Field("items"));
        for (at, item) in list.items.iter().enumerate() {
            if at > 0 && tight {
                self.new_line();
            } else if at > 0 {
                self.between();
            }
            let marker = if list.ordered {
                format!("{}. ", u64::from(list.start.unwrap_or(1)) + at as u64)
            } else {
                bullet.to_owned()
            };
            self.out.push_str(&marker);
            let outside = self.prefix.len();
            self.prefix.extend(std::iter::repeat_n(' ', marker.len()));
            self.trail.enter(Step::Index(at));
            self.trail.enter(Step::Field("content"));
            self.item(&item.content, tight);
            self.trail.leave();
            self.trail.leave();
            self.prefix.truncate(outside);
        }
        self.trail.leave();
    }

    fn item(&mut self, content: &[Block], tight: bool) {
        if content.is_empty() {
            self.out.pop();
        }
        if let ([first, second], true) = (content, tight) {
            self.at(Step::Index(0), |work| work.block(first));
            self.new_line();
            return self.at(Step::Index(1), |work| work.block(second));
        }
        self.blocks_here(content);
    }

    fn quotation(&mut self, quotation: &Quotation, block: &Block) {
        if quotation.attributes.is_some() || quotation.content.is_empty() {
            return self.html_block(block);
        }
        let outside = self.prefix.len();
        self.prefix.push_str("> ");
        self.out.push_str("> ");
        self.trail.enter(Step::Field("content"));
        let last = quotation.content.len() - 1;
        for (at, inner) in quotation.content.iter().enumerate() {
            if at > 0 {
                self.separate(quotation.content.get(at - 1), inner);
            }
            let marked = at == last && quotation.credit.is_empty() && is_credit_like(inner);
            self.at(Step::Index(at), |work| if marked { work.html_block(inner) } else { work.block(inner) });
        }
        self.trail.leave();
        if !quotation.credit.is_empty() {
            self.between();
            self.out.push_str("— ");
            self.at(Step::Field("credit"), |work| {
                // Behind the dash nothing begins a line.
                let setting = Setting { one_line: true, ..work.setting() };
                work.running_text(&quotation.credit, setting);
            });
        }
        self.prefix.truncate(outside);
    }

    fn preformatted(&mut self, preformatted: &Preformatted, block: &Block) {
        let info = code_language(preformatted.attributes.as_deref());
        let text = preformatted.content.as_text();
        let (Some(info), Some(text)) = (info, text) else { return self.html_block(block) };
        let odd = text.contains(['\0', '\x0B', '\x0C']) || text.contains('\t') && !self.prefix.is_empty();
        if odd {
            return self.html_block(block);
        }
        let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
        self.out.push_str(&format!("{fence}{info}"));
        for line in text.split('\n') {
            let prefix = if line.is_empty() { self.prefix.trim_end() } else { &self.prefix };
            self.out.push('\n');
            self.out.push_str(prefix);
            self.out.push_str(line);
        }
        self.new_line();
        self.out.push_str(&fence);
    }

    /// A picture, its caption on the line below, its credit on the next.
    fn figure(&mut self, media: &Media, block: &Block) {
        let caption = single_paragraph(&media.caption);
        let bare = Media { caption: Vec::new(), credit: Inlines::new(), ..media.clone() };
        let plain =
            caption.is_some_and(|caption| is_caption_plain(caption, &media.credit)) && media.title.is_none();
        if !plain || simple_image(&bare).is_none() {
            return self.html_block(block);
        }
        let start = self.out.len();
        let reported = self.report.losses.len();
        self.running_text(&Inlines(vec![Inline::Image(Box::new(bare))]), self.setting());
        if let Some(caption) = caption.filter(|caption| !caption.is_empty()) {
            self.new_line();
            let line = self.out.len();
            self.trail.enter(Step::Field("caption"));
            let whole = Inlines(vec![Inline::Emphasis(Box::new(copydesk_core::Span::new(caption.clone())))]);
            self.running_text(&whole, self.setting());
            self.trail.leave();
            let sound = self.out[line..].starts_with('*') && !self.out[line..].starts_with("**");
            if !media.credit.is_empty() {
                self.new_line();
                self.at(Step::Field("credit"), |work| work.running_text(&media.credit, work.setting()));
            }
            if !sound {
                self.out.truncate(start);
                self.report.losses.truncate(reported);
                self.html_block(block);
            }
        }
    }

    fn footnote(&mut self, note: &Footnote, block: &Block) {
        if !self.notes.contains(&note.id.as_str()) || !self.prefix.is_empty() {
            return self.group(block, &note.content);
        }
        self.out.push_str(&format!("[^{}]: ", note.id));
        self.prefix.push_str("    ");
        self.trail.enter(Step::Field("content"));
        self.blocks_here(&note.content);
        self.trail.leave();
        self.prefix.clear();
    }

    fn note(&mut self, note: &Note, block: &Block) {
        let Some((start, end)) = opening_tag(block) else { return };
        if note.content.is_empty() {
            return self.html_block(block);
        }
        self.out.push_str(&start);
        if !note.heading.is_empty() {
            self.out.push_str("<header>");
            self.at(Step::Field("heading"), |work| work.html_inlines(&note.heading));
            self.out.push_str("</header>");
        }
        self.at(Step::Field("content"), |work| work.blocks(&note.content));
        self.between();
        self.out.push_str(end);
    }

    /// Blocks between two tags.
    fn group(&mut self, block: &Block, content: &[Block]) {
        let Some((start, end)) = opening_tag(block) else { return };
        if content.is_empty() {
            return self.html_block(block);
        }
        self.out.push_str(&start);
        self.at(Step::Field("content"), |work| work.blocks(content));
        self.between();
        self.out.push_str(end);
    }
}

fn is_plain_list(list: &List) -> bool {
    const GREATEST: u64 = 999_999_999;
    let last = u64::from(list.start.unwrap_or(1)) + list.items.len() as u64;
    list.attributes.is_none() && list.items.iter().all(|item| item.attributes.is_none()) && last <= GREATEST
}

/// A paragraph that would be read as a figure: an image alone, or one with lines below it.
fn is_figure_like(content: &Inlines) -> bool {
    matches!(content.as_slice(), [Inline::Image(_)])
}

/// A paragraph that would be read as the credit of a quotation.
pub(crate) fn is_credit_like(block: &Block) -> bool {
    let Block::Paragraph(Paragraph { content, .. }) = block else { return false };
    matches!(content.first(), Some(Inline::Text(text)) if text.starts_with("— "))
        || matches!(content.as_slice(), [Inline::Text(text)] if text == "—")
        || matches!(content.first(), Some(Inline::Text(text)) if text == "—")
}

/// The name of the language after a fence; nothing where there are other attributes.
fn code_language(attributes: Option<&Attributes>) -> Option<&str> {
    let Some(attributes) = attributes else { return Some("") };
    let [class] = attributes.class.as_slice() else { return None };
    let language = class.strip_prefix("language-")?;
    let plain = *attributes == Attributes { class: attributes.class.clone(), ..Attributes::default() };
    let name = |byte: u8| byte.is_ascii_alphanumeric() || b"-+#_.".contains(&byte);
    (plain && !language.is_empty() && language.bytes().all(name)).then_some(language)
}

/// Whether caption and credit can each stand on a line below a picture.
fn is_caption_plain(caption: &Inlines, credit: &Inlines) -> bool {
    let single = |inlines: &Inlines| !inlines.iter().any(|inline| matches!(inline, Inline::Break));
    let emphasised = caption.iter().any(|inline| matches!(inline, Inline::Emphasis(_)));
    single(caption) && single(credit) && !emphasised && (credit.is_empty() || !caption.is_empty())
}
