//! Running text.

use copydesk_core::{Code, Feature, Inline, Inlines, Link, Media, MediaKind, Rendition, Span, Step};
use copydesk_markup::{around, inline_tags, is_unsafe_address};

use super::Work;
use super::escape::{Around, Line, push_text};
use crate::furniture::is_one_line;

/// How running text is written in the block it stands in.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Setting {
    /// What matters for escaping.
    pub(super) around: Around,
    /// It must stay on one line: in a heading, a cell.
    pub(super) one_line: bool,
}

/// A style between two runs of signs, to be looked at once both its neighbours are written.
struct Pair {
    id: usize,
    open: usize,
    close: usize,
    sign: &'static str,
}

/// Running text under way.
pub(super) struct Run<'w, 'a> {
    work: &'w mut Work<'a>,
    setting: Setting,
    /// Where in the output the block's text begins.
    start: usize,
    pairs: Vec<Pair>,
    styles: usize,
    /// Styles that are written as HTML since their signs would not be read as such.
    forced: Vec<bool>,
    open: Vec<&'static str>,
    after_bracket: bool,
}

impl<'a> Work<'a> {
    /// Writes running text at the start of a line.
    pub(super) fn running_text(&mut self, content: &Inlines, mut setting: Setting) {
        let start = self.out.len();
        let (reported, spaces) = (self.report.losses.len(), self.spaces.len());
        setting.around.in_cell |= content.iter().any(|inline| matches!(inline, Inline::Break));
        let mut forced = Vec::new();
        loop {
            let mut run = Run {
                work: self,
                setting,
                start,
                pairs: Vec::new(),
                styles: 0,
                forced,
                open: Vec::new(),
                after_bracket: false,
            };
            run.inlines(content, true);
            let (wrong, styles) = (run.wrong(), run.styles);
            forced = std::mem::take(&mut run.forced);
            if wrong.is_empty() {
                return;
            }
            forced.resize(styles, false);
            for id in wrong {
                forced[id] = true;
            }
            self.out.truncate(start);
            self.report.losses.truncate(reported);
            self.spaces.truncate(spaces);
        }
    }
}

impl Run<'_, '_> {
    fn inlines(&mut self, content: &Inlines, last: bool) {
        for (at, inline) in content.iter().enumerate() {
            let is_last = last && at + 1 == content.len();
            self.work.trail.enter(Step::Index(at));
            self.inline(inline, is_last);
            self.work.trail.leave();
        }
    }

    fn inline(&mut self, inline: &Inline, last: bool) {
        let after_bracket = std::mem::take(&mut self.after_bracket);
        match inline {
            Inline::Text(text) => {
                let at_start = self.at_line_start();
                let line = Line {
                    at_start,
                    is_first: self.work.out.len() == self.start,
                    at_end: last,
                    after_bracket,
                };
                let from = self.work.out.len();
                push_text(text, self.setting.around, line, &mut self.work.out);
                self.work.note_spaces(from);
            }
            Inline::Emphasis(span) => self.style("*", span, inline),
            Inline::Strong(span) => self.style("**", span, inline),
            Inline::Strike(span) if self.work.flavour.is_extended() => self.style("~~", span, inline),
            Inline::Link(_) if after_bracket => self.tagged(inline),
            Inline::Link(link) => self.link(link, inline),
            Inline::Break => self.line_break(),
            Inline::Code(code) => self.code(code),
            Inline::Image(media) => self.image(media),
            Inline::FootnoteReference(reference) => {
                let plain = !after_bracket && !self.setting.around.in_link;
                if plain && self.work.notes.contains(reference.id.as_str()) {
                    self.work.out.push_str(&format!("[^{}]", reference.id));
                    self.after_bracket = true;
                } else {
                    self.html(inline);
                }
            }
            Inline::Underline(_)
            | Inline::Strike(_)
            | Inline::Sub(_)
            | Inline::Sup(_)
            | Inline::Span(_)
            | Inline::Quote(_)
            | Inline::Entity(_)
            | Inline::Unknown(_) => self.tagged(inline),
        }
    }

    /// Whether what comes next begins a line.
    fn at_line_start(&self) -> bool {
        let out = &self.work.out;
        let line = out.strip_suffix(self.work.prefix.as_str());
        out.len() == self.start || line.is_some_and(|before| before.ends_with('\n'))
    }

