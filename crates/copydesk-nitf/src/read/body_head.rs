//! The head and the end of the body: headline, byline, dateline, rights, credits.

use copydesk_core::{
    Attributes, Audience, Block, Byline, Copyright, Credit, Dateline, Feature, Inline, Inlines, Paragraph,
    Person, Rights, Value, Work,
};
use copydesk_lines as lines;
use copydesk_xml::{Tag, Token};

use super::{Reading, Result, keep_in, line_of, squeeze};
use crate::moments::parse;

/// With how many notices or rights that are known a new one is compared, to join it to what it repeats.
const MOST_COMPARED: usize = 100;

impl<'t> Reading<'t, '_> {
    pub(super) fn body_head(&mut self, tag: &Tag<'t>) -> Result<()> {
        self.keep_attributes(tag, "body.head");
        self.children("body.head", |reading, tag| match reading.name(&tag) {
            "hedline" | "headline" => reading.hedline(&tag),
            "note" => reading.head_note(&tag),
            "rights" => reading.rights(&tag),
            "rights.owner" | "rights.agent" => reading.bare_rights(&tag),
            "byline" => reading.byline(&tag),
            "cd:byline" if reading.own => reading.byline_people(&tag),
            "distributor" => reading.distributor(&tag),
            "dateline" => reading.dateline(&tag),
            "abstract" => reading.summary(&tag),
            "series" => reading.series(&tag),
            "slug" | "slugline" => reading.slug(&tag),
            "hl1" | "hl2" => reading.head_line(&tag),
            "p" | "block" | "media" => {
                let mut blocks = Vec::new();
                reading.block_element(tag, &mut blocks)?;
                reading.head_blocks.append(&mut blocks);
                Ok(())
            }
            _ => reading.keep_element(&tag, "body.head."),
        })
    }

    fn hedline(&mut self, tag: &Tag<'t>) -> Result<()> {
        self.keep_attributes(tag, "hedline");
        let at = tag.at;
        let mut bare = Inlines::new();
        loop {
            match self.xml.next()? {
                Token::Start(tag) => match self.name(&tag) {
                    "hl1" | "hl2" | "hl3" | "hl4" | "hl5" | "hl6" => self.head_line(&tag)?,
                    _ => {
                        let inline = self.inline(tag)?;
                        bare.0.extend(inline);
                    }
                },
                Token::Text(text) => self.push_text(&mut bare, text),
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        bare.normalise();
        if bare.is_empty() {
            return Ok(());
        }
        self.repaired(Feature::Headline, at, "text in `hedline` itself", "the headline");
        if self.article.headline.is_empty() {
            self.article.headline = bare
        } else {
            self.article.decks.push(bare)
        }
        Ok(())
    }

    /// `hl1` is the headline, the others are decks.
    fn head_line(&mut self, tag: &Tag<'t>) -> Result<()> {
        let name = self.name(tag);
        let is_kicker = tag.attribute("class").is_some_and(|class| {
            class
                .split_ascii_whitespace()
                .any(|class| matches!(class, "kicker" | "eyebrow" | "overline" | "strap"))
        });
        if !(self.own || tag.attributes.is_empty()) {
            let mut tag = tag.clone();
            tag.attributes.retain(|(name, value)| !(is_kicker && *name == "class" && &**value == "kicker"));
            self.keep_attributes(&tag, name);
        }
        let mut content = self.inline_content()?;
        if !self.own {
            content.normalise();
        }
        let article = &mut self.article;
        if name != "hl1" {
            if is_kicker && article.kicker.is_empty() {
                article.kicker = content
            } else {
                article.decks.push(content)
            }
        } else if article.headline.is_empty() {
            article.headline = content;
        } else {
            article.decks.push(content);
            self.repaired(Feature::Headline, tag.at, "a second `hl1`", "a deck");
        }
        self.context.trace(tag.at..self.xml.position(), || "headline".to_owned(), "hedline");
        Ok(())
    }

    fn slug(&mut self, tag: &Tag<'t>) -> Result<()> {
        let text = self.text_content()?;
        if text.is_empty() {
            return Ok(());
        }
        if self.article.metadata.slug_line.is_none() {
            self.repaired(Feature::SlugLine, tag.at, format!("`{}`", tag.name), "the slug line");
            self.article.metadata.slug_line = Some(text);
        } else {
            self.keep(&format!("nitf:body.head.{}", tag.name), Value::Text(text));
        }
        Ok(())
    }

    /// The section of the paper, as some publishers put it beside the head of the body.
    pub(super) fn section(&mut self, tag: &Tag<'t>) -> Result<()> {
        let text = self.text_content()?;
        if text.is_empty() {
            return Ok(());
        }
        let publication = self.article.metadata.publication.get_or_insert_default();
        match &publication.section {
            None => {
                publication.section = Some(text);
                self.repaired(
                    Feature::Publication,
                    tag.at,
                    format!("`{}`", tag.name),
                    "the section of the paper",
                );
            }
            Some(known) if *known == text => {}
            Some(_) => keep_in(&mut publication.extras, &format!("nitf:{}", tag.name), Value::Text(text)),
        }
        Ok(())
    }

    /// A note before the story; a copyright note is a notice.
    fn head_note(&mut self, tag: &Tag<'t>) -> Result<()> {
        if tag.attribute("noteclass") == Some("cpyrt") {
            let text = self.text_content()?;
            let of: Option<usize> =
                tag.attribute("cd:of").filter(|_| self.own).and_then(|of| of.parse().ok());
            if let Some(copyright) = of.and_then(|of| self.article.copyright.get_mut(of)) {
                copyright.notice = text;
            } else if !text.is_empty() {
                let notice = lines::known_copyright(&text, self.language);
                self.add_copyright(notice);
            }
            return Ok(());
        }
        let mut note = self.note(tag)?;
        for block in &mut note {
            let attributes = block.attributes_mut().get_or_insert_default();
            attributes.extras.insert("nitf:part".to_owned(), Value::from("body.head"));
        }
        self.head_blocks.append(&mut note);
        Ok(())
    }

    /// A notice, joined to what is known of the same holder.
    pub(super) fn add_copyright(&mut self, notice: Copyright) {
        let known = self.article.copyright.iter_mut().take(MOST_COMPARED).find(|known| {
            known.notice.is_empty()
                && known
                    .holder
                    .as_deref()
                    .is_none_or(|holder| holder.is_empty() || notice.notice.contains(holder))
                && known
                    .years
                    .first()
                    .is_none_or(|year| notice.years.is_empty() || notice.years.contains(year))
        });
        match known {
            Some(known) => {
                known.notice = notice.notice;
                if known.holder.is_none() {
                    known.holder = notice.holder;
                }
                if known.years.is_empty() {
                    known.years = notice.years;
                }
            }
            None => self.article.copyright.push(notice),
        }
    }

    /// The rights in words, joined to those of `docdata`.
    fn rights(&mut self, tag: &Tag<'t>) -> Result<()> {
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
    fn bare_rights(&mut self, tag: &Tag<'t>) -> Result<()> {
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

    fn byline(&mut self, tag: &Tag<'t>) -> Result<()> {
        let at = tag.at;
        let mut byline = Byline {
            repeated: self.own && tag.attribute("cd:repeated").is_some(),
            extras: self.extras(tag, &["cd:repeated", "cd:printed"]),
            ..Byline::default()
        };
        loop {
            match self.xml.next()? {
                Token::Start(tag) => self.byline_part(&tag, &mut byline)?,
                Token::Text(text) => self.push_str(&mut byline.printed, &text),
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        if self.own {
            if tag.attribute("cd:printed").is_some() {
                byline.printed.clear();
            }
            self.article.bylines.push(byline);
            return Ok(());
        }
        byline.printed = squeeze(&byline.printed);
        if byline.printed.is_empty() && byline.people.is_empty() {
            for (key, value) in byline.extras {
                self.keep(&key.replacen("nitf:", "nitf:byline.", 1), value);
            }
            return Ok(());
        }
        if tag.attribute("class") == Some("normalized_byline") {
            self.normalised_byline(byline);
            return Ok(());
        }
        if byline.people.is_empty() {
            byline.people = lines::known_byline(&byline.printed, self.language).people;
        }
        let index = self.article.bylines.len();
        self.context.trace(at..self.xml.position(), || format!("bylines[{index}]"), "byline");
        self.article.bylines.push(byline);
        Ok(())
    }

    fn byline_part(&mut self, tag: &Tag<'t>, byline: &mut Byline) -> Result<()> {
        let before = byline.printed.len();
        self.byline_element(tag, byline)?;
        let after = byline.printed[before..].chars().next();
        let joins = byline.printed[..before].ends_with(char::is_alphanumeric)
            && after.is_some_and(char::is_alphanumeric);
        if joins && !self.own && self.name(tag) == "byttl" {
            // `Jane Doe<byttl>Editor</byttl>`: what divides them is left to a style.
            byline.printed.insert_str(before, ", ");
        }
        Ok(())
    }

    fn byline_element(&mut self, tag: &Tag<'t>, byline: &mut Byline) -> Result<()> {
        match self.name(tag) {
            "person" => {
                let mut person = Person::default();
                self.person(tag, &mut person, &mut byline.printed)?;
                if !person.name.is_empty() || self.own {
                    byline.people.push(person);
                }
            }
            "byttl" => {
                self.keep_attributes(tag, "byttl");
                let from = byline.printed.len();
                let mut org = None;
                self.titled(&mut byline.printed, &mut org)?;
                let title = byline.printed[from..].to_owned();
                if self.own {
                    if let Some(person) = byline.people.last_mut() {
                        person.role = Some(title);
                    }
                    return Ok(());
                }
                self.give_title(byline, squeeze(&title), org, from);
            }
            "virtloc" => {
                let text = self.raw_text()?;
                byline.printed.push_str(&text);
                if let Some(person) = byline.people.last_mut() {
                    person.contacts.push(squeeze(&text));
                }
                self.keep_attributes(tag, "byline.virtloc");
            }
            "org" => {
                let text = self.raw_text()?;
                byline.printed.push_str(&text);
                match byline.people.last_mut() {
                    Some(person) if person.affiliation.is_none() => person.affiliation = Some(squeeze(&text)),
                    _ => keep_in(&mut byline.extras, "nitf:org", Value::Text(squeeze(&text))),
                }
                self.keep_attributes(tag, "byline.org");
            }
            name => {
                if name == "br" {
                    byline.printed.push(' ');
                }
                let text = self.raw_text()?;
                if name == "location" && !text.trim().is_empty() {
                    keep_in(&mut byline.extras, "nitf:location", Value::Text(squeeze(&text)));
                }
                byline.printed.push_str(&text);
                self.keep_attributes(tag, &format!("byline.{name}"));
            }
        }
        Ok(())
    }

    /// The title in a byline: the job of the person before it, or of the one the text before it names.
    fn give_title(&mut self, byline: &mut Byline, title: String, org: Option<String>, from: usize) {
        if title.is_empty() {
            return;
        }
        if byline.people.is_empty() {
            let before = squeeze(&byline.printed[..from]);
            let before = before.trim_end_matches([',', ' ']);
            if !before.is_empty() {
                byline.people = lines::known_byline(before, self.language).people;
            }
        }
        let Some(person) = byline.people.last_mut() else {
            keep_in(&mut byline.extras, "nitf:byttl", Value::Text(title));
            return;
        };
        match org {
            Some(org) if org == title => person.affiliation = Some(org),
            org => {
                person.affiliation = person.affiliation.take().or(org);
                if person.role.is_none() {
                    person.role = Some(title);
                } else {
                    keep_in(&mut person.extras, "nitf:byttl", Value::Text(title));
                }
            }
        }
    }

    /// The text of `byttl`, and the organisation in it.
    fn titled(&mut self, printed: &mut String, org: &mut Option<String>) -> Result<()> {
        loop {
            match self.xml.next()? {
                Token::Start(tag) => {
                    let text = self.raw_text()?;
                    printed.push_str(&text);
                    let text = squeeze(&text);
                    if self.name(&tag) == "org" && !text.is_empty() {
                        *org = Some(text);
                    }
                    self.keep_attributes(&tag, &format!("byttl.{}", self.name(&tag)));
                }
                Token::Text(text) => self.push_str(printed, &text),
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => return Ok(()),
            }
        }
    }

    /// A person: the name from its parts or its text, a function as the job.
    fn person(&mut self, tag: &Tag<'t>, person: &mut Person, printed: &mut String) -> Result<()> {
        person.extras = self.extras(tag, &[]);
        let (mut text, mut parts) = (String::new(), String::new());
        loop {
            match self.xml.next()? {
                Token::Start(tag) => {
                    let name = self.name(&tag);
                    let piece = self.raw_text()?;
                    printed.push_str(&piece);
                    match name {
                        "function" if !piece.trim().is_empty() => person.role = Some(squeeze(&piece)),
                        "function" => {}
                        "name.given" | "name.family" => {
                            parts.push_str(&piece);
                            parts.push(' ');
                        }
                        _ => text.push_str(&piece),
                    }
                    for (attribute, value) in &tag.attributes {
                        if !value.is_empty() && !attribute.starts_with("xmlns") {
                            person.extras.insert(format!("nitf:{name}.{attribute}"), Value::from(&**value));
                        }
                    }
                }
                Token::Text(piece) => {
                    let from = text.len();
                    self.push_str(&mut text, &piece);
                    printed.push_str(&text[from..]);
                }
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        person.name = match (self.own, parts.trim().is_empty()) {
            (true, _) => text,
            (false, true) => squeeze(&text),
            (false, false) => squeeze(&format!("{parts}{text}")),
        };
        Ok(())
    }

    /// The same people as the byline before, family name first.
    fn normalised_byline(&mut self, byline: Byline) {
        let names: Vec<(String, String)> = byline
            .printed
            .split(';')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(|name| {
                let read = match name.split_once(',') {
                    Some((family, given)) => squeeze(&format!("{given} {family}")),
                    None => name.to_owned(),
                };
                (name.to_owned(), read)
            })
            .collect();
        if self.article.bylines.is_empty() {
            self.article.bylines.push(Byline::default());
        }
        let Some(printed) = self.article.bylines.last_mut() else { return };
        for (index, (normalised, name)) in names.into_iter().enumerate() {
            let same = |person: &Person| person.name.to_lowercase() == name.to_lowercase();
            let at = printed
                .people
                .iter()
                .take(MOST_COMPARED)
                .position(same)
                .or((index < printed.people.len()).then_some(index));
            let person = match at {
                Some(at) => &mut printed.people[at],
                None => {
                    printed.people.push(Person { name: name.clone(), ..Person::default() });
                    printed.people.last_mut().expect("one was just added")
                }
            };
            if person.name.is_empty() {
                person.name = name;
            }
            person.extras.insert("nitf:normalized_byline".to_owned(), Value::Text(normalised));
        }
    }

    /// The people of a byline, as this crate writes them beside it.
    fn byline_people(&mut self, tag: &Tag<'t>) -> Result<()> {
        let of: Option<usize> = tag.attribute("of").and_then(|of| of.parse().ok());
        let mut people = Vec::new();
        self.children("cd:byline", |reading, tag| {
            let text = |name: &str| tag.attribute(name).map(str::to_owned);
            let mut person = Person {
                name: text("name").unwrap_or_default(),
                role: text("role"),
                affiliation: text("affiliation"),
                ..Person::default()
            };
            reading.children("cd:person", |reading, tag| {
                if tag.name == "cd:contact" {
                    person.contacts.push(tag.attribute("value").unwrap_or_default().to_owned());
                    return reading.xml.skip();
                }
                let name = tag.attribute("name").unwrap_or_default().to_owned();
                let value = reading.own_extra(&tag)?;
                person.extras.insert(name, value);
                Ok(())
            })?;
            people.push(person);
            Ok(())
        })?;
        if let Some(byline) = of.and_then(|of| self.article.bylines.get_mut(of)) {
            byline.people = people;
        }
        Ok(())
    }

    fn distributor(&mut self, tag: &Tag<'t>) -> Result<()> {
        self.keep_attributes(tag, "distributor");
        let mut text = String::new();
        loop {
            match self.xml.next()? {
                Token::Start(tag) => {
                    text.push_str(&self.raw_text()?);
                    let name = self.name(&tag);
                    self.keep_attributes(&tag, &format!("distributor.{name}"));
                }
                Token::Text(piece) => self.push_str(&mut text, &piece),
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        let text = if self.own { text } else { squeeze(&text) };
        if text.is_empty() && !self.own {
            return Ok(());
        }
        if self.article.metadata.distributor.is_some() {
            self.keep("nitf:distributor", Value::Text(text));
        } else {
            self.article.metadata.distributor = Some(text);
        }
        Ok(())
    }

    fn dateline(&mut self, tag: &Tag<'t>) -> Result<()> {
        let own_text = |name: &str| if self.own { tag.attribute(name).map(str::to_owned) } else { None };
        let mut dateline = Dateline {
            place: own_text("cd:place"),
            date: own_text("cd:date"),
            moment: own_text("cd:moment").and_then(|text| parse(&text)).map(|(moment, _)| moment),
            source: own_text("cd:source"),
            repeated: own_text("cd:repeated").is_some(),
            ..Dateline::default()
        };
        let said = ["cd:place", "cd:date", "cd:moment", "cd:source", "cd:repeated", "cd:printed"];
        dateline.extras = self.extras(tag, &said);
        let mut parted = false;
        loop {
            match self.xml.next()? {
                Token::Start(tag) => {
                    parted = true;
                    self.dateline_part(&tag, &mut dateline)?;
                }
                Token::Text(text) => self.push_str(&mut dateline.printed, &text),
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        if self.own {
            if tag.attribute("cd:printed").is_some() {
                dateline.printed.clear();
            }
            self.article.dateline = Some(dateline);
            return Ok(());
        }
        dateline.printed = squeeze(&dateline.printed);
        if !dateline.printed.is_empty() && (!parted || dateline.place.is_none()) {
            self.read_dateline(&mut dateline);
        }
        if dateline == Dateline::default() {
            return Ok(());
        }
        if self.article.dateline.is_some() {
            self.keep("nitf:dateline", Value::Text(dateline.printed));
        } else {
            self.context.trace(tag.at..self.xml.position(), || "dateline".to_owned(), "dateline");
            self.article.dateline = Some(dateline);
        }
        Ok(())
    }

    /// A dateline whose parts are not marked.
    pub(super) fn read_dateline(&self, dateline: &mut Dateline) {
        if let Some((moment, _)) = parse(&dateline.printed) {
            dateline.moment = dateline.moment.or(Some(moment));
            dateline.date = dateline.date.take().or_else(|| Some(dateline.printed.clone()));
            return;
        }
        let read = lines::known_dateline(&dateline.printed, self.language);
        let date = dateline.date.clone();
        // The place is what is left beside a date that is marked.
        let place = read.place.filter(|place| date.as_deref() != Some(place.as_str()));
        dateline.place = dateline.place.take().or(place);
        dateline.date = dateline.date.take().or(read.date);
        dateline.source = dateline.source.take().or(read.source);
        dateline.moment = dateline.moment.or(read.moment);
    }

    fn dateline_part(&mut self, tag: &Tag<'t>, dateline: &mut Dateline) -> Result<()> {
        let name = self.name(tag);
        let norm = self.value(tag, "norm");
        let mut text = String::new();
        if name == "location" && !self.own {
            self.location_parts(&mut text, dateline)?;
        } else {
            text = self.raw_text()?;
        }
        dateline.printed.push_str(&text);
        let words = if self.own { text } else { squeeze(&text) };
        match name {
            "location" if dateline.place.is_none() && !words.is_empty() => dateline.place = Some(words),
            "story.date" => {
                if let Some(text) = norm.as_deref().filter(|text| !text.is_empty()) {
                    dateline.moment = self.moment(text, tag.at, Feature::Dateline);
                    if dateline.moment.is_none() {
                        dateline.extras.insert("nitf:story.date.norm".to_owned(), Value::from(text));
                    }
                }
                if !words.is_empty() && dateline.date.is_none() {
                    if dateline.moment.is_none() && !self.own {
                        dateline.moment = parse(&words).map(|(moment, _)| moment);
                    }
                    dateline.date = Some(words);
                }
            }
            _ => {}
        }
        for (attribute, value) in &tag.attributes {
            if *attribute != "norm" && !value.is_empty() && !attribute.starts_with("xmlns") {
                dateline.extras.insert(format!("nitf:{name}.{attribute}"), Value::from(&**value));
            }
        }
        Ok(())
    }

    /// City, state and country of a dateline's place: their text, and each as an extra.
    fn location_parts(&mut self, text: &mut String, dateline: &mut Dateline) -> Result<()> {
        loop {
            match self.xml.next()? {
                Token::Start(tag) => {
                    let name = self.name(&tag);
                    let piece = self.raw_text()?;
                    text.push_str(&piece);
                    if !piece.trim().is_empty() {
                        keep_in(&mut dateline.extras, &format!("nitf:{name}"), Value::Text(squeeze(&piece)));
                    }
                    for (attribute, value) in &tag.attributes {
                        if !value.is_empty() && !attribute.starts_with("xmlns") {
                            dateline.extras.insert(format!("nitf:{name}.{attribute}"), Value::from(&**value));
                        }
                    }
                }
                Token::Text(piece) => self.push_str(text, &piece),
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => return Ok(()),
            }
        }
    }

    fn summary(&mut self, tag: &Tag<'t>) -> Result<()> {
        let attributes = self.attributes(tag, &[]);
        let at = tag.at;
        let mut blocks = self.blocks("abstract")?;
        if attributes.is_some() {
            blocks = vec![Block::Container(copydesk_core::Container { content: blocks, attributes })];
        }
        self.article.summary.append(&mut blocks);
        self.context.trace(at..self.xml.position(), || "abstract".to_owned(), "abstract");
        Ok(())
    }

    pub(super) fn body_end(&mut self, tag: &Tag<'t>) -> Result<()> {
        self.keep_attributes(tag, "body.end");
        self.children("body.end", |reading, tag| match reading.name(&tag) {
            "tagline" => reading.tagline(&tag),
            "bibliography" | "biblio" => reading.bibliography(&tag),
            "cd:node" if reading.own => reading.xml.skip(),
            "cd:credit" if reading.own => reading.credit(&tag),
            _ => {
                let mut blocks = Vec::new();
                reading.block_element(tag, &mut blocks)?;
                reading.end_blocks.append(&mut blocks);
                Ok(())
            }
        })
    }

    /// A tagline: credits where it reads as a credit line, else a paragraph of its own at the end.
    fn tagline(&mut self, tag: &Tag<'t>) -> Result<()> {
        let attributes = self.attributes(tag, &[]);
        let mut content = self.inline_content()?;
        let is_credits = tag.attribute("class") == Some("credits");
        if is_credits {
            let lines: Vec<String> = credit_lines(&content);
            if self.own {
                self.credit_lines = lines;
                return Ok(());
            }
            for line in lines {
                self.known_credits(&squeeze(&line), tag.at);
            }
            return Ok(());
        }
        content.normalise();
        let line = line_of(&content);
        if !self.own
            && content.as_text().is_some()
            && attributes.is_none()
            && let Some(found) = lines::credits(&line, self.language)
        {
            self.note_credit_mends(&found.mends, tag.at);
            self.article.credits.extend(found.credits);
            return Ok(());
        }
        self.end_paragraph("tagline", content, attributes);
        Ok(())
    }

    fn known_credits(&mut self, line: &str, at: usize) {
        let found = lines::known_credits(line, self.language);
        self.note_credit_mends(&found.mends, at);
        self.article.credits.extend(found.credits);
    }

    fn note_credit_mends(&mut self, mends: &[lines::Mend], at: usize) {
        for mend in mends {
            self.repaired(Feature::Credit, at, mend.found.as_str(), mend.read_as.as_str());
        }
    }

    fn bibliography(&mut self, tag: &Tag<'t>) -> Result<()> {
        let attributes = self.attributes(tag, &[]);
        let mut content = self.inline_content()?;
        content.normalise();
        self.end_paragraph("bibliography", content, attributes);
        Ok(())
    }

    /// A paragraph after the story, which remembers the element it stood in.
    fn end_paragraph(&mut self, part: &str, content: Inlines, attributes: Option<Box<Attributes>>) {
        if content.is_empty() {
            return;
        }
        let mut attributes = attributes.unwrap_or_default();
        attributes.extras.insert("nitf:part".to_owned(), Value::from(part));
        if attributes.extras.get("nitf:type").and_then(Value::as_text) == Some("npa") {
            attributes.extras.remove("nitf:type");
            attributes.audience = Audience::Internal;
        }
        let paragraph = Paragraph { content, lede: false, attributes: attributes.boxed() };
        self.end_blocks.push(Block::Paragraph(paragraph));
    }

    /// One credit in parts, as this crate writes it beside the line.
    fn credit(&mut self, tag: &Tag<'t>) -> Result<()> {
        let text = |name: &str| tag.attribute(name).map(str::to_owned);
        let line = text("line").and_then(|line| line.parse().ok()).unwrap_or(usize::MAX);
        let mut credit = Credit {
            role: text("role"),
            work: work(tag.attribute("work").unwrap_or_default()),
            affiliation: text("affiliation"),
            // Filled when all is read: a line that is not printed is marked here.
            printed: text("printed").unwrap_or_default(),
            ..Credit::default()
        };
        self.children("cd:credit", |reading, tag| {
            if tag.name == "cd:name" {
                credit.names.push(tag.attribute("value").unwrap_or_default().to_owned());
                return reading.xml.skip();
            }
            let name = tag.attribute("name").unwrap_or_default().to_owned();
            let value = reading.own_extra(&tag)?;
            credit.extras.insert(name, value);
            Ok(())
        })?;
        self.credits.push((line, credit));
        Ok(())
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

/// The lines of a tagline of credits: its marked lines, else all of it.
fn credit_lines(content: &Inlines) -> Vec<String> {
    let mut marked = Vec::new();
    for inline in content {
        if let Inline::Span(span) = inline
            && span.attributes.as_ref().is_some_and(|said| said.has_class("credit-line"))
        {
            marked.push(span.content.plain_text());
        }
    }
    if marked.is_empty() { vec![content.plain_text()] } else { marked }
}

fn work(name: &str) -> Work {
    match name {
        "reporting" => Work::Reporting,
        "writing" => Work::Writing,
        "editing" => Work::Editing,
        "photography" => Work::Photography,
        "translation" => Work::Translation,
        "illustration" => Work::Illustration,
        "video" => Work::Video,
        "research" => Work::Research,
        _ => Work::Other,
    }
}
