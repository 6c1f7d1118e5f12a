//! News entities, found again by their text and which occurrence of it they are.

use std::collections::HashMap;

use copydesk_core::{Article, Entity, Feature, Inline, Inlines, Place, Report};
use serde_json::Value;

use crate::entities::{Texts, distinct, each_run};

/// Puts entities where their texts stand. One whose text is gone is reported.
pub(super) fn put_in(article: &mut Article, entities: Vec<Value>, report: &mut Report) {
    let mut wanted = Vec::new();
    for data in entities {
        match named(data) {
            Ok(entity) => wanted.push(entity),
            Err(message) => {
                report.dropped(
                    Feature::Entity,
                    Place::path(""),
                    format!("front matter key `entities`: {message}"),
                );
            }
        }
    }
    if wanted.is_empty() {
        return;
    }
    let mut texts = Texts::default();
    each_run(article, &mut |run| texts.push_run(run));
    let mut starts = starts(&wanted, &texts, report);
    let mut entities: HashMap<usize, (usize, Entity)> = HashMap::new();
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by_key(|at| starts[*at]);
    let mut free_from = 0;
    for at in order {
        let Wanted { text, number, entity, .. } = &wanted[at];
        match starts[at].take().filter(|start| *start >= free_from) {
            Some(start) => {
                free_from = start + text.len();
                entities.insert(start, (text.len(), entity.clone()));
            }
            None => {
                let detail = format!("occurrence {number} of `{text}` is not in the text");
                report.dropped(Feature::Entity, Place::path(""), detail);
            }
        }
    }
    let mut putter = Putter { entities, offset: 0 };
    each_run(article, &mut |run| putter.run(run));
}

/// An entity to be found.
struct Wanted {
    text: String,
    /// Which occurrence of its text it is, and how many there were.
    number: usize,
    total: Option<usize>,
    entity: Entity,
}

/// The text of an entity, which occurrence of it, and the entity without its content.
fn named(mut data: Value) -> Result<Wanted, String> {
    let Value::Object(map) = &mut data else { return Err("a map is expected".to_owned()) };
    let Some(Value::String(text)) = map.remove("text") else { return Err("an entity has a text".to_owned()) };
    let (number, total) = match map.remove("occurrence") {
        None => (1, Some(1)),
        Some(occurrence) => occurrence_of(&occurrence)
            .ok_or_else(|| format!("`{occurrence}` is no occurrence, as `2 of 3` is"))?,
    };
    let entity = serde_json::from_value(data).map_err(|error| error.to_string())?;
    if text.is_empty() {
        return Err("the text of an entity is empty".to_owned());
    }
    Ok(Wanted { text, number, total, entity })
}

/// `2`, or `2 of 3`.
fn occurrence_of(said: &Value) -> Option<(usize, Option<usize>)> {
    if let Some(number) = said.as_u64() {
        return Some((usize::try_from(number).ok()?, None));
    }
    let (number, total) = said.as_str()?.split_once(" of ")?;
    Some((number.trim().parse().ok()?, Some(total.trim().parse().ok()?)))
}

/// Where each text stands, if it does. Where it stands more or less often than it did, another one may be meant.
fn starts(wanted: &[Wanted], texts: &Texts, report: &mut Report) -> Vec<Option<usize>> {
    let (patterns, which) = distinct(wanted.iter().map(|wanted| wanted.text.as_str()));
    let numbers: HashMap<(usize, usize), usize> = wanted
        .iter()
        .zip(&which)
        .enumerate()
        .map(|(at, (wanted, which))| ((*which, wanted.number), at))
        .collect();
    let mut starts = vec![None; wanted.len()];
    let mut totals = vec![0; patterns.len()];
    texts.occurrences(&patterns, &mut |pattern, start, number| {
        totals[pattern] = number;
        if let Some(at) = numbers.get(&(pattern, number)) {
            starts[*at] = Some(start);
        }
    });
    for ((Wanted { text, number, total, .. }, which), start) in wanted.iter().zip(which).zip(&starts) {
        if let (Some(total), Some(_)) = (total, start)
            && totals[which] != *total
        {
            let found = format!("`{text}` stands {} times, not {total}", totals[which]);
            report.repaired(Feature::Entity, Place::path(""), found, format!("its occurrence {number}"));
        }
    }
    starts
}

/// Walks the texts as they were counted.
struct Putter {
    /// By where its text begins: how long that is, and the entity.
    entities: HashMap<usize, (usize, Entity)>,
    offset: usize,
}

impl Putter {
    fn run(&mut self, run: &mut Inlines) {
        if self.entities.is_empty() {
            return;
        }
        let mut out = Inlines::new();
        for mut inline in std::mem::take(run) {
            match &mut inline {
                Inline::Text(text) => {
                    let text = std::mem::take(text);
                    self.text(&text, &mut out);
                    continue;
                }
                Inline::Entity(_) => {}
                Inline::Emphasis(_)
                | Inline::Strong(_)
                | Inline::Underline(_)
                | Inline::Strike(_)
                | Inline::Sub(_)
                | Inline::Sup(_)
                | Inline::Span(_)
                | Inline::Link(_)
                | Inline::Break
                | Inline::Quote(_)
                | Inline::Code(_)
                | Inline::Image(_)
                | Inline::FootnoteReference(_)
                | Inline::Unknown(_) => {
                    if let Some(content) = inline.content_mut() {
                        self.run(content);
                    }
                }
            }
            out.push(inline);
        }
        *run = out;
    }

    fn text(&mut self, text: &str, out: &mut Inlines) {
        // One for what divides the texts.
        let start = self.offset + 1;
        self.offset = start + text.len();
        let mut copied = 0;
        for at in text.char_indices().map(|(at, _)| at) {
            if at < copied {
                continue;
            }
            let Some((length, entity)) = self.entities.remove(&(start + at)) else { continue };
            if at > copied {
                out.push(Inline::text(&text[copied..at]));
            }
            let content = Inlines::from(&text[at..at + length]);
            out.push(Inline::Entity(Box::new(Entity { content, ..entity })));
            copied = at + length;
        }
        if copied < text.len() || text.is_empty() {
            out.push(Inline::text(&text[copied..]));
        }
    }
}
