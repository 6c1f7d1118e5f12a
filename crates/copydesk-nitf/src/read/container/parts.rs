//! Parts of an article as NewsML spells them: texts, ids, languages, concepts, holders, rights.

use copydesk_core::{Concept, Copyright, Identifier, Metadata, Rights, Value};

use super::Node;
use super::heard::{Heard, TAKEN};
use crate::moments::parse;
use crate::read::keep_in;

pub(super) fn same(known: String, found: &str) -> Heard {
    if known == found { TAKEN } else { Heard::Differs(known) }
}

pub(super) fn text(slot: &mut Option<String>, found: String) -> Heard {
    match slot {
        None => {
            *slot = Some(found);
            TAKEN
        }
        Some(known) => same(known.clone(), &found),
    }
}

/// A name that may come with a code: the name, or the code where there is none.
pub(super) fn text_and_code(slot: &mut Option<String>, node: &Node<'_>, code: &str) -> Heard {
    let name = node.child("name").map(Node::words).filter(|name| !name.is_empty());
    let is_plain = node.attributes.len() <= 1 && node.children.len() <= 1;
    let found = name.clone().unwrap_or_else(|| code.to_owned());
    if found.is_empty() || slot.is_some() {
        return if slot.as_deref() == Some(found.as_str()) && is_plain { TAKEN } else { Heard::Extra };
    }
    *slot = Some(found);
    let code_is_name = name.is_none();
    if is_plain && code_is_name { Heard::Taken(&["qcode", "literal", "uri"]) } else { Heard::Extra }
}

/// A language; one that says less, or more, than the article's is no contradiction.
pub(super) fn language(slot: &mut Option<String>, found: &str) -> Heard {
    const SAID: Heard = Heard::Taken(&["FormalName", "tag"]);
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    match slot {
        None => {
            *slot = Some(found.to_owned());
            SAID
        }
        Some(known) if known == found => SAID,
        Some(known) if primary(known) == primary(found) => Heard::Extra,
        Some(known) => Heard::Differs(known.clone()),
    }
}

pub(super) fn id(metadata: &mut Metadata, scheme: &str, found: &str) -> Heard {
    if metadata.id.is_none() {
        metadata.id = Some(found.to_owned());
        return TAKEN;
    }
    if metadata.id.as_deref() == Some(found) { TAKEN } else { other_id(metadata, scheme, found) }
}

pub(super) fn other_id(metadata: &mut Metadata, scheme: &str, found: &str) -> Heard {
    let id = Identifier { scheme: Some(scheme.to_owned()), value: found.to_owned() };
    let _ = once(&mut metadata.other_ids, id);
    Heard::Taken(&["type"])
}

/// How far a list is looked through for what it has already.
const MOST_COMPARED: usize = 100;

pub(super) fn once<T: PartialEq>(list: &mut Vec<T>, found: T) -> Heard {
    if !list.iter().take(MOST_COMPARED).any(|known| *known == found) {
        list.push(found);
    }
    TAKEN
}

/// Adds to a list that the article leaves open.
pub(super) fn add<T>(
    list: &mut Vec<T>,
    known: Vec<String>,
    given: bool,
    found: String,
    make: impl FnOnce(String) -> T,
) -> Heard {
    if known.contains(&found) {
        return TAKEN;
    }
    if given || known.len() >= MOST_COMPARED {
        return Heard::Differs(known.join("; "));
    }
    list.push(make(found));
    TAKEN
}

pub(super) fn code<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    ["FormalName", "qcode", "uri", "literal"].into_iter().find_map(|name| node.attribute(name))
}

/// A concept: `medtop:04000000` is the code `04000000` in the scheme `medtop`.
pub(super) fn concept_in(list: &mut Vec<Concept>, node: &Node<'_>, role: Option<&str>) -> Heard {
    let mut concept = Concept { role: role.map(str::to_owned), ..Concept::default() };
    for (name, value) in &node.attributes {
        match *name {
            "qcode" => match value.split_once(':') {
                Some((scheme, code)) => {
                    (concept.scheme, concept.code) = (Some(scheme.to_owned()), Some(code.to_owned()));
                }
                None => concept.code = Some(value.clone()),
            },
            "FormalName" => concept.code = Some(value.clone()),
            "uri" | "literal" if concept.code.is_none() => concept.code = Some(value.clone()),
            "Scheme" => concept.scheme = Some(value.clone()),
            "HowPresent" => {}
            name => keep_in(&mut concept.extras, &format!("newsml:{name}"), Value::from(value.as_str())),
        }
    }
    for child in &node.children {
        let city = child.name == "Property" && child.attribute("FormalName") == Some("City");
        let name = if city { child.attribute("Value").map(str::to_owned) } else { None };
        let name = name.or_else(|| (child.name == "name").then(|| child.words()));
        match name {
            Some(name) if concept.name.is_none() && !name.is_empty() => {
                concept.name = Some(name);
                let more =
                    child.attributes.iter().filter(|(name, _)| !matches!(*name, "FormalName" | "Value"));
                for (name, value) in more {
                    keep_in(&mut concept.extras, &format!("newsml:name.{name}"), Value::from(value.as_str()));
                }
            }
            _ => keep_in(&mut concept.extras, &format!("newsml:{}", child.name), child.value()),
        }
    }
    if concept.name.is_none() && !node.text.is_empty() {
        concept.name = Some(node.text.clone());
    }
    let says = concept.name.is_some() || concept.code.is_some() || !concept.extras.is_empty();
    if !says {
        return Heard::Extra;
    }
    let _ = once(list, concept);
    Heard::Whole
}

/// A holder, as a name or a code, and the year of NewsML 1's `Copyright`.
pub(super) fn copyright(node: &Node<'_>) -> Copyright {
    let mut found = Copyright::default();
    let named = |node: &Node<'_>| Some(node.words()).filter(|words| !words.is_empty());
    if node.name == "copyrightHolder" {
        found.holder = named(node).or_else(|| code(node).map(str::to_owned));
        for (name, value) in node.attributes.iter().filter(|(_, value)| Some(value) != found.holder.as_ref())
        {
            found.extras.insert(format!("newsml:{name}"), Value::from(value.as_str()));
        }
        return found;
    }
    for child in &node.children {
        match child.name {
            "CopyrightHolder" if found.holder.is_none() => found.holder = named(child),
            "CopyrightDate" if child.words().parse::<i16>().is_ok() => {
                found.years.extend(child.words().parse::<i16>())
            }
            name => keep_in(&mut found.extras, &format!("newsml:{name}"), child.value()),
        }
    }
    found
}

/// NewsML 1's `UsageRights`.
pub(super) fn usage(node: &Node<'_>) -> Rights {
    let mut found = Rights::default();
    for child in &node.children {
        let words = child.words();
        let slot = match child.name {
            "UsageType" => &mut found.kind,
            "Geography" => &mut found.geography,
            "RightsHolder" => &mut found.owner,
            "Limitations" => &mut found.limitations,
            name => {
                let moment = parse(&words).map(|(moment, _)| moment);
                match (name, moment) {
                    ("StartDate", Some(moment)) => found.starts = Some(moment),
                    ("EndDate", Some(moment)) => found.ends = Some(moment),
                    _ => keep_in(&mut found.extras, &format!("newsml:{name}"), child.value()),
                }
                continue;
            }
        };
        if slot.is_none() && !words.is_empty() {
            *slot = Some(words);
        } else if !words.is_empty() {
            keep_in(&mut found.extras, &format!("newsml:{}", child.name), child.value());
        }
    }
    found
}
