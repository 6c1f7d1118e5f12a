//! `copydesk completions` and `copydesk man`.

use std::io::{self, Write as _};

use clap::{Command, CommandFactory as _};
use clap_complete::Shell;

use crate::Outcome;
use crate::args::Args;
use crate::message::UsageError;

/// Prints the completion script of a shell.
pub(crate) fn completions(shell: Shell) -> Result<Outcome, UsageError> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "copydesk", &mut script);
    print(&script)
}

/// Prints the manual: a page for the command, and one for each of its subcommands.
pub(crate) fn manual() -> Result<Outcome, UsageError> {
    let mut command = Args::command().disable_help_subcommand(true);
    command.build();
    let mut pages = Vec::new();
    render(command.clone(), &mut pages)?;
    for subcommand in command.get_subcommands() {
        let name = subcommand.get_display_name().unwrap_or_else(|| subcommand.get_name()).to_owned();
        render(subcommand.clone().name(name), &mut pages)?;
    }
    print(&pages)
}

fn render(command: Command, pages: &mut Vec<u8>) -> Result<(), UsageError> {
    clap_mangen::Man::new(command).render(pages).map_err(|error| UsageError::new(error.to_string()))
}

/// Prints bytes to standard output. Who stops reading has read enough.
pub(crate) fn print(bytes: &[u8]) -> Result<Outcome, UsageError> {
    match io::stdout().lock().write_all(bytes) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(UsageError(format!("standard output cannot be written: {error}")))
        }
        _ => Ok(Outcome::default()),
    }
}
