//! Datelines.

use copydesk_core::{Dateline, Feature, Value};
use copydesk_lines as lines;
use copydesk_xml::{Tag, Token};

use super::{Reading, Result, keep_in, squeeze};
use crate::moments::parse;
use crate::spelling::is_of_word;

impl<'t> Reading<'t, '_> {
    pub(super) fn dateline(&mut self, tag: &Tag<'t>) -> Result<()> {
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
        if is_machine_date(&dateline.printed) && dateline.date.as_ref() == Some(&dateline.printed) {
            // Nobody prints `20190121T103600+0000`.
            let found = std::mem::take(&mut dateline.printed);
            self.repaired(Feature::Dateline, tag.at, found, "the moment alone");
            dateline.moment =
                dateline.moment.or_else(|| parse(dateline.date.as_deref()?).map(|(moment, _)| moment));
            dateline.date = None;
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
        if !self.own && super::byline::joins(&dateline.printed, &text) {
            dateline.printed.push_str(if name == "story.date" { ", " } else { " " });
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
                    divide_place(text, &piece);
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
}

/// City, state and country without anything between them: what divides them is left to a style.
pub(super) fn divide_place(text: &mut String, part: &str) {
    let words = text.trim_ascii_end().len();
    let ends = text[..words].ends_with(|c| is_of_word(c) || matches!(c, '.' | ')'));
    if ends && part.trim_ascii_start().starts_with(is_of_word) {
        text.truncate(words);
        text.push_str(", ");
    }
}

/// Whether a line is a date as programs write it, with its time: `20190121T103600+0000`.
fn is_machine_date(line: &str) -> bool {
    let is_of_date = |c: char| c.is_ascii_digit() || matches!(c, 'T' | 'Z' | '+' | '-' | ':' | '.');
    line.len() >= 13 && line.contains('T') && line.chars().all(is_of_date) && parse(line).is_some()
}
