//! An article, laid out.

use copydesk_core::{Article, Block, Direction, Error, Feature, Limit, Report, Step, WriteContext};

use crate::book::FontBook;
use crate::flow::paginate;
use crate::front::printed_summary;
use crate::galley::{Section, Slab};
use crate::ink::{Align, Ink};
use crate::page::{Artifact, Layout, Mark, NoPictures, Node, Pictures, Role};
use crate::rich::Rich;
use crate::set_up;
use crate::setter::{Frame, Setter, Tools};
use crate::shape::Shaper;
use crate::theme::Theme;
use crate::token::Breaks;

/// Lays articles out in one theme. Keep it and use it again: it parses each font once and remembers the shapes of
/// words. What it yields never depends on earlier articles.
///
/// ```
/// use copydesk_core::{Article, Block, Report, WriteContext};
/// use copydesk_layout::{Composer, FontBook, Theme, page::NoPictures};
///
/// let mut composer = Composer::new(Theme::default(), FontBook::bundled()).unwrap();
/// let article = Article {
///     headline: "Storm closes port".into(),
///     body: vec![Block::paragraph("The port was closed on Monday.")],
///     ..Article::default()
/// };
/// let mut report = Report::default();
/// let layout = composer.compose(&article, &WriteContext::default(), &mut NoPictures, &mut report).unwrap();
/// assert_eq!(layout.pages.len(), 1);
/// ```
pub struct Composer {
    theme: Theme,
    shaper: Shaper,
    breaks: Breaks,
}

impl Composer {
    /// A composer for a theme.
    ///
    /// # Errors
    /// The theme cannot be used, or names a family no font has ([`Usage`](copydesk_core::ErrorKind::Usage)).
    pub fn new(theme: Theme, fonts: FontBook) -> Result<Self, Error> {
        let theme = theme.checked()?;
        let shaper = Shaper::new(fonts, &theme.fonts)?;
        Ok(Self { theme, shaper, breaks: Breaks::new() })
    }

    /// The theme.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// Lays an article out. What its text holds and a page does not is reported; what stands in its metadata and rights,
    /// and is no text, is left to the writer.
    ///
    /// # Errors
    /// Blocks or inlines are nested deeper than the limit ([`Limit`](copydesk_core::ErrorKind::Limit)).
    pub fn compose(
        &mut self,
        article: &Article,
        context: &WriteContext<'_>,
        pictures: &mut dyn Pictures,
        report: &mut Report,
    ) -> Result<Layout, Error> {
        let title = copydesk_assume::title(article, report);
        let language = copydesk_assume::language(article, report).into_owned();
        let direction = article.metadata.direction.or_else(|| direction_of(&language));
        self.shaper.reset();
        let story = Story { article, context, title, language, direction };
        let theme = self.theme.clone();
        let layout = self.set(&theme, &story, pictures, report)?;
        if set_up::is_short(&layout, &theme) {
            for theme in set_up::larger(&theme) {
                // Whatever there is to report has been reported.
                let mut larger = self.set(&theme, &story, &mut NoPictures, &mut Report::default())?;
                if set_up::fits(&larger, &theme) {
                    set_up::place(&mut larger, &theme);
                    return Ok(larger);
                }
            }
        }
        Ok(layout)
    }

    /// Sets a story in a theme.
    fn set(
        &mut self,
        theme: &Theme,
        story: &Story<'_>,
        pictures: &mut dyn Pictures,
        report: &mut Report,
    ) -> Result<Layout, Error> {
        let Story { article, context, ref title, ref language, direction } = *story;
        let tools = Tools { theme, shaper: &mut self.shaper, breaks: &self.breaks };
        let mut setter = Setter::new(tools, pictures, report, &context.limits);
        let frame = Frame { language: setter.shaper.language(language), direction, ..setter.column_frame() };
        let structure = setter.article(article, context.stamp, frame);
        if setter.too_deep {
            return Err(context.limits.reached(Limit::Nesting));
        }
        let Setter { mut ink, sections, notes, heads, .. } = setter;
        ink.layout.direction = direction;
        paginate(theme, &mut ink, sections, &notes, &heads);
        self.furnish(&mut ink, (title, context.stamp), frame);
        let mut layout = ink.layout;
        layout.title = title.clone();
        layout.language = language.clone();
        layout.direction = direction;
        layout.structure = structure;
        layout.fonts = self.shaper.book.files();
        Ok(layout)
    }

