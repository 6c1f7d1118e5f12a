//! Tables.

use copydesk_core::{Alignment, Block, Cell, Feature, Row, Table};

use crate::attributes::Bag;
use crate::blocks::flow;
use crate::inlines::phrasing;
use crate::{Element, Node, Reading};

/// What `colspan` may be at most (HTML, `td`).
const WIDEST_SPAN: u16 = 1000;

/// A table and everything in it, in whatever order it stands there.
pub(crate) fn table(bag: Bag, children: Vec<Node>, reading: &mut Reading<'_>) -> Block {
    let mut table = Table::default();
    fill(&mut table, children, reading);
    table.attributes = bag.finish(reading);
    Block::Table(Box::new(table))
}

fn fill(table: &mut Table, children: Vec<Node>, reading: &mut Reading<'_>) {
    let mut loose_cells = Vec::new();
    for child in children {
        let name = child.name().to_owned();
        match (name.as_str(), child) {
            ("td" | "th", child) => loose_cells.push(child),
            (_, Node::Text(text)) if text.trim_ascii().is_empty() => {}
            ("caption", Node::Element(element)) => caption(table, element, reading),
            ("colgroup" | "tbody" | "thead" | "tfoot", Node::Element(element)) => {
                section(table, element, reading);
            }
            ("col", Node::Element(element)) => column(table, element, reading),
            ("tr", Node::Element(element)) => {
                let row = row(element, reading);
                table.body.push(row);
            }
            // What stands in a table outside its cells is no less said: a cell of its own.
            (_, other) => {
                let content = flow(vec![other], reading);
                if !content.is_empty() {
                    let detail = "text outside the cells of a table";
                    reading.report.repaired(Feature::Table, reading.at.clone(), detail, "a cell");
                    let cell = Cell { content, column_span: 1, row_span: 1, ..Cell::default() };
                    table.body.push(Row { cells: vec![cell], attributes: None });
                }
            }
        }
    }
    if !loose_cells.is_empty() {
        let element = Element { children: loose_cells, ..Element::default() };
        let row = row(element, reading);
        table.body.push(row);
    }
}

fn caption(table: &mut Table, element: Element, reading: &mut Reading<'_>) {
    if Bag::new(element.attributes).finish(reading).is_some() {
        reading.report.dropped(Feature::Extra, reading.at.clone(), "attributes of a table's caption");
    }
    let content = phrasing(element.children, reading);
    table.caption.0.extend(content);
}

fn section(table: &mut Table, element: Element, reading: &mut Reading<'_>) {
    let Element { name, attributes, children } = element;
    if Bag::new(attributes).finish(reading).is_some() {
        let detail = format!("attributes of a table's `{name}`");
        reading.report.dropped(Feature::Extra, reading.at.clone(), detail);
    }
    if name == "colgroup" || name == "tbody" {
        return fill(table, children, reading);
    }
    let mut inner = Table::default();
    fill(&mut inner, children, reading);
    let rows = if name == "thead" { &mut table.head } else { &mut table.foot };
    rows.extend(inner.body);
    table.caption.0.extend(inner.caption);
}

fn column(table: &mut Table, element: Element, reading: &mut Reading<'_>) {
    let mut bag = Bag::new(element.attributes);
    let count = bag.take_as("span", |span| span.parse::<u16>().ok()).unwrap_or(1).clamp(1, WIDEST_SPAN);
    let alignment = aligned(&mut bag);
    for _ in 0..count {
        table.columns.push(alignment);
    }
    if bag.finish(reading).is_some() {
        reading.report.dropped(Feature::Extra, reading.at.clone(), "attributes of a table's column");
    }
}

fn row(element: Element, reading: &mut Reading<'_>) -> Row {
    let mut cells = Vec::new();
    let mut loose = Vec::new();
    for child in element.children {
        match child {
            Node::Element(inner) if matches!(inner.name.as_str(), "td" | "th") => {
                cells.push(cell(inner, reading))
            }
            Node::Text(text) if text.trim_ascii().is_empty() => {}
            other @ (Node::Element(_) | Node::Text(_) | Node::Block(_) | Node::Inline(_)) => {
                loose.push(other)
            }
        }
    }
    if !loose.is_empty() {
        let content = flow(loose, reading);
        reading.report.repaired(
            Feature::Table,
            reading.at.clone(),
            "text outside the cells of a row",
            "a cell",
        );
        cells.push(Cell { content, column_span: 1, row_span: 1, ..Cell::default() });
    }
    Row { cells, attributes: Bag::new(element.attributes).finish(reading) }
}

fn cell(element: Element, reading: &mut Reading<'_>) -> Cell {
    let Element { name, attributes, children } = element;
    let mut bag = Bag::new(attributes);
    let span = |text: &str| text.trim().parse::<u16>().ok();
    Cell {
        header: name == "th",
        column_span: bag.take_as("colspan", span).unwrap_or(1).max(1),
        row_span: bag.take_as("rowspan", span).unwrap_or(1).max(1),
        alignment: aligned(&mut bag),
        content: flow(children, reading),
        attributes: bag.finish(reading),
    }
}

/// `align`, or a style that says nothing else.
fn aligned(bag: &mut Bag) -> Alignment {
    let by_name = |name: &str| match name.trim().to_ascii_lowercase().as_str() {
        "left" | "start" => Some(Alignment::Left),
        "center" | "middle" => Some(Alignment::Center),
        "right" | "end" => Some(Alignment::Right),
        _ => None,
    };
    let by_style = |style: &str| {
        let (property, value) = style.trim().trim_end_matches(';').split_once(':')?;
        if property.trim().eq_ignore_ascii_case("text-align") { by_name(value) } else { None }
    };
    bag.take_as("align", by_name).or_else(|| bag.take_as("style", by_style)).unwrap_or_default()
}
