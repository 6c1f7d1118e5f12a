//! Text: of a paragraph and what stands in its line, of a line that is kept as text, and what a comment stands for in it.

use std::borrow::Cow;
use std::mem::take;

use copydesk_core::{Feature, Inline, Inlines, single_spaced};

use super::Reading;

impl<'t> Reading<'t, '_> {
    /// Adds text to running text.
    pub(super) fn push_text(&mut self, run: &mut Inlines, text: Cow<'t, str>) {
        if self.comment.is_some() {
            let before = match run.last() {
                Some(Inline::Text(before)) => before.chars().next_back(),
                _ => None,
            };
            let apostrophe = self.in_place_of_comment(before, &text);
            run.0.extend(apostrophe.map(|apostrophe| Inline::Text(apostrophe.to_owned())));
        }
        if text.is_empty() {
            return;
        }
        if run.is_empty() && self.xml.at_end() {
            // Most runs are one text: no room is kept for more.
            run.0.reserve_exact(1);
        }
        let mut text = text.into_owned();
        if text.capacity() - text.len() > text.len() / 16 {
            text.shrink_to_fit();
        }
        run.push(Inline::Text(text));
    }

    /// Adds text to running text whose spaces do not stand as typed: in one line, as the normal form has it, so that
    /// nothing is copied again for that.
    pub(super) fn push_running(&mut self, run: &mut Inlines, text: Cow<'t, str>) {
        if self.own {
            return self.push_text(run, text);
        }
        let after_space = match run.last() {
            Some(Inline::Break) => true,
            Some(Inline::Text(before)) => before.ends_with(' '),
            // At its start there may be a space, if this is no paragraph in the end.
            Some(_) | None => false,
        };
        let even = single_spaced(&text, after_space);
        let is_even = matches!(even, Cow::Borrowed(_)) && even.len() == text.len();
        let text = if is_even { text } else { Cow::Owned(even.into_owned()) };
        self.push_text(run, text);
    }

    /// Adds text to a line that is kept as text.
    pub(super) fn push_str(&mut self, line: &mut String, text: &str) {
        if self.comment.is_some() {
            line.push_str(self.in_place_of_comment(line.chars().next_back(), text).unwrap_or_default());
        }
        line.push_str(text);
    }

    /// A comment is no text of the article, but some stand where a character was lost: `don<!-- ? -->t`. Gives what
    /// stood there, where the word tells; a comment inside any other word is reported.
    fn in_place_of_comment(&mut self, before: Option<char>, after: &str) -> Option<&'static str> {
        let comment = self.comment.take()?;
        let follows = after.chars().next().is_some_and(char::is_alphanumeric);
        if self.own || !before.is_some_and(char::is_alphanumeric) || !follows {
            return None;
        }
        let at = self.xml.position();
        if let Some(character) = ["'", "\u{2019}", "\u{2018}", "-", "\u{2013}", "\u{2014}", "&"]
            .into_iter()
            .find(|character| *character == comment.trim())
        {
            self.repaired(
                Feature::Comment,
                at,
                "a comment inside a word",
                format!("the `{character}` in it"),
            );
            return Some(character);
        }
        let word = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        if before.is_some_and(char::is_alphabetic)
            && matches!(word, "s" | "t" | "d" | "m" | "re" | "ve" | "ll")
        {
            self.repaired(Feature::Comment, at, "a comment inside a word", "an apostrophe");
            return Some("\u{2019}");
        }
        let place = self.place(at);
        let text: String = comment.trim().chars().take(80).collect();
        self.report.dropped(Feature::Comment, place, format!("a comment inside a word: {text}"));
        None
    }

    pub(super) fn comment(&mut self, comment: &'t str) {
        self.comment = Some(comment);
    }
}

/// Running text that ends here, as the content of a paragraph.
pub(super) fn ended(run: &mut Inlines) -> Inlines {
    let mut content = take(run);
    if let Some(Inline::Text(text)) = content.first_mut()
        && text.starts_with(' ')
    {
        text.remove(0);
    }
    if let Some(Inline::Text(text)) = content.last_mut()
        && text.ends_with(' ')
    {
        text.pop();
    }
    content.0.shrink_to_fit();
    content
}

/// Whether running text is nothing but white space and line breaks, styled or not.
pub(super) fn says_nothing(content: &Inlines) -> bool {
    content.iter().all(|inline| match inline {
        Inline::Text(text) => text.trim_ascii().is_empty(),
        Inline::Break => true,
        Inline::Emphasis(span)
        | Inline::Strong(span)
        | Inline::Underline(span)
        | Inline::Strike(span)
        | Inline::Sub(span)
        | Inline::Sup(span)
        | Inline::Span(span)
        | Inline::Quote(span) => says_nothing(&span.content),
        Inline::Link(_)
        | Inline::Code(_)
        | Inline::Image(_)
        | Inline::FootnoteReference(_)
        | Inline::Entity(_)
        | Inline::Unknown(_) => false,
    })
}

/// White space as single spaces, none at the edges. Other spaces stay.
pub(super) fn squeeze(text: &str) -> String {
    single_spaced(text.trim_ascii_end(), true).into_owned()
}

/// Adds a line to a credit, if it says anything.
pub(super) fn add_line(credit: &mut Inlines, line: Inlines) {
    if says_nothing(&line) {
        return;
    }
    if !credit.is_empty() {
        credit.push(Inline::Break);
    }
    credit.0.extend(line);
}

/// Running text in one line.
pub(super) fn line_of(inlines: &Inlines) -> String {
    squeeze(&inlines.plain_text())
}
