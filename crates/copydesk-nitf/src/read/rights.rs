//! Rights and copyright, in words and in parts.

use copydesk_core::{Copyright, Feature, Reservation, Rights, Value};
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
                let is_date = |text: &String| parse(text).is_some_and(|(moment, _)| Some(moment) == date);
                if let Some(words) = words.filter(|words| !is_date(words)) {
                    keep_in(&mut rights.extras, &format!("nitf:{name}"), Value::Text(words));
                }
                if let Some(norm) = norm.filter(|norm| !norm.is_empty() && !is_date(norm)) {
                    keep_in(&mut rights.extras, &format!("nitf:{name}.norm"), Value::Text(norm));
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

    pub(super) fn doc_copyright(&mut self, tag: &Tag<'t>) -> Result<()> {
        let year = self.value(tag, "year");
        let mut copyright = Copyright {
            years: Vec::new(),
            holder: self.value(tag, "holder"),
            notice: String::new(),
            extras: self.extras(tag, &["year", "holder", "cd:years"]),
        };
        if let Some(years) = tag.attribute("cd:years").filter(|_| self.own) {
            copyright.years = years.split(' ').filter_map(|year| year.parse().ok()).collect();
        } else if let Some(year) = &year {
            copyright.years = years(year);
            let plain = copyright.years.len() == 1 && copyright.years[0].to_string() == year.trim();
            if copyright.years.is_empty() {
                copyright.extras.insert("nitf:year".to_owned(), Value::from(year.as_str()));
            } else if !plain && !self.own {
                let read: Vec<String> = copyright.years.iter().map(ToString::to_string).collect();
                self.repaired(Feature::Copyright, tag.at, year, read.join(", "));
            }
        }
        let text = self.text_content()?;
        if !text.is_empty() {
            copyright.notice = text;
        }
        if copyright != Copyright::default() || self.own {
            self.article.copyright.push(copyright);
        }
        Ok(())
    }

    pub(super) fn doc_rights(&mut self, tag: &Tag<'t>) -> Result<()> {
        const SAID: [&str; 11] = [
            "owner",
            "startdate",
            "enddate",
            "agent",
            "geography",
            "type",
            "limitations",
            "cd:terms",
            "cd:owner-contact",
            "cd:agent-contact",
            "cd:license",
        ];
        let own = |name: &str| if self.own { tag.attribute(name).map(str::to_owned) } else { None };
        let mut rights = Rights {
            terms: own("cd:terms"),
            owner: self.value(tag, "owner"),
            owner_contact: own("cd:owner-contact"),
            agent: self.value(tag, "agent"),
            agent_contact: own("cd:agent-contact"),
            kind: self.value(tag, "type"),
            geography: self.value(tag, "geography"),
            limitations: self.value(tag, "limitations"),
            license: own("cd:license"),
            ..Rights::default()
        };
        rights.extras = self.extras(tag, &SAID);
        for (name, key) in [("startdate", "nitf:startdate"), ("enddate", "nitf:enddate")] {
            let Some(text) = self.value(tag, name).filter(|text| !text.is_empty()) else { continue };
            let moment = self.moment(&text, tag.at, Feature::Rights);
            match (moment, name) {
                (None, _) => {
                    rights.extras.insert(key.to_owned(), Value::Text(text));
                }
                (moment, "startdate") => rights.starts = moment,
                (moment, _) => rights.ends = moment,
            }
        }
        let text = self.text_content()?;
        if !text.is_empty() {
            rights.terms = Some(text);
        }
        if rights != Rights::default() || self.own {
            self.article.rights.push(rights);
        }
        Ok(())
    }

    pub(super) fn reservation(&mut self, tag: &Tag<'t>) -> Result<()> {
        let of: Option<usize> = tag.attribute("of").and_then(|of| of.parse().ok());
        if let Some(rights) = of.and_then(|of| self.article.rights.get_mut(of)) {
            let usage = tag.attribute("use").unwrap_or_default().to_owned();
            rights
                .reservations
                .push(Reservation { usage, policy: tag.attribute("policy").map(str::to_owned) });
        }
        self.xml.skip()
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

/// The years a text names: `2022`, `2019-2022`, `20080219T000000+0100`.
pub(super) fn years(text: &str) -> Vec<i16> {
    let text = text.trim();
    if let Ok(year) = text.parse::<i16>() {
        return vec![year];
    }
    if let Some((moment, _)) = parse(text) {
        return vec![moment.date().year()];
    }
    let found: Vec<i16> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|word| word.len() == 4)
        .filter_map(|word| word.parse().ok())
        .collect();
    match found.as_slice() {
        [first, last] if text.len() <= 12 && first < last && last - first < 100 && !text.contains(',') => {
            (*first..=*last).collect()
        }
        _ => found,
    }
}
