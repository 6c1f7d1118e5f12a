//! The file krilla wrote, written again: with the article's own metadata, its text and fonts, and small objects packed
//! together (ISO 32000-1, 7.5.7).

use std::borrow::Cow;
use std::collections::BTreeMap;

use copydesk_core::{Error, ErrorKind};
use flate2::{Compress, Compression, FlushCompress, Status};

use crate::content::Ink;
use crate::fonts::{FONT_OBJECTS, FontObjects};
use crate::operators::join;
use crate::render::Rendered;
use crate::source::{Body, PagePart, Source, find};

/// How many objects go into one object stream.
const PACKED: usize = 200;

/// Writes files again; keeps its compressor from one to the next.
#[derive(Default)]
pub(crate) struct Rewriter {
    /// Made with the first file: its tables take longer than many a command that writes no page.
    compress: Option<Compress>,
    scratch: Vec<u8>,
}

/// How a file is written again.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    /// Small objects are packed together.
    pub(crate) packed: bool,
    /// Nothing is compressed, and pages are plain ASCII.
    pub(crate) readable: bool,
    /// Each font says which of its codes are used.
    pub(crate) code_sets: bool,
}

/// What goes into a file.
pub(crate) struct Parts<'a> {
    /// What krilla wrote, and what is ours.
    pub(crate) rendered: &'a Rendered<'a>,
    /// The metadata packet.
    pub(crate) packet: &'a str,
    /// The two halves of the file's id.
    pub(crate) id: [&'a str; 2],
}

impl Rewriter {
    /// Appends the file to `output`.
    ///
    /// # Errors
    /// It is not such a file as krilla writes.
    pub(crate) fn rewrite(
        &mut self,
        parts: &Parts<'_>,
        shape: Shape,
        output: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let rendered = parts.rendered;
        let source = Source::read(&rendered.file).ok_or_else(broken)?;
        let start = output.len();
        let first_font = source.bodies.len();
        let per_font = FONT_OBJECTS + usize::from(shape.code_sets);
        let objects = first_font + per_font * rendered.fonts.len();
        let mut sink = Sink {
            output,
            start,
            places: vec![Place::Free; objects],
            pending: Vec::new(),
            shape,
            parts,
            source: &source,
            pages: source.pages(&rendered.inks).ok_or_else(broken)?,
            first_font,
            per_font,
        };
        sink.output.extend_from_slice(source.header);
        for (number, body) in source.bodies.iter().enumerate() {
            if let Some(body) = body {
                sink.object(number, body, self)?;
            }
        }
        for (at, font) in rendered.fonts.iter().enumerate() {
            let first = first_font + at * per_font;
            sink.font(first, font.objects(first, &rendered.text, shape.code_sets)?, self)?;
        }
        sink.finish(self)
    }

    /// The bytes, compressed.
    fn deflate(&mut self, bytes: &[u8]) -> Result<&[u8], Error> {
        // A page is mostly glyph numbers, which hardly repeat: the quickest level makes files an eighth larger, and saves
        // as much of the time that a whole article takes.
        let compress = self.compress.get_or_insert_with(|| Compress::new(Compression::fast(), true));
        compress.reset();
        self.scratch.clear();
        self.scratch.reserve(bytes.len() / 2 + 64);
        let before = compress.total_in();
        loop {
            let used = usize::try_from(compress.total_in() - before).map_err(|_| broken())?;
            let status = compress
                .compress_vec(&bytes[used..], &mut self.scratch, FlushCompress::Finish)
                .map_err(|error| broken().caused_by(error))?;
            match status {
                Status::StreamEnd => return Ok(&self.scratch),
                Status::Ok | Status::BufError => self.scratch.reserve(self.scratch.len().max(256)),
            }
        }
    }
}

fn broken() -> Error {
    Error::new(ErrorKind::Internal, "the file cannot be written again").in_format("pdf")
}

/// Where an object is in the new file.
#[derive(Clone, Copy)]
enum Place {
    Free,
    /// At this byte.
    At(usize),
    /// In this object stream, at this index.
    In(usize, usize),
}

