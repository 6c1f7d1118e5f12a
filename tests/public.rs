//! What of an article a finished page must show: its public words, piece by piece; and what it must not.

use std::fmt::Write as _;

use copydesk_core::{
    Article, Audience, Block, Inline, Inlines, List, Media, Place, Report, Row, Table, child_blocks_mut,
};

/// A word that internal blocks are marked with, and that stands nowhere else.
pub const INTERNAL: &str = "zqinternalzq";

/// A text without markup, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its path in the article's JSON.
    pub path: String,
    /// The text.
    pub text: String,
    /// It stands in a block with words that run from right to left: a PDF may keep a line in the order of the eye.
    pub mixed: bool,
}

/// The public texts of an article, in runs: each run stands in this order, the runs in any. First what stands above the
/// story, then the abstract, the story, the lines below it, and each footnote.
pub fn pieces(article: &Article) -> Vec<Vec<Piece>> {
    let turned = runs_from_right_to_left(&article.metadata);
    let mut walk = Walk { runs: vec![Vec::new()], run: 0, mixed: turned, turned };
    walk.front(article);
    walk.next_run();
    walk.top_blocks("abstract", &article.summary);
    walk.next_run();
    walk.top_blocks("body", &article.body);
    walk.foot(article);
    walk.runs
}

/// Marks the text of every internal block with the word [`INTERNAL`].
pub fn mark_internal(article: &mut Article) {
    for blocks in [&mut article.summary, &mut article.body] {
        mark_blocks(blocks);
    }
    for note in &mut article.metadata.editor_notes {
        let _ = write!(note, " {INTERNAL}");
    }
    article.normalise();
}

/// Checks that `text`, what was extracted from a finished page, holds every public piece in order but for those the
/// report says something was dropped of, and no internal word.
///
/// White space, hyphens and marks that show nothing do not count.
///
/// # Errors
/// What is missing or should be.
pub fn shows_the_public_words(article: &Article, report: &Report, text: &str) -> Result<(), String> {
    let shown = letters(text);
    if shown.contains(INTERNAL) {
        return Err(format!("internal words are shown:\n{text}"));
    }
    for run in pieces(article) {
        let mut at = 0;
        for piece in run.iter().filter(|piece| !is_reported(&piece.path, report)) {
            let wanted = letters(&piece.text);
            if piece.mixed {
                shows_every_word(&piece.text, &shown)
                    .map_err(|word| format!("`{}`, {word:?}, is not found in\n{text}", piece.path))?;
                continue;
            }
            let Some(found) = shown[at..].find(&wanted) else {
                let after: String =
                    shown[..at].chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
                return Err(format!("`{}`, {wanted:?}, is not found after {after:?} in\n{text}", piece.path));
            };
            at += found + wanted.len();
        }
    }
    Ok(())
}

/// Checks that the report says of every internal block of the article that it was withheld.
///
/// # Errors
/// The first block of which it does not.
pub fn withholds_what_is_internal(article: &Article, report: &Report) -> Result<(), String> {
    for (field, blocks) in [("abstract", &article.summary), ("body", &article.body)] {
        for (index, _) in
            blocks.iter().enumerate().filter(|(_, block)| block.audience() == Audience::Internal)
        {
            let path = format!("{field}[{index}]");
            if !report.withheld.iter().any(|withheld| withheld.at.to_string() == path) {
                return Err(format!("`{path}` is internal, and not reported as withheld"));
            }
        }
    }
    Ok(())
}

/// What is compared of a text: no white space, hyphens, controls, marks that show nothing, or what stands for characters a
/// page may not hold.
pub fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !is_invisible(*c)).collect()
}

/// A page may keep the words of a line that runs from right to left in the order of the eye, as PDF allows.
fn shows_every_word(text: &str, shown: &str) -> Result<(), String> {
    let strong = |text: &str| -> String {
        letters(text).chars().filter(|c| c.is_alphabetic() && !is_point(*c)).collect()
    };
    let shown = strong(shown);
    // Where a text is turned by force, a word ends.
    let stays = |c: &char| is_override(*c) || !(is_invisible(*c) || is_point(*c));
    let spaced: Vec<char> = text.chars().filter(stays).collect();
    for word in spaced.split(|c| !c.is_alphabetic()) {
        for run in word.chunk_by(|left, right| is_right_to_left(*left) == is_right_to_left(*right)) {
            let (ahead, back): (String, String) = (run.iter().collect(), run.iter().rev().collect());
            if !(shown.contains(&ahead) || shown.contains(&back) || shows_over_lines(run, &shown)) {
                return Err(ahead);
            }
        }
    }
    Ok(())
}

