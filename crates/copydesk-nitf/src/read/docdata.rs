//! The document's data: ids, dates, keywords, places, notes to the desk.

use std::collections::BTreeMap;

use copydesk_core::{Concept, Embargo, Feature, Identifier, Series, Value};
use copydesk_xml::{Tag, Token};

use super::dateline::divide_place;
use super::{Reading, Result, local, squeeze};
use crate::moments::parse;

impl<'t> Reading<'t, '_> {
    pub(super) fn docdata(&mut self, tag: &Tag<'t>) -> Result<()> {
        let mut relations = Vec::new();
        let mut embargoed = None;
        for (name, value) in &tag.attributes {
            match *name {
                "management-status" => embargoed = self.status(value, tag.at).or(embargoed),
                "management-doc-idref" => {
                    if !value.is_empty() || self.own {
                        relations.push(self.idref(tag, value));
                    }
                }
                "management-idref-status" if tag.attribute("management-doc-idref").is_some() => {}
                name if name.starts_with("xmlns")
                    || value.is_empty()
                    || (self.own && name.starts_with("cd:")) => {}
                name => self.keep(&format!("nitf:docdata.{name}"), Value::from(&**value)),
            }
        }
        let mut own_embargo = None;
        self.children("docdata", |reading, tag| match reading.name(&tag) {
            "correction" => {
                relations.extend(reading.correction(&tag, relations.len())?);
                Ok(())
            }
            "cd:relation" if reading.own => {
                relations.push(reading.relation(&tag)?);
                Ok(())
            }
            "cd:embargo" if reading.own => {
                let until = tag.attribute("until").and_then(parse).map(|(moment, _)| moment);
                own_embargo = Some(Embargo { until, printed: tag.attribute("printed").map(str::to_owned) });
                reading.xml.skip()
            }
            _ => reading.docdata_child(tag),
        })?;
        // What this crate writes twice, once for others and once whole, has one number.
        relations.sort_by_key(|(at, _)| *at);
        let mut last = None;
        for (at, relation) in relations {
            if last == Some(at) && self.own {
                self.article.metadata.relations.pop();
            }
            last = Some(at);
            self.article.metadata.relations.push(relation);
        }
        if self.own {
            self.article.metadata.embargo = own_embargo;
        } else {
            self.embargo(embargoed, tag.at);
        }
        Ok(())
    }

    pub(super) fn docdata_child(&mut self, tag: Tag<'t>) -> Result<()> {
        match self.name(&tag) {
            "doc-id" => self.doc_id(&tag),
            "urgency" => self.urgency(&tag),
            "date.issue" | "date.release" | "date.expire" => self.date(&tag),
            "evloc" => self.event_place(&tag),
            "del-list" => self.delivery(&tag),
            "fixture" => self.listed(&tag, "fix-id", "nitf:fixture"),
            "doc-scope" => self.listed(&tag, "scope", "nitf:doc-scope"),
            "series" => self.series(&tag),
            "ed-msg" => self.editor_note(&tag),
            "du-key" => self.du_key(&tag),
            "doc.copyright" => self.doc_copyright(&tag),
            "doc.rights" => self.doc_rights(&tag),
            "cd:reservation" if self.own => self.reservation(&tag),
            "key-list" => {
                self.keep_attributes(&tag, "key-list");
                self.children("key-list", |reading, tag| match reading.name(&tag) {
                    "keyword" => reading.keyword(&tag),
                    _ => reading.keep_element(&tag, "key-list."),
                })
            }
            "identified-content" => {
                self.keep_attributes(&tag, "identified-content");
                self.identified_content()
            }
            "pubdata" => self.pubdata(&tag),
            _ => self.keep_element(&tag, ""),
        }
    }

    fn doc_id(&mut self, tag: &Tag<'t>) -> Result<()> {
        let (mut id, provider) = (self.value(tag, "id-string"), self.value(tag, "regsrc"));
        let extras = self.extras(tag, &["id-string", "regsrc"]);
        for (key, value) in extras {
            self.keep(&key.replacen("nitf:", "nitf:doc-id.", 1), value);
        }
        let text = self.text_content()?;
        if !text.is_empty() {
            if id.is_none() {
                self.repaired(Feature::ArticleId, tag.at, &text, "the id of the document");
                id = Some(text);
            } else {
                self.keep("nitf:doc-id.text", Value::Text(text));
            }
        }
        let metadata = &mut self.article.metadata;
        if metadata.id.is_none() && metadata.provider.is_none() {
            (metadata.id, metadata.provider) = (id, provider);
        } else if let Some(value) = id {
            metadata.other_ids.push(Identifier { scheme: provider, value });
        }
        Ok(())
    }

    fn urgency(&mut self, tag: &Tag<'t>) -> Result<()> {
        let text = self.value(tag, "ed-urg");
        self.keep_others(tag, "urgency", &["ed-urg"]);
        let inside = self.text_content()?;
        let Some(text) = text.or_else(|| (!inside.is_empty()).then_some(inside)) else { return Ok(()) };
        match text.trim().parse() {
            Ok(urgency) => self.article.metadata.urgency = Some(urgency),
            Err(_) => {
                self.repaired(Feature::Urgency, tag.at, &text, "no urgency; kept as an extra");
                self.keep("nitf:urgency", Value::Text(text));
            }
        }
        Ok(())
    }

    fn date(&mut self, tag: &Tag<'t>) -> Result<()> {
        let feature = match self.name(tag) {
            "date.release" => Feature::Release,
            "date.expire" => Feature::Expiry,
            _ => Feature::Issued,
        };
        let norm = self.value(tag, "norm");
        self.keep_others(tag, self.name(tag), &["norm"]);
        let text = self.text_content()?;
        let Some(text) = norm.or_else(|| (!text.trim().is_empty()).then_some(text)) else { return Ok(()) };
        if self.own && tag.attribute("cd:embargo").is_some() {
            return Ok(());
        }
        let Some(moment) = self.moment(&text, tag.at, feature) else {
            self.keep(&format!("nitf:{}", self.name(tag)), Value::Text(text));
            return Ok(());
        };
        let metadata = &mut self.article.metadata;
        let slot = match local(tag.name) {
            "date.release" => &mut metadata.release,
            "date.expire" => &mut metadata.expiry,
            _ => &mut metadata.issued,
        };
        if slot.is_none() {
            *slot = Some(moment);
        } else {
            self.keep(&format!("nitf:{}", self.name(tag)), Value::Text(text));
        }
        Ok(())
    }

    fn event_place(&mut self, tag: &Tag<'t>) -> Result<()> {
        let mut place = Concept {
            name: self.value(tag, "city"),
            code: if self.own { self.value(tag, "cd:code") } else { None },
            scheme: if self.own { self.value(tag, "cd:scheme") } else { None },
            role: Some("event".to_owned()),
            extras: self.extras(tag, &["city"]),
        };
        let text = self.text_content()?;
        if place.name.is_none() && !text.is_empty() {
            place.name = Some(text);
        }
        if place.name.is_some() || !place.extras.is_empty() || self.own {
            let at = self.at(tag, usize::MAX).min(self.article.metadata.places.len());
            self.article.metadata.places.insert(at, place);
        }
        Ok(())
    }

    fn delivery(&mut self, tag: &Tag<'t>) -> Result<()> {
        self.keep_attributes(tag, "del-list");
        let mut steps = Vec::new();
        self.children("del-list", |reading, tag| {
            if reading.name(&tag) != "from-src" {
                return reading.keep_element(&tag, "del-list.");
            }
            let mut step = BTreeMap::new();
            for (name, value) in &tag.attributes {
                step.insert((*name).to_owned(), Value::from(&**value));
            }
            steps.push(Value::Map(step));
            let text = reading.text_content()?;
            if !text.is_empty() {
                reading.keep("nitf:del-list.text", Value::Text(text));
            }
            Ok(())
        })?;
        if !steps.is_empty() || self.own {
            self.article.metadata.extras.insert("nitf:del-list".to_owned(), Value::List(steps));
        }
        Ok(())
    }

    fn listed(&mut self, tag: &Tag<'t>, attribute: &str, key: &str) -> Result<()> {
        let value = self.value(tag, attribute);
        self.keep_others(tag, self.name(tag), &[attribute]);
        let text = self.text_content()?;
        if let Some(value) = value.or_else(|| (!text.is_empty()).then_some(text)) {
            self.keep(key, Value::Text(value));
        }
        Ok(())
    }

    /// A series; a second one is kept as an extra.
    pub(super) fn series(&mut self, tag: &Tag<'t>) -> Result<()> {
        let own = self.own;
        let number = |name: &str| tag.attribute(name).and_then(|text| text.trim().parse().ok());
        let (part, parts): (Option<u32>, Option<u32>) = (number("series.part"), number("series.totalpart"));
        let mut said = vec!["series.name"];
        said.extend(part.map(|_| "series.part"));
        said.extend(parts.map(|_| "series.totalpart"));
        let series = Series {
            name: self.value(tag, "series.name"),
            part: part.filter(|number| own || *number > 0),
            parts: parts.filter(|number| own || *number > 0),
            extras: self.extras(tag, &said),
        };
        self.xml.skip()?;
        let metadata = &mut self.article.metadata;
        match &metadata.series {
            None if series != Series::default() || own => metadata.series = Some(series),
            Some(known) if *known != series && series != Series::default() => {
                let attributes = tag.attributes.iter().filter(|(_, value)| !value.is_empty());
                let map =
                    attributes.map(|(name, value)| (format!("@{name}"), Value::from(&**value))).collect();
                self.keep("nitf:series", Value::Map(map));
            }
            _ => {}
        }
        Ok(())
    }

    fn editor_note(&mut self, tag: &Tag<'t>) -> Result<()> {
        let info = self.value(tag, "info");
        let kind = self.value(tag, "msg-type");
        self.keep_others(tag, "ed-msg", &["info", "msg-type"]);
        let text = self.text_content()?;
        let Some(note) = info
            .or_else(|| (!text.is_empty()).then_some(text))
            .or_else(|| kind.clone().map(|_| String::new()))
        else {
            return Ok(());
        };
        let metadata = &mut self.article.metadata;
        metadata.editor_notes.push(note);
        let kinds = metadata.extras.remove("nitf:msg-type");
        let mut kinds = if let Some(Value::List(kinds)) = kinds { kinds } else { Vec::new() };
        if kind.is_some() || !kinds.is_empty() {
            kinds.resize(metadata.editor_notes.len() - 1, Value::Null);
            kinds.push(kind.map_or(Value::Null, Value::Text));
        }
        if !kinds.is_empty() {
            metadata.extras.insert("nitf:msg-type".to_owned(), Value::List(kinds));
        }
        Ok(())
    }

    fn du_key(&mut self, tag: &Tag<'t>) -> Result<()> {
        self.keep_others(tag, "du-key", &["key", "version", "generation", "part"]);
        for name in ["generation", "part"] {
            if let Some(value) = self.value(tag, name) {
                self.keep(&format!("nitf:du-key.{name}"), Value::Text(value));
            }
        }
        let (key, version) = (self.value(tag, "key"), self.value(tag, "version"));
        let text = self.text_content()?;
        let key = key.or_else(|| (!text.is_empty()).then_some(text));
        let metadata = &mut self.article.metadata;
        if metadata.slug_line.is_none() {
            metadata.slug_line = key;
        } else if let Some(value) = key {
            metadata.other_ids.push(Identifier { scheme: Some("du-key".to_owned()), value });
        }
        if metadata.version.is_none() {
            metadata.version = version;
        }
        Ok(())
    }

    fn keyword(&mut self, tag: &Tag<'t>) -> Result<()> {
        let key = self.value(tag, "key");
        self.keep_others(tag, "keyword", &["key"]);
        let text = self.text_content()?;
        if let Some(keyword) = key.or_else(|| (!text.is_empty()).then_some(text)) {
            self.article.metadata.keywords.push(keyword);
        }
        Ok(())
    }

    fn identified_content(&mut self) -> Result<()> {
        self.children("identified-content", |reading, tag| match reading.name(&tag) {
            "person" | "org" | "location" | "event" | "classifier" => reading.identified(&tag),
            _ => reading.keep_element(&tag, "identified-content."),
        })
    }

    /// The parts of a place in one line. What is none of NITF is kept apart.
    fn place_text(&mut self) -> Result<String> {
        let mut text = String::new();
        loop {
            match self.xml.next()? {
                Token::Start(tag) if tag.name.contains(':') && self.name(&tag).contains(':') => {
                    self.keep_element(&tag, "")?;
                }
                Token::Start(tag) => {
                    let name = self.name(&tag);
                    self.keep_attributes(&tag, name);
                    let part = self.place_text()?;
                    divide_place(&mut text, &part);
                    text.push_str(&part);
                }
                Token::Text(piece) => self.push_str(&mut text, &piece),
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => return Ok(squeeze(&text)),
            }
        }
    }

    fn identified(&mut self, tag: &Tag<'t>) -> Result<()> {
        let name = self.name(tag);
        let (code, scheme) =
            if name == "location" { ("location-code", "code-source") } else { ("value", "idsrc") };
        let role = if name == "classifier" { "type" } else { "cd:role" };
        let mut concept = Concept {
            name: None,
            code: self.value(tag, code),
            scheme: self.value(tag, scheme),
            role: self.value(tag, role),
            extras: self.extras(tag, &[code, scheme, role]),
        };
        let text = if name == "location" && !self.own { self.place_text()? } else { self.text_content()? };
        if !text.is_empty() || (self.own && tag.attribute("cd:named").is_some()) {
            concept.name = Some(text);
        }
        if concept == Concept::default() && !self.own {
            return Ok(());
        }
        let metadata = &mut self.article.metadata;
        let list = match name {
            "person" => &mut metadata.people,
            "org" => &mut metadata.organisations,
            "location" => &mut metadata.places,
            "event" => &mut metadata.events,
            _ => &mut metadata.subjects,
        };
        let at = tag.attribute("cd:at").filter(|_| self.own).and_then(|at| at.parse().ok());
        list.insert(at.unwrap_or(list.len()).min(list.len()), concept);
        Ok(())
    }
}
