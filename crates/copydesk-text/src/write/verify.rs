//! Reads back what was written, and reports what would be read as something else.
//!
//! Plain text marks nothing: a paragraph may read like a byline, a cross-head like a paragraph. What the reader would
//! not find again is a loss, and the reader itself is the judge.

use copydesk_core::{Article, Feature, Inlines, Metadata, Place, ReadContext, Report, Status, read_one};
use copydesk_lines::is_rule;

use crate::read::PAGE_WIDE;
use crate::write::reduce::Reduced;

/// Compares the article as written with what a reader makes of the text. Where that is several stories, the rules that
/// divide them are made too short to do so.
pub(crate) fn verify(text: &mut String, reduced: &Reduced, article: &Article, report: &mut Report) {
    let read = |text: &str| read_one(&crate::TextReader::default(), text.as_bytes(), &ReadContext::default());
    let reread = read(text).or_else(|_| {
        *text = with_short_rules(text);
        read(text)
    });
    let Ok(reread) = reread else {
        return report.flattened(Feature::Article, Place::path(""), "reads back as something else");
    };
    let (wanted, found) = (&reduced.article, &reread.output);
    // What the article does not have, yet reads back, comes out of its body.
    let mut differs = |same: bool, has: bool, feature: Feature, path: &str| {
        if !same {
            let place = if has { path } else { "" };
            report.flattened(feature, Place::path(place), "reads back as something else");
        }
    };
    macro_rules! compare {
        ($($field:ident $feature:ident $path:literal),* $(,)?) => {
            $(differs(wanted.$field == found.$field, !article.$field.is_empty(), Feature::$feature, $path);)*
        };
    }
    compare! {
        kicker Kicker "kicker",
        headline Headline "headline",
        decks Deck "decks",
        bylines Byline "bylines",
    }
    let dateline = wanted.dateline == found.dateline;
    differs(dateline, article.dateline.is_some(), Feature::Dateline, "dateline");
    compare! {
        summary Abstract "abstract",
        credits Credit "credits",
        copyright Copyright "copyright",
    }
    metadata([&wanted.metadata, &found.metadata, &article.metadata], &mut differs);
    body(reduced, found, report);
}

/// The text, with no rule that is as wide as those between stories.
fn with_short_rules(text: &str) -> String {
    let shorter = |line: &str| {
        let rule = line.trim();
        let short = rule.floor_char_boundary(PAGE_WIDE - 1);
        if is_rule(rule) { line.replacen(rule, &rule[..short], 1) } else { line.to_owned() }
    };
    text.split_inclusive('\n').map(shorter).collect()
}

/// Compares `[wanted, found]`; `has` is what the article has.
fn metadata([wanted, found, has]: [&Metadata; 3], differs: &mut dyn FnMut(bool, bool, Feature, &str)) {
    differs(wanted.embargo == found.embargo, has.embargo.is_some(), Feature::Embargo, "metadata.embargo");
    let status = has.status != Status::Usable;
    differs(wanted.status == found.status, status, Feature::Status, "metadata.status");
    let relations = !has.relations.is_empty();
    differs(wanted.relations == found.relations, relations, Feature::Relation, "metadata.relations");
    differs(wanted.source == found.source, has.source.is_some(), Feature::Source, "metadata.source");
    let notes = !has.editor_notes.is_empty();
    differs(wanted.editor_notes == found.editor_notes, notes, Feature::EditorNote, "metadata.editor_notes");
    let slug_line = has.slug_line.is_some();
    differs(wanted.slug_line == found.slug_line, slug_line, Feature::SlugLine, "metadata.slug_line");
    differs(wanted.issued == found.issued, has.issued.is_some(), Feature::Issued, "metadata.issued");
    differs(wanted.urgency == found.urgency, has.urgency.is_some(), Feature::Urgency, "metadata.urgency");
    // What only a frame has, and no frame was meant: the copy reads like one.
    let framed = |metadata: &Metadata| Metadata {
        status: Status::default(),
        relations: Vec::new(),
        editor_notes: Vec::new(),
        embargo: None,
        source: None,
        slug_line: None,
        issued: None,
        urgency: None,
        ..metadata.clone()
    };
    differs(framed(wanted) == framed(found), false, Feature::Article, "metadata");
}

/// The blocks that do not come back as they are: those between the first and the last that do not match.
fn body(reduced: &Reduced, reread: &Article, report: &mut Report) {
    let (wanted, found) = (&reduced.article.body, &reread.body);
    let mut letters: Option<String> = None;
    let same_start = wanted.iter().zip(found).take_while(|(wanted, found)| wanted == found).count();
    let rest = wanted.len().min(found.len()) - same_start;
    let same_end = wanted
        .iter()
        .rev()
        .zip(found.iter().rev())
        .take(rest)
        .take_while(|(wanted, found)| wanted == found)
        .count();
    for (block, origin) in wanted.iter().zip(&reduced.origins).take(wanted.len() - same_end).skip(same_start)
    {
        let place = Place::path(origin.clone());
        let text = Article { body: vec![block.clone()], ..Article::default() }.body_text(true);
        let letters = letters.get_or_insert_with(|| letters_of(reread));
        // The word that makes a line a caption, an end mark or an empty field of a header is not read as text.
        match text.split(|c: char| !c.is_alphanumeric()).find(|word| !letters.contains(word)) {
            Some(word) => {
                report.dropped(
                    block.feature(),
                    place,
                    format!("reads back as something else, without `{word}`"),
                );
            }
            None => report.flattened(block.feature(), place, "reads back as something else"),
        }
    }
    if same_start + same_end == wanted.len() && found.len() > wanted.len() {
        report.flattened(Feature::Article, Place::path("body"), "reads back with further text");
    }
}

/// The letters and digits of everything an article prints.
fn letters_of(article: &Article) -> String {
    let mut lines: Vec<&str> = Vec::new();
    let Article { bylines, dateline, credits, copyright, metadata, .. } = article;
    lines.extend(bylines.iter().map(|byline| byline.printed.as_str()));
    lines.extend(dateline.iter().map(|dateline| dateline.printed.as_str()));
    lines.extend(credits.iter().map(|credit| credit.printed.as_str()));
    lines.extend(copyright.iter().map(|copyright| copyright.notice.as_str()));
    lines.extend(metadata.relations.iter().filter_map(|relation| relation.printed.as_deref()));
    lines.extend(metadata.editor_notes.iter().map(String::as_str));
    lines.extend(metadata.source.as_deref());
    lines.extend(metadata.embargo.iter().filter_map(|embargo| embargo.printed.as_deref()));
    let summary = Article { body: article.summary.clone(), ..Article::default() }.body_text(true);
    let front: String = [&article.kicker, &article.headline]
        .into_iter()
        .chain(&article.decks)
        .map(Inlines::plain_text)
        .collect();
    let body = article.body_text(true);
    lines.extend([summary.as_str(), &front, &body]);
    lines.iter().flat_map(|line| line.chars()).filter(|c| c.is_alphanumeric()).collect()
}
