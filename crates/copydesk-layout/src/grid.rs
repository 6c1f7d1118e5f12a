//! The cells of a table in their rows and columns.

use std::ops::Range;

use copydesk_core::{Cell, Row, Table};

/// A cell spans no more columns than this.
const MOST_COLUMNS: usize = 1000;

/// Where cells of several rows take more places than this, every cell takes one row.
const MOST_PLACES: usize = 1_000_000;

/// A cell in its place.
pub(crate) struct Placed<'a> {
    pub(crate) cell: &'a Cell,
    pub(crate) column: usize,
    pub(crate) columns: usize,
    pub(crate) rows: usize,
    /// The rows of its head, body or foot from its own on.
    pub(crate) left: usize,
    /// Its index in its row.
    pub(crate) index: usize,
}

/// A row of the grid: its cells, then what no cell takes, so that every row is as wide as the table.
pub(crate) struct GridRow<'a> {
    pub(crate) cells: Vec<Placed<'a>>,
    pub(crate) gaps: Vec<Range<usize>>,
    /// The column after the last.
    pub(crate) end: usize,
}

pub(crate) struct Grid<'a> {
    /// The rows of head, body and foot.
    pub(crate) rows: Vec<GridRow<'a>>,
    pub(crate) columns: usize,
    pub(crate) head: usize,
    pub(crate) foot: usize,
}

impl<'a> Grid<'a> {
    /// Finds each cell's column: a cell stands after those before it in its row and beside those that reach down into it.
    /// What no cell takes is a gap, for all rows of a table are of one width: ISO 14289-1, 7.2.
    pub(crate) fn new(table: &'a Table) -> Self {
        let most_rows = if spanned_places(table) > MOST_PLACES { 1 } else { usize::MAX };
        let mut rows = Vec::new();
        let mut columns = 1;
        // For each column, how many more rows a cell above takes.
        let mut taken: Vec<usize> = Vec::new();
        for group in [&table.head, &table.body, &table.foot] {
            taken.clear();
            for (index, row) in group.iter().enumerate() {
                let row = GridRow::new(row, (group.len() - index, most_rows), &mut taken);
                columns = columns.max(row.end);
                rows.push(row);
            }
        }
        for row in &mut rows {
            row.widen(columns);
        }
        Self { rows, columns, head: table.head.len(), foot: table.foot.len() }
    }
}

impl<'a> GridRow<'a> {
    /// Places the cells of a row that has `left` rows to its group's end, itself among them.
    pub(crate) fn new(row: &'a Row, (left, most_rows): (usize, usize), taken: &mut Vec<usize>) -> Self {
        let is_free = |column: &usize| taken.get(*column).is_none_or(|rows| *rows == 0);
        let mut cells: Vec<Placed<'a>> = Vec::with_capacity(row.cells.len());
        let mut column = 0;
        for (index, cell) in row.cells.iter().enumerate() {
            while !is_free(&column) {
                column += 1;
            }
            let asked = usize::from(cell.column_span.max(1)).min(MOST_COLUMNS);
            let columns = (column..column + asked).take_while(is_free).count();
            let rows = usize::from(cell.row_span.max(1)).min(left).min(most_rows);
            cells.push(Placed { cell, column, columns, rows, left, index });
            column += columns;
        }
        let end = column.max(taken.len());
        let mut gaps: Vec<Range<usize>> = Vec::new();
        for free in (column..end).filter(is_free) {
            match gaps.last_mut() {
                Some(gap) if gap.end == free => gap.end += 1,
                _ => gaps.push(free..free + 1),
            }
        }
        for rows in taken.iter_mut() {
            *rows = rows.saturating_sub(1);
        }
        for placed in cells.iter().filter(|placed| placed.rows > 1) {
            let end = placed.column + placed.columns;
            taken.resize(taken.len().max(end), 0);
            taken[placed.column..end].fill(placed.rows - 1);
        }
        Self { cells, gaps, end }
    }

    fn widen(&mut self, columns: usize) {
        match self.gaps.last_mut() {
            Some(gap) if gap.end == self.end => gap.end = columns,
            _ if self.end < columns => self.gaps.push(self.end..columns),
            _ => {}
        }
        self.end = columns;
    }
}

/// How many places of the grid are taken by cells of several rows.
fn spanned_places(table: &Table) -> usize {
    let places = |cell: &Cell, left: usize| match usize::from(cell.row_span).min(left) {
        0 | 1 => 0,
        rows => rows.saturating_mul(usize::from(cell.column_span.max(1)).min(MOST_COLUMNS)),
    };
    let groups = [&table.head, &table.body, &table.foot].into_iter();
    let rows = groups.flat_map(|group| group.iter().enumerate().map(|(at, row)| (row, group.len() - at)));
    rows.flat_map(|(row, left)| row.cells.iter().map(move |cell| places(cell, left)))
        .fold(0, usize::saturating_add)
}
