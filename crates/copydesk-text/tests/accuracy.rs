//! How much of real copy is read as what it is. Runs where `COPYDESK_CORPUS` names the corpus folder.
//!
//! `COPYDESK_CORPUS=../shared/corpus cargo test -p copydesk-text --test accuracy -- --nocapture` prints the figures, and
//! each miss if `COPYDESK_MISSES` is set.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement reads the corpus and prints"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use copydesk_core::{Article, Audience, Block, Converted, ReadContext, Reader};
use copydesk_text::TextReader;

/// Exact matches out of all, by field.
#[derive(Default)]
struct Score(BTreeMap<&'static str, (usize, usize)>);

impl Score {
    fn add(&mut self, field: &'static str, name: &str, found: &str, wanted: &str) {
        let entry = self.0.entry(field).or_default();
        entry.1 += 1;
        if found == wanted {
            entry.0 += 1;
        } else if std::env::var_os("COPYDESK_MISSES").is_some() {
            println!("MISS {field} {name}\n  found  {found:?}\n  wanted {wanted:?}");
        }
    }

    fn print(&self, title: &str) {
        println!("{title}");
        for (field, (right, all)) in &self.0 {
            println!("  {field:<12} {right:>5} of {all:<5} {:>6.2} %", 100.0 * *right as f64 / *all as f64);
        }
    }

    /// Fails below the share that has been reached.
    fn at_least(&self, field: &str, percent: f64) {
        let (right, all) = self.0.get(field).copied().unwrap_or_default();
        assert!(all > 0, "nothing measured for {field}");
        assert!(
            100.0 * right as f64 / all as f64 >= percent,
            "{field}: {right} of {all}, less than {percent} %"
        );
    }
}

fn corpus(folder: &str) -> Option<Vec<PathBuf>> {
    let Some(corpus) = std::env::var_os("COPYDESK_CORPUS") else {
        println!("skipped: COPYDESK_CORPUS names no corpus folder");
        return None;
    };
    let mut files: Vec<PathBuf> = std::fs::read_dir(Path::new(&corpus).join(folder))
        .expect("the corpus has this folder")
        .map(|entry| entry.expect("a file").path())
        .collect();
    files.sort();
    Some(files)
}

fn read(input: &[u8]) -> Vec<Converted<Article>> {
    let mut articles = Vec::new();
    TextReader::default()
        .read(input, &ReadContext::default(), &mut |article| {
            articles.push(article.expect("an article"));
            std::ops::ControlFlow::Continue(())
        })
        .expect("readable");
    articles
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> Option<&'t str> {
    let from = text.find(start)? + start.len();
    let to = from + text[from..].find(end)?;
    Some(&text[from..to])
}

fn paragraphs(article: &Article) -> String {
    let mut all: Vec<String> = Vec::new();
    for block in article.body.iter().filter(|block| block.audience() == Audience::Public) {
        let text =
            |block: &Block| Article { body: vec![block.clone()], ..Article::default() }.body_text(true);
        if let Block::List(list) = block {
            // The items as the copy has them, each with its mark.
            for (number, item) in (list.start.unwrap_or(1)..).zip(&list.items) {
                let mark = if list.ordered { format!("{number}.") } else { "-".to_owned() };
                let words: String = item.content.iter().map(text).collect();
                all.push(format!("{mark} {}", words.trim_end()));
            }
            continue;
        }
        match kind(block) {
            "paragraph" => all.push(text(block).trim_end().to_owned()),
            kind => all.push(format!("{kind}: {}", text(block))),
        }
    }
    all.join("\n")
}

fn kind(block: &Block) -> &'static str {
    match block {
        Block::Paragraph(_) => "paragraph",
        Block::CrossHead(_) => "cross-head",
        Block::List(_) => "list",
        Block::Preformatted(_) => "preformatted",
        Block::Quotation(_) => "quotation",
        Block::Figure(_) => "figure",
        Block::Rule(_) => "rule",
        Block::DefinitionList(_)
        | Block::Table(_)
        | Block::Footnote(_)
        | Block::Note(_)
        | Block::Container(_)
        | Block::Unknown(_) => "other",
    }
}

