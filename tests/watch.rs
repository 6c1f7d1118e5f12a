//! The hot folder, with real folders and processes that are ended in the midst of their work.
#![cfg(unix)]
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "these tests run the command on files, and fail where that fails"
)]

mod desk;

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use desk::{Desk, Run, tar};
use serde_json::Value;

const NOW: &str = "2030-01-01T00:00:00Z";
/// How often a state is asked for before a test fails: a minute on an idle machine, and more on a busy one.
const PATIENCE: u32 = 3_000;

/// An article with an id and a version, and with more metadata.
fn article(id: &str, version: &str, more: &str) -> String {
    format!(
        r#"{{"headline": "Story {id}", "body": [{{"type": "paragraph", "content": "Version {version}."}}],
            "metadata": {{"id": "{id}", "version": "{version}", "language": "en"{more}}}}}"#
    )
}

fn kill(id: &str, killed: &str) -> String {
    article(id, "1", &format!(r#", "relations": [{{"kind": "kills", "id": "{killed}"}}]"#))
}

/// One run for cron, at a time that does not pass.
fn once(desk: &Desk, now: &str) -> Run {
    desk.run(&format!("watch in -o out -t html,nitf --once --whole-after 0 --settle 0 --now {now}"))
}

/// The files below a folder.
fn below(desk: &Desk, folder: &str) -> Vec<String> {
    let files = desk.files().into_iter().filter_map(|file| Some(file.strip_prefix(folder)?.to_owned()));
    files.filter(|file| !file.starts_with(".copydesk")).collect()
}

/// Starts a watch that goes on.
fn start(desk: &Desk, more: &str) -> Child {
    let args = format!("watch in -o out -t html --whole-after 0 {more}");
    desk.command().args(args.split_whitespace()).stdout(Stdio::null()).spawn().unwrap()
}

/// Waits for a state of the folder while the process lives.
fn wait(child: &mut Child, what: &str, mut state: impl FnMut() -> bool) {
    for _ in 0..PATIENCE {
        if state() {
            return;
        }
        assert!(child.try_wait().unwrap().is_none(), "it ended before: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
    let _ = child.kill();
    panic!("never: {what}");
}

fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &child.id().to_string()]).status().unwrap().success());
}

#[test]
fn an_input_is_done_or_failed_and_its_report_goes_with_it() {
    let desk = Desk::new();
    desk.file("in/news/a.json", article("a", "1", ""));
    desk.file("in/bad.json", "{\"headline\": ");
    desk.file("in/half.json.part", "not yet");
    let run = once(&desk, NOW).gives(1);
    assert_eq!(
        below(&desk, "in/"),
        [
            "done/news/a.json",
            "done/news/a.json.report.jsonl",
            "failed/bad.json",
            "failed/bad.json.report.jsonl",
            "half.json.part"
        ]
    );
    assert_eq!(below(&desk, "out/"), ["news/a.html", "news/a.xml"]);
    let report = desk.read("in/done/news/a.json.report.jsonl");
    let line: Value = serde_json::from_str(report.lines().next().unwrap()).unwrap();
    assert_eq!((line["status"].as_str(), line["output"].as_str()), (Some("ok"), Some("news/a.html")));
    assert!(desk.read("in/failed/bad.json.report.jsonl").contains("\"failed\""));
    assert!(run.out.contains("done news/a.json [a v1] → news/a.html, news/a.xml"), "{}", run.out);

    desk.file("in/news/a.json", article("a", "1", ""));
    once(&desk, NOW).gives(0);
    assert!(desk.path("in/done/news/a_2.json.report.jsonl").exists(), "what is there is never replaced");
}

#[test]
fn an_older_version_never_overwrites_a_newer_one() {
    let desk = Desk::new();
    desk.file("in/a.json", article("a", "10", ""));
    once(&desk, NOW).gives(0);
    desk.file("in/a.json", article("a", "9", ""));
    let run = once(&desk, NOW).gives(0);
    assert!(run.out.contains("version 10 stands already"), "{}", run.out);
    assert!(desk.read("out/a.html").contains("Version 10."));
    assert!(desk.read("in/done/a_2.json.report.jsonl").contains("version 10 stands already"));

    desk.file("in/a-again.json", article("a", "11", ""));
    once(&desk, NOW).gives(0);
    assert_eq!(
        below(&desk, "out/"),
        [
            "a-again.html",
            "a-again.xml",
            "withdrawn/a.html",
            "withdrawn/a.html.notice.txt",
            "withdrawn/a.xml",
            "withdrawn/a.xml.notice.txt"
        ]
    );
    assert!(desk.read("out/withdrawn/a.html.notice.txt").contains("replaced by version 11"));
}

#[test]
fn two_articles_never_share_an_output() {
    let desk = Desk::new();
    desk.file("in/story.json", article("a", "1", ""));
    once(&desk, NOW).gives(0);
    desk.file("in/story.json", article("b", "1", ""));
    once(&desk, NOW).gives(0);
    assert!(
        desk.read("out/story.html").contains("Story a") && desk.read("out/story_2.html").contains("Story b")
    );
}

