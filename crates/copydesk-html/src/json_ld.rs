//! The article as schema.org data: a `NewsArticle` in JSON-LD, as search engines read it.

use std::collections::BTreeMap;

use copydesk_core::{
    Article, Concept, Credit, Feature, Identifier, Metadata, Moment, Person, Place, Publication, Relation,
    RelationKind, Report, Reservation, Rights, Series, Status, Work,
};
use serde_json::{Map, Value, json};

use crate::back::{copyright_line, credit_line};
use crate::front::contact_link;
use crate::images::{WebImage, web};
use crate::markup::{has_forbidden, is_forbidden};
use crate::page::Facts;
use crate::scribe::report_extras;
use crate::words;

/// An object under construction: empty values are not written.
struct Object(Map<String, Value>);

impl Object {
    fn of(kind: &str) -> Self {
        let mut object = Self(Map::new());
        object.set("@type", kind);
        object
    }

    fn set(&mut self, name: &str, value: impl Into<Value>) {
        let value = value.into();
        let empty = match &value {
            Value::Null => true,
            Value::String(text) => text.trim().is_empty(),
            Value::Array(values) => values.is_empty(),
            Value::Object(values) => values.is_empty(),
            Value::Bool(_) | Value::Number(_) => false,
        };
        if !empty {
            self.0.insert(name.to_owned(), value);
        }
    }

    fn text(&mut self, name: &str, value: Option<&str>) {
        self.set(name, value);
    }

    fn moment(&mut self, name: &str, value: Option<Moment>) {
        self.set(name, value.map(|moment| moment.to_string()));
    }

    fn list(&mut self, name: &str, mut values: Vec<Value>) {
        values.retain(|value| !value.is_null());
        match values.len() {
            0 => {}
            1 => self.set(name, values.remove(0)),
            _ => self.set(name, values),
        }
    }

    fn done(self) -> Value {
        // An object that says only what kind of thing it is says nothing.
        if self.0.len() <= 1 { Value::Null } else { Value::Object(self.0) }
    }
}

/// Takes out of all texts what HTML forbids, and says what that was.
pub(crate) fn clean(data: &mut Value, forbidden: &mut Vec<char>) {
    match data {
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
        Value::String(text) if has_forbidden(text) => text.retain(|c| {
            let bad = is_forbidden(c);
            if bad {
                forbidden.push(c);
            }
            !bad
        }),
        Value::String(_) => {}
        Value::Array(values) => values.iter_mut().for_each(|value| clean(value, forbidden)),
        Value::Object(values) => values.values_mut().for_each(|value| clean(value, forbidden)),
    }
}

/// The data, and in the report what of the metadata it does not carry.
pub(crate) fn news_article(article: &Article, facts: &Facts<'_>, report: &mut Report) -> Value {
    let mut data = Object::of("NewsArticle");
    data.set("@context", "https://schema.org");
    data.text("headline", Some(&facts.title));
    data.list("alternativeHeadline", decks(article));
    data.text("description", facts.description.as_deref());
    data.set("inLanguage", (facts.language != "und").then(|| facts.language.to_string()));
    people(article, facts.aliases, &mut data);
    if let Some(dateline) = &article.dateline {
        data.text("dateline", Some(dateline.printed.trim()));
        data.set("locationCreated", named("Place", dateline.place.as_deref()));
    }
    data.set("wordCount", word_count(article));
    copyright(article, &mut data);
    rights(article, &mut data);
    data.list("image", facts.images.iter().map(image).collect());
    metadata(&article.metadata, facts, &mut data, report);
    data.done()
}

fn decks(article: &Article) -> Vec<Value> {
    article.decks.iter().map(|deck| Value::String(deck.plain_text())).collect()
}

fn word_count(article: &Article) -> Value {
    let mut count = 0;
    let mut buffer = String::new();
    article.body_runs(false, &mut |inlines| {
        let text = inlines.as_text().unwrap_or_else(|| {
            buffer.clear();
            inlines.push_plain_text(&mut buffer);
            &buffer
        });
        count += words::count(text);
    });
    if count == 0 { Value::Null } else { count.into() }
}

