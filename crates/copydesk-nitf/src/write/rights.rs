//! Copyright and rights in `docdata`.

use copydesk_core::{Copyright, Feature, Rights, Value};

use super::Writing;
use crate::moments::norm;

impl<'a> Writing<'a, '_> {
    pub(super) fn doc_copyright(&mut self, copyright: &'a Copyright) {
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

    pub(super) fn doc_rights(&mut self, rights: &'a Rights, index: usize) {
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
}