/// The words of the source that are neither in the article nor in the report.
fn unaccounted(source: &str, articles: &[Converted<Article>]) -> String {
    let mut kept = String::new();
    for article in articles {
        kept.push_str(&strings(&serde_json::to_value(&article.output).expect("JSON")));
        kept.push_str(&numbers(&article.output));
        kept.push_str(&strings(&serde_json::to_value(&article.report).expect("JSON")));
    }
    let bare = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let kept = bare(&kept);
    // `CORRECTED-OIL FALLS`: the parts of a word may stand in different places of the article.
    let is_kept =
        |word: &str| kept.contains(&bare(word)) || word.split('-').all(|part| kept.contains(&bare(part)));
    let mut lost: Vec<&str> =
        source.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !is_kept(word)).collect();
    lost.sort_unstable();
    lost.dedup();
    lost.join(" ")
}

/// The numbers of ordered lists, which stand in the article as places.
fn numbers(article: &Article) -> String {
    let count = |block: &Block| {
        if let Block::List(list) = block { list.start.unwrap_or(1) as usize + list.items.len() } else { 0 }
    };
    let last = article.body.iter().map(count).max().unwrap_or(0);
    (1..last).map(|number| format!("{number} ")).collect()
}

fn strings(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => format!("{text} "),
        serde_json::Value::Number(number) => format!("{number} "),
        serde_json::Value::Array(values) => values.iter().map(strings).collect(),
        serde_json::Value::Object(values) => {
            values.iter().map(|(name, value)| format!("{name} {}", strings(value))).collect()
        }
        serde_json::Value::Null | serde_json::Value::Bool(_) => String::new(),
    }
}

/// A story of the Reuters collection, its parts apart.
struct Truth {
    title: String,
    author: String,
    dateline: String,
    paragraphs: Vec<String>,
    body: String,
}

fn truth(sgml: &str) -> Option<Truth> {
    let decode = |text: &str| {
        text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
            .replace("&#3;", "")
            .replace("&#2;", "")
    };
    let body = decode(between(sgml, "<BODY>", "</BODY>")?);
    let mut paragraphs: Vec<String> = Vec::new();
    for line in body.lines() {
        let bare = line.trim().trim_end_matches("^M").trim_end_matches("...").to_lowercase();
        let coded = bare.strip_prefix("reuter ").is_some_and(|code| code.len() <= 4);
        let sign_off = coded || matches!(bare.as_str(), "reuter" | "reuters" | "more" | "");
        match paragraphs.last_mut() {
            _ if sign_off => {}
            Some(last) if !line.starts_with("  ") => {
                // A line may end with the hyphen of a compound.
                if !(last.ends_with('-') && !last.ends_with(" -") && !last.ends_with("--")) {
                    last.push(' ');
                }
                last.push_str(line.trim());
            }
            _ => paragraphs.push(line.trim().to_owned()),
        }
    }
    if let Some(last) = paragraphs.last_mut() {
        last.truncate(last.len() - sign_off(last).len());
    }
    Some(Truth {
        title: decode(between(sgml, "<TITLE>", "</TITLE>")?),
        author: decode(between(sgml, "<AUTHOR>", "</AUTHOR>").unwrap_or("")),
        dateline: decode(between(sgml, "<DATELINE>", "</DATELINE>")?),
        paragraphs: paragraphs.iter().map(|text| one_line(text)).collect(),
        body,
    })
}

/// ` REUTER...^M` behind the last sentence.
fn sign_off(paragraph: &str) -> &str {
    let bare = paragraph.trim_end_matches(['.', '^', 'M', ' ']);
    let before = bare.len().checked_sub(" REUTER".len()).filter(|at| bare.is_char_boundary(*at));
    match before.filter(|at| bare[*at..].eq_ignore_ascii_case(" reuter")) {
        Some(at) => &paragraph[at..],
        None => "",
    }
}