fn named(kind: &str, name: Option<&str>) -> Value {
    let mut object = Object::of(kind);
    object.text("name", name);
    object.done()
}

/// Authors from the bylines, where these name nobody from the credits of reporters and writers; from the credits
/// editors, translators and, with their role, contributors.
fn people(article: &Article, aliases: &BTreeMap<String, String>, data: &mut Object) {
    let authors = article.bylines.iter().flat_map(|byline| &byline.people);
    let mut authors: Vec<Value> = authors.map(|author| person(author, aliases)).collect();
    if authors.is_empty() {
        for writer in article.credits.iter().filter(|credit| is_authors(credit)).flat_map(writers) {
            if !authors.contains(&writer) {
                authors.push(writer);
            }
        }
    }
    data.list("author", authors);
    let with = |work: Work| article.credits.iter().filter(move |credit| credit.work == work);
    let names =
        |work| with(work).flat_map(|credit| credit.names.iter().map(|name| named("Person", Some(name))));
    data.list("editor", names(Work::Editing).collect());
    data.list("translator", names(Work::Translation).collect());
    let others =
        article.credits.iter().filter(|credit| !matches!(credit.work, Work::Editing | Work::Translation));
    data.list("contributor", others.flat_map(contributors).collect());
    let lines: Vec<String> =
        article.credit_lines().map(|(_, credits)| credit_line(&credits[0]).trim().to_owned()).collect();
    data.set("creditText", lines.join(" "));
}

fn person(person: &Person, aliases: &BTreeMap<String, String>) -> Value {
    let mut object = Object::of("Person");
    let alias = aliases.get(&person.name);
    object.text("name", Some(alias.unwrap_or(&person.name)));
    object.text("alternateName", alias.map(|_| person.name.as_str()));
    object.text("jobTitle", person.role.as_deref());
    object.set("affiliation", named("Organization", person.affiliation.as_deref()));
    let links = person.contacts.iter().filter_map(|contact| contact_link(contact));
    let (mail, web): (Vec<String>, Vec<String>) = links.partition(|link| link.starts_with("mailto:"));
    object.set("email", mail.first().map(|mail| mail["mailto:".len()..].to_owned()));
    object.set("url", web.first().cloned());
    object.list("sameAs", web.into_iter().skip(1).map(Value::String).collect());
    object.done()
}

/// Whether a credit names those who would stand in a byline.
fn is_authors(credit: &Credit) -> bool {
    matches!(credit.work, Work::Reporting | Work::Writing)
}

fn writers(credit: &Credit) -> impl Iterator<Item = Value> {
    credit.names.iter().map(|name| {
        let mut someone = Object::of("Person");
        someone.text("name", Some(name));
        someone.set("affiliation", named("Organization", credit.affiliation.as_deref()));
        someone.done()
    })
}

fn contributors(credit: &Credit) -> impl Iterator<Item = Value> {
    credit.names.iter().map(|name| {
        let mut someone = Object::of("Person");
        someone.text("name", Some(name));
        someone.set("affiliation", named("Organization", credit.affiliation.as_deref()));
        let someone = someone.done();
        match &credit.role {
            Some(role) => json!({ "@type": "Role", "roleName": role, "contributor": someone }),
            None => someone,
        }
    })
}

/// A picture: its address, or an object where there is more to say.
fn image(image: &WebImage) -> Value {
    let WebImage { address, alternative: _, caption, credit, size } = image;
    if caption.is_empty() && credit.is_empty() && size.is_none() {
        return json!(address);
    }
    let mut object = Object::of("ImageObject");
    object.text("url", Some(address));
    object.text("contentUrl", Some(address));
    object.text("caption", Some(caption));
    object.text("creditText", Some(credit));
    object.set("width", size.map(|(width, _)| width));
    object.set("height", size.map(|(_, height)| height));
    object.done()
}