    fn style(&mut self, sign: &'static str, span: &Span, inline: &Inline) {
        let id = self.styles;
        self.styles += 1;
        let forced = self.forced.get(id).copied().unwrap_or(false);
        if forced || span.attributes.is_some() || self.open.contains(&sign) {
            return self.tagged(inline);
        }
        let open = self.work.out.len();
        self.work.out.push_str(sign);
        self.open.push(sign);
        self.content(&span.content);
        self.open.pop();
        let close = self.work.out.len();
        self.work.out.push_str(sign);
        self.pairs.push(Pair { id, open, close, sign });
    }

    /// Tags of HTML around Markdown.
    fn tagged(&mut self, inline: &Inline) {
        let tags = inline_tags(inline);
        if tags.is_none() && matches!(inline, Inline::Link(_)) {
            let place = around(&self.work.trail);
            self.work.report.flattened(Feature::Link, place, "the address runs a program");
        }
        let (start, end) = tags.unwrap_or_default();
        self.work.out.push_str(&start);
        if let Some(content) = inline.content() {
            self.content(content);
        }
        self.work.out.push_str(end);
    }

    fn content(&mut self, content: &Inlines) {
        self.work.trail.enter(Step::Field("content"));
        self.inlines(content, false);
        self.work.trail.leave();
    }

    /// One inline as HTML altogether. Markdown reads what stands between its tags, so every sign there is a reference.
    fn html(&mut self, inline: &Inline) {
        let html = self.work.html(|out| out.inline(inline));
        let mut in_tag = false;
        for c in html.chars() {
            match c {
                '<' => in_tag = true,
                '>' if in_tag => in_tag = false,
                '&' | ';' => {}
                c if !in_tag && c.is_ascii_punctuation() => {
                    self.work.out.push_str(&format!("&#{};", u32::from(c)));
                    continue;
                }
                _ => {}
            }
            self.work.out.push(c);
        }
    }

    fn line_break(&mut self) {
        if self.setting.one_line {
            self.work.out.push_str("<br>");
        } else {
            self.work.out.push('\\');
            self.work.new_line();
        }
    }

    fn code(&mut self, code: &Code) {
        let text = &code.text;
        let hard = self.setting.around.in_cell && text.contains('|')
            || self.work.out.ends_with('`')
            || text.contains(['\t', '\x0B', '\x0C', '\0']);
        if code.attributes.is_some() || hard {
            return self.code_element(code);
        }
        let fence = "`".repeat(longest_run(text, '`') + 1);
        let spaced = text.starts_with(' ') && text.ends_with(' ') && !text.trim_matches(' ').is_empty();
        let padding = if spaced || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        for part in [&fence, padding, text, padding, &fence] {
            self.work.out.push_str(part);
        }
    }

    /// Code between tags: Markdown reads what stands there, so every sign is a reference.
    fn code_element(&mut self, code: &Code) {
        let span = Span { content: Inlines::new(), attributes: code.attributes.clone() };
        let (tag, _) = inline_tags(&Inline::Span(Box::new(span))).unwrap_or_default();
        self.work.out.push_str("<code");
        self.work.out.push_str(tag.strip_prefix("<span").unwrap_or(">"));
        for c in code.text.chars() {
            if c != '\0' && (c.is_ascii_punctuation() || c.is_ascii_control() || c == ' ') {
                self.work.out.push_str(&format!("&#{};", u32::from(c)));
            } else {
                self.work.out.push(c);
            }
        }
        self.work.out.push_str("</code>");
    }

    fn link(&mut self, link: &Link, inline: &Inline) {
        let title = link.title.as_deref();
        let plain = link.attributes.is_none()
            && !self.setting.around.in_link
            && is_writable_target(&link.target)
            && !is_unsafe_address(&link.target)
            && title.is_none_or(is_one_line);
        if !plain {
            return self.tagged(inline);
        }
        if title.is_none() && link.content.as_text() == Some(&link.target) && is_address(&link.target) {
            self.work.out.push_str(&format!("<{}>", link.target));
            return;
        }
        self.work.out.push('[');
        let outside = std::mem::replace(&mut self.setting.around.in_link, true);
        self.content(&link.content);
        self.setting.around.in_link = outside;
        self.work.out.push_str("](");
        self.target(&link.target, title);
        self.work.out.push(')');
    }

