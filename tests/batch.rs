//! Many inputs: folders, archives and lists in; folders and archives out; names, proofs, what is set aside.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "these tests run the command on files, and fail where that fails"
)]

mod desk;

use std::fs::{self, File};
use std::io::{Cursor, Read as _, Write as _};

use desk::{ARTICLE, Desk, tar, tar_of_bytes};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

/// A story of its own.
fn story(number: usize) -> String {
    format!(
        r#"{{"headline": "Bridge {number} opens", "body": [{{"type": "paragraph", "content": "At last, number {number}."}}],
            "metadata": {{"slug_line": "bridge-{number}", "issued": "2024-03-{:02}T08:00:00Z"}}}}"#,
        number % 28 + 1
    )
}

/// A desk with stories in folders, a picture beside them, and one that is broken.
fn archive() -> Desk {
    let desk = Desk::new();
    for number in 0..40 {
        desk.file(&format!("in/{}/{}/story.json", number % 3, number), story(number));
    }
    desk.file("in/1/picture.jpg", "no article");
    desk.file("in/1/.hidden.json", "no article");
    desk.file("in/2/bad.json", "{\"headline\": }");
    desk
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// What is below a folder: the paths and contents, sorted.
fn tree(desk: &Desk, folder: &str) -> Vec<(String, Vec<u8>)> {
    let prefix = format!("{folder}/");
    let files = desk.files().into_iter().filter(|file| file.starts_with(&prefix));
    files.map(|file| (file[prefix.len()..].to_owned(), fs::read(desk.path(&file)).unwrap())).collect()
}

fn names(desk: &Desk, folder: &str) -> Vec<String> {
    tree(desk, folder).into_iter().map(|(name, _)| name).collect()
}

mod inputs {
    use super::*;

    #[test]
    fn folders_are_mirrored_and_what_is_no_article_is_passed_over() {
        let desk = archive();
        let run = desk.run("convert in -t json,nitf -o out").gives(1);
        assert_eq!(names(&desk, "out").len(), 80);
        assert!(desk.path("out/2/38/story.xml").is_file());
        let run = run.says("in/2/bad.json:1:14: article 1:").says("41 inputs (").says("80 outputs (");
        run.says("1 failed, 0 refused").says("1 file passed over").says("the input is broken: 1 time");
        desk.run("convert in -t json -o out -q").gives(1);
    }

    #[test]
    fn without_an_output_each_stands_beside_its_input() {
        let desk = archive();
        fs::write(desk.path("in/more.tar"), tar(&[("deep/story.json", ARTICLE)])).unwrap();
        desk.run("convert in -t nitf").gives(1);
        assert!(desk.path("in/0/39/story.xml").is_file());
        assert!(desk.path("in/more/deep/story.xml").is_file(), "an archive becomes a folder");
    }

    #[test]
    fn what_the_run_writes_is_no_input_of_it() {
        let desk = archive();
        for _ in 0..2 {
            desk.run("convert in -t json -o in/out --report in/report.jsonl --quarantine in/failed").gives(1);
        }
        assert_eq!(names(&desk, "in/out").len(), 40);
        assert_eq!(names(&desk, "in/failed"), ["2/bad.json", "2/bad.json.error.txt"]);
    }

    #[test]
    fn an_input_in_a_folder_is_never_overwritten() {
        let desk = Desk::new();
        desk.file("in/a.json", story(1));
        desk.run("convert in -t json -o in").gives(2).says("would be overwritten");
        desk.run("convert in -t json").gives(2).says("would be overwritten");
        assert_eq!(desk.read("in/a.json"), story(1));
    }

    #[test]
    fn patterns_say_which_files_are_read() {
        let desk = archive();
        desk.file("in/story.txt", "Bridge opens\n\nAt last.\n");
        desk.file(
            "in/all.zip",
            zip(&[("wire/a.json", ARTICLE.as_bytes()), ("wire/b.txt", b"Bridge\n\nText.\n")]),
        );
        let read = |flags: &str| {
            let _ = fs::remove_dir_all(desk.path("out"));
            desk.run(&format!("convert in -q -t json -o out {flags}"));
            names(&desk, "out")
        };
        assert_eq!(read("--include *.txt"), ["all/wire/b.json", "story.json"]);
        assert_eq!(
            read("--include 0/3/*.json --include *.zip/**/a.*"),
            ["0/3/story.json", "all/wire/a.json"]
        );
        assert_eq!(read("--exclude story.json --exclude *.zip --exclude 2"), ["story.json"]);
        desk.run("convert in -t json -o out --include [").gives(2).says("--include [");
    }

    #[test]
    fn lists_name_inputs_by_line_or_by_zero() {
        let desk = archive();
        for (end, list) in [("\n", "lines"), ("\r\n", "windows"), ("\0", "zeros")] {
            let paths = ["in/1/1/story.json", "", "in/0/3", "none.json", "../etc/nothing.json"];
            desk.file(list, paths.join(end));
            let run = desk.run(&format!("convert --files-from {list} -t nitf -o out-{list}")).gives(1);
            run.says("none.json: cannot be read").says("4 inputs");
            assert_eq!(names(&desk, &format!("out-{list}")), ["in/1/1/story.xml", "story.xml"]);
        }
        desk.run_with(&["convert", "--files-from", "-", "-t", "json", "-o", "x/"], "in/1/1/story.json\n")
            .gives(0);
        assert_eq!(names(&desk, "x"), ["in/1/1/story.json"]);
        desk.run("convert --files-from none -t json -o x/")
            .gives(2)
            .says("--files-from none: cannot be read");
        desk.run("convert -t json -o x/").gives(2);
    }
}

mod archives {
    use super::*;

    #[test]
    fn an_archive_gives_what_the_folder_gives() {
        let desk = archive();
        desk.run("convert in -t json,nitf -o out").gives(1);
        let folder = tree(&desk, "out");
        let mut builder = tar::Builder::new(Vec::new());
        builder.append_dir_all("", desk.path("in")).unwrap();
        let tarred = builder.into_inner().unwrap();
        desk.file("one.tgz", gzip(&tarred));
        desk.file("two.tar.zst", zstd::encode_all(tarred.as_slice(), 1).unwrap());
        desk.file("three.zip", zip(&[("inner.TAR", &tarred)]));
        desk.file("four.tar.gz", gzip(&tar(&[("x.txt", "Bridge\n\nText.\n")])));
        for (name, below) in [("one.tgz", "one"), ("two.tar.zst", "two"), ("three.zip", "three/inner")] {
            let _ = fs::remove_dir_all(desk.path("out"));
            desk.run(&format!("convert {name} -q -t json,nitf -o out")).gives(1);
            assert!(tree(&desk, &format!("out/{below}")) == folder, "{name}: {:?}", names(&desk, "out"));
        }
        let (run, lines) = desk.report("convert four.tar.gz -t json -o out4");
        run.gives(0);
        assert_eq!(
            (&lines[0]["input"], &lines[0]["output"]),
            (&"four.tar.gz/x.txt".into(), &"out4/four/x.json".into())
        );
    }

    #[test]
    fn a_compressed_file_is_one_input() {
        let desk = Desk::new();
        desk.file("in/a.json.gz", gzip(ARTICLE.as_bytes()));
        desk.file("in/b.json.zst", zstd::encode_all(ARTICLE.as_bytes(), 1).unwrap());
        desk.run("convert in -t nitf -o out").gives(0);
        assert_eq!(names(&desk, "out"), ["a.xml", "b.xml"]);
    }

    #[test]
    fn names_in_an_archive_lead_nowhere_else() {
        let desk = Desk::new();
        let hostile = [
            ("../../up.json", ARTICLE),
            ("/etc/root.json", ARTICLE),
            ("con/nul.json", ARTICLE),
            ("a\nb/c:d.json", ARTICLE),
            ("./plain.json", ARTICLE),
        ];
        let mut bytes = tar(&hostile);
        let mut link = tar::Header::new_gnu();
        link.set_entry_type(tar::EntryType::Symlink);
        link.set_size(0);
        let mut builder = tar::Builder::new(Vec::new());
        builder.append_link(&mut link, "link.json", "/etc/passwd").unwrap();
        bytes.truncate(bytes.len() - 1024);
        bytes.extend(builder.into_inner().unwrap());
        desk.file("x/y/in.tar", bytes);
        desk.run("convert x/y/in.tar -t nitf -o x/y/out").gives(0).says("1 file passed over");
        let found = names(&desk, "x/y/out");
        assert_eq!(
            found,
            ["in/_con/_nul.xml", "in/a_b/c_d.xml", "in/etc/root.xml", "in/plain.xml", "in/up.xml"]
        );
        assert_eq!(desk.files().len(), found.len() + 2);
        desk.file("in.zip", zip(&[("..\\..\\up.json", ARTICLE.as_bytes())]));
        desk.run("convert in.zip -t nitf -o z").gives(0);
        assert_eq!(names(&desk, "z"), ["in/up.xml"]);
    }

    #[test]
    fn bombs_do_not_go_off() {
        let desk = Desk::new();
        let zeros = std::io::repeat(b'0').take(300 << 20);
        desk.file("bomb.txt.zst", zstd::encode_all(zeros, 1).unwrap());
        desk.run("convert bomb.txt.zst -t json -o out").gives(1).says("more than 1000 times its size");
        let zeros = std::io::repeat(b'0').take(1 << 20);
        desk.file("long.txt.zst", zstd::encode_all(zeros, 1).unwrap());
        desk.run("convert long.txt.zst -t json -o out --limit bytes=1000")
            .gives(1)
            .says("more than 1000 bytes");
        let (mut nested, mut name) = (gzip(ARTICLE.as_bytes()), "deep.json.gz".to_owned());
        for _ in 0..3 {
            desk.file(&name, &nested);
            desk.run(&format!("convert {name} -t json -o out")).gives(0);
            (nested, name) = (gzip(&nested), format!("{name}.gz"));
        }
        desk.file(&name, gzip(&nested));
        desk.file("deeper.json.gz.gz.gz.gz.gz", gzip(&nested));
        let run = desk.run("convert deeper.json.gz.gz.gz.gz.gz -t json -o out").gives(1);
        run.says("archives nest deeper than 4").says("--limit");
        desk.run("convert deeper.json.gz.gz.gz.gz.gz -t json -o out --limit archive-depth=9").gives(0);
    }

    #[test]
    fn of_a_broken_archive_the_sound_part_is_read() {
        let desk = Desk::new();
        let many: Vec<(String, String)> =
            (0..50).map(|number| (format!("{number}.json"), story(number))).collect();
        let many: Vec<(&str, &str)> =
            many.iter().map(|(name, story)| (name.as_str(), story.as_str())).collect();
        let mut bytes = tar(&many);
        bytes.truncate(bytes.len() / 2);
        desk.file("in/cut.tar", &bytes);
        let compressed = gzip(&tar(&many));
        desk.file("in/cut.tgz", &compressed[..compressed.len() / 2]);
        desk.file("in/no.zip", "PK no zip");
        desk.file("in/z.json", ARTICLE);
        let (run, lines) = desk.report("convert in -t nitf -o out");
        run.gives(1).says("in/no.zip: the archive cannot be read").says("in/cut.tgz");
        assert!(desk.path("out/cut/3.xml").is_file() && desk.path("out/z.xml").is_file());
        let failed = lines.iter().filter(|line| line["status"] == "failed");
        let failed: Vec<&str> = failed.filter_map(|line| line["input"].as_str()).collect();
        for archive in ["in/cut.tar", "in/cut.tgz", "in/no.zip"] {
            assert!(failed.iter().any(|input| input.starts_with(archive)), "{archive}: {failed:?}");
        }
    }
}

mod outputs {
    use super::*;

    #[test]
    fn the_number_of_threads_changes_nothing() {
        let desk = archive();
        desk.file(
            "in/many.jsonl",
            (0..200).map(|number| story(number).replace('\n', "") + "\n").collect::<String>(),
        );
        let run = |jobs: &str, output: &str| {
            let args = format!("convert in -q -t json -o {output} --report {output}.report -j {jobs}");
            desk.run(&args).gives(1);
            desk.read(&format!("{output}.report"))
        };
        let report = run("1", "folder");
        assert_eq!(report.lines().count(), 241);
        let folder = tree(&desk, "folder");
        for jobs in ["2", "7"] {
            fs::rename(desk.path("folder"), desk.path("before")).unwrap();
            assert_eq!(run(jobs, "folder"), report);
            assert!(tree(&desk, "folder") == folder, "{jobs} jobs");
            fs::remove_dir_all(desk.path("before")).unwrap();
        }
        for container in ["all.jsonl", "all.tar", "all.tar.zst", "all.zip"] {
            let report = run("1", container);
            let bytes = fs::read(desk.path(container)).unwrap();
            for jobs in ["2", "7"] {
                assert_eq!(run(jobs, container), report);
                assert!(fs::read(desk.path(container)).unwrap() == bytes, "{container} with {jobs} jobs");
            }
        }
        assert!(desk.files().iter().all(|file| !file.contains(".copydesk")), "{:?}", desk.files());
    }

    #[test]
    fn one_file_may_hold_all_outputs() {
        let desk = archive();
        desk.run("convert in -q -t json,nitf -o out").gives(1);
        let folder = tree(&desk, "out");
        for container in ["all.tar", "all.tar.zst", "all.zip"] {
            desk.run(&format!("convert in -q -t json,nitf -o {container}")).gives(1);
        }
        let sorted = |mut files: Vec<(String, Vec<u8>)>| {
            files.sort();
            files
        };
        let unpacked = |stream: Box<dyn std::io::Read>| {
            let mut archive = tar::Archive::new(stream);
            let files = archive.entries().unwrap().map(|entry| {
                let mut entry = entry.unwrap();
                let mut bytes = Vec::new();
                entry.read_to_end(&mut bytes).unwrap();
                assert_eq!(entry.header().mtime().unwrap() / 86_400 / 366, 54, "it is of 2024");
                (entry.path().unwrap().to_str().unwrap().to_owned(), bytes)
            });
            sorted(files.collect())
        };
        assert!(unpacked(Box::new(File::open(desk.path("all.tar")).unwrap())) == folder);
        let stream = zstd::Decoder::new(File::open(desk.path("all.tar.zst")).unwrap()).unwrap();
        assert!(unpacked(Box::new(stream)) == folder);
        let mut archive = zip::ZipArchive::new(File::open(desk.path("all.zip")).unwrap()).unwrap();
        let mut files = Vec::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            files.push((file.name().unwrap().into_owned(), bytes));
        }
        assert!(sorted(files) == folder);
        desk.run("convert in -t nitf -o all.jsonl").gives(2).says("-t json");
        desk.run("convert all.zip -t json -o all.zip").gives(2).says("would be overwritten");
    }

    #[test]
    fn names_are_made_from_the_article() {
        let desk = archive();
        desk.file("in/3/evil.json", ARTICLE.replace("Bridge opens", "../../../etc/<passwd>"));
        desk.run_with(
            &["convert", "in", "-q", "-t", "json", "-o", "out", "--name", "{date}/{slug}.{ext}"],
            "",
        )
        .gives(1);
        let found = names(&desk, "out");
        assert_eq!(found.len(), 41);
        assert!(found.contains(&"2024-03-04/bridge-3.json".to_owned()), "{found:?}");
        assert!(found.contains(&"undated/_..-..-..-etc-_passwd_.json".to_owned()), "{found:?}");
        let args = ["convert", "in", "-t", "json", "-o", "one", "--name", "same"];
        desk.run_with(&args, "").gives(1).says("one/same.json is taken").says("one/same_41.json");
        desk.run("convert in -t json -o out --name {slag}").gives(2).says("did you mean {slug}?");
    }

    #[test]
    fn what_fails_is_set_aside_with_its_error() {
        let desk = archive();
        desk.file(
            "in/x.zip",
            zip(&[("a/bad.json", b"{\"hedline\": 1}"), ("a/good.json", ARTICLE.as_bytes())]),
        );
        desk.run("convert in none.json -q -t json -o out --quarantine failed").gives(1);
        let found = tree(&desk, "failed");
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names,
            [
                "2/bad.json",
                "2/bad.json.error.txt",
                "none.json.error.txt",
                "x/a/bad.json",
                "x/a/bad.json.error.txt"
            ]
        );
        assert_eq!(found[0].1, b"{\"headline\": }");
        assert_eq!(found[3].1, b"{\"hedline\": 1}");
        assert!(String::from_utf8_lossy(&found[4].1).contains("in/x.zip/a/bad.json:1:10: article 1:"));
    }

    #[test]
    fn the_report_proves_what_was_done() {
        let desk = Desk::new();
        let (run, lines) = desk.report("convert story.json -t json,nitf -o out");
        run.gives(0);
        let sha = |path: &str| {
            let output = std::process::Command::new("sha256sum").arg(desk.path(path)).output().unwrap();
            String::from_utf8_lossy(&output.stdout)[..64].to_owned()
        };
        for line in &lines {
            assert_eq!(line["input_sha256"], sha("story.json"));
            assert_eq!(line["output_sha256"], sha(line["output"].as_str().unwrap()));
            assert_eq!(line["copydesk"], env!("CARGO_PKG_VERSION"));
        }
        let options = |flags: &str| {
            let (run, lines) = desk.report(&format!("convert story.json -t json,nitf -o out {flags}"));
            run.gives(0);
            lines[0]["options"].as_str().unwrap().to_owned()
        };
        assert_eq!(options(""), lines[0]["options"].as_str().unwrap());
        assert_eq!(options("-q -j 2"), options(""));
        for flags in [
            "-O json.layout=compact",
            "--lang de",
            "--set headline=x",
            "--limit bytes=9999",
            "--date 2024-03-03",
        ] {
            assert_ne!(options(flags), options(""), "{flags}");
        }
        assert_eq!(
            lines.iter().filter_map(|line| line["bytes"].as_u64()).count(),
            2,
            "{:?}",
            Value::from(lines.clone())
        );
    }
}

