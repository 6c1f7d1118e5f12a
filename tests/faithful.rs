//! The promise of the report, as a check: what reading back does not give again is what the report names.

use std::collections::BTreeSet;

use copydesk_core::{
    Article, Block, Effect, Feature, Inline, Inlines, Place, Report, child_blocks, child_inlines,
};
use serde_json::Value;

/// Checks that `again`, what reading back gave, differs from `article` only where `report`, of the writing, says so.
///
/// - Every place of the report resolves in the article's JSON.
/// - A field without a loss is the same again, or was assumed. An element of a list (a block, a credit) without a loss
///   stands again, in the same order.
/// - The words of a block of which nothing was dropped, only flattened, are all there.
/// - Where something was reported lost, something is missing.
///
/// # Errors
/// What is wrong, in words.
pub fn nothing_lost_silently(article: &Article, report: &Report, again: &Article) -> Result<(), String> {
    let said = Said::of(report);
    let (before, after) = (json(article)?, json(again)?);
    places_resolve(&before, report)?;
    if said.everything {
        return Ok(());
    }
    for key in keys(&before, &after) {
        if key == "metadata" {
            let (before, after) = (&before[key.as_str()], &after[key.as_str()]);
            for field in keys(before, after) {
                said.field(&format!("metadata.{field}"), &before[field.as_str()], &after[field.as_str()])?;
            }
        } else {
            said.field(&key, &before[key.as_str()], &after[key.as_str()])?;
        }
    }
    words_survive(article, report, &after)?;
    if !report.losses.is_empty() && article == again {
        return Err(format!("nothing is missing, yet reported: {}", report.losses[0]));
    }
    Ok(())
}

/// Checks that every place of a report resolves in the article's JSON.
///
/// # Errors
/// The first place that does not.
pub fn places_resolve(article: &Value, report: &Report) -> Result<(), String> {
    let losses = report.losses.iter().map(|loss| (&loss.at, loss.to_string()));
    let withheld = report.withheld.iter().map(|withheld| (&withheld.at, withheld.to_string()));
    for (place, said) in losses.chain(withheld) {
        match place {
            Place::Source { .. } => return Err(format!("a writer names a place in a source: {said}")),
            Place::Path(path) if !resolves(article, path) => return Err(format!("no such place: {said}")),
            Place::Path(_) => {}
        }
    }
    for assumed in &report.assumed {
        // What is assumed is not there; what it would stand in is.
        let parent = assumed.field.rfind('.').map_or("", |dot| &assumed.field[..dot]);
        if !resolves(article, parent) {
            return Err(format!("no such place: {assumed}"));
        }
    }
    Ok(())
}

/// What a report says something of.
struct Said<'a> {
    everything: bool,
    paths: BTreeSet<&'a str>,
    /// Where characters are left out.
    characters: Vec<&'a str>,
    assumed: BTreeSet<&'a str>,
}

