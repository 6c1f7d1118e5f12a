//! The head: what is said about the article.

use copydesk_core::{Article, Concept, Extras, Feature, Identifier, Metadata, Publication, Revision, Value};
use copydesk_xml::is_name_token;

use super::Writing;
use crate::moments::norm;
use crate::native::REVISION_FUNCTIONS;

/// The attributes that name a subject, from the broadest level to the finest, and its old code; with the extras they
/// are kept as where another one is the name.
const SUBJECT_LEVELS: [(&str, &str); 4] = [
    ("tobject.subject.type", "nitf:type"),
    ("tobject.subject.matter", "nitf:matter"),
    ("tobject.subject.detail", "nitf:detail"),
    ("tobject.subject.code", "nitf:code"),
];

impl<'a> Writing<'a, '_> {
    pub(super) fn root_attributes(&mut self, article: &'a Article) {
        self.enter("metadata");
        let metadata = &article.metadata;
        if let Some(uno) = uno(metadata) {
            self.enter_item("other_ids", 0);
            self.attribute("uno", uno);
            self.leave_item();
        }
        self.field_attribute("language", "baselang", metadata.language.as_deref());
        if let Some(direction) = metadata.direction {
            self.mark(Feature::Direction, "cd:dir", direction.name(), "direction");
        }
        self.leave();
    }

    pub(super) fn head(&mut self, article: &'a Article) {
        self.xml.start("head");
        self.title(article);
        self.enter("metadata");
        let metadata = &article.metadata;
        self.metas(&metadata.extras);
        self.tobject(metadata);
        self.docdata(article);
        if let Some(publication) = &metadata.publication {
            self.publication(publication);
        }
        for (index, revision) in metadata.revisions.iter().enumerate() {
            self.enter_item("revisions", index);
            self.revision(revision);
            self.leave_item();
        }
        self.fields(metadata);
        self.leave();
        self.xml.end();
    }

    /// The title; without one, the headline stands in, since archives list by it.
    pub(super) fn title(&mut self, article: &'a Article) {
        if let Some(title) = &article.metadata.title {
            self.xml.start_mixed("title");
            self.enter("metadata");
            self.enter("title");
            self.text(title);
            self.leave();
            self.leave();
            self.xml.end();
        } else if !article.headline.is_empty() {
            self.xml.start_mixed("title");
            if self.foreign {
                self.xml.attribute("cd:from", "headline");
            }
            // What XML forbids in it is reported where the headline is written.
            self.xml.text(&article.headline.plain_text()).end();
            self.xml.take_removed();
        }
    }

    /// Free metadata: `meta`, a list of texts as several.
    pub(super) fn metas(&mut self, extras: &'a Extras) {
        self.enter("extras");
        for (name, value) in extras.iter().filter(|(name, value)| is_meta(name, value)) {
            let mut meta = |text: &str| {
                self.xml.start("meta").attribute("name", name);
                self.attribute("content", text);
                self.xml.end();
            };
            match value {
                Value::Text(text) => meta(text),
                Value::List(texts) => texts.iter().filter_map(Value::as_text).for_each(meta),
                Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Number(_) | Value::Map(_) => {}
            }
        }
        self.leave();
    }

    pub(super) fn tobject(&mut self, metadata: &'a Metadata) {
        let kind = metadata.extras.get("nitf:tobject.type").and_then(Value::as_text);
        if kind.is_none() && metadata.genres.is_empty() && !metadata.subjects.iter().any(is_coded) {
            return;
        }
        self.xml.start("tobject");
        self.enter("extras");
        self.attribute_if("tobject.type", kind);
        self.leave();
        for (index, genre) in metadata.genres.iter().enumerate() {
            self.enter_item("genres", index);
            self.xml.start("tobject.property");
            self.attribute_if("tobject.property.type", genre.name.as_deref());
            if genre.name.is_none() && self.foreign {
                self.xml.attribute("cd:unnamed", "yes");
            }
            self.concept_marks(genre, Feature::Genre, true);
            self.node_extras("tobject.property", &genre.extras, &[]);
            self.xml.end();
            self.leave_item();
        }
        for (index, subject) in metadata.subjects.iter().enumerate().filter(|(_, subject)| is_coded(subject))
        {
            self.enter_item("subjects", index);
            self.subject(subject, index, is_mixed(&metadata.subjects));
            self.leave_item();
        }
        self.xml.end();
    }

    pub(super) fn subject(&mut self, subject: &'a Concept, index: usize, numbered: bool) {
        self.xml.start("tobject.subject");
        self.attribute_if("tobject.subject.ipr", subject.scheme.as_deref());
        if subject.scheme.is_none() && self.foreign {
            self.xml.attribute("cd:unscheme", "yes");
        }
        self.attribute_if("tobject.subject.refnum", subject.code.as_deref());
        let level = match subject.role.as_deref() {
            Some("subject-matter") => 1,
            Some("subject-detail") => 2,
            _ => 0,
        };
        if subject.role.is_none() && self.foreign && subject.name.is_some() {
            self.xml.attribute("cd:unrole", "yes");
        }
        if subject.name.is_none() {
            self.mark_if(Feature::Subject, "cd:role", subject.role.as_deref(), "role");
        }
        let mut said = Vec::new();
        for (rank, (attribute, key)) in SUBJECT_LEVELS.into_iter().enumerate() {
            let extra = subject.extras.get(key).and_then(Value::as_text);
            let is_broader = key == "nitf:code" || (subject.name.is_some() && rank < level);
            if is_broader && extra.is_some() {
                self.attribute_if(attribute, extra);
                said.push(key);
            } else if rank == level {
                self.attribute_if(attribute, subject.name.as_deref());
            }
        }
        self.number(index, numbered);
        self.node_extras("tobject.subject", &subject.extras, &said);
        self.xml.end();
    }

    /// The place in its list, where the list is written in two parts.
    pub(super) fn number(&mut self, index: usize, numbered: bool) {
        if numbered && self.foreign {
            self.xml.attribute("cd:at", &index.to_string());
        }
    }

    pub(super) fn publication(&mut self, publication: &'a Publication) {
        let Publication { name, publisher, date, volume, issue, edition, section, page, url, extras } =
            publication;
        self.enter("publication");
        self.xml.start("pubdata");
        self.attribute_if("date.publication", date.as_ref().map(norm).as_deref());
        self.attribute_if("name", name.as_deref());
        self.attribute_if("volume", volume.as_deref());
        self.attribute_if("number", issue.as_deref());
        self.attribute_if("edition.name", edition.as_deref());
        self.attribute_if("position.section", section.as_deref());
        self.attribute_if("position.sequence", page.as_deref());
        self.attribute_if("ex-ref", url.as_deref());
        self.mark_if(Feature::Publication, "cd:publisher", publisher.as_deref(), "publisher");
        self.node_extras("pubdata", extras, &[]);
        self.xml.end();
        self.leave();
    }

    pub(super) fn revision(&mut self, revision: &'a Revision) {
        let Revision { name, function, moment, comment, extras } = revision;
        self.xml.start("revision-history");
        self.attribute_if("name", name.as_deref());
        match function.as_deref() {
            Some(function) if REVISION_FUNCTIONS.contains(&function) => self.attribute("function", function),
            Some(function) => {
                self.attribute("function", "other");
                self.mark(Feature::Revision, "cd:function", function, "function");
            }
            None => {}
        }
        self.attribute_if("norm", moment.as_ref().map(norm).as_deref());
        self.attribute_if("comment", comment.as_deref());
        self.node_extras("revision-history", extras, &[]);
        self.xml.end();
    }

    /// What NITF's head has no element for.
    pub(super) fn fields(&mut self, metadata: &'a Metadata) {
        let version = metadata.version.as_deref().filter(|version| !is_name_token(version));
        let created = metadata.created.as_ref().map(norm);
        let modified = metadata.modified.as_ref().map(norm);
        for (feature, name, value) in [
            (Feature::Version, "version", version),
            (Feature::Created, "created", created.as_deref()),
            (Feature::Modified, "modified", modified.as_deref()),
            (Feature::Source, "source", metadata.source.as_deref()),
        ] {
            let Some(value) = value else { continue };
            if self.foreign {
                self.xml.start("cd:field").attribute("name", name);
                self.field_attribute(name, "value", Some(value));
                self.xml.end();
            } else {
                self.no_place(feature, name);
            }
        }
        for (index, id) in other_ids(metadata) {
            self.enter_item("other_ids", index);
            self.other_id(id);
            self.leave_item();
        }
        for (name, value) in metadata.extras.iter().filter(|(name, value)| !is_said(name, value, metadata)) {
            if self.foreign {
                self.enter("extras");
                self.extra(Some(name), value);
                self.leave();
            } else {
                self.no_place(Feature::Extra, "extras");
            }
        }
    }

    pub(super) fn other_id(&mut self, id: &'a Identifier) {
        if self.foreign {
            self.xml.start("cd:id");
            self.attribute_if("scheme", id.scheme.as_deref());
            self.attribute("value", &id.value);
            self.xml.end();
        } else {
            self.no_place(Feature::OtherId, "");
        }
    }
}

