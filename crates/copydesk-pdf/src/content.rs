//! The content of a page, as far as it is ours: text and filled rectangles.
//!
//! Positions are hundredths of a point, adjustments whole thousandths of the font size; what rounding takes from one glyph
//! is given to the next. Gray is DeviceGray. Text that glyphs alone would not give back is said beside them, as
//! `/ActualText` (ISO 32000-1, 14.9.4).

use copydesk_layout::page::{Colour, Glyph, Rect, Run};

use crate::fonts::Subset;

/// How bytes that are no text are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strings {
    /// As they are: shortest.
    Binary,
    /// As hexadecimal digits: readable.
    Hex,
}

/// What is ours on one page: a part for each mark that krilla opened on it, in order.
#[derive(Debug, Default)]
pub(crate) struct Ink {
    pub(crate) bytes: Vec<u8>,
    /// Where each part begins.
    starts: Vec<usize>,
    /// The fonts it uses, by their numbers in the document.
    pub(crate) fonts: Vec<usize>,
}

impl Ink {
    /// The parts, in order.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &[u8]> {
        let ends = self.starts.iter().skip(1).copied().chain([self.bytes.len()]);
        self.starts.iter().zip(ends).map(|(start, end)| &self.bytes[*start..end])
    }

    #[cfg(test)]
    pub(crate) fn of(parts: &[&str]) -> Self {
        let mut ink = Self::default();
        for part in parts {
            ink.starts.push(ink.bytes.len());
            ink.bytes.extend_from_slice(part.as_bytes());
        }
        ink
    }
}

/// Draws on one page.
pub(crate) struct Pen {
    ink: Ink,
    strings: Strings,
    /// The page's top left corner on the sheet, from the bottom left.
    origin: (f32, f32),
    /// Inside a text object: where its last line began, in hundredths of a point.
    text: Option<(i64, i64)>,
    colour: Option<Colour>,
    font: Option<(usize, f32)>,
    /// How high glyphs are raised, in hundredths of a point.
    rise: i64,
}

impl Pen {
    pub(crate) fn new(strings: Strings, origin: (f32, f32)) -> Self {
        Self { ink: Ink::default(), strings, origin, text: None, colour: None, font: None, rise: 0 }
    }

    /// What was drawn.
    pub(crate) fn finish(mut self) -> Ink {
        self.leave_text();
        self.ink
    }

    /// krilla opened a mark: what follows stands in it.
    pub(crate) fn mark(&mut self) {
        self.leave_text();
        self.ink.starts.push(self.ink.bytes.len());
    }

    fn leave_text(&mut self) {
        if self.text.take().is_some() {
            self.ink.bytes.extend_from_slice(b"ET\n");
        }
    }

    fn set_colour(&mut self, colour: Colour) {
        if self.colour.replace(colour) == Some(colour) {
            return;
        }
        let out = &mut self.ink.bytes;
        let mut part = |part: u8| {
            push_decimal(out, (i64::from(part) * 1000 + 127) / 255, 1000);
            out.push(b' ');
        };
        match colour {
            Colour::Gray(gray) => part(gray),
            Colour::Rgb(red, green, blue) => [red, green, blue].into_iter().for_each(part),
        }
        self.ink.bytes.extend_from_slice(match colour {
            Colour::Gray(_) => b"g\n",
            Colour::Rgb(..) => b"rg\n",
        });
    }

    /// Fills a rectangle.
    pub(crate) fn fill(&mut self, rect: &Rect, colour: Colour) {
        self.leave_text();
        self.set_colour(colour);
        let (width, height) = (hundredths(rect.width).max(1), hundredths(rect.height).max(1));
        let x = hundredths(self.origin.0 + rect.x);
        let y = hundredths(self.origin.1 - rect.y) - height;
        for length in [x, y, width, height] {
            push_decimal(&mut self.ink.bytes, length, 100);
            self.ink.bytes.push(b' ');
        }
        self.ink.bytes.extend_from_slice(b"re f\n");
    }

