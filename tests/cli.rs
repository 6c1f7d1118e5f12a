//! The command line: flags, exit codes, names, messages. What the formats carry is tested elsewhere.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "these tests run the command on files, and fail where that fails"
)]

mod desk;

use std::fs;
use std::process::{Command, Stdio};

use desk::{ARTICLE, Desk};
use serde_json::Value;

fn headline(json: &str) -> String {
    let article: Value = serde_json::from_str(json).unwrap();
    article["headline"].as_str().unwrap_or_default().to_owned()
}

mod names {
    use super::*;

    #[test]
    fn without_an_output_files_stand_beside_the_input() {
        let desk = Desk::new();
        desk.file("in/story.json", ARTICLE);
        desk.run("convert in/story.json -t nitf").gives(0);
        assert_eq!(desk.files(), ["in/story.json", "in/story.xml", "story.json"]);
    }

    #[test]
    fn the_extension_of_the_output_names_the_format() {
        let desk = Desk::new();
        desk.run("convert story.json -o deep/down/other.xml").gives(0);
        assert!(desk.read("deep/down/other.xml").contains("<nitf"));
        desk.run("convert story.json -o other.bin").gives(2).says("no format is written as .bin");
        desk.run("convert story.json -o other").gives(2).says("-t FORMAT");
        desk.run("convert story.json").gives(2).says("-t FORMAT");
    }

    #[test]
    fn an_output_is_a_folder_where_it_must_be_one() {
        let desk = Desk::new();
        desk.file("two.jsonl", format!("{ARTICLE}\n{ARTICLE}\n"));
        desk.file("exists/x", "");
        desk.run("convert story.json -t json -o slash/").gives(0);
        desk.run("convert story.json -t json -o exists").gives(0);
        desk.run("convert story.json -t json,nitf -o several").gives(0);
        desk.run("convert two.jsonl -t json -o many").gives(0);
        for file in ["slash/story.json", "exists/story.json", "several/story.json", "several/story.xml"] {
            assert!(desk.path(file).is_file(), "{file}");
        }
        assert!(desk.path("many/two-1.json").is_file() && desk.path("many/two-2.json").is_file());
        assert!(!desk.path("many/two.json").exists());
        desk.run("convert story.json -t json,nitf -o exists/x").gives(2).says("is a file");
        desk.run("convert two.jsonl -t json -o exists/x").gives(2).says("is a file");
    }

    #[test]
    fn an_input_is_never_overwritten() {
        let desk = Desk::new();
        for args in [
            "convert story.json -t json",
            "convert story.json -o ./story.json",
            "convert story.json -t json -o .",
            "convert story.json -t nitf --report story.json",
        ] {
            desk.run(args).gives(2).says("would be overwritten");
            assert_eq!(desk.read("story.json"), ARTICLE);
        }
        desk.file("two.jsonl", format!("{ARTICLE}\n{ARTICLE}\n"));
        desk.file("two-1.json", ARTICLE);
        desk.run("convert two.jsonl two-1.json -t json -o .").gives(2);
        assert_eq!(desk.read("two-1.json"), ARTICLE);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_an_input_is_no_way_around() {
        let desk = Desk::new();
        std::os::unix::fs::symlink(desk.path("story.json"), desk.path("link.json")).unwrap();
        desk.run("convert story.json -o link.json").gives(2).says("would be overwritten");
        assert_eq!(desk.read("story.json"), ARTICLE);
    }

    #[test]
    fn names_that_clash_are_told_apart_the_same_way_every_time() {
        let desk = Desk::new();
        desk.file("a/story.json", ARTICLE.replace("Bridge", "A"));
        desk.file("b/story.json", ARTICLE.replace("Bridge", "B"));
        for _ in 0..2 {
            desk.run("convert a/story.json b/story.json -t json -o out").gives(0).says("out/story_2.json");
            assert_eq!(headline(&desk.read("out/story.json")), "A opens");
            assert_eq!(headline(&desk.read("out/story_2.json")), "B opens");
        }
    }

    #[test]
    fn many_articles_go_into_one_file_of_json_lines() {
        let desk = Desk::new();
        desk.file("two.jsonl", format!("{ARTICLE}\n{ARTICLE}\n"));
        desk.run("convert two.jsonl story.json -o all.jsonl").gives(0);
        assert_eq!(desk.read("all.jsonl").lines().map(headline).count(), 3);
    }

    #[test]
    fn nothing_half_written_is_left() {
        let desk = Desk::new();
        desk.run("convert story.json -t nitf -o out/").gives(0);
        assert_eq!(desk.files(), ["out/story.xml", "story.json"]);
    }
}

mod standard {
    use super::*;

