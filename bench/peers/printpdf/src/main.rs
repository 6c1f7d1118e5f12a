//! printpdf's plain route: the lines of a text, broken by their number of letters, in two columns of an embedded font.
//!
//! `copydesk-peer-printpdf FONT ROUNDS < text` prints the best round in milliseconds and the bytes of the file. Nothing is
//! shaped, hyphenated, justified or tagged: what printpdf does without help.

use std::io::Read as _;
use std::time::{Duration, Instant};

use printpdf::{
    Mm, Op, ParsedFont, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, TextItem,
};

/// Letters of a line, lines of a column, columns of a page.
const LETTERS: usize = 46;
const LINES: usize = 56;
const COLUMNS: usize = 2;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let font = arguments.next().expect("a font file");
    let rounds: usize = arguments.next().and_then(|rounds| rounds.parse().ok()).unwrap_or(30);
    let font = std::fs::read(font).expect("the font can be read");
    let font = ParsedFont::from_bytes(&font, 0, &mut Vec::new()).expect("a font");
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).expect("text");
    let (mut best, mut bytes) = (Duration::MAX, 0);
    for _ in 0..rounds {
        let start = Instant::now();
        bytes = document(&font, &text).len();
        best = best.min(start.elapsed());
    }
    println!("{:.3} {bytes}", best.as_secs_f64() * 1000.0);
}

fn document(font: &ParsedFont, text: &str) -> Vec<u8> {
    let mut document = PdfDocument::new("Article");
    let id = document.add_font(font);
    let lines: Vec<String> = text.lines().flat_map(broken).collect();
    let mut pages = Vec::new();
    for page in lines.chunks(LINES * COLUMNS) {
        let mut ops = Vec::new();
        for (column, lines) in page.chunks(LINES).enumerate() {
            ops.push(Op::StartTextSection);
            ops.push(Op::SetTextCursor { pos: Point::new(Mm(19.0 + 88.0 * column as f32), Mm(277.0)) });
            ops.push(Op::SetFont { font: PdfFontHandle::External(id.clone()), size: Pt(9.8) });
            ops.push(Op::SetLineHeight { lh: Pt(12.9) });
            for line in lines {
                ops.push(Op::ShowText { items: vec![TextItem::Text(line.clone())] });
                ops.push(Op::AddLineBreak);
            }
            ops.push(Op::EndTextSection);
        }
        pages.push(PdfPage::new(Mm(210.0), Mm(297.0), ops));
    }
    document.with_pages(pages).save(&PdfSaveOptions::default(), &mut Vec::new())
}

/// A paragraph in lines.
fn broken(paragraph: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in paragraph.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.len() + word.len() < LETTERS => {
                line.push_str(word);
                line.push(' ');
            }
            _ => lines.push(format!("{word} ")),
        }
    }
    lines
}