#[test]
fn a_kill_withdraws_and_keeps_out() {
    let desk = Desk::new();
    desk.file("in/a.json", article("a", "1", ""));
    desk.file("in/held.json", article("h", "1", r#", "embargo": {"until": "2031-01-01T00:00:00Z"}"#));
    once(&desk, NOW).gives(0);
    desk.file("in/kill.json", kill("k", "a"));
    desk.file("in/kill-held.json", kill("k2", "h"));
    let run = once(&desk, NOW).gives(0);
    assert!(run.out.contains("withdrawn a → a.html, a.xml; killed by k (kill.json)"), "{}", run.out);
    let out = below(&desk, "out/");
    assert!(!out.iter().any(|file| file.starts_with("a.") || file.starts_with("held.")), "{out:?}");
    assert!(out.contains(&"kill.xml".to_owned()) && !out.contains(&"kill.html".to_owned()), "{out:?}");
    assert!(desk.read("out/withdrawn/a.html.notice.txt").contains("Reason: killed by k"));
    assert!(desk.path("in/done/held.json").exists(), "what was killed while it was held is not released");

    desk.file("in/late.json", article("a", "2", ""));
    let run = once(&desk, "2032-01-01T00:00:00Z").gives(0);
    assert!(run.out.contains("not written: killed by k"), "{}", run.out);
    assert!(!desk.path("out/late.html").exists() && !desk.path("out/held.html").exists());

    desk.file(
        "in/vague.json",
        article("v", "1", r#", "relations": [{"kind": "kills", "printed": "KILL the bridge story"}]"#),
    );
    let run = once(&desk, NOW).gives(1);
    assert!(run.out.contains("a kill that names no id: KILL the bridge story"), "{}", run.out);
}

#[test]
fn an_embargo_is_kept_across_restarts_and_ends_on_time() {
    let desk = Desk::new();
    desk.file("in/a.json", article("a", "1", r#", "embargo": {"until": "2030-06-01T00:00:00Z"}"#));
    desk.file("in/b.json", article("b", "1", r#", "status": "withheld""#));
    let run = once(&desk, NOW).gives(0);
    assert!(run.out.contains("held a.json [a v1] → a.xml; under embargo until 2030-06-01"), "{}", run.out);
    assert_eq!(below(&desk, "out/"), ["a.xml", "b.xml"], "working formats carry the embargo with them");
    assert!(desk.path("in/held/a.json").exists() && desk.path("in/held/b.json").exists());
    once(&desk, "2030-05-31T23:59:59Z").gives(0);
    assert!(!desk.path("out/a.html").exists());
    once(&desk, "2030-06-01T00:00:00Z").gives(0);
    assert!(desk.path("out/a.html").exists() && desk.path("in/done/a.json.report.jsonl").exists());
    assert_eq!(below(&desk, "in/held/"), ["b.json", "b.json.report.jsonl"], "nobody has lifted this");

    desk.file("in/b.json", article("b", "2", ""));
    once(&desk, NOW).gives(0);
    assert!(desk.read("out/b.html").contains("Version 2."));
    assert!(below(&desk, "in/held/").is_empty());
}

#[test]
fn pictures_that_come_late_are_awaited_and_go_with_their_article() {
    let desk = Desk::new();
    let figure = r#"{"headline": "A", "body": [{"type": "figure", "renditions": [{"source": "p.png"}], "alternative": "A bridge"}]}"#;
    desk.file("in/a.json", figure);
    let mut child = start(&desk, "--settle 600 --poll 0.05 -O html.images=embedded");
    std::thread::sleep(Duration::from_millis(200));
    assert!(!desk.path("out/a.html").exists());
    desk.file("in/p.png", include_bytes!("cases/whole-model/media/bridge.png"));
    wait(&mut child, "the article is done", || desk.path("in/done/a.json").exists());
    assert!(desk.read("out/a.html").contains("data:image/png"));
    signal(&child, "-TERM");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    once(&desk, NOW).gives(0);
    assert!(desk.path("in/done/p.png").exists());
}

#[test]
fn a_killed_process_forgets_nothing_and_does_nothing_twice() {
    const COUNT: usize = 150;
    let desk = Desk::new();
    for number in 0..COUNT {
        desk.file(&format!("in/{number}.json"), article(&format!("n{number}"), "1", ""));
    }
    let done = || fs::read_dir(desk.path("in/done")).map_or(0, Iterator::count) / 2;
    for after in [1, COUNT / 3] {
        let mut child = start(&desk, "");
        wait(&mut child, "some are done", || done() >= after);
        signal(&child, "-KILL");
        child.wait().unwrap();
    }
    once(&desk, NOW).gives(0);
    let names = |folder: &str, ending: &str| {
        let mut names: Vec<String> =
            below(&desk, folder).into_iter().filter(|name| name.ends_with(ending)).collect();
        names.sort_by_key(|name| name.split('.').next().unwrap().parse::<usize>().unwrap_or(usize::MAX));
        names
    };
    let all = |ending: &str| (0..COUNT).map(|number| format!("{number}{ending}")).collect::<Vec<_>>();
    assert_eq!(names("in/done/", ".json"), all(".json"));
    assert_eq!(names("in/done/", ".report.jsonl"), all(".json.report.jsonl"));
    assert_eq!(names("out/", ".html"), all(".html"));
    assert!(below(&desk, "in/").iter().all(|name| name.starts_with("done/")));
}

#[test]
fn a_watch_sees_what_arrives_and_ends_when_it_is_told_to() {
    let desk = Desk::new();
    fs::create_dir_all(desk.path("in")).unwrap();
    let mut child = start(&desk, "--heartbeat beat.json");
    wait(&mut child, "it lives", || desk.path("beat.json").exists());
    desk.run("watch in -o out -t html --once").gives(2).says("another copydesk watches this folder");
    fs::create_dir_all(desk.path("in/new")).unwrap();
    desk.file("in/new/.a", article("a", "1", ""));
    fs::rename(desk.path("in/new/.a"), desk.path("in/new/a.json")).unwrap();
    wait(&mut child, "it is done", || desk.path("in/done/new/a.json.report.jsonl").exists());
    signal(&child, "-TERM");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let beat: Value = serde_json::from_str(&desk.read("beat.json")).unwrap();
    assert_eq!((beat["state"].as_str(), beat["done"].as_u64()), (Some("stopped"), Some(1)));
}

#[test]
fn nothing_in_the_folder_configures_it() {
    let desk = Desk::new();
    desk.file("copydesk.toml", "publisher = 'Harbour Press'\n");
    desk.file("in/copydesk.toml", "publisher = 'Somebody Else'\n");
    desk.file("in/a.json", article("a", "1", ""));
    once(&desk, NOW);
    assert!(desk.read("out/a.xml").contains("Harbour Press"));
    desk.run("watch in -o in/out -t html --once").gives(2).says("would arrive");
}

#[test]
fn an_archive_is_done_as_its_files_would_be() {
    let desk = Desk::new();
    desk.file("in/old.json", article("a", "1", ""));
    once(&desk, NOW).gives(0);
    desk.file(
        "in/wire/day.tar",
        tar(&[("news/a.json", &article("a", "2", "")), ("b.json", &article("b", "1", "")), ("logo.png", "")]),
    );
    let run = once(&desk, NOW).gives(0);
    assert!(run.out.contains("done wire/day.tar [a v2, b v1]"), "{}", run.out);
    assert!(desk.read("out/wire/day/news/a.html").contains("Version 2."));
    assert!(desk.path("out/withdrawn/old.html").exists(), "an older version is withdrawn");
    let report = desk.read("in/done/wire/day.tar.report.jsonl");
    assert!(report.contains("\"wire/day.tar/news/a.json\"") && report.lines().count() == 4, "{report}");

    let embargo = article("c", "1", r#", "embargo": {"until": "2031-01-01T00:00:00Z"}"#);
    desk.file("in/later.tar", tar(&[("c.json", &embargo)]));
    once(&desk, NOW).gives(0);
    assert!(desk.path("in/held/later.tar").exists() && !desk.path("out/later/c.html").exists());
    once(&desk, "2031-01-01T00:00:01Z").gives(0);
    assert!(desk.path("in/done/later.tar").exists() && desk.path("out/later/c.html").exists());

    desk.file("in/bad.tar", tar(&[("d.json", &article("d", "1", "")), ("e.json", "{")]));
    desk.file("in/none.zip", "no archive");
    desk.file("in/pictures.tar", tar(&[("logo.png", "")]));
    let run = once(&desk, NOW).gives(1);
    for name in ["bad.tar", "none.zip", "pictures.tar"] {
        assert!(desk.path(&format!("in/failed/{name}")).exists(), "{name}: {}", run.out);
    }
    assert!(desk.path("out/bad/d.html").exists(), "what is sound is written");
    assert!(run.out.contains("no article is in the archive"), "{}", run.out);
}

#[test]
fn what_a_killed_process_left_half_written_is_removed() {
    let desk = Desk::new();
    desk.file("in/a.json", article("a", "1", ""));
    let mut child = start(&desk, "");
    wait(&mut child, "the first is done", || desk.path("in/done/a.json.report.jsonl").exists());
    child.kill().unwrap();
    child.wait().unwrap();
    let hidden = |name: &String| name.starts_with("out/.copydesk") || name.ends_with(".part");
    let parts = || fs::read_dir(desk.path("out")).unwrap().flatten().map(|entry| entry.path());
    let folder =
        parts().find(|path| path.file_name().unwrap().to_string_lossy().starts_with(".copydesk-parts"));
    fs::write(folder.unwrap().join(".copydesk-x.part"), "half").unwrap();
    desk.file("in/.copydesk/reports/.copydesk-y.part", "half");
    assert_eq!(desk.files().iter().filter(|name| hidden(name)).count(), 2);
    once(&desk, NOW).gives(0);
    assert_eq!(desk.files().iter().filter(|name| hidden(name)).count(), 0);
    assert!(!parts().any(|path| path.file_name().unwrap().to_string_lossy().starts_with(".copydesk")));
}
