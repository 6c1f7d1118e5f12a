//! The structure tree: what each mark on a page is, in reading order; and the outline.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::page::runs;
use super::{dictionary, fault, name_of, string};

/// How deep a tree is followed.
const DEPTH: usize = 128;

type Marks = BTreeMap<(ObjectId, i64), String>;

/// The text of the structure tree in reading order: what a screen reader says. Artifacts are no part of it.
///
/// # Errors
/// The PDF cannot be read, or has no structure tree.
pub fn reading_order(document: &Document) -> Result<String, String> {
    let mut walk = Walk { document, marks: marks(document)?, text: String::new(), outlined: false };
    walk.children(root(document)?, None, 0);
    Ok(walk.text)
}

pub(super) fn push_tree(document: &Document, text: &mut String) -> Result<(), String> {
    let Ok(root) = root(document) else { return Ok(()) };
    let mut walk = Walk { document, marks: marks(document)?, text: String::new(), outlined: true };
    walk.children(root, None, 0);
    *text += &walk.text;
    Ok(())
}

/// The outline, each entry indented by its level.
pub(super) fn push_outline(document: &Document, text: &mut String) {
    let outlines = document.catalog().ok().and_then(|catalogue| dictionary(document, catalogue, "Outlines"));
    if let Some(outlines) = outlines {
        push_entries(document, outlines, 0, text);
    }
}

/// The names of the output intents.
pub(super) fn output_intents(document: &Document) -> String {
    let intents = document
        .catalog()
        .and_then(|catalogue| catalogue.get_deref(b"OutputIntents", document))
        .and_then(Object::as_array);
    let mut names = Vec::new();
    for intent in intents.into_iter().flatten() {
        if let Ok((_, Object::Dictionary(intent))) = document.dereference(intent) {
            let value = |name: &str| {
                intent.get(name.as_bytes()).map_or_else(|_| String::new(), |value| string(document, value))
            };
            names.push(format!("{} {}", value("S"), value("OutputConditionIdentifier")));
        }
    }
    names.join(", ")
}

fn push_entries(document: &Document, parent: &Dictionary, depth: usize, text: &mut String) {
    let mut entry = dictionary(document, parent, "First");
    while let (Some(found), true) = (entry, depth < DEPTH) {
        let title = found.get(b"Title").map_or_else(|_| String::new(), |title| string(document, title));
        *text += &format!("{}{title}\n", "  ".repeat(depth));
        push_entries(document, found, depth + 1, text);
        entry = dictionary(document, found, "Next");
    }
}

fn root(document: &Document) -> Result<&Dictionary, String> {
    let catalogue = document.catalog().map_err(fault)?;
    dictionary(document, catalogue, "StructTreeRoot")
        .ok_or_else(|| "pdf: there is no structure tree".to_owned())
}

/// The text of every mark on every page.
fn marks(document: &Document) -> Result<Marks, String> {
    let mut marks = Marks::new();
    for page in document.page_iter() {
        for run in runs(document, page)? {
            if let (Some(mark), true) = (run.mark, run.size > 0.0) {
                marks.entry((page, mark)).or_default().push_str(&run.text);
            }
        }
    }
    Ok(marks)
}

struct Walk<'a> {
    document: &'a Document,
    marks: Marks,
    text: String,
    /// Each element on its line, indented; else only the words, a line for each block.
    outlined: bool,
}

impl Walk<'_> {
    fn children(&mut self, parent: &Dictionary, page: Option<ObjectId>, depth: usize) {
        let Ok(children) = parent.get_deref(b"K", self.document) else { return };
        let children = children.as_array().map_or(std::slice::from_ref(children), Vec::as_slice);
        children.iter().for_each(|child| self.child(child, page, depth));
    }

    fn child(&mut self, child: &Object, page: Option<ObjectId>, depth: usize) {
        let Ok((_, child)) = self.document.dereference(child) else { return };
        if let Ok(mark) = child.as_i64() {
            return self.mark(page, mark, depth);
        }
        let Ok(child) = child.as_dict() else { return };
        let page = child.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        if let Ok(mark) = child.get(b"MCID").and_then(Object::as_i64) {
            return self.mark(page, mark, depth);
        }
        let Ok(tag) = child.get(b"S").and_then(Object::as_name) else { return };
        if depth > DEPTH {
            return;
        }
        let tag = name_of(tag);
        if self.outlined {
            self.text += &format!("{}{tag}{}\n", "  ".repeat(depth), self.said(child));
        }
        self.children(child, page, depth + 1);
        if !self.outlined && !is_inline(&tag) && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn mark(&mut self, page: Option<ObjectId>, mark: i64, depth: usize) {
        let text = page.and_then(|page| self.marks.get(&(page, mark))).map_or("", String::as_str);
        if self.outlined {
            self.text += &format!("{}[{mark}] {text}\n", "  ".repeat(depth));
        } else {
            self.text += text;
        }
    }

    /// What an element says of itself.
    fn said(&self, element: &Dictionary) -> String {
        let mut said = String::new();
        for name in ["ID", "T", "Lang", "Alt", "ActualText", "E"] {
            if let Ok(value) = element.get(name.as_bytes()) {
                said += &format!(" {name}={:?}", string(self.document, value));
            }
        }
        let Ok((_, attributes)) =
            element.get(b"A").and_then(|attributes| self.document.dereference(attributes))
        else {
            return said;
        };
        let one = std::slice::from_ref(attributes);
        for attributes in attributes.as_array().map_or(one, Vec::as_slice) {
            if let Ok((_, Object::Dictionary(attributes))) = self.document.dereference(attributes) {
                for (name, value) in attributes {
                    said += &format!(" {}={}", name_of(name), string(self.document, value));
                }
            }
        }
        said
    }
}

fn is_inline(tag: &str) -> bool {
    matches!(
        tag,
        "Span"
            | "Link"
            | "Quote"
            | "Em"
            | "Strong"
            | "Code"
            | "Reference"
            | "Lbl"
            | "Annot"
            | "Ruby"
            | "Note"
    )
}