/// The names of a line that ends with the agency, in its many spellings.
fn authors_of(line: &str) -> String {
    let line = line.trim_end_matches('.');
    let agency = [", Reuters", ", Reuter", " of Reuters", " Reuters"].into_iter().find(|agency| {
        line.len().checked_sub(agency.len()).is_some_and(|at| line[at..].eq_ignore_ascii_case(agency))
    });
    let names = &line[..line.len() - agency.map_or(0, str::len)];
    names.replace(" and ", ", ").replace(" AND ", ", ")
}

/// A title without what says what the story does to an earlier one.
fn without_lead_in(title: &str) -> &str {
    ["(CORRECTED)-", "CORRECTED - ", "CORRECTED-", "CORRECTED: ", "RPT - ", "RPT-"]
        .into_iter()
        .find_map(|lead_in| title.strip_prefix(lead_in))
        .map_or(title, str::trim)
}

fn wrap(text: &str, width: usize, first: &str, rest: &str) -> String {
    let mut out = first.to_owned();
    let mut column = first.len();
    let mut started = false;
    for word in text.split(' ') {
        if started && column + 1 + word.chars().count() > width {
            out.push('\n');
            out.push_str(rest);
            column = rest.len();
        } else if started {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += word.chars().count();
        started = true;
    }
    out
}

#[test]
fn reuters() {
    let Some(files) = corpus("text-reuters21578") else { return };
    let mut total = Score::default();
    let reshape = |truth: &Truth, shape: &dyn Fn(&str) -> String, glue: &str| -> String {
        let mut all = truth.paragraphs.clone();
        all[0] = format!("{}{}", truth.dateline.trim_start(), all[0]);
        let all: Vec<String> = all.iter().map(|text| shape(&one_line(text))).collect();
        format!("{}\n\n{}\n{}{}\n Reuter\n", truth.title, truth.author, glue, all.join(glue))
    };
    type Variant<'a> = (&'a str, Box<dyn Fn(&Truth) -> String + 'a>);
    let variants: Vec<Variant<'_>> = vec![
        (
            "as it is",
            Box::new(|truth| {
                format!("{}\n\n{}\n{}{}", truth.title, truth.author, truth.dateline, truth.body)
            }),
        ),
        (
            "as it is, apart",
            Box::new(|truth| {
                format!("{}\n\n{}\n\n{}{}", truth.title, truth.author, truth.dateline, truth.body)
            }),
        ),
        ("72, blank lines", Box::new(|truth| reshape(truth, &|text| wrap(text, 72, "", ""), "\n\n"))),
        ("50, blank lines", Box::new(|truth| reshape(truth, &|text| wrap(text, 50, "", ""), "\n\n"))),
        ("100, blank lines", Box::new(|truth| reshape(truth, &|text| wrap(text, 100, "", ""), "\n\n"))),
        ("60, indented", Box::new(|truth| reshape(truth, &|text| wrap(text, 60, "    ", ""), "\n"))),
        ("79, indented by 2", Box::new(|truth| reshape(truth, &|text| wrap(text, 79, "  ", ""), "\n"))),
        (
            "60, indented, blank lines",
            Box::new(|truth| reshape(truth, &|text| wrap(text, 60, "    ", ""), "\n\n")),
        ),
        (
            "65, all indented, blank lines",
            Box::new(|truth| reshape(truth, &|text| wrap(text, 65, "    ", "    "), "\n\n")),
        ),
        ("one line each", Box::new(|truth| reshape(truth, &|text| text.to_owned(), "\n"))),
        ("one line each, blank lines", Box::new(|truth| reshape(truth, &|text| text.to_owned(), "\n\n"))),
        ("one line each, indented", Box::new(|truth| reshape(truth, &|text| format!("    {text}"), "\n"))),
        (
            "60, CR LF",
            Box::new(|truth| reshape(truth, &|text| wrap(text, 60, "", ""), "\n\n").replace('\n', "\r\n")),
        ),
    ];
    for (variant, shape) in &variants {
        let mut score = Score::default();
        for file in &files {
            let name = format!("{variant}: {}", file.file_name().unwrap_or_default().to_string_lossy());
            let sgml = String::from_utf8_lossy(&std::fs::read(file).expect("readable")).into_owned();
            let truth = truth(&sgml).expect("a story");
            let source = shape(&truth);
            let articles = read(source.as_bytes());
            for score in [&mut score, &mut total] {
                measure(score, &name, &truth, &articles);
                score.add("accounted", &name, &unaccounted(&source, &articles), "");
            }
        }
        score.print(variant);
    }
    total.print("all shapes");
    for (field, floor) in [
        ("headline", 99.0),
        ("byline", 97.0),
        ("place", 97.0),
        ("date", 97.0),
        ("source", 97.0),
        ("body", 99.0),
        ("accounted", 100.0),
    ] {
        total.at_least(field, floor);
    }
}

