//! Where the words of the articles are, and the search for those of a source.

use std::collections::{BTreeMap, BTreeSet};

use copydesk_core::{Article, Converted, Place, Report};

use super::article::{add_blocks, add_inlines, add_metadata};
use super::source::{Role, SourceText};
use super::words::{squeezed, without_tags, words_of};
use super::{Account, Piece};
use crate::moments::{norm, parse};

/// The words of the articles, by the role they play; then of the extras; then of the report.
pub(super) struct Places {
    roles: BTreeMap<Role, Words>,
    extras: Words,
    report: Words,
}

/// How often each word stands somewhere, and every text as a whole.
#[derive(Default)]
pub(super) struct Words {
    pub(super) counts: BTreeMap<String, usize>,
    pub(super) texts: BTreeSet<String>,
}

impl Words {
    pub(super) fn add(&mut self, text: &str) {
        for word in words_of(text) {
            *self.counts.entry(word).or_default() += 1;
        }
        self.texts.insert(squeezed(text));
    }

    /// Takes a word out, if it is there.
    fn take(&mut self, word: &str) -> bool {
        match self.counts.get_mut(word) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        }
    }

    fn has(&self, word: &str) -> bool {
        self.counts.contains_key(word)
    }
}

impl Places {
    pub(super) fn of(read: &[Converted<Article>]) -> Self {
        let mut places = Self { roles: BTreeMap::new(), extras: Words::default(), report: Words::default() };
        for Converted { output, report } in read {
            places.add_article(output);
            places.add_report(report);
        }
        places
    }

    fn add_article(&mut self, article: &Article) {
        let mut heading = Words::default();
        for inlines in [&article.kicker, &article.headline].into_iter().chain(&article.decks) {
            heading.add(&inlines.plain_text());
            add_inlines(inlines, &mut heading, &mut self.extras);
        }
        self.merge(Role::Heading, heading);
        let mut byline = Words::default();
        for line in &article.bylines {
            byline.add(&line.printed);
            if line.printed.is_empty() {
                line.people.iter().for_each(|person| byline.add(&person.name));
            }
        }
        self.merge(Role::Byline, byline);
        let mut dateline = Words::default();
        article.dateline.iter().for_each(|line| dateline.add(&line.printed));
        self.merge(Role::Dateline, dateline);
        let mut summary = Words::default();
        add_blocks(&article.summary, &mut summary, &mut self.extras);
        self.merge(Role::Summary, summary);
        let mut body = Words::default();
        add_blocks(&article.body, &mut body, &mut self.extras);
        for (line, _) in article.credit_lines() {
            body.add(line);
        }
        for copyright in &article.copyright {
            body.add(&copyright.notice);
        }
        self.merge(Role::Body, body);
        let any = self.roles.entry(Role::Any).or_default();
        add_metadata(article, any, &mut self.extras);
    }

    fn merge(&mut self, role: Role, words: Words) {
        let known = self.roles.entry(role).or_default();
        for (word, count) in words.counts {
            *known.counts.entry(word).or_default() += count;
        }
        known.texts.extend(words.texts);
    }

    fn add_report(&mut self, report: &Report) {
        for loss in &report.losses {
            self.report.add(&loss.detail);
        }
        for repair in &report.repairs {
            self.report.add(&repair.found);
            self.report.add(&repair.read_as);
        }
    }

    pub(super) fn look(&mut self, text: &SourceText, account: &mut Account, mut at: impl FnMut() -> Place) {
        let is_date = || {
            matches!(text.role, Role::Any | Role::Dateline)
                && text.words.len() < 40
                && parse(&text.words).is_some()
        };
        if text.is_attribute || is_date() {
            return self.look_for_value(text, account, at);
        }
        let plain = without_tags(&text.words);
        let (mut in_extras, mut reported, mut gone) = (Vec::new(), Vec::new(), Vec::new());
        for word in words_of(&plain) {
            account.words += 1;
            let known = self.roles.get_mut(&text.role).is_some_and(|words| words.take(&word));
            if known || (text.role == Role::Any && self.roles.values().any(|words| words.has(&word))) {
                continue;
            }
            if self.extras.has(&word) {
                in_extras.push(word);
            } else if self.report.has(&word) || self.is_repeated(text, &word) {
                reported.push(word);
            } else {
                gone.push(word);
            }
        }
        for (words, list) in [
            (in_extras, &mut account.in_extras),
            (reported, &mut account.reported),
            (gone, &mut account.gone),
        ] {
            if !words.is_empty() {
                list.push(Piece { element: text.element.clone(), at: at(), words: words.join(" ") });
            }
        }
    }

    /// A lead that the full text repeats is read once, and a title that repeats the headline.
    fn is_repeated(&self, text: &SourceText, word: &str) -> bool {
        let once = |role| self.roles.get(&role).is_some_and(|words| words.has(word));
        (text.element == "title" && once(Role::Heading))
            || (text.role == Role::Body
                && self.report.texts.iter().any(|said| said.contains("lead_paragraph"))
                && once(Role::Body))
            || (text.role == Role::Heading
                && self.report.texts.iter().any(|said| said.contains("the headline, once"))
                && once(Role::Heading))
            || (text.role == Role::Byline && once(Role::Byline))
            || (text.element == "sections" && once(Role::Any))
    }

    fn look_for_value(&mut self, text: &SourceText, account: &mut Account, mut at: impl FnMut() -> Place) {
        account.words += 1;
        let value = squeezed(&text.words);
        let spellings = spellings(&value);
        let found = |words: &Words| spellings.iter().any(|spelling| words.texts.contains(spelling));
        if self.roles.values().any(found) {
            return;
        }
        // Several values in one: `Science; Front Page`.
        let mut several = value.split(';').map(squeezed).filter(|part| !part.is_empty());
        if value.contains(';')
            && several.all(|part| self.roles.values().any(|words| words.texts.contains(&part)))
        {
            return;
        }
        let piece = Piece { element: text.element.clone(), at: at(), words: value.clone() };
        if found(&self.extras) {
            account.in_extras.push(piece);
        } else if self.report.texts.iter().any(|said| said.contains(&value)) {
            account.reported.push(piece);
        } else {
            account.gone.push(piece);
        }
    }
}

/// How the article may spell a value: as it stands, a date in normal form, a number, classes one by one.
pub(super) fn spellings(value: &str) -> Vec<String> {
    let mut spellings = vec![value.to_owned()];
    if let Some((moment, _)) = parse(value) {
        spellings.push(moment.to_string());
        spellings.push(norm(&moment));
        spellings.push(moment.date().year().to_string());
    }
    if let Some(number) = value.trim_start_matches('0').parse::<u64>().ok().filter(|_| !value.is_empty()) {
        spellings.push(number.to_string());
    }
    spellings.push(value.strip_prefix('#').unwrap_or(value).to_owned());
    spellings
}
