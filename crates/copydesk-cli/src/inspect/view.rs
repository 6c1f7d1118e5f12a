//! An article, its reading and its repairs, for people.

use std::fmt::Write as _;

use copydesk::{Article, Audience, Block, Moment, Report, Status, TraceEntry, child_blocks, child_inlines};

/// How many characters of a text are shown.
const EXCERPT: usize = 72;

/// The article at a glance.
pub(crate) fn article(article: &Article, text: &mut String) {
    text.push('\n');
    line(text, "kicker", &article.kicker.plain_text());
    line(text, "headline", &article.headline.plain_text());
    for deck in &article.decks {
        line(text, "deck", &deck.plain_text());
    }
    for byline in &article.bylines {
        line(text, "byline", &byline.printed);
        for person in &byline.people {
            let parts = [Some(&person.name), person.role.as_ref(), person.affiliation.as_ref()];
            let parts = parts.into_iter().flatten().chain(&person.contacts).filter(|part| !part.is_empty());
            line(text, "  person", &parts.map(String::as_str).collect::<Vec<_>>().join(", "));
        }
    }
    if let Some(dateline) = &article.dateline {
        line(text, "dateline", &dateline.printed);
        line(text, "  place", dateline.place.as_deref().unwrap_or_default());
        line(text, "  date", dateline.date.as_deref().unwrap_or_default());
        line(text, "  source", dateline.source.as_deref().unwrap_or_default());
    }
    line(text, "abstract", &excerpt(&blocks_text(&article.summary)));
    body(&article.body, text);
    credits(article, text);
    metadata(article, text);
}

/// Which lines of the source were read as what, by which rule, in the order of the source.
pub(crate) fn reading(source: &[u8], article: &Article, trace: &[TraceEntry], text: &mut String) {
    if trace.is_empty() {
        return;
    }
    text.push_str("\nwhat was read as what\n");
    let source = std::str::from_utf8(source).ok();
    let value = serde_json::to_value(article).unwrap_or_default();
    let mut trace: Vec<&TraceEntry> = trace.iter().collect();
    trace.sort_by_key(|entry| entry.source.start);
    let mut lines = Lines::default();
    for entry in trace {
        let from_source = source.and_then(|source| source.get(entry.source.clone()));
        let numbers = source.filter(|_| from_source.is_some()).map(|source| {
            let first = lines.number_at(source, entry.source.start);
            let more = line_ends(source[entry.source.clone()].trim_end());
            if more == 0 { first.to_string() } else { format!("{first}–{}", first + more) }
        });
        let words = from_source.map_or_else(|| at_path(&value, &entry.path), str::to_owned);
        let path = if entry.path.is_empty() { "—" } else { &entry.path };
        let numbers = numbers.unwrap_or_default();
        let _ = writeln!(text, "  {numbers:>7}  {path:<24} {:<24} {}", entry.rule, excerpt(&words));
    }
}

/// Counts lines on the way through a source.
#[derive(Default)]
struct Lines {
    at: usize,
    before: usize,
}

impl Lines {
    /// The number of the line a byte stands in, from 1. Bytes must come in order.
    fn number_at(&mut self, source: &str, at: usize) -> usize {
        self.before += line_ends(&source[self.at..at]);
        self.at = at;
        self.before + 1
    }
}

/// How many ends of lines a text has: LF, CR LF or CR.
fn line_ends(text: &str) -> usize {
    text.matches('\n').count() + text.matches('\r').count() - text.matches("\r\n").count()
}

/// What was mended, and what could not be kept.
pub(crate) fn report(report: &Report, text: &mut String) {
    if !report.repairs.is_empty() {
        text.push_str("\nrepairs\n");
    }
    for repair in &report.repairs {
        let (found, read_as) = (excerpt(&repair.found), excerpt(&repair.read_as));
        let _ = writeln!(
            text,
            "  {} at {}\n      found    {found}\n      read as  {read_as}",
            repair.feature, repair.at
        );
    }
    if !report.losses.is_empty() {
        text.push_str("\nlosses\n");
    }
    for loss in &report.losses {
        let _ = writeln!(text, "  {loss}");
    }
}

fn line(text: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        let value = value.replace('\n', " / ");
        let _ = writeln!(text, "{name:<12} {value}");
    }
}

fn body(blocks: &[Block], text: &mut String) {
    let words: usize = blocks_text(blocks).split_whitespace().count();
    line(text, "body", &format!("{}, {words} words", kinds(blocks)));
    let paragraphs = blocks.iter().filter(|block| matches!(block, Block::Paragraph(_)));
    for (name, block) in [("  begins", paragraphs.clone().next()), ("  ends", paragraphs.clone().next_back())]
    {
        line(
            text,
            name,
            &block.map(|block| excerpt(&blocks_text(std::slice::from_ref(block)))).unwrap_or_default(),
        );
    }
    let internal = blocks.iter().filter(|block| block.audience() == Audience::Internal);
    for block in internal {
        line(text, "  internal", &excerpt(&blocks_text(std::slice::from_ref(block))));
    }
}

