//! How fast text is read, against splitting and copying it. Run on its own:
//! `cargo test --release -p copydesk-text --test speed -- --ignored --nocapture`.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement takes the time and prints it"
)]

use std::hint::black_box;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use copydesk_core::{ReadContext, Reader};
use copydesk_text::TextReader;

const PARAGRAPH: &str = "The mayor said on Monday that the town had weathered the worst flood since the dam was built, and that \
    order had now been restored in most of the streets along the river, where “hundreds of people” had been at work \
    since the first houses were cut off on Friday night and the bridge was closed to all but the fire brigade.";

fn article(paragraphs: usize) -> String {
    let body = vec![PARAGRAPH; paragraphs].join("\n\n");
    format!(
        "Mayor says the town has weathered the flood\n\nBy Jane Doe\n\nALMATY, Jan 10 (Reuters) - {body}\n\n(Editing by John Roe)\n"
    )
}

fn read(text: &str) {
    let read = TextReader::default().read(text.as_bytes(), &ReadContext::default(), &mut |article| {
        black_box(article.is_ok());
        ControlFlow::Continue(())
    });
    assert!(read.is_ok(), "{read:?}");
}

fn split_and_copy(text: &str) {
    black_box(text.split('\n').map(str::to_owned).collect::<Vec<_>>());
}

fn time(rounds: u32, mut work: impl FnMut()) -> Duration {
    work();
    let start = Instant::now();
    for _ in 0..rounds {
        work();
    }
    start.elapsed() / rounds
}

#[test]
#[ignore = "takes the time; run it alone, in a release build"]
fn reading_costs_little_more_than_copying() {
    for (paragraphs, rounds) in [(12, 2_000), (1_200, 50)] {
        let text = article(paragraphs);
        let copying = time(rounds, || split_and_copy(&text));
        let reading = time(rounds, || read(&text));
        let ratio = reading.as_secs_f64() / copying.as_secs_f64();
        println!("{} bytes: copied in {copying:?}, read in {reading:?}: {ratio:.1} times", text.len());
    }
}

#[test]
#[ignore = "takes the time; run it alone, in a release build"]
fn every_input_is_read_at_the_same_rate() {
    let megabytes = 1 << 20;
    let inputs = [
        ("an article of 10 MB", article(10 * megabytes / PARAGRAPH.len())),
        ("one line of 100 MB", "word ".repeat(20 * megabytes)),
        ("one line of 100 MB without a space", "w".repeat(100 * megabytes)),
        ("a million blank lines", format!("Title{}x", "\n".repeat(1_000_000))),
        ("a million By lines", "By\n".repeat(1_000_000)),
        ("a million bylines", "By Jane Doe\n".repeat(1_000_000)),
        ("a million bylines, apart", "By Jane Doe\n\n".repeat(1_000_000)),
        ("a million brackets", "(\n".repeat(1_000_000)),
        ("a million frames", "ZCZC\nNNNN\n".repeat(1_000_000)),
        ("a million starts of header", "\u{1}\n".repeat(1_000_000)),
        ("a million credits", "(Reporting by Jane Doe; Editing by John Roe)\n\n".repeat(1_000_000)),
        ("a million items", "* item\n".repeat(1_000_000)),
        ("a million numbers", "1. item\n".repeat(1_000_000)),
        ("a million columns", "a   b   c\n".repeat(1_000_000)),
    ];
    for (name, text) in inputs {
        let taken = time(1, || read(&text));
        let rate = text.len() as f64 / taken.as_secs_f64() / 1e6;
        println!("{name}: {} bytes in {taken:?}, {rate:.0} MB/s", text.len());
        assert!(rate > 1.0, "{name}: {rate} MB/s");
    }
}