    #[test]
    fn standard_input_goes_to_standard_output() {
        let desk = Desk::new();
        for args in
            [&["convert", "-", "-t", "json"][..], &["convert", "-f", "json", "-t", "json", "-o", "-", "-"]]
        {
            let run = desk.run_with(args, ARTICLE).gives(0).says_nothing();
            assert_eq!(headline(&run.out), "Bridge opens");
        }
        assert_eq!(desk.files(), ["story.json"]);
    }

    #[test]
    fn standard_input_may_go_to_a_file() {
        let desk = Desk::new();
        desk.run_with(&["convert", "-", "-o", "x.xml"], ARTICLE).gives(0);
        desk.run_with(&["convert", "-", "-t", "nitf", "-o", "out/"], ARTICLE).gives(0);
        assert_eq!(desk.files(), ["out/article.xml", "story.json", "x.xml"]);
    }

    #[test]
    fn standard_output_takes_one_article() {
        let desk = Desk::new();
        desk.run("convert story.json -t json,nitf -o -").gives(2).says("-o FOLDER/");
        desk.run("convert story.json story.json -t nitf -o -").gives(2);
        let two = format!("{ARTICLE}\n{ARTICLE}");
        let run = desk.run_with(&["convert", "-", "-t", "nitf"], &two).gives(2).says("several articles");
        assert_eq!(run.out, "");
        let run = desk.run_with(&["convert", "-", "-t", "json", "-O", "json.layout=compact"], &two).gives(0);
        assert_eq!(run.out.lines().count(), 2);
        desk.run("convert story.json -t json -o - --report -").gives(2);
    }
}

mod report {
    use super::*;

    #[test]
    fn a_line_for_each_input_article_and_output() {
        let desk = Desk::new();
        desk.file("two.jsonl", format!("{ARTICLE}\n{{\"hedline\": 1}}\n"));
        let (run, lines) = desk.report("convert story.json two.jsonl none.json -t json,nitf -o out");
        run.gives(1)
            .says("two.jsonl:2:10: article 2")
            .says("did you mean `headline`?")
            .says("none.json: cannot be read");
        let told: Vec<_> = lines
            .iter()
            .map(|line| {
                format!(
                    "{} {} {} {} {}",
                    line["input"], line["article"], line["from"], line["to"], line["status"]
                )
            })
            .map(|line| line.replace('"', ""))
            .collect();
        assert_eq!(
            told,
            [
                "story.json 1 json json ok",
                "story.json 1 json nitf ok",
                "two.jsonl 1 json json ok",
                "two.jsonl 1 json nitf ok",
                "two.jsonl 2 json null failed",
                "none.json null null null failed",
            ]
        );
        assert_eq!(lines[0]["output"], "out/story.json");
        assert_eq!(lines[3]["output"], "out/two-1.xml");
        let error = lines[4]["error"].as_str().unwrap();
        assert!(error.contains("line 2, column 10"), "{error}");
    }

