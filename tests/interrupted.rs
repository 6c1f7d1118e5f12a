//! Runs that are cut short: killed, without room on the disk, without a folder to write to. Gone on with, they end as if
//! nothing had happened.
//!
//! `COPYDESK_CASES=20` kills ten times as often, over twenty times as many inputs; `COPYDESK_SEED` chooses other moments.
#![cfg(target_os = "linux")]
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "these tests run the command on files, and fail where that fails"
)]

mod desk;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use desk::{ARTICLE, Desk};

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// Pseudo-random numbers, the same on every machine (Marsaglia's xorshift).
struct Moments(u64);

impl Moments {
    fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below.max(1)
    }
}

/// A desk with so many stories in folders, some of them broken, some in an archive.
fn stories(count: u64) -> Desk {
    let desk = Desk::new();
    let mut archive = tar::Builder::new(Vec::new());
    for number in 0..count {
        let text = "The bridge is open, at last. ".repeat(usize::try_from(number % 50 + 1).unwrap());
        let story = match number % 101 {
            7 => format!("{{\"headline\": {number}, }}"),
            _ => ARTICLE.replace("Bridge", &format!("Bridge {number}")).replace("At last.", &text),
        };
        if number % 10 == 3 {
            let mut header = tar::Header::new_gnu();
            header.set_size(story.len() as u64);
            header.set_mode(0o644);
            archive.append_data(&mut header, format!("{number}.json"), story.as_bytes()).unwrap();
        } else {
            desk.file(&format!("in/{}/{number}.json", number % 7), story);
        }
    }
    desk.file("in/3/archive.tar", archive.into_inner().unwrap());
    desk
}

/// All that is below a path: names and contents.
fn below(path: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        if folder.is_file() {
            found.push((String::new(), fs::read(&folder).unwrap()));
            continue;
        }
        for entry in fs::read_dir(&folder).unwrap() {
            let entry = entry.unwrap().path();
            match entry.is_dir() {
                true => folders.push(entry),
                false => found.push((
                    entry.strip_prefix(path).unwrap().to_string_lossy().into_owned(),
                    fs::read(entry).unwrap(),
                )),
            }
        }
    }
    found.sort();
    found
}

fn start(desk: &Desk, args: &str) -> Child {
    desk.command().args(args.split_whitespace()).stderr(Stdio::null()).stdin(Stdio::null()).spawn().unwrap()
}

/// Waits until a file is so long, or the run is over. Returns whether it is over.
fn reaches(child: &mut Child, file: &Path, length: u64) -> bool {
    loop {
        if child.try_wait().unwrap().is_some() {
            return true;
        }
        if file.metadata().is_ok_and(|metadata| metadata.len() >= length) {
            return false;
        }
        std::thread::sleep(Duration::from_micros(200));
    }
}