/// Whether a word of a script without spaces is shown, its parts on several lines.
fn shows_over_lines(mut word: &[char], shown: &str) -> bool {
    if !word.iter().all(|c| matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{9fff}')) {
        return false;
    }
    while !word.is_empty() {
        let part = (1..=word.len()).rev().find(|length| {
            let part: String = word[..*length].iter().collect();
            shown.contains(&part)
        });
        let Some(length) = part else { return false };
        word = &word[length..];
    }
    true
}

/// What turns the text behind it, or ends that.
fn is_override(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The points of Hebrew and Arabic, which stay with their letter.
fn is_point(c: char) -> bool {
    matches!(c, '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// Whether any text, direction or language in a part of an article is of those that run from right to left.
fn runs_from_right_to_left(part: &impl serde::Serialize) -> bool {
    let json = serde_json::to_string(part).unwrap_or_default();
    let said = [r#""direction":"rtl""#, r#""language":"ar""#, r#""language":"he""#];
    let turns =
        |c: char| is_right_to_left(c) || matches!(c, '\u{200f}' | '\u{202b}' | '\u{202e}' | '\u{2067}');
    json.chars().any(turns) || said.iter().any(|said| json.contains(said))
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '-' | '\u{ad}' | '\u{2010}' | '\u{2011}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{feff}' | '\u{fffd}' | '\u{fffe}' | '\u{fe00}'..='\u{fe0f}')
}

/// Whether the report says something of this place, of what is in it, or of what it is in.
fn is_reported(path: &str, report: &Report) -> bool {
    let covers = |said: &str| {
        let (long, short) = if said.len() > path.len() { (said, path) } else { (path, said) };
        long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    let losses =
        report.losses.iter().map(|loss| &loss.at).chain(report.withheld.iter().map(|withheld| &withheld.at));
    losses.into_iter().any(|place| match place {
        Place::Source { .. } => false,
        Place::Path(said) => covers(said),
    })
}

struct Walk {
    runs: Vec<Vec<Piece>>,
    run: usize,
    mixed: bool,
    /// All of the article runs from right to left.
    turned: bool,
}

impl Walk {
    /// What follows may stand anywhere.
    fn next_run(&mut self) {
        self.runs.push(Vec::new());
        self.run = self.runs.len() - 1;
    }

    /// Kicker, headline, decks and bylines; the dateline in a run of its own.
    fn front(&mut self, article: &Article) {
        let decks = article.decks.iter().enumerate();
        let lines = [("kicker".to_owned(), &article.kicker), ("headline".to_owned(), &article.headline)];
        let lines = lines.into_iter().chain(decks.map(|(index, deck)| (format!("decks[{index}]"), deck)));
        for (path, line) in lines {
            self.mixed = self.turned || runs_from_right_to_left(line);
            self.inlines(&path, line);
        }
        for (index, byline) in article.bylines.iter().enumerate().filter(|(_, byline)| !byline.repeated) {
            // A PDF begins it with a capital.
            let printed = byline.printed.strip_prefix("by ").unwrap_or(&byline.printed);
            self.line(format!("bylines[{index}].printed"), printed);
        }
        if let Some(dateline) = article.dateline.as_ref().filter(|dateline| !dateline.repeated) {
            self.next_run();
            self.line("dateline.printed".to_owned(), &dateline.printed);
        }
    }

    /// Credits, copyright notices and the terms of rights, each kind in a run of its own.
    fn foot(&mut self, article: &Article) {
        self.next_run();
        let mut index = 0;
        for (printed, credits) in article.credit_lines() {
            self.line(format!("credits[{index}].printed"), printed);
            index += credits.len();
        }
        self.next_run();
        for (index, copyright) in article.copyright.iter().enumerate() {
            self.line(format!("copyright[{index}].notice"), &copyright.notice);
        }
        self.next_run();
        for (index, rights) in article.rights.iter().enumerate() {
            self.line(format!("rights[{index}].terms"), rights.terms.as_deref().unwrap_or_default());
        }
    }

    /// A printed line.
    fn line(&mut self, path: String, text: &str) {
        self.mixed = self.turned || runs_from_right_to_left(&text);
        self.piece(path, text);
    }

    /// The public blocks of the article itself.
    fn top_blocks(&mut self, field: &str, blocks: &[Block]) {
        for (index, block) in blocks.iter().enumerate() {
            self.mixed = self.turned || runs_from_right_to_left(block);
            if block.audience() == Audience::Public {
                self.block(&format!("{field}[{index}]"), block);
            }
        }
    }

    fn blocks(&mut self, path: &str, blocks: &[Block]) {
        for (index, block) in blocks.iter().enumerate() {
            if block.audience() == Audience::Public {
                self.block(&format!("{path}[{index}]"), block);
            }
        }
    }

    fn block(&mut self, path: &str, block: &Block) {
        let content = format!("{path}.content");
        match block {
            Block::Paragraph(paragraph) => self.inlines(&content, &paragraph.content),
            Block::CrossHead(cross_head) => self.inlines(&content, &cross_head.content),
            Block::List(list) => self.list(path, list),
            Block::DefinitionList(list) => {
                for (index, item) in list.items.iter().enumerate() {
                    for (at, term) in item.terms.iter().enumerate() {
                        self.inlines(&format!("{path}.items[{index}].terms[{at}].content"), &term.content);
                    }
                    for (at, item) in item.descriptions.iter().enumerate() {
                        self.blocks(
                            &format!("{path}.items[{index}].descriptions[{at}].content"),
                            &item.content,
                        );
                    }
                }
            }
            Block::Quotation(quotation) => {
                self.blocks(&content, &quotation.content);
                self.inlines(&format!("{path}.credit"), &quotation.credit);
            }
            Block::Preformatted(preformatted) => self.inlines(&content, &preformatted.content),
            Block::Table(table) => self.table(path, table),
            Block::Figure(media) => self.media(path, media),
            Block::Footnote(footnote) => {
                self.runs.push(Vec::new());
                let outer = std::mem::replace(&mut self.run, self.runs.len() - 1);
                self.blocks(&content, &footnote.content);
                self.run = outer;
            }
            Block::Rule(_) => {}
            Block::Note(note) => {
                self.inlines(&format!("{path}.heading"), &note.heading);
                self.blocks(&content, &note.content);
            }
            Block::Container(container) => self.blocks(&content, &container.content),
            Block::Unknown(unknown) => self.blocks(&content, &unknown.content),
        }
    }

    fn list(&mut self, path: &str, list: &List) {
        for (index, item) in list.items.iter().enumerate() {
            self.blocks(&format!("{path}.items[{index}].content"), &item.content);
        }
    }

    fn table(&mut self, path: &str, table: &Table) {
        self.inlines(&format!("{path}.caption"), &table.caption);
        for (part, rows) in [("head", &table.head), ("body", &table.body), ("foot", &table.foot)] {
            self.rows(&format!("{path}.{part}"), rows);
        }
    }

    fn rows(&mut self, path: &str, rows: &[Row]) {
        for (index, row) in rows.iter().enumerate() {
            for (at, cell) in row.cells.iter().enumerate() {
                self.blocks(&format!("{path}[{index}].cells[{at}].content"), &cell.content);
            }
        }
    }

    fn media(&mut self, path: &str, media: &Media) {
        self.blocks(&format!("{path}.caption"), &media.caption);
        self.inlines(&format!("{path}.credit"), &media.credit);
    }

    fn inlines(&mut self, path: &str, inlines: &Inlines) {
        for (index, inline) in inlines.iter().enumerate() {
            let path = format!("{path}[{index}]");
            match inline {
                Inline::Text(text) => self.piece(path, text),
                Inline::Code(code) => self.piece(path, &code.text),
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
                        self.inlines(&format!("{path}.content"), content);
                    }
                }
                Inline::Break | Inline::Image(_) | Inline::FootnoteReference(_) => {}
            }
        }
    }

    fn piece(&mut self, path: String, text: &str) {
        self.runs[self.run].push(Piece { path, text: text.to_owned(), mixed: self.mixed });
    }
}

fn mark_blocks(blocks: &mut [Block]) {
    for block in blocks {
        if block.audience() == Audience::Internal {
            mark(block);
        } else {
            child_blocks_mut(block).into_iter().for_each(|blocks| mark_blocks(blocks));
        }
    }
}

fn mark(block: &mut Block) {
    if let Block::Paragraph(paragraph) = block {
        paragraph.content.push(Inline::text(format!(" {INTERNAL}")));
    }
    child_blocks_mut(block).into_iter().flatten().for_each(mark);
}
