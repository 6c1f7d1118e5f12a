//! Rights, in words and in parts.

use copydesk_core::{Feature, Rights, Value};
use copydesk_xml::{Tag, Token};

use super::body_head::MOST_COMPARED;
use super::{Reading, Result, keep_in, squeeze};
use crate::moments::parse;

impl<'t> Reading<'t, '_> {
    /// The rights in words, joined to those of `docdata`.
    pub(super) fn rights(&mut self, tag: &Tag<'t>) -> Result<()> {
        let mut rights = Rights::default();
        let own_extras = self.extras(tag, &["cd:of", "cd:terms"]);
        rights.extras = own_extras;
        let mut terms = String::new();
        loop {
            match self.xml.next()? {
                Token::Start(tag) => self.rights_child(&tag, &mut rights)?,
                Token::Text(text) => self.push_str(&mut terms, &text),
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        if self.own {
            let has_terms = !terms.is_empty() || tag.attribute("cd:terms").is_some();
            if let Some(first) = self.article.rights.first_mut() {
                first.terms = has_terms.then_some(terms);
                first.owner_contact = rights.owner_contact;
                first.agent_contact = rights.agent_contact;
            }
            return Ok(());
        }
        let terms = squeeze(&terms);
        rights.terms = (!terms.is_empty()).then_some(terms);
        self.add_rights(rights);
        Ok(())
    }

    fn rights_child(&mut self, tag: &Tag<'t>, rights: &mut Rights) -> Result<()> {
        let name = self.name(tag);
        let contact = self.value(tag, "contact");
        let norm = self.value(tag, "norm");
        let text = self.text_content()?;
        let words = (!text.is_empty()).then_some(text);
        let slot = match name {
            "rights.owner" => {
                rights.owner_contact = contact;
                &mut rights.owner
            }
            "rights.agent" => {
                rights.agent_contact = contact;
                &mut rights.agent
            }
            "rights.geography" => &mut rights.geography,
            "rights.type" => &mut rights.kind,
            "rights.limitations" => &mut rights.limitations,
            _ => {
                let date = norm.as_deref().or(words.as_deref()).and_then(parse).map(|(moment, _)| moment);
                match (name, date) {
                    ("rights.startdate", Some(date)) => rights.starts = Some(date),
                    ("rights.enddate", Some(date)) => rights.ends = Some(date),
                    _ => {}
                }
                if let Some(words) = words.filter(|words| date.is_none() || parse(words).is_none()) {
                    keep_in(&mut rights.extras, &format!("nitf:{name}"), Value::Text(words));
                }
                rights_attributes(tag, name, rights);
                return Ok(());
            }
        };
        if slot.is_none() {
            *slot = words;
        } else if let Some(words) = words {
            keep_in(&mut rights.extras, &format!("nitf:{name}"), Value::Text(words));
        }
        rights_attributes(tag, name, rights);
        Ok(())
    }

    /// `rights.owner` outside `rights`.
    pub(super) fn bare_rights(&mut self, tag: &Tag<'t>) -> Result<()> {
        let mut rights = Rights::default();
        self.rights_child(tag, &mut rights)?;
        if rights != Rights::default() {
            self.repaired(Feature::Rights, tag.at, format!("`{}` outside `rights`", tag.name), "rights");
            self.add_rights(rights);
        }
        Ok(())
    }

    fn add_rights(&mut self, found: Rights) {
        if found == Rights::default() {
            return;
        }
        let same = |known: &Rights| {
            let agree = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
            agree(&known.owner, &found.owner)
                && agree(&known.agent, &found.agent)
                && agree(&known.kind, &found.kind)
                && agree(&known.geography, &found.geography)
                && agree(&known.limitations, &found.limitations)
                && known.terms.is_none()
                && (known.starts.is_none() || found.starts.is_none() || known.starts == found.starts)
                && (known.ends.is_none() || found.ends.is_none() || known.ends == found.ends)
        };
        let Some(known) = self.article.rights.iter_mut().take(MOST_COMPARED).find(|known| same(known)) else {
            self.article.rights.push(found);
            return;
        };
        let Rights {
            terms, owner, owner_contact, agent, agent_contact, kind, geography, limitations, ..
        } = found;
        for (slot, value) in [
            (&mut known.terms, terms),
            (&mut known.owner, owner),
            (&mut known.owner_contact, owner_contact),
            (&mut known.agent, agent),
            (&mut known.agent_contact, agent_contact),
            (&mut known.kind, kind),
            (&mut known.geography, geography),
            (&mut known.limitations, limitations),
        ] {
            if slot.is_none() {
                *slot = value;
            }
        }
        known.starts = known.starts.or(found.starts);
        known.ends = known.ends.or(found.ends);
        for (key, value) in found.extras {
            let key =
                if known.extras.contains_key(&key) { key.replacen("nitf:", "nitf:rights.", 1) } else { key };
            known.extras.insert(key, value);
        }
    }
}

/// What else the source says of a part of the rights.
fn rights_attributes(tag: &Tag<'_>, name: &str, rights: &mut Rights) {
    for (attribute, value) in &tag.attributes {
        if !matches!(*attribute, "contact" | "norm") && !value.is_empty() && !attribute.starts_with("xmlns") {
            rights.extras.insert(format!("nitf:{name}.{attribute}"), Value::from(&**value));
        }
    }
}
