//! Every file of a corpus of real NITF, where one is given: read, accounted for word by word, written, validated, read
//! again.
//!
//! `COPYDESK_CORPUS` names the folder of the corpus; the schemas lie beside it.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests read files and say so"
)]

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;

use copydesk_core::{Article, Converted, Error, ReadContext, Reader, WriteContext, Writer};
use copydesk_nitf::{NitfReader, NitfWriter};

fn corpus() -> Option<PathBuf> {
    let corpus = std::env::var_os("COPYDESK_CORPUS").map(PathBuf::from);
    if corpus.is_none() {
        println!("COPYDESK_CORPUS is not set: no real file is read");
    }
    corpus
}

fn files(corpus: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = ["nitf", "nitf-embedded"]
        .iter()
        .filter_map(|folder| std::fs::read_dir(corpus.join(folder)).ok())
        .flatten()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

/// Whether a file is well-formed, by another parser's word, and holds NITF at all.
fn is_nitf(path: &Path, input: &[u8]) -> bool {
    let done = Command::new("xmllint").args(["--nonet", "--noout", "--nowarning"]).arg(path).output();
    done.expect("xmllint is installed").status.success() && input.windows(5).any(|bytes| bytes == b"<nitf")
}

fn read(input: &[u8]) -> Result<Vec<Converted<Article>>, Error> {
    let mut found = Vec::new();
    NitfReader.read(input, &ReadContext::default(), &mut |article| {
        found.push(article);
        ControlFlow::Continue(())
    })?;
    found.into_iter().collect()
}

fn valid(xml: &[u8], corpus: &Path) -> Result<(), String> {
    let schema = corpus.join("../schemas/nitf/nitf-3-6.xsd");
    if !schema.exists() {
        return Ok(());
    }
    let file = std::env::temp_dir().join(format!("copydesk-nitf-corpus-{}.xml", std::process::id()));
    std::fs::write(&file, xml).unwrap();
    let done =
        Command::new("xmllint").args(["--nonet", "--noout", "--schema"]).arg(schema).arg(&file).output();
    let _ = std::fs::remove_file(&file);
    let done = done.expect("xmllint is installed");
    let faults = copydesk_nitf::validate(xml).unwrap();
    if faults.is_empty() != done.status.success() {
        return Err(format!("another verdict than xmllint's: {faults:?}"));
    }
    if done.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&done.stderr).into_owned()) }
}

#[test]
fn every_real_file_goes_there_and_back() {
    let Some(corpus) = corpus() else { return };
    let (mut faults, mut articles) = (Vec::new(), 0);
    for path in files(&corpus) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let input = std::fs::read(&path).unwrap();
        match read(&input) {
            Err(error) if !is_nitf(&path, &input) => {
                assert!(error.place().is_some(), "{name}: {error}");
                println!("  refused: {name}: {error}");
            }
            Err(error) => faults.push(format!("{name}: {error}")),
            Ok(found) => {
                for fault in copydesk_nitf::account(&input, &found).unwrap().gone {
                    faults.push(format!("{name}: gone: {fault}"));
                }
                for converted in found {
                    articles += 1;
                    if let Err(fault) = there_and_back(&converted.output, &corpus) {
                        faults.push(format!("{name}: {fault}"));
                    }
                }
            }
        }
    }
    println!("{articles} articles");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn there_and_back(article: &Article, corpus: &Path) -> Result<(), String> {
    let mut output = Vec::new();
    let report = NitfWriter::default().write(article, &WriteContext::default(), &mut output).unwrap();
    valid(&output, corpus).map_err(|fault| format!("not valid: {fault}"))?;
    let again = read(&output).map_err(|error| format!("cannot be read again: {error}"))?.remove(0);
    if report.losses.is_empty() && again.output != *article {
        let json = |article: &Article| serde_json::to_string_pretty(article).unwrap();
        let (before, after) = (json(article), json(&again.output));
        let at = before.lines().zip(after.lines()).position(|(a, b)| a != b).unwrap_or_default();
        let near =
            |text: &str| text.lines().skip(at.saturating_sub(4)).take(9).collect::<Vec<_>>().join("\n");
        return Err(format!("not the same again:\n{}\n---\n{}", near(&before), near(&after)));
    }
    for loss in &report.losses {
        println!("  lost: {loss}");
    }
    Ok(())
}
