//! The normal form of running text.

use std::borrow::Cow;
use std::mem::{discriminant, take};

use super::blocks::{is_empty_media, normalise_attributes, normalise_media};
use crate::space::{is_single_spaced, single_spaced};
use crate::{Inline, Inlines, Span, is_default};

impl Inlines {
    /// Brings running text into normal form.
    pub fn normalise(&mut self) {
        if is_normal(self) {
            return;
        }
        let mut flow = Flow { at_space: true };
        let mut tidy = flow.tidy(take(self), None);
        trim_end(&mut tidy);
        *self = tidy;
    }
}

/// Whether running text needs nothing done: the common case, checked without a copy. Says no where it is not sure.
fn is_normal(inlines: &Inlines) -> bool {
    // Nearly every paragraph is one text.
    if let [Inline::Text(text)] = &inlines[..] {
        let spaced = |end: Option<&u8>| end == Some(&b' ');
        let bytes = text.as_bytes();
        return !text.is_empty() && !spaced(bytes.first()) && !spaced(bytes.last()) && is_single_spaced(text);
    }
    let edge = |inline: Option<&Inline>| !matches!(inline, Some(Inline::Break));
    edge(inlines.first()) && edge(inlines.last()) && Edges::of(inlines, None).is_some_and(Edges::fit_a_block)
}

/// Whether a run in normal form begins and ends with a space.
#[derive(Clone, Copy)]
struct Edges {
    first: bool,
    last: bool,
}

impl Edges {
    const TIGHT: Self = Self { first: false, last: false };

    fn fit_a_block(self) -> bool {
        !self.first && !self.last
    }

    /// The edges of a run. `None`: it is not in normal form, or may not be.
    fn of(inlines: &Inlines, parent: Option<&Inline>) -> Option<Self> {
        let mut run: Option<Self> = None;
        let mut before: Option<&Inline> = None;
        for inline in inlines {
            let edges = Self::of_one(inline, parent)?;
            let last = run.is_some_and(|run| run.last);
            let twice = matches!((before, inline), (Some(Inline::Text(_)), Inline::Text(_)))
                || before.is_some_and(|before| joins(before, inline));
            let beside_break = matches!(before, Some(Inline::Break)) && edges.first
                || matches!(inline, Inline::Break) && last;
            if twice || beside_break || last && edges.first {
                return None;
            }
            run = Some(Self { first: run.map_or(edges.first, |run| run.first), last: edges.last });
            before = Some(inline);
        }
        Some(run.unwrap_or(Self::TIGHT))
    }

    fn of_one(inline: &Inline, parent: Option<&Inline>) -> Option<Self> {
        let said = inline
            .attributes()
            .is_none_or(|said| !is_default(said) && said.class.iter().all(|class| !class.is_empty()));
        match inline {
            Inline::Text(text) => {
                let spaced = |end: Option<&u8>| end == Some(&b' ');
                let (first, last) = (text.as_bytes().first(), text.as_bytes().last());
                return (is_single_spaced(text) && !text.is_empty())
                    .then(|| Self { first: spaced(first), last: spaced(last) });
            }
            Inline::Break | Inline::FootnoteReference(_) => return Some(Self::TIGHT),
            Inline::Code(code) => {
                return (said && !code.text.is_empty() && !code.text.contains(['\n', '\r']))
                    .then_some(Self::TIGHT);
            }
            // Rare enough to be done again.
            Inline::Image(_) => return None,
            Inline::Span(span) if span.attributes.is_none() => return None,
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
            | Inline::Unknown(_) => {}
        }
        let content = inline.content()?;
        let nested =
            is_style(inline) && parent.is_some_and(|parent| discriminant(parent) == discriminant(inline));
        let around = if matches!(inline, Inline::Span(_)) { parent } else { Some(inline) };
        let breaks =
            matches!(content.first(), Some(Inline::Break)) || matches!(content.last(), Some(Inline::Break));
        let inside = Self::of(content, around)?;
        let sound = said && !nested && !breaks && inside.fit_a_block() && !content.is_empty();
        sound.then_some(Self::TIGHT)
    }
}

/// Running text from its start on: whether what was last put out was a space, or nothing yet.
struct Flow {
    at_space: bool,
}

impl Flow {
    fn tidy(&mut self, inlines: Inlines, parent: Option<&Inline>) -> Inlines {
        let mut out = Inlines::new();
        for inline in inlines {
            self.tidy_one(inline, parent, &mut out);
        }
        out
    }

