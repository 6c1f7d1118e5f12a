//! Galleys to pages: columns filled and balanced, footnotes at the column's foot, heads of tables repeated.

use copydesk_core::Direction;

use crate::galley::{Anchor, Cut, Section, Slab, height};
use crate::ink::{Ink, note_of, rule};
use crate::page::{Item, Page, Position, Target};
use crate::setter::Note;
use crate::theme::Theme;

/// A hair of a point: sums of many heights are not exact.
pub(crate) const HAIR: f32 = 0.02;

/// Fills pages.
pub(crate) struct Flow<'a> {
    pub(crate) theme: &'a Theme,
    ink: &'a mut Ink,
    notes: &'a [Note],
    heads: &'a [Vec<Slab>],
    pages: Vec<Page>,
    /// The document runs from right to left.
    right_to_left: bool,
    /// Where the next section begins, from the top of the page.
    y: f32,
    note_places: Vec<Option<Position>>,
}

/// What goes into one column.
#[derive(Debug, Default)]
pub(crate) struct Column {
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// The height of its text.
    pub(crate) used: f32,
    pub(crate) foot: Vec<Slab>,
    /// Footnotes that found no room.
    pub(crate) rest: Vec<Slab>,
    /// It ends where no column should.
    pub(crate) forced: bool,
}

/// Puts the sections on pages. The pages are added to the ink's layout.
pub(crate) fn paginate(
    theme: &Theme,
    ink: &mut Ink,
    sections: Vec<Section>,
    notes: &[Note],
    heads: &[Vec<Slab>],
) {
    let mut flow = Flow {
        theme,
        right_to_left: ink.layout.direction == Some(Direction::Rtl),
        ink,
        notes,
        heads,
        pages: Vec::new(),
        y: 0.0,
        note_places: vec![None; notes.len()],
    };
    flow.new_page();
    for section in sections {
        match section {
            Section::Columns(slabs) => flow.columns(slabs),
            Section::Full(slabs) => flow.full(&slabs),
        }
    }
    flow.finish();
}

