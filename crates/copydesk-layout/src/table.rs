//! Tables: columns as wide as their words ask, numbers at the right, heads repeated where a table goes on.

use std::num::NonZeroU32;

use copydesk_core::{Alignment, Cell, Feature, Inlines, Row, Step, Table};

use crate::galley::{Cut, Slab, height, keep};
use crate::grid::{Grid, GridRow, Placed};
use crate::ink::{Align, rule};
use crate::inlines::push_node;
use crate::page::{Item, Mark, Node, Role, Scope, Spans};
use crate::setter::{Frame, Setter};
use crate::token::{After, TokenKind, tokenise};

/// The space on either side of a cell's text, in ems.
const PADDING: f32 = 0.45;
/// The share of a page's height up to which a table is not cut.
const KEPT_TABLE: f32 = 0.3;

/// What the columns ask for, in points.
#[derive(Clone, Copy, Default)]
struct Want {
    least: f32,
    most: f32,
    numbers: usize,
    words: usize,
}

impl Setter<'_> {
    pub(crate) fn table(&mut self, table: &Table, frame: Frame, parent: &mut Node) {
        let grid = Grid::new(table);
        let mut node = Node::new(Role::Table);
        let mut style =
            self.furniture(self.theme.furniture.size.max(frame.style.size * 0.8), self.theme.colours.text);
        style.voice.tabular = true;
        let cell_frame = Frame {
            style,
            leading: style.size * 1.3,
            align: Align::Start,
            hyphens: false,
            indent: 0.0,
            gap: 0.0,
            snap: false,
            ..frame
        };
        let wants = self.wants(&grid, cell_frame);
        let least: f32 = wants.iter().map(|want| want.least).sum();
        let most: f32 = wants.iter().map(|want| want.most).sum();
        let crowded = least > frame.width || (most > 1.5 * frame.width && grid.columns > 3);
        let across = !frame.across && crowded && self.theme.text_width() > frame.width * 1.2;
        self.aside(across, frame, |setter, frame| {
            let mut cell_frame = Frame { left: frame.left, width: frame.width, across: true, ..cell_frame };
            let mut wants = wants;
            if least > frame.width {
                // Still too wide: smaller type, down to what can be read.
                let scale = (frame.width / least).max(5.4 / style.size).min(1.0);
                cell_frame.style.size *= scale;
                cell_frame.leading *= scale;
                for want in &mut wants {
                    (want.least, want.most) = (want.least * scale, want.most * scale);
                }
            }
            setter.space(frame.leading * 0.5);
            let from = setter.slabs.len();
            setter.table_caption(&table.caption, cell_frame, &mut node);
            let widths = widths(&wants, frame.width);
            let place = RowPlace { wants: &wants, widths: &widths, head: false, table };
            setter.rows(&grid, &place, cell_frame, &mut node);
            let set = &mut setter.slabs[from..];
            if height(set) < setter.theme.text_height() * KEPT_TABLE
                && let Some((_, rest)) = set.split_last_mut()
            {
                keep(rest);
            }
            setter.space(frame.leading * 0.5);
        });
        self.flush = true;
        push_node(parent, node);
    }

    fn table_caption(&mut self, caption: &Inlines, frame: Frame, parent: &mut Node) {
        if caption.is_empty() {
            return;
        }
        let mut bold = frame;
        bold.style.voice.bold = true;
        let mut node = Node::new(Role::Caption);
        let rich = self.within(Step::Field("caption"), |setter| setter.rich(caption, bold, &mut node));
        let from = self.slabs.len();
        self.within(Step::Field("caption"), |setter| setter.paragraph(&rich, bold, 0.0));
        self.slabs.push(Slab { height: frame.leading * 0.2, ..Slab::default() });
        keep(&mut self.slabs[from..]);
        push_node(parent, node);
    }

    /// Measures the cells of one column each.
    fn wants(&mut self, grid: &Grid<'_>, frame: Frame) -> Vec<Want> {
        let mut wants = vec![Want::default(); grid.columns];
        let padding = 2.0 * PADDING * frame.style.size;
        for (at, row) in grid.rows.iter().enumerate() {
            let in_body = at >= grid.head && at < grid.rows.len() - grid.foot;
            for placed in &row.cells {
                let (least, most) = self.cell_widths(placed.cell, frame);
                let want = &mut wants[placed.column];
                if placed.columns == 1 {
                    want.least = want.least.max(least + padding);
                    want.most = want.most.max(most + padding);
                }
                if in_body && !placed.cell.header {
                    let text = placed.cell.as_inlines().map(Inlines::plain_text).unwrap_or_default();
                    if is_number(&text) {
                        want.numbers += 1;
                    } else if !text.trim().is_empty() || placed.cell.as_inlines().is_none() {
                        want.words += 1;
                    }
                }
            }
        }
        // A spanning cell may ask for more than its columns do.
        for row in &grid.rows {
            for placed in row.cells.iter().filter(|placed| placed.columns > 1) {
                let (least, _) = self.cell_widths(placed.cell, frame);
                let span = placed.column..(placed.column + placed.columns).min(grid.columns);
                let have: f32 = wants[span.clone()].iter().map(|want| want.least).sum();
                let more = (least + padding - have).max(0.0) / span.len().max(1) as f32;
                for want in &mut wants[span] {
                    want.least += more;
                    want.most = want.most.max(want.least);
                }
            }
        }
        wants
    }

    /// The widest word of a cell, and the width of its text on one line.
    fn cell_widths(&mut self, cell: &Cell, frame: Frame) -> (f32, f32) {
        let mut frame = frame;
        frame.style.voice.bold = frame.style.voice.bold || cell.header;
        let (mut least, mut most) = (frame.style.size, frame.style.size);
        if let Some(inlines) = cell.as_inlines() {
            let (word, line) = self.text_widths(&inlines.plain_text(), frame);
            return (least.max(word), most.max(line));
        }
        for block in &cell.content {
            for inlines in copydesk_core::child_inlines(block) {
                let (word, line) = self.text_widths(&inlines.plain_text(), frame);
                (least, most) = (least.max(word), most.max(line));
            }
            most = most.max(frame.style.size * 12.0);
            least = least.max(frame.style.size * 5.0);
        }
        (least, most)
    }

    /// The widest word of a text and its widest line.
    fn text_widths(&mut self, text: &str, frame: Frame) -> (f32, f32) {
        let rich = crate::rich::Rich::plain(text, frame.style, Mark::DECORATION, frame.language);
        let tokens = tokenise(&rich, self.breaks, self.shaper);
        let (mut least, mut most, mut word, mut line) = (0.0f32, 0.0f32, 0.0f32, 0.0f32);
        for token in &tokens.list {
            line = if token.kind == TokenKind::NewLine { 0.0 } else { line + token.width };
            most = most.max(line);
            if !matches!(token.kind, TokenKind::Space(_)) {
                word += token.width;
                least = least.max(word);
            }
            if token.after != After::Nothing || matches!(token.kind, TokenKind::Space(_)) {
                word = 0.0;
            }
        }
        (least, most)
    }

    fn rows(&mut self, grid: &Grid<'_>, place: &RowPlace<'_>, frame: Frame, node: &mut Node) {
        self.line_across(frame, 0.8);
        let body_end = grid.rows.len() - grid.foot;
        let groups = [
            ("head", Role::TableHead, 0..grid.head),
            ("body", Role::TableBody, grid.head..body_end),
            ("foot", Role::TableFoot, body_end..grid.rows.len()),
        ];
        let mut head_index = None;
        // Rows that a cell above reaches into are kept with the row it begins in.
        let mut open: Vec<(usize, f32)> = Vec::new();
        for (field, role, range) in groups {
            if range.is_empty() {
                continue;
            }
            let rows: &[Row] = match field {
                "head" => &place.table.head,
                "body" => &place.table.body,
                _ => &place.table.foot,
            };
            // A table has a body, whatever else it has: ISO 14289-1, 7.2.
            let stands_in = place.table.body.is_empty() && range.end == grid.rows.len();
            let mut group = Node::new(if stands_in { Role::TableBody } else { role });
            let from = self.slabs.len();
            self.trail.enter(Step::Field(field));
            for (index, at) in range.clone().enumerate() {
                self.trail.enter(Step::Index(index));
                self.attributes(rows[index].attributes.as_deref(), |_| false);
                let mut row_node = Node::new(Role::Row);
                let place = RowPlace { head: at < grid.head, ..*place };
                self.row(&grid.rows[at], &place, frame, &mut open, &mut row_node);
                let last = at + 1 == grid.rows.len() || at + 1 == grid.head || at + 1 == body_end;
                self.line_below(frame, if last { 0.8 } else { 0.25 });
                if let Some(slab) = self.slabs.last_mut() {
                    slab.repeats = head_index;
                    if !open.is_empty() || at + 1 == body_end {
                        slab.after = Cut::Never;
                    }
                    if at + 1 == grid.rows.len() {
                        slab.after = Cut::Free;
                    }
                }
                group.push(row_node);
                self.trail.leave();
            }
            self.trail.leave();
            if field == "head" {
                keep(&mut self.slabs[from..]);
                head_index = self.remember_head(from);
            }
            push_node(node, group);
        }
    }

    /// Keeps a copy of the head, as decoration, for where the table goes on.
    fn remember_head(&mut self, from: usize) -> Option<usize> {
        let copies: Vec<Slab> = self.slabs[from..]
            .iter()
            .map(|slab| {
                let start = self.ink.items.len();
                let copies: Vec<Item> =
                    self.ink.items[slab.items.clone()].iter().filter_map(as_decoration).collect();
                self.ink.items.extend(copies);
                Slab { items: start..self.ink.items.len(), notes: Vec::new(), anchor: None, ..slab.clone() }
            })
            .collect();
        // A head that would fill half a page is not repeated.
        if height(&copies) > self.theme.text_height() * 0.3 {
            return None;
        }
        self.heads.push(copies);
        Some(self.heads.len() - 1)
    }

    fn row(
        &mut self,
        row: &GridRow<'_>,
        place: &RowPlace<'_>,
        frame: Frame,
        open: &mut Vec<(usize, f32)>,
        node: &mut Node,
    ) {
        let padding = PADDING * frame.style.size;
        let top = frame.leading * 0.16;
        let mut items: Vec<Item> = Vec::new();
        let mut row_height = frame.leading;
        for placed in &row.cells {
            self.trail.enter(Step::Field("cells"));
            self.trail.enter(Step::Index(placed.index));
            self.report_spans(placed);
            let left: f32 = place.widths[..placed.column].iter().sum();
            let end = (placed.column + placed.columns).min(place.widths.len());
            let width: f32 = place.widths[placed.column..end].iter().sum();
            let mut inner = frame;
            inner.left = frame.left + left + padding;
            inner.width = (width - 2.0 * padding).max(frame.style.size * 0.5);
            inner.style.voice.bold = placed.cell.header || place.head;
            inner.align = alignment(placed, place);
            let mut cell = Node::new(role(placed, place.head));
            let slabs = self.cell(placed.cell, inner, &mut cell);
            let cell_height = height(&slabs);
            if placed.rows == 1 {
                row_height = row_height.max(cell_height);
            } else {
                open.push((placed.rows, cell_height));
            }
            let mut y = top;
            for slab in slabs {
                for item in &self.ink.items[slab.items.clone()] {
                    let mut item = item.clone();
                    crate::flow::shift(&mut item, 0.0, y);
                    items.push(item);
                }
                y += slab.height;
            }
            node.push(cell);
            self.trail.leave();
            self.trail.leave();
        }
        for gap in &row.gaps {
            node.push(Node::new(Role::Cell(spans(gap.len(), 1))));
        }
        for (left, tall) in open.iter_mut() {
            if *left == 1 {
                row_height = row_height.max(*tall);
            }
            *left -= 1;
            *tall -= row_height;
        }
        open.retain(|(left, _)| *left > 0);
        let start = self.ink.items.len();
        self.ink.items.extend(items);
        let items = start..self.ink.items.len();
        let row_height = row_height + 2.0 * top;
        // A row taller than a page cannot be placed whole; it is placed all the same, and said so.
        if row_height > self.theme.text_height() {
            let at = self.trail.place();
            self.report.flattened(Feature::Table, at, "the row is taller than a page; its end is cut off");
        }
        self.slabs.push(Slab { height: row_height, items, ..Slab::default() });
    }

    /// A span that ends with the last row of its head, body or foot is as it was meant, and not reported.
    fn report_spans(&mut self, placed: &Placed<'_>) {
        let cell = placed.cell;
        if placed.columns < usize::from(cell.column_span) {
            let at = self.trail.place();
            let detail = format!("a cell of {} columns has room for {}", cell.column_span, placed.columns);
            self.report.flattened(Feature::Table, at, &detail);
        }
        if placed.rows == 1 && placed.left > 1 && cell.row_span > 1 {
            let at = self.trail.place();
            self.report.flattened(Feature::Table, at, "the table is too large for cells of several rows");
        }
    }

    fn cell(&mut self, cell: &Cell, frame: Frame, node: &mut Node) -> Vec<Slab> {
        self.attributes(cell.attributes.as_deref(), |_| false);
        if self.withholds(cell.attributes.as_deref(), Feature::Table) {
            return Vec::new();
        }
        let galley = std::mem::take(&mut self.slabs);
        self.flush = true;
        let mut frame = frame;
        if let Some(attributes) = cell.attributes.as_deref() {
            if let Some(language) = &attributes.language {
                frame.language = self.shaper.language(language);
                node.language = Some(language.clone());
            }
            frame.direction = attributes.direction.or(frame.direction);
        }
        self.within(Step::Field("content"), |setter| setter.blocks(&cell.content, frame, node));
        std::mem::replace(&mut self.slabs, galley)
    }

    fn line_across(&mut self, frame: Frame, thickness: f32) {
        let start = self.ink.items.len();
        self.ink.items.push(rule(frame.left, 0.0, frame.width, thickness, self.theme.colours.text));
        let items = start..self.ink.items.len();
        self.slabs.push(Slab { height: thickness, items, after: Cut::Never, ..Slab::default() });
    }

    /// A rule at the lower edge of the last slab.
    fn line_below(&mut self, frame: Frame, thickness: f32) {
        let Some(last) = self.slabs.last_mut() else { return };
        if last.items.end != self.ink.items.len() {
            return;
        }
        let y = last.height - thickness;
        let colour = if thickness > 0.5 { self.theme.colours.text } else { self.theme.colours.rule };
        self.ink.items.push(rule(frame.left, y, frame.width, thickness, colour));
        last.items.end = self.ink.items.len();
    }
}

