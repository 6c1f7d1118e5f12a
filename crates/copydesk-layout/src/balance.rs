//! Columns that are balanced where a section ends, and figures that move so that none leaves a hole.

use crate::flow::{Column, Flow, HAIR};
use crate::galley::{Slab, height};

/// Columns that were filled to see whether they would do.
struct Attempt {
    columns: Vec<Column>,
    /// The slabs, where figures were moved among them; else empty.
    moved: Vec<Slab>,
    fits: bool,
    takes_all: bool,
    /// The difference between the longest column and the shortest.
    spread: f32,
}

/// How often a column is shortened to balance it with the others.
const MOST_SHORTENED: usize = 6;

impl Flow<'_> {
    /// Where a figure does not fit into the rest of a column, the text after it is moved up and fills the column; the
    /// figure begins the next.
    pub(crate) fn float(&self, slabs: &mut [Slab], from: usize, rooms: &[f32], carry: &[Slab]) {
        // Nothing to do on most pages.
        let mut reach = rooms.iter().sum::<f32>() * 1.5;
        let near = slabs[from..].iter().take_while(|slab| {
            reach -= slab.height;
            reach > 0.0
        });
        if near.fold(0, |most, slab| most.max(slab.float)) == 0 {
            return;
        }
        let leading = self.theme.text.leading;
        let (mut from, mut carry) = (from, carry.to_vec());
        for room in rooms.iter().copied() {
            let mut column = self.fill(slabs, from, room, &carry);
            let start =
                column.to + slabs[column.to..].iter().take_while(|slab| slab.gap && slab.float == 0).count();
            let float = slabs.get(start).map_or(0, |slab| slab.float);
            let left = room - column.used - self.foot_height(&column.foot);
            if float > 0 && left > leading * 3.0 && column.to > column.from {
                let end = start + slabs[start..].iter().take_while(|slab| slab.float == float).count();
                // How much of what follows would fit in its place.
                let after = self.fill(slabs, end, left, &[]);
                if after.to > end
                    && after.foot.is_empty()
                    && slabs[end..after.to].iter().any(|slab| !slab.gap)
                {
                    slabs[start..after.to].rotate_left(end - start);
                    column = self.fill(slabs, from, room, &carry);
                }
            }
            from = column.to;
            carry = column.rest;
        }
    }

    /// The shortest columns that take all that is left, if it fits on this page.
    pub(crate) fn balanced(
        &self,
        slabs: &mut [Slab],
        from: usize,
        room: f32,
        carry: &[Slab],
        count: usize,
    ) -> Option<Vec<Column>> {
        // Not worth trying: more than the page holds, even without spaces.
        let mut total = height(carry);
        for slab in &slabs[from..] {
            total += if slab.gap { 0.0 } else { slab.height };
            if total > room * count as f32 + HAIR {
                return None;
            }
        }
        let floats = slabs[from..].iter().any(|slab| slab.float > 0);
        let attempt = |rooms: &[f32]| self.attempt(slabs, from, rooms, carry);
        let most = attempt(&vec![room; count]);
        if !most.takes_all {
            return None;
        }
        let leading = self.theme.text.leading;
        let mut lines = (total / count as f32 / leading).floor().max(1.0);
        let mut chosen = most;
        let mut rooms = vec![room; count];
        while lines * leading < room {
            rooms.fill(lines * leading);
            let trial = attempt(&rooms);
            if trial.fits && trial.takes_all {
                chosen = trial;
                break;
            }
            lines += 1.0;
        }
        rooms.fill((lines * leading).min(room));
        // A cut that is not allowed may leave one column much longer than the next: less room for it, then.
        for at in 0..count.saturating_sub(1) {
            for _ in 0..MOST_SHORTENED {
                let longest = self.column_height(&chosen.columns[at]);
                if chosen.spread <= leading || longest < 3.0 * leading {
                    break;
                }
                let whole = rooms[at];
                rooms[at] = longest - leading * 0.5;
                let trial = attempt(&rooms);
                if !(trial.fits && trial.takes_all && trial.spread + HAIR < chosen.spread) {
                    rooms[at] = whole;
                    break;
                }
                chosen = trial;
            }
        }
        let Attempt { mut columns, moved, .. } = chosen;
        if floats {
            slabs[from..].clone_from_slice(&moved);
            for column in &mut columns {
                column.from += from;
                column.to += from;
            }
        }
        Some(columns)
    }

    /// Fills columns of these rooms, floating figures as need be.
    fn attempt(&self, slabs: &[Slab], from: usize, rooms: &[f32], carry: &[Slab]) -> Attempt {
        let floats = slabs[from..].iter().any(|slab| slab.float > 0);
        let mut moved = if floats { slabs[from..].to_vec() } else { Vec::new() };
        if floats {
            self.float(&mut moved, 0, rooms, carry);
        }
        let (trial, start) = if floats { (moved.as_slice(), 0) } else { (slabs, from) };
        let columns = self.filled(trial, start, rooms, carry);
        let heights = columns.iter().map(|column| self.column_height(column));
        // A line alone is no column.
        let line = self.theme.text.leading + HAIR;
        let alone =
            |column: &Column| column.to > column.from && column.used <= line && column.to < trial.len();
        let fits = heights.clone().zip(rooms).all(|(height, room)| height <= room + HAIR)
            && columns.iter().all(|column| !column.forced && !alone(column));
        let takes_all = columns
            .last()
            .is_some_and(|last| last.rest.is_empty() && trial[last.to..].iter().all(|slab| slab.gap));
        let spread = heights.clone().fold(0.0, f32::max) - heights.fold(f32::INFINITY, f32::min);
        Attempt { columns, moved, fits, takes_all, spread }
    }
}
