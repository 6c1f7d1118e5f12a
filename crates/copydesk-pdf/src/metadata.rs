//! The article's metadata, as Info dictionary and XMP, and what neither holds.

use copydesk_core::{
    Article, Byline, Concept, Copyright, Credit, Dateline, Embargo, Extras, Feature, Identifier, Inlines,
    Metadata, Moment, Person, Place, Publication, Relation, Report, Reservation, Revision, Rights, Series,
    Status,
};
use krilla::metadata::{DateTime, Metadata as Info, TextDirection};

use crate::standard::Standard;
use crate::text::short;
use crate::xmp::{self, Packet, Property};

/// What wrote the file.
const PRODUCER: &str = concat!("Copydesk ", env!("CARGO_PKG_VERSION"));

/// What every PDF has, said or assumed.
pub(crate) struct Basics {
    pub(crate) title: String,
    pub(crate) language: String,
    pub(crate) date: Moment,
    pub(crate) right_to_left: bool,
}

/// Gathers the packet, and reports what has no place in it. What is text is on the page: the layout reports that.
pub(crate) fn packet(article: &Article, basics: &Basics, standard: Standard, report: &mut Report) -> Packet {
    // PDF/A-1 alone asks for the authors in one entry, as the Info dictionary has them (ISO 19005-1, 6.7.3).
    let joins_authors = standard.archival_id().is_some_and(|(part, _)| part == "1");
    let mut scribe = Scribe { packet: Packet::default(), report, joins_authors };
    scribe.basics(basics, standard);
    scribe.article(article);
    if scribe.packet.removed > 0 {
        let detail = format!("{} control characters have no place in XMP", scribe.packet.removed);
        scribe.report.dropped(Feature::Character, Place::path("metadata"), detail);
    }
    scribe.packet
}

/// The Info dictionary.
pub(crate) fn info(article: &Article, basics: &Basics) -> Info {
    let direction =
        if basics.right_to_left { TextDirection::RightToLeft } else { TextDirection::LeftToRight };
    let mut info = Info::new()
        .title(short(&basics.title))
        .language(basics.language.clone())
        .producer(PRODUCER.to_owned())
        .creator("Copydesk".to_owned())
        .creation_date(date_time(&basics.date))
        .text_direction(direction);
    let authors = authors(article).join("; ");
    if !authors.is_empty() {
        info = info.authors(vec![short(&authors)]);
    }
    let summary = summary(article);
    if !summary.is_empty() {
        info = info.description(short(&summary));
    }
    if !article.metadata.keywords.is_empty() {
        info = info.keywords(vec![short(&article.metadata.keywords.join(", "))]);
    }
    info
}

/// A moment as the Info dictionary and XMP both have it: to the second, an unknown zone as UTC.
pub(crate) fn date_time(moment: &Moment) -> DateTime {
    let time = moment.date_time();
    let small = |number: i8| u8::try_from(number).unwrap_or(0);
    let seconds = match moment {
        Moment::Zoned(_, offset) => offset.seconds(),
        Moment::Date(_) | Moment::Local(_) => 0,
    };
    DateTime::new(u16::try_from(time.year()).unwrap_or(0))
        .month(small(time.month()))
        .day(small(time.day()))
        .hour(small(time.hour()))
        .minute(small(time.minute()))
        .second(small(time.second()))
        .utc_offset_hour(i8::try_from(seconds / 3600).unwrap_or(0))
        .utc_offset_minute(u8::try_from(seconds.abs() / 60 % 60).unwrap_or(0))
}

