//! A headline and the lines that stand around it in a framed wire: `(Berichtigung: …)`, `2ND LEAD`, the byline, `(Foto …)`.

use std::ops::Range;

use copydesk_core::{Article, Concept, ReadContext, Relation, RelationKind};
use copydesk_lines as recognise;

use crate::read::line::Line;
use crate::read::tongue::Tongue;

/// What is read into.
pub(crate) struct Around<'a> {
    pub(crate) article: &'a mut Article,
    pub(crate) tongue: &'a Tongue<'a>,
    pub(crate) context: &'a ReadContext<'a>,
}

impl Around<'_> {
    /// Reads the lines of a headline section; whatever is nothing else is the headline.
    pub(crate) fn read(&mut self, lines: &[Line<'_>]) {
        let mut headline: Vec<String> = Vec::new();
        let mut at = 0;
        while at < lines.len() {
            let end = group(lines, at);
            let text = text_of(&lines[at..end]);
            let range = lines[at].start..lines[end - 1].range().end;
            if !text.is_empty() && !self.line(&text, range.clone(), headline.is_empty()) {
                self.context.trace(range, || "headline".to_owned(), "headline of the frame");
                headline.push(text);
            }
            at = end;
        }
        self.article.headline = headline.join(" ").trim().into();
    }

    /// Reads one line or group in parentheses; gives whether it is anything but the headline.
    fn line(&mut self, text: &str, range: Range<usize>, before: bool) -> bool {
        if text.starts_with('(') && text.ends_with(')') {
            return self.group(text, range);
        }
        let lead = self.tongue.find(|language| recognise::lead_line(text, language));
        if let Some(kind) = lead.filter(|_| before) {
            self.relation(kind, text, range, "line before the headline");
            return true;
        }
        let bylines = &mut self.article.bylines;
        if let Some(byline) = self.tongue.byline(text) {
            let path = || format!("bylines[{}]", bylines.len());
            self.context.trace(range, path, "byline below the headline");
            bylines.push(byline);
            return true;
        }
        let byline = bylines.last_mut().filter(|_| !before);
        let continued = byline.is_some_and(|byline| self.tongue.continue_byline(byline, text));
        if continued {
            self.context.trace(range, || "bylines".to_owned(), "line below the byline");
        }
        continued
    }

    /// Reads a group in parentheses; gives whether it is anything but the headline.
    fn group(&mut self, text: &str, range: Range<usize>) -> bool {
        let inside = text.trim_matches(['(', ')']).trim();
        if let Some(lead_in) = self.tongue.find(|language| recognise::lead_in(text, language)) {
            self.relation(lead_in.kind, text, range, "line around the headline");
            return true;
        }
        let metadata = &mut self.article.metadata;
        if self.tongue.is(|language| recognise::is_note(text, language).is_some())
            || self.tongue.is(|language| recognise::is_about_photo(inside, language))
        {
            let path = || format!("metadata.editor_notes[{}]", metadata.editor_notes.len());
            self.context.trace(range, path, "note around the headline");
            metadata.editor_notes.push(text.to_owned());
            return true;
        }
        let few_words = (1..=3).contains(&inside.split_whitespace().count());
        if few_words {
            let path = || format!("metadata.genres[{}]", metadata.genres.len());
            self.context.trace(range, path, "word around the headline");
            metadata.genres.push(Concept::named(inside));
        }
        few_words
    }

    fn relation(&mut self, kind: RelationKind, printed: &str, range: Range<usize>, rule: &'static str) {
        let relations = &mut self.article.metadata.relations;
        self.context.trace(range, || format!("metadata.relations[{}]", relations.len()), rule);
        relations.push(Relation { kind, printed: Some(printed.to_owned()), ..Relation::default() });
    }
}

/// The end of the group in parentheses that begins at a line; the line itself where there is none.
fn group(lines: &[Line<'_>], at: usize) -> usize {
    let mut depth = 0_i32;
    if !lines[at].trimmed().starts_with('(') {
        return at + 1;
    }
    for (index, line) in lines.iter().enumerate().skip(at) {
        for c in line.text.chars() {
            depth += i32::from(c == '(') - i32::from(c == ')');
        }
        if depth <= 0 {
            return index + 1;
        }
    }
    at + 1
}

/// The lines as one, without the mark that ends the section.
fn text_of(lines: &[Line<'_>]) -> String {
    let mut text = String::new();
    for line in lines {
        let bare: String = line.trimmed().chars().filter(|c| !crate::read::frame::is_code(*c)).collect();
        let bare = bare.trim().trim_end_matches('=').trim_end();
        if !text.is_empty() && !bare.is_empty() {
            text.push(' ');
        }
        text.push_str(bare);
    }
    text
}
