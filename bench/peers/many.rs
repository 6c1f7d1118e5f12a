//! Very many articles, ours alone: the rate, the memory, and two cores against one.

use std::path::Path;
use std::process::Command;

use super::install::Tools;
use super::process::Cost;
use super::table::{megabytes, milliseconds};
use super::{Fault, articles, process};

const ROUNDS: usize = 5;
/// Articles in one folder.
const FOLDER: usize = 1_000;

pub(super) fn run(tools: &Tools, work: &Path, count: usize) -> Result<(), Fault> {
    let folder = work.join("many");
    for (at, start) in (0..count).step_by(FOLDER).enumerate() {
        articles::files(&folder.join(format!("{at:04}")), start..(start + FOLDER).min(count), 5_000)?;
    }
    println!(
        "| {count} articles of 5 KB → HTML in a .tar | articles a second | CPU an article | peak memory |"
    );
    println!("|---|--:|--:|--:|");
    let mut commands = [1, 2].map(|jobs| convert(tools, &folder, work, jobs));
    let mut best: Option<[Cost; 2]> = None;
    let mut scaling = 0.0_f64;
    for _ in 0..ROUNDS {
        let pair = [process::run(&mut commands[0])?, process::run(&mut commands[1])?];
        scaling = scaling.max(pair[0].wall.as_secs_f64() / pair[1].wall.as_secs_f64());
        best = Some(match best {
            None => pair,
            Some([one, two]) => [pair[0].best(one), pair[1].best(two)],
        });
    }
    for (cores, cost) in ["one core", "two cores"].iter().zip(best.iter().flatten()) {
        let rate = count as f64 / cost.wall.as_secs_f64();
        let cpu = milliseconds(cost.cpu / u32::try_from(count).unwrap_or(u32::MAX));
        println!("| {cores} | {rate:.0} | {cpu} | {} |", megabytes(cost.peak));
    }
    println!(
        "\nTwo cores do {scaling:.2} times as much as one: the best of {ROUNDS} rounds, one after the other."
    );
    Ok(())
}

fn convert(tools: &Tools, folder: &Path, work: &Path, jobs: u32) -> Command {
    let mut command = tools.convert();
    command.args(["-t", "html", "--jobs", &jobs.to_string(), "-o"]);
    command.arg(work.join(format!("many-{jobs}.tar"))).arg(folder);
    command
}
