//! The tables `src/valid/*.txt` say what the IPTC's schemas say: they are made from them here, and compared.
//!
//! `UPDATE=1 cargo test -p copydesk-nitf --test tables` rewrites them. The schema of 3.6 is in the repository; those of
//! the older versions lie beside the corpus that `COPYDESK_CORPUS` names.
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read files and say so")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use copydesk_core::Limits;
use copydesk_xml::{Token, XmlReader};

/// An element of a schema document.
struct Node {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Node>,
}

impl Node {
    fn read(file: &Path) -> Self {
        let text = std::fs::read_to_string(file).unwrap();
        let mut xml = XmlReader::new(&text, &Limits::default());
        let mut open = vec![Self { name: String::new(), attributes: BTreeMap::new(), children: Vec::new() }];
        loop {
            match xml.next().unwrap() {
                Token::Start(tag) => open.push(Self {
                    name: local(tag.name).to_owned(),
                    attributes: tag
                        .attributes
                        .iter()
                        .map(|(n, v)| ((*n).to_owned(), v.to_string()))
                        .collect(),
                    children: Vec::new(),
                }),
                Token::End => {
                    let node = open.pop().unwrap();
                    open.last_mut().unwrap().children.push(node);
                }
                Token::Text(_) | Token::Comment(_) => {}
                Token::Done => return open.pop().unwrap().children.remove(0),
            }
        }
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    fn named(&self) -> &str {
        let name = self.attribute("name").or(self.attribute("ref")).unwrap();
        if name.starts_with("xml:") { name } else { local(name) }
    }

    /// A part of a content model.
    fn model(&self) -> String {
        let parts = || -> Vec<String> {
            self.children.iter().map(Node::model).filter(|model| !model.is_empty()).collect()
        };
        let model = match self.name.as_str() {
            "element" => self.named().to_owned(),
            "any" => "#other".to_owned(),
            "group" if self.attribute("ref").is_some() => format!("%{}", self.named()),
            "sequence" if !parts().is_empty() => format!("({})", parts().join(" ")),
            "choice" if !parts().is_empty() => format!("({})", parts().join(" | ")),
            "group" => return parts().concat(),
            _ => return String::new(),
        };
        let sign = match (self.attribute("minOccurs"), self.attribute("maxOccurs")) {
            (None | Some("1"), None | Some("1")) => "",
            (Some("0"), None | Some("1")) => "?",
            (Some("0"), Some("unbounded")) => "*",
            (None | Some("1"), Some("unbounded")) => "+",
            _ => "??",
        };
        model + sign
    }

    /// The line of attributes of an element or a group.
    fn attribute_line(&self) -> String {
        let said = self.children.iter().filter_map(|child| match child.name.as_str() {
            "attributeGroup" => Some(format!("@{}", child.named())),
            "anyAttribute" => Some("@other".to_owned()),
            "attribute" => Some(child.attribute_word()),
            _ => None,
        });
        said.collect::<Vec<_>>().join(" ")
    }

    fn attribute_word(&self) -> String {
        let mut word = self.named().to_owned();
        word.push_str(if self.attribute("use") == Some("required") { "!" } else { "" });
        if let Some(simple) = self.children.iter().find(|child| child.name == "simpleType") {
            let restriction = &simple.children[0];
            assert_eq!(restriction.attribute("base"), Some("string"));
            let values: Vec<&str> =
                restriction.children.iter().map(|value| value.attribute("value").unwrap()).collect();
            write!(word, ":({})", values.join("|")).unwrap();
        } else if let Some(kind) = self.attribute("type").filter(|kind| *kind != "string") {
            write!(word, ":{kind}").unwrap();
        }
        if let Some(fixed) = self.attribute("fixed") {
            write!(word, "='{fixed}'").unwrap();
        }
        word
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap()
}

/// Every line of a schema by its name: the model, and the attributes.
fn lines(folder: &Path, version: &str) -> BTreeMap<String, String> {
    let mut lines = BTreeMap::new();
    for part in ["", "-ruby-include"] {
        let schema = Node::read(&folder.join(format!("nitf-{version}{part}.xsd")));
        for declaration in &schema.children {
            match declaration.name.as_str() {
                "attributeGroup" => {
                    let name = format!("@{}", declaration.named());
                    lines.insert(name.clone(), format!("{name}\n    {}\n", declaration.attribute_line()));
                }
                "group" => {
                    let name = format!("%{}", declaration.named());
                    lines.insert(name.clone(), format!("{name} = {}\n", declaration.model()));
                }
                "element" => {
                    let kind = declaration.children.iter().find(|child| child.name == "complexType").unwrap();
                    let mixed = if kind.attribute("mixed") == Some("true") { " #text" } else { "" };
                    let mut line = format!("{} ={mixed}", declaration.named());
                    for model in kind.children.iter().map(Node::model).filter(|model| !model.is_empty()) {
                        write!(line, " {model}").unwrap();
                    }
                    let attributes = kind.attribute_line();
                    line.push('\n');
                    if !attributes.is_empty() {
                        writeln!(line, "    {attributes}").unwrap();
                    }
                    lines.insert(declaration.named().to_owned(), line);
                }
                _ => {}
            }
        }
    }
    lines
}

fn compare(version: &str, lines: impl Iterator<Item = String>) {
    let table = "// Made from the IPTC's schema by the test `tables`, under section 12 of its licence: \
                 © IPTC - International Press Telecommunications Council, www.iptc.org\n"
        .to_owned()
        + &lines.collect::<String>();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/valid/nitf-{version}.txt"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, &table).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(&file).unwrap_or_default(),
        table,
        "run with UPDATE=1, and read the difference"
    );
}

#[test]
fn the_table_of_3_6_says_what_its_schema_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/conformance/schemas");
    compare("3-6", lines(&folder, "3-6").into_values());
}

#[test]
fn the_tables_of_older_versions_say_what_differs() {
    let Some(corpus) = std::env::var_os("COPYDESK_CORPUS") else {
        println!("COPYDESK_CORPUS is not set: the older schemas are not read");
        return;
    };
    let folder = PathBuf::from(corpus).join("../schemas/nitf");
    let newest = lines(&folder, "3-6");
    for version in ["3-5", "3-4", "3-3"] {
        let differs =
            lines(&folder, version).into_iter().filter(|(name, line)| newest.get(name) != Some(line));
        compare(version, differs.map(|(_, line)| line));
        assert!(newest.keys().all(|name| lines(&folder, version).contains_key(name)), "{version}");
    }
}