/// What all cells of a row share.
struct RowPlace<'a> {
    wants: &'a [Want],
    widths: &'a [f32],
    head: bool,
    table: &'a Table,
}

/// Shares the width out: each column its longest word, and of the rest by how much its text would take.
fn widths(wants: &[Want], width: f32) -> Vec<f32> {
    let least: f32 = wants.iter().map(|want| want.least).sum();
    let most: f32 = wants.iter().map(|want| want.most).sum();
    if least >= width {
        return wants.iter().map(|want| want.least * width / least.max(1.0)).collect();
    }
    if most <= width {
        let more = (width - most) / wants.len().max(1) as f32;
        return wants.iter().map(|want| want.most + more).collect();
    }
    // What is left goes round in equal shares; a column that needs less than its share takes what it needs.
    let mut widths: Vec<f32> = wants.iter().map(|want| want.least).collect();
    let mut order: Vec<usize> = (0..wants.len()).collect();
    order.sort_by(|a, b| (wants[*a].most - wants[*a].least).total_cmp(&(wants[*b].most - wants[*b].least)));
    let mut left = width - least;
    for (done, at) in order.iter().enumerate() {
        let more = (wants[*at].most - wants[*at].least).min(left / (order.len() - done) as f32);
        widths[*at] += more;
        left -= more;
    }
    widths
}

