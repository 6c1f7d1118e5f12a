//! Tables of pipes.

use copydesk_core::{Alignment, Cell, Row, Step, Table};

use super::Work;
use super::escape::Around;
use super::inlines::Setting;

/// Cells longer than this are not lined up with others.
const WIDEST: usize = 40;

/// Whether pipes can hold a table: one row of header cells, every row as long, one plain text a cell, nothing more.
pub(super) fn is_plain(table: &Table) -> bool {
    let [head] = table.head.as_slice() else { return false };
    let columns = head.cells.len();
    let plain_row = |row: &Row, header: bool| {
        row.attributes.is_none()
            && row.cells.len() == columns
            && row.cells.iter().all(|cell| is_plain_cell(cell) && cell.header == header)
    };
    table.attributes.is_none()
        && table.caption.is_empty()
        && table.foot.is_empty()
        && table.columns.len() <= columns
        && plain_row(head, true)
        && table.body.iter().all(|row| plain_row(row, false))
}

fn is_plain_cell(cell: &Cell) -> bool {
    cell.column_span <= 1
        && cell.row_span <= 1
        && cell.alignment == Alignment::Unset
        && cell.attributes.is_none()
        && cell.as_inlines().is_some()
}

impl Work<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        let head = self.rows("head", &table.head);
        let body = self.rows("body", &table.body);
        let columns = head.first().map_or(0, Vec::len);
        let widths: Vec<usize> = (0..columns)
            .map(|column| {
                let cells = head.iter().chain(&body).filter_map(|row| row.get(column));
                cells
                    .map(|cell| cell.chars().count())
                    .filter(|width| *width <= WIDEST)
                    .max()
                    .unwrap_or(0)
                    .max(3)
            })
            .collect();
        for row in &head {
            self.push_row(row, &widths);
        }
        self.new_line();
        self.out.push('|');
        for (at, width) in widths.iter().enumerate() {
            let (left, right) = match table.columns.get(at).copied().unwrap_or_default() {
                Alignment::Unset => ("-", "-"),
                Alignment::Left => (":", "-"),
                Alignment::Center => (":", ":"),
                Alignment::Right => ("-", ":"),
            };
            self.out.push_str(&format!(" {left}{}{right} |", "-".repeat(width - 2)));
        }
        for row in &body {
            self.new_line();
            self.push_row(row, &widths);
        }
    }

    fn rows(&mut self, field: &'static str, rows: &[Row]) -> Vec<Vec<String>> {
        self.trail.enter(Step::Field(field));
        let mut written = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            self.trail.enter(Step::Index(at));
            self.trail.enter(Step::Field("cells"));
            written.push(row.cells.iter().enumerate().map(|(at, cell)| self.cell_text(at, cell)).collect());
            self.trail.leave();
            self.trail.leave();
        }
        self.trail.leave();
        written
    }

    /// A cell, written aside so that its width is known.
    fn cell_text(&mut self, at: usize, cell: &Cell) -> String {
        let Some(content) = cell.as_inlines() else { return String::new() };
        let start = self.out.len();
        for step in [Step::Index(at), Step::Field("content"), Step::Index(0), Step::Field("content")] {
            self.trail.enter(step);
        }
        let around = Around { in_cell: true, ..self.around() };
        self.running_text(content, Setting { around, one_line: true });
        for _ in 0..4 {
            self.trail.leave();
        }
        self.out.split_off(start)
    }

    fn push_row(&mut self, row: &[String], widths: &[usize]) {
        self.out.push('|');
        for (cell, width) in row.iter().zip(widths) {
            self.out.push(' ');
            self.out.push_str(cell);
            self.out.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.chars().count())));
            self.out.push_str(" |");
        }
    }
}
