//! Tables as markup. The grid is made sound first: no cell overlaps another or reaches out of its part of the table,
//! and every column has a cell that begins in it (HTML, 4.9.12).

use copydesk_core::{Alignment, Cell, Feature, Row, Step, Table};

use crate::ids::is_public;
use crate::scribe::Scribe;

/// More columns than fit a narrow screen: the table gets a frame to scroll in.
const WIDE: usize = 4;
/// Only cells that begin in these columns span rows.
const SPANNING_COLUMNS: usize = 1_000;

/// Where a cell stands and how far it reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Slot {
    column: usize,
    columns: usize,
    rows: usize,
}

impl Scribe<'_, '_> {
    pub(crate) fn table(&mut self, table: &Table) {
        let parts = [&table.head, &table.body, &table.foot];
        let grid = parts.map(|rows| lay_out(rows));
        let begun = begun_columns(&grid);
        let empty = begun.is_empty();
        let wide = begun.len() > WIDE;
        if wide {
            self.markup.start("div").attribute("class", "table").html_attribute("tabindex", "0").line();
        }
        // A table of a caption alone is no table to a checker.
        let (name, caption) = if empty { ("div", "p") } else { ("table", "caption") };
        self.markup.start(name);
        self.attributes(table.attributes.as_deref(), "");
        self.markup.line();
        if !table.caption.is_empty() {
            self.markup.start(caption);
            self.inlines("caption", &table.caption);
            self.markup.end(caption).line();
        }
        for ((field, part), (rows, slots)) in [("head", "thead"), ("body", "tbody"), ("foot", "tfoot")]
            .into_iter()
            .zip(parts.into_iter().zip(&grid))
        {
            if rows.iter().any(has_cells) {
                self.markup.start(part).line();
                self.rows(table, field, &begun, slots);
                self.markup.end(part).line();
            }
        }
        self.markup.end(name);
        if wide {
            self.markup.end("div");
        }
    }

    fn rows(&mut self, table: &Table, field: &'static str, begun: &[usize], slots: &[Vec<Slot>]) {
        let (rows, scope) = match field {
            "head" => (&table.head, Scope::Column),
            "body" => (&table.body, Scope::Row),
            _ => (&table.foot, Scope::Row),
        };
        self.trail.enter(Step::Field(field));
        for (index, row) in rows.iter().enumerate() {
            self.trail.enter(Step::Index(index));
            if !is_public(row.attributes.as_deref()) {
                self.report.withheld(Feature::Table, self.trail.place(), "it is for the desk only");
            } else if has_cells(row) {
                self.row(table, row, begun, (&slots[index], scope));
            }
            self.trail.leave();
        }
        self.trail.leave();
    }

    fn row(&mut self, table: &Table, row: &Row, begun: &[usize], (slots, scope): (&[Slot], Scope)) {
        self.markup.start("tr");
        self.attributes(row.attributes.as_deref(), "");
        self.trail.enter(Step::Field("cells"));
        for (index, (cell, slot)) in row.cells.iter().zip(slots).enumerate() {
            self.trail.enter(Step::Index(index));
            let column = table.columns.get(slot.column).copied().unwrap_or_default();
            if slot.columns < wanted_columns(cell) || slot.rows < usize::from(cell.row_span) {
                let place = self.trail.place();
                self.report.flattened(
                    Feature::CellSpan,
                    place,
                    "it would reach over another cell or out of its part",
                );
            }
            self.cell(cell, column, narrowed(*slot, begun), scope);
            self.trail.leave();
        }
        self.trail.leave();
        self.markup.end("tr").line();
    }

    fn cell(&mut self, cell: &Cell, column: Alignment, slot: Slot, scope: Scope) {
        let public = is_public(cell.attributes.as_deref());
        if !public {
            self.report.withheld(Feature::CellBlocks, self.trail.place(), "it is for the desk only");
        }
        // A header that says nothing is none to a screen reader.
        let header = cell.header && public && !cell.content.is_empty();
        let name = if header { "th" } else { "td" };
        self.markup.start(name);
        if header {
            self.markup.attribute("scope", scope.word(slot));
        }
        if slot.columns > 1 {
            self.markup.attribute("colspan", &slot.columns.to_string());
        }
        if slot.rows > 1 {
            self.markup.attribute("rowspan", &slot.rows.to_string());
        }
        let alignment = if cell.alignment == Alignment::Unset { column } else { cell.alignment };
        let class = cell_class(alignment, cell.header && !header);
        if public {
            self.attributes(cell.attributes.as_deref(), class);
            let around = self.around;
            self.around.header_cell |= header;
            self.flow(&cell.content);
            self.around = around;
        } else {
            self.attributes(None, class);
        }
        self.markup.end(name);
    }
}