    fn tidy_one(&mut self, mut inline: Inline, parent: Option<&Inline>, out: &mut Inlines) {
        if let Some(attributes) = inline.attributes_mut() {
            normalise_attributes(attributes);
        }
        match &mut inline {
            Inline::Text(text) => {
                self.collapse(text);
                return push(out, inline);
            }
            Inline::Break => {
                self.at_space = true;
                return push(out, inline);
            }
            Inline::Code(code) => {
                if code.text.contains(['\n', '\r']) {
                    code.text = code.text.replace("\r\n", " ").replace(['\n', '\r'], " ");
                }
                if !code.text.is_empty() {
                    self.at_space = false;
                    push(out, inline);
                }
                return;
            }
            Inline::Image(media) => {
                normalise_media(media);
                if !is_empty_media(media) {
                    self.at_space = false;
                    push(out, inline);
                }
                return;
            }
            Inline::FootnoteReference(_) => {
                self.at_space = false;
                return push(out, inline);
            }
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
            | Inline::Unknown(_) => {}
        }
        self.tidy_holder(inline, parent, out);
    }

    /// An inline that holds inlines.
    fn tidy_holder(&mut self, mut inline: Inline, parent: Option<&Inline>, out: &mut Inlines) {
        if is_style(&inline) && parent.is_some_and(|parent| discriminant(parent) == discriminant(&inline)) {
            let attributes = inline.attributes_mut().and_then(take);
            let content = inline.content_mut().map(take).unwrap_or_default();
            inline = Inline::Span(Box::new(Span { content, attributes }));
        }
        if let Inline::Span(span) = &mut inline
            && span.attributes.is_none()
        {
            for inner in take(&mut span.content) {
                self.tidy_one(inner, parent, out);
            }
            return;
        }
        let content = inline.content_mut().map(take).unwrap_or_default();
        // A span does not hide the style around it.
        let around = if matches!(inline, Inline::Span(_)) { parent } else { Some(&inline) };
        let mut content = self.tidy(content, around);
        for edge in take_leading(&mut content) {
            push(out, edge);
        }
        let trailing = take_trailing(&mut content);
        let empty = content.is_empty();
        if let Some(slot) = inline.content_mut() {
            *slot = content;
        }
        if !empty || inline.stands_empty() {
            push(out, inline);
        }
        for edge in trailing.into_iter().rev() {
            push(out, edge);
        }
    }

    fn collapse(&mut self, text: &mut String) {
        let even = single_spaced(text, self.at_space);
        if even.len() < text.len() || matches!(even, Cow::Owned(_)) {
            *text = even.into_owned();
        }
        if let Some(last) = text.as_bytes().last() {
            self.at_space = *last == b' ';
        }
    }
}

/// The styles that may not stand directly in themselves and that join when they meet.
fn is_style(inline: &Inline) -> bool {
    matches!(
        inline,
        Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Underline(_)
            | Inline::Strike(_)
            | Inline::Sub(_)
            | Inline::Sup(_)
            | Inline::Span(_)
    )
}

/// Appends an inline, joining it to the last one where they are one.
fn push(out: &mut Inlines, mut inline: Inline) {
    if let (Some(Inline::Text(last)), Inline::Break) = (out.last_mut(), &inline) {
        if last.ends_with(' ') {
            last.pop();
            if last.is_empty() {
                out.pop();
            }
        }
        out.0.push(inline);
        return;
    }
    match (out.last_mut(), &mut inline) {
        (_, Inline::Text(text)) if text.is_empty() => {}
        (Some(Inline::Text(last)), Inline::Text(text)) => last.push_str(text),
        (Some(last), next) if joins(last, next) => {
            if let (Some(content), Some(more)) = (last.content_mut(), next.content_mut()) {
                for inner in take(more) {
                    push(content, inner);
                }
            }
        }
        _ => out.0.push(inline),
    }
}

fn joins(last: &Inline, next: &Inline) -> bool {
    let anonymous = last.attributes().is_none_or(|attributes| attributes.id.is_none());
    is_style(next)
        && discriminant(last) == discriminant(next)
        && last.attributes() == next.attributes()
        && anonymous
}

/// Takes spaces and breaks off the start, first one first.
fn take_leading(content: &mut Inlines) -> Vec<Inline> {
    let is_edge = |inline: &Inline| {
        matches!(inline, Inline::Break) || matches!(inline, Inline::Text(text) if text == " ")
    };
    let whole = content.iter().take_while(|inline| is_edge(inline)).count();
    let mut edges: Vec<Inline> = content.0.drain(..whole).collect();
    if let Some(Inline::Text(text)) = content.first_mut()
        && text.starts_with(' ')
    {
        text.remove(0);
        edges.push(Inline::text(" "));
    }
    edges
}

