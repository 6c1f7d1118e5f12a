//! A thousand articles in one process: each tool in its best way.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::cold::size_of;
use super::install::{Tools, script};
use super::process::Cost;
use super::{Fault, Table, articles, make_folder, process, typst, write};

const ARTICLES: u32 = 1_000;
/// WeasyPrint is given fewer: it takes so much longer.
const FEWER: u32 = 50;
const ROUNDS: usize = 3;

pub(super) fn run(tools: &Tools, work: &Path) -> Result<(), Fault> {
    let folder = work.join("batch");
    let sources = articles::files(&folder, 0..ARTICLES as usize, 5_000)?;
    let list = folder.join("list");
    write(&list, lines(&sources).as_bytes())?;
    // The same articles in an archive: nothing is opened but that.
    let archive = folder.join("articles.tar");
    process::run(&mut ours(tools, &sources, "markdown", &archive))?;
    let mut table = Table::new("batch of 1,000, 5 KB", ARTICLES);
    for (name, format, extension, theirs) in
        [("HTML", "html", "html", "html5"), ("EPUB", "epub", "epub", "epub3")]
    {
        let out =
            ["ours", "ours.tar", "ours-of.tar", "pandoc"].map(|out| folder.join(format!("{format}-{out}")));
        let mut pandoc = tools.pandoc();
        pandoc.arg("lua").arg(script("pandoc_all.lua")).args([theirs, extension]).arg(&out[3]).arg(&list);
        let commands = vec![
            ("copydesk", ARTICLES, ours(tools, &sources, format, &out[0])),
            ("copydesk, into a .tar", ARTICLES, ours(tools, &sources, format, &out[1])),
            (
                "copydesk, of a .tar into a .tar",
                ARTICLES,
                ours(tools, std::slice::from_ref(&archive), format, &out[2]),
            ),
            ("pandoc, one process", ARTICLES, pandoc),
        ];
        compare(&mut table, &format!("Markdown → {name}"), commands, &out)?;
    }
    let typeset = sources.iter().map(|source| typst::source(tools, source)).collect::<Result<Vec<_>, _>>()?;
    let pages = pages(&folder.join("html-ours"), &sources);
    let out = ["ours", "typst", "weasyprint"].map(|name| folder.join(format!("pdf-{name}")));
    let mut typst = tools.python("typst_all.py");
    typst.arg(&out[1]).args(&typeset);
    let mut weasyprint = tools.python("weasyprint_all.py");
    weasyprint.arg(&out[2]).args(&pages[..FEWER as usize]);
    let commands = vec![
        ("copydesk", ARTICLES, ours(tools, &sources, "pdf", &out[0])),
        ("typst, one process", ARTICLES, typst),
        ("WeasyPrint, one process", FEWER, weasyprint),
    ];
    compare(&mut table, "Markdown → PDF", commands, &out)
}

fn lines(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| format!("{}\n", path.display())).collect()
}

fn pages(folder: &Path, sources: &[PathBuf]) -> Vec<PathBuf> {
    let stems = sources.iter().filter_map(|source| source.file_stem());
    stems.map(|stem| folder.join(stem).with_extension("html")).collect()
}

fn ours(tools: &Tools, sources: &[PathBuf], format: &str, out: &Path) -> Command {
    let mut command = tools.convert();
    command.args(["-t", format, "-o"]).arg(out).args(sources);
    command
}

fn compare(
    table: &mut Table,
    name: &str,
    tools: Vec<(&str, u32, Command)>,
    out: &[PathBuf],
) -> Result<(), Fault> {
    table.case();
    let mut costs: Vec<Cost> = Vec::new();
    let mut named = Vec::new();
    let mut commands = Vec::new();
    for (tool, articles, command) in tools {
        named.push((tool, articles));
        commands.push(command);
    }
    for round in 0..ROUNDS {
        for (at, (command, out)) in commands.iter_mut().zip(out).enumerate() {
            clear(out, round)?;
            let cost = process::run(command)?;
            if round == 0 { costs.push(cost) } else { costs[at] = costs[at].best(cost) }
        }
    }
    for (((tool, articles), cost), out) in named.into_iter().zip(&costs).zip(out) {
        let (count, size) = written(out, articles)?;
        if count != articles as usize || size == 0 {
            return Err(format!("{tool} wrote {count} files of {articles}"));
        }
        table.row_of(name, tool, articles, cost, size);
    }
    Ok(())
}

fn is_archive(out: &Path) -> bool {
    out.extension().is_some_and(|extension| extension == "tar")
}

/// Lays what an earlier round wrote aside: each finds nothing there. Nothing is deleted, for after that ext4 is slow to make
/// files for some seconds.
fn clear(out: &Path, round: usize) -> Result<(), Fault> {
    if out.exists() {
        let mut aside = out.to_owned();
        aside.as_mut_os_string().push(format!(".round-{round}"));
        std::fs::rename(out, aside).map_err(|error| format!("{}: {error}", out.display()))?;
    }
    if is_archive(out) { Ok(()) } else { make_folder(out) }
}

/// How many files there are, and their bytes; an archive is taken to hold what it should.
fn written(out: &Path, articles: u32) -> Result<(usize, u64), Fault> {
    if is_archive(out) {
        return Ok((articles as usize, out.metadata().map_or(0, |archive| archive.len())));
    }
    Ok((std::fs::read_dir(out).map_or(0, Iterator::count), size_of(out)?))
}
