//! The content of a page: its runs of text, images and notes.

use std::collections::BTreeMap;
use std::fmt;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId};

use super::{dictionary, fault, name_of, page_dictionary, round, string, text_string};

/// How deep forms may be drawn in forms.
const DEPTH: usize = 4;

/// Something drawn on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The marked content it stands in, by its number; `None`: an artifact, or not marked.
    pub mark: Option<i64>,
    /// The tag of the marked content: `P`, `Artifact`.
    pub tag: String,
    /// Where its baseline starts, in points from the lower left corner.
    pub at: (f32, f32),
    /// The size of its font, in points; 0 for an image.
    pub size: f32,
    /// Its font or, of an image, its size in pixels.
    pub font: String,
    /// Its text, as a reader of the file extracts it.
    pub text: String,
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.mark {
            Some(mark) => write!(f, "[{mark}]")?,
            None => write!(f, "[{}]", self.tag)?,
        }
        write!(
            f,
            " {},{} {} {}: {}",
            round(self.at.0),
            round(self.at.1),
            round(self.size),
            self.font,
            self.text
        )
    }
}

/// Everything drawn on a page, in the order of its content.
///
/// # Errors
/// The content cannot be read.
pub fn runs(document: &Document, page: ObjectId) -> Result<Vec<Run>, String> {
    let content = document.get_page_content(page);
    let resources = inherited(document, page, "Resources").and_then(|found| found.as_dict().ok());
    let mut reader = PageReader {
        document,
        runs: Vec::new(),
        marks: Vec::new(),
        states: Vec::new(),
        state: State::default(),
    };
    reader.content(&content, resources, DEPTH)?;
    Ok(reader.runs)
}

/// Size, language and tab order of a page.
pub(super) fn boxes(document: &Document, page: ObjectId) -> Result<String, String> {
    let size =
        inherited(document, page, "MediaBox").map_or_else(String::new, |found| string(document, found));
    let tabs = page_dictionary(document, page)?
        .get(b"Tabs")
        .map_or_else(|_| String::new(), |tabs| string(document, tabs));
    Ok(format!("{size} {tabs}"))
}

/// The links of a page, a line each.
pub(super) fn annotations(document: &Document, page: ObjectId) -> String {
    let mut text = String::new();
    for annotation in document.get_page_annotations(page).unwrap_or_default() {
        let value = |name: &str| {
            annotation.get(name.as_bytes()).map_or_else(|_| String::new(), |value| string(document, value))
        };
        let action = dictionary(document, annotation, "A");
        let target = action
            .and_then(|action| action.get(b"URI").ok())
            .map_or_else(String::new, |uri| string(document, uri));
        text += &format!("[{}] {} {target} {}\n", value("Subtype"), value("Rect"), value("Contents"));
    }
    text
}

/// A page's own value, or the one of the pages above it.
fn inherited<'a>(document: &'a Document, page: ObjectId, name: &str) -> Option<&'a Object> {
    let mut node = document.get_dictionary(page).ok()?;
    for _ in 0..32 {
        if let Ok(value) = node.get_deref(name.as_bytes(), document) {
            return Some(value);
        }
        node = dictionary(document, node, "Parent")?;
    }
    None
}

type Matrix = [f32; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// What the operators `q` and `Q` keep and bring back, and the text matrices.
#[derive(Clone)]
struct State {
    page: Matrix,
    line: Matrix,
    text: Matrix,
    font: Vec<u8>,
    size: f32,
    leading: f32,
}

impl Default for State {
    fn default() -> Self {
        Self { page: IDENTITY, line: IDENTITY, text: IDENTITY, font: Vec::new(), size: 0.0, leading: 0.0 }
    }
}

struct Mark {
    tag: String,
    number: Option<i64>,
    /// The text that stands for all that is drawn in it, until it has been said.
    actual: Option<String>,
    silent: bool,
}

struct PageReader<'a> {
    document: &'a Document,
    runs: Vec<Run>,
    marks: Vec<Mark>,
    states: Vec<State>,
    state: State,
}