/// A picture of one pixel.
const PICTURE: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

/// An article that shows a picture.
fn illustrated(picture: &str) -> String {
    format!("# Bridge\n\n![The bridge]({picture})\n\nAt last.\n")
}

#[test]
fn pictures_are_found_in_the_archive_their_article_is_in() {
    let desk = Desk::new();
    let story = illustrated("media/bridge.gif");
    let outside = illustrated("../../bridge.gif");
    let other = illustrated("media/other.gif");
    // The picture comes behind its article: an archive is a stream.
    let entries: Vec<(&str, &[u8])> = vec![
        ("news/a.md", story.as_bytes()),
        ("news/outside.md", outside.as_bytes()),
        ("news/other.md", other.as_bytes()),
        ("news/media/bridge.gif", PICTURE),
        ("bridge.gif", PICTURE),
    ];
    desk.file("a.tar", tar_of_bytes(&entries));
    desk.file("b.zip", zip(&entries));
    desk.file(
        "c.tar",
        tar_of_bytes(&[("deep.tar", &tar_of_bytes(&entries)), ("news/media/other.gif", PICTURE)]),
    );
    desk.file("d.tar.zst", zstd::encode_all(tar_of_bytes(&entries).as_slice(), 1).unwrap());
    let (run, lines) =
        desk.report("convert a.tar b.zip c.tar d.tar.zst -t epub,html -O html.images=embedded -o out");
    let run = run.gives(0);
    for name in ["a/news/a", "b/news/a", "c/deep/news/a", "d/news/a"] {
        assert!(desk.read(&format!("out/{name}.html")).contains("data:image/gif;base64"), "{name}");
        let lost = |line: &&Value| {
            line["output"].as_str().is_some_and(|output| output.starts_with(&format!("out/{name}.")))
                && line["losses"].as_array().is_some_and(|losses| !losses.is_empty())
        };
        assert_eq!(lines.iter().filter(lost).count(), 0, "{name}: {}", run.err);
    }
    let told = |name: &str| {
        lines.iter().find(|line| line["output"] == format!("out/{name}.html")).unwrap()["losses"].to_string()
    };
    assert!(told("a/news/outside").contains("lies outside the archive"), "{}", told("a/news/outside"));
    assert!(!told("c/deep/news/other").is_empty() && told("c/deep/news/other") != "[]", "another archive's");

    desk.run(
        "convert a.tar -t html -O html.images=embedded -o small --limit media-bytes=10 --report small.jsonl",
    )
    .gives(0);
    assert!(desk.read("small.jsonl").contains("limit `media-bytes`"));
    // Jobs and order change nothing.
    desk.run("convert a.tar b.zip c.tar d.tar.zst -t epub,html -O html.images=embedded -o one --jobs 1")
        .gives(0);
    for name in ["a/news/a.epub", "c/deep/news/a.epub", "d/news/other.html"] {
        let read = |folder: &str| fs::read(desk.path(&format!("{folder}/{name}"))).unwrap();
        assert!(read("out") == read("one"), "{name}");
    }
}
