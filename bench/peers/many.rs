//! Very many articles, ours alone: the rate, the memory, and two cores against one.
//!
//! The memory is that of all of them. Two cores are compared with one on a tenth, again and again: on a machine with other
//! work a short round is sometimes left alone, a long one never.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::install::Tools;
use super::process::Cost;
use super::table::{megabytes, milliseconds};
use super::{Fault, articles, process};

/// Pairs of one core and two; the best count.
const ROUNDS: usize = 5;
/// Articles in one folder.
const FOLDER: usize = 1_000;

pub(super) fn run(tools: &Tools, work: &Path, count: usize) -> Result<(), Fault> {
    let folders = write(&work.join("many"), count)?;
    let mut all = [1, 2].map(|jobs| convert(tools, &folders, work, jobs));
    let peaks = [process::run(&mut all[0])?.peak, process::run(&mut all[1])?.peak];
    let tenth = &folders[..folders.len().div_ceil(10)];
    let articles = count.min(tenth.len() * FOLDER);
    let mut commands = [1, 2].map(|jobs| convert(tools, tenth, work, jobs));
    let mut rounds: Vec<[Cost; 2]> = Vec::new();
    for _ in 0..ROUNDS {
        rounds.push([process::run(&mut commands[0])?, process::run(&mut commands[1])?]);
    }
    println!(
        "| {count} articles of 5 KB → HTML in a .tar | articles a second | CPU an article | peak memory |"
    );
    println!("|---|--:|--:|--:|");
    for (at, cores) in ["one core", "two cores"].iter().enumerate() {
        let costs = rounds.iter().map(|round| round[at]);
        let Some(best) = costs.reduce(Cost::best) else { continue };
        let rate = articles as f64 / best.wall.as_secs_f64();
        let cpu = milliseconds(best.cpu / u32::try_from(articles).unwrap_or(u32::MAX));
        println!("| {cores} | {rate:.0} | {cpu} | {} |", megabytes(peaks[at]));
    }
    told(&rounds, articles);
    Ok(())
}

/// How two cores did beside one in each round, and how much of the machine the command got in it.
fn told(rounds: &[[Cost; 2]], articles: usize) {
    let ratio = |[one, two]: &[Cost; 2]| one.wall.as_secs_f64() / two.wall.as_secs_f64();
    let share = |cost: &Cost, cores: f64| 100.0 * cost.cpu.as_secs_f64() / cost.wall.as_secs_f64() / cores;
    println!();
    for (at, round) in rounds.iter().enumerate() {
        println!(
            "Round {}, {articles} articles: two cores do {:.2} times as much as one; it got {:.0} % of one core, {:.0} % of two.",
            at + 1,
            ratio(round),
            share(&round[0], 1.0),
            share(&round[1], 2.0)
        );
    }
    // A round that shared the machine says nothing of two cores: only of what was left of them.
    let alone = rounds.iter().filter(|round| share(&round[0], 1.0) > 90.0 && share(&round[1], 2.0) > 80.0);
    match alone.map(ratio).reduce(f64::max) {
        Some(best) => println!("\nTwo cores do {best:.2} times as much as one: the best round."),
        None => {
            println!("\nTwo cores against one: not measured, for the machine was never left to the command.")
        }
    }
}

/// Writes articles into folders.
fn write(folder: &Path, count: usize) -> Result<Vec<PathBuf>, Fault> {
    let mut folders = Vec::new();
    for (at, start) in (0..count).step_by(FOLDER).enumerate() {
        let folder = folder.join(format!("{at:04}"));
        articles::files(&folder, start..(start + FOLDER).min(count), 5_000)?;
        folders.push(folder);
    }
    Ok(folders)
}

fn convert(tools: &Tools, folders: &[PathBuf], work: &Path, jobs: u32) -> Command {
    let mut command = tools.convert();
    command.args(["-t", "html", "--jobs", &jobs.to_string(), "-o"]);
    command.arg(work.join(format!("many-{jobs}.tar"))).args(folders);
    command
}