    /// Shows a run of glyphs. `text` is what the glyphs stand for.
    pub(crate) fn run(&mut self, run: &Run, glyphs: &[Glyph], text: &str, font: &mut Subset<'_>) {
        if glyphs.is_empty() || run.size.is_nan() || run.size <= 0.0 {
            return;
        }
        self.set_colour(run.colour);
        if self.text.is_none() {
            self.ink.bytes.extend_from_slice(b"BT\n");
            self.text = Some((0, 0));
        }
        self.set_font(font.number, run.size);
        self.move_to(hundredths(self.origin.0 + run.x), hundredths(self.origin.1 - run.baseline));
        let mut line = Line {
            scale: 1000.0 / f64::from(run.size),
            reversed: is_reversed(glyphs),
            place: 0,
            wanted: 0.0,
            open: Open::Nothing,
            shown: 0,
        };
        let mut rest = glyphs;
        while let Some(first) = rest.first() {
            let cluster = rest.iter().take_while(|glyph| glyph.text == first.text).count();
            let (glyphs, after) = rest.split_at(cluster);
            self.cluster(glyphs, text, font, &mut line);
            rest = after;
        }
        self.close(&mut line);
        self.raise(0);
    }

    fn set_font(&mut self, number: usize, size: f32) {
        if self.font.replace((number, size)) == Some((number, size)) {
            return;
        }
        if !self.ink.fonts.contains(&number) {
            self.ink.fonts.push(number);
        }
        let out = &mut self.ink.bytes;
        out.extend_from_slice(b"/t");
        push_decimal(out, number as i64, 1);
        out.push(b' ');
        push_decimal(out, nearest(f64::from(size) * 1000.0), 1000);
        out.extend_from_slice(b" Tf\n");
    }

    fn move_to(&mut self, x: i64, y: i64) {
        let (from_x, from_y) = self.text.replace((x, y)).unwrap_or_default();
        let out = &mut self.ink.bytes;
        push_decimal(out, x - from_x, 100);
        out.push(b' ');
        push_decimal(out, y - from_y, 100);
        out.extend_from_slice(b" Td\n");
    }

    /// Glyphs that stand for the same characters.
    fn cluster(&mut self, glyphs: &[Glyph], text: &str, font: &mut Subset<'_>, line: &mut Line) {
        let first = &glyphs[0];
        let known = font.know(first, text);
        for glyph in &glyphs[1..] {
            font.know(glyph, text);
        }
        if glyphs.len() == 1 && known {
            if matches!(line.open, Open::Nothing) {
                self.open(line, None);
            }
            self.glyph(first, font, line);
            // ISO 32000-1, 14.8.2.3.3: no space within what is shown reversed.
            if line.reversed && line.shown > 1 && font.text(first, text) == " " {
                self.close(line);
            }
            return;
        }
        self.close(line);
        self.open(line, Some(font.text(first, text)));
        for glyph in glyphs {
            self.glyph(glyph, font, line);
        }
        self.close(line);
    }

    fn open(&mut self, line: &mut Line, actual_text: Option<&str>) {
        let out = &mut self.ink.bytes;
        if let Some(text) = actual_text {
            out.extend_from_slice(b"/Span<</ActualText<FEFF");
            push_utf16(out, text);
            out.extend_from_slice(b">>>BDC\n");
        }
        if line.reversed {
            out.extend_from_slice(b"/ReversedChars BMC\n");
        }
        out.push(b'[');
        line.open = if actual_text.is_some() { Open::Span } else { Open::Plain };
        line.shown = 0;
    }

    fn close(&mut self, line: &mut Line) {
        let spans = match line.open {
            Open::Nothing => return,
            Open::Plain | Open::PlainString => usize::from(line.reversed),
            Open::Span | Open::SpanString => usize::from(line.reversed) + 1,
        };
        self.close_string(line);
        self.ink.bytes.extend_from_slice(b"]TJ\n");
        for _ in 0..spans {
            self.ink.bytes.extend_from_slice(b"EMC\n");
        }
        line.open = Open::Nothing;
    }