/// `15 paragraphs, 1 table`.
fn kinds(blocks: &[Block]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for block in blocks {
        let kind = kind(block);
        match counts.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((kind, 1)),
        }
    }
    let told: Vec<String> =
        counts.into_iter().map(|(kind, count)| crate::summary::counted(count, kind)).collect();
    if told.is_empty() { "empty".to_owned() } else { told.join(", ") }
}

fn kind(block: &Block) -> &'static str {
    match block {
        Block::Paragraph(_) => "paragraph",
        Block::CrossHead(_) => "cross-head",
        Block::List(_) => "list",
        Block::DefinitionList(_) => "definition list",
        Block::Quotation(_) => "quotation",
        Block::Preformatted(_) => "preformatted block",
        Block::Table(_) => "table",
        Block::Figure(_) => "figure",
        Block::Footnote(_) => "footnote",
        Block::Rule(_) => "rule",
        Block::Note(_) => "note",
        Block::Container(_) => "container",
        Block::Unknown(_) => "unknown block",
    }
}

fn credits(article: &Article, text: &mut String) {
    for (printed, credits) in article.credit_lines() {
        line(text, "credit line", printed);
        for credit in credits {
            let role = credit.role.as_deref().unwrap_or("credit");
            let names = credit.names.join(", ");
            let for_whom =
                credit.affiliation.as_deref().map(|name| format!(" (for {name})")).unwrap_or_default();
            line(text, "  credit", &format!("{role}: {names}{for_whom}"));
        }
    }
    for copyright in &article.copyright {
        line(text, "copyright", &copyright.notice);
        let years: Vec<String> = copyright.years.iter().map(ToString::to_string).collect();
        line(text, "  years", &years.join(", "));
        line(text, "  holder", copyright.holder.as_deref().unwrap_or_default());
    }
    for rights in &article.rights {
        let terms = rights.terms.as_ref().or(rights.owner.as_ref()).or(rights.license.as_ref());
        line(text, "rights", terms.map_or("", String::as_str));
    }
}

fn metadata(article: &Article, text: &mut String) {
    let metadata = &article.metadata;
    let moment = |moment: &Option<Moment>| moment.map(|moment| moment.to_string()).unwrap_or_default();
    match metadata.status {
        Status::Usable => {}
        Status::Withheld => line(text, "status", "withheld"),
        Status::Cancelled => line(text, "status", "cancelled"),
    }
    for relation in &metadata.relations {
        let what = relation.id.as_ref().or(relation.printed.as_ref()).map_or("", String::as_str);
        line(text, "relation", &format!("{:?} {what}", relation.kind).to_lowercase());
    }
    if let Some(embargo) = &metadata.embargo {
        let until = embargo.until.map_or_else(|| "an unknown time".to_owned(), |until| until.to_string());
        line(text, "embargo", &format!("until {until}"));
    }
    for (name, value) in [
        ("id", &metadata.id),
        ("version", &metadata.version),
        ("provider", &metadata.provider),
        ("language", &metadata.language),
        ("slug line", &metadata.slug_line),
        ("title", &metadata.title),
        ("source", &metadata.source),
        ("distributor", &metadata.distributor),
    ] {
        line(text, name, value.as_deref().unwrap_or_default());
    }
    for (name, value) in [
        ("created", &metadata.created),
        ("issued", &metadata.issued),
        ("modified", &metadata.modified),
        ("release", &metadata.release),
        ("expiry", &metadata.expiry),
    ] {
        line(text, name, &moment(value));
    }
    line(text, "urgency", &metadata.urgency.map(|urgency| urgency.to_string()).unwrap_or_default());
    for note in &metadata.editor_notes {
        line(text, "editor note", note);
    }
    line(text, "keywords", &metadata.keywords.join(", "));
    for (name, concepts) in [
        ("subjects", &metadata.subjects),
        ("genres", &metadata.genres),
        ("places", &metadata.places),
        ("people", &metadata.people),
        ("companies", &metadata.organisations),
        ("events", &metadata.events),
    ] {
        let names = concepts.iter().filter_map(|concept| concept.name.as_deref().or(concept.code.as_deref()));
        line(text, name, &names.collect::<Vec<_>>().join(", "));
    }
    if let Some(name) = metadata.publication.as_ref().and_then(|publication| publication.name.as_ref()) {
        line(text, "publication", name);
    }
    let extras: Vec<&str> = metadata.extras.keys().map(String::as_str).collect();
    line(text, "extras", &extras.join(", "));
}

fn blocks_text(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        for inlines in child_inlines(block) {
            inlines.push_plain_text(&mut text);
            text.push(' ');
        }
        for blocks in child_blocks(block) {
            text.push_str(&blocks_text(blocks));
        }
    }
    text
}

/// The beginning of a text on one line.
fn excerpt(text: &str) -> String {
    let words =
        text.split([' ', '\n', '\r', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
        None => words,
    }
}

/// The text at a path of the article's JSON.
fn at_path(article: &serde_json::Value, path: &str) -> String {
    let pointer = format!("/{}", path.replace(['.', '['], "/").replace(']', ""));
    match article.pointer(&pointer) {
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(value) => value["content"].as_str().or(value["printed"].as_str()).unwrap_or_default().to_owned(),
        None => String::new(),
    }
}
