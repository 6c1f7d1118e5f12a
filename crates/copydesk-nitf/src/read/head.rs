//! The head: what is said about the article.

use copydesk_core::{Concept, Extras, Feature, Identifier, Moment, Publication, Revision, Value};
use copydesk_xml::Tag;

use super::{Reading, Result, keep_in};
use crate::moments::parse;

impl<'t> Reading<'t, '_> {
    pub(super) fn head(&mut self, tag: &Tag<'t>) -> Result<()> {
        self.keep_attributes(tag, "head");
        self.children("head", |reading, tag| match reading.name(&tag) {
            "title" => reading.title(&tag),
            "meta" => reading.meta(&tag),
            "tobject" => reading.tobject(&tag),
            "docdata" => reading.docdata(&tag),
            "pubdata" => reading.pubdata(&tag),
            "revision-history" => reading.revision(&tag),
            // Elements of docdata that stand beside it.
            "urgency" | "doc-id" | "key-list" | "date.issue" | "date.release" | "date.expire"
            | "doc.copyright" | "doc-scope" | "series" | "ed-msg" | "du-key" | "evloc"
            | "identified-content" | "fixture" => reading.docdata_child(tag),
            "cd:field" if reading.own => reading.field(&tag),
            "cd:id" if reading.own => reading.other_id(&tag),
            "cd:extra" if reading.own => {
                let (name, value) = reading.named_extra(&tag)?;
                reading.article.metadata.extras.insert(name, value);
                Ok(())
            }
            _ => reading.keep_element(&tag, ""),
        })
    }

    fn title(&mut self, tag: &Tag<'t>) -> Result<()> {
        let derived = self.own && tag.attribute("cd:from").is_some();
        if !derived {
            self.keep_attributes(tag, "title");
        }
        let title = self.text_content()?;
        if derived || (title.is_empty() && !self.own) {
            return Ok(());
        }
        if self.article.metadata.title.is_some() {
            self.keep("nitf:title", Value::Text(title));
        } else {
            self.article.metadata.title = Some(title);
        }
        Ok(())
    }

    fn meta(&mut self, tag: &Tag<'t>) -> Result<()> {
        let mut name = None;
        let mut content = String::new();
        for (attribute, value) in &tag.attributes {
            match *attribute {
                "name" => name = Some(value.to_string()),
                "http-equiv" if tag.attribute("name").is_none() => name = Some(format!("http-equiv:{value}")),
                "content" => content = value.to_string(),
                other if value.is_empty() || other.starts_with("xmlns") => {}
                other => self.keep(&format!("nitf:meta.{other}"), Value::from(&**value)),
            }
        }
        let text = self.text_content()?;
        if content.is_empty() && !text.is_empty() {
            content = text;
        }
        if !content.is_empty() || name.is_some() || self.own {
            self.keep(&name.unwrap_or_else(|| "nitf:meta".to_owned()), Value::Text(content));
        }
        Ok(())
    }

    fn tobject(&mut self, tag: &Tag<'t>) -> Result<()> {
        if let Some(kind) = tag.attribute("tobject.type").filter(|kind| self.own || !kind.is_empty()) {
            self.keep("nitf:tobject.type", Value::from(kind));
        }
        self.keep_others(tag, "tobject", &["tobject.type"]);
        self.children("tobject", |reading, tag| match reading.name(&tag) {
            "tobject.property" => reading.property(&tag),
            "tobject.subject" => reading.subject(&tag),
            _ => reading.keep_element(&tag, "tobject."),
        })
    }

    fn property(&mut self, tag: &Tag<'t>) -> Result<()> {
        let mut genre = self.marks(tag);
        genre.name = self.value(tag, "tobject.property.type");
        genre.extras = self.extras(tag, &["tobject.property.type"]);
        self.xml.skip()?;
        if genre != Concept::default() || self.own {
            self.article.metadata.genres.push(genre);
        }
        Ok(())
    }

    /// Code, scheme and role as this crate writes them.
    fn marks(&self, tag: &Tag<'t>) -> Concept {
        let mark = |name: &str| if self.own { tag.attribute(name).map(str::to_owned) } else { None };
        Concept {
            code: mark("cd:code"),
            scheme: mark("cd:scheme"),
            role: mark("cd:role"),
            ..Concept::default()
        }
    }

    /// An attribute; one that says nothing is none, unless this crate wrote it.
    pub(super) fn value(&self, tag: &Tag<'t>, name: &str) -> Option<String> {
        let value = tag.attribute(name)?;
        let value = if self.own { value } else { value.trim_ascii() };
        (self.own || !value.trim().is_empty()).then(|| value.to_owned())
    }

    fn subject(&mut self, tag: &Tag<'t>) -> Result<()> {
        const LEVELS: [(&str, &str, &str); 3] = [
            ("tobject.subject.detail", "nitf:detail", "subject-detail"),
            ("tobject.subject.matter", "nitf:matter", "subject-matter"),
            ("tobject.subject.type", "nitf:type", "subject-type"),
        ];
        let mut subject = self.marks(tag);
        subject.code = self.value(tag, "tobject.subject.refnum");
        subject.scheme = self.value(tag, "tobject.subject.ipr");
        if subject.scheme.is_none() && !(self.own && tag.attribute("cd:unscheme").is_some()) {
            // The default of the schema.
            subject.scheme = Some("IPTC".to_owned());
        }
        let said = [
            "tobject.subject.refnum",
            "tobject.subject.ipr",
            "tobject.subject.code",
            "tobject.subject.type",
            "tobject.subject.matter",
            "tobject.subject.detail",
        ];
        subject.extras = self.extras(tag, &said);
        for (attribute, key, role) in LEVELS {
            let Some(value) = self.value(tag, attribute) else { continue };
            if subject.name.is_none() {
                subject.name = Some(value);
                subject.role = Some(role.to_owned());
            } else {
                subject.extras.insert(key.to_owned(), Value::Text(value));
            }
        }
        if self.own && tag.attribute("cd:unrole").is_some() {
            subject.role = None;
        }
        if let Some(code) = self.value(tag, "tobject.subject.code") {
            subject.extras.insert("nitf:code".to_owned(), Value::Text(code));
        }
        self.xml.skip()?;
        let says = subject.name.is_some() || subject.code.is_some() || !subject.extras.is_empty() || self.own;
        if says {
            self.article.metadata.subjects.push(subject);
        } else if tag.attributes.iter().any(|(_, value)| !value.trim().is_empty()) {
            self.unsaid_by(tag);
        }
        Ok(())
    }

    pub(super) fn pubdata(&mut self, tag: &Tag<'t>) -> Result<()> {
        const SAID: [&str; 9] = [
            "date.publication",
            "name",
            "volume",
            "number",
            "edition.name",
            "position.section",
            "position.sequence",
            "ex-ref",
            "cd:publisher",
        ];
        let mut publication = Publication {
            name: self.value(tag, "name"),
            publisher: if self.own { self.value(tag, "cd:publisher") } else { None },
            date: None,
            volume: self.value(tag, "volume"),
            issue: self.value(tag, "number"),
            edition: self.value(tag, "edition.name"),
            section: self.value(tag, "position.section"),
            page: self.value(tag, "position.sequence"),
            url: self.value(tag, "ex-ref"),
            extras: self.extras(tag, &SAID),
        };
        if let Some(date) = tag.attribute("date.publication").filter(|date| !date.trim().is_empty()) {
            publication.date = self.moment(date, tag.at, Feature::Publication);
            if publication.date.is_none() {
                publication.extras.insert("nitf:date.publication".to_owned(), Value::from(date));
            }
        }
        self.xml.skip()?;
        if publication == Publication::default() && !self.own {
            return Ok(());
        }
        if self.article.metadata.publication.is_none() {
            self.article.metadata.publication = Some(publication);
        } else {
            let attributes = tag.attributes.iter().filter(|(_, value)| !value.is_empty());
            let map = attributes.map(|(name, value)| (format!("@{name}"), Value::from(&**value))).collect();
            self.keep("nitf:pubdata", Value::Map(map));
        }
        Ok(())
    }

    fn revision(&mut self, tag: &Tag<'t>) -> Result<()> {
        let mut revision = Revision {
            name: self.value(tag, "name"),
            function: self.value(tag, "function"),
            moment: None,
            comment: self.value(tag, "comment"),
            extras: self.extras(tag, &["name", "function", "norm", "comment", "cd:function"]),
        };
        if let Some(function) = tag.attribute("cd:function").filter(|_| self.own) {
            revision.function = Some(function.to_owned());
        }
        if let Some(date) = tag.attribute("norm").filter(|date| !date.trim().is_empty()) {
            revision.moment = self.moment(date, tag.at, Feature::Revision);
            if revision.moment.is_none() {
                revision.extras.insert("nitf:norm".to_owned(), Value::from(date));
            }
        }
        let text = self.text_content()?;
        if !text.is_empty() {
            revision.comment = Some(text);
        }
        if revision != Revision::default() || self.own {
            self.article.metadata.revisions.push(revision);
        }
        Ok(())
    }

    /// A date in any of the shapes agencies use. One that is none is reported, and left to the caller to keep.
    pub(super) fn moment(&mut self, text: &str, at: usize, feature: Feature) -> Option<Moment> {
        let moment = parse(text);
        match &moment {
            None => self.repaired(feature, at, text, "no date; kept as an extra"),
            Some((Moment::Local(_), _)) if !self.own => {
                self.repaired(feature, at, text, "a time whose zone is not known");
            }
            Some((_, Some(guess))) => self.repaired(feature, at, text, *guess),
            Some(_) => {}
        }
        moment.map(|(moment, _)| moment)
    }

    fn field(&mut self, tag: &Tag<'t>) -> Result<()> {
        let value = tag.attribute("value").unwrap_or_default();
        let moment = || parse(value).map(|(moment, _)| moment);
        let metadata = &mut self.article.metadata;
        match tag.attribute("name") {
            Some("version") => metadata.version = Some(value.to_owned()),
            Some("created") => metadata.created = moment(),
            Some("modified") => metadata.modified = moment(),
            Some("source") => metadata.source = Some(value.to_owned()),
            _ => {}
        }
        self.xml.skip()
    }

    fn other_id(&mut self, tag: &Tag<'t>) -> Result<()> {
        let scheme = tag.attribute("scheme").map(str::to_owned);
        let value = tag.attribute("value").unwrap_or_default().to_owned();
        self.article.metadata.other_ids.push(Identifier { scheme, value });
        self.xml.skip()
    }
}

/// Takes a text out of the extras.
pub(super) fn take_text(extras: &mut Extras, key: &str) -> Option<String> {
    match extras.remove(key) {
        Some(Value::Text(text)) => Some(text),
        Some(other) => {
            keep_in(extras, key, other);
            None
        }
        None => None,
    }
}