fn copyright(article: &Article, data: &mut Object) {
    let holders =
        article.copyright.iter().map(|copyright| named("Organization", copyright.holder.as_deref()));
    data.list("copyrightHolder", holders.collect());
    let mut years: Vec<i16> =
        article.copyright.iter().flat_map(|copyright| copyright.years.iter().copied()).collect();
    years.sort_unstable();
    years.dedup();
    data.list("copyrightYear", years.into_iter().map(Value::from).collect());
    let notices: Vec<String> = article.copyright.iter().map(copyright_line).collect();
    data.set("copyrightNotice", notices.join(" "));
}

fn rights(article: &Article, data: &mut Object) {
    let licenses = article.rights.iter().filter_map(|rights| web(rights.license.as_deref()?));
    data.list("license", licenses.map(Value::String).collect());
    data.list("usageInfo", article.rights.iter().map(usage).collect());
}

/// One grant of rights, whole, as a work that says how the article may be used.
fn usage(rights: &Rights) -> Value {
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
        extras: _,
    } = rights;
    let mut object = Object::of("CreativeWork");
    object.text("text", terms.as_deref());
    // What is no address on the web is a name: nobody shall follow it.
    let address = license.as_deref().and_then(web);
    object.text(if address.is_some() { "url" } else { "name" }, address.as_deref().or(license.as_deref()));
    object.text("genre", kind.as_deref());
    object.set("copyrightHolder", party(owner.as_deref(), owner_contact.as_deref()));
    object.set("provider", party(agent.as_deref(), agent_contact.as_deref()));
    object.set("spatialCoverage", named("Place", geography.as_deref()));
    let period = match (starts, ends) {
        (None, None) => None,
        (starts, ends) => {
            let part =
                |moment: &Option<Moment>| moment.map_or_else(|| "..".to_owned(), |moment| moment.to_string());
            Some(format!("{}/{}", part(starts), part(ends)))
        }
    };
    object.text("temporalCoverage", period.as_deref());
    let reserved = reservations.iter().map(|Reservation { usage, policy }| match policy {
        Some(policy) => format!("Reserved: {usage} ({policy})"),
        None => format!("Reserved: {usage}"),
    });
    let conditions: Vec<String> = limitations.iter().cloned().chain(reserved).collect();
    object.list("conditionsOfAccess", conditions.iter().map(|text| Value::String(text.clone())).collect());
    object.done()
}

fn party(name: Option<&str>, contact: Option<&str>) -> Value {
    let mut object = Object::of("Organization");
    object.text("name", name);
    let mut point = Object::of("ContactPoint");
    point.text("description", contact);
    object.set("contactPoint", point.done());
    object.done()
}

fn metadata(metadata: &Metadata, facts: &Facts<'_>, data: &mut Object, report: &mut Report) {
    let Metadata {
        id,
        other_ids,
        provider,
        version,
        status,
        relations,
        embargo: _,
        release: _,
        expiry,
        language: _,
        direction: _,
        slug_line: _,
        title: _,
        created,
        issued,
        modified,
        urgency: _,
        editor_notes: _,
        source,
        distributor,
        subjects,
        keywords,
        genres,
        places,
        people,
        organisations,
        events,
        series,
        publication,
        revisions: _,
        extras: _,
    } = metadata;
    identity(id.as_deref(), other_ids, data);
    let mut house = Object::of("Organization");
    house.text("identifier", provider.as_deref());
    data.list("provider", vec![named("Organization", distributor.as_deref()), house.done()]);
    data.text("version", version.as_deref());
    data.text("creativeWorkStatus", status_word(*status));
    relate(relations, data, report);
    data.moment("expires", *expiry);
    data.moment("dateCreated", *created);
    data.moment("datePublished", *issued);
    data.moment("dateModified", *modified);
    data.set("sourceOrganization", named("Organization", source.as_deref()));
    data.set("publisher", named("Organization", publisher(metadata)));
    data.list("about", subjects.iter().map(term).collect());
    data.list("keywords", keywords.iter().map(|keyword| Value::String(keyword.clone())).collect());
    data.list("genre", genres.iter().map(genre).collect());
    data.list("contentLocation", places.iter().map(|place| concept("Place", place)).collect());
    let mentions = [("Person", people), ("Organization", organisations), ("Event", events)];
    let mentions =
        mentions.into_iter().flat_map(|(kind, concepts)| concepts.iter().map(move |it| concept(kind, it)));
    data.list("mentions", mentions.collect());
    let mut parts_of = Vec::new();
    if let Some(series) = series {
        parts_of.push(series_data(series, data, report));
    }
    if let Some(publication) = publication {
        parts_of.push(publication_data(publication, data));
    }
    data.list("isPartOf", parts_of);
    if let Some(canonical) = &facts.canonical {
        data.set("url", canonical.clone());
        data.set("mainEntityOfPage", json!({ "@type": "WebPage", "@id": canonical }));
    }
    report_unsaid(metadata, report);
}

