//! Containers: NewsML 1, NewsML-G2, and whatever else has NITF in it. What they say is heard for the articles in them.

mod heard;
mod parts;

use std::collections::BTreeMap;

use copydesk_core::{Article, Converted, Feature, Value};
use copydesk_xml::Tag;

use super::{Reading, local, squeeze};
use heard::Given;

/// How many elements of a container are remembered at a time, and how long the text of one may be.
const MOST_REMEMBERED: usize = 10_000;
const LONGEST_TEXT: usize = 64_000;
/// How often what a container says is given to articles, in all: each article that it holds gets a copy.
const MOST_HEARD: usize = 1_000_000;

/// A container, as far as it was read.
#[derive(Default)]
pub(super) struct Container<'t> {
    /// The elements that have not ended, from the root in.
    open: Vec<Node<'t>>,
    root: Option<&'t str>,
    /// Articles whose item has not ended.
    held: Vec<Held>,
    /// Articles of items that have ended; the last one waits for what may follow it.
    ready: Vec<Converted<Article>>,
    /// Items without an article.
    orphans: Vec<Node<'t>>,
    remembered: usize,
    heard: usize,
    /// Where the first element stands that was not remembered, and how many there are.
    forgotten: Option<(usize, usize)>,
}

/// An element of a container.
struct Node<'t> {
    name: &'t str,
    at: usize,
    attributes: Vec<(&'t str, String)>,
    text: String,
    children: Vec<Node<'t>>,
    /// There is an article in it.
    holds: bool,
}

/// An article whose item has not ended.
struct Held {
    converted: Converted<Article>,
    given: Given,
    /// It was written by this crate.
    own: bool,
    /// How many of the open elements it has not heard yet.
    depth: usize,
}

impl<'t> Container<'t> {
    /// The name of its root.
    pub(super) fn root(&self) -> Option<&'t str> {
        self.root
    }

    pub(super) fn start(&mut self, tag: &Tag<'t>) {
        self.root.get_or_insert(tag.name);
        let said = |name: &str, value: &str| {
            !value.is_empty() && !name.starts_with("xmlns") && !name.starts_with("xsi:")
        };
        let attributes = tag.attributes.iter().filter(|(name, value)| said(name, value));
        self.open.push(Node {
            name: local(tag.name),
            at: tag.at,
            attributes: attributes.map(|(name, value)| (*name, value.to_string())).collect(),
            text: String::new(),
            children: Vec::new(),
            holds: false,
        });
    }

    pub(super) fn text(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut()
            && open.text.len() <= LONGEST_TEXT
        {
            open.text.push_str(text);
        }
    }

    /// The language of the articles in the innermost element.
    pub(super) fn language(&self) -> Option<&str> {
        self.open.iter().rev().find_map(|node| {
            let named = || node.children.iter().find_map(Node::language);
            node.attribute("xml:lang").or_else(named)
        })
    }

    /// Remembers an element that has ended, for the articles in the one around it.
    fn remember(&mut self, node: Node<'t>) {
        let is_long = node.text.len() > LONGEST_TEXT;
        if is_long || self.remembered >= MOST_REMEMBERED {
            let (at, count) = self.forgotten.unwrap_or((node.at, 0));
            self.forgotten = Some((at, count + 1));
            return;
        }
        self.remembered += 1;
        match self.open.last_mut() {
            Some(around) if !node.is_item() => around.children.push(node),
            _ => self.orphans.push(node),
        }
    }

    fn forget(&mut self, node: &Node<'_>) {
        self.remembered = self.remembered.saturating_sub(node.children.iter().map(Node::count).sum());
    }
}

impl Node<'_> {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Whether it is an item, of which a document may hold many.
    fn is_item(&self) -> bool {
        matches!(
            self.name,
            "NewsItem" | "newsItem" | "packageItem" | "knowledgeItem" | "planningItem" | "conceptItem"
        )
    }

    fn language(&self) -> Option<&str> {
        match self.name {
            "Language" => self.attribute("FormalName"),
            "language" => self.attribute("tag"),
            "DescriptiveMetadata" | "contentMeta" => self.children.iter().find_map(Self::language),
            _ => None,
        }
    }

    fn has_attributes(&self) -> bool {
        !self.attributes.is_empty() || self.children.iter().any(Self::has_attributes)
    }

    fn count(&self) -> usize {
        1 + self.children.iter().map(Self::count).sum::<usize>()
    }

    /// All its text, in one line.
    fn words(&self) -> String {
        let mut text = self.text.clone();
        for child in &self.children {
            text.push(' ');
            text.push_str(&child.words());
        }
        squeeze(&text)
    }

    /// The whole of it, as elements kept as extras are: its text where it is nothing else, else a map of `@name` for each
    /// attribute and, if it holds anything, `content`.
    fn value(&self) -> Value {
        let mut map: BTreeMap<String, Value> = self
            .attributes
            .iter()
            .map(|(name, value)| (format!("@{name}"), Value::from(value.as_str())))
            .collect();
        let text = (!self.text.is_empty()).then(|| Value::from(self.text.as_str()));
        if map.is_empty() && self.children.is_empty() {
            return text.unwrap_or_else(|| Value::Text(String::new()));
        }
        let children = self
            .children
            .iter()
            .map(|child| Value::Map(BTreeMap::from([(child.name.to_owned(), child.value())])));
        let content: Vec<Value> = text.into_iter().chain(children).collect();
        if !content.is_empty() {
            map.insert("content".to_owned(), Value::List(content));
        }
        Value::Map(map)
    }
}

