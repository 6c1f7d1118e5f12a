//! Tables drawn in text.

use copydesk_core::{Alignment, Table};

/// A table in columns of text, each as wide as its widest cell, two spaces or more between them.
pub(crate) fn draw_table(rows: &[Vec<String>], table: &Table) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
        })
        .collect();
    let mut drawn = String::new();
    for (index, row) in rows.iter().enumerate() {
        let mut line = String::new();
        for (column, width) in widths.iter().enumerate() {
            let cell = row.get(column).map_or("", String::as_str);
            let right = table.columns.get(column) == Some(&Alignment::Right);
            let padding = " ".repeat(width - cell.chars().count().min(*width));
            let gap = if column == 0 { "" } else { "   " };
            line.push_str(gap);
            let (first, last) = if right { (padding.as_str(), cell) } else { (cell, padding.as_str()) };
            line.push_str(first);
            line.push_str(last);
        }
        drawn.push_str(line.trim_end());
        drawn.push('\n');
        if index + 1 == table.head.len() {
            let rule: usize = widths.iter().sum::<usize>() + 3 * columns.saturating_sub(1);
            drawn.push_str(&"-".repeat(rule));
            drawn.push('\n');
        }
    }
    drawn.trim_end_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_cells() {
        let rows = [["Town", "Rain"], ["Almaty", "3"]].map(|row| row.map(str::to_owned).to_vec());
        let table = Table { columns: vec![Alignment::Left, Alignment::Right], ..Table::default() };
        assert_eq!(draw_table(&rows, &table), "Town     Rain\nAlmaty      3");
    }
}
