//! `cargo bench -p copydesk-bench --bench memory`: how much memory each reader takes for a file of 2 MB and of 16 MB, above an
//! empty process, as a multiple of the file. NITF is read in each shape that `foreign.rs` makes, too.
//!
//! The empty process has read an article without a body: the pages of the program itself, more than a megabyte of code that
//! every reading runs through, are no memory that the file takes.
//!
//! Arguments choose rows by the letters in their names: `-- nitf`.
//!
//! Each reading is a process of its own: this program again, with what to read as its arguments. What it took at most is
//! what the system says (`VmHWM`), so this runs on Linux alone.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, reads files and starts processes, and its inputs are its own"
)]

use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;

use copydesk::{Article, ReadContext, Reader, WriteContext, Writer};
use copydesk_bench::article;
use copydesk_bench::foreign::{self, Shape};

/// The first argument of the process that reads.
const READ: &str = "--read-one";

const SIZES: [(&str, usize); 2] = [("2 MB", 2_000_000), ("16 MB", 16_000_000)];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.as_slice() {
        [flag, name, file] if flag == READ => read(name, Path::new(file)),
        wanted => table(wanted),
    }
}

fn table(wanted: &[String]) {
    let wants =
        |name: &str| wanted.is_empty() || wanted.iter().any(|letters| name.contains(letters.as_str()));
    println!("{:<28} {:>8} {:>12} {:>12} {:>8}", "", "size", "peak", "file", "ratio");
    for (size, bytes) in SIZES {
        let (article, empty) = (article(bytes), article(0));
        for mut writer in copydesk::writers() {
            let format = writer.format();
            if copydesk::reader(format.name).is_none() || !wants(format.name) {
                continue;
            }
            let (full, empty) = (written(writer.as_mut(), &article), written(writer.as_mut(), &empty));
            row(format.name, &format!("read {}", format.name), size, &full, &empty);
        }
        for shape in Shape::ALL.into_iter().filter(|_| wants("nitf")) {
            let what = format!("read nitf, {}", shape.name());
            let (full, empty) = (foreign::nitf(shape, bytes), foreign::nitf(shape, 0));
            row("nitf", &what, size, full.as_bytes(), empty.as_bytes());
        }
    }
}

fn written(writer: &mut dyn Writer, article: &Article) -> Vec<u8> {
    let mut output = Vec::new();
    writer.write(article, &WriteContext::default(), &mut output).unwrap();
    output
}

fn row(reader: &str, what: &str, size: &str, input: &[u8], empty: &[u8]) {
    let above = peak(reader, input) - peak(reader, empty);
    let ratio = above as f64 / input.len() as f64;
    println!("{what:<28} {size:>8} {above:>12} {:>12} {ratio:>8.2}", input.len());
}

/// The most memory a process took that read a file with this in it, in bytes.
fn peak(reader: &str, input: &[u8]) -> u64 {
    let file = std::env::temp_dir().join(format!("copydesk-memory-{}", std::process::id()));
    std::fs::write(&file, input).unwrap();
    let done =
        Command::new(std::env::current_exe().unwrap()).args([READ, reader]).arg(&file).output().unwrap();
    std::fs::remove_file(&file).unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap().trim().parse().unwrap()
}

/// Reads a file as the command does, whole, and prints the most memory taken so far.
fn read(name: &str, file: &Path) {
    let reader = copydesk::reader(name).unwrap();
    articles(reader.as_ref(), &std::fs::read(file).unwrap());
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    let kibibytes: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    println!("{}", kibibytes * 1024);
}

fn articles(reader: &dyn Reader, input: &[u8]) {
    reader
        .read(input, &ReadContext::default(), &mut |article| {
            drop(article.unwrap());
            ControlFlow::Continue(())
        })
        .unwrap();
}
