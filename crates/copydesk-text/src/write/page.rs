//! A reduced article as lines of text.

use copydesk_core::{Article, Audience, Block, List, Report};
use copydesk_lines::{self as recognise, Contacts, Language, Notice};

use super::lines::{INTERNAL_MARK, joins_headline, says_status, status_line};
use super::message;

/// The text as far as it has been written.
pub(super) struct Page {
    pub(super) out: String,
    /// Paragraphs are wrapped at this many characters, or, where it is 0, not.
    pub(super) width: usize,
}

impl Page {
    /// A message of IPTC 7901.
    pub(super) fn message(&mut self, article: &Article, report: &mut Report) {
        self.out = message::head(article, report);
        self.orders(article);
        self.paragraph(&article.kicker.plain_text());
        for deck in &article.decks {
            self.paragraph(&deck.plain_text());
        }
        self.story(article);
        self.out.push_str(&message::end(article));
        self.out = self.out.replace('\n', "\r\n");
    }

    pub(super) fn article(&mut self, article: &Article) {
        self.notices(article);
        self.paragraph(&article.kicker.plain_text());
        let lead_ins: Vec<&str> = article
            .metadata
            .relations
            .iter()
            .filter_map(|relation| relation.printed.as_deref())
            .filter(|printed| joins_headline(printed))
            .collect();
        let headline = article.headline.plain_text();
        if !headline.is_empty() || !lead_ins.is_empty() {
            let mut line = lead_ins.concat();
            if line.ends_with(char::is_alphanumeric) || line.ends_with(':') {
                line.push(' ');
            }
            self.paragraph(&format!("{line}{headline}"));
        }
        for deck in &article.decks {
            self.paragraph(&deck.plain_text());
        }
        for byline in &article.bylines {
            self.lines(&byline.printed);
        }
        self.story(article);
    }

    fn story(&mut self, article: &Article) {
        for block in &article.summary {
            self.block(block);
        }
        self.body(article);
        self.end(article);
        self.internal(article);
    }

    fn notices(&mut self, article: &Article) {
        let printed = article.metadata.relations.iter().filter_map(|relation| relation.printed.as_deref());
        self.orders(article);
        for line in printed.filter(|printed| !joins_headline(printed)) {
            self.paragraph(line);
        }
    }

    /// The embargo, and a status that no printed line says.
    fn orders(&mut self, article: &Article) {
        let metadata = &article.metadata;
        if let Some(embargo) = &metadata.embargo {
            let line = match (&embargo.printed, embargo.until) {
                (Some(printed), _) => printed.clone(),
                (None, Some(until)) => format!("EMBARGOED UNTIL {until}"),
                (None, None) => "EMBARGOED".to_owned(),
            };
            self.paragraph(&line);
        }
        if let Some(line) = status_line(metadata.status).filter(|_| !says_status(metadata)) {
            self.paragraph(line);
        }
    }

    fn body(&mut self, article: &Article) {
        let mut blocks = article.body.iter().filter(|block| block.audience() == Audience::Public);
        if let Some(dateline) = article.dateline.as_ref().filter(|dateline| !dateline.repeated) {
            let printed = dateline.printed.trim();
            let dashed = printed.ends_with(['-', '–', '—', '_', ':', '−']);
            let lead = if dashed || printed.is_empty() { printed.to_owned() } else { format!("{printed} -") };
            match blocks.clone().next() {
                Some(Block::Paragraph(paragraph)) => {
                    blocks.next();
                    self.paragraph(&format!("{lead} {}", paragraph.content.plain_text()));
                }
                _ => self.paragraph(&lead),
            }
        }
        for block in blocks {
            self.block(block);
        }
    }

