//! The metadata of the package: Dublin Core, its refinements, schema.org, and the rights machines read.

use std::collections::BTreeMap;

use copydesk_core::{
    Article, Concept, Feature, Identifier, Metadata, Moment, Place, Publication, Relation, RelationKind,
    Report, Rights, Series, Status,
};
use copydesk_html::{Address, address, is_mining};
use copydesk_xml::XmlWriter;

use crate::book::Book;
use crate::people::{Maker, makers};

/// What the metadata needs to know besides the article.
pub(crate) struct Describing<'a> {
    /// Who a login is.
    pub(crate) aliases: &'a BTreeMap<String, String>,
    /// When the book was last changed, as EPUB wants it: in UTC, to the second.
    pub(crate) modified: String,
    /// What the article is about.
    pub(crate) description: Option<String>,
    /// Text and data mining is reserved.
    pub(crate) mining_reserved: bool,
}

/// Writes the `metadata` element.
pub(crate) fn describe(
    xml: &mut XmlWriter<'_>,
    book: &Book<'_>,
    article: &Article,
    (describing, report): (&Describing<'_>, &mut Report),
) {
    xml.start("metadata").attribute("xmlns:dc", "http://purl.org/dc/elements/1.1/");
    let mut describer = Describer { xml, report, ids: 0 };
    describer.xml.start("dc:identifier").attribute("id", "id").text(&book.identifier).end();
    describer.titles(book, article);
    describer.dublin_core("language", book.language);
    describer.meta("dcterms:modified", &describing.modified);
    for maker in makers(article, describing.aliases) {
        describer.maker(&maker);
    }
    if let Some(description) = &describing.description {
        describer.dublin_core("description", description);
    }
    describer.copyright(article);
    for (index, rights) in article.rights.iter().enumerate() {
        describer.rights(rights, index);
    }
    describer.reservations(article, describing.mining_reserved);
    describer.date(article);
    describer.metadata(&article.metadata);
    describer.accessibility(book);
    let removed = describer.xml.take_removed();
    if !removed.is_empty() {
        let detail = format!("{} forbidden in XML left out of the package's metadata", removed.len());
        describer.report.dropped(Feature::Character, Place::path("metadata"), detail);
    }
    xml.end();
}

struct Describer<'x, 'o, 'r> {
    xml: &'x mut XmlWriter<'o>,
    report: &'r mut Report,
    ids: usize,
}

