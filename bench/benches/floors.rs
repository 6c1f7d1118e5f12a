//! `cargo bench -p copydesk-bench`: each reader and writer at 5 KB and 400 KB, beside the least that could be done with the
//! same bytes.
//!
//! | side | floor |
//! |---|---|
//! | read text, a paragraph a line, wrapped and indented | divide into lines and copy each |
//! | read NITF, as Copydesk writes it and in the shapes of agencies | a bare quick-xml pass over events and attributes |
//! | read Markdown | a bare pulldown-cmark pass over events |
//! | read JSON | serde_json to its own value |
//! | write text, Markdown, NITF, HTML, JSON | copy the output with the five XML escapes |
//! | write EPUB | deflate the same parts with the same library and level, the deflater kept |
//! | write PDF | deflate the finished file once more: a fixed point to compare with, no floor |
//! | write EPUB, epub-builder | the peer, given the same documents ready made |
//! | read Markdown, pandoc | the peer reads the same, warm, where a `pandoc` 3 is on the path or named by `PANDOC` |
//! | write EPUB, pandoc | the peer's own Markdown to EPUB, warm, where a `pandoc` 3 is on the path or named by `PANDOC` |
//!
//! Both sides have the allocator of the command.
//!
//! Arguments choose rows by the letters in their names: `cargo bench -p copydesk-bench -- epub`.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and its inputs are its own"
)]

#[path = "peers/epub_builder.rs"]
mod epub_builder;
#[path = "peers/pandoc.rs"]
mod pandoc;

use std::ops::ControlFlow;

use copydesk::{Article, ReadContext, Reader, WriteContext, Writer};
use copydesk_bench::foreign::{self, Shape};
use copydesk_bench::{Pair, article, pair};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The level at which a book is compressed.
const BOOK_LEVEL: u32 = 2;
const SIZES: [(&str, usize); 2] = [("5 KB", 5_000), ("400 KB", 400_000)];

fn main() {
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let wants =
        |name: &str| wanted.is_empty() || wanted.iter().any(|letters| name.contains(letters.as_str()));
    println!("{:<26} {:>8} {:>12} {:>12} {:>8}", "", "size", "ours", "floor", "ratio");
    for (size, bytes) in SIZES {
        let article = article(bytes);
        for mut writer in copydesk::writers() {
            let name = writer.format().name;
            let (read, write) = (format!("read {name}"), format!("write {name}"));
            if !wants(&read) && !wants(&write) {
                continue;
            }
            let output = written(writer.as_mut(), &article);
            if wants(&write)
                && let Some(pair) = write_pair(writer.as_mut(), &article, &output)
            {
                row(&write, size, pair);
            }
            if wants(&write) && name == "epub" {
                peers(writer.as_mut(), &article, size);
            }
            if name == "nitf" && wants(&read) {
                as_agencies_send_it(size, bytes);
            }
            if name == "text" && wants(&read) {
                as_wires_wrap_it(size, std::str::from_utf8(&output).unwrap());
            }
            if wants(&read)
                && let Some(reader) = copydesk::reader(name)
                && let Some(pair) = read_pair(reader.as_ref(), &output)
            {
                row(&read, size, pair);
                if name == "markdown"
                    && let Some(floor) = pandoc::read_markdown(&output)
                {
                    row("read markdown, pandoc", size, Pair { floor, ..pair });
                }
            }
        }
    }
}

/// NITF in each shape of `foreign.rs`.
fn as_agencies_send_it(size: &str, bytes: usize) {
    let Some(reader) = copydesk::reader("nitf") else { return };
    for shape in Shape::ALL {
        if let Some(pair) = read_pair(reader.as_ref(), foreign::nitf(shape, bytes).as_bytes()) {
            row(&format!("read nitf, {}", shape.name()), size, pair);
        }
    }
}

/// Text with lines of 70 characters, and paragraphs between blank lines or with an indented line at their start.
fn as_wires_wrap_it(size: &str, text: &str) {
    let Some(reader) = copydesk::reader("text") else { return };
    let paragraphs: Vec<&str> = text.split("\n\n").collect();
    for (shape, indent, between) in [("wrapped", "", "\n\n"), ("indented", "    ", "\n")] {
        let copy: Vec<String> = paragraphs.iter().map(|paragraph| wrapped(paragraph, indent)).collect();
        if let Some(pair) = read_pair(reader.as_ref(), copy.join(between).as_bytes()) {
            row(&format!("read text, {shape}"), size, pair);
        }
    }
}

