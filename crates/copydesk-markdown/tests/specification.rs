//! The examples of the CommonMark specification: read, written and read again they give the same article.
//!
//! `COPYDESK_COMMONMARK` names the file `spec.txt` of the npm package `commonmark-spec`; `tests/conformance/markdown.py`
//! installs it and sets the variable. Without it only the examples below are tried.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use copydesk_core::{Article, Block, ReadContext, WriteContext, Writer, read_one};
use copydesk_markdown::{Flavour, MarkdownReader, MarkdownWriter};

/// What is easily read as something else once it is written again.
const OWN: &[&str] = &[
    "* a\n\n  b\n1. c\n\n> d\ne\n",
    "a\\\nb  \nc\n***\n- - -\n",
    "```rust x\nfn a() {}\n```\n\n    indented\n",
    "[a]: /x 'T'\n\n[a] ![a] <http://a.b?c=d> `` a`b ``\n",
    "*a **b*** ***c** d* __e__ ~~f~~ ~g~ ^h^\n",
    "| a | b |\n|:--|--:|\n| `x\\|y` | *z* |\n",
    "Term\n: One\n\n  Two\n",
    "A[^n] b.\n\n[^n]: Note\n\n    more\n",
    "<div>\n*x*\n\n*y*\n</div>\n",
    "Setext\n===\n\nSub\n---\n",
    "\\# no \\* no \\_ &amp;copy; &copy; 1986\\. A\n",
];

fn read(text: &str) -> Article {
    let read = read_one(&MarkdownReader::default(), text.as_bytes(), &ReadContext::default());
    read.unwrap_or_else(|error| panic!("{error}\n{text}")).output
}

fn settles(text: &str, flavour: Flavour) -> Result<(), String> {
    // A headline in front keeps the example itself in the body.
    let first = read(&format!("# Example\n\nBody\n\n{text}"));
    let mut writer = MarkdownWriter { flavour, ..MarkdownWriter::default() };
    let mut write = |article: &Article| {
        let mut output = Vec::new();
        let report = writer.write(article, &WriteContext::default(), &mut output).expect("Markdown");
        (String::from_utf8(output).expect("UTF-8"), report)
    };
    let (written, report) = write(&first);
    let second = read(&written);
    if first != second && report.losses.is_empty() {
        return Err(format!("read as {:?}\nwritten as\n{written}\nread as {:?}", first.body, second.body));
    }
    let (again, _) = write(&second);
    if again != written && report.losses.is_empty() {
        return Err(format!("written as\n{written}\nthen as\n{again}"));
    }
    Ok(())
}

#[test]
fn examples_settle() {
    for text in OWN {
        for flavour in [Flavour::Gfm, Flavour::CommonMark, Flavour::Pandoc] {
            settles(text, flavour).unwrap_or_else(|error| panic!("{text}\n{error}"));
        }
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the specification is a file its caller names")]
fn the_specification_settles() {
    let Some(path) = std::env::var_os("COPYDESK_COMMONMARK") else {
        println!("COPYDESK_COMMONMARK is not set: the specification is not tried");
        return;
    };
    let specification = std::fs::read_to_string(path).expect("the specification");
    let examples = examples(&specification);
    assert!(examples.len() > 600, "{} examples", examples.len());
    let wrong: Vec<String> = examples
        .iter()
        .enumerate()
        .filter_map(|(at, text)| {
            settles(text, Flavour::Gfm).err().map(|error| format!("{}: {text}\n{error}", at + 1))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), examples.len(), wrong.join("\n----\n"));
    println!("{} examples", examples.len());
}

/// The Markdown of each example: between a fence of 32 backticks that says `example` and a line with a full stop.
fn examples(specification: &str) -> Vec<String> {
    let fence = "`".repeat(32);
    let mut found = Vec::new();
    let mut lines = specification.lines();
    while let Some(line) = lines.next() {
        if line.strip_prefix(&fence).is_some_and(|rest| rest.trim() == "example") {
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != ".").collect();
            found.push(text.join("\n").replace('→', "\t") + "\n");
        }
    }
    found
}

#[test]
fn an_example_is_what_it_says() {
    let article = read("# Example\n\nBody\n\n> a\n");
    assert!(matches!(article.body.last(), Some(Block::Quotation(_))), "{:?}", article.body);
}
