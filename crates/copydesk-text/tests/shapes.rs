//! Copy in the shape of many agencies, papers and press offices, in our own words: what each line of it is read as.
//!
//! `shapes/<shape>.txt` is the copy, `shapes/<shape>.read` what is read, a part a line. `UPDATE=1 cargo test -p copydesk-text
//! --test shapes` rewrites the second; review the difference like code.
#![allow(clippy::disallowed_methods, reason = "a test reads its cases")]

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use copydesk_core::{Article, Audience, Block, Converted, ReadContext, Reader, Status, WriteContext, Writer};
use copydesk_text::{TextReader, TextWriter};

fn shapes() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shapes");
    let files =
        std::fs::read_dir(folder).expect("the folder of shapes").map(|file| file.expect("a file").path());
    let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|end| end == "txt")).collect();
    files.sort();
    assert!(files.len() > 50, "{} shapes", files.len());
    files
}

fn read(input: &[u8]) -> Vec<Converted<Article>> {
    let mut articles = Vec::new();
    let sink = &mut |article: Result<Converted<Article>, copydesk_core::Error>| {
        articles.push(article.expect("an article"));
        ControlFlow::Continue(())
    };
    TextReader::default().read(input, &ReadContext::default(), sink).expect("readable");
    articles
}

#[test]
fn every_line_is_read_as_what_it_is() {
    let mut wrong = String::new();
    for path in shapes() {
        let input = std::fs::read(&path).expect("readable");
        let found: Vec<String> = read(&input).iter().map(told).collect();
        let found = found.join("\n=== another article\n\n");
        let expected = path.with_extension("read");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&expected, &found).expect("writable");
        }
        let wanted = std::fs::read_to_string(&expected).unwrap_or_default();
        if found != wanted {
            let _ = write!(wrong, "\n{}\n--- wanted\n{wanted}--- found\n{found}", path.display());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What the issue asks of every text: each word is in the article or in the report.
#[test]
fn every_word_is_accounted_for() {
    let bare = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    for path in shapes() {
        let input = std::fs::read(&path).expect("readable");
        let mut kept = String::new();
        for Converted { output, report } in read(&input) {
            strings(&serde_json::to_value(&output).expect("JSON"), &mut kept);
            strings(&serde_json::to_value(&report).expect("JSON"), &mut kept);
        }
        let kept = bare(&kept);
        let source = String::from_utf8_lossy(&input);
        let words = source.split(|c: char| !c.is_alphanumeric());
        let lost: Vec<&str> = words.filter(|word| !kept.contains(word)).collect();
        assert!(lost.is_empty(), "{}: {lost:?}", path.display());
    }
}

/// What is written reads back the same, wrapped or not, or the report says what does not.
#[test]
fn what_is_written_reads_back_or_is_reported() {
    for path in shapes() {
        for article in read(&std::fs::read(&path).expect("readable")) {
            for width in [0, 40, 72] {
                let mut output = Vec::new();
                let mut writer = TextWriter { width, ..TextWriter::default() };
                let report =
                    writer.write(&article.output, &WriteContext::default(), &mut output).expect("text");
                let again = read(&output);
                let same = again.len() == 1 && again[0].output == article.output;
                let name = path.display();
                assert!(same || !report.losses.is_empty(), "{name}: {}", String::from_utf8_lossy(&output));
            }
        }
    }
}

fn strings(value: &serde_json::Value, out: &mut String) {
    match value {
        serde_json::Value::String(text) => out.push_str(text),
        serde_json::Value::Number(number) => out.push_str(&number.to_string()),
        serde_json::Value::Array(values) => values.iter().for_each(|value| strings(value, out)),
        serde_json::Value::Object(values) => {
            for (name, value) in values {
                out.push_str(name);
                strings(value, out);
            }
        }
        serde_json::Value::Null | serde_json::Value::Bool(_) => {}
    }
}

/// An article and its report, a part a line.
fn told(converted: &Converted<Article>) -> String {
    let Converted { output: article, report } = converted;
    let mut out = String::new();
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(out, "{name:<10} {}", value.replace('\n', " ⏎ "));
        }
    };
    front(article, &mut line);
    blocks("", &article.body, &mut line);
    end(article, &mut line);
    for repair in &report.repairs {
        line("repair", &format!("{}: {} → {}", repair.feature, repair.found, repair.read_as));
    }
    for loss in &report.losses {
        line("loss", &loss.to_string());
    }
    out
}

