//! What the benchmarks share: articles of a given size, and paired timing.
//!
//! Machines are shared and noisy, so nothing here claims a wall time: the two sides of a comparison run in turn,
//! and what is printed is the ratio of their best rounds.
#![allow(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

pub mod foreign;
mod prose;

use std::hint::black_box;
use std::time::{Duration, Instant};

use copydesk::{Article, Block, Byline, Copyright, Credit, Dateline, Inline, Inlines, Person, Span, Work};

/// How long a round should take at least: long for the clock's grain, so short that many a round is not interrupted.
const ROUND: Duration = Duration::from_millis(1);
/// How long the rounds of a pair should take together, and how many there are at least; the best ones count.
const ROUNDS: (Duration, u32) = (Duration::from_millis(800), 10);

/// Two sides of a comparison, in time for one call each.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    /// The best time of the first side.
    pub ours: Duration,
    /// The best time of the second side.
    pub floor: Duration,
}

impl Pair {
    /// How many times the second side's time the first side takes.
    pub fn ratio(&self) -> f64 {
        self.ours.as_secs_f64() / self.floor.as_secs_f64()
    }
}

/// Runs two sides in turn and gives the best time of each.
pub fn pair<A, B>(mut ours: impl FnMut() -> A, mut floor: impl FnMut() -> B) -> Pair {
    let (ours_calls, floor_calls) = (calls_a_round(&mut ours), calls_a_round(&mut floor));
    let mut best = Pair { ours: Duration::MAX, floor: Duration::MAX };
    let (start, (time, least)) = (Instant::now(), ROUNDS);
    let mut rounds = 0;
    while rounds < least || start.elapsed() < time {
        rounds += 1;
        best.ours = best.ours.min(round(&mut ours, ours_calls));
        best.floor = best.floor.min(round(&mut floor, floor_calls));
    }
    best
}

fn calls_a_round<T>(side: &mut impl FnMut() -> T) -> u32 {
    black_box(side());
    let start = Instant::now();
    black_box(side());
    let once = start.elapsed().max(Duration::from_nanos(100));
    u32::try_from(ROUND.as_nanos() / once.as_nanos()).unwrap_or(u32::MAX).max(1)
}

fn round<T>(side: &mut impl FnMut() -> T, calls: u32) -> Duration {
    let start = Instant::now();
    for _ in 0..calls {
        black_box(side());
    }
    start.elapsed() / calls
}

/// An article with a body of about `bytes` bytes of text: paragraphs of three sentences, some with emphasis, a cross-head
/// now and then, and everything a wire story has around it.
pub fn article(bytes: usize) -> Article {
    let mut article = Article {
        headline: Inlines::from("Harbour bridge stays closed as divers find a second crack"),
        bylines: vec![Byline {
            printed: "By Johanna Fairweather".to_owned(),
            people: vec![Person { name: "Johanna Fairweather".to_owned(), ..Person::default() }],
            ..Byline::default()
        }],
        dateline: Some(Dateline {
            printed: "LINDHAVEN, March 12 (Northern Wire) -".to_owned(),
            place: Some("LINDHAVEN".to_owned()),
            date: Some("March 12".to_owned()),
            source: Some("Northern Wire".to_owned()),
            ..Dateline::default()
        }),
        copyright: vec![Copyright {
            years: vec![2024],
            holder: Some("Northern Wire".to_owned()),
            notice: "Copyright 2024 Northern Wire".to_owned(),
            ..Copyright::default()
        }],
        ..Article::default()
    };
    let printed = "(Reporting by Johanna Fairweather; Editing by Piet Lindqvist)";
    for (role, work, name) in
        [("Reporting", Work::Reporting, "Johanna Fairweather"), ("Editing", Work::Editing, "Piet Lindqvist")]
    {
        article.credits.push(Credit {
            role: Some(role.to_owned()),
            work,
            names: vec![name.to_owned()],
            printed: printed.to_owned(),
            ..Credit::default()
        });
    }
    let mut prose = prose::Prose::new();
    let (mut length, mut at) = (0, 0);
    while length < bytes {
        if at % 8 == 7 {
            article.body.push(Block::cross_head(1, "What the divers saw"));
        }
        let text = (0..3).map(|_| prose.sentence()).collect::<Vec<_>>().join(" ");
        length += text.len();
        article.body.push(paragraph(text, at));
        at += 1;
    }
    article.normalise();
    article
}

/// Every fourth paragraph begins with a few emphasised words.
fn paragraph(text: String, at: usize) -> Block {
    match text.split_once(' ').and_then(|(first, rest)| Some((first, rest.split_once(' ')?))) {
        Some((first, (second, rest))) if at % 4 == 3 => {
            let emphasis = Inline::Emphasis(Box::new(Span::new(format!("{first} {second}"))));
            Block::paragraph(vec![emphasis, Inline::text(format!(" {rest}"))])
        }
        _ => Block::paragraph(text),
    }
}