impl<'a> Said<'a> {
    fn of(report: &'a Report) -> Self {
        let path = |place: &'a Place| match place {
            Place::Path(path) => path.as_str(),
            Place::Source { .. } => "",
        };
        let losses = report.losses.iter().map(|loss| path(&loss.at));
        let paths: BTreeSet<&str> =
            losses.chain(report.withheld.iter().map(|withheld| path(&withheld.at))).collect();
        let characters = report.losses.iter().filter(|loss| loss.feature == Feature::Character);
        let characters = characters.map(|loss| path(&loss.at)).collect();
        let assumed = report.assumed.iter().map(|assumed| assumed.field.as_str()).collect();
        Self { everything: paths.contains(""), paths, characters, assumed }
    }

    /// Whether something is said of this place or of anything in it.
    fn touches(&self, place: &str) -> bool {
        // The paths in a place follow it at once in this order, but for longer names, which end on other letters.
        self.paths.range(place..).take_while(|path| path.starts_with(place)).any(|path| {
            let rest = &path[place.len()..];
            rest.is_empty() || rest.starts_with(['.', '['])
        })
    }

    /// Whether anything in this place was assumed.
    fn assumes_in(&self, place: &str) -> bool {
        self.assumed
            .range(place..)
            .next()
            .is_some_and(|field| field.strip_prefix(place).is_some_and(|rest| rest.starts_with(['.', '['])))
    }

    fn field(&self, place: &str, before: &Value, after: &Value) -> Result<(), String> {
        if before == after || (before.is_null() && self.assumed.contains(place)) {
            return Ok(());
        }
        if !self.touches(place) && !self.assumes_in(place) {
            return Err(format!(
                "`{place}` differs, and the report does not say so\nbefore: {before}\nafter:  {after}"
            ));
        }
        match (before, after) {
            (Value::Array(before), Value::Array(after)) => self.elements(place, before, after),
            (Value::Array(before), Value::Null) => self.elements(place, before, &[]),
            _ => Ok(()),
        }
    }

    /// The elements nothing is said of stand again, in order.
    fn elements(&self, place: &str, before: &[Value], after: &[Value]) -> Result<(), String> {
        // A character that is left out of running text may take the space beside it into another style.
        let is_run = before.iter().any(Value::is_string);
        if self.paths.contains(place) || is_run && self.characters.iter().any(|path| path.starts_with(place))
        {
            return Ok(());
        }
        let mut rest = after.iter();
        for (index, element) in before.iter().enumerate() {
            let place = format!("{place}[{index}]");
            let said = self.touches(&place) || self.assumes_in(&place);
            if !said && !rest.any(|found| found == element) {
                let after = Value::Array(after.to_vec());
                return Err(format!(
                    "`{place}` is not found again, and the report does not say so\nbefore: {element}\nafter:  {after}"
                ));
            }
        }
        Ok(())
    }
}

/// The words of a block of which nothing was dropped are all there: letters and digits, whatever marks they got.
fn words_survive(article: &Article, report: &Report, again: &Value) -> Result<(), String> {
    let said = Said::of(report);
    let dropped = report.losses.iter().filter(|loss| loss.effect == Effect::Dropped);
    let dropped: Vec<String> = dropped.map(|loss| loss.at.to_string()).collect();
    let mut found = String::new();
    push_letters(again, &mut found);
    for (index, block) in article.body.iter().enumerate() {
        let place = format!("body[{index}]");
        let withheld = report.withheld.iter().any(|withheld| withheld.at.to_string().starts_with(&place));
        let gone = dropped.iter().any(|path| path.starts_with(&place) || path == "body");
        if withheld || gone || !said.touches(&place) {
            continue;
        }
        let mut pieces = Vec::new();
        push_pieces(std::slice::from_ref(block), &mut pieces);
        let mut words = pieces.iter().flat_map(|piece| piece.split(|c: char| !c.is_alphanumeric()));
        if let Some(word) = words.find(|word| !found.contains(word)) {
            return Err(format!("`{place}` is only flattened, yet {word:?} is not there again:\n{again:#}"));
        }
    }
    Ok(())
}

/// Every text in blocks. Marks may come to stand between two of them.
fn push_pieces<'a>(blocks: &'a [Block], pieces: &mut Vec<&'a str>) {
    for block in blocks {
        child_inlines(block).into_iter().for_each(|inlines| push_inline_pieces(inlines, pieces));
        child_blocks(block).into_iter().for_each(|blocks| push_pieces(blocks, pieces));
    }
}

fn push_inline_pieces<'a>(inlines: &'a Inlines, pieces: &mut Vec<&'a str>) {
    for inline in inlines {
        if let Inline::Text(text) = inline {
            pieces.push(text);
        } else if let Inline::Code(code) = inline {
            pieces.push(&code.text);
        } else if let Some(content) = inline.content() {
            push_inline_pieces(content, pieces);
        }
    }
}

