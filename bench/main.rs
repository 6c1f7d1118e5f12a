//! `cargo run --release -p copydesk-bench -- peers`: the command beside other tools, on the same articles in one run.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark writes files, reads the clock and prints"
)]

mod peers;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

/// Measures Copydesk. Each reader and writer beside its floor: `cargo bench -p copydesk-bench`.
#[derive(Debug, Parser)]
#[command(name = "copydesk-bench")]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Install pandoc, typst and WeasyPrint, and print one table: the command and theirs on the same articles
    Peers {
        /// Which parts
        #[arg(value_enum, default_values = ["cold", "batch", "warm", "many"])]
        parts: Vec<Part>,
        /// How many articles `many` converts
        #[arg(long, default_value_t = 100_000)]
        articles: usize,
    },
    /// Run one command and print what it cost
    #[command(hide = true)]
    Measure {
        /// The command and its arguments
        #[arg(last = true)]
        command: Vec<OsString>,
    },
}

/// A part of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// One article, one process
    Cold,
    /// 1,000 articles, one process
    Batch,
    /// One article, again and again, within one process: libraries
    Warm,
    /// Very many articles, ours alone: rate, memory, and two cores against one
    Many,
}

fn main() -> ExitCode {
    let done = match Args::parse().command {
        Command::Peers { parts, articles } => peers::run(&parts, articles),
        Command::Measure { command } => peers::measure(&command),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
