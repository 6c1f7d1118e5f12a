//! `docdata`: ids, dates, status, relations, series, editor's notes.

use copydesk_core::{
    Article, Concept, Embargo, Extras, Feature, Metadata, Moment, Relation, RelationKind, Series, Status,
    Value,
};
use copydesk_xml::is_name_token;

use super::Writing;
use super::head::{is_delivery, is_event_place, is_said, is_texts};
use crate::moments::norm;

impl<'a> Writing<'a, '_> {
    pub(super) fn docdata(&mut self, article: &'a Article) {
        let metadata = &article.metadata;
        self.xml.start("docdata");
        self.management(metadata);
        for (index, relation) in metadata.relations.iter().enumerate() {
            if relation.kind == RelationKind::Corrects {
                self.enter_item("relations", index);
                self.correction(relation, index);
                self.leave_item();
            }
        }
        for (index, place) in metadata.places.iter().enumerate().filter(|(_, place)| is_event_place(place)) {
            self.enter_item("places", index);
            self.event_place(place, index, !metadata.places.iter().all(is_event_place));
            self.leave_item();
        }
        if metadata.id.is_some() || metadata.provider.is_some() {
            self.xml.start("doc-id");
            self.field_attribute("provider", "regsrc", metadata.provider.as_deref());
            self.field_attribute("id", "id-string", metadata.id.as_deref());
            self.xml.end();
        }
        self.trail_of_delivery(&metadata.extras);
        if let Some(urgency) = metadata.urgency {
            self.xml.start("urgency").attribute("ed-urg", &urgency.to_string()).end();
        }
        self.listed(&metadata.extras, "nitf:fixture", "fixture", "fix-id");
        self.dates(metadata);
        self.listed(&metadata.extras, "nitf:doc-scope", "doc-scope", "scope");
        if let Some(series) = &metadata.series {
            self.series(series);
        }
        self.editor_notes(metadata);
        self.du_key(metadata);
        for (index, copyright) in article.copyright.iter().enumerate() {
            self.trail_top("copyright", index, |writing| writing.doc_copyright(copyright));
        }
        for (index, rights) in article.rights.iter().enumerate() {
            self.trail_top("rights", index, |writing| writing.doc_rights(rights, index));
        }
        self.keywords(&metadata.keywords);
        self.identified_content(metadata);
        if self.foreign {
            self.relations(&metadata.relations);
        }
        self.xml.end();
    }

    /// Does something outside `metadata`, the trail being in it.
    pub(super) fn trail_top(&mut self, field: &'static str, index: usize, act: impl FnOnce(&mut Self)) {
        self.leave();
        self.enter_item(field, index);
        act(self);
        self.leave_item();
        self.enter("metadata");
    }

    pub(super) fn management(&mut self, metadata: &'a Metadata) {
        let status = match (metadata.status, &metadata.embargo) {
            (Status::Usable, None) => "usable",
            (Status::Usable, Some(_)) => "embargoed",
            (Status::Withheld, _) => "withheld",
            (Status::Cancelled, _) => "canceled",
        };
        self.attribute("management-status", status);
        if let Some((index, relation)) = idref(&metadata.relations) {
            self.enter_item("relations", index);
            self.attribute_if("management-doc-idref", relation.id.as_deref());
            if relation.kind == RelationKind::Kills {
                self.xml.attribute("management-idref-status", "canceled");
            }
            if self.foreign {
                self.xml.attribute("cd:at", &index.to_string());
            } else if relation.printed.is_some() || !relation.extras.is_empty() {
                self.no_place(Feature::Relation, "printed");
            }
            self.leave_item();
        }
        if !self.foreign {
            self.lost_relations(&metadata.relations);
            if let (Some(_), false) = (&metadata.embargo, metadata.status == Status::Usable) {
                self.no_place(Feature::Embargo, "embargo");
            }
        }
    }

    pub(super) fn correction(&mut self, relation: &'a Relation, index: usize) {
        self.xml.start("correction");
        self.attribute_if("info", relation.printed.as_deref());
        self.attribute_if("id-string", relation.id.as_deref());
        let regsrc = relation.extras.get("nitf:regsrc").and_then(Value::as_text);
        self.attribute_if("regsrc", regsrc);
        self.number(index, true);
        let said: &[&str] = if regsrc.is_some() { &["nitf:regsrc"] } else { &[] };
        self.node_extras("correction", &relation.extras, said);
        self.xml.end();
    }

    /// The relations NITF has no element for.
    pub(super) fn relations(&mut self, relations: &'a [Relation]) {
        let native = idref(relations).map(|(index, _)| index);
        for (index, relation) in relations.iter().enumerate() {
            let is_whole = relation.printed.is_none() && relation.extras.is_empty();
            if relation.kind == RelationKind::Corrects || (native == Some(index) && is_whole) {
                continue;
            }
            self.enter_item("relations", index);
            self.xml.start("cd:relation").attribute("kind", relation_name(relation.kind));
            self.number(index, true);
            self.attribute_if("id", relation.id.as_deref());
            self.attribute_if("printed", relation.printed.as_deref());
            for (name, value) in &relation.extras {
                self.extra(Some(name), value);
            }
            self.xml.end();
            self.leave_item();
        }
    }

    pub(super) fn lost_relations(&mut self, relations: &[Relation]) {
        let native = idref(relations).map(|(index, _)| index);
        for (index, relation) in relations.iter().enumerate() {
            if relation.kind != RelationKind::Corrects && native != Some(index) {
                self.enter_item("relations", index);
                self.no_place(Feature::Relation, "");
                self.leave_item();
            }
        }
    }

    pub(super) fn event_place(&mut self, place: &'a Concept, index: usize, numbered: bool) {
        self.xml.start("evloc");
        let mut said = Vec::new();
        for (name, key) in [
            ("iso-cc", "nitf:iso-cc"),
            ("state-prov", "nitf:state-prov"),
            ("county-dist", "nitf:county-dist"),
        ] {
            if let Some(value) = place.extras.get(key).and_then(Value::as_text) {
                self.attribute(name, value);
                said.push(key);
            }
        }
        self.attribute_if("city", place.name.as_deref());
        self.mark_if(Feature::Place, "cd:code", place.code.as_deref(), "code");
        self.mark_if(Feature::Place, "cd:scheme", place.scheme.as_deref(), "scheme");
        self.number(index, numbered);
        self.node_extras("evloc", &place.extras, &said);
        self.xml.end();
    }

    pub(super) fn dates(&mut self, metadata: &'a Metadata) {
        let embargoed = metadata.embargo.as_ref().filter(|_| metadata.status == Status::Usable);
        if let Some(issued) = &metadata.issued {
            self.xml.start("date.issue").attribute("norm", &norm(issued)).end();
        }
        let until = embargoed.and_then(|embargo| embargo.until);
        if let Some(release) = metadata.release.or(until) {
            self.xml.start("date.release").attribute("norm", &norm(&release));
            if metadata.release.is_none() && self.foreign {
                self.xml.attribute("cd:embargo", "yes");
            }
            self.xml.end();
        }
        if let Some(expiry) = &metadata.expiry {
            self.xml.start("date.expire").attribute("norm", &norm(expiry)).end();
        }
        if let Some(embargo) = &metadata.embargo {
            self.embargo(embargo, metadata.release);
        }
    }

    pub(super) fn embargo(&mut self, embargo: &'a Embargo, release: Option<Moment>) {
        let Embargo { until, printed } = embargo;
        if self.foreign {
            self.xml.start("cd:embargo");
            if let Some(until) = until {
                self.xml.attribute("until", &norm(until));
            }
            self.field_attribute("embargo", "printed", printed.as_deref());
            self.xml.end();
            return;
        }
        self.enter("embargo");
        if printed.is_some() {
            self.no_place(Feature::Embargo, "printed");
        }
        if until.is_some() && release.is_some() && *until != release {
            self.no_place(Feature::Embargo, "until");
        }
        self.leave();
    }

    pub(super) fn series(&mut self, series: &'a Series) {
        self.enter("series");
        self.xml.start("series");
        self.attribute_if("series.name", series.name.as_deref());
        if let Some(part) = series.part {
            self.xml.attribute("series.part", &part.to_string());
        }
        if let Some(parts) = series.parts {
            self.xml.attribute("series.totalpart", &parts.to_string());
        }
        self.node_extras("series", &series.extras, &[]);
        self.xml.end();
        self.leave();
    }

    pub(super) fn editor_notes(&mut self, metadata: &'a Metadata) {
        let kinds = match metadata.extras.get("nitf:msg-type") {
            Some(value @ Value::List(kinds)) if is_said("nitf:msg-type", value, metadata) => kinds.as_slice(),
            _ => &[],
        };
        for (index, note) in metadata.editor_notes.iter().enumerate() {
            self.enter_item("editor_notes", index);
            self.xml.start("ed-msg");
            self.attribute_if("msg-type", kinds.get(index).and_then(Value::as_text));
            self.attribute("info", note);
            self.xml.end();
            self.leave_item();
        }
    }

    pub(super) fn du_key(&mut self, metadata: &'a Metadata) {
        let version = metadata.version.as_deref().filter(|version| is_name_token(version));
        let part =
            |key: &str| metadata.extras.get(key).and_then(Value::as_text).filter(|text| is_name_token(text));
        let (generation, number) = (part("nitf:du-key.generation"), part("nitf:du-key.part"));
        if metadata.slug_line.is_none() && version.is_none() && generation.is_none() && number.is_none() {
            return;
        }
        self.xml.start("du-key");
        self.attribute_if("generation", generation);
        self.attribute_if("part", number);
        self.field_attribute("version", "version", version);
        self.field_attribute("slug_line", "key", metadata.slug_line.as_deref());
        self.xml.end();
    }

    /// Texts of an extra, each as one element.
    pub(super) fn listed(&mut self, extras: &'a Extras, key: &str, element: &str, attribute: &str) {
        self.enter("extras");
        for text in texts(extras, key) {
            self.xml.start(element);
            self.attribute(attribute, text);
            self.xml.end();
        }
        self.leave();
    }

    pub(super) fn trail_of_delivery(&mut self, extras: &'a Extras) {
        let Some(Value::List(sources)) = extras.get("nitf:del-list").filter(|list| is_delivery(list)) else {
            return;
        };
        self.enter("extras");
        self.xml.start("del-list");
        for source in sources {
            if let Value::Map(source) = source {
                self.xml.start("from-src");
                for (name, value) in source {
                    self.attribute_if(name, value.as_text());
                }
                self.xml.end();
            }
        }
        self.xml.end();
        self.leave();
    }
}

fn texts<'a>(extras: &'a Extras, key: &str) -> Vec<&'a str> {
    match extras.get(key) {
        Some(value) if is_texts(value) => match value {
            Value::List(values) => values.iter().filter_map(Value::as_text).collect(),
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Number(_)
            | Value::Text(_)
            | Value::Map(_) => value.as_text().into_iter().collect(),
        },
        _ => Vec::new(),
    }
}

/// The relation `management-doc-idref` stands for: the first kill, else the first update, that names an id.
fn idref(relations: &[Relation]) -> Option<(usize, &Relation)> {
    let first = |kind| {
        relations.iter().enumerate().find(|(_, relation)| relation.kind == kind && relation.id.is_some())
    };
    first(RelationKind::Kills).or_else(|| first(RelationKind::Updates))
}

pub(crate) fn relation_name(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Kills => "kills",
        RelationKind::Corrects => "corrects",
        RelationKind::Replaces => "replaces",
        RelationKind::Updates => "updates",
        RelationKind::Translates => "translates",
        RelationKind::Related => "related",
    }
}
