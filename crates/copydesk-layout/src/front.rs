//! What stands above and below the story: kicker, headline, decks, byline, abstract; credits and copyright.

use copydesk_core::{
    Article, Block, Byline, Copyright, Direction, Feature, Inline, Inlines, Paragraph, Step,
};

use crate::galley::{Cut, Slab, keep};
use crate::ink::{Align, rule};
use crate::inlines::push_node;
use crate::page::{Node, Role};
use crate::setter::{Frame, Setter};
use crate::shape::Family;

/// The share of a page's height up to which a colophon is not cut.
const KEPT_COLOPHON: f32 = 0.4;

impl Setter<'_> {
    /// What is stamped on the page, between two rules across it, above everything else.
    pub(crate) fn stamp(&mut self, stamp: &str, frame: Frame, top: &mut Vec<Node>) {
        let mut inner = self.quiet_frame(frame);
        inner.left = 0.0;
        inner.width = self.theme.text_width();
        inner.style.voice.bold = true;
        inner.style.size = self.theme.text.size;
        inner.style.colour = self.theme.colours.text;
        inner.leading = inner.style.size * 1.35;
        inner.align = Align::Centre;
        inner.language = self.shaper.language("en");
        inner.direction = Some(Direction::Ltr);
        self.bar(inner, 0.8, inner.leading * 0.35, Cut::Never);
        let mut aside = Node::new(Role::Aside);
        aside.language = Some("en".to_owned());
        self.plain_line(stamp, inner, &mut aside);
        self.bar(inner, 0.8, inner.leading * 0.45, Cut::Free);
        let height = self.theme.text.leading;
        self.slabs.push(Slab { height, after: Cut::Never, ..Slab::default() });
        top.push(aside);
    }

    /// Everything above the first line of the story, across the page.
    pub(crate) fn front(&mut self, article: &Article, summary: &[Block], frame: Frame, top: &mut Vec<Node>) {
        let mut root = Node::new(Role::Group);
        let wide = Frame { left: 0.0, width: self.theme.text_width(), across: true, ..frame };
        if self.theme.headline.rule {
            let start = self.ink.items.len();
            self.ink.items.push(rule(0.0, 0.0, wide.width, 2.4, self.theme.colours.text));
            let items = start..self.ink.items.len();
            self.slabs.push(Slab { height: 11.0, items, ..Slab::default() });
        }
        self.kicker(&article.kicker, wide, &mut root);
        self.headline(&article.headline, wide, &mut root);
        self.decks(&article.decks, wide, &mut root);
        self.bylines(article, wide, &mut root);
        self.summary(summary, wide, &mut root);
        keep(&mut self.slabs);
        let gap = self.theme.text.leading * 0.9;
        self.slabs.push(Slab { height: gap, after: Cut::Never, ..Slab::default() });
        top.extend(root.children.into_iter().filter_map(|child| match child {
            crate::page::Child::Node(node) => Some(node),
            crate::page::Child::Content(_) => None,
        }));
    }

    fn kicker(&mut self, kicker: &Inlines, frame: Frame, parent: &mut Node) {
        let mut inner = self.quiet_frame(frame);
        inner.style.voice.bold = true;
        inner.style.size = self.theme.furniture.size.max(self.theme.text.size * 0.95);
        inner.style.colour = self.theme.colours.accent;
        inner.leading = inner.style.size * 1.7;
        inner.align = self.headline_align();
        self.line_of("kicker", kicker, inner, parent);
    }

    pub(crate) fn headline_align(&self) -> Align {
        if self.theme.headline.centred { Align::Centre } else { Align::Start }
    }

    /// Inlines that stand alone, as a paragraph.
    fn line_of(&mut self, field: &'static str, inlines: &Inlines, frame: Frame, parent: &mut Node) {
        if inlines.is_empty() {
            return;
        }
        let mut node = Node::new(Role::Paragraph);
        self.trail.enter(Step::Field(field));
        let rich = self.rich(inlines, frame, &mut node);
        if !rich.is_blank() {
            self.paragraph(&rich, frame, 0.0);
            push_node(parent, node);
        }
        self.trail.leave();
    }

    fn bylines(&mut self, article: &Article, frame: Frame, parent: &mut Node) {
        let mut inner = self.quiet_frame(frame);
        inner.style.voice.bold = true;
        inner.style.size = self.theme.furniture.size.max(self.theme.text.size * 0.88);
        inner.style.colour = self.theme.colours.text;
        inner.leading = inner.style.size * 1.45;
        inner.align = self.headline_align();
        self.trail.enter(Step::Field("bylines"));
        for (index, byline) in article.bylines.iter().enumerate() {
            self.trail.enter(Step::Index(index));
            self.byline(byline, article, inner, parent);
            self.trail.leave();
        }
        self.trail.leave();
    }

    fn byline(&mut self, byline: &Byline, article: &Article, frame: Frame, parent: &mut Node) {
        self.extras(&byline.extras, "extras");
        let mut text = match byline.printed.trim() {
            "" => byline.people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join(", "),
            printed => printed.split_whitespace().collect::<Vec<_>>().join(" "),
        };
        for (index, person) in byline.people.iter().enumerate() {
            self.trail.enter(Step::Field("people"));
            self.trail.enter(Step::Index(index));
            if let Some(name) = full_name(&person.name, article) {
                let shown = text.replace(&person.name, name);
                let field = format!("{}.name", self.trail);
                self.report.assumed(field, name, "the byline is a login; a credit names the same person");
                text = shown;
            }
            for (field, part) in [("role", &person.role), ("affiliation", &person.affiliation)] {
                if let Some(part) = part.as_deref().filter(|part| !text.contains(part.trim())) {
                    let _ = field;
                    text = format!("{text}, {}", part.trim());
                }
            }
            for (index, contact) in person.contacts.iter().enumerate() {
                if !text.contains(contact.as_str()) {
                    let at = self.trail.field(&format!("contacts[{index}]"));
                    self.report.dropped(Feature::Person, at, "a contact is not printed");
                }
            }
            self.extras(&person.extras, "extras");
            self.trail.leave();
            self.trail.leave();
        }
        if let Some(rest) = text.strip_prefix("by ") {
            text = format!("By {rest}");
        }
        if byline.repeated {
            // The body prints it.
            return;
        }
        self.within(Step::Field("printed"), |setter| setter.plain_line(&text, frame, parent));
    }

    /// The abstract.
    fn summary(&mut self, summary: &[Block], frame: Frame, parent: &mut Node) {
        if summary.is_empty() {
            return;
        }
        let mut inner = frame;
        inner.style.size = self.theme.text.size * 1.08;
        inner.style.voice.italic = true;
        inner.leading = inner.style.size * 1.34;
        inner.align = self.headline_align();
        inner.hyphens = false;
        inner.snap = false;
        inner.indent = 0.0;
        self.slabs.push(Slab { height: self.theme.text.leading * 0.3, ..Slab::default() });
        self.flush = true;
        let mut node = Node::new(Role::Group);
        self.within(Step::Field("abstract"), |setter| setter.blocks(summary, inner, &mut node));
        push_node(parent, node);
    }

    /// Credits, terms and copyright: quieter than the text.
    pub(crate) fn colophon(&mut self, article: &Article, frame: Frame, top: &mut Vec<Node>) {
        let mut section = Node::new(Role::Section);
        let mut inner = self.quiet_frame(frame);
        inner.style.voice.family = Family::Text;
        inner.leading = inner.style.size * 1.32;
        let galley = std::mem::take(&mut self.slabs);
        self.credits(article, inner, &mut section);
        self.trail.enter(Step::Field("rights"));
        for (index, rights) in article.rights.iter().enumerate() {
            if let Some(terms) = rights.terms.as_deref().filter(|terms| !terms.trim().is_empty()) {
                self.trail.enter(Step::Index(index));
                self.within(Step::Field("terms"), |setter| setter.plain_line(terms, inner, &mut section));
                self.trail.leave();
            }
        }
        self.trail.leave();
        self.trail.enter(Step::Field("copyright"));
        for (index, copyright) in article.copyright.iter().enumerate() {
            self.trail.enter(Step::Index(index));
            self.extras(&copyright.extras, "extras");
            let notice = notice(copyright);
            self.within(Step::Field("notice"), |setter| setter.plain_line(&notice, inner, &mut section));
            self.trail.leave();
        }
        self.trail.leave();
        let mut set = std::mem::replace(&mut self.slabs, galley);
        let Some(last) = set.len().checked_sub(1) else { return };
        if crate::galley::height(&set) < self.theme.text_height() * KEPT_COLOPHON {
            keep(&mut set[..last]);
        }
        // A page never begins with the colophon: the last lines of the story go with it.
        let lines = self.slabs.len().saturating_sub(2);
        keep(&mut self.slabs[lines..]);
        let start = self.ink.items.len();
        let y = frame.leading * 0.55;
        self.ink.items.push(rule(0.0, y, frame.width * 0.2, 0.4, self.theme.colours.rule));
        let items = start..self.ink.items.len();
        self.slabs.push(Slab {
            height: frame.leading,
            items,
            after: Cut::Never,
            snap: frame.snap,
            ..Slab::default()
        });
        self.slabs.extend(set);
        top.push(section);
    }

    fn credits(&mut self, article: &Article, frame: Frame, section: &mut Node) {
        self.trail.enter(Step::Field("credits"));
        let mut index = 0;
        for (printed, credits) in article.credit_lines() {
            for (at, credit) in credits.iter().enumerate() {
                self.within(Step::Index(index + at), |setter| setter.extras(&credit.extras, "extras"));
            }
            self.trail.enter(Step::Index(index));
            index += credits.len();
            let line = match printed.trim() {
                "" => credits.iter().map(credit_words).collect::<Vec<_>>().join("; "),
                printed => printed.split_whitespace().collect::<Vec<_>>().join(" "),
            };
            self.within(Step::Field("printed"), |setter| setter.plain_line(&line, frame, section));
            self.trail.leave();
        }
        self.trail.leave();
    }
}