/// The same for XMP.
fn xmp_date_time(moment: &Moment) -> String {
    let time = moment.date_time();
    let (date, clock) = (time.date(), time.time());
    let clock = format!("{:02}:{:02}:{:02}", clock.hour(), clock.minute(), clock.second());
    let seconds = match moment {
        Moment::Zoned(_, offset) => offset.seconds(),
        Moment::Date(_) | Moment::Local(_) => 0,
    };
    if seconds == 0 {
        return format!("{date}T{clock}Z");
    }
    let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
    format!("{date}T{clock}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

fn authors(article: &Article) -> Vec<&str> {
    let names = article.authors();
    if !names.is_empty() {
        return names;
    }
    article.bylines.iter().map(|byline| byline.printed.as_str()).filter(|line| !line.is_empty()).collect()
}

fn summary(article: &Article) -> String {
    let mut text = String::new();
    for block in &article.summary {
        if block.audience() == copydesk_core::Audience::Public {
            for inlines in copydesk_core::child_inlines(block) {
                inlines.push_plain_text(&mut text);
                text.push(' ');
            }
        }
    }
    one_line(&text)
}

fn one_line(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

struct Scribe<'r> {
    packet: Packet,
    report: &'r mut Report,
    joins_authors: bool,
}

impl Scribe<'_> {
    fn basics(&mut self, basics: &Basics, standard: Standard) {
        let packet = &mut self.packet;
        packet.set(&xmp::FORMAT, "application/pdf");
        packet.set(&xmp::TITLE, &basics.title);
        packet.set(&xmp::LANGUAGE, &basics.language);
        let date = xmp_date_time(&basics.date);
        for property in [&xmp::CREATE_DATE, &xmp::MODIFY_DATE, &xmp::METADATA_DATE] {
            packet.set(property, &date);
        }
        packet.set(&xmp::CREATOR_TOOL, "Copydesk");
        packet.set(&xmp::PRODUCER, PRODUCER);
        if let Some((part, conformance)) = standard.archival_id() {
            packet.set(&xmp::PDFA_PART, part);
            packet.set(&xmp::PDFA_CONFORMANCE, conformance);
            if part == "4" {
                packet.set(&xmp::PDFA_REVISION, "2020");
            }
        }
        if standard.is_accessible() {
            packet.set(&xmp::PDFUA_PART, "1");
        }
    }

    fn article(&mut self, article: &Article) {
        let Article {
            kicker,
            headline,
            decks,
            bylines,
            dateline,
            summary: _,
            body: _,
            credits,
            copyright,
            rights,
            metadata,
        } = article;
        self.packet.set(&xmp::PRISM_KICKER, one_line(&kicker.plain_text()));
        self.packet.set(&xmp::HEADLINE, one_line(&headline.plain_text()));
        self.packet.add(&xmp::PRISM_TEASER, decks.iter().map(|deck: &Inlines| one_line(&deck.plain_text())));
        self.packet.set(&xmp::DESCRIPTION, summary(article));
        if self.joins_authors {
            self.packet.set(&xmp::CREATOR, authors(article).join("; "));
        } else {
            self.packet.add(&xmp::CREATOR, authors(article));
        }
        for byline in bylines {
            self.byline(byline);
        }
        if let Some(dateline) = dateline {
            self.dateline(dateline);
        }
        self.packet
            .set(&xmp::CREDIT, article.credit_lines().map(|(line, _)| line).collect::<Vec<_>>().join(" "));
        for credit in credits {
            let Credit { role: _, work: _, names, affiliation: _, printed: _, extras: _ } = credit;
            self.packet.add(&xmp::CONTRIBUTOR, names);
        }
        self.copyright(copyright);
        for (index, rights) in rights.iter().enumerate() {
            self.rights(rights, &format!("rights[{index}]"));
        }
        self.metadata(metadata);
    }

    /// The page prints the line and reports what it does not print.
    fn byline(&mut self, byline: &Byline) {
        let Byline { printed, people, repeated: _, extras: _ } = byline;
        self.packet.add(&xmp::PRISM_BYLINE, [printed]);
        for person in people {
            let Person { name: _, role, affiliation: _, contacts: _, extras: _ } = person;
            self.text(&xmp::AUTHORS_POSITION, role.as_deref());
        }
    }

    fn dateline(&mut self, dateline: &Dateline) {
        let Dateline { printed: _, place, date: _, moment, source, repeated: _, extras: _ } = dateline;
        self.text(&xmp::CITY, place.as_deref());
        self.date(&xmp::DATE_CREATED, moment.as_ref());
        self.text(&xmp::PHOTOSHOP_SOURCE, source.as_deref());
    }

    fn copyright(&mut self, copyright: &[Copyright]) {
        let mut notices = Vec::new();
        for copyright in copyright {
            let Copyright { years, holder, notice, extras: _ } = copyright;
            if notice.is_empty() {
                let years: Vec<String> = years.iter().map(ToString::to_string).collect();
                let holder = holder.as_deref().unwrap_or_default();
                notices.push(one_line(&format!("© {} {holder}", years.join(", "))));
            } else {
                notices.push(notice.clone());
            }
            self.packet.add(&xmp::OWNER, holder);
        }
        if !notices.is_empty() {
            self.packet.set(&xmp::MARKED, "True");
        }
        self.packet.set(&xmp::RIGHTS, notices.join(" · "));
        self.packet.add(&xmp::PUR_COPYRIGHT, &notices);
    }

    fn rights(&mut self, rights: &Rights, at: &str) {
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
        self.packet.set(&xmp::MARKED, "True");
        self.single(&xmp::USAGE_TERMS, terms.as_deref(), &format!("{at}.terms"));
        self.packet.add(&xmp::OWNER, owner);
        self.single(&xmp::PUR_AGENT, agent.as_deref(), &format!("{at}.agent"));
        self.packet.add(&xmp::PUR_PERMISSIONS, kind);
        self.packet.add(&xmp::PUR_RESTRICTIONS, geography);
        self.packet.add(&xmp::PUR_RESTRICTIONS, limitations);
        self.single(&xmp::WEB_STATEMENT, license.as_deref(), &format!("{at}.license"));
        for (name, contact) in [("owner_contact", owner_contact), ("agent_contact", agent_contact)] {
            if contact.is_some() {
                self.dropped(Feature::Rights, &format!("{at}.{name}"), "XMP has no place for a contact");
            }
        }
        if starts.is_some() {
            self.dropped(Feature::Rights, &format!("{at}.starts"), "XMP has no place for when rights begin");
        }
        self.single(&xmp::PUR_EXPIRATION, ends.map(|end| end.to_string()).as_deref(), &format!("{at}.ends"));
        for (index, reservation) in reservations.iter().enumerate() {
            self.reservation(reservation, &format!("{at}.reservations[{index}]"));
        }
        self.extras(extras, at);
    }

    fn reservation(&mut self, reservation: &Reservation, at: &str) {
        const VOCABULARY: &str = "http://ns.useplus.org/ldf/vocab/";
        let Reservation { usage, policy } = reservation;
        let prohibited = match usage.as_str() {
            "tdm" => "DMI-PROHIBITED",
            "ai-training" => "DMI-PROHIBITED-AIMLTRAINING",
            "generative-ai-training" => "DMI-PROHIBITED-GENAIMLTRAINING",
            _ => "DMI-PROHIBITED-SEECONSTRAINT",
        };
        self.packet.set(&xmp::DATA_MINING, format!("{VOCABULARY}{prohibited}"));
        self.packet.add(&xmp::PUR_RESTRICTIONS, [format!("Reserved: {usage}")]);
        if usage == "tdm" {
            self.packet.set(&xmp::TDM_RESERVATION, "1");
            self.single(&xmp::TDM_POLICY, policy.as_deref(), &format!("{at}.policy"));
        } else {
            self.packet.set(&xmp::OTHER_CONSTRAINTS, format!("Reserved: {usage}"));
            if policy.is_some() {
                self.dropped(Feature::Reservation, &format!("{at}.policy"), "XMP has a policy for tdm alone");
            }
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
            title,
            created,
            issued,
            modified,
            urgency,
            editor_notes,
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
            extras,
        } = metadata;
        self.text(&xmp::IDENTIFIER, id.as_deref());
        self.identifiers(other_ids);
        self.text(&xmp::PUBLISHER, provider.as_deref());
        self.text(&xmp::VERSION_ID, version.as_deref());
        self.text(&xmp::PRISM_VERSION, version.as_deref());
        self.status(*status);
        self.relations(relations);
        self.embargo(embargo.as_ref());
        if release.is_some() {
            self.dropped(Feature::Release, "metadata.release", "XMP has no place for a release time");
        }
        self.single(&xmp::PUR_EXPIRATION, expiry.map(|time| time.to_string()).as_deref(), "metadata.expiry");
        self.text(&xmp::TRANSMISSION_REFERENCE, slug_line.as_deref());
        if title.as_ref().is_some_and(|title| !self.packet.says(&xmp::TITLE, title)) {
            self.dropped(Feature::Title, "metadata.title", "XMP has one title, and it is the headline");
        }
        self.date(&xmp::PRISM_CREATED, created.as_ref());
        self.date(&xmp::DATE, issued.as_ref());
        self.date(&xmp::PRISM_DATE, issued.as_ref());
        self.date(&xmp::PRISM_MODIFIED, modified.as_ref());
        self.text(&xmp::URGENCY, urgency.map(|urgency| urgency.to_string()).as_deref());
        for index in 0..editor_notes.len() {
            let at = Place::path(format!("metadata.editor_notes[{index}]"));
            self.report.withheld(Feature::EditorNote, at, "notes of the desk are not for the public");
        }
        self.text(&xmp::SOURCE, source.as_deref());
        self.text(&xmp::PRISM_DISTRIBUTOR, distributor.as_deref());
        self.packet.set(&xmp::KEYWORDS, keywords.join(", "));
        self.packet.add(&xmp::SUBJECT, keywords);
        self.concepts((subjects, "subjects"), &xmp::SUBJECT, Feature::Subject);
        self.concepts((genres, "genres"), &xmp::TYPE, Feature::Genre);
        self.packet.add(&xmp::PRISM_GENRE, genres.iter().filter_map(|genre| genre.name.as_ref()));
        self.concepts((places, "places"), &xmp::PRISM_LOCATION, Feature::Place);
        self.packet.set(&xmp::COVERAGE, names(places).join(", "));
        self.concepts((people, "people"), &xmp::PRISM_PERSON, Feature::People);
        self.concepts((organisations, "organisations"), &xmp::PRISM_ORGANIZATION, Feature::Organisation);
        self.concepts((events, "events"), &xmp::PRISM_EVENT, Feature::Event);
        self.series(series.as_ref());
        self.publication(publication.as_ref());
        self.revisions(revisions);
        self.extras(extras, "metadata");
    }

    fn identifiers(&mut self, identifiers: &[Identifier]) {
        for (index, Identifier { scheme, value }) in identifiers.iter().enumerate() {
            let value = match scheme {
                Some(scheme) => format!("{scheme}:{value}"),
                None => value.clone(),
            };
            if value.trim().is_empty() {
                let at = format!("metadata.other_ids[{index}]");
                self.dropped(Feature::OtherId, &at, "it is empty");
            }
            self.packet.add(&xmp::OTHER_IDENTIFIERS, [value]);
        }
    }

    fn status(&mut self, status: Status) {
        match status {
            Status::Usable => {}
            Status::Withheld | Status::Cancelled => {
                self.dropped(Feature::Status, "metadata.status", "XMP has no place for a status");
            }
        }
    }

    fn relations(&mut self, relations: &[Relation]) {
        for (index, relation) in relations.iter().enumerate() {
            let Relation { kind: _, id: _, printed: _, extras: _ } = relation;
            let at = format!("metadata.relations[{index}]");
            self.dropped(Feature::Relation, &at, "XMP has no place for what it does to another article");
        }
    }

    fn embargo(&mut self, embargo: Option<&Embargo>) {
        let Some(Embargo { until, printed }) = embargo else { return };
        self.date(&xmp::PUR_EMBARGO, until.as_ref());
        match until {
            None => self.dropped(Feature::Embargo, "metadata.embargo", "XMP has no embargo without a time"),
            Some(_) if printed.is_some() => {
                self.dropped(Feature::Embargo, "metadata.embargo.printed", "XMP has its time alone");
            }
            Some(_) => {}
        }
    }

    /// Concepts by their names. A code that no name stands for is written itself; any other code is lost.
    fn concepts(&mut self, (concepts, field): (&[Concept], &str), to: &'static Property, feature: Feature) {
        for (index, concept) in concepts.iter().enumerate() {
            let at = format!("metadata.{field}[{index}]");
            let Concept { name, code, scheme, role, extras } = concept;
            let is_iptc =
                code.as_ref().is_some_and(|code| code.len() == 8 && code.bytes().all(|b| b.is_ascii_digit()));
            if feature == Feature::Subject && is_iptc {
                self.packet.add(&xmp::SUBJECT_CODE, code);
            }
            self.packet.add(to, name.as_ref().or(code.as_ref()));
            let code_lost = name.is_some() && code.is_some() && !(feature == Feature::Subject && is_iptc);
            if code_lost || scheme.is_some() || role.is_some() {
                let detail = "XMP has its name alone, without code, scheme and role";
                self.report.flattened(feature, Place::path(at.as_str()), detail);
            }
            self.extras(extras, &at);
        }
    }

    fn series(&mut self, series: Option<&Series>) {
        let Some(Series { name, part, parts, extras }) = series else { return };
        self.text(&xmp::PRISM_SERIES, name.as_deref());
        self.text(&xmp::PRISM_SERIES_NUMBER, part.map(|part| part.to_string()).as_deref());
        if parts.is_some() {
            self.dropped(
                Feature::Series,
                "metadata.series.parts",
                "XMP has no place for how many parts there are",
            );
        }
        self.extras(extras, "metadata.series");
    }

    fn publication(&mut self, publication: Option<&Publication>) {
        let Some(publication) = publication else { return };
        let Publication { name, publisher, date, volume, issue, edition, section, page, url, extras } =
            publication;
        self.text(&xmp::PRISM_NAME, name.as_deref());
        self.text(&xmp::PUBLISHER, publisher.as_deref());
        self.date(&xmp::PRISM_COVER, date.as_ref());
        for (property, value) in [
            (&xmp::PRISM_VOLUME, volume),
            (&xmp::PRISM_NUMBER, issue),
            (&xmp::PRISM_EDITION, edition),
            (&xmp::PRISM_SECTION, section),
            (&xmp::PRISM_PAGE, page),
            (&xmp::PRISM_URL, url),
        ] {
            self.text(property, value.as_deref());
        }
        self.extras(extras, "metadata.publication");
    }

    fn revisions(&mut self, revisions: &[Revision]) {
        for (index, revision) in revisions.iter().enumerate() {
            let Revision { name: _, function: _, moment: _, comment: _, extras: _ } = revision;
            let at = format!("metadata.revisions[{index}]");
            self.dropped(Feature::Revision, &at, "XMP has no place for the history of a text");
        }
    }

    fn text(&mut self, property: &'static Property, value: Option<&str>) {
        self.packet.add(property, value);
    }

    fn date(&mut self, property: &'static Property, moment: Option<&Moment>) {
        self.packet.add(property, moment.map(ToString::to_string));
    }

    /// A property that holds one value: another one is lost.
    fn single(&mut self, property: &'static Property, value: Option<&str>, at: &str) {
        let Some(value) = value else { return };
        self.packet.set(property, value);
        if !self.packet.says(property, value) {
            self.dropped(Feature::Rights, at, "XMP holds one of these, and it is another");
        }
    }

    fn extras(&mut self, extras: &Extras, at: &str) {
        for name in extras.keys() {
            let at = Place::path(format!("{at}.extras"));
            self.report.dropped(Feature::Extra, at, format!("XMP has no place for `{name}`"));
        }
    }

    fn dropped(&mut self, feature: Feature, at: &str, detail: &str) {
        self.report.dropped(feature, Place::path(at), detail);
    }
}

fn names(concepts: &[Concept]) -> Vec<&str> {
    concepts.iter().filter_map(|concept| concept.name.as_deref()).collect()
}
