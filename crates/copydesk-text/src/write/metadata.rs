//! What plain text holds of the metadata, and the report of the rest.

use crate::write::Framing;
use crate::write::reduce::line;
use copydesk_core::{Article, Feature, Metadata, Place, Relation, RelationKind, Report, Rights, Status};
use copydesk_lines::{Language, Notice};

/// Copies what a line of text can say into `reduced`; reports the rest.
#[expect(clippy::too_many_lines, reason = "one line for each field of the metadata")]
pub(crate) fn reduce(article: &Article, reduced: &mut Article, (framing, report): (Framing, &mut Report)) {
    let framed = framing == Framing::Iptc7901;
    let Metadata {
        id,
        other_ids,
        provider,
        version,
        status,
        relations: _,
        embargo: _,
        release,
        expiry,
        language,
        direction,
        slug_line,
        title,
        created,
        issued,
        modified,
        urgency,
        editor_notes: _,
        source: _,
        distributor,
        subjects,
        keywords,
        genres,
        places,
        people,
        organisations,
        events,
        series,
        publication,
        revisions,
        extras,
    } = &article.metadata;
    let mut dropped = |present: bool, feature: Feature, field: &str| {
        if present {
            report.dropped(
                feature,
                Place::path(format!("metadata.{field}")),
                "plain text has no place for it",
            );
        }
    };
    dropped(id.is_some(), Feature::ArticleId, "id");
    dropped(!other_ids.is_empty(), Feature::OtherId, "other_ids");
    dropped(provider.is_some(), Feature::Provider, "provider");
    dropped(version.is_some(), Feature::Version, "version");
    dropped(release.is_some(), Feature::Release, "release");
    dropped(expiry.is_some(), Feature::Expiry, "expiry");
    dropped(language.is_some(), Feature::Language, "language");
    dropped(direction.is_some(), Feature::Direction, "direction");
    dropped(slug_line.is_some() && !framed, Feature::SlugLine, "slug_line");
    dropped(title.is_some(), Feature::Title, "title");
    dropped(created.is_some(), Feature::Created, "created");
    dropped(issued.is_some() && !framed, Feature::Issued, "issued");
    dropped(modified.is_some(), Feature::Modified, "modified");
    dropped(urgency.is_some() && !framed, Feature::Urgency, "urgency");
    dropped(distributor.is_some(), Feature::Distributor, "distributor");
    dropped(
        subjects.iter().any(|subject| !(framed && subject.scheme.as_deref() == Some("iptc7901"))),
        Feature::Subject,
        "subjects",
    );
    dropped(!keywords.is_empty(), Feature::Keyword, "keywords");
    dropped(!genres.is_empty(), Feature::Genre, "genres");
    dropped(!places.is_empty(), Feature::Place, "places");
    dropped(!people.is_empty(), Feature::People, "people");
    dropped(!organisations.is_empty(), Feature::Organisation, "organisations");
    dropped(!events.is_empty(), Feature::Event, "events");
    dropped(series.is_some(), Feature::Series, "series");
    dropped(publication.is_some(), Feature::Publication, "publication");
    dropped(!revisions.is_empty(), Feature::Revision, "revisions");
    for name in extras.keys().filter(|name| !(framed && matches!(name.as_str(), "text:header" | "text:end")))
    {
        report.dropped(Feature::Extra, Place::path("metadata.extras"), format!("`{name}`"));
    }
    if framed {
        frame(&article.metadata, &mut reduced.metadata);
    }
    keep(&article.metadata, &mut reduced.metadata, report);
    rights(&article.rights, report);
    if *status != Status::Usable && !crate::write::lines::says_status(&reduced.metadata) {
        report.flattened(Feature::Status, Place::path("metadata.status"), "stands as a line of its own");
    }
}

/// What the header and the end of a message hold.
fn frame(metadata: &Metadata, kept: &mut Metadata) {
    kept.slug_line.clone_from(&metadata.slug_line);
    kept.issued = metadata.issued;
    kept.urgency = metadata.urgency;
    for name in ["text:header", "text:end"] {
        if let Some(value) = metadata.extras.get(name) {
            kept.extras.insert(name.to_owned(), value.clone());
        }
    }
    kept.subjects = metadata
        .subjects
        .iter()
        .filter(|subject| subject.scheme.as_deref() == Some("iptc7901"))
        .cloned()
        .collect();
}

/// What has a line of its own.
fn keep(metadata: &Metadata, kept: &mut Metadata, report: &mut Report) {
    kept.embargo.clone_from(&metadata.embargo);
    if let Some(printed) = kept.embargo.as_mut().and_then(|embargo| embargo.printed.as_mut()) {
        *printed = line(printed, Feature::Embargo, Place::path("metadata.embargo"), report);
    }
    let signs = metadata.source.as_deref().is_some_and(copydesk_lines::is_sign_off);
    if signs {
        kept.source.clone_from(&metadata.source);
    } else if metadata.source.is_some() {
        report.dropped(Feature::Source, Place::path("metadata.source"), "no agency that signs its stories");
    }
    for (index, note) in metadata.editor_notes.iter().enumerate() {
        let at = Place::path(format!("metadata.editor_notes[{index}]"));
        kept.editor_notes.push(line(note, Feature::EditorNote, at, report));
    }
    kept.status = metadata.status;
    for (index, relation) in metadata.relations.iter().enumerate() {
        let at = || Place::path(format!("metadata.relations[{index}]"));
        if relation.printed.is_none() && relation.kind == RelationKind::Kills {
            report.flattened(Feature::Relation, at(), "a line made of it says that it kills");
            kept.relations.push(kill_line(relation));
            continue;
        }
        if relation.printed.is_none() {
            report.dropped(Feature::Relation, at(), "no line says it");
            continue;
        }
        if relation.id.is_some() || !relation.extras.is_empty() {
            report.dropped(Feature::Relation, at(), "only the line that says it is kept");
        }
        let Relation { kind, printed, .. } = relation.clone();
        let printed = printed.map(|printed| line(&printed, Feature::Relation, at(), report));
        kept.relations.push(Relation { kind, printed, ..Relation::default() });
    }
}

/// A kill must not be lost on the way: without a printed line of its own it gets one.
fn kill_line(relation: &Relation) -> Relation {
    let made = relation.id.as_ref().map(|id| format!("KILL: {}", crate::write::reduce::clean(id)));
    let line = made.filter(|line| copydesk_lines::notice(line, Language::ANY) == Some(Notice::Kill));
    let printed = Some(line.unwrap_or_else(|| "KILL".to_owned()));
    Relation { kind: RelationKind::Kills, printed, ..Relation::default() }
}

fn rights(rights: &[Rights], report: &mut Report) {
    for (index, right) in rights.iter().enumerate() {
        let at = Place::path(format!("rights[{index}]"));
        report.dropped(Feature::Rights, at, "plain text has no place for it");
        for (number, reservation) in right.reservations.iter().enumerate() {
            let at = Place::path(format!("rights[{index}].reservations[{number}]"));
            report.dropped(Feature::Reservation, at, format!("`{}`", reservation.usage));
        }
    }
}
