//! Articles that no tool has seen before: no two paragraphs are alike, so that nothing can be remembered.

use std::path::{Path, PathBuf};

use copydesk::{Article, Block, Byline, Dateline, Inline, Inlines, Person, Span, WriteContext};

use super::{Fault, make_folder, write};

const WORDS: &str = "the of and to in that was for on with as at by from after before council harbour bridge engineer \
    minister report budget traffic tunnel repair vessel storm inquiry witness parliament opposition contract neighbour \
    residents market prices energy power station railway election ballot district hospital school teachers strike union \
    agreement warning investigation evidence court appeal sentence verdict measure proposal committee chairman spokeswoman \
    announced confirmed denied expected delayed opened closed rejected approved published described estimated rose fell \
    northern southern eastern western annual temporary emergency regional independent unprecedented responsible local \
    Lindhaven Ellery Marbury Castleford Ostrava Fairweather Lindqvist Okafor Marchetti Andersson Wednesday Thursday \
    nearly several hundred thousand million percent kilometres vehicles households weeks months would could should have \
    been will not there their which because although while during against between without government administration";

/// A generator with the same numbers on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % most
    }
}

/// The article of this number, its body about `bytes` bytes of text.
pub(super) fn article(number: usize, bytes: usize) -> Article {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut numbers =
        Numbers(u64::try_from(number).unwrap_or(0).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut article = Article {
        headline: Inlines::from(sentence(&words, &mut numbers, 8).trim_end_matches('.').to_owned()),
        bylines: vec![Byline {
            printed: "By Johanna Fairweather".to_owned(),
            people: vec![Person { name: "Johanna Fairweather".to_owned(), ..Person::default() }],
            ..Byline::default()
        }],
        dateline: Some(Dateline {
            printed: "LINDHAVEN, March 12 (Northern Wire) -".to_owned(),
            place: Some("LINDHAVEN".to_owned()),
            date: Some("March 12".to_owned()),
            source: Some("Northern Wire".to_owned()),
            ..Dateline::default()
        }),
        ..Article::default()
    };
    article.metadata.language = Some("en".to_owned());
    article.metadata.issued = "2024-03-12T08:30:00Z".parse().ok();
    article.metadata.id = Some(format!("northern-wire-{number}"));
    let mut length = 0;
    while length < bytes {
        if article.body.len() % 9 == 8 {
            let head = sentence(&words, &mut numbers, 4);
            article.body.push(Block::cross_head(1, head.trim_end_matches('.').to_owned()));
        }
        let text = (0..3).map(|_| sentence(&words, &mut numbers, 18)).collect::<Vec<_>>().join(" ");
        length += text.len();
        article.body.push(paragraph(&text, article.body.len()));
    }
    article.normalise();
    article
}

/// Every fourth paragraph begins with emphasised words.
fn paragraph(text: &str, at: usize) -> Block {
    match text.match_indices(' ').nth(2) {
        Some((end, _)) if at % 4 == 3 => {
            let (first, rest) = text.split_at(end);
            Block::paragraph(vec![
                Inline::Emphasis(Box::new(Span::new(first.to_owned()))),
                Inline::text(rest.to_owned()),
            ])
        }
        _ => Block::paragraph(text.to_owned()),
    }
}

fn sentence(words: &[&str], numbers: &mut Numbers, about: usize) -> String {
    let count = about - about / 3 + numbers.below(1 + about * 2 / 3);
    let mut text = String::new();
    for at in 0..count {
        let word = words[numbers.below(words.len())];
        match at {
            0 => text.push_str(&word[..1].to_uppercase()),
            _ => text.push_str(if numbers.below(11) == 0 { ", " } else { " " }),
        }
        text.push_str(if at == 0 { &word[1..] } else { word });
    }
    text.push('.');
    text
}

/// Writes articles with these numbers into `folder`, as Markdown and as plain text, and gives the files of Markdown.
pub(super) fn files(
    folder: &Path,
    numbers: std::ops::Range<usize>,
    bytes: usize,
) -> Result<Vec<PathBuf>, Fault> {
    make_folder(folder)?;
    numbers.map(|number| file(folder, number, bytes)).collect()
}

fn file(folder: &Path, number: usize, bytes: usize) -> Result<PathBuf, Fault> {
    let path = folder.join(format!("story-{number:06}.md"));
    write(&path, &written(&article(number, bytes), "markdown")?)?;
    Ok(path)
}

/// An article in a format.
pub(super) fn written(article: &Article, format: &str) -> Result<Vec<u8>, Fault> {
    let mut writer = copydesk::writer(format).ok_or_else(|| format!("no format {format}"))?;
    let mut bytes = Vec::new();
    writer.write(article, &WriteContext::default(), &mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}