fn measure(score: &mut Score, name: &str, truth: &Truth, articles: &[Converted<Article>]) {
    let article = &articles[0].output;
    score.add("headline", name, &article.headline.plain_text(), without_lead_in(&one_line(&truth.title)));
    if !truth.author.trim().is_empty() {
        let author = one_line(&truth.author);
        let wanted = authors_of(author[2..].trim());
        score.add("byline", name, &article.authors().join(", "), &wanted);
    }
    let dateline = one_line(&truth.dateline);
    let dateline = dateline.trim_end_matches(['-', ' ']).trim_start_matches('*');
    let (dateline, source) =
        match dateline.strip_suffix(", Reuter").or_else(|| dateline.strip_suffix(", Reuters")) {
            Some(before) => (before, &dateline[before.len() + 2..]),
            None => (dateline, ""),
        };
    let dated = |(_, date): &(&str, &str)| date.contains(|c: char| c.is_ascii_digit());
    let (place, date) = dateline.rsplit_once(", ").filter(dated).unwrap_or((dateline, ""));
    let found = article.dateline.clone().unwrap_or_default();
    score.add("place", name, &found.place.unwrap_or_default(), place);
    score.add("date", name, &found.date.unwrap_or_default(), date);
    score.add("source", name, &found.source.unwrap_or_default(), source);
    score.add("body", name, &paragraphs(article), &truth.paragraphs.join("\n"));
}

#[test]
fn wires() {
    let Some(files) = corpus("text-wire") else { return };
    let mut score = Score::default();
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = std::fs::read(file).expect("readable");
        let source = match std::str::from_utf8(&bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        };
        let articles = read(&bytes);
        let article = &articles[0].output;
        score.add("articles", &name, &articles.len().to_string(), "1");
        if let Some(headline) = wire_headline(&source) {
            score.add("headline", &name, &article.headline.plain_text(), &headline);
        }
        let wanted = wire_byline(&source);
        if wanted.is_empty() {
            score.add("no byline", &name, &article.authors().join(", "), "");
        } else {
            score.add("byline", &name, &article.authors().join(", "), &wanted);
        }
        let plain: String = source.chars().map(|c| if c.is_ascii() { c } else { ' ' }).collect();
        score.add("accounted", &name, &unaccounted(&plain, &articles), "");
    }
    score.print("wires");
    for (field, floor) in [("headline", 99.0), ("byline", 97.0), ("no byline", 97.0), ("accounted", 100.0)] {
        score.at_least(field, floor);
    }
}

