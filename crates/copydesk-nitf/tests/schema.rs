//! The schema of NITF 3.6 against the reader and against MAPPING.md: each element, and each attribute of each.

#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read files and say so")]

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::Path;

use copydesk_core::{Converted, Limits, ReadContext, Reader, WriteContext, Writer, read_one};
use copydesk_nitf::{NitfReader, NitfWriter, account};
use copydesk_xml::{Tag, Token, XmlReader};

/// The attributes of each element, by the names of groups that are still to be resolved.
#[derive(Default)]
struct Schema {
    elements: BTreeMap<String, BTreeSet<String>>,
    groups: BTreeMap<String, BTreeSet<String>>,
}

impl Schema {
    /// The schema that the conformance tests validate with.
    fn of_3_6() -> Self {
        let mut schema = Self::default();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/conformance/schemas");
        for name in ["nitf-3-6.xsd", "nitf-3-6-ruby-include.xsd"] {
            schema.add(&std::fs::read_to_string(folder.join(name)).unwrap());
        }
        for _ in 0..5 {
            let known = schema.groups.clone();
            let all = schema.elements.values_mut().chain(schema.groups.values_mut());
            for attributes in all {
                let nested: Vec<_> = attributes.iter().filter_map(|name| known.get(name)).cloned().collect();
                attributes.extend(nested.into_iter().flatten());
            }
        }
        for attributes in schema.elements.values_mut() {
            attributes.retain(|name| !schema.groups.contains_key(name));
        }
        schema
    }

    fn add(&mut self, xsd: &str) {
        let mut xml = XmlReader::new(xsd, &Limits::default());
        // The element or group around, at each depth.
        let mut around: Vec<Option<(bool, String)>> = Vec::new();
        loop {
            match xml.next().unwrap() {
                Token::Start(tag) => {
                    let inside = around.iter().rev().flatten().next().cloned();
                    around.push(self.declaration(&tag, inside));
                }
                Token::End => drop(around.pop()),
                Token::Text(_) | Token::Comment(_) => {}
                Token::Done => return,
            }
        }
    }

    fn declaration(&mut self, tag: &Tag<'_>, inside: Option<(bool, String)>) -> Option<(bool, String)> {
        let local = |name: &str| name.rsplit(':').next().unwrap().to_owned();
        let kind = local(tag.name);
        let name = tag.attribute("name").map(str::to_owned);
        match kind.as_str() {
            "element" | "attributeGroup" if name.is_some() => {
                let name = name.unwrap();
                let list = if kind == "element" { &mut self.elements } else { &mut self.groups };
                list.entry(name.clone()).or_default();
                return Some((kind == "element", name));
            }
            "attribute" | "attributeGroup" => {
                let said = name.or_else(|| tag.attribute("ref").map(str::to_owned)).unwrap();
                let said = if said.starts_with("xml:") { said } else { local(&said) };
                if let Some((is_element, inside)) = inside {
                    let list = if is_element { &mut self.elements } else { &mut self.groups };
                    list.entry(inside).or_default().insert(said);
                }
            }
            _ => {}
        }
        None
    }
}

fn all_elements() -> String {
    let case = "../../tests/cases/nitf-all-elements/input.xml";
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(case)).unwrap()
}

fn read(input: &[u8]) -> Vec<Converted<copydesk_core::Article>> {
    let mut found = Vec::new();
    NitfReader
        .read(input, &ReadContext::default(), &mut |article| {
            found.push(article.unwrap());
            ControlFlow::Continue(())
        })
        .unwrap();
    found
}

