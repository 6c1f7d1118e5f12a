//! Preformatted text: wire tables keep their columns, scaled to fit.

use copydesk_core::{Inlines, Preformatted, Step};

use crate::galley::Cut;
use crate::ink::Align;
use crate::inlines::push_node;
use crate::page::{Node, Role};
use crate::rich::Rich;
use crate::setter::{Frame, Setter};
use crate::shape::Family;
use crate::token::TokenKind;

impl Setter<'_> {
    pub(crate) fn preformatted(&mut self, preformatted: &Preformatted, frame: Frame, parent: &mut Node) {
        let mut fixed = frame;
        fixed.style.voice.family = Family::Fixed;
        fixed.style.voice.tabular = false;
        fixed.style.size = frame.style.size * 0.86;
        fixed.align = Align::Start;
        let mut node = Node::new(Role::Code);
        let text = expand_tabs(&preformatted.content);
        let mut rich = self.within(Step::Field("content"), |setter| setter.rich(&text, fixed, &mut node));
        rich.fixed = true;
        if rich.is_blank() {
            return;
        }
        let widest = self.widest_line(&rich);
        let room = if frame.across { frame.width } else { self.theme.text_width() };
        let least = 5.6;
        let size = fixed.style.size;
        // As it is; else smaller; else across the page; else smaller there; else its lines are broken.
        let across = widest > frame.width && size * frame.width / widest < least && room > frame.width;
        let width = if across { room } else { frame.width };
        let scale = (width / widest.max(1.0) * 0.999).min(1.0).max((least * 0.75 / size).min(1.0));
        let mut paragraph = Node::new(Role::Paragraph);
        paragraph.push(node);
        self.aside(across, frame, |setter, frame| {
            let mut fixed = Frame { width, ..fixed };
            fixed.left = if across { 0.0 } else { frame.left };
            fixed.style.size = size * scale;
            fixed.leading = (fixed.style.size * 1.28).min(frame.leading);
            fixed.snap = false;
            let mut rich = rich;
            for piece in &mut rich.pieces {
                piece.style.size *= scale;
                piece.style.rise *= scale;
            }
            setter.space(frame.leading * 0.4);
            setter.within(Step::Field("content"), |setter| setter.fixed_lines(&rich, fixed));
            setter.space(frame.leading * 0.4);
        });
        self.flush = true;
        push_node(parent, paragraph);
    }

    fn widest_line(&mut self, rich: &Rich) -> f32 {
        let tokens = crate::token::tokenise(rich, self.breaks, self.shaper);
        let mut widest = 0.0f32;
        let mut width = 0.0;
        for token in &tokens.list {
            width = if token.kind == TokenKind::NewLine { 0.0 } else { width + token.width };
            widest = widest.max(width);
        }
        widest
    }

    /// Lines as they stand, each a paragraph of its own, so that empty ones count too.
    fn fixed_lines(&mut self, rich: &Rich, frame: Frame) {
        let first = self.slabs.len();
        self.paragraph(rich, frame, 0.0);
        for slab in &mut self.slabs[first..] {
            if slab.after == Cut::Discouraged {
                slab.after = Cut::Free;
            }
        }
    }
}

/// Tabs to spaces, by columns of eight.
fn expand_tabs(inlines: &Inlines) -> Inlines {
    let mut inlines = inlines.clone();
    let mut column = 0;
    expand(&mut inlines, &mut column, 0);
    inlines
}

fn expand(inlines: &mut Inlines, column: &mut usize, depth: usize) {
    for inline in &mut inlines.0 {
        if let copydesk_core::Inline::Text(text) = inline {
            let mut out = String::with_capacity(text.len());
            for character in text.chars() {
                match character {
                    '\t' => {
                        let spaces = 8 - *column % 8;
                        out.extend(std::iter::repeat_n(' ', spaces));
                        *column += spaces;
                    }
                    '\n' => {
                        out.push('\n');
                        *column = 0;
                    }
                    other => {
                        out.push(other);
                        *column += 1;
                    }
                }
            }
            *text = out;
        } else if let Some(content) = inline.content_mut()
            && depth < 200
        {
            expand(content, column, depth + 1);
        }
    }
}