#[derive(Debug, Clone, Copy)]
enum Scope {
    Column,
    Row,
}

impl Scope {
    fn word(self, slot: Slot) -> &'static str {
        match self {
            Self::Column if slot.columns > 1 => "colgroup",
            Self::Column => "col",
            Self::Row if slot.rows > 1 => "rowgroup",
            Self::Row => "row",
        }
    }
}

fn cell_class(alignment: Alignment, empty_header: bool) -> &'static str {
    match (alignment, empty_header) {
        (Alignment::Unset, false) => "",
        (Alignment::Left, false) => "left",
        (Alignment::Center, false) => "center",
        (Alignment::Right, false) => "right",
        (Alignment::Unset, true) => "header",
        (Alignment::Left, true) => "header left",
        (Alignment::Center, true) => "header center",
        (Alignment::Right, true) => "header right",
    }
}

fn has_cells(row: &Row) -> bool {
    !row.cells.is_empty() && is_public(row.attributes.as_deref())
}

/// How many columns a cell spans; HTML knows no more than a thousand (4.9.11).
fn wanted_columns(cell: &Cell) -> usize {
    usize::from(cell.column_span.clamp(1, 1_000))
}

/// Where each cell of each row stands; rows that are not written have none.
fn lay_out(rows: &[Row]) -> Vec<Vec<Slot>> {
    let written = rows.iter().filter(|row| has_cells(row)).count();
    // For each column, the first row that no cell from above reaches.
    let mut free_from: Vec<usize> = Vec::new();
    let mut number = 0;
    let mut slots = Vec::with_capacity(rows.len());
    for row in rows {
        if has_cells(row) {
            slots.push(lay_out_row(row, number, written, &mut free_from));
            number += 1;
        } else {
            slots.push(Vec::new());
        }
    }
    slots
}

fn lay_out_row(row: &Row, number: usize, written: usize, free_from: &mut Vec<usize>) -> Vec<Slot> {
    let mut slots = Vec::with_capacity(row.cells.len());
    let mut column = 0;
    for cell in &row.cells {
        let is_free = |at: usize, free_from: &[usize]| free_from.get(at).is_none_or(|row| *row <= number);
        while !is_free(column, free_from) {
            column += 1;
        }
        let columns =
            (column..column + wanted_columns(cell)).take_while(|at| is_free(*at, free_from)).count();
        // Far to the right cells span no rows, so that no table takes more than its share of time.
        let rows = if column < SPANNING_COLUMNS {
            usize::from(cell.row_span.max(1)).min(written - number)
        } else {
            1
        };
        if free_from.len() < column + columns {
            free_from.resize(column + columns, 0);
        }
        free_from[column..column + columns].fill(number + rows);
        slots.push(Slot { column, columns, rows });
        column += columns;
    }
    slots
}

/// The columns a cell begins in, in order.
fn begun_columns(grid: &[Vec<Vec<Slot>>; 3]) -> Vec<usize> {
    let mut begun: Vec<usize> = grid.iter().flatten().flatten().map(|slot| slot.column).collect();
    begun.sort_unstable();
    begun.dedup();
    begun
}

/// The same slot in a table that has only the columns something begins in.
fn narrowed(slot: Slot, begun: &[usize]) -> Slot {
    let column = begun.partition_point(|begun| *begun < slot.column);
    let end = begun.partition_point(|begun| *begun < slot.column + slot.columns);
    Slot { column, columns: (end - column).max(1), rows: slot.rows }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(column_span: u16, row_span: u16) -> Cell {
        Cell { column_span, row_span, ..Cell::text("x") }
    }

    fn rows(rows: Vec<Vec<Cell>>) -> Vec<Row> {
        rows.into_iter().map(|cells| Row { cells, attributes: None }).collect()
    }

    #[test]
    fn columns_nothing_begins_in_go() {
        let grid = [lay_out(&rows(vec![vec![cell(2, 1), cell(2, 1)]])), Vec::new(), Vec::new()];
        let begun = begun_columns(&grid);
        assert_eq!(begun, [0, 2]);
        assert_eq!(narrowed(grid[0][0][0], &begun).columns, 1);
    }

    #[test]
    fn cells_neither_overlap_nor_reach_out() {
        let grid = lay_out(&rows(vec![vec![cell(1, 1), cell(1, 9)], vec![cell(2, 1), cell(1, 1)]]));
        assert_eq!(grid[0][1], Slot { column: 1, columns: 1, rows: 2 });
        assert_eq!(grid[1][0], Slot { column: 0, columns: 1, rows: 1 });
        assert_eq!(grid[1][1].column, 2);
    }
}