    #[test]
    fn the_object_has_the_promised_keys_in_order() {
        let desk = Desk::new();
        desk.run("convert story.json -o x.xml --report report.jsonl").gives(0);
        let report = desk.read("report.jsonl");
        let mut at = 0;
        for key in [
            "input",
            "article",
            "from",
            "to",
            "output",
            "status",
            "losses",
            "withheld",
            "repairs",
            "assumed",
            "error",
            "input_sha256",
            "output_sha256",
            "bytes",
            "copydesk",
            "options",
        ] {
            let found =
                report[at..].find(&format!("\"{key}\":")).unwrap_or_else(|| panic!("{key}: {report}"));
            at += found;
        }
        let line: Value = serde_json::from_str(&report).unwrap();
        assert_eq!(line.as_object().unwrap().len(), 16, "{report}");
        assert_eq!(line["error"], Value::Null);
    }
}

mod losses {
    use super::*;

    /// An article with something NITF 3.3 has no place for.
    const LOSSY: &str = r#"{"headline": "Bridge", "body": [{"type": "paragraph", "content": "At last."},
        {"type": "note", "kind": "fact-box", "heading": "Facts", "content": [],
         "attributes": {"extras": {"one": 1}}}], "metadata": {"extras": {"house:two": {"a": [1, 2]}}}}"#;

    #[test]
    fn strict_exits_with_3_and_still_writes() {
        let desk = Desk::new();
        desk.file("lossy.json", LOSSY);
        desk.run("convert lossy.json -o x.xml -O nitf.version=3.3 --strict")
            .gives(3)
            .says("lossy.json → x.xml");
        assert!(desk.read("x.xml").contains("At last."));
        desk.run("convert lossy.json -o x.xml -O nitf.version=3.3").gives(0).says("loss");
        desk.run("convert lossy.json -o x.xml -O nitf.version=3.3 -q --strict").gives(3).says_nothing();
        desk.run("convert lossy.json -o y.json --strict").gives(0);
    }

    #[test]
    fn a_failure_weighs_more_than_a_loss() {
        let desk = Desk::new();
        desk.file("lossy.json", LOSSY);
        desk.run("convert none.json lossy.json -t nitf -o out -O nitf.version=3.3 --strict").gives(1);
        assert!(desk.path("out/lossy.xml").is_file(), "one bad item never stops a run");
    }
}

mod safeguards {
    use super::*;

    fn held(metadata: &str) -> Desk {
        let desk = Desk::new();
        desk.file("held.json", format!("{{\"headline\": \"Bridge\", \"metadata\": {metadata}}}"));
        desk
    }