fn front(article: &Article, line: &mut dyn FnMut(&str, &str)) {
    let metadata = &article.metadata;
    let one = |text: &Option<String>| text.clone().unwrap_or_default();
    line("slug", &one(&metadata.slug_line));
    line("kicker", &article.kicker.plain_text());
    line("headline", &article.headline.plain_text());
    article.decks.iter().for_each(|deck| line("deck", &deck.plain_text()));
    for byline in &article.bylines {
        line("byline", &byline.printed);
        for person in &byline.people {
            let mut parts = vec![person.name.clone(), one(&person.role), one(&person.affiliation)];
            parts.extend(person.contacts.iter().cloned());
            line("  person", &parts.join(" | "));
        }
    }
    if let Some(dateline) = &article.dateline {
        let parts = [one(&dateline.place), one(&dateline.date), one(&dateline.source)];
        line("dateline", &parts.join(" | "));
    }
    blocks("abstract ", &article.summary, line);
}

fn end(article: &Article, line: &mut dyn FnMut(&str, &str)) {
    let metadata = &article.metadata;
    for (printed, credits) in article.credit_lines() {
        line("credit", printed);
        for credit in credits.iter().filter(|credit| !credit.names.is_empty()) {
            line(
                "  names",
                &format!("{}: {}", credit.role.as_deref().unwrap_or(""), credit.names.join(", ")),
            );
        }
    }
    for copyright in &article.copyright {
        let holder = copyright.holder.as_deref().unwrap_or_default();
        line("copyright", &format!("{} | {:?} | {holder}", copyright.notice, copyright.years));
    }
    line("source", metadata.source.as_deref().unwrap_or_default());
    if let Some(publication) = &metadata.publication {
        line("published", publication.name.as_deref().unwrap_or_default());
    }
    metadata.genres.iter().for_each(|genre| line("genre", genre.name.as_deref().unwrap_or_default()));
    metadata.editor_notes.iter().for_each(|note| line("note", note));
    line("keywords", &metadata.keywords.join(", "));
    for relation in &metadata.relations {
        line("relation", &format!("{:?}: {}", relation.kind, relation.printed.as_deref().unwrap_or("")));
    }
    if metadata.status != Status::Usable {
        line("status", &format!("{:?}", metadata.status));
    }
    if let Some(embargo) = &metadata.embargo {
        let until = embargo.until.map_or_else(|| "?".to_owned(), |until| until.to_string());
        line("embargo", &format!("{until} | {}", embargo.printed.as_deref().unwrap_or("")));
    }
    for (name, moment) in [("issued", metadata.issued), ("modified", metadata.modified)] {
        line(name, &moment.map(|moment| moment.to_string()).unwrap_or_default());
    }
    for (name, value) in &metadata.extras {
        line(name, value.as_text().unwrap_or_default());
    }
}

fn blocks(before: &str, blocks: &[Block], line: &mut dyn FnMut(&str, &str)) {
    for block in blocks {
        let class = block.attributes().map(|known| known.class.join(" ")).unwrap_or_default();
        let kind = match block {
            Block::Paragraph(_) if class.is_empty() => "p",
            Block::Paragraph(_) => &class,
            Block::CrossHead(_) => "cross-head",
            Block::List(list) if list.ordered => "ol",
            Block::List(_) => "ul",
            Block::Quotation(_) => "quotation",
            Block::Preformatted(_) => "pre",
            Block::Figure(_) => "figure",
            Block::Rule(_) => "rule",
            Block::DefinitionList(_)
            | Block::Table(_)
            | Block::Footnote(_)
            | Block::Note(_)
            | Block::Container(_)
            | Block::Unknown(_) => "other",
        };
        let internal = if block.audience() == Audience::Internal { "internal " } else { "" };
        let text = Article { body: vec![block.clone()], ..Article::default() }.body_text(true);
        line(&format!("{before}{internal}{kind}"), if kind == "rule" { "—" } else { text.trim_end() });
    }
}
