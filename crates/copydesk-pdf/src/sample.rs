//! A small layout for the tests of this crate.

use std::sync::Arc;

use copydesk_layout::page::{
    Artifact, Colour, ContentId, FontFile, FontId, Glyph, Item, Layout, Mark, Node, Numbering, OutlineEntry,
    Page, Position, Rect, Role, Run, Scope, Spans, Target,
};
use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};

/// Sets lines of text, one after another, without any art.
pub(crate) struct Setter {
    pub(crate) layout: Layout,
    baseline: f32,
    next: u32,
}

impl Setter {
    pub(crate) fn new(title: &str) -> Self {
        let data = copydesk_fonts::NOTO_SERIF_REGULAR.data;
        let layout = Layout {
            title: title.to_owned(),
            language: "en".to_owned(),
            fonts: vec![FontFile { data: Arc::new(data), index: 0 }],
            pages: vec![Page::new(595.28, 841.89, 1)],
            ..Layout::default()
        };
        Self { layout, baseline: 60.0, next: 0 }
    }

    /// A fresh content id.
    pub(crate) fn content(&mut self) -> ContentId {
        self.next += 1;
        ContentId(self.next - 1)
    }

    /// Sets a line and returns its rectangle.
    pub(crate) fn line(&mut self, text: &str, mark: Mark) -> Rect {
        const SIZE: f32 = 10.0;
        let font = skrifa::FontRef::new(copydesk_fonts::NOTO_SERIF_REGULAR.data).unwrap();
        let (map, widths) = (font.charmap(), font.glyph_metrics(Size::new(SIZE), LocationRef::default()));
        let start = u32::try_from(self.layout.glyphs.len()).unwrap();
        let mut width = 0.0;
        for character in text.chars() {
            let from = u32::try_from(self.layout.text.len()).unwrap();
            self.layout.text.push(character);
            let to = u32::try_from(self.layout.text.len()).unwrap();
            let id = map.map(character).unwrap_or_default();
            let advance = widths.advance_width(id).unwrap_or_default();
            width += advance;
            let id = u16::try_from(id.to_u32()).unwrap();
            self.layout.glyphs.push(Glyph { id, advance, x_offset: 0.0, y_offset: 0.0, text: from..to });
        }
        let end = u32::try_from(self.layout.glyphs.len()).unwrap();
        let run = Run {
            font: FontId(0),
            size: SIZE,
            x: 60.0,
            baseline: self.baseline,
            colour: Colour::BLACK,
            glyphs: start..end,
            mark,
        };
        self.page().items.push(Item::Run(run));
        let rect = Rect { x: 60.0, y: self.baseline - SIZE, width, height: SIZE };
        self.baseline += 14.0;
        rect
    }

    pub(crate) fn page(&mut self) -> &mut Page {
        self.layout.pages.last_mut().unwrap()
    }

    /// A line that is a node of its own.
    pub(crate) fn block(&mut self, role: Role, text: &str) -> Node {
        let content = self.content();
        self.line(text, Mark::Content(content));
        Node::new(role).with(content)
    }
}

/// One of nearly everything.
pub(crate) fn sample() -> Layout {
    let mut setter = Setter::new("A storm at sea");
    setter.line("The Daily Page", Mark::Artifact(Artifact::Header));
    let mut nodes = vec![setter.block(Role::Headline, "A storm at sea")];
    nodes.push(setter.block(Role::Paragraph, "Black text, in gray ink."));
    nodes.push(setter.block(Role::Heading { rank: 4, title: "Deep".to_owned() }, "Deep"));
    let (label, body) = (setter.block(Role::Label, "1."), setter.block(Role::ListBody, "First"));
    nodes.push(
        Node::new(Role::List(Numbering::Decimal)).with(Node::new(Role::ListItem).with(label).with(body)),
    );
    let head = setter.block(Role::HeaderCell(Scope::Column, Spans::ONE), "Wind");
    let cell = setter.block(Role::Cell(Spans::ONE), "9");
    let table = Node::new(Role::Table)
        .with(Node::new(Role::TableHead).with(Node::new(Role::Row).with(head)))
        .with(Node::new(Role::TableBody).with(Node::new(Role::Row).with(cell)));
    nodes.push(table);
    let content = setter.content();
    let rect = setter.line("a link", Mark::Content(content));
    let target = Target::Address("https://example.org/".to_owned());
    setter.page().items.push(Item::Link { rect, target, content, description: "a link".to_owned() });
    nodes.push(Node::new(Role::Paragraph).with(Node::new(Role::Link).with(content)));
    let content = setter.content();
    let at = setter.layout.text.len() as u32;
    setter.layout.text.push('𝕏');
    let text = at..setter.layout.text.len() as u32;
    let rect = Rect { x: 60.0, y: 300.0, width: 8.0, height: 8.0 };
    setter.page().items.push(Item::Missing {
        rect,
        text,
        colour: Colour::BLACK,
        mark: Mark::Content(content),
    });
    nodes.push(Node::new(Role::Paragraph).with(content));
    let rect = Rect { x: 60.0, y: 40.0, width: 400.0, height: 0.5 };
    setter.page().items.push(Item::Fill { rect, colour: Colour::Gray(90), mark: Mark::DECORATION });
    let position = Position { page: 0, x: 60.0, y: 50.0 };
    setter.layout.outline.push(OutlineEntry { depth: 0, title: "A storm at sea".to_owned(), position });
    setter.layout.outline.push(OutlineEntry { depth: 1, title: "Deep".to_owned(), position });
    setter.layout.structure = nodes;
    setter.layout
}

/// The sample, as a file.
pub(crate) fn written(article: &copydesk_core::Article, options: &crate::PdfOptions) -> Vec<u8> {
    let basics = crate::metadata::Basics {
        title: "A storm at sea".to_owned(),
        language: "en".to_owned(),
        date: "2022-01-10T08:30:00+06:00".parse().unwrap(),
        right_to_left: false,
    };
    let mut output = Vec::new();
    let mut report = copydesk_core::Report::default();
    crate::write::Workshop::default()
        .write(
            (article, &sample()),
            &crate::pictures::Album::default(),
            (options, &basics),
            &mut report,
            &mut output,
        )
        .unwrap();
    output
}
