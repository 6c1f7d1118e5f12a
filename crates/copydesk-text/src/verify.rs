//! Reads back what was written, and reports what would be read as something else.
//!
//! Plain text marks nothing: a paragraph may read like a byline, a cross-head like a paragraph. What the reader would
//! not find again is a loss, and the reader itself is the judge.

use copydesk_core::{Article, Block, Feature, Place, ReadContext, Report, Status, read_one};

use crate::reduce::Reduced;

/// Compares the article as written with what a reader makes of the text.
pub(crate) fn verify(text: &str, reduced: &Reduced, article: &Article, report: &mut Report) {
    let reread = read_one(&crate::TextReader::default(), text.as_bytes(), &ReadContext::default());
    let Ok(reread) = reread else {
        return report.flattened(Feature::Article, Place::path(""), "reads back as something else");
    };
    let (wanted, found) = (&reduced.article, &reread.output);
    // What the article does not have, yet reads back, comes out of its body.
    let has = |path: &str| match path {
        "kicker" => !article.kicker.is_empty(),
        "decks" => !article.decks.is_empty(),
        "dateline" => article.dateline.is_some(),
        "abstract" => !article.summary.is_empty(),
        "metadata.embargo" => article.metadata.embargo.is_some(),
        "metadata.status" => article.metadata.status != Status::Usable,
        "metadata.relations" => !article.metadata.relations.is_empty(),
        "metadata.source" => article.metadata.source.is_some(),
        "metadata.editor_notes" => !article.metadata.editor_notes.is_empty(),
        _ => true,
    };
    let mut differs = |same: bool, feature: Feature, path: &str| {
        if !same {
            let place = if has(path) { path } else { "" };
            report.flattened(feature, Place::path(place), "reads back as something else");
        }
    };
    differs(wanted.kicker.is_empty() || wanted.kicker == found.kicker, Feature::Kicker, "kicker");
    differs(wanted.headline == found.headline, Feature::Headline, "headline");
    differs(wanted.decks == found.decks, Feature::Deck, "decks");
    differs(wanted.bylines == found.bylines, Feature::Byline, "bylines");
    differs(wanted.dateline == found.dateline, Feature::Dateline, "dateline");
    differs(wanted.summary == found.summary, Feature::Abstract, "abstract");
    differs(wanted.credits == found.credits, Feature::Credit, "credits");
    differs(wanted.copyright == found.copyright, Feature::Copyright, "copyright");
    differs(wanted.metadata.embargo == found.metadata.embargo, Feature::Embargo, "metadata.embargo");
    differs(wanted.metadata.status == found.metadata.status, Feature::Status, "metadata.status");
    differs(wanted.metadata.relations == found.metadata.relations, Feature::Relation, "metadata.relations");
    differs(wanted.metadata.source == found.metadata.source, Feature::Source, "metadata.source");
    differs(
        wanted.metadata.editor_notes == found.metadata.editor_notes,
        Feature::EditorNote,
        "metadata.editor_notes",
    );
    body(reduced, found, report);
}

/// The blocks that do not come back as they are: those between the first and the last that do not match.
fn body(reduced: &Reduced, found: &Article, report: &mut Report) {
    let (wanted, found) = (&reduced.article.body, &found.body);
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
        // The word that makes it a caption is not read as text.
        let captions = matches!(block, Block::Paragraph(paragraph)
            if copydesk_lines::caption(&paragraph.content.plain_text(), copydesk_lines::Language::ANY).is_some());
        if captions {
            report.dropped(block.feature(), place, "reads back as a caption, without its first word");
        } else {
            report.flattened(block.feature(), place, "reads back as something else");
        }
    }
    if same_start + same_end == wanted.len() && found.len() > wanted.len() {
        report.flattened(Feature::Article, Place::path("body"), "reads back with further text");
    }
}
