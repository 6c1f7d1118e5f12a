//! What plain text holds of the metadata, and the report of the rest.

use copydesk_core::{Article, Feature, Metadata, Place, Relation, Report, Rights, Status};

/// Copies what a line of text can say into `reduced`; reports the rest.
pub(crate) fn reduce(article: &Article, reduced: &mut Article, report: &mut Report) {
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
    dropped(slug_line.is_some(), Feature::SlugLine, "slug_line");
    dropped(title.is_some(), Feature::Title, "title");
    dropped(created.is_some(), Feature::Created, "created");
    dropped(issued.is_some(), Feature::Issued, "issued");
    dropped(modified.is_some(), Feature::Modified, "modified");
    dropped(urgency.is_some(), Feature::Urgency, "urgency");
    dropped(distributor.is_some(), Feature::Distributor, "distributor");
    dropped(!subjects.is_empty(), Feature::Subject, "subjects");
    dropped(!keywords.is_empty(), Feature::Keyword, "keywords");
    dropped(!genres.is_empty(), Feature::Genre, "genres");
    dropped(!places.is_empty(), Feature::Place, "places");
    dropped(!people.is_empty(), Feature::People, "people");
    dropped(!organisations.is_empty(), Feature::Organisation, "organisations");
    dropped(!events.is_empty(), Feature::Event, "events");
    dropped(series.is_some(), Feature::Series, "series");
    dropped(publication.is_some(), Feature::Publication, "publication");
    dropped(!revisions.is_empty(), Feature::Revision, "revisions");
    for name in extras.keys() {
        report.dropped(Feature::Extra, Place::path("metadata.extras"), format!("`{name}`"));
    }
    keep(&article.metadata, &mut reduced.metadata, report);
    rights(&article.rights, report);
    if *status != Status::Usable && reduced.metadata.relations.is_empty() {
        report.flattened(Feature::Status, Place::path("metadata.status"), "stands as a line of its own");
    }
}

/// What has a line of its own.
fn keep(metadata: &Metadata, kept: &mut Metadata, report: &mut Report) {
    kept.embargo.clone_from(&metadata.embargo);
    kept.source.clone_from(&metadata.source);
    kept.editor_notes.clone_from(&metadata.editor_notes);
    kept.status = metadata.status;
    for (index, relation) in metadata.relations.iter().enumerate() {
        let at = || Place::path(format!("metadata.relations[{index}]"));
        if relation.printed.is_none() {
            report.dropped(Feature::Relation, at(), "no line says it");
            continue;
        }
        if relation.id.is_some() || !relation.extras.is_empty() {
            report.dropped(Feature::Relation, at(), "only the line that says it is kept");
        }
        let Relation { kind, printed, .. } = relation.clone();
        kept.relations.push(Relation { kind, printed, ..Relation::default() });
    }
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
