//! Where the words of a source went.

use std::collections::{BTreeMap, HashMap};

use copydesk::nitf::Piece;
use copydesk::{Article, Block, Converted, child_blocks};
use serde::Serialize;
use serde_json::Value;

use crate::summary::counted;

/// How many missing or explained words of a file are told one by one.
const TOLD: usize = 20;

/// What became of the words of a source.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Words {
    /// How many there are.
    pub(crate) total: usize,
    /// How many stand only in extras.
    pub(crate) in_extras: usize,
    /// How many stand only in the report.
    pub(crate) reported: usize,
    /// How many stand nowhere.
    pub(crate) missing: usize,
    /// What stands only in extras.
    pub(crate) only_in_extras: Vec<String>,
    /// What stands only in the report.
    pub(crate) only_in_report: Vec<String>,
    /// What stands nowhere.
    pub(crate) gone: Vec<String>,
}

impl Words {
    /// The counts in words.
    pub(crate) fn line(&self) -> String {
        let in_place = self.total.saturating_sub(self.in_extras + self.reported + self.missing);
        format!(
            "{}: {in_place} in place, {} only in extras, {} only in the report, {} gone",
            counted(self.total, "word"),
            self.in_extras,
            self.reported,
            self.missing
        )
    }

    /// Adds the counts of another file.
    pub(crate) fn add(&mut self, other: &Self) {
        self.total += other.total;
        self.in_extras += other.in_extras;
        self.reported += other.reported;
        self.missing += other.missing;
    }
}

/// Accounts for the words of a source in a format that can be counted word by word.
pub(crate) fn account(from: &str, source: &[u8], read: &[Converted<Article>]) -> Option<Words> {
    match from {
        "text" => Some(bag_of_words(std::str::from_utf8(source).ok()?, read)),
        "nitf" => by_role(source, read),
        _ => None,
    }
}

/// NITF says of each word what it is: it must stand in the part of the article that is for such words.
fn by_role(source: &[u8], read: &[Converted<Article>]) -> Option<Words> {
    let account = copydesk::nitf::account(source, read).ok()?;
    let count =
        |pieces: &[Piece]| pieces.iter().map(|piece| piece.words.split_whitespace().count()).sum::<usize>();
    Some(Words {
        total: account.words,
        in_extras: count(&account.in_extras),
        reported: count(&account.reported),
        missing: count(&account.gone),
        only_in_extras: by_element(&account.in_extras),
        only_in_report: by_element(&account.reported),
        gone: account.gone.iter().map(ToString::to_string).collect(),
    })
}

/// What stands apart from the text, a line for each element or attribute it stood in.
fn by_element(pieces: &[Piece]) -> Vec<String> {
    let mut elements: Vec<(&str, Vec<&Piece>)> = Vec::new();
    for piece in pieces {
        match elements.iter_mut().find(|(element, _)| *element == piece.element) {
            Some((_, pieces)) => pieces.push(piece),
            None => elements.push((&piece.element, vec![piece])),
        }
    }
    let line = |(element, pieces): (&str, Vec<&Piece>)| {
        let mut line = format!("`{element}`");
        for (index, piece) in pieces.iter().take(TOLD).enumerate() {
            let comma = if index == 0 { "" } else { "," };
            line.push_str(&format!("{comma} {:?} ({})", piece.words, piece.at));
        }
        if pieces.len() > TOLD {
            line.push_str(&format!(" and {} others", pieces.len() - TOLD));
        }
        line
    };
    elements.into_iter().map(line).collect()
}

/// Plain text has words and no markup: each must be found as often as it stands in the source.
fn bag_of_words(source: &str, read: &[Converted<Article>]) -> Words {
    let (mut article, mut extras, mut report) = (Bag::default(), Bag::default(), Bag::default());
    for converted in read {
        let value = serde_json::to_value(&converted.output).unwrap_or_default();
        fill(&value, &mut article, &mut extras);
        numbers(&converted.output.body, &mut article);
        fill(&serde_json::to_value(&converted.report).unwrap_or_default(), &mut report, &mut Bag::default());
    }
    let mut words = Words::default();
    let (mut only_in_extras, mut only_in_report, mut gone) =
        (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for word in split(source) {
        words.total += 1;
        if article.take(word) {
            continue;
        }
        if extras.take(word) {
            words.in_extras += 1;
            *only_in_extras.entry(word).or_insert(0) += 1;
        } else if report.take(word) {
            words.reported += 1;
            *only_in_report.entry(word).or_insert(0) += 1;
        } else {
            words.missing += 1;
            *gone.entry(word).or_insert(0) += 1;
        }
    }
    (words.only_in_extras, words.only_in_report) = (told(&only_in_extras), told(&only_in_report));
    words.gone = told(&gone);
    words
}

#[derive(Default)]
struct Bag {
    words: HashMap<String, usize>,
}

impl Bag {
    fn put(&mut self, text: &str) {
        for word in split(text) {
            match self.words.get_mut(word) {
                Some(count) => *count += 1,
                None => {
                    self.words.insert(word.to_owned(), 1);
                }
            }
        }
    }

    fn take(&mut self, word: &str) -> bool {
        match self.words.get_mut(word) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        }
    }
}

fn fill(value: &Value, article: &mut Bag, extras: &mut Bag) {
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(number) => article.put(&number.to_string()),
        Value::String(text) => article.put(text),
        Value::Array(items) => items.iter().for_each(|item| fill(item, article, extras)),
        Value::Object(fields) => {
            for (name, field) in fields {
                if name == "extras" {
                    fill(field, extras, &mut Bag::default());
                } else {
                    fill(field, article, extras);
                }
            }
        }
    }
}

/// The numbers of a list are its structure, not its text.
fn numbers(blocks: &[Block], article: &mut Bag) {
    for block in blocks {
        if let Block::List(list) = block
            && list.ordered
        {
            let start = usize::try_from(list.start.unwrap_or(1)).unwrap_or(1);
            (start..start.saturating_add(list.items.len()))
                .for_each(|number| article.put(&number.to_string()));
        }
        child_blocks(block).into_iter().for_each(|blocks| numbers(blocks, article));
    }
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn told(words: &BTreeMap<&str, usize>) -> Vec<String> {
    let mut told: Vec<String> = words
        .iter()
        .take(TOLD)
        .map(|(word, count)| if *count > 1 { format!("`{word}` {count} times") } else { format!("`{word}`") })
        .collect();
    if words.len() > TOLD {
        told.push(format!("and {} other words", words.len() - TOLD));
    }
    told
}

#[cfg(test)]
mod tests {
    use copydesk::Report;

    use super::*;

    #[test]
    fn each_word_is_found_as_often_as_it_stands_in_the_source() {
        let mut output =
            Article { body: vec![Block::paragraph("The bridge, the bridge.")], ..Article::default() };
        output.metadata.extras.insert("house:slug".to_owned(), "BRIDGE 7".into());
        let words = bag_of_words(
            "BRIDGE 7\nThe bridge, the bridge the end.",
            &[Converted { output, report: Report::default() }],
        );
        assert_eq!((words.total, words.in_extras, words.reported, words.missing), (8, 2, 0, 2));
        assert_eq!(words.gone, ["`end`", "`the`"]);
    }
}