struct Sink<'a, 'f> {
    output: &'a mut Vec<u8>,
    start: usize,
    places: Vec<Place>,
    /// Objects that wait for their stream.
    pending: Vec<(usize, Cow<'f, [u8]>)>,
    shape: Shape,
    parts: &'a Parts<'a>,
    source: &'a Source<'f>,
    pages: BTreeMap<usize, PagePart<'a>>,
    first_font: usize,
    per_font: usize,
}

impl<'f> Sink<'_, 'f> {
    fn object(&mut self, number: usize, body: &Body<'f>, rewriter: &mut Rewriter) -> Result<(), Error> {
        match (body, self.pages.get(&number).copied()) {
            (Body::Plain(body), Some(PagePart::Resources(ink))) => {
                let body = self.with_fonts(body, ink).ok_or_else(broken)?;
                self.dictionary(number, Cow::Owned(body), rewriter)
            }
            (Body::Plain(body), Some(PagePart::Content(_)) | None) => {
                self.dictionary(number, Cow::Borrowed(body), rewriter)
            }
            (Body::Stream(dictionary, data), Some(PagePart::Content(ink))) => {
                let mut joined = Vec::with_capacity(data.len() + ink.bytes.len());
                join(data, ink, &mut joined).ok_or_else(broken)?;
                self.stream((number, dictionary), &joined, rewriter)
            }
            (Body::Stream(dictionary, data), Some(PagePart::Resources(_)) | None) => {
                match find(dictionary, b"/Type/Metadata") {
                    Some(_) => self.raw((number, dictionary), self.parts.packet.as_bytes(), ""),
                    None => self.stream((number, dictionary), data, rewriter),
                }
            }
        }
    }

    /// A dictionary of resources, with the fonts of a page.
    fn with_fonts(&self, body: &[u8], ink: &Ink) -> Option<Vec<u8>> {
        let mut names = String::new();
        for font in &ink.fonts {
            use std::fmt::Write;
            // Writing to a string cannot fail.
            let _ = write!(names, "/t{font} {} 0 R", self.first_font + font * self.per_font);
        }
        let (at, open, close) = if names.is_empty() {
            (0, "", "")
        } else if let Some(at) = find(body, b"/Font<<") {
            (at + b"/Font<<".len(), "", "")
        } else if let Some(at) = find(body, b"/Resources<<") {
            (at + b"/Resources<<".len(), "/Font<<", ">>")
        } else {
            (body.starts_with(b"<<").then_some(2)?, "/Font<<", ">>")
        };
        let (before, after) = body.split_at(at);
        Some([before, open.as_bytes(), names.as_bytes(), close.as_bytes(), after].concat())
    }

    /// A font: its dictionaries, its program, and what its codes stand for.
    fn font(&mut self, first: usize, font: FontObjects, rewriter: &mut Rewriter) -> Result<(), Error> {
        for (at, dictionary) in font.dictionaries.into_iter().enumerate() {
            self.dictionary(first + at, Cow::Owned(dictionary.into_bytes()), rewriter)?;
        }
        self.stream((first + 3, b""), &font.to_unicode, rewriter)?;
        self.stream((first + 4, font.program_keys.as_bytes()), &font.program, rewriter)?;
        match font.code_set {
            Some(set) => self.stream((first + FONT_OBJECTS, b""), &set, rewriter),
            None => Ok(()),
        }
    }

    /// An object that is no stream: packed with others, or alone.
    fn dictionary(
        &mut self,
        number: usize,
        body: Cow<'f, [u8]>,
        rewriter: &mut Rewriter,
    ) -> Result<(), Error> {
        if self.shape.packed {
            self.pending.push((number, body));
            return if self.pending.len() == PACKED { self.pack(rewriter) } else { Ok(()) };
        }
        self.begin(number);
        self.output.extend_from_slice(&body);
        self.output.extend_from_slice(b"\nendobj\n");
        Ok(())
    }

    fn begin(&mut self, number: usize) {
        self.places[number] = Place::At(self.output.len() - self.start);
        self.push(format_args!("{number} 0 obj\n"));
    }

    /// A stream, compressed unless it is already, or is to be read.
    fn stream(
        &mut self,
        (number, dictionary): (usize, &[u8]),
        data: &[u8],
        rewriter: &mut Rewriter,
    ) -> Result<(), Error> {
        if find(dictionary, b"/Filter").is_some() || (self.shape.readable && data.is_ascii()) {
            return self.raw((number, dictionary), data, "");
        }
        let packed = rewriter.deflate(data)?;
        if self.shape.readable {
            let digits = hexadecimal(packed);
            return self.raw((number, dictionary), &digits, "/Filter[/ASCIIHexDecode/FlateDecode]");
        }
        self.raw((number, dictionary), packed, "/Filter/FlateDecode")
    }

    /// A stream as it is.
    fn raw(&mut self, (number, dictionary): (usize, &[u8]), data: &[u8], filter: &str) -> Result<(), Error> {
        self.begin(number);
        self.push(format_args!("<</Length {}", data.len()));
        self.output.extend_from_slice(dictionary);
        self.push(format_args!("{filter}>>\nstream\n"));
        self.output.extend_from_slice(data);
        self.output.extend_from_slice(b"\nendstream\nendobj\n");
        Ok(())
    }