    fn close_string(&mut self, line: &mut Line) {
        line.open = match line.open {
            Open::PlainString => Open::Plain,
            Open::SpanString => Open::Span,
            Open::Nothing | Open::Plain | Open::Span => return,
        };
        self.ink.bytes.push(match self.strings {
            Strings::Binary => b')',
            Strings::Hex => b'>',
        });
    }

    fn open_string(&mut self, line: &mut Line) {
        line.open = match line.open {
            Open::Plain | Open::Nothing => Open::PlainString,
            Open::Span => Open::SpanString,
            Open::PlainString | Open::SpanString => return,
        };
        self.ink.bytes.push(match self.strings {
            Strings::Binary => b'(',
            Strings::Hex => b'<',
        });
    }

    fn glyph(&mut self, glyph: &Glyph, font: &Subset<'_>, line: &mut Line) {
        let rise = if glyph.y_offset == 0.0 { 0 } else { hundredths(glyph.y_offset) };
        if rise != self.rise {
            self.close_string(line);
            self.ink.bytes.extend_from_slice(b"]TJ\n");
            self.raise(rise);
            self.ink.bytes.push(b'[');
        }
        let place = nearest(line.wanted + f64::from(glyph.x_offset) * line.scale);
        if place != line.place {
            self.close_string(line);
            push_decimal(&mut self.ink.bytes, line.place - place, 1);
            line.place = place;
        }
        self.open_string(line);
        let used = font.used(glyph.id);
        self.push_code(used.0);
        line.place += used.1;
        line.wanted += f64::from(glyph.advance) * line.scale;
        line.shown += 1;
    }

    fn raise(&mut self, rise: i64) {
        if self.rise != rise {
            self.rise = rise;
            push_decimal(&mut self.ink.bytes, rise, 100);
            self.ink.bytes.extend_from_slice(b" Ts\n");
        }
    }

    fn push_code(&mut self, code: u16) {
        let out = &mut self.ink.bytes;
        match self.strings {
            Strings::Binary => {
                for byte in code.to_be_bytes() {
                    match byte {
                        b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
                        b'\r' => out.extend_from_slice(b"\\r"),
                        byte => out.push(byte),
                    }
                }
            }
            Strings::Hex => push_hex(out, code),
        }
    }
}

/// A run that is being shown.
struct Line {
    /// Thousandths of the font size in a point.
    scale: f64,
    /// Its glyphs stand the other way round than its text runs.
    reversed: bool,
    /// Where the next glyph would stand, in thousandths of the font size from the beginning.
    place: i64,
    /// Where it ought to.
    wanted: f64,
    open: Open,
    /// How many glyphs stand in what is open.
    shown: usize,
}

/// What is open: an array of strings and adjustments, alone or within a span, and a string in it.
#[derive(Clone, Copy)]
enum Open {
    Nothing,
    Plain,
    PlainString,
    Span,
    SpanString,
}

fn is_reversed(glyphs: &[Glyph]) -> bool {
    glyphs.len() > 1 && glyphs.windows(2).all(|two| two[0].text.start >= two[1].text.end)
}

fn hundredths(points: f32) -> i64 {
    nearest(f64::from(points) * 100.0)
}

/// The nearest whole number; halves go away from zero.
fn nearest(number: f64) -> i64 {
    (number + 0.5_f64.copysign(number)) as i64
}

/// A number of parts, without idle zeros: 1250 hundredths are `12.5`.
fn push_decimal(out: &mut Vec<u8>, number: i64, parts: u64) {
    if number < 0 {
        out.push(b'-');
    }
    let number = number.unsigned_abs();
    let (whole, mut fraction) = (number / parts, number % parts);
    if whole != 0 || fraction == 0 {
        push_integer(out, whole);
    }
    if fraction != 0 {
        out.push(b'.');
        let mut place = parts / 10;
        while fraction != 0 {
            out.push(digit(fraction / place));
            fraction %= place;
            place /= 10;
        }
    }
}

fn push_integer(out: &mut Vec<u8>, number: u64) {
    let mut place = 1;
    while number / place > 9 {
        place *= 10;
    }
    while place > 0 {
        out.push(digit(number / place % 10));
        place /= 10;
    }
}

