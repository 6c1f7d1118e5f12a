//! Every format that is read and written, on generated articles: what reading back does not give again, the report names.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use copydesk::{Article, Report};
use copydesk_tests::{check, generate, promise};
use proptest::test_runner::TestCaseError;

#[test]
fn json() {
    check(400, generate::articles(), |article| {
        let report = there_and_back("json", article)?;
        proptest::prop_assert!(report.is_empty(), "JSON loses nothing: {report:?}");
        Ok(())
    });
}

#[test]
fn markdown() {
    check(100, generate::articles(), |article| there_and_back("markdown", article).map(drop));
}

#[test]
fn nitf() {
    check(150, generate::articles(), |article| there_and_back("nitf", article).map(drop));
}

/// What NITF 3.6 says in our namespace, older versions have no place for, and report.
#[test]
fn older_nitf() {
    check(150, generate::articles(), |article| {
        let write = |version: &str| {
            let (mut writer, mut output) = (copydesk::writer("nitf").unwrap(), Vec::new());
            writer.set_option("version", version).unwrap();
            let report = writer.write(article, &Default::default(), &mut output).unwrap();
            (String::from_utf8(output).unwrap(), report)
        };
        // These say where a part of the article stands, and nothing of their own.
        const PLACES: &[&str] = &["article", "of", "at", "from", "unnamed", "unscheme", "unrole", "printed"];
        let (newest, _) = write("3.6");
        let mut names = newest.split(" cd:").skip(1).filter_map(|rest| rest.split('=').next());
        let marked =
            names.find(|name| !PLACES.contains(name) && name.bytes().all(|byte| byte.is_ascii_lowercase()));
        let (oldest, report) = write("3.3");
        proptest::prop_assert!(!oldest.contains("cd:") || newest.contains("&quot;cd:"), "{}", oldest);
        if let Some(name) = marked {
            proptest::prop_assert!(!report.losses.is_empty(), "cd:{} is not reported\n{}", name, newest);
        }
        Ok(())
    });
}

/// Whatever is read and written is in a test above.
#[test]
fn every_pair_is_tried() {
    let source = include_str!("pairs.rs");
    for reader in copydesk::readers() {
        let name = reader.format().name;
        let tried = source.contains(&format!("there_and_back(\"{name}\""));
        assert!(tried || copydesk::writer(name).is_none(), "{name} is not tried");
    }
}

#[test]
fn text() {
    check(600, generate::small_articles(), |article| there_and_back("text", article).map(drop));
}

#[test]
fn json_of_huge_articles() {
    check(2, generate::huge_articles(), |article| there_and_back("json", article).map(drop));
}

/// Writes the article, reads it back, and checks the one against the other.
fn there_and_back(format: &str, article: &Article) -> Result<Report, TestCaseError> {
    let (mut writer, reader) = (copydesk::writer(format).unwrap(), copydesk::reader(format).unwrap());
    promise::there_and_back(&mut *writer, &*reader, article).map_err(TestCaseError::fail)
}
