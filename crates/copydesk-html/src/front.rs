//! What stands above the story: kicker, headline, decks, bylines, dates, abstract, dateline.

use std::ops::Range;

use copydesk_core::{Article, Block, Byline, Dateline, Direction, Feature, Moment, Paragraph, Person, Step};

use crate::language;
use crate::links::{Address, address};
use crate::markup::{Markup, Syntax};
use crate::scribe::Scribe;

/// How far into a line words are looked for in other letters: bylines and datelines are short.
const LINE: usize = 400;

/// A stretch of a printed line that says something more: its words, and the start tag it gets.
struct Marked<'p> {
    words: &'p str,
    element: &'static str,
    class: &'static str,
    attribute: Option<(&'static str, String)>,
}

impl Scribe<'_, '_> {
    /// The whole article.
    pub(crate) fn article(&mut self, article: &Article) {
        let language = self.setting.language;
        self.markup.start("article");
        if language::is_valid(language) {
            self.markup.attribute("lang", language).xhtml_attribute("xml:lang", language);
        }
        self.markup.attribute("dir", language::direction(article, language).name()).line();
        self.page_mark(article);
        self.stamp();
        self.markup.start("header").line();
        self.headline(article);
        self.each("bylines", &article.bylines, |scribe, byline| scribe.byline(byline));
        self.dates(article);
        self.markup.end("header").line();
        self.dateline(article);
        self.summary(article);
        self.markup.start("div").attribute("class", "story").line();
        self.place_dateline(article);
        self.blocks("body", &article.body);
        self.markup.end("div").line();
        self.footnotes();
        self.footer(article);
        self.markup.end("article").line();
    }

    /// What is stamped on an article that must not be published, above everything else.
    fn stamp(&mut self) {
        if let Some(stamp) = self.setting.stamp {
            stamp_line(&mut self.markup, stamp);
        }
    }

    /// The mark where the printed page begins, for a book's list of pages.
    fn page_mark(&mut self, article: &Article) {
        if self.setting.syntax == Syntax::Html {
            return;
        }
        if let Some(page) = printed_page(article) {
            let id = self.ids.own("page", 1);
            self.markup.start("span").attribute("id", &id).attribute("role", "doc-pagebreak");
            self.markup.attribute("epub:type", "pagebreak").attribute("title", page).end("span").line();
            self.markup.take_forbidden();
        }
    }

    fn headline(&mut self, article: &Article) {
        if !article.kicker.is_empty() {
            self.markup.start("p").attribute("class", "kicker");
            self.inlines("kicker", &article.kicker);
            self.markup.end("p").line();
        }
        let id = self.ids.own("headline", 1);
        self.markup.start("h1").attribute("id", &id);
        if article.headline.plain_text().trim().is_empty() {
            self.within(Step::Field("headline"), |scribe| scribe.text(scribe.setting.title));
        } else {
            self.inlines("headline", &article.headline);
        }
        self.markup.end("h1").line();
        self.each("decks", &article.decks, |scribe, deck| {
            scribe.markup.start("p").attribute("class", "deck").attribute("role", "doc-subtitle");
            scribe.markup.xhtml_attribute("epub:type", "subtitle");
            scribe.inline_run(deck);
            scribe.markup.end("p").line();
        });
    }

    fn byline(&mut self, byline: &Byline) {
        let Byline { printed, people, repeated, extras } = byline;
        self.extras(extras, "extras");
        let line = if printed.trim().is_empty() { people_line(people) } else { printed.clone() };
        if !repeated && !line.is_empty() {
            self.markup.start("address").attribute("class", "byline");
            let marked: Vec<Marked<'_>> = people.iter().filter_map(author).collect();
            self.within(Step::Field("printed"), |scribe| scribe.marked_line(&line, &marked));
            self.markup.end("address").line();
        }
        self.each("people", people, |scribe, person| scribe.person(person, &line));
    }

    /// What the line does not say of a person goes to the report.
    fn person(&mut self, person: &Person, line: &str) {
        let Person { name, role, affiliation, contacts, extras } = person;
        self.extras(extras, "extras");
        let unsaid = |text: &&String| !text.is_empty() && !line.contains(text.as_str());
        for (field, text) in
            [("name", Some(name)), ("role", role.as_ref()), ("affiliation", affiliation.as_ref())]
        {
            if let Some(text) = text.filter(unsaid) {
                self.unprinted(Feature::Person, self.trail.field(field), &format!("`{text}`"));
            }
        }
        let linked = author(person)
            .is_some_and(|marked| found(line, marked.words).is_some() && marked.attribute.is_some());
        for (index, contact) in contacts.iter().enumerate() {
            let carried =
                linked && Some(index) == contacts.iter().position(|contact| contact_link(contact).is_some());
            if !carried && !line.contains(contact.as_str()) {
                let place = self.trail.field(&format!("contacts[{index}]"));
                self.report.dropped(Feature::Person, place, "a name leads to one web or mail address alone");
            }
        }
    }