fn digit(number: u64) -> u8 {
    b'0' + (number % 10) as u8
}

/// Four hexadecimal digits.
pub(crate) fn push_hex(out: &mut Vec<u8>, number: u16) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for shift in [12, 8, 4, 0] {
        out.push(DIGITS[usize::from(number >> shift & 15)]);
    }
}

/// Text as hexadecimal digits of UTF-16.
pub(crate) fn push_utf16(out: &mut Vec<u8>, text: &str) {
    for unit in text.encode_utf16() {
        push_hex(out, unit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(glyphs: &[Glyph], text: &str) -> String {
        let data = copydesk_fonts::NOTO_SERIF_REGULAR.data;
        let mut font = Subset::for_test(data);
        let mut pen = Pen::new(Strings::Hex, (0.0, 800.0));
        pen.mark();
        let run = Run {
            font: copydesk_layout::page::FontId(0),
            size: 10.0,
            x: 60.0,
            baseline: 20.0,
            colour: Colour::BLACK,
            glyphs: 0..glyphs.len() as u32,
            mark: copydesk_layout::page::Mark::DECORATION,
        };
        pen.run(&run, glyphs, text, &mut font);
        pen.fill(&Rect { x: 60.0, y: 40.0, width: 400.0, height: 0.5 }, Colour::Gray(90));
        let bytes = pen.finish().bytes;
        String::from_utf8(bytes).unwrap()
    }

    /// Glyphs of 6 points each; glyph 50 is 5.87 points wide.
    fn glyph(text: std::ops::Range<u32>) -> Glyph {
        Glyph { id: 50, advance: 6.0, x_offset: 0.0, y_offset: 0.0, text }
    }

    #[test]
    fn glyphs_are_adjusted_in_whole_thousandths() {
        let content = shown(&[glyph(0..1), glyph(1..2), glyph(2..3)], "aaa");
        let (start, rest) = content.split_once('[').unwrap();
        assert_eq!(start, "0 g\nBT\n/t0 10 Tf\n60 780 Td\n");
        let (array, end) = rest.split_once(']').unwrap();
        assert_eq!(end, "TJ\nET\n.353 g\n60 759.5 400 .5 re f\n");
        let codes: Vec<&str> = array.split(['<', '>']).collect();
        assert_eq!(codes[1], "0001");
        assert_eq!(codes[2], codes[4], "the same adjustment between each two: {array}");
    }

    #[test]
    fn a_mark_above_a_letter_is_raised_and_said() {
        let mark = Glyph { y_offset: 2.5, x_offset: -6.0, advance: 0.0, ..glyph(0..2) };
        let content = shown(&[glyph(0..2), mark, glyph(2..3)], "a\u{b4}b");
        let content = content.replace('\n', " ");
        assert!(content.contains("/Span<</ActualText<FEFF00E1") || content.contains("ActualText<FEFF0061"));
        assert!(content.contains("2.5 Ts ["), "{content}");
        assert!(content.contains("0 Ts "), "{content}");
        assert_eq!(content.matches("EMC").count(), content.matches("BDC").count());
    }

    #[test]
    fn what_runs_the_other_way_is_marked_word_by_word() {
        let text = "\u{5d0}\u{5d1} \u{5d2}";
        let glyphs = [glyph(5..7), glyph(4..5), glyph(2..4), glyph(0..2)];
        let content = shown(&glyphs, text);
        assert_eq!(content.matches("/ReversedChars BMC").count(), content.matches("]TJ\nEMC").count());
        assert!(content.matches("ReversedChars").count() >= 2, "{content}");
    }

    #[test]
    fn decimals_have_no_idle_zeros() {
        for (number, written) in
            [(0, "0"), (5, ".05"), (-1250, "-12.5"), (300, "3"), (101, "1.01"), (1_234_500, "12345")]
        {
            let mut out = Vec::new();
            push_decimal(&mut out, number, 100);
            assert_eq!(String::from_utf8(out).unwrap(), written);
        }
    }
}