/// The id that `nitf` itself has an attribute for.
fn uno(metadata: &Metadata) -> Option<&str> {
    let first = metadata.other_ids.first()?;
    (first.scheme.as_deref() == Some("uno")).then_some(first.value.as_str())
}

/// The other ids, but for [`uno`].
fn other_ids(metadata: &Metadata) -> impl Iterator<Item = (usize, &Identifier)> {
    let said = usize::from(uno(metadata).is_some());
    metadata.other_ids.iter().enumerate().skip(said)
}

/// Whether an extra is written as `meta`.
fn is_meta(name: &str, value: &Value) -> bool {
    is_name_token(name)
        && match value {
            Value::Text(_) => true,
            Value::List(values) => values.len() > 1 && values.iter().all(|value| value.as_text().is_some()),
            Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Number(_) | Value::Map(_) => false,
        }
}

/// Whether an extra of the article is written as an element or attribute of the schema.
pub(super) fn is_said(name: &str, value: &Value, metadata: &Metadata) -> bool {
    match name {
        "nitf:tobject.type" => value.as_text().is_some(),
        "nitf:du-key.generation" | "nitf:du-key.part" => value.as_text().is_some_and(is_name_token),
        "nitf:fixture" | "nitf:doc-scope" => is_texts(value),
        "nitf:del-list" => is_delivery(value),
        "nitf:msg-type" => match value {
            Value::List(kinds) => {
                kinds.len() == metadata.editor_notes.len()
                    && kinds.iter().all(|kind| matches!(kind, Value::Text(_) | Value::Null))
                    && kinds.iter().any(|kind| kind.as_text().is_some())
            }
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Number(_)
            | Value::Text(_)
            | Value::Map(_) => false,
        },
        _ => is_meta(name, value),
    }
}