#[test]
fn the_mapping_has_a_row_for_each_element() {
    let mapping = include_str!("../MAPPING.md");
    let rows = mapping.split("## From NITF").nth(1).unwrap();
    let first_cells = rows.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    let named: BTreeSet<String> =
        first_cells.flat_map(|cell| cell.split(", ").map(|name| name.trim_matches('`').to_owned())).collect();
    let schema = Schema::of_3_6();
    assert!(schema.elements.len() >= 132, "{}", schema.elements.len());
    let missing: Vec<&String> = schema.elements.keys().filter(|name| !named.contains(*name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn each_element_stands_in_the_case_and_nothing_of_it_is_gone() {
    let input = all_elements();
    for element in Schema::of_3_6().elements.keys() {
        let stands = [" ", ">", "/"].iter().any(|after| input.contains(&format!("<{element}{after}")));
        assert!(stands, "`{element}` is missing from the case");
    }
    let account = account(input.as_bytes(), &read(input.as_bytes())).unwrap();
    assert!(account.gone.is_empty(), "{:#?}", account.gone);
}

/// The case with each attribute of the schema that it lacks, each with a value of its own.
fn with_all_attributes() -> (String, usize) {
    let schema = Schema::of_3_6();
    let input = all_elements();
    let mut out = String::new();
    let (mut rest, mut count) = (input.as_str(), 0);
    while let Some(open) = rest.find('<') {
        let end = open + rest[open..].find('>').unwrap();
        let inside = rest[open + 1..end].trim_end_matches('/');
        let name = inside.split_whitespace().next().unwrap_or_default();
        out.push_str(&rest[..open + 1]);
        out.push_str(inside);
        for attribute in schema.elements.get(name).into_iter().flatten() {
            if !inside.contains(&format!(" {attribute}=")) {
                count += 1;
                out.push_str(&format!(" {attribute}=\"value{count}\""));
            }
        }
        out.push_str(&rest[open + 1 + inside.len()..=end]);
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    (out, count)
}

#[test]
fn each_attribute_of_each_element_has_a_place() {
    let (input, count) = with_all_attributes();
    assert!(count > 700, "{count}");
    let found = read(input.as_bytes());
    let account = account(input.as_bytes(), &found).unwrap();
    assert!(account.gone.is_empty(), "{:#?}", account.gone);
    assert_eq!(otherwise(&found[0].output), None, "it reads back otherwise");
}

/// The elements the schema lets stand in each.
fn children() -> BTreeMap<&'static str, Vec<&'static str>> {
    let models: BTreeMap<&str, &str> =
        include_str!("../src/valid/nitf-3-6.txt").lines().filter_map(|line| line.split_once(" = ")).collect();
    let mut children = BTreeMap::new();
    for element in models.keys().filter(|name| !name.starts_with('%')) {
        let mut found = Vec::new();
        let mut named = vec![*element];
        while let Some(name) = named.pop() {
            let words = models[name].split(|c: char| !c.is_alphanumeric() && !"%#.-:".contains(c));
            for word in words.filter(|word| models.contains_key(word)) {
                if word.starts_with('%') {
                    named.push(word);
                } else if !found.contains(&word) {
                    found.push(word);
                }
            }
        }
        children.insert(*element, found);
    }
    children
}

/// The shortest way from one element to each that may stand in it, however deep.
fn ways<'t>(from: &'t str, children: &BTreeMap<&'t str, Vec<&'t str>>) -> BTreeMap<&'t str, Vec<&'t str>> {
    let mut ways = BTreeMap::from([(from, vec![from])]);
    let mut next = std::collections::VecDeque::from([from]);
    while let Some(element) = next.pop_front() {
        for child in &children[element] {
            if !ways.contains_key(child) {
                ways.insert(child, [ways[element].as_slice(), &[*child]].concat());
                next.push_back(child);
            }
        }
    }
    ways
}

/// A document that is nothing but one way: its last element has all its attributes, each with a value of its own, and,
/// if it may hold any, text.
fn document(way: &[&str], schema: &Schema, text: Option<&[&str]>) -> String {
    let mut out = String::new();
    let (last, around) = way.split_last().unwrap();
    around.iter().for_each(|element| out.push_str(&format!("<{element}>")));
    out.push_str(&format!("<{last}"));
    for (number, attribute) in schema.elements[*last].iter().filter(|_| *last != "nitf").enumerate() {
        out.push_str(&format!(" {attribute}=\"value{number}\""));
    }
    out.push('>');
    if let Some(within) = text {
        within.iter().for_each(|element| out.push_str(&format!("<{element}>")));
        out.push_str("some words");
        within.iter().rev().for_each(|element| out.push_str(&format!("</{element}>")));
    }
    way.iter().rev().for_each(|element| out.push_str(&format!("</{element}>")));
    out
}

/// Whether what is written reads back otherwise, and nothing says so.
fn otherwise(article: &copydesk_core::Article) -> Option<()> {
    let mut output = Vec::new();
    let report = NitfWriter::default().write(article, &WriteContext::default(), &mut output).unwrap();
    let again = read_one(&NitfReader, &output, &ReadContext::default()).unwrap();
    (report.losses.is_empty() && *article != again.output).then_some(())
}

/// The reader knows most elements by where they stand: in each place, empty or not, they are kept or reported.
#[test]
fn each_element_has_a_place_wherever_the_schema_lets_it_stand() {
    let (children, schema) = (children(), Schema::of_3_6());
    let holds_text = |element: &str| {
        let table = include_str!("../src/valid/nitf-3-6.txt");
        table.lines().any(|line| line.strip_prefix(element).is_some_and(|rest| rest.starts_with(" = #text")))
    };
    let ways = ways("nitf", &children);
    let (mut documents, mut gone) = (0, Vec::new());
    for around in ways.keys() {
        for (parent, child) in children[around]
            .iter()
            .flat_map(|parent| children[parent].iter().map(move |child| (*parent, *child)))
        {
            let way = [ways[around].as_slice(), &[parent, child]].concat();
            let within = self::ways(child, &children);
            let within = within.values().filter(|way| holds_text(way.last().unwrap()));
            let within = within.min_by_key(|way| way.len()).map(|way| &way[1..]);
            for text in [None, within] {
                let input = document(&way, &schema, text);
                let found = read(input.as_bytes());
                let account = account(input.as_bytes(), &found).unwrap();
                gone.extend(account.gone.iter().map(|gone| format!("{input}: {gone:?}")));
                gone.extend(otherwise(&found[0].output).map(|()| format!("{input}: reads back otherwise")));
                documents += 1;
            }
        }
    }
    assert!(gone.is_empty(), "{}\n{}", gone.len(), gone.join("\n"));
    assert!(documents > 6_000, "{documents}");
}