    /// Writes the waiting objects as one stream.
    fn pack(&mut self, rewriter: &mut Rewriter) -> Result<(), Error> {
        use std::io::Write;
        if self.pending.is_empty() {
            return Ok(());
        }
        let number = self.places.len();
        self.places.push(Place::Free);
        let mut index = Vec::new();
        let mut bodies = Vec::new();
        for (at, (object, body)) in self.pending.drain(..).enumerate() {
            self.places[object] = Place::In(number, at);
            // Writing to a vector cannot fail.
            let _ = write!(index, "{object} {} ", bodies.len());
            bodies.extend_from_slice(&body);
            bodies.push(b'\n');
        }
        let count = index.iter().filter(|byte| **byte == b' ').count() / 2;
        let first = index.len();
        index.extend_from_slice(&bodies);
        let data = rewriter.deflate(&index)?;
        self.begin(number);
        self.push(format_args!(
            "<</Type/ObjStm/N {count}/First {first}/Length {}/Filter/FlateDecode>>\nstream\n",
            data.len()
        ));
        self.output.extend_from_slice(data);
        self.output.extend_from_slice(b"\nendstream\nendobj\n");
        Ok(())
    }

    fn finish(mut self, rewriter: &mut Rewriter) -> Result<(), Error> {
        self.pack(rewriter)?;
        if self.shape.packed {
            self.cross_reference_stream(rewriter)?
        } else {
            self.cross_reference_table()
        }
        Ok(())
    }

    fn trailer(&self, size: usize) -> String {
        let [first, second] = self.parts.id;
        let info = self.source.info.map(|info| format!("/Info {info} 0 R")).unwrap_or_default();
        format!("/Size {size}/Root {} 0 R{info}/ID[<{first}><{second}>]", self.source.root)
    }

    fn cross_reference_table(&mut self) {
        let start = self.output.len() - self.start;
        self.push(format_args!("xref\n0 {}\n", self.places.len()));
        for (number, place) in self.places.clone().into_iter().enumerate() {
            match place {
                Place::At(offset) => self.push(format_args!("{offset:010} 00000 n \n")),
                Place::Free | Place::In(..) => {
                    let next = self.next_free(number);
                    self.push(format_args!("{next:010} 65535 f \n"));
                }
            }
        }
        let trailer = self.trailer(self.places.len());
        self.push(format_args!("trailer\n<<{trailer}>>\nstartxref\n{start}\n%%EOF\n"));
    }

    fn cross_reference_stream(&mut self, rewriter: &mut Rewriter) -> Result<(), Error> {
        let number = self.places.len();
        let start = self.output.len() - self.start;
        self.places.push(Place::At(start));
        let mut entries = Vec::with_capacity(self.places.len() * 7);
        for (number, place) in self.places.iter().enumerate() {
            let (kind, first, second) = match *place {
                Place::Free => (0, self.next_free(number), 65_535),
                Place::At(offset) => (1, offset, 0),
                Place::In(stream, index) => (2, stream, index),
            };
            let first = u32::try_from(first).map_err(|_| broken())?;
            let second = u16::try_from(second).map_err(|_| broken())?;
            entries.push(kind);
            entries.extend_from_slice(&first.to_be_bytes());
            entries.extend_from_slice(&second.to_be_bytes());
        }
        let data = rewriter.deflate(&entries)?;
        let trailer = self.trailer(self.places.len());
        self.push(format_args!(
            "{number} 0 obj\n<</Type/XRef/W[1 4 2]{trailer}/Length {}/Filter/FlateDecode>>\nstream\n",
            data.len()
        ));
        self.output.extend_from_slice(data);
        self.push(format_args!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n"));
        Ok(())
    }

    /// The next object number that is free, in a circle.
    fn next_free(&self, number: usize) -> usize {
        let free = |place: &Place| matches!(place, Place::Free);
        self.places.iter().skip(number + 1).position(free).map_or(0, |distance| number + 1 + distance)
    }

    fn push(&mut self, arguments: std::fmt::Arguments<'_>) {
        use std::io::Write;
        // Writing to a vector cannot fail.
        let _ = self.output.write_fmt(arguments);
    }
}

/// Bytes as digits, in lines.
fn hexadecimal(bytes: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut digits = Vec::with_capacity(bytes.len() * 2 + bytes.len() / 32);
    for line in bytes.chunks(32) {
        for byte in line {
            digits.push(DIGITS[usize::from(byte >> 4)]);
            digits.push(DIGITS[usize::from(byte & 15)]);
        }
        digits.push(b'\n');
    }
    digits
}

#[cfg(test)]
mod tests {
    use copydesk_core::Article;

    use super::*;
    use crate::sample::written;
    use crate::source::{find_last, leading_number};
    use crate::{Attachment, FileForm, PdfOptions, Standard};