    /// Running heads, page numbers, and the stamp on every page but the first, which has it above the story.
    fn furnish(&mut self, ink: &mut Ink, (title, stamp): (&str, Option<&str>), frame: Frame) {
        let furniture = self.theme.furniture.clone();
        let sheet = self.theme.page.clone();
        let count = ink.layout.pages.len();
        if count < 2 {
            return;
        }
        let mut pages = std::mem::take(&mut ink.layout.pages);
        for (index, page) in pages.iter_mut().enumerate() {
            let head = sheet.top - sheet.top.clamp(8.0, 24.0) * 0.75;
            let above = head - 14.0;
            let crowded = stamp.is_some() && above < 12.0;
            if let (Some(stamp), true) = (stamp, index > 0) {
                let baseline = if crowded { head } else { above };
                let outside = Outside {
                    text: stamp,
                    kind: Artifact::Header,
                    baseline,
                    align: Align::Centre,
                    bold: true,
                };
                page.items.extend(self.furniture_line(ink, outside, frame));
            }
            if furniture.running_head && index > 0 && !crowded {
                let outside = Outside { text: title, baseline: head, ..Outside::HEAD };
                page.items.extend(self.furniture_line(ink, outside, frame));
            }
            if furniture.jump_lines && index + 1 < count {
                let text = format!("→ {}", page.number.saturating_add(1));
                let baseline = sheet.height - sheet.bottom * 0.45;
                let outside =
                    Outside { text: &text, kind: Artifact::Footer, baseline, align: Align::End, bold: false };
                page.items.extend(self.furniture_line(ink, outside, frame));
            }
            if furniture.page_numbers {
                let number = page.number.to_string();
                let baseline = sheet.height - sheet.bottom * 0.45;
                let outside = Outside {
                    text: &number,
                    kind: Artifact::PageNumber,
                    baseline,
                    align: Align::Centre,
                    bold: false,
                };
                page.items.extend(self.furniture_line(ink, outside, frame));
            }
        }
        ink.layout.pages = pages;
    }

    /// One line outside the story; what is too long for it is cut short.
    fn furniture_line(
        &mut self,
        ink: &mut Ink,
        outside: Outside<'_>,
        frame: Frame,
    ) -> Vec<crate::page::Item> {
        let Outside { text, kind, baseline, align, bold } = outside;
        let mut report = Report::default();
        let mut none = crate::page::NoPictures;
        let limits = copydesk_core::Limits::default();
        let tools = Tools { theme: &self.theme, shaper: &mut self.shaper, breaks: &self.breaks };
        let mut setter = Setter::new(tools, &mut none, &mut report, &limits);
        setter.ink = std::mem::take(ink);
        let width = self.theme.text_width();
        let mut quiet = setter.quiet_frame(Frame { left: 0.0, width, align, ..frame });
        quiet.align = align;
        quiet.style.size = quiet.style.size.min(11.0);
        if bold {
            quiet.style.voice.bold = true;
            quiet.style.colour = setter.theme.colours.text;
        }
        let mut text = text.to_owned();
        let lines = loop {
            let rich = Rich {
                direction: frame.direction,
                ..Rich::plain(&text, quiet.style, Mark::Artifact(kind), frame.language)
            };
            let (tokens, lines) = setter.lines(&rich, quiet, crate::blocks::NO_INSET);
            if lines.len() <= 1 {
                setter.push_lines(&rich, &tokens, &lines, quiet, crate::blocks::NO_INSET);
                break std::mem::take(&mut setter.slabs);
            }
            let end = tokens.list[lines[0].tokens.end.saturating_sub(1)].text.start.min(text.len());
            text.truncate(end);
            text.truncate(text.trim_end_matches([' ', '…']).len());
            if text.is_empty() {
                break Vec::new();
            }
            text.push('…');
        };
        let Setter { ink: back, .. } = setter;
        *ink = back;
        let top = baseline - crate::setter::baseline(quiet.leading, quiet.style.size);
        let mut items = Vec::new();
        if let Some(slab) = lines.first() {
            for item in &ink.items[slab.items.clone()] {
                let mut item = item.clone();
                crate::flow::shift(&mut item, self.theme.page.left, top);
                items.push(item);
            }
        }
        items
    }
}

/// What is set.
struct Story<'a> {
    article: &'a Article,
    context: &'a WriteContext<'a>,
    title: String,
    language: String,
    direction: Option<Direction>,
}

/// A line outside the story.
#[derive(Clone, Copy)]
struct Outside<'a> {
    text: &'a str,
    kind: Artifact,
    baseline: f32,
    align: Align,
    bold: bool,
}

impl Outside<'_> {
    const HEAD: Self =
        Self { text: "", kind: Artifact::Header, baseline: 0.0, align: Align::Start, bold: false };
}

