//! Reading back what was written gives the same article.

#![expect(clippy::panic, reason = "a test fails by panicking")]

mod sample;

use copydesk_core::{Article, ReadContext, WriteContext, Writer, read_one};
use copydesk_nitf::{NitfReader, NitfWriter, Version};

fn again(article: &Article, writer: &mut NitfWriter) -> Article {
    let mut output = Vec::new();
    writer.write(article, &WriteContext::default(), &mut output).expect("it is written");
    read_one(&NitfReader, &output, &ReadContext::default()).expect("it is read").output
}

fn json(article: &Article) -> String {
    serde_json::to_string_pretty(article).expect("an article is JSON")
}

fn assert_same(article: &Article, read: &Article) {
    if article != read {
        let (before, after) = (json(article), json(read));
        let differing = before.lines().zip(after.lines()).position(|(a, b)| a != b).unwrap_or_default();
        let near = |text: &str| {
            text.lines().skip(differing.saturating_sub(6)).take(14).collect::<Vec<_>>().join("\n")
        };
        panic!("not the same:\n{}\n--- read as ---\n{}", near(&before), near(&after));
    }
}

#[test]
fn an_article_with_everything_comes_back() {
    let article = sample::everything();
    assert_same(&article, &again(&article, &mut NitfWriter::default()));
}

#[test]
fn layout_and_encoding_change_nothing() {
    let article = sample::everything();
    for encoding in ["utf-16le", "utf-16be", "windows-1252", "shift_jis"] {
        let encoding = copydesk_xml::encoding_named(encoding).expect("a known encoding");
        let layout = copydesk_xml::Layout::Compact;
        let mut writer = NitfWriter { encoding, layout, doctype: true, ..NitfWriter::default() };
        assert_same(&article, &again(&article, &mut writer));
    }
}

#[test]
fn every_version_is_read() {
    let article = sample::everything();
    for version in [Version::V33, Version::V34, Version::V35] {
        let read = again(&article, &mut NitfWriter { version, ..NitfWriter::default() });
        assert_eq!(read.headline, article.headline);
        assert_eq!(read.metadata.keywords, article.metadata.keywords);
    }
}