impl<'t> Reading<'t, '_> {
    /// An article was read: it is held until its item ends, or another one begins that is in no item.
    pub(super) fn hold(&mut self, converted: Converted<Article>) {
        let own = self.own;
        let in_item = self.container.open.iter().any(Node::is_item);
        if !in_item {
            self.release();
        }
        let container = &mut self.container;
        container.open.iter_mut().for_each(|open| open.holds = true);
        let (given, depth) = (Given::by(&converted.output), container.open.len());
        container.held.push(Held { converted, given, own, depth });
    }

    /// An element of the container ends: the articles in it hear what it says.
    pub(super) fn container_end(&mut self) {
        let Some(mut node) = self.container.open.pop() else { return };
        node.text = squeeze(&node.text);
        if !node.holds {
            return self.container.remember(node);
        }
        self.hear_around(&node, self.container.open.len());
        self.container.forget(&node);
        if node.is_item() {
            self.release();
        }
    }

    /// The articles that have not heard an element hear it.
    fn hear_around(&mut self, node: &Node<'t>, depth: usize) {
        let mut held = std::mem::take(&mut self.container.held);
        // They are the last ones: those before them have heard all that stands further in.
        let deaf = held.iter().rev().take_while(|held| held.depth > depth).count();
        let from = held.len() - deaf;
        for held in &mut held[from..] {
            held.depth = depth;
            self.hear_for(&mut held.converted, held.given, |reading, given| {
                reading.hear_attributes(node);
                for child in &node.children {
                    reading.hear(child, node.name, given);
                }
            });
        }
        self.container.held = held;
    }

    /// Lets an article hear something.
    fn hear_for(
        &mut self,
        converted: &mut Converted<Article>,
        given: Given,
        hear: impl FnOnce(&mut Self, Given),
    ) {
        std::mem::swap(&mut self.article, &mut converted.output);
        std::mem::swap(&mut self.report, &mut converted.report);
        self.own = false;
        self.choose_language();
        hear(self, given);
        std::mem::swap(&mut self.article, &mut converted.output);
        std::mem::swap(&mut self.report, &mut converted.report);
    }

    /// The articles that are held are done: they hear what is still open around them.
    fn release(&mut self) {
        let open = std::mem::take(&mut self.container.open);
        for (depth, node) in open.iter().enumerate().rev() {
            self.hear_around(node, depth);
        }
        self.container.open = open;
        let held = std::mem::take(&mut self.container.held);
        for mut held in held {
            if !held.own {
                let in_container = self.container.root.is_some();
                self.hear_for(&mut held.converted, held.given, |reading, _| {
                    reading.title_as_headline();
                    if in_container {
                        reading.repeated_title();
                        reading.repeated_lines();
                    }
                });
            }
            self.container.ready.push(held.converted);
        }
    }

    /// The articles that can be handed out; at the end of the document all of them.
    pub(super) fn take_ready(&mut self, at_end: bool) -> Vec<Converted<Article>> {
        if at_end {
            self.release();
        }
        let has_more = at_end || !self.container.orphans.is_empty() || self.container.forgotten.is_some();
        if has_more && let Some(mut last) = self.container.ready.pop() {
            let (orphans, forgotten) =
                (std::mem::take(&mut self.container.orphans), self.container.forgotten.take());
            let place = forgotten.map(|(at, count)| (self.place(at), count));
            self.hear_for(&mut last, Given::default(), |reading, given| {
                for node in &orphans {
                    reading.hear(node, "", given);
                    reading.container.remembered = reading.container.remembered.saturating_sub(node.count());
                }
                reading.note_mends();
                if let Some((place, count)) = place {
                    let elements = if count == 1 { "element" } else { "elements" };
                    let detail = format!("{count} {elements} of the container, which is too long");
                    reading.report.dropped(Feature::Metadata, place, detail);
                }
            });
            self.container.ready.push(last);
        }
        let keep = if at_end { 0 } else { self.container.ready.len().min(1) };
        let done = self.container.ready.len() - keep;
        self.container.ready.drain(..done).collect()
    }
}
