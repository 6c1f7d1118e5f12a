//! A headline and the lines that stand around it in a framed wire: `(Berichtigung: …)`, `2ND LEAD`, the byline, `(Foto …)`.

use copydesk_core::{Article, Concept, ReadContext, Relation};
use copydesk_lines as recognise;

use crate::tongue::Tongue;

use crate::line::Line;

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
    fn line(&mut self, text: &str, range: std::ops::Range<usize>, before: bool) -> bool {
        let metadata = &mut self.article.metadata;
        if text.starts_with('(') && text.ends_with(')') {
            let inside = text.trim_matches(['(', ')']).trim();
            if let Some(lead_in) = self.tongue.find(|language| recognise::lead_in(text, language)) {
                self.context.trace(
                    range,
                    || format!("metadata.relations[{}]", metadata.relations.len()),
                    "line around the headline",
                );
                metadata.relations.push(Relation {
                    kind: lead_in.kind,
                    printed: Some(text.to_owned()),
                    ..Relation::default()
                });
            } else if self.tongue.is(|language| recognise::is_note(text, language).is_some())
                || self.tongue.is(|language| recognise::is_about_photo(inside, language))
            {
                self.context.trace(
                    range,
                    || format!("metadata.editor_notes[{}]", metadata.editor_notes.len()),
                    "note around the headline",
                );
                metadata.editor_notes.push(text.to_owned());
            } else if inside.split_whitespace().count() <= 3 && !inside.is_empty() {
                self.context.trace(
                    range,
                    || format!("metadata.genres[{}]", metadata.genres.len()),
                    "word around the headline",
                );
                metadata.genres.push(Concept::named(inside));
            } else {
                return false;
            }
            return true;
        }
        if let Some(kind) =
            self.tongue.find(|language| recognise::lead_line(text, language)).filter(|_| before)
        {
            self.context.trace(
                range,
                || format!("metadata.relations[{}]", metadata.relations.len()),
                "line before the headline",
            );
            metadata.relations.push(Relation { kind, printed: Some(text.to_owned()), ..Relation::default() });
            return true;
        }
        if let Some(byline) = self.tongue.find(|language| recognise::byline(text, language)) {
            self.context.trace(
                range,
                || format!("bylines[{}]", self.article.bylines.len()),
                "byline below the headline",
            );
            self.article.bylines.push(byline);
            return true;
        }
        let continued = self.article.bylines.last_mut().filter(|_| !before);
        if let Some(byline) = continued
            && self
                .tongue
                .find(|language| recognise::continue_byline(byline, text, language).then_some(()))
                .is_some()
        {
            byline.printed.push('\n');
            byline.printed.push_str(text);
            self.context.trace(range, || "bylines".to_owned(), "line below the byline");
            return true;
        }
        false
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
        let bare: String = line.trimmed().chars().filter(|c| !crate::frame::is_code(*c)).collect();
        let bare = bare.trim().trim_end_matches('=').trim_end();
        if !text.is_empty() && !bare.is_empty() {
            text.push(' ');
        }
        text.push_str(bare);
    }
    text
}