fn wrapped(paragraph: &str, indent: &str) -> String {
    const WIDTH: usize = 70;
    let (mut copy, mut length) = (indent.to_owned(), indent.len());
    for (at, word) in paragraph.split_whitespace().enumerate() {
        let letters = word.chars().count();
        if at > 0 && length + 1 + letters > WIDTH {
            copy.push('\n');
            length = 0;
        } else if at > 0 {
            copy.push(' ');
            length += 1;
        }
        copy.push_str(word);
        length += letters;
    }
    copy
}

fn row(what: &str, size: &str, pair: Pair) {
    println!("{what:<26} {size:>8} {:>12.2?} {:>12.2?} {:>8.3}", pair.ours, pair.floor, pair.ratio());
}

fn written(writer: &mut dyn Writer, article: &Article) -> Vec<u8> {
    let mut output = Vec::new();
    writer.write(article, &WriteContext::default(), &mut output).unwrap();
    output
}

fn read_all(reader: &dyn Reader, input: &[u8]) -> usize {
    let mut blocks = 0;
    let sink = &mut |article: Result<copydesk::Converted<Article>, copydesk::Error>| {
        blocks += article.unwrap().output.body.len();
        ControlFlow::Continue(())
    };
    reader.read(input, &ReadContext::default(), sink).unwrap();
    blocks
}

fn read_pair(reader: &dyn Reader, input: &[u8]) -> Option<Pair> {
    let ours = || read_all(reader, input);
    let text = std::str::from_utf8(input).ok()?;
    match reader.format().name {
        "text" => Some(pair(ours, || text.lines().map(str::to_owned).collect::<Vec<_>>())),
        "nitf" => Some(pair(ours, || xml_pass(text))),
        "markdown" => Some(pair(ours, || pulldown_cmark::Parser::new(text).count())),
        "json" => Some(pair(ours, || serde_json::from_str::<serde_json::Value>(text).unwrap())),
        _ => None,
    }
}

fn xml_pass(text: &str) -> usize {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(text);
    let mut seen = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return seen,
            Event::Start(element) | Event::Empty(element) => {
                seen +=
                    1 + element.attributes().flatten().map(|attribute| attribute.value.len()).sum::<usize>();
            }
            Event::End(_)
            | Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_) => seen += 1,
        }
    }
}

fn write_pair(writer: &mut dyn Writer, article: &Article, output: &[u8]) -> Option<Pair> {
    let name = writer.format().name;
    let mut buffer = Vec::new();
    let mut ours = || {
        buffer.clear();
        writer.write(article, &WriteContext::default(), &mut buffer).unwrap();
        buffer.len()
    };
    let mut packed = Vec::new();
    let mut deflater = flate2::Compress::new(flate2::Compression::new(BOOK_LEVEL), false);
    match name {
        "epub" => {
            let parts = unzipped(output);
            Some(pair(ours, || deflated(&mut deflater, &parts, &mut packed)))
        }
        "pdf" => {
            // Nothing short of setting the page is less than setting it; `peers` compares with who sets pages too.
            let parts = vec![output.to_vec()];
            Some(pair(&mut ours, || deflated(&mut deflater, &parts, &mut packed)))
        }
        _ => Some(pair(ours, || escaped(output))),
    }
}

fn escaped(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 8);
    for byte in bytes {
        match byte {
            b'&' => out.extend_from_slice(b"&amp;"),
            b'<' => out.extend_from_slice(b"&lt;"),
            b'>' => out.extend_from_slice(b"&gt;"),
            b'"' => out.extend_from_slice(b"&quot;"),
            b'\'' => out.extend_from_slice(b"&#39;"),
            byte => out.push(*byte),
        }
    }
    out
}

fn unzipped(epub: &[u8]) -> Vec<Vec<u8>> {
    epub_builder::unzipped(epub).into_iter().map(|(_, bytes)| bytes).collect()
}

fn deflated(deflater: &mut flate2::Compress, parts: &[Vec<u8>], output: &mut Vec<u8>) -> usize {
    output.clear();
    for part in parts {
        deflater.reset();
        output.reserve(part.len() + 128);
        deflater.compress_vec(part, output, flate2::FlushCompress::Finish).unwrap();
    }
    output.len()
}

/// The same book by others.
fn peers(writer: &mut dyn Writer, article: &Article, size: &str) {
    let book = epub_builder::Parts::of(&written(writer, article));
    let mut buffer = Vec::new();
    let ours = || {
        buffer.clear();
        writer.write(article, &WriteContext::default(), &mut buffer).unwrap();
        buffer.len()
    };
    let pair = pair(ours, || book.build());
    row("write epub, epub-builder", size, pair);
    let mut markdown = copydesk::writer("markdown").unwrap();
    if let Some(floor) = pandoc::markdown_to_epub(&written(markdown.as_mut(), article)) {
        row("write epub, pandoc", size, Pair { floor, ..pair });
    }
}