    fn image(&mut self, media: &Media) {
        let Some((source, alternative)) = simple_image(media) else {
            return self.html(&Inline::Image(Box::new(media.clone())));
        };
        self.work.out.push_str("![");
        let around = Around { in_link: true, ..self.setting.around };
        let line = Line { at_start: false, is_first: false, at_end: false, after_bracket: false };
        push_text(alternative, around, line, &mut self.work.out);
        self.work.out.push_str("](");
        self.target(source, media.title.as_deref());
        self.work.out.push(')');
    }

    /// The address and the title of a link or an image.
    fn target(&mut self, target: &str, title: Option<&str>) {
        push_target(target, self.setting.around.in_cell, &mut self.work.out);
        if let Some(title) = title {
            self.work.out.push_str(" \"");
            push_quoted(title, "\"", self.setting.around.in_cell, &mut self.work.out);
            self.work.out.push('"');
        }
    }

    /// The styles whose signs would not be read as such where they stand.
    fn wrong(&self) -> Vec<usize> {
        let out = &self.work.out;
        let fits = |pair: &&Pair| {
            let sign = pair.sign.chars().next().unwrap_or('*');
            let before = out[self.start..pair.open].chars().next_back();
            let first = out[pair.open + pair.sign.len()..].chars().next();
            let last = out[..pair.close].chars().next_back();
            let after = out[pair.close + pair.sign.len()..].chars().next();
            let apart = [before, first, last, after].iter().all(|c| *c != Some(sign));
            let edges = flanks(first, before) && flanks(last, after);
            let strict = sign != '~' || is_outside(before) && is_outside(after);
            apart && edges && strict
        };
        self.pairs.iter().filter(|pair| !fits(pair)).map(|pair| pair.id).collect()
    }
}

/// Whether a run of `*` between `inner` and `outer` opens or closes what is inside (CommonMark, 6.2).
fn flanks(inner: Option<char>, outer: Option<char>) -> bool {
    match inner {
        None => false,
        Some(c) if c.is_whitespace() => false,
        Some(c) if is_letter(c) => true,
        Some(_) => is_outside(outer),
    }
}

/// A letter or digit in every reading of Unicode.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || (c.is_alphanumeric() && !matches!(c, '\u{2000}'..='\u{2E7F}' | '\u{1F000}'..='\u{1FBFF}'))
}

/// The edge of a block, white space, or punctuation in every reading of Unicode.
fn is_outside(c: Option<char>) -> bool {
    c.is_none_or(|c| matches!(c, ' ' | '\n') || c.is_ascii_punctuation())
}

pub(super) fn longest_run(text: &str, sign: char) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == sign { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// An image that Markdown's own sign says all of: its source and alternative text.
pub(super) fn simple_image(media: &Media) -> Option<(&str, &str)> {
    let [
        Rendition {
            source: Some(source),
            data: None,
            media_type: None,
            role: None,
            width: None,
            height: None,
            extras,
        },
    ] = media.renditions.as_slice()
    else {
        return None;
    };
    let alternative = match &media.alternative {
        None => "",
        Some(text) if is_one_line(text) => text,
        Some(_) => return None,
    };
    let plain = extras.is_empty()
        && media.kind == MediaKind::Image
        && media.title.as_deref().is_none_or(is_one_line)
        && media.caption.is_empty()
        && media.credit.is_empty()
        && media.attributes.is_none()
        && is_writable_target(source)
        && !source.is_empty()
        && !is_unsafe_address(source);
    plain.then_some((source, alternative))
}

fn is_writable_target(target: &str) -> bool {
    !target.chars().any(char::is_control)
}

/// An address that may stand between `<` and `>` (CommonMark, 6.5).
fn is_address(target: &str) -> bool {
    let Some((scheme, rest)) = target.split_once("://") else { return false };
    (2..=32).contains(&scheme.len())
        && scheme.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !rest.is_empty()
        && rest.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>|\\&".contains(&byte))
}

fn push_target(target: &str, in_cell: bool, out: &mut String) {
    let bare = !target.is_empty()
        && target
            .chars()
            .all(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '<' | '>' | '\\' | '&' | '|'));
    if bare {
        return out.push_str(target);
    }
    out.push('<');
    push_quoted(target, "<>", in_cell, out);
    out.push('>');
}

fn push_quoted(text: &str, ends: &str, in_cell: bool, out: &mut String) {
    for c in text.chars() {
        if ends.contains(c) || c == '\\' || c == '&' || (c == '|' && in_cell) {
            out.push('\\');
        }
        out.push(c);
    }
}
