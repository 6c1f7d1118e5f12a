//! Golden cases: one folder of `cases/` each, compared file by file. README.md beside this file says how to add one.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a test fails by panicking")]

mod case;
mod convert;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};

use case::Case;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let update = std::env::var_os("UPDATE").is_some_and(|value| value == "1");
    let folders = case_folders();
    let mut trials: Vec<Trial> = folders.iter().cloned().map(|folder| trial(folder, update)).collect();
    trials.push(Trial::test("kept-writers", move || convert::kept_writers_write_the_same(&folders)));
    if nothing_fits(&arguments, &trials) {
        eprintln!("error: there is no such case in {}", cases().display());
        return ExitCode::FAILURE;
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")
}

/// Every case, sorted by name.
fn case_folders() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(cases()).unwrap();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    for folder in &folders {
        assert!(folder.is_dir(), "stray file: {}", folder.display());
    }
    assert!(!folders.is_empty(), "there are no cases");
    folders
}

fn trial(folder: PathBuf, update: bool) -> Trial {
    let name = folder.file_name().unwrap().to_string_lossy().into_owned();
    Trial::test(name, move || run(&folder, update))
}

fn run(folder: &Path, update: bool) -> Result<(), Failed> {
    let case = Case::load(folder)?;
    let made = convert::everything(&case)?;
    if update {
        case.update(&made)?
    } else {
        case.compare(&made)?
    }
    convert::cut_short(&case);
    Ok(())
}

/// Whether a filter was given that no case fits: a misspelt name must not pass.
fn nothing_fits(arguments: &Arguments, trials: &[Trial]) -> bool {
    arguments
        .filter
        .as_ref()
        .is_some_and(|filter| !trials.iter().any(|trial| trial.name().contains(filter.as_str())))
}