    /// When the article was issued and changed, as bare dates: they need no language.
    fn dates(&mut self, article: &Article) {
        let metadata = &article.metadata;
        let issued = metadata.issued.map(|moment| ("issued", moment));
        let modified = metadata.modified.map(|moment| ("modified", moment));
        let shown: Vec<(&str, Moment)> = match (issued, modified) {
            (Some(issued), Some(modified)) if issued.1 == modified.1 => vec![issued],
            (issued, modified) => issued.into_iter().chain(modified).collect(),
        };
        if shown.is_empty() {
            return;
        }
        self.markup.start("p").attribute("class", "dates");
        for (index, (class, moment)) in shown.into_iter().enumerate() {
            if index > 0 {
                self.markup.text(" · ");
            }
            self.markup.start("time").attribute("class", class).attribute("datetime", &moment.to_string());
            if language::direction(article, self.setting.language) == Direction::Rtl {
                // Digits and signs in their own order.
                self.markup.attribute("dir", "ltr");
            }
            self.markup.text(&readable(&moment)).end("time");
        }
        self.markup.end("p").line();
    }

    fn summary(&mut self, article: &Article) {
        if article.summary.is_empty() || is_first_paragraph(article) {
            return;
        }
        self.markup.start("div").attribute("class", "abstract").attribute("role", "doc-abstract");
        self.markup.xhtml_attribute("epub:type", "abstract").line();
        self.blocks("abstract", &article.summary);
        self.markup.end("div").line();
    }

    /// What the dateline says besides its printed words.
    fn dateline(&mut self, article: &Article) {
        let Some(dateline) = &article.dateline else { return };
        self.trail.enter(Step::Field("dateline"));
        self.extras(&dateline.extras, "extras");
        let line = dateline_line(dateline);
        for (field, part) in
            [("place", &dateline.place), ("date", &dateline.date), ("source", &dateline.source)]
        {
            if part.as_deref().is_some_and(|part| !line.contains(part)) {
                let why = "the printed dateline does not say it";
                self.report.dropped(Feature::Dateline, self.trail.field(field), why);
            }
        }
        if dateline.moment.is_some() && (dateline.date.is_none() || dateline.repeated) {
            let why = "there are no words of the date to put it on";
            self.report.dropped(Feature::Dateline, self.trail.field("moment"), why);
        }
        self.trail.leave();
    }

