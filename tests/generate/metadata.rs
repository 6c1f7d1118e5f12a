//! Metadata: every field, one at a time.

use copydesk_core::{
    Concept, Direction, Embargo, Identifier, Metadata, Publication, Relation, RelationKind, Revision, Series,
    Status,
};

use super::draw::{Draw, LANGUAGES};
use super::text;

const RELATIONS: &[RelationKind] = &[
    RelationKind::Kills,
    RelationKind::Corrects,
    RelationKind::Replaces,
    RelationKind::Updates,
    RelationKind::Translates,
    RelationKind::Related,
];

/// Sets one field of the metadata, or adds to it.
pub(super) fn add_part(metadata: &mut Metadata, draw: &mut Draw<'_>) {
    let line = |draw: &mut Draw<'_>| Some(text::line(draw));
    match draw.below(31) {
        0 => metadata.id = line(draw),
        1 => metadata.other_ids.push(Identifier { scheme: draw.maybe_line(), value: text::line(draw) }),
        2 => metadata.provider = line(draw),
        3 => metadata.version = line(draw),
        4 => metadata.status = draw.pick(&[Status::Usable, Status::Withheld, Status::Cancelled]),
        5 => metadata.relations.push(relation(draw)),
        6 => metadata.embargo = Some(Embargo { until: draw.maybe(Draw::moment), printed: draw.maybe_line() }),
        7 => metadata.release = Some(draw.moment()),
        8 => metadata.expiry = Some(draw.moment()),
        9 => metadata.language = Some(draw.pick(LANGUAGES).to_owned()),
        10 => metadata.direction = Some(draw.pick(&[Direction::Ltr, Direction::Rtl])),
        11 => metadata.slug_line = line(draw),
        12 => metadata.title = line(draw),
        13 => metadata.created = Some(draw.moment()),
        14 => metadata.issued = Some(draw.moment()),
        15 => metadata.modified = Some(draw.moment()),
        16 => metadata.urgency = u8::try_from(1 + draw.below(9)).ok(),
        17 => metadata.editor_notes.push(text::line(draw)),
        18 => metadata.source = line(draw),
        19 => metadata.distributor = line(draw),
        20 => metadata.subjects.push(concept(draw)),
        21 => metadata.keywords.push(text::line(draw)),
        22 => metadata.genres.push(concept(draw)),
        23 => metadata.places.push(concept(draw)),
        24 => metadata.people.push(concept(draw)),
        25 => metadata.organisations.push(concept(draw)),
        26 => metadata.events.push(concept(draw)),
        27 => metadata.series = Some(series(draw)),
        28 => metadata.publication = Some(publication(draw)),
        29 => metadata.revisions.push(revision(draw)),
        _ => metadata.extras.extend(draw.extras_always()),
    }
}

fn relation(draw: &mut Draw<'_>) -> Relation {
    Relation {
        kind: draw.pick(RELATIONS),
        id: draw.maybe_line(),
        printed: draw.maybe_line(),
        extras: draw.extras(),
    }
}

fn concept(draw: &mut Draw<'_>) -> Concept {
    Concept {
        name: draw.maybe_line(),
        code: draw.maybe_line(),
        scheme: draw
            .maybe(|draw| draw.pick(&["iptc", "https://example.org/codes#", "a b", "x:y"]).to_owned()),
        role: draw.maybe_line(),
        extras: draw.extras(),
    }
}

fn series(draw: &mut Draw<'_>) -> Series {
    let number = |draw: &mut Draw<'_>| u32::try_from(draw.below(12)).unwrap_or(0);
    Series {
        name: draw.maybe_line(),
        part: draw.maybe(number),
        parts: draw.maybe(number),
        extras: draw.extras(),
    }
}

fn publication(draw: &mut Draw<'_>) -> Publication {
    Publication {
        name: draw.maybe_line(),
        publisher: draw.maybe_line(),
        date: draw.maybe(Draw::moment),
        volume: draw.maybe_line(),
        issue: draw.maybe_line(),
        edition: draw.maybe_line(),
        section: draw.maybe_line(),
        page: draw.maybe_line(),
        url: draw.maybe_line(),
        extras: draw.extras(),
    }
}

fn revision(draw: &mut Draw<'_>) -> Revision {
    Revision {
        name: draw.maybe_line(),
        function: draw.maybe_line(),
        moment: draw.maybe(Draw::moment),
        comment: draw.maybe_line(),
        extras: draw.extras(),
    }
}
