//! The document's data: ids, dates, status, rights, keywords.

use std::collections::BTreeMap;

use copydesk_core::{
    Concept, Copyright, Embargo, Feature, Identifier, Moment, Relation, RelationKind, Reservation, Rights,
    Series, Status, Value,
};
use copydesk_xml::Tag;

use super::{Reading, Result, local};
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

    /// The status; gives whether it is an embargo.
    fn status(&mut self, value: &str, at: usize) -> Option<bool> {
        match value.trim().to_ascii_lowercase().as_str() {
            "" => {}
            "usable" => self.article.metadata.status = Status::Usable,
            "embargoed" => return Some(true),
            "withheld" => self.article.metadata.status = Status::Withheld,
            "canceled" | "cancelled" => self.article.metadata.status = Status::Cancelled,
            _ => {
                self.repaired(Feature::Status, at, value, "usable; kept as an extra");
                self.keep("nitf:docdata.management-status", Value::from(value));
            }
        }
        None
    }

    /// What the article does to the one it names.
    fn idref(&mut self, tag: &Tag<'t>, id: &str) -> (usize, Relation) {
        let status = tag.attribute("management-idref-status").unwrap_or_default();
        let kind = match status.to_ascii_lowercase().as_str() {
            "canceled" | "cancelled" => RelationKind::Kills,
            "" | "usable" => RelationKind::Updates,
            _ => RelationKind::Related,
        };
        let mut relation = Relation { kind, id: Some(id.to_owned()), ..Relation::default() };
        if !matches!(status, "" | "canceled") {
            relation.extras.insert("nitf:status".to_owned(), Value::from(status));
        }
        (self.at(tag, 0), relation)
    }

    /// The place in its list, as this crate writes it.
    fn at(&self, tag: &Tag<'t>, otherwise: usize) -> usize {
        let at = tag.attribute("cd:at").filter(|_| self.own).and_then(|at| at.parse().ok());
        at.unwrap_or(otherwise)
    }

    fn correction(&mut self, tag: &Tag<'t>, index: usize) -> Result<Option<(usize, Relation)>> {
        let mut relation = Relation {
            kind: RelationKind::Corrects,
            id: self.value(tag, "id-string"),
            printed: self.value(tag, "info"),
            extras: self.extras(tag, &["id-string", "info"]),
        };
        let text = self.text_content()?;
        if !text.is_empty() {
            relation.printed = Some(text);
        }
        let says =
            relation.id.is_some() || relation.printed.is_some() || !relation.extras.is_empty() || self.own;
        Ok(says.then(|| (self.at(tag, index), relation)))
    }

    fn relation(&mut self, tag: &Tag<'t>) -> Result<(usize, Relation)> {
        let kind = match tag.attribute("kind") {
            Some("kills") => RelationKind::Kills,
            Some("corrects") => RelationKind::Corrects,
            Some("replaces") => RelationKind::Replaces,
            Some("updates") => RelationKind::Updates,
            Some("translates") => RelationKind::Translates,
            _ => RelationKind::Related,
        };
        let (id, printed) = (tag.attribute("id"), tag.attribute("printed"));
        let (id, printed) = (id.map(str::to_owned), printed.map(str::to_owned));
        let at = self.at(tag, 0);
        Ok((at, Relation { kind, id, printed, extras: self.own_extras()? }))
    }

    /// An embargo where the status says so, or where the release lies after the issue and the caller's clock.
    fn embargo(&mut self, embargoed: Option<bool>, at: usize) {
        let metadata = &self.article.metadata;
        let release = metadata.release;
        if embargoed == Some(true) {
            self.article.metadata.embargo = Some(Embargo { until: release, printed: None });
            return;
        }
        let time = |moment: Option<Moment>| moment.and_then(|moment| moment.timestamp_or_utc());
        if let (Some(release), Some(now)) = (time(release), time(self.context.now)) {
            let after_issue = time(metadata.issued).is_none_or(|issued| release > issued);
            if release > now && after_issue {
                self.article.metadata.embargo = Some(Embargo { until: metadata.release, printed: None });
                self.repaired(Feature::Embargo, at, "a release time that lies ahead", "an embargo");
            }
        }
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
        let number = |name: &str| {
            tag.attribute(name).and_then(|text| text.trim().parse().ok()).filter(|n| own || *n > 0)
        };
        let series = Series {
            name: self.value(tag, "series.name"),
            part: number("series.part"),
            parts: number("series.totalpart"),
            extras: self.extras(tag, &["series.name", "series.part", "series.totalpart"]),
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

    fn doc_copyright(&mut self, tag: &Tag<'t>) -> Result<()> {
        let year = self.value(tag, "year");
        let mut copyright = Copyright {
            years: Vec::new(),
            holder: self.value(tag, "holder"),
            notice: String::new(),
            extras: self.extras(tag, &["year", "holder", "cd:years"]),
        };
        if let Some(years) = tag.attribute("cd:years").filter(|_| self.own) {
            copyright.years = years.split(' ').filter_map(|year| year.parse().ok()).collect();
        } else if let Some(year) = &year {
            copyright.years = years(year);
            let plain = copyright.years.len() == 1 && copyright.years[0].to_string() == year.trim();
            if copyright.years.is_empty() {
                copyright.extras.insert("nitf:year".to_owned(), Value::from(year.as_str()));
            } else if !plain && !self.own {
                let read: Vec<String> = copyright.years.iter().map(ToString::to_string).collect();
                self.repaired(Feature::Copyright, tag.at, year, read.join(", "));
            }
        }
        let text = self.text_content()?;
        if !text.is_empty() {
            copyright.notice = text;
        }
        if copyright != Copyright::default() || self.own {
            self.article.copyright.push(copyright);
        }
        Ok(())
    }

    fn doc_rights(&mut self, tag: &Tag<'t>) -> Result<()> {
        const SAID: [&str; 11] = [
            "owner",
            "startdate",
            "enddate",
            "agent",
            "geography",
            "type",
            "limitations",
            "cd:terms",
            "cd:owner-contact",
            "cd:agent-contact",
            "cd:license",
        ];
        let own = |name: &str| if self.own { tag.attribute(name).map(str::to_owned) } else { None };
        let mut rights = Rights {
            terms: own("cd:terms"),
            owner: self.value(tag, "owner"),
            owner_contact: own("cd:owner-contact"),
            agent: self.value(tag, "agent"),
            agent_contact: own("cd:agent-contact"),
            kind: self.value(tag, "type"),
            geography: self.value(tag, "geography"),
            limitations: self.value(tag, "limitations"),
            license: own("cd:license"),
            ..Rights::default()
        };
        rights.extras = self.extras(tag, &SAID);
        for (name, key) in [("startdate", "nitf:startdate"), ("enddate", "nitf:enddate")] {
            let Some(text) = self.value(tag, name).filter(|text| !text.is_empty()) else { continue };
            let moment = self.moment(&text, tag.at, Feature::Rights);
            match (moment, name) {
                (None, _) => {
                    rights.extras.insert(key.to_owned(), Value::Text(text));
                }
                (moment, "startdate") => rights.starts = moment,
                (moment, _) => rights.ends = moment,
            }
        }
        let text = self.text_content()?;
        if !text.is_empty() {
            rights.terms = Some(text);
        }
        if rights != Rights::default() || self.own {
            self.article.rights.push(rights);
        }
        Ok(())
    }

    fn reservation(&mut self, tag: &Tag<'t>) -> Result<()> {
        let of: Option<usize> = tag.attribute("of").and_then(|of| of.parse().ok());
        if let Some(rights) = of.and_then(|of| self.article.rights.get_mut(of)) {
            let usage = tag.attribute("use").unwrap_or_default().to_owned();
            rights
                .reservations
                .push(Reservation { usage, policy: tag.attribute("policy").map(str::to_owned) });
        }
        self.xml.skip()
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
        let text = self.text_content()?;
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

/// The years a text names: `2022`, `2019-2022`, `20080219T000000+0100`.
fn years(text: &str) -> Vec<i16> {
    let text = text.trim();
    if let Ok(year) = text.parse::<i16>() {
        return vec![year];
    }
    if let Some((moment, _)) = parse(text) {
        return vec![moment.date().year()];
    }
    let found: Vec<i16> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|word| word.len() == 4)
        .filter_map(|word| word.parse().ok())
        .collect();
    match found.as_slice() {
        [first, last] if text.len() <= 12 && first < last && last - first < 100 && !text.contains(',') => {
            (*first..=*last).collect()
        }
        _ => found,
    }
}