    fn options(form: FileForm) -> PdfOptions {
        PdfOptions { form, ..PdfOptions::default() }
    }

    #[test]
    fn both_forms_hold_the_same_objects() {
        let article = Article::default();
        let packed = written(&article, &options(FileForm::Packed));
        let readable = written(&article, &options(FileForm::Readable));
        let count = |file: &[u8]| {
            let document = lopdf::Document::load_mem(file).unwrap();
            let text = document.extract_text(&[1]).unwrap();
            assert!(text.contains("Black text, in gray ink."), "{text}");
            document.objects.values().filter(|object| !is_container(object)).count()
        };
        assert_eq!(count(&packed), count(&readable));
        assert!(packed.len() < readable.len() * 2 / 3, "{} {}", packed.len(), readable.len());
        assert!(readable[15..].is_ascii() || readable.iter().filter(|byte| !byte.is_ascii()).count() < 12);
    }

    /// An object or cross-reference stream.
    fn is_container(object: &lopdf::Object) -> bool {
        let kind = object.as_stream().ok().and_then(|stream| stream.dict.get(b"Type").ok());
        kind.is_some_and(|kind| matches!(kind.as_name(), Ok(b"ObjStm" | b"XRef")))
    }

    #[test]
    fn every_offset_of_the_table_is_right() {
        let file = written(&Article::default(), &options(FileForm::Readable));
        let text = String::from_utf8_lossy(&file);
        let table = find_last(&file, b"\nxref\n").unwrap();
        assert!(text.ends_with(&format!("startxref\n{}\n%%EOF\n", table + 1)));
        let entries = file[table..].split(|byte| *byte == b'\n').skip(3).enumerate();
        let mut seen = 0;
        for (number, entry) in entries.take_while(|(_, entry)| entry.len() == 19) {
            if entry[17] == b'n' {
                let (offset, _) = leading_number(entry).unwrap();
                assert!(file[offset..].starts_with(format!("{number} 0 obj\n").as_bytes()), "{number}");
                seen += 1;
            }
        }
        assert!(seen > 20, "{seen}");
    }

    #[test]
    fn gray_is_device_gray() {
        let file = written(&Article::default(), &options(FileForm::Readable));
        let text = String::from_utf8_lossy(&file);
        assert!(text.contains("\n0 g\n"));
        assert!(!text.contains("/N 1/Range[0 1]"), "there is no gray profile");
        assert!(!text.contains(" rg\n") && !text.contains(" scn\n"));
    }

    #[test]
    fn the_same_article_gives_the_same_bytes() {
        let article = Article::default();
        let one = written(&article, &PdfOptions::default());
        assert_eq!(one, written(&article, &PdfOptions::default()));
        let other = Article { headline: "Other".into(), ..Article::default() };
        assert_ne!(one, written(&other, &PdfOptions::default()));
    }

    #[test]
    fn every_standard_can_be_written() {
        let names = "none ua-1 a-1b a-1a a-2a a-2b a-2u a-3a a-3b a-3u a-4 a-4e a-4f ua-1+a-3a";
        for name in names.split(' ') {
            let standard: Standard = name.parse().unwrap();
            let options = PdfOptions { standard, ..PdfOptions::default() };
            let file = written(&Article::default(), &options);
            assert!(lopdf::Document::load_mem(&file).is_ok(), "{name}");
        }
    }

    #[test]
    fn the_article_comes_back_out_of_its_attachment() {
        let article = Article { headline: "Storm".into(), ..Article::default() };
        let options = PdfOptions { attachment: Attachment::Article, ..PdfOptions::default() };
        let document = lopdf::Document::load_mem(&written(&article, &options)).unwrap();
        let attached = document
            .objects
            .values()
            .filter_map(|object| object.as_stream().ok())
            .find(|stream| stream.dict.has_type(b"EmbeddedFile"))
            .unwrap();
        let json = attached.decompressed_content().unwrap();
        assert_eq!(serde_json::from_slice::<Article>(&json).unwrap(), article);
    }

    #[test]
    fn what_krilla_did_not_write_is_an_error() {
        let shape = Shape { packed: true, readable: false, code_sets: false };
        for wrong in [&b""[..], b"%PDF-1.7", b"startxref\n0\n", b"xref\n0 9\nstartxref\n0\n%%EOF"] {
            let rendered =
                Rendered { file: wrong.to_vec(), inks: Vec::new(), fonts: Vec::new(), text: "".into() };
            let parts = Parts { rendered: &rendered, packet: "", id: ["", ""] };
            assert!(Rewriter::default().rewrite(&parts, shape, &mut Vec::new()).is_err());
        }
    }
}
