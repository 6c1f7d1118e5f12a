//! News entities: plain text in the body, their data in the front matter by text and occurrence.

use std::collections::HashMap;

use copydesk_core::{Article, Entity, Inline, Inlines};
use copydesk_markup::is_unsafe_address;
use serde_json::Value;

use crate::entities::{MOST_ENTITIES, Texts, distinct, each_run, plain_text};

/// The article without the entities that plain text can stand for, and the data of these. Nothing where there are none.
pub(super) fn take_out(article: &Article) -> (Option<Article>, Vec<Value>) {
    if !has_entities(article) {
        return (None, Vec::new());
    }
    let mut stripped = article.clone();
    let mut taker = Taker { texts: Texts::default(), found: Vec::new() };
    each_run(&mut stripped, &mut |run| {
        if is_steady(run) {
            taker.run(run);
        } else {
            taker.texts.push_run(run);
        }
    });
    let entities = taker.numbered();
    (Some(stripped), entities)
}

fn has_entities(article: &Article) -> bool {
    fn in_inlines(inlines: &Inlines) -> bool {
        inlines
            .iter()
            .any(|inline| matches!(inline, Inline::Entity(_)) || inline.content().is_some_and(in_inlines))
    }
    fn in_blocks(blocks: &[copydesk_core::Block]) -> bool {
        blocks.iter().any(|block| {
            copydesk_core::child_inlines(block).into_iter().any(in_inlines)
                || copydesk_core::child_blocks(block).into_iter().any(|blocks| in_blocks(blocks))
        })
    }
    in_inlines(&article.kicker)
        || in_inlines(&article.headline)
        || article.decks.iter().any(in_inlines)
        || in_blocks(&article.summary)
        || in_blocks(&article.body)
}

/// Whether nothing in a run is reported: places in reports count inlines, which must stay the same.
fn is_steady(run: &Inlines) -> bool {
    run.iter().all(|inline| {
        !matches!(inline, Inline::Image(_))
            && !matches!(inline, Inline::Link(link) if is_unsafe_address(&link.target))
            && inline.content().is_none_or(is_steady)
    })
}

struct Taker {
    texts: Texts,
    /// Each entity and where its text begins.
    found: Vec<(Entity, usize)>,
}

impl Taker {
    fn run(&mut self, run: &mut Inlines) {
        let mut out = Inlines::new();
        for mut inline in std::mem::take(run) {
            let text = if let Inline::Text(text) = &inline {
                Some(text.as_str())
            } else if let (Inline::Entity(entity), true) = (&inline, self.found.len() < MOST_ENTITIES) {
                plain_text(entity)
            } else {
                None
            };
            if let Some(text) = text {
                let start = match out.last_mut() {
                    Some(Inline::Text(last)) => {
                        last.push_str(text);
                        self.texts.all.push_str(text);
                        self.texts.all.len() - text.len()
                    }
                    _ => {
                        let start = self.texts.push(text);
                        out.push(Inline::text(text));
                        start
                    }
                };
                if let Inline::Entity(entity) = inline {
                    self.found.push((*entity, start));
                }
                continue;
            }
            if !matches!(inline, Inline::Entity(_))
                && let Some(content) = inline.content_mut()
            {
                self.run(content);
            }
            out.push(inline);
        }
        *run = out;
    }

    /// The data of the entities, each with the number of its occurrence.
    fn numbered(self) -> Vec<Value> {
        let (patterns, which) =
            distinct(self.found.iter().filter_map(|(entity, _)| entity.content.as_text()));
        let wanted: HashMap<(usize, usize), usize> = self
            .found
            .iter()
            .zip(&which)
            .enumerate()
            .map(|(at, ((_, start), which))| ((*which, *start), at))
            .collect();
        let mut numbers = vec![1; self.found.len()];
        let mut totals = vec![0; patterns.len()];
        self.texts.occurrences(&patterns, &mut |pattern, start, number| {
            totals[pattern] = number;
            if let Some(at) = wanted.get(&(pattern, start)) {
                numbers[*at] = number;
            }
        });
        let numbered = self.found.iter().zip(numbers).zip(&which);
        numbered.map(|(((entity, _), number), which)| data(entity, number, totals[*which])).collect()
    }
}

/// What the front matter says of an entity. `occurrence: 2 of 3` tells a reader, too, whether the text was edited.
fn data(entity: &Entity, number: usize, total: usize) -> Value {
    let mut data = serde_json::to_value(entity).unwrap_or_default();
    if let Value::Object(map) = &mut data {
        if let Some(text) = map.remove("content") {
            map.insert("text".to_owned(), text);
        }
        if total > 1 {
            map.insert("occurrence".to_owned(), Value::from(format!("{number} of {total}")));
        }
    }
    data
}