    fn end(&mut self, article: &Article) {
        for (line, credits) in article.credit_lines() {
            if line.is_empty() {
                let parts: Vec<String> = credits
                    .iter()
                    .map(|credit| {
                        let names = credit.names.join(", ");
                        match &credit.role {
                            Some(role) => format!("{role} by {names}"),
                            None => names,
                        }
                    })
                    .collect();
                self.paragraph(&format!("({})", parts.join("; ")));
            } else {
                self.paragraph(line);
            }
        }
        for note in &article.metadata.editor_notes {
            let marked = recognise::is_note(note, Language::ANY).is_some();
            self.paragraph(&if marked { note.clone() } else { format!("Eds: {note}") });
        }
        for copyright in &article.copyright {
            let years: Vec<String> = copyright.years.iter().map(ToString::to_string).collect();
            let made =
                || format!("Copyright {} {}", years.join(", "), copyright.holder.as_deref().unwrap_or(""));
            let notice = if copyright.notice.trim().is_empty() { made() } else { copyright.notice.clone() };
            self.paragraph(&notice);
        }
        if let Some(source) = article.metadata.source.as_deref() {
            self.paragraph(source);
        }
    }

    fn internal(&mut self, article: &Article) {
        let mut marked = false;
        for block in article.body.iter().filter(|block| block.audience() == Audience::Internal) {
            let text = text_of(block);
            // These are internal wherever they stand, and end nothing.
            let alone = recognise::contacts(&text, Language::ANY) == Some(Contacts::Newsrooms)
                || recognise::is_code_line(&text);
            let says_so = recognise::notice(&text, Language::ANY) == Some(Notice::NotForPublication);
            if !marked && !says_so && !alone {
                self.paragraph(INTERNAL_MARK);
            }
            marked |= !alone;
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(paragraph) => self.paragraph(&paragraph.content.plain_text()),
            Block::CrossHead(cross_head) => self.paragraph(&cross_head.content.plain_text()),
            Block::List(list) => self.list(list),
            Block::Quotation(quotation) => {
                self.blank_line();
                for (index, inner) in quotation.content.iter().enumerate() {
                    if index > 0 {
                        self.out.push('\n');
                    }
                    self.wrapped(&text_of(inner), "> ", "> ");
                }
            }
            Block::Preformatted(preformatted) => self.lines(&preformatted.content.plain_text()),
            Block::Figure(media) => {
                let words: Vec<String> = media.caption.iter().map(text_of).collect();
                self.paragraph(&format!("[PHOTO: {}]", words.join(" ")));
            }
            Block::Rule(_) => self.paragraph("* * *"),
            // The reduced article has none of these.
            Block::DefinitionList(_)
            | Block::Table(_)
            | Block::Footnote(_)
            | Block::Note(_)
            | Block::Container(_)
            | Block::Unknown(_) => {}
        }
    }

    fn list(&mut self, list: &List) {
        self.blank_line();
        let start = list.start.unwrap_or(1);
        for (number, item) in (start..).zip(&list.items) {
            let text: Vec<String> = item.content.iter().map(text_of).collect();
            let mark = if list.ordered { format!("{number}. ") } else { "* ".to_owned() };
            let indent = " ".repeat(mark.len());
            self.wrapped(&text.join(" "), &mark, &indent);
        }
    }

    fn paragraph(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.blank_line();
            self.wrapped(text, "", "");
        }
    }

    /// Text whose line ends stand.
    fn lines(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.blank_line();
            self.out.push_str(text.trim_end());
            self.out.push('\n');
        }
    }

    fn blank_line(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    fn wrapped(&mut self, text: &str, first: &str, rest: &str) {
        self.out.push_str(first);
        let mut column = first.chars().count();
        let mut started = false;
        for word in text.split([' ', '\n']).filter(|word| !word.is_empty()) {
            let length = word.chars().count();
            if started && self.width > 0 && column + 1 + length > self.width {
                self.out.push('\n');
                self.out.push_str(rest);
                column = rest.chars().count();
            } else if started {
                self.out.push(' ');
                column += 1;
            }
            self.out.push_str(word);
            column += length;
            started = true;
        }
        self.out.push('\n');
    }
}

fn text_of(block: &Block) -> String {
    match block {
        Block::Paragraph(paragraph) => paragraph.content.plain_text(),
        Block::CrossHead(_)
        | Block::List(_)
        | Block::DefinitionList(_)
        | Block::Quotation(_)
        | Block::Preformatted(_)
        | Block::Table(_)
        | Block::Figure(_)
        | Block::Footnote(_)
        | Block::Rule(_)
        | Block::Note(_)
        | Block::Container(_)
        | Block::Unknown(_) => String::new(),
    }
}
