//! With our namespace removed from what is written, it is plain NITF: its words, the order and kinds of its blocks and the
//! standard metadata read the same.

#![expect(clippy::unwrap_used, reason = "tests may fail loudly")]

mod sample;

use copydesk_core::{
    Article, Block, Feature, Inlines, Limits, ReadContext, Report, WriteContext, Writer, child_blocks,
    read_one,
};
use copydesk_nitf::{NitfReader, NitfWriter};
use copydesk_tests::{check, generate};
use copydesk_xml::{Layout, Token, XmlReader, XmlWriter, is_xml_char};
use proptest::test_runner::TestCaseError;

/// The document without the elements and attributes of our namespace.
fn without_namespace(xml: &[u8]) -> String {
    let limits = Limits { nesting: 10_000, ..Limits::default() };
    let mut reader = XmlReader::new(std::str::from_utf8(xml).unwrap(), &limits);
    let mut out = Vec::new();
    let mut writer = XmlWriter::new(&mut out, Layout::Compact);
    loop {
        match reader.next().unwrap() {
            Token::Start(tag) if tag.name.starts_with("cd:") => reader.skip().unwrap(),
            Token::Start(tag) => {
                writer.start(tag.name);
                for (name, value) in &tag.attributes {
                    if !name.starts_with("cd:") && *name != "xmlns:cd" {
                        writer.attribute(name, value);
                    }
                }
            }
            Token::End => drop(writer.end_with_tag()),
            Token::Text(text) => drop(writer.text(&text)),
            Token::Comment(_) => {}
            Token::Done => break,
        }
    }
    String::from_utf8(out).unwrap()
}

/// The words of a text, without the characters XML cannot hold.
fn words(text: &str) -> Vec<String> {
    let text: String = text.chars().filter(|c| is_xml_char(*c)).collect();
    text.split_whitespace().map(str::to_owned).collect()
}

fn line(inlines: &Inlines) -> Vec<String> {
    words(&inlines.plain_text())
}

/// The words of an article by the part they are of.
fn parts(article: &Article) -> Vec<(&'static str, Vec<String>)> {
    let printed = |lines: Vec<String>| lines.iter().flat_map(|line| words(line)).collect();
    let blocks = |blocks: &[Block]| {
        let mut found = Vec::new();
        leaves(blocks, &mut |_, words| found.extend(words));
        found
    };
    let credits = article.credit_lines().map(|(line, _)| line.to_owned()).filter(|line| !line.is_empty());
    // The title of a story that has no headline is read as one.
    let headline = match article.headline.is_empty() {
        true => words(article.metadata.title.as_deref().unwrap_or_default()),
        false => line(&article.headline),
    };
    vec![
        ("kicker", line(&article.kicker)),
        ("headline", headline),
        ("decks", article.decks.iter().flat_map(line).collect()),
        ("bylines", printed(article.bylines.iter().map(|byline| byline.printed.clone()).collect())),
        ("dateline", printed(article.dateline.iter().map(|dateline| dateline.printed.clone()).collect())),
        ("abstract", blocks(&article.summary)),
        ("body", blocks(&article.body)),
        ("credits", printed(credits.collect())),
        ("copyright", printed(article.copyright.iter().map(|said| said.notice.clone()).collect())),
    ]
}

/// Each block that holds text or media, with its kind and its words. What only groups blocks is not told from what it
/// holds: a `block` may stand in no other, so notes do that work.
fn leaves(blocks: &[Block], found: &mut dyn FnMut(&'static str, Vec<String>)) {
    for block in blocks {
        let (kind, own) = match block {
            Block::Paragraph(block) => ("paragraph", line(&block.content)),
            Block::CrossHead(block) => ("cross-head", line(&block.content)),
            Block::Note(note) if !note.heading.is_empty() => ("cross-head", line(&note.heading)),
            Block::Preformatted(block) => ("preformatted", line(&block.content)),
            Block::List(_) => ("list", Vec::new()),
            Block::DefinitionList(list) => {
                let terms = list.items.iter().flat_map(|item| &item.terms);
                ("definition list", terms.flat_map(|term| line(&term.content)).collect())
            }
            Block::Quotation(block) => ("quotation", line(&block.credit)),
            Block::Table(table) => ("table", line(&table.caption)),
            Block::Figure(media) => ("figure", line(&media.credit)),
            Block::Footnote(_) => ("footnote", Vec::new()),
            Block::Rule(_) => ("rule", Vec::new()),
            Block::Note(_) | Block::Container(_) | Block::Unknown(_) => ("", Vec::new()),
        };
        if !kind.is_empty() {
            found(kind, own);
        }
        for blocks in child_blocks(block) {
            leaves(blocks, found);
        }
    }
}

fn kinds(article: &Article) -> Vec<&'static str> {
    let mut kinds = Vec::new();
    leaves(&article.body, &mut |kind, words| {
        // A paragraph that holds nothing but a mark of ours is nothing without it.
        if !words.is_empty() || kind != "paragraph" {
            kinds.push(kind);
        }
    });
    kinds
}