/// What the header of a frame says the headline is.
fn wire_headline(source: &str) -> Option<String> {
    let line_after =
        |mark: &str| source.lines().find_map(|line| line.trim().strip_prefix(mark)).map(one_line);
    if source.starts_with('\u{16}') {
        let lines = source.lines().filter(|line| line.contains('^'));
        let fields: Vec<String> = lines
            .flat_map(|line| line.split('<'))
            .map(|field| field.trim_matches(['\u{2}', '^', '=', ' ', '\r', '\t']).to_owned())
            .filter(|field| !field.is_empty())
            .collect();
        let second = fields.iter().filter(|field| {
            !field.starts_with("BC-")
                && !field.contains(",0")
                && !field.starts_with('*')
                && !field.contains("AP Photo")
        });
        return second.clone().next().cloned().filter(|_| fields.len() > 2 && !fields[0].contains("Weather"));
    }
    if source.contains("\nYY ") || source.contains("\rYY ") {
        let line = source.lines().nth(2)?.trim().trim_start_matches(':');
        return line.split_once(':').map(|(_, headline)| one_line(headline));
    }
    if source.to_lowercase().trim_start().starts_with("zczc") {
        return line_after("$").filter(|headline| headline.len() > 2).or_else(|| line_after("TI#"));
    }
    let header = source.lines().next()?.trim_start_matches('\u{1}');
    let framed = header.len() > 8 && header.as_bytes()[..3].is_ascii() && header.contains("dpa")
        || header.contains("lni");
    if !framed {
        return None;
    }
    let start = source.find('\u{2}').map(|at| at + 1).or_else(|| source.find("/\n").map(|at| at + 2))?;
    let section = &source[start..start + source[start..].find('=')?];
    let mut depth = 0;
    let mut lines: Vec<&str> = Vec::new();
    for line in section.lines() {
        let opens = line.matches('(').count() as i32 - line.matches(')').count() as i32;
        let leading = ["2ND LEAD", "3RD NET", "REFILE", "1ST LEAD", "By ", "Von "]
            .iter()
            .any(|mark| line.starts_with(mark));
        if depth == 0 && !line.starts_with('(') && !leading {
            lines.push(line);
        }
        depth += opens;
    }
    Some(one_line(&lines.join(" ")))
}

fn wire_byline(source: &str) -> String {
    let line = source
        .lines()
        .take(24)
        .map(|line| line.trim().trim_matches(['^', '=', '<']))
        .find(|line| line.starts_with("By ") || line.starts_with("Von "));
    let Some(names) = line.and_then(|line| line.split_once(' ')) else { return String::new() };
    let names = names.1.trim_end_matches(['=', ' ', '\r']);
    let names = names.split_once(", ").map_or(names, |(names, _)| names);
    names.replace(" and ", ", ").replace(" und ", ", ")
}

#[test]
fn nitf_as_plain_copy() {
    let Some(files) = corpus("nitf") else { return };
    let mut score = Score::default();
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let xml = String::from_utf8_lossy(&std::fs::read(file).expect("readable")).into_owned();
        let Some((headline, byline, paragraphs)) = plain_copy(&xml) else { continue };
        let source = format!("{headline}\n\n{byline}\n\n{}\n", paragraphs.join("\n\n"));
        let articles = read(source.as_bytes());
        let article = &articles[0].output;
        let by = byline.split_once(' ').map_or(byline.as_str(), |(_, names)| names);
        score.add("headline", &name, &article.headline.plain_text(), &headline);
        let names = article.authors().join(", ");
        let wanted = names_of(by);
        score.add(
            "byline",
            &name,
            if wanted.starts_with(&names) && !names.is_empty() { &wanted } else { &names },
            &wanted,
        );
        let dateline =
            article.dateline.as_ref().map_or(String::new(), |dateline| format!("{} ", dateline.printed));
        let decks: String = article.decks.iter().map(|deck| format!("{}\n", deck.plain_text())).collect();
        let found = format!("{decks}{dateline}{}", without_ranks(&self::paragraphs(article)));
        score.add("body", &name, &found, &body_of(&paragraphs, &found));
        score.add("accounted", &name, &unaccounted(&source, &articles), "");
    }
    score.print("NITF as plain copy");
    for (field, floor) in [("headline", 99.0), ("byline", 97.0), ("body", 99.0), ("accounted", 100.0)] {
        score.at_least(field, floor);
    }
}

