//! What hostile hands give the command: names of any bytes, on the disk and in archives, articles whose fields try to
//! leave the folder, files larger than any memory, headlines that are not what they seem.
#![cfg(target_os = "linux")]
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "these tests run the command on files, and fail where that fails"
)]

mod desk;

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use desk::{ARTICLE, Desk};
use serde_json::Value;

/// Names that a file system takes and people do not expect. Each is given an extension.
fn names() -> Vec<Vec<u8>> {
    let mut names: Vec<Vec<u8>> = [
        "two\nlines",
        "bell\u{7}\u{1b}[31mred",
        "carriage\rreturn",
        "CON",
        "nul",
        "com1.tar",
        "-rf",
        "--help",
        " leading",
        "trailing ",
        "dots...",
        "a\\..\\b",
        "c:d",
        "$(touch x)",
        "`touch x`",
        "'quoted\"",
        "%s%n",
        "*",
        "\u{202e}gnp",
        "\u{200b}",
        "日本語",
    ]
    .map(|name| name.as_bytes().to_vec())
    .to_vec();
    names.push(b"latin \xe9t\xe9".to_vec());
    names.push(b"\xff\xfe\xc0\x80".to_vec());
    names.push(vec![b'n'; 250]);
    names.push("日".repeat(83).into_bytes());
    names
}

/// Every file below a folder, as it is called.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(below(&path)) } else { found.push(path) }
    }
    found
}

/// Checks that a name is one that every file system takes, and nobody mistakes.
fn assert_harmless(path: &Path) {
    for part in path.components() {
        let name = part.as_os_str().to_str().unwrap_or_else(|| panic!("{path:?} is no text"));
        assert!(name.len() <= 255, "{path:?} is too long");
        let odd = |c: char| {
            c.is_control()
                || "\\:*?\"<>|".contains(c)
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{200b}'..='\u{200f}')
        };
        assert!(!name.contains(odd), "{path:?}");
        assert!(!name.ends_with(['.', ' ']) && !name.starts_with(['.', ' ']), "{path:?}");
        let stem = name.split('.').next().unwrap().trim_end().to_lowercase();
        assert!(!["con", "nul", "aux", "prn", "com1"].contains(&&*stem), "{path:?}");
    }
}

#[test]
fn files_of_any_name_are_read() {
    let desk = Desk::new();
    fs::create_dir(desk.path("in")).unwrap();
    for name in names() {
        let mut name = OsStr::from_bytes(&name).to_owned();
        name.push(".json");
        fs::write(desk.path("in").join(name), ARTICLE).unwrap();
    }
    let run = desk.run("convert in -t nitf -o out --report report.jsonl").gives(0);
    assert_eq!(below(&desk.path("out")).len(), names().len());
    let odd = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}');
    assert!(!run.err.contains(odd), "{:?}", run.err);
    let lines = desk.read("report.jsonl");
    assert_eq!(lines.lines().count(), names().len());
    for line in lines.lines() {
        assert_eq!(serde_json::from_str::<Value>(line).unwrap()["status"], "ok");
    }
    // A broken one is named, and a terminal is left alone.
    let broken: OsString = OsStr::from_bytes(b"in/\x1b[2J\xff\n.json").to_owned();
    fs::write(desk.path("").join(&broken), "{\"headline\": }").unwrap();
    let run = desk.run("convert in -t nitf -o again").gives(1);
    assert!(run.err.contains("headline") && !run.err.contains(odd), "{:?}", run.err);
    assert!(run.err.contains("\\n.json"), "no name begins a line of its own: {:?}", run.err);
    // A name that begins with a hyphen is an input where `--` says so.
    fs::write(desk.path("-t.json"), ARTICLE).unwrap();
    desk.run("convert -t nitf -o one/ -- -t.json").gives(0);
    assert_eq!(below(&desk.path("one")).len(), 1);
}

#[test]
fn names_in_archives_are_made_harmless() {
    let desk = Desk::new();
    let mut hostile = names();
    for name in [
        "../../up",
        "/etc/root",
        "a/../../../up",
        "./././x",
        "a//b",
        "..",
        "con/nul",
        "\\\\server\\share",
        "a/\u{202e}b/c",
    ] {
        hostile.push(name.as_bytes().to_vec());
    }
    hostile.push(vec![b'l'; 300]);
    hostile.push([vec![b'd'; 300], b"/f".to_vec()].concat());
    let mut builder = tar::Builder::new(Vec::new());
    for name in &hostile {
        let name = [name, b".json".as_slice()].concat();
        let mut header = tar::Header::new_gnu();
        header.set_size(ARTICLE.len() as u64);
        header.set_mode(0o644);
        if name.len() < 100 {
            // As a hostile hand would write it: the builder itself refuses some of these.
            header.as_old_mut().name[..name.len()].copy_from_slice(&name);
            header.set_cksum();
            builder.append(&header, ARTICLE.as_bytes()).unwrap();
        } else {
            builder.append_data(&mut header, OsStr::from_bytes(&name), ARTICLE.as_bytes()).unwrap();
        }
    }
    for kind in [tar::EntryType::Symlink, tar::EntryType::Link] {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(0);
        builder.append_link(&mut header, "passwd.json", "/etc/passwd").unwrap();
    }
    desk.file("deep/in.tar", builder.into_inner().unwrap());
    let mut zip = zip::ZipWriter::new(File::create(desk.path("deep/in.zip")).unwrap());
    for name in &hostile {
        let name = format!("{}.json", String::from_utf8_lossy(name));
        // A name that stands in it already is refused; the others are enough.
        if zip.start_file(name, zip::write::SimpleFileOptions::default()).is_ok() {
            zip.write_all(ARTICLE.as_bytes()).unwrap();
        }
    }
    zip.add_symlink("link.json", "/etc/passwd", zip::write::SimpleFileOptions::default()).unwrap();
    zip.finish().unwrap();
    let before = desk.files().len();
    for archive in ["in.tar", "in.zip"] {
        let run = desk.run(&format!("convert deep/{archive} -t nitf -o deep/out-{}/", &archive[3..]));
        assert!(!run.err.contains("Internal") && !run.err.contains("internal"), "{}", run.err);
        let out = desk.path(&format!("deep/out-{}", &archive[3..]));
        let found = below(&out);
        assert!(found.len() > names().len(), "{archive}: {found:?}\n{}", run.err);
        found.iter().for_each(|path| assert_harmless(path.strip_prefix(&out).unwrap()));
    }
    assert_eq!(desk.files().len(), before + below(&desk.path("deep")).len() - 2, "nothing stands elsewhere");
}

