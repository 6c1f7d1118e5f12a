//! Writes wire text.

use copydesk_core::{
    Article, Audience, Block, Error, Format, List, Metadata, Person, Report, Status, WriteContext, Writer,
    bad_option_value,
};
use copydesk_lines::Notice;

use self::reduce::reduce;

mod draw;
mod message;
mod metadata;
mod reduce;
mod verify;

/// Writes an article as plain text: headline, byline, dateline, paragraphs, credits, copyright.
#[derive(Debug, Clone, Default)]
pub struct TextWriter {
    /// Paragraphs are wrapped at this many characters; 0, the default, does not wrap.
    pub width: usize,
    /// What stands around the story. Default: nothing.
    pub framing: Framing,
}

/// What stands around a story.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Framing {
    /// Nothing.
    #[default]
    None,
    /// The header, slug line and date of IPTC 7901, with its control characters; lines end in CR LF.
    Iptc7901,
}

impl Writer for TextWriter {
    fn format(&self) -> &'static Format {
        &crate::FORMAT
    }

    fn set_option(&mut self, name: &str, value: &str) -> Result<(), Error> {
        match name {
            "width" => {
                let width = value.parse().ok().filter(|width| *width == 0 || *width >= 20);
                self.width = width.ok_or_else(|| {
                    bad_option_value(&crate::FORMAT, name, value, "0 or a number from 20 on")
                })?;
                Ok(())
            }
            "framing" => {
                self.framing = match value {
                    "none" => Framing::None,
                    "iptc7901" => Framing::Iptc7901,
                    _ => return Err(bad_option_value(&crate::FORMAT, name, value, "none or iptc7901")),
                };
                Ok(())
            }
            _ => Err(copydesk_core::unknown_option(&crate::FORMAT, name, crate::FORMAT.writer_options)),
        }
    }

    fn write(
        &mut self,
        article: &Article,
        context: &WriteContext<'_>,
        output: &mut Vec<u8>,
    ) -> Result<Report, Error> {
        let _ = context;
        let mut report = Report::default();
        let reduced = reduce(article, self.framing, &mut report);
        let mut page = Page { out: String::new(), width: self.width };
        match self.framing {
            Framing::None => page.article(&reduced.article),
            Framing::Iptc7901 => page.message(&reduced.article, &mut report),
        }
        // At the very beginning it would be a byte order mark, and no text.
        if page.out.starts_with('\u{FEFF}') {
            page.out.insert(0, '\n');
        }
        verify::verify(&page.out, &reduced, article, &mut report);
        output.extend_from_slice(page.out.as_bytes());
        Ok(report)
    }
}

/// The line of a byline that has only people: `By Jane Doe and John Roe`.
pub(crate) fn byline_of(people: &[Person]) -> String {
    let names: Vec<&str> =
        people.iter().map(|person| person.name.as_str()).filter(|name| !name.is_empty()).collect();
    match names.as_slice() {
        [] => String::new(),
        [name] => format!("By {name}"),
        [first @ .., last] => format!("By {} and {last}", first.join(", ")),
    }
}

/// The line before what is not for publication, where the article has none of its own.
pub(crate) const INTERNAL_MARK: &str = "*** NOT FOR PUBLICATION ***";

struct Page {
    out: String,
    width: usize,
}

impl Page {
    /// A message of IPTC 7901.
    fn message(&mut self, article: &Article, report: &mut Report) {
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

    fn article(&mut self, article: &Article) {
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
            let marked = copydesk_lines::is_note(note, copydesk_lines::Language::ANY).is_some();
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
            let any = copydesk_lines::Language::ANY;
            // These are internal wherever they stand, and end nothing.
            let alone = copydesk_lines::contacts(&text, any) == Some(copydesk_lines::Contacts::Newsrooms)
                || copydesk_lines::is_code_line(&text);
            let says_so =
                copydesk_lines::notice(&text, any) == Some(copydesk_lines::Notice::NotForPublication);
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

/// The line that says a status, where the article has none of its own.
fn status_line(status: Status) -> Option<&'static str> {
    match status {
        Status::Usable => None,
        Status::Withheld => Some("HOLD"),
        Status::Cancelled => Some("WITHDRAWN"),
    }
}

/// Whether a printed line says the status of the article itself. A line that kills speaks of another.
pub(crate) fn says_status(metadata: &Metadata) -> bool {
    let any = copydesk_lines::Language::ANY;
    let wanted = match metadata.status {
        Status::Usable => return true,
        Status::Withheld => Notice::Hold,
        Status::Cancelled => Notice::Withdrawn,
    };
    let mut printed = metadata.relations.iter().filter_map(|relation| relation.printed.as_deref());
    printed.any(|line| copydesk_lines::notice(line, any).as_ref() == Some(&wanted))
}

/// Whether words that say what the story does stand on the line of the headline.
pub(crate) fn joins_headline(printed: &str) -> bool {
    !printed.starts_with('(') && copydesk_lines::notice(printed, copydesk_lines::Language::ANY).is_none()
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
