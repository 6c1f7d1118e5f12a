//! Configuration: what holds, where it comes from, and what it does to outputs.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "these tests run the command on files, and fail where that fails"
)]

mod desk;

use desk::Desk;
use serde_json::Value;

/// The value of a key by `copydesk config --json`, and where it comes from.
fn value(json: &str, key: &str) -> (String, String) {
    let shown: Value = serde_json::from_str(json).unwrap();
    let found = shown["values"].as_array().unwrap().iter().find(|value| value["key"] == key).unwrap();
    let values: Vec<&str> = found["values"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    (values.join("|"), found["source"].as_str().unwrap().to_owned())
}

#[test]
fn the_command_line_is_heard_before_the_environment_and_that_before_the_file() {
    let desk = Desk::new();
    desk.file(
        "copydesk.toml",
        "lang = 'de'\n[json]\nlayout = 'compact'\n[text]\nwidth = 60\n[markdown]\nwidth = 70\n",
    );
    let variables = [("COPYDESK_TEXT_WIDTH", "50"), ("COPYDESK_MARKDOWN_WIDTH", "50")];
    let json =
        desk.run_in(&variables, &["config", "--json", "-O", "md.width=40", "story.json"], "").gives(0).out;
    let pair = |value: &str, source: &str| (value.to_owned(), source.to_owned());
    assert_eq!(value(&json, "markdown.width"), pair("40", "command line"));
    assert_eq!(value(&json, "text.width"), pair("50", "environment"));
    assert_eq!(value(&json, "json.layout"), pair("compact", "file"));
    assert_eq!(value(&json, "nitf.version"), pair("3.6", "default"));
    let text = desk.run("config").gives(0).out;
    assert!(text.contains("copydesk.toml:1:1") && text.contains("(default)"), "{text}");

    let run = |variables: &[(&str, &str)], args: &str| {
        desk.run_in(variables, &args.split(' ').collect::<Vec<_>>(), "").gives(0).out
    };
    assert_eq!(run(&[], "convert story.json -t json -o -").lines().count(), 1, "the file holds");
    assert!(
        run(&[("COPYDESK_JSON_LAYOUT", "pretty")], "convert story.json -t json -o -").lines().count() > 1
    );
    let pretty = "convert story.json -t json -o - -O json.layout=pretty";
    assert!(run(&[("COPYDESK_JSON_LAYOUT", "compact")], pretty).lines().count() > 1);
    assert!(run(&[], "convert story.json -t json -o - --no-config").lines().count() > 1);
}

#[test]
fn an_error_names_file_line_and_column() {
    let desk = Desk::new();
    desk.file("copydesk.toml", "lang = 'en'\n\n[pdf]\npapper = 'a4'\n");
    for command in ["config", "convert story.json -t json -o -", "inspect story.json", "check story.json"] {
        desk.run(command)
            .gives(2)
            .says("copydesk.toml:4:1: there is no key `pdf.papper`; did you mean `pdf.paper`?");
    }
    desk.run("inspect story.json --no-config").gives(0);
    desk.file("copydesk.toml", "[pdf]\npaper = 'a99'\n");
    desk.run("config").gives(2).says("copydesk.toml:2:1: pdf: option `paper` cannot be `a99`");
    desk.file("copydesk.toml", "[limits]\nnesting = 5_000\n");
    desk.run("config").gives(2).says("copydesk.toml:2:1: --limit nesting is");
    desk.run("config --config none.toml").gives(2).says("none.toml cannot be read");
    desk.run_in(&[("COPYDESK_LAGN", "en")], &["config", "--config", "/dev/null"], "")
        .gives(2)
        .says("did you mean COPYDESK_LANG?");
}

#[test]
fn what_the_house_says_stands_in_outputs_and_report() {
    let desk = Desk::new();
    desk.file(
        "copydesk.toml",
        "publisher = 'Harbour Press'\nrights = 'All rights reserved.'\nlang = 'en'\nstrict = true\n\
         house-style = 'house.toml'\n[aliases]\njdoe = 'Jane Doe'\n",
    );
    desk.file("house.toml", "base = \"plain\"\n");
    desk.file(
        "in/story.json",
        r#"{"headline": "A", "bylines": [{"printed": "By jdoe", "people": [{"name": "jdoe"}]}]}"#,
    );
    let (_, lines) = desk.report("convert in/story.json -t json,html -o out/ --strict=false");
    assert_eq!(lines[0]["assumed"][0]["value"], "Harbour Press");
    assert!(desk.read("out/story.json").contains("All rights reserved."));
    assert!(desk.read("out/story.html").contains("Jane Doe"));
    desk.file("house.toml", "bases = 1\n");
    desk.run("config").gives(2).says("copydesk.toml:5:1: pdf: ");
}
