//! Keywords, and the people, places and things an article is about.

use copydesk_core::{Concept, Feature, Metadata};

use super::Writing;
use super::head::{is_coded, is_event_place};

impl<'a> Writing<'a, '_> {
    pub(super) fn keywords(&mut self, keywords: &'a [String]) {
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

    pub(super) fn identified_content(&mut self, metadata: &'a Metadata) {
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

    pub(super) fn identified(&mut self, element: &str, concept: &'a Concept, feature: Feature) {
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

    pub(super) fn identified_name(&mut self, concept: &'a Concept) {
        match concept.name.as_deref() {
            Some("") if self.foreign => {
                self.xml.attribute("cd:named", "yes");
            }
            Some(name) => self.text(name),
            None => {}
        }
        self.xml.end();
    }

    pub(super) fn concept_marks(&mut self, concept: &'a Concept, feature: Feature, with_code: bool) {
        if with_code {
            self.mark_if(feature, "cd:code", concept.code.as_deref(), "code");
            self.mark_if(feature, "cd:scheme", concept.scheme.as_deref(), "scheme");
        }
        self.mark_if(feature, "cd:role", concept.role.as_deref(), "role");
    }
}
