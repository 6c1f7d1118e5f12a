//! `validate` judges as `xmllint --schema` does: everything that is written for the golden cases, and the same
//! documents deliberately broken, an element moved, an attribute renamed, a value changed.

#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read files and say so")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use copydesk_core::Limits;
use copydesk_nitf::{Fault, validate};
use copydesk_xml::{Layout, Token, XmlReader, XmlWriter};

/// How often each document is broken.
const BROKEN: usize = 40;

/// A document as a list of pieces, which is easily broken.
#[derive(Clone, PartialEq)]
enum Piece {
    Start(String, Vec<(String, String)>),
    Text(String),
    End,
}

fn pieces(document: &str) -> Vec<Piece> {
    let mut xml = XmlReader::new(document, &Limits::default());
    let mut pieces = Vec::new();
    loop {
        match xml.next().unwrap() {
            Token::Start(tag) => {
                let attributes =
                    tag.attributes.iter().map(|(name, value)| ((*name).to_owned(), value.to_string()));
                pieces.push(Piece::Start(tag.name.to_owned(), attributes.collect()));
            }
            Token::Text(text) => pieces.push(Piece::Text(text.into_owned())),
            Token::End => pieces.push(Piece::End),
            Token::Comment(_) => {}
            Token::Done => return pieces,
        }
    }
}

fn written(pieces: &[Piece]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut xml = XmlWriter::new(&mut out, Layout::Compact);
    for piece in pieces {
        match piece {
            Piece::Start(name, attributes) => {
                xml.start(name);
                for (name, value) in attributes {
                    xml.attribute(name, value);
                }
            }
            Piece::Text(text) => drop(xml.text(text)),
            Piece::End => drop(xml.end()),
        }
    }
    out
}

/// The same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }

    fn of<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
    }
}

/// The element that begins at a piece, to its end.
fn element(pieces: &[Piece], start: usize) -> std::ops::Range<usize> {
    let mut depth = 0_usize;
    for (at, piece) in pieces.iter().enumerate().skip(start) {
        match piece {
            Piece::Start(..) => depth += 1,
            Piece::End => depth -= 1,
            Piece::Text(_) => {}
        }
        if depth == 0 {
            return start..at + 1;
        }
    }
    start..pieces.len()
}

/// Breaks a document in one place; gives how. `words` are names of elements and attributes to put in.
fn break_one(
    pieces: &mut Vec<Piece>,
    dice: &mut Dice,
    elements: &[String],
    attributes: &[String],
) -> &'static str {
    const VALUES: &[&str] =
        &["", "a b", "1", "x", "true", "-", " left", "\u{fc}", "npa", "en-GB", "2", "a:b"];
    let starts: Vec<usize> = (1..pieces.len()).filter(|at| matches!(pieces[*at], Piece::Start(..))).collect();
    if starts.is_empty() {
        return "nothing";
    }
    let at = *dice.of(&starts);
    let range = element(pieces, at);
    match dice.below(11) {
        0 => {
            pieces.drain(range);
            return "gone";
        }
        1 => {
            let copy = pieces[range.clone()].to_vec();
            pieces.splice(range.end..range.end, copy);
            return "twice";
        }
        2 => {
            let moved: Vec<Piece> = pieces.drain(range).collect();
            let to = 1 + dice.below(pieces.len() - 1);
            pieces.splice(to..to, moved);
            return "moved";
        }
        3 => {
            // With the element after it.
            let is_start = |at: &usize| matches!(pieces[*at], Piece::Start(..));
            let Some(next) = (range.end..pieces.len().min(range.end + 2)).find(is_start) else {
                return "nothing";
            };
            let end = element(pieces, next).end;
            pieces[at..end].rotate_left(range.len());
            return "swapped";
        }
        4 => {
            let text = *dice.of(&["stray", " ", "\u{a0}", "\n"]);
            pieces.insert(at + 1, Piece::Text(text.to_owned()));
            return "text";
        }
        5 => {
            let name = dice.of(&["urn-less", "cd:extra", "p", "block", "em", "media", "br"]);
            pieces.insert(range.end, Piece::End);
            pieces.insert(at, Piece::Start((*name).to_owned(), Vec::new()));
            return "wrapped";
        }
        _ => {}
    }
    let Piece::Start(name, said) = &mut pieces[at] else { return "nothing" };
    match dice.below(5) {
        0 => *name = dice.of(elements).clone(),
        1 if !said.is_empty() => drop(said.remove(dice.below(said.len()))),
        2 if !said.is_empty() => {
            let to = dice.of(attributes).clone();
            if said.iter().all(|(name, _)| *name != to) {
                let at = dice.below(said.len());
                said[at].0 = to;
            }
        }
        3 => {
            let to = dice.of(attributes).clone();
            let value = *dice.of(VALUES);
            match said.iter_mut().find(|(name, _)| *name == to) {
                Some((_, known)) => *known = value.to_owned(),
                None => said.push((to, value.to_owned())),
            }
        }
        _ if !said.is_empty() => {
            let at = dice.below(said.len());
            said[at].1 = (*dice.of(VALUES)).to_owned();
        }
        _ => {}
    }
    "name, attribute or value"
}