impl Setter<'_> {
    /// Sets the whole article into sections, and returns its structure.
    fn article(&mut self, article: &Article, stamp: Option<&str>, frame: Frame) -> Vec<Node> {
        let mut top = Vec::new();
        if let Some(stamp) = stamp {
            self.stamp(stamp, frame, &mut top);
        }
        let summary = printed_summary(article);
        self.number_notes(&[summary, &article.body]);
        self.front(article, summary, frame, &mut top);
        let front = std::mem::take(&mut self.slabs);
        self.sections.push(Section::Full(front));
        let mut body = Node::new(Role::Section);
        self.flush = true;
        self.begins = true;
        self.dateline_and_body(article, frame, &mut body);
        self.left_notes(frame);
        top.extend(body.children.into_iter().filter_map(|child| match child {
            crate::page::Child::Node(node) => Some(node),
            crate::page::Child::Content(_) => None,
        }));
        self.colophon(article, frame, &mut top);
        let rest = std::mem::take(&mut self.slabs);
        self.sections.push(Section::Columns(rest));
        top
    }

    fn dateline_and_body(&mut self, article: &Article, frame: Frame, body: &mut Node) {
        let dateline = article.dateline.as_ref().and_then(|dateline| {
            self.trail.enter(Step::Field("dateline"));
            self.extras(&dateline.extras, "extras");
            self.trail.leave();
            let printed = dateline.printed.split_whitespace().collect::<Vec<_>>().join(" ");
            (!dateline.repeated && !printed.is_empty()).then(|| {
                match printed.ends_with(['-', '–', '—', ':']) {
                    true => printed,
                    false => format!("{printed} —"),
                }
            })
        });
        let mut rest = article.body.as_slice();
        if let Some(dateline) = dateline {
            let first = match rest {
                [Block::Paragraph(first), ..] if first.attributes.is_none() => Some(first),
                _ => None,
            };
            if first.is_some() {
                rest = &rest[1..];
            }
            self.first_paragraph(&dateline, first, frame, body);
        }
        let skipped = article.body.len() - rest.len();
        // What stands behind the last paragraph in print: footnotes, and what is not printed.
        let ending = rest.iter().rposition(|block| {
            !matches!(block, Block::Footnote(_)) && block.audience() == copydesk_core::Audience::Public
        });
        let ending = ending.map_or(0, |last| last + 1);
        self.trail.enter(Step::Field("body"));
        for (index, block) in rest.iter().enumerate() {
            self.trail.enter(Step::Index(index + skipped));
            self.ends =
                self.theme.furniture.end_mark && index + 1 == ending && matches!(block, Block::Paragraph(_));
            self.block(block, frame, body);
            self.trail.leave();
        }
        self.trail.leave();
    }

    /// The paragraph the dateline runs into.
    fn first_paragraph(
        &mut self,
        dateline: &str,
        first: Option<&copydesk_core::Paragraph>,
        frame: Frame,
        body: &mut Node,
    ) {
        let mut node = Node::new(Role::Paragraph);
        let mut rich = Rich { direction: frame.direction, ..Rich::default() };
        let mark = self.mark_in(&mut node);
        let mut piece = self.piece(frame, mark);
        piece.style.voice.family = crate::shape::Family::Furniture;
        piece.style.voice.bold = true;
        piece.style.size *= 0.88;
        rich.push(dateline, piece);
        rich.dateline = rich.text.len();
        if let Some(first) = first {
            rich.push(" ", self.piece(frame, mark));
            self.trail.enter(Step::Field("body"));
            self.trail.enter(Step::Index(0));
            if first.lede {
                let at = self.trail.field("lede");
                self.report.flattened(Feature::Lede, at, "the lede looks like any first paragraph");
            }
            let piece = self.piece(frame, Mark::DECORATION);
            self.within(Step::Field("content"), |setter| {
                setter.inlines(&first.content, piece, &mut rich, &mut node);
                setter.report_unshown(&mut rich);
                setter.set_paragraph(rich, node, frame, body);
            });
            self.trail.leave();
            self.trail.leave();
        } else {
            self.trail.enter(Step::Field("dateline"));
            self.within(Step::Field("printed"), |setter| setter.set_paragraph(rich, node, frame, body));
            self.trail.leave();
        }
    }

    /// Footnotes that no line of a column takes along stand after the story.
    fn left_notes(&mut self, frame: Frame) {
        let mut called = vec![false; self.notes.len()];
        let galleys = self.sections.iter().map(|section| match section {
            Section::Columns(slabs) | Section::Full(slabs) => slabs,
        });
        for slab in galleys.chain([&self.slabs]).flatten() {
            for note in &slab.notes {
                called[*note] = true;
            }
        }
        let mut left: Vec<Slab> = Vec::new();
        for (note, called) in self.notes.iter_mut().zip(called) {
            if !called {
                left.append(&mut note.slabs);
            }
        }
        if !left.is_empty() {
            self.space(frame.leading * 0.8);
            self.slabs.append(&mut left);
        }
    }
}

/// The direction of a language written from right to left.
fn direction_of(language: &str) -> Option<Direction> {
    let mut parts = language.split('-');
    let code = parts.next().unwrap_or_default().to_ascii_lowercase();
    let script = parts.next().filter(|part| part.len() == 4).map(str::to_ascii_lowercase);
    let right = match script.as_deref() {
        Some(script) => matches!(script, "arab" | "hebr" | "thaa" | "nkoo" | "syrc" | "adlm" | "rohg"),
        None => matches!(
            code.as_str(),
            "ar" | "he"
                | "iw"
                | "fa"
                | "ur"
                | "ps"
                | "sd"
                | "ug"
                | "yi"
                | "ckb"
                | "dv"
                | "nqo"
                | "arz"
                | "azb"
                | "ks"
        ),
    };
    right.then_some(Direction::Rtl)
}
