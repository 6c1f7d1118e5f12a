//! One article, one process: from the start of the program to the finished file.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::install::Tools;
use super::{Fault, Table, articles, make_folder, process, typst, write};

/// A conversion and the tools that can do it.
struct Case<'a> {
    tools: &'a Tools,
    source: &'a Path,
    out: PathBuf,
}

pub(super) fn run(tools: &Tools, work: &Path) -> Result<(), Fault> {
    for (size, bytes, rounds) in [("5 KB", 5_000, 9), ("400 KB", 400_000, 3)] {
        let folder = work.join(format!("cold-{bytes}"));
        let source = articles::files(&folder, 0..1, bytes)?.remove(0);
        let article = articles::article(0, bytes);
        let text = folder.join("story.txt");
        write(&text, &articles::written(&article, "text")?)?;
        let page = folder.join("story.html");
        write(&page, &articles::written(&article, "html")?)?;
        let typst = typst::source(tools, &source)?;
        let out = folder.join("out");
        make_folder(&out)?;
        let case = Case { tools, source: &source, out };
        let mut table = Table::new(&format!("cold, {size}"), 1);
        let mut compare = |name: &str, extension: &str, peers: Vec<(&str, Command)>| {
            compare(&mut table, name, extension, &case.out, peers, rounds)
        };
        compare("text → Markdown", "md", vec![("copydesk", case.ours(&text, "markdown", "md"))])?;
        for (name, format, extension, theirs) in [
            ("HTML", "html", "html", "html"),
            ("Markdown", "markdown", "md", "gfm"),
            ("EPUB", "epub", "epub", "epub3"),
        ] {
            let ours = case.ours(&source, format, extension);
            let pandoc = case.pandoc(theirs, extension);
            compare(&format!("Markdown → {name}"), extension, vec![("copydesk", ours), ("pandoc", pandoc)])?;
        }
        let ours = case.ours(&source, "pdf", "pdf");
        let mut setters = vec![("copydesk", ours), ("typst", case.python("typst_all.py", &typst))];
        if bytes < 100_000 {
            setters.push(("WeasyPrint", case.python("weasyprint_all.py", &page)));
        }
        compare("Markdown → PDF", "pdf", setters)?;
        println!();
    }
    Ok(())
}

impl Case<'_> {
    fn ours(&self, source: &Path, to: &str, extension: &str) -> Command {
        let mut command = self.tools.convert();
        command.arg(source).args(["-t", to, "-o"]).arg(self.out.join(format!("copydesk.{extension}")));
        command
    }

    fn pandoc(&self, to: &str, extension: &str) -> Command {
        let mut command = self.tools.pandoc();
        command.args(["-f", "gfm+yaml_metadata_block", "--standalone", "-t", to, "-o"]);
        command.arg(self.out.join(format!("pandoc.{extension}"))).arg(self.source);
        command
    }

    /// A setter of pages, which names its output by its input.
    fn python(&self, program: &str, source: &Path) -> Command {
        let mut command = self.tools.python(program);
        command.arg(&self.out).arg(source);
        command
    }
}

fn compare(
    table: &mut Table,
    name: &str,
    extension: &str,
    out: &Path,
    tools: Vec<(&str, Command)>,
    rounds: usize,
) -> Result<(), Fault> {
    let (names, mut commands): (Vec<&str>, Vec<Command>) = tools.into_iter().unzip();
    table.case();
    let mut sizes = Vec::new();
    for command in &mut commands {
        let _ = std::fs::remove_dir_all(out);
        make_folder(out)?;
        process::run(command)?;
        sizes.push(size_of(out)?);
    }
    let costs = process::in_turn(&mut commands, rounds)?;
    for ((tool, cost), size) in names.iter().zip(&costs).zip(sizes) {
        if size == 0 {
            return Err(format!("{tool} wrote no .{extension}"));
        }
        table.row(name, tool, cost, size);
    }
    Ok(())
}

/// The bytes of all files in a folder.
pub(super) fn size_of(folder: &Path) -> Result<u64, Fault> {
    let unreadable = |error: std::io::Error| format!("{} cannot be read: {error}", folder.display());
    let mut size = 0;
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        size += entry.and_then(|entry| entry.metadata()).map_err(unreadable)?.len();
    }
    Ok(size)
}