/// The metadata NITF has elements for.
fn metadata(article: &Article) -> Vec<(&'static str, String)> {
    let metadata = &article.metadata;
    let mut codes: Vec<_> =
        metadata.subjects.iter().map(|subject| (subject.code.clone(), subject.name.clone())).collect();
    codes.sort();
    let holders: Vec<_> = article
        .copyright
        .iter()
        .filter(|said| !said.years.is_empty())
        .map(|said| (said.years.first().copied(), said.holder.clone()))
        .collect();
    let mut owners: Vec<_> =
        article.rights.iter().filter_map(|rights| Some(words(rights.owner.as_deref()?))).collect();
    owners.dedup();
    vec![
        ("id", format!("{:?} {:?}", metadata.id, metadata.provider)),
        ("language", format!("{:?}", metadata.language)),
        ("slug line", format!("{:?}", metadata.slug_line)),
        ("urgency", format!("{:?}", metadata.urgency)),
        ("status", format!("{:?}", metadata.status)),
        ("dates", format!("{:?} {:?}", metadata.issued, metadata.expiry)),
        ("keywords", format!("{:?}", metadata.keywords)),
        ("subjects", format!("{codes:?}")),
        ("series", format!("{:?}", metadata.series.as_ref().map(|series| (&series.name, series.part)))),
        ("distributor", format!("{:?}", metadata.distributor)),
        ("copyright holders", format!("{holders:?}")),
        ("rights", format!("{owners:?}")),
    ]
}

fn plain(article: &Article) -> Result<(), String> {
    let mut output = Vec::new();
    NitfWriter::default().write(article, &WriteContext::default(), &mut output).unwrap();
    let stripped = without_namespace(&output);
    assert!(!stripped.contains("cd:") || String::from_utf8_lossy(&output).contains("&lt;cd:"), "{stripped}");
    let read =
        read_one(&NitfReader, stripped.as_bytes(), &ReadContext::default()).map_err(|e| e.to_string())?;
    // A picture in the line is a `media` after the block.
    if guessed(&read.report) || serde_json::to_string(article).unwrap().contains("\"type\":\"image\"") {
        return Ok(());
    }
    let again = read.output;
    // A line the article does not have is made of its parts.
    let is_made = |part: &str| match part {
        "bylines" => article.bylines.iter().any(|byline| byline.printed.is_empty()),
        "dateline" => article.dateline.iter().any(|dateline| dateline.printed.is_empty()),
        "credits" => article.credits.iter().any(|credit| credit.printed.is_empty()),
        _ => false,
    };
    for ((part, before), (_, after)) in parts(article).into_iter().zip(parts(&again)) {
        if before != after && !is_made(part) {
            return Err(format!("words of the {part}:\n{before:?}\n{after:?}\n{stripped}"));
        }
    }
    if kinds(article) != kinds(&again) {
        return Err(format!("blocks:\n{:?}\n{:?}\n{stripped}", kinds(article), kinds(&again)));
    }
    Ok(())
}

/// The standard metadata reads the same; of what says something, which not all of a generated article does.
fn plain_metadata(article: &Article) -> Result<(), String> {
    let mut output = Vec::new();
    NitfWriter::default().write(article, &WriteContext::default(), &mut output).unwrap();
    let stripped = without_namespace(&output);
    let again = read_one(&NitfReader, stripped.as_bytes(), &ReadContext::default()).unwrap().output;
    for ((field, before), (_, after)) in metadata(article).into_iter().zip(metadata(&again)) {
        if before != after {
            return Err(format!("{field}:\n{before}\n{after}\n{stripped}"));
        }
    }
    Ok(())
}

/// Text that looks like escaped HTML is read as such where nothing says that this crate wrote it.
fn guessed(report: &Report) -> bool {
    report.repairs.iter().any(|repair| repair.feature == Feature::Markup)
}

#[test]
fn the_whole_model_is_plain_nitf() {
    plain(&sample::everything()).unwrap();
    plain_metadata(&sample::everything()).unwrap();
}

#[test]
fn generated_articles_are_plain_nitf() {
    check(200, generate::articles(), |article| plain(article).map_err(TestCaseError::fail));
}