    #[test]
    fn finished_pages_of_an_embargoed_article_are_refused() {
        let desk = held(r#"{"embargo": {"until": "2024-03-03T06:00:00+01:00"}}"#);
        let before = "convert held.json -t html,json -o out --now 2024-03-03T04:59:59Z";
        let (run, lines) = desk.report(before);
        run.gives(4).says("under embargo until 2024-03-03T06:00:00+01:00").says("--allow-embargoed");
        assert_eq!((&lines[0]["to"], &lines[0]["status"]), (&"html".into(), &"refused".into()));
        assert_eq!((&lines[0]["output"], lines[0]["error"].is_string()), (&Value::Null, true));
        assert_eq!((&lines[1]["to"], &lines[1]["status"]), (&"json".into(), &"ok".into()));
        assert!(!desk.path("out/held.html").exists() && desk.path("out/held.json").exists());

        desk.run("convert held.json -o plain.html --now 2024-03-03T05:00:00Z").gives(0);
        assert!(!desk.read("plain.html").contains("NOT FOR PUBLICATION"));
        desk.run(&format!("{before} --allow-killed")).gives(4);
        desk.run(&format!("{before} --allow-embargoed")).gives(0);
        assert!(desk.read("out/held.html").contains("NOT FOR PUBLICATION: under embargo until 2024-03-03"));
        assert!(!desk.read("out/held.json").contains("NOT FOR PUBLICATION"));
    }

    #[test]
    fn an_embargo_that_is_unclear_stays_in_force() {
        for until in [r#"{"printed": "EMBARGOED"}"#, r#"{"until": "2001-01-01T06:00:00"}"#] {
            let desk = held(&format!(r#"{{"embargo": {until}}}"#));
            desk.run("convert held.json -o x.html").gives(4).says("unknown");
        }
    }

    #[test]
    fn killed_articles_and_kill_notices_are_refused() {
        for (metadata, words) in [
            (r#"{"status": "cancelled"}"#, "killed"),
            (r#"{"relations": [{"kind": "kills", "id": "nw-7"}]}"#, "a kill notice for nw-7"),
        ] {
            let desk = held(metadata);
            desk.run("convert held.json -o x.html").gives(4).says(words).says("--allow-killed");
            desk.run("convert held.json -o x.html --allow-embargoed").gives(4);
            desk.run("convert held.json -o x.html --allow-killed").gives(0);
        }
        let desk = held(r#"{"status": "withheld"}"#);
        desk.run("convert held.json -o x.html").gives(4).says("withheld").says("--allow-embargoed");
        desk.run("convert held.json none.json -t html -o out").gives(1);
    }

    #[test]
    fn a_kill_names_in_the_report_what_it_kills() {
        let desk = held(r#"{"relations": [{"kind": "kills", "id": "nw-7"}]}"#);
        let (run, lines) = desk.report("convert held.json -o x.xml");
        run.gives(0);
        assert_eq!(lines[0]["relations"][0]["id"], "nw-7");
    }

    #[test]
    fn what_a_newer_version_replaces_is_named_in_the_report() {
        let desk = held(
            r#"{"id": "nw-8", "version": "2", "relations": [
                {"kind": "replaces", "id": "nw-7"}, {"kind": "corrects", "printed": "CORRECTION: harbour"}]}"#,
        );
        let (run, lines) = desk.report("convert held.json -o x.html");
        run.gives(0);
        assert_eq!((&lines[0]["id"], &lines[0]["version"]), (&"nw-8".into(), &"2".into()));
        assert_eq!(lines[0]["relations"][0]["kind"], "replaces");
        assert_eq!(lines[0]["relations"][1]["printed"], "CORRECTION: harbour");
    }

    #[test]
    fn working_formats_carry_the_status_through() {
        for metadata in [
            r#"{"status": "cancelled"}"#,
            r#"{"status": "withheld"}"#,
            r#"{"embargo": {"until": "2999-03-03T06:00:00Z"}}"#,
            r#"{"relations": [{"kind": "kills", "id": "nw-7"}]}"#,
        ] {
            let desk = held(metadata);
            desk.run("convert held.json -t markdown,json,text,nitf -o out").gives(0);
            let original: Value = serde_json::from_str(metadata).unwrap();
            for file in ["held.md", "held.json", "held.xml"] {
                let run = desk.run(&format!("inspect --json out/{file}")).gives(0);
                let article: Value = serde_json::from_str(&run.out).unwrap();
                for (key, value) in original.as_object().unwrap() {
                    assert_eq!(&article["metadata"][key], value, "{file}: {metadata}");
                }
            }
        }
    }

    #[test]
    fn a_past_expiry_is_a_warning() {
        let desk = held(r#"{"expiry": "2024-03-03T06:00:00Z"}"#);
        let (run, lines) = desk.report("convert held.json -o x.html --now 2024-03-04");
        run.gives(0).says("expired on 2024-03-03T06:00:00Z");
        assert_eq!(lines[0]["warnings"][0], "expired on 2024-03-03T06:00:00Z");
    }
}

mod settings {
    use super::*;

    fn converted(desk: &Desk, args: &[&str]) -> Value {
        let all: Vec<&str> = ["convert", "story.json", "-o", "x.json"].iter().chain(args).copied().collect();
        desk.run_with(&all, "").gives(0);
        serde_json::from_str(&desk.read("x.json")).unwrap()
    }

    #[test]
    fn fields_language_and_date_are_set() {
        let desk = Desk::new();
        let article = converted(
            &desk,
            &[
                "--set",
                "metadata.publication.name=The Herald",
                "--set",
                "credits[0].names=[\"Zoë\"]",
                "--lang",
                "en",
                "--date",
                "2024-03-03",
            ],
        );
        assert_eq!(article["metadata"]["publication"]["name"], "The Herald");
        assert_eq!(article["credits"][0]["names"][0], "Zoë");
        assert_eq!(article["metadata"]["language"], "en");
        assert_eq!(article["metadata"]["issued"], "2024-03-03");
    }

    #[test]
    fn what_the_article_says_itself_is_kept() {
        let desk = Desk::new();
        desk.file("story.json", r#"{"metadata": {"language": "sv", "modified": "2020-01-01"}}"#);
        let article = converted(&desk, &["--lang", "en", "--date", "2024-03-03"]);
        assert_eq!(article["metadata"]["language"], "sv");
        assert_eq!(article["metadata"].get("issued"), None);
    }

    #[test]
    fn what_makes_no_sense_is_a_usage_error_before_anything_is_written() {
        let desk = Desk::new();
        for (args, words) in [
            ("--set language=en", "did you mean `metadata.language`?"),
            ("--set metadata.issued=soon", "`soon` is not a date"),
            ("--set metadata.language", "KEY=VALUE"),
            ("-O json.layot=x", "it has: layout"),
            ("-O json.layout=wide", "it takes `pretty`"),
            ("-O jsn.layout=wide", "did you mean `json`?"),
            ("-O layout=wide", "FORMAT.OPTION=VALUE"),
            ("-f jsn", "did you mean `json`?"),
            ("-t jsn", "did you mean `json`?"),
            ("--limit depth=3", "there are: bytes"),
            ("--limit nesting=100000", "at the most"),
            ("--lang english_uk", "a tag such as en"),
            ("--date tomorrow", "is not a date"),
            ("--no-such-flag", "--no-such-flag"),
        ] {
            desk.run(&format!("convert story.json -o x.json {args}")).gives(2).says(words);
        }
        assert_eq!(desk.files(), ["story.json"]);
    }

    #[test]
    fn limits_hold() {
        let desk = Desk::new();
        desk.run("convert story.json -o x.json --limit bytes=10")
            .gives(1)
            .says("more than 10 bytes")
            .says("--limit");
        desk.run("convert story.json -o x.json --limit nesting=0").gives(1);
    }
}

mod inspect {
    use super::*;

    #[test]
    fn json_is_an_object_or_an_array() {
        let desk = Desk::new();
        let run = desk.run("inspect --json story.json").gives(0).says_nothing();
        assert_eq!(headline(&run.out), "Bridge opens");
        let two = format!("{ARTICLE}\n{ARTICLE}");
        let run = desk.run_with(&["inspect", "--json", "-"], &two).gives(0);
        let articles: Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(articles.as_array().unwrap().len(), 2);
    }

    #[test]
    fn people_see_what_was_read() {
        let desk = Desk::new();
        let run = desk.run("inspect story.json").gives(0);
        assert!(run.out.contains("headline     Bridge opens"), "{}", run.out);
        assert!(run.out.contains("1 paragraph, 2 words"), "{}", run.out);
    }

    #[test]
    fn a_broken_input_is_a_failure_with_its_place() {
        let desk = Desk::new();
        desk.file("bad.json", "{\n  \"headline\": 1\n}");
        desk.run("inspect bad.json").gives(1).says("bad.json:2:15: `headline`");
        desk.run("inspect none.json").gives(1);
        desk.file("empty.txt", " \n");
        desk.run("inspect empty.txt").gives(1).says("empty.txt: the input is empty");
    }
}

mod check {
    use super::*;

    #[test]
    fn a_folder_is_proved_and_summed_up_in_a_line() {
        let desk = Desk::new();
        desk.file("in/a/story.json", ARTICLE);
        desk.file("in/plain.txt", "Bridge opens\n\nby jfairweather\n\nAt last the bridge is open.\n");
        desk.file("in/.hidden", "x");
        let run = desk.run("check in -t json").gives(0);
        let last = run.out.lines().last().unwrap();
        assert!(
            last.starts_with(
                "2 files: 0 in no format that is read, 0 broken and read leniently, 0 not read; 2 articles;"
            ),
            "{last}"
        );
        assert!(last.contains("0 gone") && last.ends_with("0 exceptions"), "{last}");
        assert!(run.out.contains("in/a/story.json: finding: there is no byline"), "{}", run.out);
        assert!(
            run.out.contains("in/a/story.json: read: 1 article; as json: written, the same"),
            "{}",
            run.out
        );
    }

    #[test]
    fn what_is_written_as_nitf_is_valid() {
        let desk = Desk::new();
        for version in ["3.3", "3.6"] {
            let run = desk.run(&format!("check story.json -t nitf -O nitf.version={version}")).gives(0);
            assert!(run.out.contains("as nitf: valid, the same"), "{}", run.out);
            assert!(run.out.contains("1 output: 1 valid, 0 invalid, "), "{}", run.out);
        }
    }

    #[test]
    fn what_is_no_article_and_what_is_broken_is_told_and_counted() {
        let desk = Desk::new();
        desk.file("in/page.xml", "<page><title>No article</title></page>");
        desk.file(
            "in/story.xml",
            "<nitf><body><body.content><p>Fish & chips</p></body.content></body></nitf>",
        );
        let run = desk.run("check in -t nitf").gives(0);
        assert!(run.out.contains("page.xml: not read: no format that is read: "), "{}", run.out);
        assert!(run.out.contains("story.xml: broken: line 1, column "), "{}", run.out);
        let last = run.out.lines().last().unwrap();
        let start = "2 files: 1 in no format that is read, 1 broken and read leniently, 0 not read; 1 article; 2 words:";
        assert!(last.starts_with(start), "{last}");
    }

    #[test]
    fn an_exception_is_listed_and_exits_with_1() {
        let desk = Desk::new();
        desk.file("bad.json", "{\"headline\": }");
        let run = desk.run("check story.json bad.json -t json").gives(1);
        assert!(run.out.contains("bad.json: exception: not read: line 1, column 14: "), "{}", run.out);
        assert!(run.out.ends_with("1 exception\n"), "{}", run.out);
        let run = desk.run("check story.json bad.json -t json --json").gives(1);
        let lines: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines[0]["again"][0]["same"], true);
        assert_eq!(lines[1]["exceptions"].as_array().unwrap().len(), 1);
    }
}

mod fonts {
    use super::*;

    const FONT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fonts/files/NotoSansMono-Regular.ttf");
    const AS_TEXT: &str = "[fonts]\ntext = \"Desk Sans Mono SemiCondensed\"\n";

    /// A font file under another name of the same length.
    fn renamed(font: &[u8]) -> Vec<u8> {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        let (old, new) = (wide("Noto"), wide("Desk"));
        let mut font = font.to_vec();
        let mut found = 0;
        while let Some(at) = font[found..].windows(old.len()).position(|bytes| bytes == old) {
            found += at + old.len();
            font[found - old.len()..found].copy_from_slice(&new);
        }
        font
    }

    /// The font with the bits of its licence (`fsType`, OpenType OS/2) set to restricted.
    fn restricted(font: &[u8]) -> Vec<u8> {
        let mut font = font.to_vec();
        let record = font.windows(4).position(|bytes| bytes == b"OS/2").unwrap();
        let offset = u32::from_be_bytes(font[record + 8..record + 12].try_into().unwrap()) as usize;
        font[offset + 8..offset + 10].copy_from_slice(&2u16.to_be_bytes());
        font
    }

    #[test]
    fn a_font_of_ones_own_is_set_and_embedded() {
        let desk = Desk::new();
        let font = renamed(&fs::read(FONT).unwrap());
        desk.file("fonts/desk.ttf", &font);
        desk.file("fonts/licence.txt", "no font");
        desk.file("house.toml", AS_TEXT);
        let args = "convert story.json -q -o story.pdf -O pdf.theme=@house.toml -O pdf.compress=false";
        desk.run(args).gives(1).says("no font of the family `Desk Sans Mono SemiCondensed`");
        for fonts in ["fonts/desk.ttf", "fonts"] {
            desk.run(&format!("{args} --font {fonts}")).gives(0);
            let pdf = fs::read(desk.path("story.pdf")).unwrap();
            assert!(String::from_utf8_lossy(&pdf).contains("+DeskSansMono"), "{fonts}");
        }
    }

    #[test]
    fn a_font_that_cannot_be_used_is_named_before_anything_is_written() {
        let desk = Desk::new();
        let font = fs::read(FONT).unwrap();
        desk.file("cut.ttf", &font[..font.len() / 2]);
        desk.file("words.ttf", "no font at all");
        desk.file("closed.ttf", restricted(&font));
        desk.file("empty/readme.txt", "");
        for (font, words) in [
            ("cut.ttf", "the font is broken"),
            ("words.ttf", "cannot be read"),
            ("closed.ttf", "forbids embedding"),
            ("none.ttf", "cannot be read"),
            ("empty", "no font is in this folder"),
        ] {
            let run = desk.run(&format!("convert story.json -o story.pdf --font {font}")).gives(2);
            run.says(&format!("--font {font}: ")).says(words);
            desk.run(&format!("convert story.json -q -o story.md --font {font}")).gives(0).says_nothing();
        }
        assert!(!desk.path("story.pdf").exists());
    }

    #[test]
    fn flags_of_pages_are_followed_and_checked() {
        let desk = Desk::new();
        let args = "convert story.json -q -o story.pdf -O pdf.compress=false";
        desk.run(&format!("{args} --press --pdf-standard a-3b --system-fonts")).gives(0);
        let pdf = String::from_utf8_lossy(&fs::read(desk.path("story.pdf")).unwrap()).into_owned();
        assert!(pdf.contains("/TrimBox") && pdf.contains("<pdfaid:part>3</pdfaid:part>"));
        desk.run(&format!("{args} --pdf-standard a-9")).gives(2).says("a-2b");
        desk.file("inks.icc", "no profile");
        for (file, words) in [("inks.icc", "no ICC profile"), ("none.icc", "cannot be read")] {
            let run = desk.run(&format!("{args} --cmyk-profile {file}")).gives(2);
            run.says(&format!("--cmyk-profile {file}: ")).says(words);
        }
        desk.run("convert story.json -o story.md --press").gives(0).says("--press is for pdf");
    }
}

mod about {
    use super::*;

    #[test]
    fn formats_are_listed_for_people_and_machines() {
        let desk = Desk::new();
        let run = desk.run("formats").gives(0);
        assert!(run.out.contains("json.layout"), "{}", run.out);
        let formats: Value = serde_json::from_str(&desk.run("formats --json").gives(0).out).unwrap();
        let json = formats.as_array().unwrap().iter().find(|format| format["name"] == "json").unwrap();
        assert_eq!(json["reads"], true);
        assert_eq!(json["writes"], true);
        assert_eq!(json["extensions"][0], "json");
        assert_eq!(json["media_type"], "application/json");
        assert_eq!(json["options"][0]["name"], "layout");
    }

    #[test]
    fn completions_and_manual_are_printed() {
        let desk = Desk::new();
        for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
            assert!(desk.run(&format!("completions {shell}")).gives(0).out.contains("copydesk"), "{shell}");
        }
        assert!(desk.run("man").gives(0).out.contains(".TH copydesk"));
        desk.run("completions csh").gives(2);
        desk.run("").gives(2);
        assert!(desk.run("--version").gives(0).out.starts_with("copydesk "));
    }
}

#[cfg(target_os = "linux")]
mod interrupted {
    use super::*;

    /// Whether a process has set a handler for Ctrl-C.
    fn listens(id: u32) -> bool {
        let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap_or("0");
        u64::from_str_radix(caught.trim(), 16).unwrap_or(0) & 2 != 0
    }

    #[test]
    fn ctrl_c_ends_with_130() {
        let desk = Desk::new();
        let mut child =
            desk.command().args(["convert", "-", "-t", "json"]).stdin(Stdio::piped()).spawn().unwrap();
        // Kept open, so that the command waits for more.
        let input = child.stdin.take();
        while !listens(child.id()) {
            assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        let id = child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(130));
        drop(input);
    }
}