/// Whether an extra is one text, or several.
pub(super) fn is_texts(value: &Value) -> bool {
    match value {
        Value::Text(_) => true,
        Value::List(values) => values.len() > 1 && values.iter().all(|value| value.as_text().is_some()),
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Number(_) | Value::Map(_) => false,
    }
}

/// Whether an extra is a delivery trail: a list of steps, each a map of `src-name` and `level-number`.
pub(super) fn is_delivery(value: &Value) -> bool {
    let is_step = |step: &Value| match step {
        Value::Map(step) => step.iter().all(|(name, value)| {
            matches!(name.as_str(), "src-name" | "level-number") && value.as_text().is_some()
        }),
        Value::Null
        | Value::Bool(_)
        | Value::Integer(_)
        | Value::Number(_)
        | Value::Text(_)
        | Value::List(_) => false,
    };
    matches!(value, Value::List(steps) if steps.iter().all(is_step))
}

/// Whether a subject is written as `tobject.subject`.
pub(super) fn is_coded(subject: &Concept) -> bool {
    subject.code.as_deref().is_some_and(is_name_token)
        && matches!(
            subject.role.as_deref(),
            None | Some("subject-type" | "subject-matter" | "subject-detail")
        )
}

fn is_mixed(subjects: &[Concept]) -> bool {
    subjects.iter().any(|subject| !is_coded(subject))
}

/// Whether a place is where the event took place: `evloc`.
pub(super) fn is_event_place(place: &Concept) -> bool {
    place.role.as_deref() == Some("event")
}