/// What schema.org has no word for.
fn report_unsaid(metadata: &Metadata, report: &mut Report) {
    let why = "schema.org has no word for it";
    let mut dropped = |there: bool, feature, field: &str| {
        if there {
            report.dropped(feature, Place::path(format!("metadata.{field}")), why);
        }
    };
    dropped(metadata.embargo.is_some(), Feature::Embargo, "embargo");
    dropped(metadata.release.is_some(), Feature::Release, "release");
    dropped(metadata.slug_line.is_some(), Feature::SlugLine, "slug_line");
    dropped(metadata.urgency.is_some(), Feature::Urgency, "urgency");
    dropped(!metadata.revisions.is_empty(), Feature::Revision, "revisions");
    report_withheld_and_extras(metadata, report);
}

/// Reports what no page says of the metadata: the notes of editors, withheld, and the extras.
pub fn report_withheld_and_extras(metadata: &Metadata, report: &mut Report) {
    for index in 0..metadata.editor_notes.len() {
        let place = Place::path(format!("metadata.editor_notes[{index}]"));
        report.withheld(Feature::EditorNote, place, "it is for the desk only");
    }
    let lists = [
        ("relations", metadata.relations.iter().map(|it| &it.extras).collect::<Vec<_>>()),
        ("subjects", metadata.subjects.iter().map(|it| &it.extras).collect()),
        ("genres", metadata.genres.iter().map(|it| &it.extras).collect()),
        ("places", metadata.places.iter().map(|it| &it.extras).collect()),
        ("people", metadata.people.iter().map(|it| &it.extras).collect()),
        ("organisations", metadata.organisations.iter().map(|it| &it.extras).collect()),
        ("events", metadata.events.iter().map(|it| &it.extras).collect()),
    ];
    for (field, extras) in lists {
        for (index, extras) in extras.into_iter().enumerate().filter(|(_, extras)| !extras.is_empty()) {
            report_extras(extras, Place::path(format!("metadata.{field}[{index}].extras")), report);
        }
    }
    let singles = [
        ("series.extras", metadata.series.as_ref().map(|it| &it.extras)),
        ("publication.extras", metadata.publication.as_ref().map(|it| &it.extras)),
        ("extras", Some(&metadata.extras)),
    ];
    for (field, extras) in singles.into_iter().filter_map(|(field, extras)| Some((field, extras?))) {
        if !extras.is_empty() {
            report_extras(extras, Place::path(format!("metadata.{field}")), report);
        }
    }
}

fn identity(id: Option<&str>, other_ids: &[Identifier], data: &mut Object) {
    let mut identifiers: Vec<Value> = id.map(|id| Value::String(id.to_owned())).into_iter().collect();
    identifiers.extend(other_ids.iter().map(|Identifier { scheme, value }| match scheme {
        Some(scheme) => {
            json!({ "@type": "PropertyValue", "propertyID": scheme, "value": value })
        }
        None => Value::String(value.clone()),
    }));
    data.list("identifier", identifiers);
}

fn status_word(status: Status) -> Option<&'static str> {
    match status {
        Status::Usable => None,
        Status::Withheld => Some("Withheld"),
        Status::Cancelled => Some("Cancelled"),
    }
}

