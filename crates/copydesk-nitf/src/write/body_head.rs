//! The head of the body: headline, notes, rights, byline, distributor, dateline, abstract.

use copydesk_core::{Article, Block, Byline, Dateline, Feature, Person, Rights};

use super::blocks::Around;
use super::lines::{Part, locate};
use super::{Writing, body_parts};
use crate::moments::norm;

impl<'a> Writing<'a, '_> {
    pub(super) fn body_head(&mut self, article: &'a Article) {
        self.xml.start("body.head");
        self.hedline(article);
        self.head_notes(article);
        if let Some(rights) = article.rights.first() {
            self.enter_item("rights", 0);
            self.rights(rights);
            self.leave_item();
        }
        for (index, byline) in article.bylines.iter().enumerate() {
            self.enter_item("bylines", index);
            self.byline(byline, index);
            self.leave_item();
        }
        if let Some(distributor) = &article.metadata.distributor {
            self.enter("metadata");
            self.enter("distributor");
            self.xml.start_mixed("distributor");
            self.text(distributor);
            self.xml.end();
            self.leave();
            self.leave();
        }
        if let Some(dateline) = &article.dateline {
            self.enter("dateline");
            self.dateline(dateline);
            self.leave();
        }
        if !article.summary.is_empty() {
            self.xml.start("abstract");
            self.children("abstract", &article.summary, Around::Block);
            self.xml.end();
        }
        if self.foreign {
            self.byline_people(article);
        }
        self.xml.end();
    }

    fn hedline(&mut self, article: &'a Article) {
        let Article { kicker, headline, decks, .. } = article;
        if kicker.is_empty() && headline.is_empty() && decks.is_empty() {
            return;
        }
        self.xml.start("hedline").start_mixed("hl1");
        self.enter("headline");
        self.inlines(headline);
        self.leave();
        self.xml.end();
        if !kicker.is_empty() {
            self.xml.start_mixed("hl2").attribute("class", "kicker");
            self.enter("kicker");
            self.inlines(kicker);
            self.leave();
            self.xml.end();
        }
        for (index, deck) in decks.iter().enumerate() {
            self.enter_item("decks", index);
            self.xml.start_mixed("hl2");
            self.inlines(deck);
            self.xml.end();
            self.leave_item();
        }
        self.xml.end();
    }

    /// The notes of the source's head, and the copyright notices.
    fn head_notes(&mut self, article: &'a Article) {
        let (head, _, _) = body_parts(article);
        for (index, block) in article.body[..head].iter().enumerate() {
            if let Block::Note(note) = block {
                self.enter_item("body", index);
                self.note(note, &["nitf:part"]);
                self.leave_item();
            }
        }
        for (index, copyright) in article.copyright.iter().enumerate() {
            if !copyright.notice.is_empty() {
                self.enter_item("copyright", index);
                self.copyright_notice(copyright, index);
                self.leave_item();
            }
        }
    }

    fn copyright_notice(&mut self, copyright: &'a copydesk_core::Copyright, index: usize) {
        self.xml.start_mixed("note").attribute("noteclass", "cpyrt");
        if self.foreign {
            self.xml.attribute("cd:of", &index.to_string());
        }
        self.xml.start("body.content").start_mixed("p").start("copyrite");
        let year = copyright.years.first().map(ToString::to_string).unwrap_or_default();
        let parts = [
            Part { element: "copyrite.year", text: &year, norm: None },
            Part {
                element: "copyrite.holder",
                text: copyright.holder.as_deref().unwrap_or_default(),
                norm: None,
            },
        ];
        self.line(&copyright.notice, &parts, true);
        self.xml.end().end().end().end();
    }

    /// A printed line, its parts marked where they stand in it in order. Returns which of them do.
    pub(super) fn line(&mut self, line: &str, parts: &[Part<'_>], whole: bool) -> Vec<bool> {
        let found = locate(line, parts, whole);
        let mut at = 0;
        for (part, range) in parts.iter().zip(&found) {
            let Some(range) = range else { continue };
            self.text(&line[at..range.start]);
            self.xml.start(part.element);
            self.attribute_if("norm", part.norm.as_deref());
            self.text(part.text);
            self.xml.end();
            at = range.end;
        }
        self.text(&line[at..]);
        found.iter().map(Option::is_some).collect()
    }

    /// The rights in words: those the article names first. The others stand in `docdata` alone.
    fn rights(&mut self, rights: &'a Rights) {
        if rights.terms.is_none() && rights.owner_contact.is_none() && rights.agent_contact.is_none() {
            return;
        }
        self.xml.start_mixed("rights");
        if self.foreign {
            self.xml.attribute("cd:of", "0");
        }
        self.attribute_terms(rights);
        for (element, text, contact) in [
            ("rights.owner", &rights.owner, &rights.owner_contact),
            ("rights.agent", &rights.agent, &rights.agent_contact),
        ] {
            if contact.is_some() {
                self.xml.start(element);
                self.attribute_if("contact", contact.as_deref());
                self.text(text.as_deref().unwrap_or_default());
                self.xml.end();
            }
        }
        self.xml.end();
    }

    fn attribute_terms(&mut self, rights: &'a Rights) {
        match rights.terms.as_deref() {
            Some("") if self.foreign => {
                self.xml.attribute("cd:terms", "");
            }
            Some(terms) => self.text(terms),
            None => {}
        }
    }

    fn byline(&mut self, byline: &'a Byline, index: usize) {
        let Byline { printed, people, repeated, extras } = byline;
        self.xml.start_mixed("byline");
        if *repeated {
            self.mark(Feature::Byline, "cd:repeated", "yes", "repeated");
        }
        if printed.is_empty() && self.foreign {
            self.xml.attribute("cd:printed", "no");
        }
        if self.foreign {
            self.xml.attribute("cd:at", &index.to_string());
        }
        self.node_extras("byline", extras, &[]);
        if printed.is_empty() {
            self.people(people);
        } else {
            self.line(printed, &byline_parts(people), true);
        }
        self.xml.end();
        if !self.foreign {
            self.lost_people(byline);
        }
    }

    /// People whose line is not known.
    fn people(&mut self, people: &'a [Person]) {
        for (index, person) in people.iter().enumerate() {
            if index > 0 {
                self.text(", ");
            }
            self.xml.start("person");
            self.text(&person.name);
            self.xml.end();
            if let Some(role) = &person.role {
                self.text(", ");
                self.xml.start("byttl");
                self.text(role);
                self.xml.end();
            }
        }
    }

    /// What the printed line does not say of its people, where there is no other place for it.
    fn lost_people(&mut self, byline: &'a Byline) {
        if byline_says_all(byline) {
            return;
        }
        for index in 0..byline.people.len() {
            self.enter_item("people", index);
            self.no_place(Feature::Person, "");
            self.leave_item();
        }
    }

    /// The people of the bylines, where the line itself cannot say all of it.
    fn byline_people(&mut self, article: &'a Article) {
        for (index, byline) in article.bylines.iter().enumerate() {
            if byline_says_all(byline) {
                continue;
            }
            self.enter_item("bylines", index);
            self.xml.start("cd:byline").attribute("of", &index.to_string());
            for (at, person) in byline.people.iter().enumerate() {
                self.enter_item("people", at);
                self.person(person);
                self.leave_item();
            }
            self.xml.end();
            self.leave_item();
        }
    }

    fn person(&mut self, person: &'a Person) {
        let Person { name, role, affiliation, contacts, extras } = person;
        self.xml.start("cd:person");
        self.attribute("name", name);
        self.attribute_if("role", role.as_deref());
        self.attribute_if("affiliation", affiliation.as_deref());
        for contact in contacts {
            self.xml.start("cd:contact");
            self.attribute("value", contact);
            self.xml.end();
        }
        for (name, value) in extras {
            self.extra(Some(name), value);
        }
        self.xml.end();
    }

    fn dateline(&mut self, dateline: &'a Dateline) {
        let Dateline { printed, place, date, moment, source, repeated, extras } = dateline;
        let place_part = Part { element: "location", text: place.as_deref().unwrap_or_default(), norm: None };
        let date_part = Part {
            element: "story.date",
            text: date.as_deref().unwrap_or_default(),
            norm: moment.as_ref().map(norm),
        };
        let mut parts = [place_part, date_part];
        let made = printed.is_empty().then(|| dateline_of(&parts));
        let line = made.as_deref().unwrap_or(printed);
        if let [Some(_), None] = locate(line, &parts, true)[..] {
            parts.reverse();
            if !matches!(locate(line, &parts, true)[..], [Some(_), Some(_)]) {
                parts.reverse();
            }
        }
        let found = locate(line, &parts, true);
        let has = |element: &str| {
            parts.iter().zip(&found).any(|(part, at)| part.element == element && at.is_some())
        };
        let (has_place, has_date) = (has("location"), has("story.date"));

        self.xml.start_mixed("dateline");
        if !has_place {
            self.mark_if(Feature::Dateline, "cd:place", place.as_deref(), "place");
        }
        if !has_date {
            self.mark_if(Feature::Dateline, "cd:date", date.as_deref(), "date");
            let beside = moment.as_ref().filter(|_| date.is_some()).map(norm);
            self.mark_if(Feature::Dateline, "cd:moment", beside.as_deref(), "moment");
        }
        self.mark_if(Feature::Dateline, "cd:source", source.as_deref(), "source");
        if *repeated {
            self.mark(Feature::Dateline, "cd:repeated", "yes", "repeated");
        }
        if printed.is_empty() && self.foreign {
            self.xml.attribute("cd:printed", "no");
        }
        self.node_extras("dateline", extras, &[]);
        self.line(line, &parts, true);
        if let Some(moment) = moment.as_ref().filter(|_| date.is_none()) {
            self.xml.start("story.date").attribute("norm", &norm(moment)).end();
        }
        self.xml.end();
    }
}

/// The names and roles of a byline, in order.
fn byline_parts(people: &[Person]) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    for person in people {
        parts.push(Part { element: "person", text: &person.name, norm: None });
        if let Some(role) = &person.role {
            parts.push(Part { element: "byttl", text: role, norm: None });
        }
    }
    parts
}

/// Whether the marked line gives back all of the people: names and roles, each found, and nothing else known.
fn byline_says_all(byline: &Byline) -> bool {
    let is_plain = |person: &Person| {
        let Person { name, role, affiliation, contacts, extras } = person;
        !name.is_empty()
            && role.as_deref() != Some("")
            && affiliation.is_none()
            && contacts.is_empty()
            && extras.is_empty()
    };
    byline.people.iter().all(is_plain)
        && (byline.printed.is_empty()
            || locate(&byline.printed, &byline_parts(&byline.people), true).iter().all(Option::is_some))
}

/// A dateline made of its parts.
fn dateline_of(parts: &[Part<'_>]) -> String {
    let texts: Vec<&str> = parts.iter().map(|part| part.text).filter(|text| !text.is_empty()).collect();
    texts.join(", ")
}