impl Describer<'_, '_, '_> {
    /// A Dublin Core element without an id. Nothing is written of nothing.
    fn dublin_core(&mut self, name: &str, text: &str) {
        if !text.trim().is_empty() {
            self.xml.element(&format!("dc:{name}"), text.trim());
        }
    }

    fn dublin_core_if(&mut self, name: &str, text: Option<&str>) {
        self.dublin_core(name, text.unwrap_or(""));
    }

    fn meta(&mut self, property: &str, text: &str) {
        if !text.trim().is_empty() {
            self.xml.start_mixed("meta").attribute("property", property).text(text.trim()).end();
        }
    }

    fn meta_if(&mut self, property: &str, text: Option<&str>) {
        self.meta(property, text.unwrap_or(""));
    }

    fn moment(&mut self, property: &str, moment: Option<Moment>) {
        if let Some(moment) = moment {
            self.meta(property, &moment.to_string());
        }
    }

    /// An element with an id to refine it by; the id.
    fn identified(&mut self, element: Element<'_>, text: &str) -> String {
        self.ids += 1;
        let id = format!("m{}", self.ids);
        match element {
            Element::DublinCore(name) => self.xml.start_mixed(&format!("dc:{name}")).attribute("id", &id),
            Element::Meta(property) => {
                self.xml.start_mixed("meta").attribute("id", &id).attribute("property", property)
            }
        };
        self.xml.text(text.trim()).end();
        id
    }

    fn refine(&mut self, id: &str, property: &str, text: Option<&str>) {
        if let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) {
            self.xml
                .start_mixed("meta")
                .attribute("refines", &format!("#{id}"))
                .attribute("property", property);
            self.xml.text(text).end();
        }
    }

    /// The headline, and the decks as subtitles.
    fn titles(&mut self, book: &Book<'_>, article: &Article) {
        let id = self.identified(Element::DublinCore("title"), book.title);
        self.refine(&id, "title-type", Some("main"));
        for deck in &article.decks {
            let text = deck.plain_text();
            if !text.trim().is_empty() {
                let id = self.identified(Element::DublinCore("title"), &text);
                self.refine(&id, "title-type", Some("subtitle"));
            }
        }
        self.meta_if("dcterms:alternative", article.metadata.title.as_deref());
    }

    fn maker(&mut self, maker: &Maker) {
        let element = if maker.creator { "creator" } else { "contributor" };
        let id = self.identified(Element::DublinCore(element), &maker.name);
        for relator in &maker.relators {
            self.xml
                .start_mixed("meta")
                .attribute("refines", &format!("#{id}"))
                .attribute("property", "role");
            self.xml.attribute("scheme", "marc:relators").text(relator).end();
        }
        for role in &maker.roles {
            self.refine(&id, "role", Some(role));
        }
        self.refine(&id, "file-as", Some(&maker.file_as()));
        self.refine(&id, "schema:alternateName", maker.login.as_deref());
        for affiliation in &maker.affiliations {
            self.refine(&id, "schema:affiliation", Some(affiliation));
        }
    }

    fn copyright(&mut self, article: &Article) {
        for copyright in &article.copyright {
            let notice = copydesk_html::copyright_line(copyright);
            if notice.is_empty() {
                continue;
            }
            let id = self.identified(Element::DublinCore("rights"), &notice);
            for year in &copyright.years {
                self.refine(&id, "schema:copyrightYear", Some(&year.to_string()));
            }
            self.refine(&id, "schema:copyrightHolder", copyright.holder.as_deref());
        }
    }

    /// A grant of rights: its terms, refined by everything else it says.
    fn rights(&mut self, rights: &Rights, index: usize) {
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
        let first = [terms, limitations, license, owner, agent, kind, geography];
        let Some(text) = first.into_iter().flatten().find(|text| !text.trim().is_empty()) else {
            if starts.is_some() || ends.is_some() || owner_contact.is_some() || agent_contact.is_some() {
                let place = Place::path(format!("rights[{index}]"));
                self.report.dropped(
                    Feature::Rights,
                    place,
                    "there are no words to put the dates and contacts on",
                );
            }
            return self.other_reservations(rights, None);
        };
        let id = self.identified(Element::DublinCore("rights"), text);
        for (property, text) in [
            ("schema:license", license),
            ("schema:copyrightHolder", owner),
            ("schema:copyrightHolder", owner_contact),
            ("schema:provider", agent),
            ("schema:contactPoint", agent_contact),
            ("schema:genre", kind),
            ("schema:spatialCoverage", geography),
            ("schema:conditionsOfAccess", limitations),
        ] {
            self.refine(&id, property, text.as_deref());
        }
        let moment = |moment: &Option<Moment>| moment.map(|moment| moment.to_string());
        self.refine(&id, "schema:startDate", moment(starts).as_deref());
        self.refine(&id, "schema:endDate", moment(ends).as_deref());
        if !reservations.is_empty() {
            self.other_reservations(rights, Some(&id));
        }
    }

    /// Reserved uses in words, so that none but those of TDMRep go unsaid.
    fn other_reservations(&mut self, rights: &Rights, id: Option<&str>) {
        for reservation in rights.reservations.iter().filter(|reservation| reservation.usage != "tdm") {
            let words = match &reservation.policy {
                Some(policy) => format!("Reserved: {} ({policy})", reservation.usage),
                None => format!("Reserved: {}", reservation.usage),
            };
            match id {
                Some(id) => self.refine(id, "schema:conditionsOfAccess", Some(&words)),
                None => self.meta("schema:conditionsOfAccess", &words),
            }
        }
    }

    /// When the article was issued: as it says, else the date of its dateline, else the year of its copyright.
    fn date(&mut self, article: &Article) {
        let dateline = article.dateline.as_ref().and_then(|dateline| dateline.moment);
        let year = article.copyright.iter().flat_map(|copyright| &copyright.years).next();
        let date = article.metadata.issued.or(dateline).map(|moment| moment.to_string());
        self.dublin_core_if("date", date.or_else(|| year.map(|year| format!("{year:04}"))).as_deref());
    }

    /// Text and data mining (TDMRep, 6.2).
    fn reservations(&mut self, article: &Article, reserved: bool) {
        if !reserved {
            return;
        }
        self.meta("tdm:reservation", "1");
        let reservations = article.rights.iter().flat_map(|rights| &rights.reservations);
        let mut policies = reservations
            .filter(|reserved| is_mining(&reserved.usage))
            .filter_map(|reserved| reserved.policy.as_deref());
        if let Some(Address::Absolute(policy)) = policies.find_map(|policy| {
            let address = address(policy);
            matches!(address, Address::Absolute(_)).then_some(address)
        }) {
            self.meta("tdm:policy", &policy);
        }
    }

    fn metadata(&mut self, metadata: &Metadata) {
        let Metadata {
            id,
            other_ids,
            provider,
            version,
            status,
            relations,
            embargo,
            release,
            expiry,
            language: _,
            direction: _,
            slug_line,
            title: _,
            created,
            issued: _,
            modified: _,
            urgency,
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
            revisions,
            extras: _,
        } = metadata;
        self.dublin_core_if("identifier", id.as_deref());
        self.other_ids(other_ids);
        self.dublin_core_if("publisher", copydesk_html::publisher(metadata));
        self.dublin_core_if("source", source.as_deref());
        let url = publication.as_ref().and_then(|publication| publication.url.as_deref());
        self.dublin_core_if("source", url);
        self.meta_if("schema:provider", provider.as_deref());
        self.meta_if("schema:provider", distributor.as_deref());
        self.meta_if("schema:version", version.as_deref());
        self.status(*status);
        self.moment("dcterms:created", *created);
        self.moment("dcterms:available", *release);
        self.moment("schema:expires", *expiry);
        for (index, relation) in relations.iter().enumerate() {
            self.relation(relation, index);
        }
        self.subjects(subjects);
        for keyword in keywords {
            self.dublin_core("subject", keyword);
        }
        self.concepts("schema:genre", genres);
        self.concepts("schema:contentLocation", places);
        for concepts in [people, organisations, events] {
            self.concepts("schema:mentions", concepts);
        }
        if let Some(series) = series {
            self.series(series);
        }
        if let Some(publication) = publication {
            self.publication(publication);
        }
        self.unsaid(embargo.is_some(), Feature::Embargo, "embargo");
        self.unsaid(slug_line.is_some(), Feature::SlugLine, "slug_line");
        self.unsaid(urgency.is_some(), Feature::Urgency, "urgency");
        self.unsaid(!revisions.is_empty(), Feature::Revision, "revisions");
        copydesk_html::report_withheld_and_extras(metadata, self.report);
    }

    /// Ids with their scheme, as in `isbn:…`; a URN names its scheme itself.
    fn other_ids(&mut self, ids: &[Identifier]) {
        for Identifier { scheme, value } in ids {
            let written = match scheme {
                Some(scheme) if !value.starts_with(scheme.as_str()) => format!("{scheme}:{value}"),
                _ => value.clone(),
            };
            self.dublin_core("identifier", &written);
        }
    }

    fn status(&mut self, status: Status) {
        match status {
            Status::Usable => {}
            Status::Withheld => self.meta("schema:creativeWorkStatus", "withheld"),
            Status::Cancelled => self.meta("schema:creativeWorkStatus", "cancelled"),
        }
    }

    fn unsaid(&mut self, there: bool, feature: Feature, field: &str) {
        if there {
            self.report.dropped(
                feature,
                Place::path(format!("metadata.{field}")),
                "a book has no word for it",
            );
        }
    }

    fn relation(&mut self, relation: &Relation, index: usize) {
        let property = match relation.kind {
            RelationKind::Replaces | RelationKind::Kills => "dcterms:replaces",
            RelationKind::Corrects | RelationKind::Updates | RelationKind::Translates => {
                "dcterms:isVersionOf"
            }
            RelationKind::Related => "dcterms:relation",
        };
        let exact = match relation.kind {
            RelationKind::Replaces | RelationKind::Related => true,
            RelationKind::Kills
            | RelationKind::Corrects
            | RelationKind::Updates
            | RelationKind::Translates => false,
        };
        let Some(text) =
            relation.id.as_deref().or(relation.printed.as_deref()).filter(|text| !text.trim().is_empty())
        else {
            let place = Place::path(format!("metadata.relations[{index}]"));
            return self.report.dropped(Feature::Relation, place, "it names nothing");
        };
        let id = self.identified(Element::Meta(property), text);
        if relation.id.is_some() {
            self.refine(&id, "schema:description", relation.printed.as_deref());
        }
        if !exact {
            let place = Place::path(format!("metadata.relations[{index}]"));
            self.report.flattened(Feature::Relation, place, format!("it is written as `{property}`"));
        }
    }

    /// Subjects with the authority and term EPUB asks to go together (EPUB 3.3, D.3.1 and D.3.9).
    fn subjects(&mut self, subjects: &[Concept]) {
        for subject in subjects {
            let Some(text) = concept_name(subject) else { continue };
            let id = self.identified(Element::DublinCore("subject"), text);
            match (&subject.scheme, &subject.code) {
                (Some(scheme), Some(code)) if !scheme.trim().is_empty() && !code.trim().is_empty() => {
                    self.refine(&id, "authority", Some(authority(scheme)));
                    self.refine(&id, "term", Some(code));
                }
                (scheme, code) => {
                    self.refine(&id, "schema:inDefinedTermSet", scheme.as_deref());
                    self.refine(&id, "schema:termCode", code.as_deref());
                }
            }
            self.refine(&id, "schema:additionalType", subject.role.as_deref());
        }
    }

    fn concepts(&mut self, property: &str, concepts: &[Concept]) {
        for concept in concepts {
            let Some(text) = concept_name(concept) else { continue };
            let id = self.identified(Element::Meta(property), text);
            self.refine(&id, "schema:inDefinedTermSet", concept.scheme.as_deref());
            self.refine(&id, "schema:termCode", concept.code.as_deref());
            self.refine(&id, "schema:additionalType", concept.role.as_deref());
        }
    }

    fn series(&mut self, series: &Series) {
        let Some(name) = series.name.as_deref().filter(|name| !name.trim().is_empty()) else {
            if series.part.is_some() || series.parts.is_some() {
                let place = Place::path("metadata.series");
                self.report.dropped(Feature::Series, place, "the series has no name to put the part on");
            }
            return;
        };
        let id = self.identified(Element::Meta("belongs-to-collection"), name);
        self.refine(&id, "collection-type", Some("series"));
        self.refine(&id, "group-position", series.part.map(|part| part.to_string()).as_deref());
        self.refine(&id, "schema:numberOfItems", series.parts.map(|parts| parts.to_string()).as_deref());
    }

    fn publication(&mut self, publication: &Publication) {
        let Publication {
            name,
            publisher: _,
            date,
            volume,
            issue,
            edition,
            section,
            page,
            url: _,
            extras: _,
        } = publication;
        let date = date.map(|date| date.to_string());
        if page.as_deref().is_some_and(|page| !page.trim().is_empty()) {
            // The pages of what: an accessible book with page marks says so (EPUB Accessibility 1.1, 3.5).
            let source = [name.as_deref(), date.as_deref(), edition.as_deref()];
            let source: Vec<&str> =
                source.into_iter().flatten().filter(|part| !part.trim().is_empty()).collect();
            let source = if source.is_empty() { "print".to_owned() } else { source.join(", ") };
            self.meta("pageBreakSource", &source);
        }
        let details = [
            ("schema:datePublished", date.as_deref()),
            ("schema:volumeNumber", volume.as_deref()),
            ("schema:issueNumber", issue.as_deref()),
            ("schema:printEdition", edition.as_deref()),
            ("schema:printSection", section.as_deref()),
            ("schema:printPage", page.as_deref()),
        ];
        match name.as_deref().filter(|name| !name.trim().is_empty()) {
            Some(name) => {
                let id = self.identified(Element::Meta("dcterms:isPartOf"), name);
                for (property, text) in details {
                    self.refine(&id, property, text);
                }
            }
            None => {
                for (property, text) in details {
                    self.meta_if(property, text);
                }
            }
        }
    }

    fn accessibility(&mut self, book: &Book<'_>) {
        let access = book.access;
        for mode in access.modes() {
            self.meta("schema:accessMode", mode);
        }
        self.meta("schema:accessModeSufficient", &access.sufficient());
        for feature in access.features() {
            self.meta("schema:accessibilityFeature", feature);
        }
        self.meta("schema:accessibilityHazard", access.hazard());
        self.xml.start_mixed("meta").attribute("property", "schema:accessibilitySummary");
        self.xml.attribute("xml:lang", "en").text(access.summary()).end();
        if access.conforms() {
            let claim = "EPUB Accessibility 1.1 - WCAG 2.1 Level AA";
            let id = self.identified(Element::Meta("dcterms:conformsTo"), claim);
            self.refine(&id, "a11y:certifiedBy", Some("Copydesk"));
        }
    }
}

/// What an element with an id is.
enum Element<'n> {
    DublinCore(&'n str),
    Meta(&'n str),
}

fn concept_name(concept: &Concept) -> Option<&str> {
    let names = [&concept.name, &concept.code];
    names.into_iter().flatten().map(|name| name.trim()).find(|name| !name.is_empty())
}

/// A scheme as EPUB's list of authorities knows it: IPTC's media topics have a name there.
fn authority(scheme: &str) -> &str {
    let lower = scheme.to_ascii_lowercase();
    if lower.contains("mediatopic") || matches!(lower.as_str(), "medtop" | "iptc") {
        "MEDTOP"
    } else {
        scheme
    }
}
