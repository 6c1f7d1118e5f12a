//! The same article as typst source: pandoc writes the story, and a page like a newspaper's is set around it.

use std::path::{Path, PathBuf};

use super::install::Tools;
use super::{Fault, process, write};

const PAGE: &str = "#set document(title: \"Story\", date: datetime(year: 2024, month: 3, day: 12))\n\
    #set page(paper: \"a4\", columns: 2)\n#set text(size: 9.5pt, lang: \"en\", hyphenate: true)\n\
    #set par(justify: true)\n#let horizontalrule = line(length: 100%)\n\n";

/// Writes `story.typ` beside `story.md`.
pub(super) fn source(tools: &Tools, markdown: &Path) -> Result<PathBuf, Fault> {
    let mut pandoc = tools.pandoc();
    let story = process::output(pandoc.args(["-f", "gfm+yaml_metadata_block", "-t", "typst"]).arg(markdown))?;
    let path = markdown.with_extension("typ");
    write(&path, format!("{PAGE}{story}").as_bytes())?;
    Ok(path)
}
