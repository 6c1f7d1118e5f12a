//! The `copydesk` command: files in, files out, and a report of everything an output does not carry.
#![expect(clippy::disallowed_methods, reason = "this is where files, the clock and the terminal are reached")]

mod archive;
mod args;
mod batch;
mod check;
mod config;
mod container;
mod convert;
mod desk;
mod destination;
mod digest;
mod fonts;
mod formats;
mod house;
mod inspect;
mod interrupt;
mod journal;
mod media;
mod message;
mod names;
mod order;
mod panic;
mod patterns;
mod pieces;
mod pipeline;
mod plan;
mod progress;
mod quarantine;
mod report;
mod resolve;
mod save;
mod settings;
mod shell;
mod source;
mod store;
mod summary;
mod system_fonts;
mod tally;
mod unnamed;
mod walk;
mod watch;

use std::path::Path;
use std::process::ExitCode;

use clap::Parser as _;

use args::{Args, Command};
use config::Config;
use message::UsageError;

/// Threads that take one article after the other leave the system's allocator in pieces: memory grew with the batch.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args = Args::parse();
    panic::keep_messages();
    let done = run(args.command);
    match done {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(UsageError(message)) => {
            message::error(&message);
            ExitCode::from(Outcome { usage: true, ..Outcome::default() }.code())
        }
    }
}

/// Runs a command, its arguments filled in by the configuration.
fn run(command: Command) -> Result<Outcome, UsageError> {
    match command {
        Command::Convert(mut args) => {
            Config::load(&args.order.reading, &args.input.inputs)?.fill_convert(&mut args);
            convert::run(&args)
        }
        Command::Watch(mut args) => {
            // What arrives in the folder does not configure it.
            let above =
                args.folder.canonicalize().ok().and_then(|folder| folder.parent().map(Path::to_owned));
            let above = above.unwrap_or_else(|| Path::new(".").to_owned());
            Config::load(&args.order.reading, &[above])?.fill_watch(&mut args);
            watch::run(&args)
        }
        Command::Inspect(mut args) => {
            Config::load(&args.reading, std::slice::from_ref(&args.input))?.fill_reading(&mut args.reading);
            inspect::run(&args)
        }
        Command::Check(mut args) => {
            Config::load(&args.reading, &args.input.inputs)?.fill_check(&mut args);
            check::run(&args)
        }
        Command::Config(args) => config::run(&args),
        Command::Formats(args) => formats::run(&args),
        Command::Completions { shell } => shell::completions(shell),
        Command::Man => shell::manual(),
    }
}

/// How a run went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Outcome {
    usage: bool,
    failed: bool,
    refused: bool,
    lost: bool,
}

impl Outcome {
    /// The exit code: usage before failure, failure before refusal, refusal before loss.
    fn code(self) -> u8 {
        match self {
            Self { usage: true, .. } => 2,
            Self { failed: true, .. } => 1,
            Self { refused: true, .. } => 4,
            Self { lost: true, .. } => 3,
            Self { .. } => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_decides() {
        let all = Outcome { usage: true, failed: true, refused: true, lost: true };
        assert_eq!(all.code(), 2);
        assert_eq!(Outcome { usage: false, ..all }.code(), 1);
        assert_eq!(Outcome { usage: false, failed: false, ..all }.code(), 4);
        assert_eq!(Outcome { lost: true, ..Outcome::default() }.code(), 3);
        assert_eq!(Outcome::default().code(), 0);
    }
}
