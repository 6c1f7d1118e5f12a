//! Real articles to Markdown and back. `COPYDESK_CORPUS` names the folder they lie in; without it there is nothing to do.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use copydesk::{Article, ReadContext, WriteContext, Writer, read_one};
use copydesk_tests::faithful::nothing_lost_silently;

#[test]
fn the_corpus_survives() {
    let Some(folder) = std::env::var_os("COPYDESK_CORPUS") else {
        println!("COPYDESK_CORPUS is not set: no corpus is read");
        return;
    };
    let mut files = Vec::new();
    collect(Path::new(&folder), &mut files);
    files.sort();
    let mut read = 0;
    let mut wrong = Vec::new();
    for file in &files {
        for article in articles(file) {
            read += 1;
            if let Err(error) = survives(&article) {
                wrong.push(format!("{}: {error}", file.display()));
            }
        }
    }
    assert!(read > 0, "no article in {}", folder.display());
    println!("{read} articles, {} wrong", wrong.len());
    assert!(wrong.is_empty(), "{} of {read}:\n{}", wrong.len(), wrong.join("\n\n"));
}

fn survives(article: &Article) -> Result<(), String> {
    let mut output = Vec::new();
    let mut writer = copydesk::markdown::MarkdownWriter::default();
    let report =
        writer.write(article, &WriteContext::default(), &mut output).map_err(|error| error.to_string())?;
    let reader = copydesk::markdown::MarkdownReader::default();
    let again = read_one(&reader, &output, &ReadContext::default()).map_err(|error| error.to_string())?;
    nothing_lost_silently(article, &report, &again.output)
}

/// The articles of a file, by whichever reader knows it.
fn articles(file: &Path) -> Vec<Article> {
    let input = std::fs::read(file).unwrap();
    let extension = file.extension().and_then(|extension| extension.to_str());
    let Some(reader) = copydesk::recognise(&input, extension) else { return Vec::new() };
    let mut found = Vec::new();
    let _ = reader.read(&input, &ReadContext::default(), &mut |article| {
        found.extend(article.map(|article| article.output));
        ControlFlow::Continue(())
    });
    found
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
