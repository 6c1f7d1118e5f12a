//! Everything that stands around the body: headline, bylines, credits, rights.

use copydesk_core::{Article, Byline, Copyright, Credit, Dateline, Person, Reservation, Rights, Work};

use super::blocks;
use super::draw::Draw;
use super::inlines::inlines;
use super::{metadata, text};

const WORKS: &[Work] = &[
    Work::Reporting,
    Work::Writing,
    Work::Editing,
    Work::Photography,
    Work::Translation,
    Work::Illustration,
    Work::Video,
    Work::Research,
    Work::Other,
];

/// Sets one field of the article, or adds to it.
pub(super) fn add_part(article: &mut Article, which: u8, draw: &mut Draw<'_>) {
    match which % 24 {
        0..=2 => article.headline = inlines(draw, 2),
        3 => article.kicker = inlines(draw, 2),
        4 => article.decks.push(inlines(draw, 2)),
        5..=7 => article.bylines.push(byline(draw)),
        8 => article.dateline = Some(dateline(draw)),
        9 => article.summary.push(blocks::block(draw, 1)),
        10..=12 => add_credit_line(article, draw),
        13 | 14 => article.copyright.push(copyright(draw)),
        15 => article.rights.push(rights(draw)),
        _ => metadata::add_part(&mut article.metadata, draw),
    }
}

fn byline(draw: &mut Draw<'_>) -> Byline {
    Byline {
        printed: if draw.one_in(4) { String::new() } else { text::line(draw) },
        people: draw.several(2, person),
        repeated: draw.one_in(6),
        extras: draw.extras(),
    }
}

fn person(draw: &mut Draw<'_>) -> Person {
    Person {
        name: text::line(draw),
        role: draw.maybe_line(),
        affiliation: draw.maybe_line(),
        contacts: draw.several(2, text::line),
        extras: draw.extras(),
    }
}

fn dateline(draw: &mut Draw<'_>) -> Dateline {
    Dateline {
        printed: if draw.one_in(4) { String::new() } else { text::line(draw) },
        place: draw.maybe_line(),
        date: draw.maybe_line(),
        moment: draw.maybe(Draw::moment),
        source: draw.maybe_line(),
        repeated: draw.one_in(6),
        extras: draw.extras(),
    }
}

/// One credit line: several credits with the same printed line, or one.
fn add_credit_line(article: &mut Article, draw: &mut Draw<'_>) {
    let printed = if draw.one_in(6) { String::new() } else { text::line(draw) };
    for _ in 0..=draw.below(3) {
        article.credits.push(Credit {
            role: draw.maybe_line(),
            work: draw.pick(WORKS),
            names: draw.several(3, text::line),
            affiliation: draw.maybe_line(),
            printed: printed.clone(),
            extras: draw.extras(),
        });
    }
}

fn copyright(draw: &mut Draw<'_>) -> Copyright {
    Copyright {
        years: draw.several(3, |draw| i16::try_from(1990 + draw.below(60)).unwrap_or(1990)),
        holder: draw.maybe_line(),
        notice: if draw.one_in(4) { String::new() } else { text::line(draw) },
        extras: draw.extras(),
    }
}

fn rights(draw: &mut Draw<'_>) -> Rights {
    Rights {
        terms: draw.maybe_line(),
        owner: draw.maybe_line(),
        owner_contact: draw.maybe_line(),
        agent: draw.maybe_line(),
        agent_contact: draw.maybe_line(),
        kind: draw.maybe_line(),
        geography: draw.maybe_line(),
        limitations: draw.maybe_line(),
        starts: draw.maybe(Draw::moment),
        ends: draw.maybe(Draw::moment),
        license: draw
            .maybe(|draw| draw.pick(&["https://example.org/terms?a=1&b=2", "terms", "a b"]).to_owned()),
        reservations: draw.several(2, |draw| Reservation {
            usage: draw.pick(&["tdm", "ai-training", "archive", "a b"]).to_owned(),
            policy: draw.maybe_line(),
        }),
        extras: draw.extras(),
    }
}