/// Takes spaces and breaks off the end, last one first.
fn take_trailing(content: &mut Inlines) -> Vec<Inline> {
    let mut edges = Vec::new();
    loop {
        match content.last_mut() {
            Some(Inline::Break) => edges.extend(content.0.pop()),
            Some(Inline::Text(text)) if text.ends_with(' ') => {
                text.pop();
                if text.is_empty() {
                    content.0.pop();
                }
                edges.push(Inline::text(" "));
            }
            _ => return edges,
        }
    }
}

/// Nothing but text may stand at the edges of a block.
fn trim_end(inlines: &mut Inlines) {
    take_trailing(inlines);
    let breaks = inlines.iter().take_while(|inline| matches!(inline, Inline::Break)).count();
    inlines.0.drain(..breaks);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Attributes;

    fn emphasis(content: Vec<Inline>) -> Inline {
        Inline::Emphasis(Box::new(Span::new(content)))
    }

    fn normal(inlines: Vec<Inline>) -> Inlines {
        let mut inlines = Inlines(inlines);
        inlines.normalise();
        let once = inlines.clone();
        inlines.normalise();
        assert_eq!(inlines, once, "normalising twice changes nothing");
        inlines
    }

    #[test]
    fn spaces_collapse_and_leave_the_edges() {
        let found = normal(vec![
            Inline::text("  a \n"),
            emphasis(vec![Inline::text(" b\tc ")]),
            Inline::text(" d "),
            Inline::Break,
            Inline::text(" e\u{a0} "),
        ]);
        let expected = vec![
            Inline::text("a "),
            emphasis(vec![Inline::text("b c")]),
            Inline::text(" d"),
            Inline::Break,
            Inline::text("e\u{a0}"),
        ];
        assert_eq!(found.0, expected);
    }

    #[test]
    fn styles_do_not_nest_in_themselves_and_join() {
        let found = normal(vec![
            emphasis(vec![Inline::text("a"), emphasis(vec![Inline::text("b")])]),
            Inline::Span(Box::new(Span::new(""))),
            emphasis(vec![Inline::text("c"), Inline::Break]),
            Inline::Break,
        ]);
        assert_eq!(found.0, vec![emphasis(vec![Inline::text("abc")])]);
    }

    /// Every run of up to three of the pieces, and each of those inside a style.
    fn runs() -> Vec<Inlines> {
        let class = |class: &str| Attributes { class: vec![class.into()], ..Attributes::default() };
        let link = crate::Link { target: String::new(), title: None, content: "x".into(), attributes: None };
        let pieces = [
            Inline::text("a"),
            Inline::text(" "),
            Inline::text(" a "),
            Inline::text("a  b"),
            Inline::text(""),
            Inline::Break,
            emphasis(vec![Inline::text("a")]),
            emphasis(vec![Inline::text("a "), emphasis(vec![Inline::text("b")])]),
            emphasis(vec![Inline::Break, Inline::text("a")]),
            emphasis(vec![]),
            Inline::Span(Box::new(Span { content: "a".into(), attributes: None })),
            Inline::Span(Box::new(Span { content: "a".into(), attributes: Some(Box::new(class("b"))) })),
            Inline::Strong(Box::new(Span { content: "a".into(), attributes: Some(Box::new(class(""))) })),
            Inline::Link(Box::new(link)),
        ];
        let mut runs = vec![Inlines::new()];
        for one in &pieces {
            runs.push(Inlines(vec![one.clone()]));
            for two in &pieces {
                runs.push(Inlines(vec![one.clone(), two.clone()]));
                runs.extend(
                    pieces.iter().map(|three| Inlines(vec![one.clone(), two.clone(), three.clone()])),
                );
            }
        }
        let inside =
            runs.iter().map(|run| Inlines(vec![emphasis(run.0.clone()), Inline::text("z")])).collect();
        [runs, inside].concat()
    }

    #[test]
    fn a_run_is_known_to_be_normal() {
        for run in runs() {
            let mut tidy = Flow { at_space: true }.tidy(run.clone(), None);
            trim_end(&mut tidy);
            assert!(!is_normal(&run) || tidy == run, "{run:?} is not {tidy:?}");
            let certain = !tidy.iter().any(|inline| matches!(inline, Inline::Image(_) | Inline::Link(_)));
            assert!(is_normal(&tidy) || !certain, "{tidy:?} is normal");
        }
    }
}