fn credit_words(credit: &copydesk_core::Credit) -> String {
    let names = credit.names.join(", ");
    match (&credit.role, &credit.affiliation) {
        (Some(role), Some(affiliation)) => format!("{role} ({affiliation}): {names}"),
        (Some(role), None) => format!("{role}: {names}"),
        (None, Some(affiliation)) => format!("{names} ({affiliation})"),
        (None, None) => names,
    }
}

fn notice(copyright: &Copyright) -> String {
    if !copyright.notice.trim().is_empty() {
        return copyright.notice.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let years = copyright.years.iter().map(i16::to_string).collect::<Vec<_>>().join(", ");
    ["©", &years, copyright.holder.as_deref().unwrap_or_default()]
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The name behind a login such as `mcardinal`, if a credit names someone it fits.
fn full_name<'a>(login: &str, article: &'a Article) -> Option<&'a str> {
    let is_login = login.len() >= 3
        && login
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "._-".contains(letter));
    if !is_login {
        return None;
    }
    let login: String = login.chars().filter(char::is_ascii_alphabetic).collect();
    article.credits.iter().flat_map(|credit| &credit.names).map(String::as_str).find(|name| {
        let parts: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
        parts.len() > 1 && {
            let initial: String = first.chars().take(1).collect();
            [
                format!("{initial}{last}"),
                format!("{first}{last}"),
                format!("{last}{initial}"),
                format!("{last}{first}"),
            ]
            .contains(&login)
        }
    })
}

/// The abstract as it is set: nothing where it is words alone and the story begins with the same words.
pub(crate) fn printed_summary(article: &Article) -> &[Block] {
    if article.summary.is_empty() || !article.summary.iter().all(is_words_alone) {
        return &article.summary;
    }
    let summary = Article { body: article.summary.clone(), ..Article::default() };
    let summary = words_of(&summary.body_text(false));
    let repeats = !summary.is_empty() && words_of(&article.body_text(false)).starts_with(&summary);
    if repeats { &[] } else { &article.summary }
}

/// Whether a block has nothing that is lost where its words stand elsewhere: a note to the desk, an id, a picture.
fn is_words_alone(block: &Block) -> bool {
    fn are_words(inlines: &Inlines) -> bool {
        inlines.iter().all(|inline| {
            !matches!(inline, Inline::Image(_) | Inline::FootnoteReference(_))
                && inline.content().is_none_or(are_words)
        })
    }
    matches!(block, Block::Paragraph(Paragraph { content, attributes: None, .. }) if are_words(content))
}

fn words_of(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