/// The paragraphs of a file, but for what closes the story there: rules, and a last line of a few words without an end, such as
/// `ends` and the agency's name, where it is not in the body. That it is kept elsewhere, what is accounted for tells.
fn body_of(paragraphs: &[String], found: &str) -> String {
    let is_rule = |line: &str| line.chars().all(|c| c == '_');
    let mut lines: Vec<&str> =
        paragraphs.iter().map(|line| if is_rule(line) { "rule: " } else { line.as_str() }).collect();
    let closes = |line: &str| line.split(' ').count() <= 3 && !line.ends_with(['.', '!', '?', '"', '”']);
    lines.pop_if(|last| closes(last) && !found.ends_with(*last));
    lines.join("\n")
}

/// A cross-head of the copy is a short `p` of the file.
fn without_ranks(paragraphs: &str) -> String {
    let lines = paragraphs.lines().filter(|line| !line.is_empty());
    lines.map(|line| line.strip_prefix("cross-head: ").unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// `Jane Doe; Compiled by John Roe`: the names alone.
fn names_of(byline: &str) -> String {
    let part = |part: &str| part.rsplit(" by ").next().unwrap_or("").trim().to_owned();
    let byline = byline.replace(" AND ", ", ").replace(" and ", ", ").replace(" with ", ", ");
    byline.split(';').map(part).collect::<Vec<_>>().join(", ")
}

/// Headline, byline and paragraphs of a NITF file, as plain text; only where it has each of them.
fn plain_copy(xml: &str) -> Option<(String, String, Vec<String>)> {
    let headline = element(xml, "hl1").or_else(|| element(xml, "hedline"))?;
    let byline = element(xml, "byline")?;
    let byline = if byline.to_lowercase().starts_with("by ") || byline.starts_with("Par ") {
        byline
    } else {
        format!("By {byline}")
    };
    let mut body = between(xml, "<body.content", "</body.content>")?;
    let mut paragraphs = Vec::new();
    while let Some(start) = body.find("<p>").or_else(|| body.find("<p ")) {
        let rest = &body[start..];
        let end = rest.find("</p>").unwrap_or(rest.len());
        let text = text_of(&rest[rest.find('>')? + 1..end]);
        if !text.is_empty() {
            paragraphs.push(text);
        }
        body = &rest[end..];
    }
    (!headline.is_empty() && byline.len() > 3 && !byline.contains('%') && !paragraphs.is_empty())
        .then_some((headline, byline, paragraphs))
}

fn element(xml: &str, name: &str) -> Option<String> {
    let rest = &xml[xml.find(&format!("<{name}"))?..];
    let from = rest.find('>')? + 1;
    let to = rest.find(&format!("</{name}>"))?;
    (from <= to).then(|| text_of(&rest[from..to]))
}

fn text_of(markup: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in markup.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if !inside => text.push(c),
            _ => {}
        }
    }
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    one_line(&text)
}

#[test]
fn cut_files_are_read_without_panic() {
    for folder in ["text-wire", "text-reuters21578", "text-reuters5050", "nitf"] {
        let Some(files) = corpus(folder) else { return };
        for file in files {
            let bytes = std::fs::read(file).expect("readable");
            for end in (0..bytes.len()).step_by(bytes.len() / 12 + 1) {
                let _: Result<(), _> =
                    TextReader::default().read(&bytes[end..], &ReadContext::default(), &mut |_| {
                        std::ops::ControlFlow::Continue(())
                    });
                let _: Result<(), _> =
                    TextReader::default().read(&bytes[..end], &ReadContext::default(), &mut |_| {
                        std::ops::ControlFlow::Continue(())
                    });
            }
        }
    }
}
