//! What a person sees on a terminal, by a terminal of the test's own.
#![cfg(unix)]
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "these tests run the command on files, and fail where that fails"
)]

mod desk;

use std::ffi::OsStr;
use std::fs::File;
use std::io::Read as _;
use std::os::unix::ffi::OsStrExt as _;
use std::process::Stdio;

use desk::{ARTICLE, Desk};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

/// What the command prints on a terminal so wide, and its exit code.
fn on_terminal(desk: &Desk, args: &str, columns: u16) -> (String, Option<i32>) {
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&ours).unwrap();
    unlockpt(&ours).unwrap();
    tcsetwinsize(&ours, Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    let name = ptsname(&ours, Vec::new()).unwrap();
    let terminal = File::options().read(true).write(true).open(OsStr::from_bytes(name.as_bytes())).unwrap();
    let mut command = desk.command();
    command
        .args(args.split(' '))
        .env("TERM", "xterm")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(terminal);
    let mut child = command.spawn().unwrap();
    // The command's end of the terminal is the child's alone now.
    drop(command);
    let (mut seen, mut ours) = (Vec::new(), File::from(ours));
    let mut buffer = [0; 4096];
    // The end of a terminal that nobody holds any more is an error.
    while let Ok(count @ 1..) = ours.read(&mut buffer) {
        seen.extend_from_slice(&buffer[..count]);
    }
    (String::from_utf8(seen).unwrap(), child.wait().unwrap().code())
}

fn many(desk: &Desk) {
    for number in 0..60 {
        desk.file(&format!("in/{number}.json"), ARTICLE);
    }
    desk.file("in/bad.json", "{");
}

#[test]
fn a_bar_is_drawn_on_one_line_and_taken_away() {
    let desk = Desk::new();
    many(&desk);
    for columns in [30, 100] {
        let (seen, code) = on_terminal(&desk, "convert in -t html -o out", columns);
        assert_eq!(code, Some(1));
        assert!(seen.contains(" input"), "{seen:?}");
        assert!(!seen.contains("\u{1b}[1A"), "it takes more than one line of {columns}: {seen:?}");
        let (bars, after) = seen.rsplit_once("\u{1b}[2K").unwrap();
        assert!(columns < 60 || bars.contains("/s"), "no rate: {seen:?}");
        assert!(after.contains("note") && after.contains("61 inputs"), "{after:?}");
        assert!(!after.contains("/s"), "the bar stays: {after:?}");
        let error = seen.lines().find(|line| line.contains("bad.json")).unwrap();
        assert!(error.contains("error"), "{error:?}");
    }
}

#[test]
fn a_quiet_run_prints_errors_alone() {
    let desk = Desk::new();
    many(&desk);
    let (seen, _) = on_terminal(&desk, "convert in -t html -o out -q", 100);
    assert!(seen.lines().count() == 1 && seen.contains("bad.json"), "{seen:?}");
}

#[test]
fn without_a_terminal_there_is_no_bar_and_no_colour() {
    let desk = Desk::new();
    many(&desk);
    let run = desk.run("convert in -t html -o out").gives(1);
    assert!(!run.err.contains('\u{1b}') && !run.err.contains('\r'), "{:?}", run.err);
}