/// Kills a run at random moments, goes on with it each time, and compares the end with a run that was left alone.
fn killed(output: &str, journal: &str) {
    let cases = number("COPYDESK_CASES", 1);
    let (count, kills) = (500 * cases, 5 * cases.min(10));
    let desk = stories(count);
    let args = format!("convert in -q -t json -o {output} --report report.jsonl --quarantine failed");
    let left_alone = desk.run(&args).gives(1);
    let (whole, report, failed) =
        (below(&desk.path(output)), desk.read("report.jsonl"), below(&desk.path("failed")));
    assert!(left_alone.err.contains("1 failed") || !failed.is_empty());
    let length = report.len() as u64;
    let mut moments = Moments(number("COPYDESK_SEED", 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut killed = 0;
    for round in 0..kills {
        if round % 5 == 0 {
            remove(&desk.path(output));
            remove(&desk.path("report.jsonl"));
            remove(&desk.path("failed"));
        }
        let mut child = start(&desk, &format!("{args} --resume -j {}", round % 3 + 1));
        let moment = moments.next(length * (round % 5 + 1) / 5);
        if !reaches(&mut child, &desk.path(journal), moment) {
            child.kill().unwrap();
            killed += 1;
        }
        child.wait().unwrap();
        if round % 5 == 4 {
            desk.run(&format!("{args} --resume")).gives(1);
            assert_eq!(desk.read("report.jsonl"), report);
            assert!(below(&desk.path(output)) == whole, "the outputs differ");
            assert!(below(&desk.path("failed")) == failed, "what failed differs");
        }
    }
    assert!(killed > 0, "it was never killed");
    assert!(desk.files().iter().all(|file| !file.contains(".copydesk")), "something is left");
}

fn remove(path: &Path) {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    assert!(removed.is_ok() || !path.exists());
}

#[test]
fn killed_while_it_writes_a_folder() {
    killed("out", "out/.copydesk-journal");
}

#[test]
fn killed_while_it_writes_an_archive() {
    for name in ["all.zip", "all.tar.zst"] {
        killed(name, &format!(".{name}.copydesk-journal"));
    }
}

#[test]
fn ctrl_c_in_a_batch_leaves_nothing_half_written_and_ends_with_130() {
    let desk = stories(500);
    let args = "convert in -q -t json,markdown -o out";
    desk.run(&args.replace("out", "whole")).gives(1);
    let mut child = start(&desk, args);
    if !reaches(&mut child, &desk.path("out/.copydesk-journal"), 5_000) {
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
        let code = child.wait().unwrap().code();
        // It may have come to its end in the meantime.
        assert!(code == Some(130) || code == Some(1), "{code:?}");
        assert!(!desk.path("out/.copydesk-parts").exists());
    }
    desk.run(&format!("{args} --resume")).gives(1);
    assert!(below(&desk.path("out")) == below(&desk.path("whole")));
}

#[test]
fn what_has_changed_is_done_anew_and_nothing_else() {
    let desk = stories(60);
    let args = "convert in --files-from - -q -t json -o out --report report.jsonl";
    killed_after(&desk, args, "out/6/55.json");
    let (kept, touched, gone) = (inode(&desk, "out/0/0.json"), inode(&desk, "out/1/1.json"), "out/2/2.json");
    desk.file("in/1/8.json", ARTICLE.replace("Bridge", "Another bridge"));
    desk.file("in/1/new.json", ARTICLE);
    // The same bytes with another date are the same.
    let same = fs::read(desk.path("in/1/1.json")).unwrap();
    fs::remove_file(desk.path("in/1/1.json")).unwrap();
    desk.file("in/1/1.json", same);
    fs::remove_file(desk.path(gone)).unwrap();
    desk.run_with(&format!("{args} --resume").split_whitespace().collect::<Vec<_>>(), "").gives(1);
    let now = (inode(&desk, "out/0/0.json"), inode(&desk, "out/1/1.json"));
    assert_eq!(now, (kept, touched), "they are as they were");
    assert!(desk.path(gone).is_file() && desk.path("out/1/new.json").is_file());
    let whole = desk.read("report.jsonl");
    let outputs = below(&desk.path("out"));
    remove(&desk.path("out"));
    desk.run_with(&args.split_whitespace().collect::<Vec<_>>(), "").gives(1);
    assert_eq!(desk.read("report.jsonl"), whole);
    assert!(below(&desk.path("out")) == outputs);
}

/// Kills a run when it has made the output at `last`: its list of inputs is not ended, so neither is the run.
fn killed_after(desk: &Desk, args: &str, last: &str) {
    let mut child = desk
        .command()
        .args(args.split_whitespace())
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let list = child.stdin.take();
    assert!(!reaches(&mut child, &desk.path(last), 1));
    child.kill().unwrap();
    child.wait().unwrap();
    drop(list);
}

fn inode(desk: &Desk, file: &str) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    desk.path(file).metadata().unwrap().ino()
}

#[test]
fn without_a_report_the_rest_is_done_and_with_one_all() {
    let desk = stories(30);
    let args = "convert in --files-from - -q -t json -o out";
    killed_after(&desk, args, "out/6/6.json");
    let kept = inode(&desk, "out/0/0.json");
    fs::remove_file(desk.path("out/2/2.json")).unwrap();
    let resumed = "convert in --files-from /dev/null -t json -o out --resume";
    desk.run(&resumed.replace("--resume", "--resume -q")).gives(1);
    assert_eq!(inode(&desk, "out/0/0.json"), kept, "it is as it was");
    assert!(desk.path("out/2/2.json").is_file());

    remove(&desk.path("out"));
    killed_after(&desk, args, "out/6/6.json");
    let (run, lines) = desk.report(resumed);
    run.gives(1).says("or it kept no report; all is done anew");
    assert_eq!(lines.len(), 30);
}

#[test]
fn other_options_do_everything_anew() {
    let desk = stories(30);
    killed_after(&desk, "convert in --files-from - -q -t json -o out", "out/1/29.json");
    let args = "convert in --files-from /dev/null -t json -O json.layout=compact -o out --resume";
    desk.run(args).gives(1).says("the options are not those of the run that was interrupted");
    assert_eq!(desk.read("out/1/29.json").lines().count(), 1);
    desk.run("convert in -t json --resume").gives(2).says("-o names it");
}

/// A limit on the size of files, in units of 512 bytes.
fn file_size(blocks: u32) -> String {
    format!("trap '' XFSZ; ulimit -f {blocks}")
}

#[test]
fn a_full_disk_is_one_clear_error_and_the_run_can_be_gone_on_with() {
    for output in ["all.jsonl", "all.tar", "all.zip", "all.tar.zst"] {
        let desk = stories(300);
        let args = format!("convert in -q -t json -o {output}");
        desk.run(&args).gives(1);
        let whole = fs::read(desk.path(output)).unwrap();
        fs::remove_file(desk.path(output)).unwrap();
        let (code, error) = desk.limited(&file_size(8), &args);
        assert_eq!(code, Some(1), "{error}");
        let about: Vec<&str> = error.lines().filter(|line| line.contains("cannot be written")).collect();
        assert_eq!(about.len(), 1, "{error}");
        assert!(error.contains("--resume goes on"), "{error}");
        assert!(!desk.path(output).exists());
        desk.run(&format!("{args} --resume")).gives(1);
        assert!(fs::read(desk.path(output)).unwrap() == whole, "{output}");
    }
    let desk = Desk::new();
    desk.run("convert story.json -o x.xml --report /dev/full").gives(1).says("--report cannot be written");
}

#[test]
fn where_nothing_can_be_written_one_error_says_so() {
    let desk = stories(20);
    for output in ["story.json/out/", "story.json/all.tar", "/proc/none/", "/proc/none.zip"] {
        let run = desk.run(&format!("convert in -t json -o {output}"));
        assert_eq!(run.err.matches("error: ").count(), 1, "{output}: {}", run.err);
        run.gives(1).says("cannot be written");
    }
    let run = desk.run("convert in story.json -t json -o out --quarantine story.json/x");
    run.gives(1).says("--quarantine cannot be written");
}

#[test]
fn an_output_folder_that_is_removed_ends_the_run() {
    let desk = stories(20);
    let mut child = desk
        .command()
        .args(["convert", "--files-from", "-", "-t", "json", "-o", "out"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut list = child.stdin.take().unwrap();
    list.write_all(b"in/0/0.json\n").unwrap();
    assert!(!reaches(&mut child, &desk.path("out/in/0/0.json"), 1));
    fs::remove_dir_all(desk.path("out")).unwrap();
    for number in 1..20 {
        // It may have ended already.
        let _ = writeln!(list, "in/{}/{number}.json", number % 7);
    }
    drop(list);
    let output = child.wait_with_output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert_eq!(error.matches("out cannot be written").count(), 1, "{error}");
}

#[test]
fn an_input_that_vanishes_fails_alone() {
    let desk = stories(20);
    let mut child = desk
        .command()
        .args(["convert", "--files-from", "-", "-q", "-t", "json", "-o", "out", "-j", "1"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut list = child.stdin.take().unwrap();
    list.write_all(b"in/0/0.json\n").unwrap();
    assert!(!reaches(&mut child, &desk.path("out/in/0/0.json"), 1));
    fs::remove_file(desk.path("in/1/1.json")).unwrap();
    list.write_all(b"in/1/1.json\nin/2/2.json\n").unwrap();
    drop(list);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("in/1/1.json: cannot be read"));
    assert!(desk.path("out/in/2/2.json").is_file());
}