fn alignment(placed: &Placed<'_>, place: &RowPlace<'_>) -> Align {
    let column = place.table.columns.get(placed.column).copied().unwrap_or_default();
    let said = match placed.cell.alignment {
        Alignment::Unset => column,
        said @ (Alignment::Left | Alignment::Center | Alignment::Right) => said,
    };
    match said {
        Alignment::Left => Align::Start,
        Alignment::Center => Align::Centre,
        Alignment::Right => Align::End,
        Alignment::Unset => {
            let want = place.wants.get(placed.column).copied().unwrap_or_default();
            let numbers = want.numbers > 0 && want.words * 4 <= want.numbers && placed.columns == 1;
            if numbers { Align::End } else { Align::Start }
        }
    }
}

fn spans(columns: usize, rows: usize) -> Spans {
    let count = |number: usize| NonZeroU32::new(number as u32).unwrap_or(NonZeroU32::MIN);
    Spans { columns: count(columns), rows: count(rows) }
}

fn role(placed: &Placed<'_>, head: bool) -> Role {
    let spans = spans(placed.columns, placed.rows);
    match (head, placed.cell.header) {
        (true, _) => Role::HeaderCell(Scope::Column, spans),
        (false, true) => Role::HeaderCell(Scope::Row, spans),
        (false, false) => Role::Cell(spans),
    }
}

/// Whether a cell holds a number: digits, with signs, units and dashes around them.
fn is_number(text: &str) -> bool {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    (digits > 0 && letters <= 2) || matches!(text, "-" | "–" | "—" | "−" | "n/a")
}

fn as_decoration(item: &Item) -> Option<Item> {
    let mut item = item.clone();
    match &mut item {
        Item::Run(run) => run.mark = Mark::DECORATION,
        Item::Fill { mark, .. } | Item::Picture { mark, .. } | Item::Missing { mark, .. } => {
            *mark = Mark::DECORATION
        }
        Item::Link { .. } => return None,
    }
    Some(item)
}