#[test]
fn fields_of_an_article_lead_out_of_no_folder() {
    let desk = Desk::new();
    let fields = [
        "../../../etc/passwd",
        "/etc/passwd",
        "..",
        ".",
        "CON",
        "nul.txt",
        "C:\\windows\\system32",
        "\\\\server\\share",
        "trailing. . .",
        "\u{202e}fdp.exe",
        "a\u{0}b\nc",
        "{slug}",
        "~root",
        &"x".repeat(5_000),
        &"日".repeat(2_000),
        "",
        " ",
        "\u{200b}",
    ];
    for (number, field) in fields.iter().enumerate() {
        let article = serde_json::json!({
            "headline": field,
            "metadata": { "slug_line": field, "id": field, "version": field, "language": field, "source": field },
        });
        desk.file(&format!("work/in/{number:02}.json"), article.to_string());
    }
    let before = desk.files().len();
    for template in
        ["{slug}", "{headline}", "{id}/{version}/{slug}.{ext}", "{language}-{source}", "{folder}{slug}"]
    {
        let run = desk.run_with(
            &["convert", "work/in", "-q", "-t", "markdown", "-o", "work/out", "--name", template],
            "",
        );
        let out = desk.path("work/out");
        let found = below(&out);
        assert_eq!(found.len(), fields.len(), "{template}: {found:?}\n{}", run.err);
        found.iter().for_each(|path| assert_harmless(path.strip_prefix(&out).unwrap()));
        assert_eq!(desk.files().len(), before + found.len(), "nothing stands elsewhere");
        fs::remove_dir_all(out).unwrap();
    }
}

#[test]
fn folders_that_link_to_themselves_are_no_loop() {
    let desk = Desk::new();
    desk.file("in/a/story.json", ARTICLE);
    std::os::unix::fs::symlink("..", desk.path("in/a/up")).unwrap();
    std::os::unix::fs::symlink("self", desk.path("in/self")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", desk.path("in/passwd.json")).unwrap();
    desk.run("convert in -t nitf -o out");
    assert!(below(&desk.path("out")).len() <= 2, "{:?}", below(&desk.path("out")));
    assert!(desk.path("out/a/story.xml").is_file());
}

#[test]
fn a_file_larger_than_the_limit_is_not_read() {
    let desk = Desk::new();
    // It takes no room on the disk.
    File::create(desk.path("huge.txt")).unwrap().set_len(1 << 40).unwrap();
    let (code, error) =
        desk.limited(&format!("ulimit -v {}", 900 << 10), "convert huge.txt story.json -t json -o out");
    assert_eq!(code, Some(1), "{error}");
    assert!(error.contains("huge.txt") && error.contains("(limit `bytes`)"), "{error}");
    assert!(desk.path("out/story.json").is_file(), "the others are done");
    desk.file("long.txt", "word ".repeat(1 << 20));
    desk.run("convert long.txt -o long.json --limit bytes=5242879")
        .gives(1)
        .says("5242879 bytes (limit `bytes`)");
    desk.run("convert long.txt -o long.json --limit bytes=5242880").gives(0);
}

#[test]
fn a_headline_that_turns_its_direction_is_kept_and_reported() {
    let desk = Desk::new();
    let headline = "Minister \u{202e}denies\u{202c} all";
    desk.file("turned.json", ARTICLE.replace("Bridge opens", headline));
    let (run, lines) = desk.report("convert turned.json -t nitf,markdown,html,text -o out");
    run.gives(0).says("turn the direction of the headline");
    for line in &lines {
        assert_eq!(line["warnings"][0], "unseen characters turn the direction of the headline");
    }
    for file in ["turned.xml", "turned.md", "turned.html", "turned.txt"] {
        assert!(desk.read(&format!("out/{file}")).contains(headline), "{file}");
    }
    desk.run("convert story.json -o story.xml").gives(0).says_nothing();
}

#[test]
fn an_output_that_does_not_fit_on_the_disk_leaves_nothing_behind() {
    let desk = Desk::new();
    for number in 0..3 {
        desk.file(
            &format!("in/{number}.json"),
            ARTICLE.replace("At last.", &"At last. ".repeat(2_000 * number)),
        );
    }
    let copydesk = env!("CARGO_BIN_EXE_copydesk");
    let script = format!("trap '' XFSZ; ulimit -f 16; exec {copydesk} convert in -q -j 1 -t json -o out");
    let output = Command::new("sh").args(["-c", &script]).current_dir(desk.folder.path()).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("cannot be written"), "{error}");
    for path in below(&desk.path("out")) {
        if path.extension().is_some_and(|extension| extension == "json") {
            serde_json::from_slice::<Value>(&fs::read(&path).unwrap()).unwrap();
        }
    }
    desk.run("convert in -q -t json -o out --resume").gives(0);
    let left: Vec<PathBuf> = below(&desk.path("out"));
    assert_eq!(left.len(), 3, "{left:?}");
}