impl Flow<'_> {
    fn new_page(&mut self) {
        let sheet = &self.theme.page;
        let number = u32::try_from(self.pages.len() + 1).unwrap_or(u32::MAX);
        self.pages.push(Page::new(sheet.width, sheet.height, number));
        self.y = sheet.top;
    }

    fn bottom(&self) -> f32 {
        self.theme.page.height - self.theme.page.bottom
    }

    fn at_top(&self) -> bool {
        self.y <= self.theme.page.top + HAIR
    }

    fn full(&mut self, slabs: &[Slab]) {
        let mut from = 0;
        let mut carry = Vec::new();
        while from < slabs.len() || !carry.is_empty() {
            let room = self.bottom() - self.y;
            let whole = height(&slabs[from..]);
            // What fits on a page is not cut because the page has begun.
            if whole > room && whole < self.theme.text_height() * 0.5 && !self.at_top() {
                self.new_page();
                continue;
            }
            let column = self.fill(slabs, from, room, &carry);
            if column.to == from && column.foot.is_empty() && !self.at_top() {
                self.new_page();
                continue;
            }
            from = column.to;
            self.place(slabs, &column, self.theme.page.left, room);
            carry = column.rest;
            self.y += column.used + height(&column.foot);
            if from < slabs.len() || !carry.is_empty() {
                self.new_page();
            }
        }
    }

    fn columns(&mut self, mut slabs: Vec<Slab>) {
        let slabs = slabs.as_mut_slice();
        let count = self.theme.column_count();
        let leading = self.theme.text.leading;
        let mut from = 0;
        let mut carry: Vec<Slab> = Vec::new();
        while slabs[from..].iter().any(|slab| !slab.gap) || !carry.is_empty() {
            let room = ((self.bottom() - self.y + HAIR) / leading).floor() * leading;
            if room < leading * 3.0 && !self.at_top() {
                self.new_page();
                continue;
            }
            let room = room.max(leading);
            let (columns, used) = match self.balanced(slabs, from, room, &carry, count) {
                Some(columns) => {
                    let used = columns.iter().map(|column| self.column_height(column)).fold(0.0, f32::max);
                    (columns, used)
                }
                None => {
                    let rooms = vec![room; count];
                    self.float(slabs, from, &rooms, &carry);
                    (self.filled(slabs, from, &rooms, &carry), room)
                }
            };
            let Some(last) = columns.last() else { break };
            if last.to == from && columns.iter().all(|column| column.foot.is_empty()) && !self.at_top() {
                self.new_page();
                continue;
            }
            from = last.to;
            carry = last.rest.clone();
            let stride = self.theme.column_width() + self.theme.columns.gutter;
            for (at, column) in columns.iter().enumerate() {
                // Who reads from the right begins with the column on the right.
                let place = if self.right_to_left { count - 1 - at } else { at };
                let x = self.theme.page.left + place as f32 * stride;
                self.place(slabs, column, x, used);
                if at > 0 && self.theme.columns.rules && column.to > column.from {
                    let edge = if self.right_to_left { x + stride } else { x };
                    let rule_x = edge - self.theme.columns.gutter / 2.0 - 0.15;
                    let line =
                        rule(rule_x, self.y + 2.0, 0.3, (used - 3.0).max(1.0), self.theme.colours.rule);
                    self.push(line);
                }
            }
            self.y += used;
            if slabs[from..].iter().any(|slab| !slab.gap) || !carry.is_empty() {
                self.new_page();
            } else {
                self.y += leading * 0.6;
            }
        }
    }

    /// Every column as full as it can be, each with its own room.
    pub(crate) fn filled(&self, slabs: &[Slab], from: usize, rooms: &[f32], carry: &[Slab]) -> Vec<Column> {
        let mut columns = Vec::with_capacity(rooms.len());
        let (mut from, mut carry) = (from, carry.to_vec());
        for room in rooms {
            let column = self.fill(slabs, from, *room, &carry);
            from = column.to;
            carry = column.rest.clone();
            columns.push(column);
        }
        columns
    }

    pub(crate) fn column_height(&self, column: &Column) -> f32 {
        column.used + self.foot_height(&column.foot)
    }

    pub(crate) fn foot_height(&self, foot: &[Slab]) -> f32 {
        if foot.is_empty() { 0.0 } else { height(foot) + self.separator() }
    }

    /// The space between text and footnotes, with its rule.
    fn separator(&self) -> f32 {
        self.theme.text.leading * 0.7
    }

    /// Fills one column from a slab on.
    pub(crate) fn fill(&self, slabs: &[Slab], from: usize, room: f32, carry: &[Slab]) -> Column {
        let mut column = Column { from, to: from, ..Column::default() };
        let mut foot = 0.0;
        let mut carried = carry.iter();
        for slab in carried.by_ref() {
            let separator = if column.foot.is_empty() { self.separator() } else { 0.0 };
            if foot + separator + slab.height > room + HAIR && !column.foot.is_empty() {
                column.rest.push(slab.clone());
                break;
            }
            foot += separator + slab.height;
            column.foot.push(slab.clone());
        }
        column.rest.extend(carried.cloned());
        if !column.rest.is_empty() {
            return column;
        }
        self.fill_text(slabs, room, foot, &mut column);
        column
    }

    fn fill_text(&self, slabs: &[Slab], room: f32, mut foot: f32, column: &mut Column) {
        let leading = self.theme.text.leading;
        let from = column.from;
        let first = slabs[from..].iter().position(|slab| !slab.gap).map_or(slabs.len(), |at| from + at);
        let mut y = slabs.get(first).map_or(0.0, |slab| self.repeated_height(slab, first, from));
        // The last cuts that are allowed: where, how high, how many lines of footnotes.
        let mut free: Option<(usize, f32, usize)> = None;
        let mut fair: Option<(usize, f32, usize)> = None;
        let mut at = first;
        while let Some(slab) = slabs.get(at) {
            let top = if slab.snap { (y / leading - 0.002).ceil().max(0.0) * leading } else { y };
            let called = self.called(slab, column.foot.len());
            let separator = if column.foot.is_empty() && !called.is_empty() { self.separator() } else { 0.0 };
            let more = height(&called) + separator;
            if !slab.gap && top + slab.height + foot + more > room + HAIR {
                break;
            }
            y = top + slab.height;
            foot += more;
            column.foot.extend(called);
            let cut = (at + 1, y, column.foot.len());
            match slab.after {
                // A column ends before a space, not after it.
                _ if slab.gap => {}
                Cut::Free => free = Some(cut),
                Cut::Discouraged => fair = Some(cut),
                Cut::Never => {}
            }
            at += 1;
        }
        if at == slabs.len() {
            (column.to, column.used) = (at, y);
            return;
        }
        let chosen = match (free, fair) {
            (Some(free), Some(fair)) if fair.0 > free.0 + 2 => Some(fair),
            (Some(free), _) => Some(free),
            (None, fair) => fair,
        };
        if let Some((to, used, notes)) = chosen {
            (column.to, column.used) = (to, used);
            column.foot.truncate(notes);
        } else if at > first {
            (column.to, column.used, column.forced) = (at, y, true);
        } else if foot <= 0.0 {
            self.force(slabs, first, room, column);
        }
    }

    /// A slab that no column can hold is put into an empty one; of its footnotes, what fits.
    fn force(&self, slabs: &[Slab], at: usize, room: f32, column: &mut Column) {
        // Only a whole column is worth it; a shorter one is left for the next page.
        let whole = (self.theme.text_height() / self.theme.text.leading).floor() * self.theme.text.leading;
        if room + self.theme.text.leading < whole {
            return;
        }
        let slab = &slabs[at];
        column.to = at + 1;
        column.used = slab.height;
        let mut left = room - slab.height - self.separator();
        for note in self.called(slab, 0) {
            left -= note.height;
            if left >= 0.0 && column.rest.is_empty() {
                column.foot.push(note);
            } else {
                column.rest.push(note);
            }
        }
    }

    /// The lines of the footnotes a slab calls.
    fn called(&self, slab: &Slab, _: usize) -> Vec<Slab> {
        let mut called = Vec::new();
        for note in &slab.notes {
            called.extend(self.notes[*note].slabs.iter().cloned());
        }
        called
    }

    fn repeated_height(&self, slab: &Slab, first: usize, from: usize) -> f32 {
        // A table that begins here has its own head just above.
        if first == 0 && from == 0 {
            return 0.0;
        }
        slab.repeats.map_or(0.0, |table| height(&self.heads[table]))
    }

    /// Puts a column on the page; its footnotes end at `room`.
    fn place(&mut self, slabs: &[Slab], column: &Column, x: f32, room: f32) {
        let leading = self.theme.text.leading;
        let top = self.y;
        let mut y = 0.0;
        let first = slabs[column.from..column.to].iter().position(|slab| !slab.gap);
        let Some(first) = first.map(|at| column.from + at) else {
            self.place_foot(column, x, top + room);
            return;
        };
        if self.repeated_height(&slabs[first], first, column.from) > 0.0
            && let Some(table) = slabs[first].repeats
        {
            for at in 0..self.heads[table].len() {
                let slab = self.heads[table][at].clone();
                self.place_slab(&slab, x, top + y);
                y += slab.height;
            }
        }
        for slab in &slabs[first..column.to] {
            if slab.snap {
                y = (y / leading - 0.002).ceil().max(0.0) * leading;
            }
            self.place_slab(slab, x, top + y);
            y += slab.height;
        }
        self.place_foot(column, x, top + room);
    }

    fn place_foot(&mut self, column: &Column, x: f32, bottom: f32) {
        if column.foot.is_empty() {
            return;
        }
        let mut y = bottom - height(&column.foot);
        let line = rule(
            x,
            y - self.separator() * 0.45,
            self.theme.column_width() * 0.25,
            0.4,
            self.theme.colours.text,
        );
        self.push(line);
        for slab in &column.foot {
            self.place_slab(slab, x, y);
            y += slab.height;
        }
    }

    fn place_slab(&mut self, slab: &Slab, x: f32, y: f32) {
        let page = self.pages.len() - 1;
        for at in slab.items.clone() {
            let mut item = self.ink.items[at].clone();
            shift(&mut item, x, y);
            self.push(item);
        }
        let position = Position { page, x, y };
        match slab.anchor {
            Some(Anchor::Outline(entry)) => {
                if let Some(entry) = self.ink.layout.outline.get_mut(entry) {
                    entry.position = position;
                }
            }
            Some(Anchor::Note(note)) => self.note_places[note] = Some(position),
            None => {}
        }
    }

    fn push(&mut self, item: Item) {
        if let Some(page) = self.pages.last_mut() {
            page.items.push(item);
        }
    }

    /// Leads the links to footnotes to where these stand now.
    fn finish(mut self) {
        for page in &mut self.pages {
            for item in &mut page.items {
                if let Item::Link { target: Target::Place(place), .. } = item
                    && let Some(note) = note_of(*place)
                {
                    *place = self.note_places.get(note).copied().flatten().unwrap_or_default();
                }
            }
        }
        self.ink.layout.pages = self.pages;
    }
}

/// Moves an item.
pub(crate) fn shift(item: &mut Item, x: f32, y: f32) {
    match item {
        Item::Run(run) => {
            run.x += x;
            run.baseline += y;
        }
        Item::Fill { rect, .. }
        | Item::Picture { rect, .. }
        | Item::Link { rect, .. }
        | Item::Missing { rect, .. } => {
            rect.x += x;
            rect.y += y;
        }
    }
}