/// The letters and digits of every text in a value.
fn push_letters(value: &Value, letters: &mut String) {
    match value {
        Value::String(text) => letters.extend(text.chars().filter(|c| c.is_alphanumeric())),
        Value::Array(values) => values.iter().for_each(|value| push_letters(value, letters)),
        Value::Object(fields) => fields.values().for_each(|value| push_letters(value, letters)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether a path leads somewhere in a JSON value.
pub(crate) fn resolves(value: &Value, path: &str) -> bool {
    if path.is_empty() {
        return true;
    }
    match value {
        Value::Object(fields) => {
            let path = path.strip_prefix('.').unwrap_or(path);
            // Names of extras may hold any character, so that each name that fits is tried.
            fields.iter().any(|(name, value)| {
                path.strip_prefix(name.as_str()).is_some_and(|rest| {
                    (rest.is_empty() || rest.starts_with(['.', '['])) && resolves(value, rest)
                })
            })
        }
        Value::Array(elements) => {
            let index = path.strip_prefix('[').and_then(|path| path.split_once(']'));
            index.is_some_and(|(index, rest)| {
                index
                    .parse()
                    .is_ok_and(|index: usize| elements.get(index).is_some_and(|value| resolves(value, rest)))
            })
        }
        // Running text of a single text is a plain string in JSON.
        Value::String(_) => path == "[0]",
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn keys(before: &Value, after: &Value) -> BTreeSet<String> {
    let keys = |value: &Value| value.as_object().map(|fields| fields.keys().cloned().collect::<Vec<_>>());
    [before, after].into_iter().filter_map(keys).flatten().collect()
}

fn json(article: &Article) -> Result<Value, String> {
    serde_json::to_value(article).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use copydesk_core::{Feature, Span};

    use super::*;

    fn article(texts: &[&str]) -> Article {
        Article { body: texts.iter().map(|text| Block::paragraph(*text)).collect(), ..Article::default() }
    }

    fn dropped(path: &str) -> Report {
        let mut report = Report::default();
        report.dropped(Feature::Paragraph, Place::path(path), "a test");
        report
    }

    #[test]
    fn a_loss_that_is_not_reported_is_found() {
        let before = article(&["a", "b", "c"]);
        let after = article(&["a", "c"]);
        assert!(nothing_lost_silently(&before, &Report::default(), &after).is_err());
        assert!(nothing_lost_silently(&before, &dropped("body[0]"), &after).is_err());
        nothing_lost_silently(&before, &dropped("body[1]"), &after).unwrap();
    }

    #[test]
    fn a_report_of_what_was_not_lost_is_found() {
        let before = article(&["a", "b"]);
        assert!(nothing_lost_silently(&before, &dropped("body[1]"), &before).is_err());
        assert!(
            nothing_lost_silently(&before, &dropped("body[2]"), &article(&["a"])).is_err(),
            "no such place"
        );
    }

    #[test]
    fn words_that_were_only_flattened_must_be_there() {
        let emphasis = Inline::Emphasis(Box::new(Span::new("very")));
        let before = Article {
            body: vec![Block::paragraph(vec![emphasis, Inline::text(" good")])],
            ..Article::default()
        };
        let mut report = Report::default();
        report.flattened(Feature::Emphasis, Place::path("body[0].content[0]"), "a test");
        nothing_lost_silently(&before, &report, &article(&["very good"])).unwrap();
        assert!(nothing_lost_silently(&before, &report, &article(&["good"])).is_err());
    }

    #[test]
    fn what_is_assumed_is_no_difference() {
        let mut after = article(&["a"]);
        after.metadata.language = Some("en".into());
        let mut report = Report::default();
        assert!(nothing_lost_silently(&article(&["a"]), &report, &after).is_err());
        report.assumed("metadata.language", "en", "a test");
        nothing_lost_silently(&article(&["a"]), &report, &after).unwrap();
    }

    #[test]
    fn paths_resolve_through_any_name() {
        let value = serde_json::json!({ "extras": { "a.b": [{ "c": "text" }] } });
        assert!(resolves(&value, "extras.a.b[0].c"));
        assert!(resolves(&value, "extras.a.b[0].c[0]"));
        assert!(!resolves(&value, "extras.a.b[1]"));
        assert!(!resolves(&value, "extras.a"));
    }
}
