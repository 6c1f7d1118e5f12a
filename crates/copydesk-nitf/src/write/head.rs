//! The head: what is said about the article.

use copydesk_core::{
    Article, Concept, Copyright, Embargo, Extras, Feature, Identifier, Metadata, Moment, Publication,
    Relation, RelationKind, Revision, Rights, Series, Status, Value,
};
use copydesk_xml::is_name_token;

use super::{Writing, direction_name};
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
            self.mark(Feature::Direction, "cd:dir", direction_name(direction), "direction");
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
    fn title(&mut self, article: &'a Article) {
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
    fn metas(&mut self, extras: &'a Extras) {
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

    fn tobject(&mut self, metadata: &'a Metadata) {
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

    fn subject(&mut self, subject: &'a Concept, index: usize, numbered: bool) {
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
    fn number(&mut self, index: usize, numbered: bool) {
        if numbered && self.foreign {
            self.xml.attribute("cd:at", &index.to_string());
        }
    }

    fn docdata(&mut self, article: &'a Article) {
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
    fn trail_top(&mut self, field: &'static str, index: usize, act: impl FnOnce(&mut Self)) {
        self.leave();
        self.enter_item(field, index);
        act(self);
        self.leave_item();
        self.enter("metadata");
    }

    fn management(&mut self, metadata: &'a Metadata) {
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

    fn correction(&mut self, relation: &'a Relation, index: usize) {
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
    fn relations(&mut self, relations: &'a [Relation]) {
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

    fn lost_relations(&mut self, relations: &[Relation]) {
        let native = idref(relations).map(|(index, _)| index);
        for (index, relation) in relations.iter().enumerate() {
            if relation.kind != RelationKind::Corrects && native != Some(index) {
                self.enter_item("relations", index);
                self.no_place(Feature::Relation, "");
                self.leave_item();
            }
        }
    }

    fn event_place(&mut self, place: &'a Concept, index: usize, numbered: bool) {
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

    fn dates(&mut self, metadata: &'a Metadata) {
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

    fn embargo(&mut self, embargo: &'a Embargo, release: Option<Moment>) {
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

    fn series(&mut self, series: &'a Series) {
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

    fn editor_notes(&mut self, metadata: &'a Metadata) {
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

    fn du_key(&mut self, metadata: &'a Metadata) {
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
    fn listed(&mut self, extras: &'a Extras, key: &str, element: &str, attribute: &str) {
        self.enter("extras");
        for text in texts(extras, key) {
            self.xml.start(element);
            self.attribute(attribute, text);
            self.xml.end();
        }
        self.leave();
    }

    fn trail_of_delivery(&mut self, extras: &'a Extras) {
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

    fn doc_copyright(&mut self, copyright: &'a Copyright) {
        let Copyright { years, holder, notice: _, extras } = copyright;
        self.xml.start("doc.copyright");
        if let Some(year) = years.first() {
            self.xml.attribute("year", &year.to_string());
        }
        self.attribute_if("holder", holder.as_deref());
        if years.len() > 1 {
            let years: Vec<String> = years.iter().map(ToString::to_string).collect();
            self.mark(Feature::Copyright, "cd:years", &years.join(" "), "years");
        }
        self.node_extras("doc.copyright", extras, &[]);
        self.xml.end();
    }

    fn doc_rights(&mut self, rights: &'a Rights, index: usize) {
        let Rights {
            terms,
            owner,
            owner_contact,
            agent,
            agent_contact,
            kind,
            geography,
            limitations,
            starts,
            ends,
            license,
            reservations,
            extras,
        } = rights;
        self.xml.start("doc.rights");
        self.attribute_if("owner", owner.as_deref());
        self.attribute_if("startdate", starts.as_ref().map(norm).as_deref());
        self.attribute_if("enddate", ends.as_ref().map(norm).as_deref());
        self.attribute_if("agent", agent.as_deref());
        self.attribute_if("geography", geography.as_deref());
        let mut said = Vec::new();
        for (name, key) in [("location-code", "nitf:location-code"), ("code-source", "nitf:code-source")] {
            if let Some(value) = extras.get(key).and_then(Value::as_text) {
                self.attribute(name, value);
                said.push(key);
            }
        }
        self.attribute_if("type", kind.as_deref());
        self.attribute_if("limitations", limitations.as_deref());
        if index > 0 {
            self.mark_if(Feature::Rights, "cd:terms", terms.as_deref(), "terms");
            self.mark_if(Feature::Rights, "cd:owner-contact", owner_contact.as_deref(), "owner_contact");
            self.mark_if(Feature::Rights, "cd:agent-contact", agent_contact.as_deref(), "agent_contact");
        }
        self.mark_if(Feature::Rights, "cd:license", license.as_deref(), "license");
        self.node_extras("doc.rights", extras, &said);
        self.xml.end();
        for (at, reservation) in reservations.iter().enumerate() {
            self.enter_item("reservations", at);
            if self.foreign {
                self.xml.start("cd:reservation").attribute("of", &index.to_string());
                self.attribute("use", &reservation.usage);
                self.attribute_if("policy", reservation.policy.as_deref());
                self.xml.end();
            } else {
                self.no_place(Feature::Reservation, "");
            }
            self.leave_item();
        }
    }

    fn keywords(&mut self, keywords: &'a [String]) {
        if keywords.is_empty() {
            return;
        }
        self.xml.start("key-list");
        for (index, keyword) in keywords.iter().enumerate() {
            self.enter_item("keywords", index);
            self.xml.start("keyword");
            self.attribute("key", keyword);
            self.xml.end();
            self.leave_item();
        }
        self.xml.end();
    }

    fn identified_content(&mut self, metadata: &'a Metadata) {
        let Metadata { subjects, places, people, organisations, events, .. } = metadata;
        let classifiers = subjects.iter().any(|subject| !is_coded(subject));
        let located = places.iter().any(|place| !is_event_place(place));
        if !classifiers && !located && people.is_empty() && organisations.is_empty() && events.is_empty() {
            return;
        }
        self.xml.start("identified-content");
        for (field, feature, element, concepts) in [
            ("people", Feature::People, "person", people),
            ("organisations", Feature::Organisation, "org", organisations),
            ("places", Feature::Place, "location", places),
            ("events", Feature::Event, "event", events),
            ("subjects", Feature::Subject, "classifier", subjects),
        ] {
            let skipped: fn(&Concept) -> bool = match element {
                "location" => is_event_place,
                "classifier" => is_coded,
                _ => |_| false,
            };
            let numbered = concepts.iter().any(skipped);
            for (index, concept) in concepts.iter().enumerate().filter(|(_, concept)| !skipped(concept)) {
                self.enter_item(field, index);
                self.identified(element, concept, feature);
                self.number(index, numbered);
                let taken = ["value", "idsrc", "location-code", "code-source", "type"];
                self.node_extras_beside(element, &concept.extras, &[], &taken);
                self.identified_name(concept);
                self.leave_item();
            }
        }
        self.xml.end();
    }

    fn identified(&mut self, element: &str, concept: &'a Concept, feature: Feature) {
        self.xml.start_mixed(element);
        let (code, scheme) =
            if element == "location" { ("location-code", "code-source") } else { ("value", "idsrc") };
        self.attribute_if(scheme, concept.scheme.as_deref());
        self.attribute_if(code, concept.code.as_deref());
        if element == "classifier" {
            self.attribute_if("type", concept.role.as_deref());
        } else {
            self.mark_if(feature, "cd:role", concept.role.as_deref(), "role");
        }
    }

    fn identified_name(&mut self, concept: &'a Concept) {
        match concept.name.as_deref() {
            Some("") if self.foreign => {
                self.xml.attribute("cd:named", "yes");
            }
            Some(name) => self.text(name),
            None => {}
        }
        self.xml.end();
    }

    fn concept_marks(&mut self, concept: &'a Concept, feature: Feature, with_code: bool) {
        if with_code {
            self.mark_if(feature, "cd:code", concept.code.as_deref(), "code");
            self.mark_if(feature, "cd:scheme", concept.scheme.as_deref(), "scheme");
        }
        self.mark_if(feature, "cd:role", concept.role.as_deref(), "role");
    }

    fn publication(&mut self, publication: &'a Publication) {
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

    fn revision(&mut self, revision: &'a Revision) {
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
    fn fields(&mut self, metadata: &'a Metadata) {
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

    fn other_id(&mut self, id: &'a Identifier) {
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
fn is_said(name: &str, value: &Value, metadata: &Metadata) -> bool {
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
fn is_texts(value: &Value) -> bool {
    match value {
        Value::Text(_) => true,
        Value::List(values) => values.len() > 1 && values.iter().all(|value| value.as_text().is_some()),
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Number(_) | Value::Map(_) => false,
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

/// Whether an extra is a delivery trail: a list of steps, each a map of `src-name` and `level-number`.
fn is_delivery(value: &Value) -> bool {
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
fn is_coded(subject: &Concept) -> bool {
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
fn is_event_place(place: &Concept) -> bool {
    place.role.as_deref() == Some("event")
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