/// The fonts of a page or form: name, name of the whole font, and what its codes stand for.
type Fonts<'a> = BTreeMap<&'a [u8], (&'a str, Encoding<'a>)>;

impl<'a> PageReader<'a> {
    fn content(
        &mut self,
        content: &[u8],
        resources: Option<&'a Dictionary>,
        depth: usize,
    ) -> Result<(), String> {
        let fonts = self.fonts(resources);
        let fonts = encodings(self.document, &fonts);
        for operation in &Content::decode(content).map_err(fault)?.operations {
            match operation.operator.as_str() {
                "q" => self.states.push(self.state.clone()),
                "Q" => self.state = self.states.pop().unwrap_or_default(),
                "cm" => self.state.page = times(matrix(operation), self.state.page),
                "BDC" | "BMC" => self.begin_mark(operation, resources),
                "EMC" => drop(self.marks.pop()),
                "Do" => self.draw(operation, resources, depth)?,
                _ => self.text_operation(operation, &fonts),
            }
        }
        Ok(())
    }

    /// Fonts by their name. A map to Unicode says more than an encoding, so that one goes.
    fn fonts(&self, resources: Option<&Dictionary>) -> Vec<(Vec<u8>, String, Dictionary)> {
        let all = resources.and_then(|resources| dictionary(self.document, resources, "Font"));
        let mut fonts = Vec::new();
        for (name, font) in all.into_iter().flatten() {
            let Ok((_, Object::Dictionary(font))) = self.document.dereference(font) else { continue };
            let mut font = font.clone();
            if font.has(b"ToUnicode") {
                font.remove(b"Encoding");
            }
            let base = font.get(b"BaseFont").and_then(Object::as_name).map(name_of).unwrap_or_default();
            let base = base.split_once('+').map_or(base.clone(), |(_, base)| base.to_owned());
            fonts.push((name.clone(), base, font));
        }
        fonts
    }

    fn begin_mark(&mut self, operation: &Operation, resources: Option<&'a Dictionary>) {
        let tag =
            operation.operands.first().and_then(|tag| tag.as_name().ok()).map(name_of).unwrap_or_default();
        let properties = match operation.operands.get(1) {
            Some(Object::Dictionary(properties)) => Some(properties),
            Some(Object::Name(name)) => resources
                .and_then(|resources| dictionary(self.document, resources, "Properties"))
                .and_then(|all| all.get_deref(name, self.document).and_then(Object::as_dict).ok()),
            _ => None,
        };
        let number = properties.and_then(|said| said.get(b"MCID").and_then(Object::as_i64).ok());
        let actual = properties
            .and_then(|said| said.get(b"ActualText").and_then(Object::as_str).ok())
            .map(text_string);
        let outer = self.marks.last();
        let number = number.or_else(|| outer.and_then(|outer| outer.number));
        let silent = outer.is_some_and(|outer| outer.silent || outer.actual.is_some());
        self.marks.push(Mark { tag, number, actual, silent });
    }