    /// Puts the dateline where papers put it: at the beginning of the first paragraph.
    fn place_dateline(&mut self, article: &Article) {
        let Some(dateline) = article.dateline.as_ref().filter(|dateline| !dateline.repeated) else { return };
        let line = dateline_line(dateline);
        if line.trim().is_empty() {
            return;
        }
        let before = self.markup.length();
        self.markup.start("span").attribute("class", "dateline");
        let mut marked = Vec::new();
        let mut mark = |words: &'_ Option<String>, element, class, attribute| {
            if let Some(words) = words.clone().filter(|words| !words.is_empty()) {
                marked.push((words, element, class, attribute));
            }
        };
        mark(&dateline.place, "span", "place", None);
        mark(&dateline.date, "time", "date", dateline.moment.map(|moment| ("datetime", moment.to_string())));
        mark(&dateline.source, "span", "source", None);
        let marked: Vec<Marked<'_>> = marked
            .iter()
            .map(|(words, element, class, attribute)| {
                let element = if *element == "time" && attribute.is_none() { "span" } else { element };
                Marked { words, element, class, attribute: attribute.clone() }
            })
            .collect();
        self.within(Step::Field("dateline"), |scribe| {
            scribe.within(Step::Field("printed"), |scribe| scribe.marked_line(line.trim(), &marked));
        });
        self.markup.end("span").text(" ");
        let markup = self.markup.split_off(before);
        self.lead_into(&article.body, markup);
    }

    /// A printed line, with the stretches in it that say more. Stretches that overlap or are not there are left out.
    fn marked_line(&mut self, line: &str, marked: &[Marked<'_>]) {
        let mut stretches: Vec<(Range<usize>, &Marked<'_>)> =
            marked.iter().filter_map(|marked| Some((found(line, marked.words)?, marked))).collect();
        stretches.sort_by_key(|(at, _)| at.start);
        let mut written = 0;
        for (at, marked) in stretches {
            if at.start < written {
                continue;
            }
            self.text(&line[written..at.start]);
            self.markup.start(marked.element);
            if !marked.class.is_empty() {
                self.markup.attribute("class", marked.class);
            }
            if let Some((name, value)) = &marked.attribute {
                self.attribute(name, value);
            }
            written = at.end;
            self.text(&line[at]);
            self.markup.end(marked.element);
        }
        self.text(&line[written..]);
    }
}

/// Where words stand in a line, in the same letters or in others of the same name: bylines are often set in capitals.
fn found(line: &str, words: &str) -> Option<Range<usize>> {
    if let Some(start) = line.find(words) {
        return Some(start..start + words.len());
    }
    line.char_indices().take(LINE).find_map(|(start, _)| {
        let mut end = start;
        let mut letters = line[start..].chars();
        for word in words.chars() {
            let letter = letters.next()?;
            if letter != word && !letter.to_lowercase().eq(word.to_lowercase()) {
                return None;
            }
            end += letter.len_utf8();
        }
        Some(start..end)
    })
}

/// Writes the line that is stamped on every page of what must not be published.
pub fn stamp_line(markup: &mut Markup, stamp: &str) {
    markup.start("p").attribute("class", "stamp").attribute("role", "note");
    markup.attribute("lang", "en").xhtml_attribute("xml:lang", "en").attribute("dir", "ltr");
    markup.start("strong").text(stamp).end("strong").end("p").line();
}

/// The page the article begins on in print.
pub(crate) fn printed_page(article: &Article) -> Option<&str> {
    let page = article.metadata.publication.as_ref()?.page.as_deref()?.trim();
    Some(page).filter(|page| !page.is_empty())
}

/// Whether the abstract is nothing but the first paragraph, word for word: it is not printed twice.
fn is_first_paragraph(article: &Article) -> bool {
    let Some(Block::Paragraph(first)) = article.body.first() else { return false };
    let plain = Paragraph { content: first.content.clone(), ..Paragraph::default() };
    first.attributes.is_none()
        && matches!(article.summary.as_slice(), [Block::Paragraph(only)] if *only == plain)
}

/// A person as a stretch of the byline: a link where there is a web or mail address.
fn author(person: &Person) -> Option<Marked<'_>> {
    if person.name.is_empty() {
        return None;
    }
    let contact = person.contacts.iter().find_map(|contact| contact_link(contact));
    let element = if contact.is_some() { "a" } else { "span" };
    let attribute = contact.map(|contact| ("href", contact));
    Some(Marked { words: &person.name, element, class: "author", attribute })
}

/// The address a contact can be reached at with a click. Telephone numbers are not put on a public page.
pub(crate) fn contact_link(contact: &str) -> Option<String> {
    let contact = contact.trim();
    match address(contact) {
        Address::Absolute(absolute) if absolute.starts_with("http") || absolute.starts_with("mailto:") => {
            return Some(absolute);
        }
        Address::Absolute(_) | Address::Relative(_) | Address::Inside(_) | Address::Refused(_) => {}
    }
    let (name, host) = contact.split_once('@')?;
    let sound = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_+".contains(&byte))
    };
    (sound(name) && sound(host) && host.contains('.')).then(|| format!("mailto:{contact}"))
}

/// A byline for people the source names without a line.
fn people_line(people: &[Person]) -> String {
    let names: Vec<String> = people
        .iter()
        .map(|person| {
            let parts = [Some(&person.name), person.role.as_ref(), person.affiliation.as_ref()];
            let parts: Vec<&str> =
                parts.into_iter().flatten().map(String::as_str).filter(|part| !part.is_empty()).collect();
            parts.join(", ")
        })
        .filter(|name| !name.is_empty())
        .collect();
    names.join("; ")
}

/// The dateline as printed, or put together from its parts.
fn dateline_line(dateline: &Dateline) -> String {
    if !dateline.printed.trim().is_empty() {
        return dateline.printed.clone();
    }
    let place_and_date: Vec<&str> =
        [&dateline.place, &dateline.date].into_iter().flatten().map(String::as_str).collect();
    let mut line = place_and_date.join(", ");
    if let Some(source) = &dateline.source {
        line.push_str(&format!(" ({source})"));
    }
    if line.trim().is_empty() { String::new() } else { format!("{} —", line.trim()) }
}

/// A moment in digits: `2022-01-10 08:30 +06:00`.
pub(crate) fn readable(moment: &Moment) -> String {
    let time = moment.date_time();
    match moment {
        Moment::Date(date) => date.to_string(),
        Moment::Local(_) => format!("{} {:02}:{:02}", time.date(), time.hour(), time.minute()),
        Moment::Zoned(_, _) => {
            let written = moment.to_string();
            let zone = match written.strip_suffix('Z') {
                Some(_) => "UTC",
                None => &written[written.len().saturating_sub(6)..],
            };
            format!("{} {:02}:{:02} {zone}", time.date(), time.hour(), time.minute())
        }
    }
}
