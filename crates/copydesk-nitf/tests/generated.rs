//! Generated articles, there and back: what reading back does not give again, the report names.

#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read files and say so")]

use std::process::Command;

use copydesk_core::{Article, ReadContext, Report, WriteContext, Writer, read_one};
use copydesk_nitf::{NitfReader, NitfWriter, Version};
use copydesk_tests::faithful::nothing_lost_silently;
use copydesk_tests::{check, generate};
use proptest::test_runner::TestCaseError;

fn write(version: Version, article: &Article) -> (Vec<u8>, Report) {
    let mut output = Vec::new();
    let mut writer = NitfWriter { version, ..NitfWriter::default() };
    let report = writer.write(article, &WriteContext::default(), &mut output).unwrap();
    (output, report)
}

fn there_and_back(version: Version, article: &Article) -> Result<(), TestCaseError> {
    let (output, report) = write(version, article);
    let written = || String::from_utf8_lossy(&output).into_owned();
    let again = read_one(&NitfReader, &output, &ReadContext::default())
        .map_err(|error| TestCaseError::fail(format!("cannot be read back: {error}\n{}", written())))?;
    if version == Version::V36 && report.losses.is_empty() && *article != again.output {
        let json = |article: &Article| serde_json::to_string_pretty(article).unwrap();
        return Err(TestCaseError::fail(format!(
            "{}\n---\n{}\n---\n{}",
            written(),
            json(article),
            json(&again.output)
        )));
    }
    if version != Version::V36 {
        return Ok(());
    }
    nothing_lost_silently(article, &report, &again.output)
        .map_err(|fault| TestCaseError::fail(format!("{fault}\nwritten:\n{}", written())))
}

#[test]
fn articles_come_back() {
    check(300, generate::articles(), |article| there_and_back(Version::V36, article));
}

#[test]
fn huge_articles_come_back() {
    check(2, generate::huge_articles(), |article| there_and_back(Version::V36, article));
}

#[test]
fn older_versions_are_read_back() {
    check(50, generate::articles(), |article| there_and_back(Version::V33, article));
}

#[test]
fn every_article_is_valid() {
    let Some(corpus) = std::env::var_os("COPYDESK_CORPUS") else {
        println!("COPYDESK_CORPUS is not set: the schema is not asked");
        return;
    };
    let schemas = std::path::PathBuf::from(corpus).join("../schemas/nitf");
    for (version, schema) in
        [(Version::V36, "nitf-3-6.xsd"), (Version::V33, "nitf-3-3.xsd"), (Version::V35, "nitf-3-5.xsd")]
    {
        let file =
            std::env::temp_dir().join(format!("copydesk-nitf-generated-{}-{schema}.xml", std::process::id()));
        check(40, generate::articles(), |article| {
            let (output, _) = write(version, article);
            std::fs::write(&file, &output).unwrap();
            let done = Command::new("xmllint")
                .args(["--nonet", "--noout", "--schema"])
                .arg(schemas.join(schema))
                .arg(&file)
                .output()
                .expect("xmllint is installed");
            let _ = std::fs::remove_file(&file);
            let fault = String::from_utf8_lossy(&done.stderr);
            proptest::prop_assert!(done.status.success(), "{}\n{}", fault, String::from_utf8_lossy(&output));
            Ok(())
        });
    }
}