    fn draw(
        &mut self,
        operation: &Operation,
        resources: Option<&'a Dictionary>,
        depth: usize,
    ) -> Result<(), String> {
        let name = operation.operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
        let object = resources
            .and_then(|resources| dictionary(self.document, resources, "XObject"))
            .and_then(|all| all.get_deref(name, self.document).and_then(Object::as_stream).ok());
        let Some(object) = object else { return Ok(()) };
        if object.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Image") {
            let side = |name: &str| {
                object
                    .dict
                    .get(name.as_bytes())
                    .map_or_else(|_| String::new(), |side| string(self.document, side))
            };
            let [width, _, _, height, ..] = self.state.page;
            let shown = format!("{} x {}", round(width), round(height));
            self.push("", &format!("image {} x {}", side("Width"), side("Height")), shown);
            return Ok(());
        }
        if depth > 0 {
            let content = object.get_plain_content().map_err(fault)?;
            let inner = dictionary(self.document, &object.dict, "Resources").or(resources);
            let outer = self.state.clone();
            if let Ok(own) = object.dict.get(b"Matrix").and_then(Object::as_array) {
                self.state.page = times(numbers(own), self.state.page);
            }
            self.content(&content, inner, depth - 1)?;
            self.state = outer;
        }
        Ok(())
    }

    fn text_operation(&mut self, operation: &Operation, fonts: &Fonts<'_>) {
        let number = |index: usize| {
            operation.operands.get(index).and_then(|number| number.as_float().ok()).unwrap_or(0.0)
        };
        match operation.operator.as_str() {
            "BT" => (self.state.line, self.state.text) = (IDENTITY, IDENTITY),
            "Tf" => {
                self.state.font = operation
                    .operands
                    .first()
                    .and_then(|name| name.as_name().ok())
                    .unwrap_or_default()
                    .to_vec();
                self.state.size = number(1);
            }
            "Tm" => (self.state.line, self.state.text) = (matrix(operation), matrix(operation)),
            "TL" => self.state.leading = number(0),
            "Td" => self.next_line(number(0), number(1)),
            "TD" => {
                self.state.leading = -number(1);
                self.next_line(number(0), number(1));
            }
            "T*" => self.next_line(0.0, -self.state.leading),
            "Tj" | "TJ" => self.show(operation, fonts),
            _ => {}
        }
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.state.line = times([1.0, 0.0, 0.0, 1.0, x, y], self.state.line);
        self.state.text = self.state.line;
    }

    fn show(&mut self, operation: &Operation, fonts: &Fonts<'_>) {
        let Some((font, encoding)) = fonts.get(self.state.font.as_slice()) else { return };
        let mut text = String::new();
        let shown: &[Object] = match operation.operands.first() {
            Some(Object::Array(pieces)) => pieces,
            Some(_) => &operation.operands[..1],
            None => &[],
        };
        for piece in shown {
            if let Object::String(bytes, _) = piece {
                text += &Document::decode_text(encoding, bytes).unwrap_or_else(|error| format!("<{error}>"));
            }
        }
        let font = *font;
        self.push(&text, font, String::new());
    }

    fn push(&mut self, text: &str, font: &str, shown: String) {
        let at = times(self.state.text, self.state.page);
        let mark = self.marks.last();
        let (tag, number) = mark.map_or((String::new(), None), |mark| (mark.tag.clone(), mark.number));
        let mut text = text.to_owned();
        if let Some(mark) = self.marks.iter_mut().find(|mark| mark.actual.is_some()) {
            // Said once, with the first thing drawn; the rest of it is silent.
            text = mark.actual.replace(String::new()).unwrap_or_default();
        }
        let artifact = self.marks.iter().any(|mark| mark.tag == "Artifact");
        let (tag, mark) = if artifact { ("Artifact".to_owned(), None) } else { (tag, number) };
        let is_image = !shown.is_empty();
        let (size, at) = if is_image {
            (0.0, (self.state.page[4], self.state.page[5]))
        } else {
            (self.state.size * at[3].abs().max(at[1].abs()), (at[4], at[5]))
        };
        self.runs.push(Run {
            mark,
            tag,
            at,
            size,
            font: font.to_owned(),
            text: if is_image { shown } else { text },
        });
    }
}

fn encodings<'a>(document: &'a Document, fonts: &'a [(Vec<u8>, String, Dictionary)]) -> Fonts<'a> {
    let encoded = |(name, base, font): &'a (Vec<u8>, String, Dictionary)| {
        let encoding = font.get_font_encoding(document).ok()?;
        Some((name.as_slice(), (base.as_str(), encoding)))
    };
    fonts.iter().filter_map(encoded).collect()
}

fn matrix(operation: &Operation) -> Matrix {
    numbers(&operation.operands)
}

fn numbers(operands: &[Object]) -> Matrix {
    let mut matrix = IDENTITY;
    for (cell, operand) in matrix.iter_mut().zip(operands) {
        *cell = operand.as_float().unwrap_or(0.0);
    }
    matrix
}

fn times(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}