/// Relations: a translation has a word of its own, the others are works this one is based on.
fn relate(relations: &[Relation], data: &mut Object, report: &mut Report) {
    let (mut based_on, mut translated) = (Vec::new(), Vec::new());
    for (index, relation) in relations.iter().enumerate() {
        let mut other = Object::of("CreativeWork");
        other.text("identifier", relation.id.as_deref());
        other.text("description", relation.printed.as_deref());
        let exact = match relation.kind {
            RelationKind::Translates => {
                translated.push(other.done());
                true
            }
            RelationKind::Kills
            | RelationKind::Corrects
            | RelationKind::Replaces
            | RelationKind::Updates
            | RelationKind::Related => {
                based_on.push(other.done());
                false
            }
        };
        if !exact {
            let place = Place::path(format!("metadata.relations[{index}]"));
            report.flattened(Feature::Relation, place, "schema.org says only that there is one");
        }
    }
    data.list("isBasedOn", based_on);
    data.list("translationOfWork", translated);
}

/// Who publishes the article: the publication's publisher, the publication, the source, the distributor.
pub fn publisher(metadata: &Metadata) -> Option<&str> {
    let publication = metadata.publication.as_ref();
    let names = [
        publication.and_then(|publication| publication.publisher.as_deref()),
        publication.and_then(|publication| publication.name.as_deref()),
        metadata.source.as_deref(),
        metadata.distributor.as_deref(),
        metadata.provider.as_deref(),
    ];
    names.into_iter().flatten().find(|name| !name.trim().is_empty())
}

fn term(subject: &Concept) -> Value {
    let mut object = Object::of("DefinedTerm");
    object.text("name", subject.name.as_deref());
    object.text("termCode", subject.code.as_deref());
    object.text("inDefinedTermSet", subject.scheme.as_deref());
    object.text("additionalType", subject.role.as_deref());
    object.done()
}

fn genre(genre: &Concept) -> Value {
    match (&genre.name, &genre.code, &genre.scheme, &genre.role) {
        (Some(name), None, None, None) => Value::String(name.clone()),
        _ => term(genre),
    }
}

fn concept(kind: &str, concept: &Concept) -> Value {
    let mut object = Object::of(kind);
    object.text("name", concept.name.as_deref());
    object.text("additionalType", concept.role.as_deref());
    let mut code = Object::of("PropertyValue");
    code.text("propertyID", concept.scheme.as_deref());
    code.text("value", concept.code.as_deref());
    object.set("identifier", code.done());
    object.done()
}

fn series_data(series: &Series, data: &mut Object, report: &mut Report) -> Value {
    data.set("position", series.part);
    if series.parts.is_some() {
        let place = Place::path("metadata.series.parts");
        report.dropped(Feature::Series, place, "schema.org has no word for the number of parts");
    }
    named("CreativeWorkSeries", series.name.as_deref())
}

/// The publication, as the issue of a volume of a newspaper.
fn publication_data(publication: &Publication, data: &mut Object) -> Value {
    let Publication { name, publisher, date, volume, issue, edition, section, page, url, extras: _ } =
        publication;
    data.text("printEdition", edition.as_deref());
    data.text("printSection", section.as_deref());
    data.text("articleSection", section.as_deref());
    data.text("printPage", page.as_deref());
    let mut paper = Object::of("Newspaper");
    paper.text("name", name.as_deref());
    paper.set("publisher", named("Organization", publisher.as_deref()));
    if url.as_deref().is_some_and(|url| web(url).is_none()) {
        paper.text("identifier", url.as_deref());
    }
    let paper = paper.done();
    let volume = match volume {
        Some(volume) => {
            let mut object = Object::of("PublicationVolume");
            object.text("volumeNumber", Some(volume));
            object.set("isPartOf", paper);
            object.done()
        }
        None => paper,
    };
    if issue.is_none() && date.is_none() {
        return volume;
    }
    let mut object = Object::of("PublicationIssue");
    object.text("issueNumber", issue.as_deref());
    object.moment("datePublished", *date);
    object.set("isPartOf", volume);
    object.done()
}
