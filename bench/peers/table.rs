//! The table, in Markdown, as the README carries it.

use std::time::Duration;

use super::process::Cost;

/// One line of figures after another; the first tool of a case is ours, the others are compared with it.
pub(super) struct Table {
    articles: u32,
    ours: Option<Duration>,
}

impl Table {
    /// A table of cases of so many articles each; figures are an article's.
    pub(super) fn new(title: &str, articles: u32) -> Self {
        println!("| {title} | tool | CPU | times ours | peak memory | output |");
        println!("|---|---|--:|--:|--:|--:|");
        Self { articles, ours: None }
    }

    /// The next row begins another case.
    pub(super) fn case(&mut self) {
        self.ours = None;
    }

    /// A row: what `tool` cost for so many articles, and the bytes it wrote for all.
    pub(super) fn row(&mut self, case: &str, tool: &str, cost: &Cost, output: u64) {
        self.row_of(case, tool, self.articles, cost, output);
    }

    /// A row of a tool that was given fewer articles.
    pub(super) fn row_of(&mut self, case: &str, tool: &str, articles: u32, cost: &Cost, output: u64) {
        let cpu = cost.cpu / articles;
        let times = match self.ours {
            Some(ours) => format!("{:.1}", cpu.as_secs_f64() / ours.as_secs_f64()),
            None => "1".to_owned(),
        };
        self.ours.get_or_insert(cpu);
        let (peak, output) = (megabytes(cost.peak), kilobytes(output / u64::from(articles)));
        println!("| {case} | {tool} | {} | {times} | {peak} | {output} |", milliseconds(cpu));
    }
}

/// `2.31 ms`
pub(super) fn milliseconds(time: Duration) -> String {
    let milliseconds = time.as_secs_f64() * 1000.0;
    let digits = if milliseconds < 1.0 {
        3
    } else if milliseconds < 100.0 {
        2
    } else {
        0
    };
    format!("{milliseconds:.digits$} ms")
}

/// `18 MB`
pub(super) fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1 << 20))
}

fn kilobytes(bytes: u64) -> String {
    format!("{:.1} KB", bytes as f64 / 1000.0)
}
