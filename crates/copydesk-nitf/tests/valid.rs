//! What is written is valid: judged by the schema where the folder is given, by structure everywhere.
//!
//! `COPYDESK_CORPUS` names the corpus; the schemas lie beside it.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests read files and say so"
)]

mod sample;

use std::path::PathBuf;
use std::process::Command;

use copydesk_core::{Article, WriteContext, Writer};
use copydesk_nitf::{NitfWriter, Version};

/// The folder of the schemas, where it is given.
fn schemas() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("COPYDESK_CORPUS")?).join("../schemas/nitf");
    folder.exists().then_some(folder)
}

fn write(writer: &mut NitfWriter, article: &Article) -> (Vec<u8>, copydesk_core::Report) {
    let mut output = Vec::new();
    let report = writer.write(article, &WriteContext::default(), &mut output).unwrap();
    (output, report)
}

fn validate(xml: &[u8], version: Version) {
    let faults = copydesk_nitf::validate(xml).unwrap();
    assert!(faults.is_empty(), "{faults:#?}");
    let Some(schemas) = schemas() else {
        println!("COPYDESK_CORPUS is not set: the schema is not asked");
        return;
    };
    let name = match version {
        Version::V33 => "nitf-3-3.xsd",
        Version::V34 => "nitf-3-4.xsd",
        Version::V35 => "nitf-3-5.xsd",
        Version::V36 => "nitf-3-6.xsd",
    };
    let file = std::env::temp_dir().join(format!(
        "copydesk-nitf-{}-{:?}-{name}.xml",
        std::process::id(),
        std::thread::current().id()
    ));
    std::fs::write(&file, xml).unwrap();
    let output = Command::new("xmllint")
        .args(["--nonet", "--noout", "--schema"])
        .arg(schemas.join(name))
        .arg(&file)
        .output()
        .expect("xmllint is installed");
    let _ = std::fs::remove_file(&file);
    assert!(
        output.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&output.stderr),
        String::from_utf8_lossy(xml)
    );
}

#[test]
fn an_article_with_everything_is_valid_in_each_version() {
    let article = sample::everything();
    for version in [Version::V36, Version::V35, Version::V34, Version::V33] {
        let (xml, report) = write(&mut NitfWriter { version, ..NitfWriter::default() }, &article);
        validate(&xml, version);
        assert_eq!(report.losses.is_empty(), version == Version::V36, "{:#?}", report.losses);
    }
}

#[test]
fn an_empty_article_is_valid() {
    let (xml, report) = write(&mut NitfWriter::default(), &Article::default());
    validate(&xml, Version::V36);
    assert!(report.is_empty());
}

#[test]
fn what_is_written_does_not_depend_on_what_was_written_before() {
    let mut writer = NitfWriter::default();
    let (first, _) = write(&mut writer, &sample::everything());
    let _ = write(&mut writer, &Article::default());
    let (again, _) = write(&mut writer, &sample::everything());
    assert_eq!(first, again);
}

#[test]
fn the_layout_and_the_encoding_follow_the_options() {
    let mut writer = NitfWriter::default();
    for (name, value) in
        [("layout", "compact"), ("encoding", "windows-1252"), ("doctype", "yes"), ("version", "3.5")]
    {
        writer.set_option(name, value).unwrap();
    }
    assert!(writer.set_option("version", "2.0").is_err());
    let (xml, _) = write(&mut writer, &sample::everything());
    validate(&xml, Version::V35);
    assert!(xml.starts_with(b"<?xml version=\"1.0\" encoding=\"windows-1252\"?>\n<!DOCTYPE nitf PUBLIC \"-//IPTC//DTD NITF 3.5//EN\""));
    assert!(xml.windows(10).any(|bytes| bytes == b"Fishermen\x92"));
}
