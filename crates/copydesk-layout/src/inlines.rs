//! Running text of the article to styled text and its structure.

use copydesk_core::{Attributes, Code, Direction, Feature, Inline, Inlines, Link, Media, Span, Step};

use crate::page::{Mark, Node, Role, Target};
use crate::rich::{LinkTarget, LinkUse, Object, Piece, Rich};
use crate::setter::{Frame, Setter};
use crate::shape::Family;
use crate::shown::{Apart, SetApart};

impl Setter<'_> {
    /// The text of a frame, with its structure put into `node`.
    pub(crate) fn rich(&mut self, inlines: &Inlines, frame: Frame, node: &mut Node) -> Rich {
        let mut rich = Rich { direction: frame.direction, ..Rich::default() };
        let piece = self.piece(frame, Mark::DECORATION);
        self.inlines(inlines, piece, &mut rich, node);
        self.report_unshown(&mut rich);
        rich
    }

    /// Appends inlines to styled text.
    pub(crate) fn inlines(&mut self, inlines: &Inlines, piece: Piece, rich: &mut Rich, node: &mut Node) {
        if self.deeper() {
            for (index, inline) in inlines.iter().enumerate() {
                self.trail.enter(Step::Index(index));
                self.inline(inline, piece, rich, node);
                self.trail.leave();
            }
        }
        self.depth -= 1;
    }

    fn inline(&mut self, inline: &Inline, piece: Piece, rich: &mut Rich, node: &mut Node) {
        self.attributes(inline.attributes(), |class| crate::classes::is_followed_by_inline(inline, class));
        let from = rich.text.len();
        let mut inner = piece;
        let style = &mut inner.style;
        match inline {
            Inline::Text(text) => self.text(text, piece, rich, node),
            Inline::Emphasis(span) => {
                style.voice.italic = !style.voice.italic;
                style.voice.emphasised = !style.voice.emphasised;
                self.tagged(Role::Emphasis, span, inner, rich, node);
                self.apart(Apart::Emphasis, from, rich);
            }
            Inline::Strong(span) => {
                let in_bold = std::mem::replace(&mut style.voice.bold, true);
                self.tagged(Role::Strong, span, inner, rich, node);
                self.apart(Apart::Strong { in_bold }, from, rich);
            }
            Inline::Underline(span) => {
                style.underline = true;
                self.span(span, inner, rich, node);
            }
            Inline::Strike(span) => {
                style.strike = true;
                self.span(span, inner, rich, node);
            }
            Inline::Sub(span) => {
                style.rise -= style.size * 0.14;
                style.size *= 0.66;
                self.span(span, inner, rich, node);
            }
            Inline::Sup(span) => {
                style.rise += style.size * 0.34;
                style.size *= 0.66;
                self.span(span, inner, rich, node);
            }
            Inline::Span(span) => {
                let small = crate::classes::is_small_capitals(inline.attributes());
                style.voice.small_capitals |= small;
                self.span(span, inner, rich, node);
                if small {
                    self.apart(Apart::SmallCapitals, from, rich);
                }
            }
            Inline::Link(link) => self.link(link, inner, rich, node),
            Inline::Break => self.text("\n", piece, rich, node),
            Inline::Quote(span) => self.quote(span, inner, rich, node),
            Inline::Code(code) => self.code(code, inner, rich, node),
            Inline::Image(media) => self.image(media, inner, rich, node),
            Inline::FootnoteReference(reference) => self.reference(&reference.id, inner, rich, node),
            Inline::Entity(entity) => {
                let at = self.trail.place();
                self.report.flattened(Feature::Entity, at, "a page shows its words alone");
                self.content(&entity.content, entity.attributes.as_deref(), inner, rich, node);
            }
            Inline::Unknown(unknown) => {
                let (at, name) = (self.trail.place(), &unknown.name);
                self.report.flattened(
                    Feature::UnknownInline,
                    at,
                    format!("the words of `{name}` are set as text"),
                );
                self.content(&unknown.content, unknown.attributes.as_deref(), inner, rich, node);
            }
        }
    }

    fn text(&mut self, text: &str, piece: Piece, rich: &mut Rich, node: &mut Node) {
        if !text.is_empty() {
            let mark = self.mark_in(node);
            rich.push(text, Piece { mark, ..piece });
        }
    }

    fn span(&mut self, span: &Span, piece: Piece, rich: &mut Rich, node: &mut Node) {
        self.content(&span.content, span.attributes.as_deref(), piece, rich, node);
    }

    /// A span that is a part of the structure.
    fn tagged(&mut self, role: Role, span: &Span, piece: Piece, rich: &mut Rich, node: &mut Node) {
        let mut inner = Node::new(role);
        self.span(span, piece, rich, &mut inner);
        push_node(node, inner);
    }

    /// Notes what the inline at the trail sets apart: all that stands in the line since `from`.
    fn apart(&mut self, how: Apart, from: usize, rich: &mut Rich) {
        let at = match how {
            Apart::SmallCapitals => self.trail.field("attributes.class"),
            Apart::Emphasis | Apart::Strong { .. } => self.trail.place(),
        };
        rich.apart.push(SetApart { how, text: from..rich.text.len(), at });
    }

    /// What an inline holds, in its own language and direction.
    fn content(
        &mut self,
        content: &Inlines,
        attributes: Option<&Attributes>,
        mut piece: Piece,
        rich: &mut Rich,
        node: &mut Node,
    ) {
        let direction = attributes.and_then(|attributes| attributes.direction);
        if let Some(direction) = direction {
            let isolate = if direction == Direction::Rtl { "\u{2067}" } else { "\u{2066}" };
            self.text(isolate, piece, rich, node);
        }
        let language = attributes.and_then(|attributes| attributes.language.as_deref());
        self.trail.enter(Step::Field("content"));
        match language {
            Some(language) => {
                piece.language = self.shaper.language(language);
                let mut span = Node::new(Role::Span);
                span.language = Some(language.to_owned());
                self.inlines(content, piece, rich, &mut span);
                push_node(node, span);
            }
            None => self.inlines(content, piece, rich, node),
        }
        self.trail.leave();
        if direction.is_some() {
            self.text("\u{2069}", piece, rich, node);
        }
    }

    fn link(&mut self, link: &Link, mut piece: Piece, rich: &mut Rich, node: &mut Node) {
        let mut inner = Node::new(Role::Link);
        let content = self.new_mark_in(&mut inner);
        let text = link.content.plain_text();
        let description = match &link.title {
            Some(title) if !title.trim().is_empty() => title.clone(),
            _ if text.trim().is_empty() => link.target.clone(),
            _ => text.split_whitespace().collect::<Vec<_>>().join(" "),
        };
        let target = LinkTarget::Known(Target::Address(link.target.clone()));
        rich.links.push(LinkUse { content, target, description });
        // A link inside a link is part of it.
        piece.link.get_or_insert(rich.links.len() - 1);
        let before = rich.text.len();
        self.content(&link.content, link.attributes.as_deref(), piece, rich, &mut inner);
        if rich.text.len() == before {
            // There is nothing to click on: the address itself is shown.
            self.text(&link.target, piece, rich, &mut inner);
        }
        push_node(node, inner);
    }

    fn quote(&mut self, span: &Span, piece: Piece, rich: &mut Rich, node: &mut Node) {
        let mut inner = Node::new(Role::Quotation);
        let language = span.attributes.as_deref().and_then(|attributes| attributes.language.as_deref());
        let (open, close) = quotation_marks(language.unwrap_or(self.shaper.tag(piece.language)));
        self.text(open, piece, rich, &mut inner);
        self.span(span, piece, rich, &mut inner);
        self.text(close, piece, rich, &mut inner);
        push_node(node, inner);
    }

    fn code(&mut self, code: &Code, mut piece: Piece, rich: &mut Rich, node: &mut Node) {
        piece.style.voice.family = Family::Fixed;
        piece.style.voice.italic = false;
        piece.style.size *= 0.9;
        let mut inner = Node::new(Role::Code);
        self.text(&code.text, piece, rich, &mut inner);
        push_node(node, inner);
    }

    fn image(&mut self, media: &Media, piece: Piece, rich: &mut Rich, node: &mut Node) {
        for (index, _) in media.caption.iter().enumerate() {
            let at = self.trail.field(&format!("caption[{index}]"));
            self.report.dropped(Feature::Caption, at, "an image in the line has no caption");
        }
        if !media.credit.is_empty() {
            let at = self.trail.field("credit");
            self.report.dropped(Feature::MediaCredit, at, "an image in the line has no credit");
        }
        let Some(picture) = self.pictures.load(media, &self.trail, self.report) else {
            if let Some(alternative) = media.alternative.as_deref().filter(|text| !text.is_empty()) {
                self.text(&format!("[{alternative}]"), piece, rich, node);
            }
            return;
        };
        let height = piece.style.size * 1.05;
        let width = (height * picture.width as f32 / picture.height.max(1) as f32).clamp(1.0, height * 12.0);
        let height = width * picture.height as f32 / picture.width.max(1) as f32;
        rich.objects.push(Object { picture: picture.id, width, height });
        let object = Some(rich.objects.len() - 1);
        if picture.alternative.is_empty() {
            rich.push("\u{FFFC}", Piece { mark: Mark::DECORATION, object, ..piece });
            return;
        }
        let mut inner = Node::new(Role::Figure { alternative: picture.alternative });
        let mark = self.mark_in(&mut inner);
        rich.push("\u{FFFC}", Piece { mark, object, ..piece });
        push_node(node, inner);
    }

    fn reference(&mut self, id: &str, mut piece: Piece, rich: &mut Rich, node: &mut Node) {
        let Some(note) = self.note_numbers.get(id).copied() else {
            let at = self.trail.place();
            self.report.dropped(Feature::FootnoteReference, at, format!("there is no footnote `{id}`"));
            return;
        };
        let number = self.notes[note].number.to_string();
        piece.style.rise += piece.style.size * 0.34;
        piece.style.size *= 0.66;
        let mut reference = Node::new(Role::Reference);
        let mut inner = Node::new(Role::Link);
        let content = self.new_mark_in(&mut inner);
        rich.links.push(LinkUse {
            content,
            target: LinkTarget::Note(note),
            description: format!("Footnote {number}"),
        });
        rich.notes.push((rich.text.len(), note));
        piece.link = Some(rich.links.len() - 1);
        // The number stays with the word before it.
        self.text("\u{2060}", piece, rich, &mut inner);
        self.text(&number, piece, rich, &mut inner);
        push_node(&mut reference, inner);
        push_node(node, reference);
    }
}

/// Adds a node that holds something.
pub(crate) fn push_node(parent: &mut Node, node: Node) {
    if !node.children.is_empty() {
        parent.push(node);
    }
}

/// The quotation marks of a language: opening and closing.
fn quotation_marks(language: &str) -> (&'static str, &'static str) {
    match language.split('-').next().unwrap_or_default() {
        "de" | "cs" | "sk" | "sl" | "bg" | "is" | "lt" | "et" | "ka" => ("„", "“"),
        "pl" | "ro" | "hu" | "hr" | "sr" => ("„", "”"),
        "fr" => ("«\u{202F}", "\u{202F}»"),
        "es" | "it" | "pt" | "ru" | "uk" | "be" | "el" | "no" | "nb" | "nn" | "fa" | "ar" | "hy" => {
            ("«", "»")
        }
        "sv" | "fi" => ("”", "”"),
        "da" => ("»", "«"),
        "ja" | "zh" => ("「", "」"),
        _ => ("“", "”"),
    }
}