/// What was written for each golden case.
fn golden() -> Vec<(String, String)> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(cases).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    let text = |case: &PathBuf| std::fs::read_to_string(case.join("output.xml")).ok();
    let name = |case: &PathBuf| case.file_name().unwrap().to_string_lossy().into_owned();
    let outputs = found.iter().filter_map(|case| Some((name(case), text(case)?)));
    outputs.filter(|(_, text)| text.contains("<nitf ")).collect()
}

/// Which of the files in a folder `xmllint` finds valid.
fn verdicts(folder: &Path, count: usize) -> BTreeMap<usize, bool> {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/conformance/schemas/nitf-3-6.xsd");
    let files = (0..count).map(|number| folder.join(format!("{number}.xml")));
    let done = Command::new("xmllint")
        .args(["--nonet", "--noout", "--schema"])
        .arg(schema.canonicalize().unwrap())
        .args(files)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    let verdict = |line: &str| {
        let (file, verdict) = line.split_once(".xml ")?;
        let number = file.rsplit(['/', '\\']).next()?.parse().ok()?;
        match verdict {
            "validates" => Some((number, true)),
            "fails to validate" => Some((number, false)),
            _ => None,
        }
    };
    said.lines().filter_map(verdict).collect()
}

/// libxml2 lets the last repeated element of a model stand after elements of another namespace, which the schema wants
/// at the end: the one fault it does not see.
fn is_missed(fault: &Fault) -> bool {
    matches!(fault.element.as_str(), "revision-history" | "media-producer")
        && fault.why.contains("may not stand here")
}

#[test]
fn what_is_written_is_valid() {
    let golden = golden();
    assert!(golden.len() > 30);
    for (case, document) in golden {
        let faults = validate(document.as_bytes()).unwrap();
        assert!(faults.is_empty(), "{case}: {faults:#?}");
    }
}

#[test]
fn what_is_broken_is_judged_as_by_xmllint() {
    if Command::new("xmllint").arg("--version").output().is_err() {
        assert!(std::env::var_os("COPYDESK_CORPUS").is_none(), "xmllint is not installed");
        println!("xmllint is not installed: no verdict is compared");
        return;
    }
    let folder = std::env::temp_dir().join(format!("copydesk-verdicts-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let golden = golden();
    let all: Vec<Piece> = golden.iter().flat_map(|(_, document)| pieces(document)).collect();
    let (mut elements, mut attributes) = (Vec::new(), Vec::new());
    for piece in &all {
        if let Piece::Start(name, said) = piece {
            elements.push(name.clone());
            attributes
                .extend(said.iter().map(|(name, _)| name.clone()).filter(|name| !name.starts_with("xmlns")));
        }
    }
    for names in [&mut elements, &mut attributes] {
        names.sort();
        names.dedup();
    }
    let mut dice = Dice(3);
    let mut made = Vec::new();
    for (case, document) in &golden {
        for _ in 0..BROKEN {
            let mut broken = pieces(document);
            let how = break_one(&mut broken, &mut dice, &elements, &attributes);
            let text = written(&broken);
            std::fs::write(folder.join(format!("{}.xml", made.len())), &text).unwrap();
            made.push((format!("{case}, {how}"), text));
        }
    }
    let verdicts = verdicts(&folder, made.len());
    assert_eq!(verdicts.len(), made.len());
    let mut differ = Vec::new();
    for (number, (what, text)) in made.iter().enumerate() {
        let faults = validate(text).unwrap();
        if faults.is_empty() != verdicts[&number] && !(verdicts[&number] && faults.iter().all(is_missed)) {
            differ.push(format!("{number}: {what}: xmllint says {}: {faults:?}", verdicts[&number]));
        }
    }
    let invalid = verdicts.values().filter(|valid| !**valid).count();
    println!("{} documents, {invalid} of them not valid", made.len());
    assert!(invalid > 500 && made.len() - invalid > 500, "{invalid} of {}", made.len());
    assert!(differ.is_empty(), "{} in {}\n{}", differ.len(), folder.display(), differ.join("\n"));
    std::fs::remove_dir_all(&folder).unwrap();
}
