//! What stands below the story: credits, copyright, rights.

use copydesk_core::{Article, Copyright, Credit, Feature, Rights, Step};

use crate::links::{Address, address};
use crate::scribe::Scribe;

impl Scribe<'_, '_> {
    pub(crate) fn footer(&mut self, article: &Article) {
        if article.credits.is_empty() && article.copyright.is_empty() && article.rights.is_empty() {
            return;
        }
        let before = self.markup.length();
        self.markup.start("footer").line();
        let begun = self.markup.length();
        self.credits(article);
        self.each("copyright", &article.copyright, |scribe, copyright| scribe.copyright(copyright));
        self.each("rights", &article.rights, |scribe, rights| scribe.rights(rights));
        if self.markup.length() == begun {
            // Nothing of it is printed.
            self.markup.split_off(before);
        } else {
            self.markup.end("footer").line();
        }
    }

    /// Each credit line once, as printed.
    fn credits(&mut self, article: &Article) {
        self.each("credits", &article.credits, |scribe, credit| {
            let line = credit_line(credit);
            scribe.extras(&credit.extras, "extras");
            let unsaid = credit.names.iter().chain(&credit.role).chain(&credit.affiliation);
            if unsaid.into_iter().any(|text| !text.is_empty() && !line.contains(text.as_str())) {
                scribe.unprinted(Feature::Credit, scribe.trail.place(), "it all");
            }
        });
        let mut index = 0;
        for (_, credits) in article.credit_lines() {
            self.trail.enter(Step::Field("credits"));
            self.trail.enter(Step::Index(index));
            self.trail.enter(Step::Field("printed"));
            self.markup.start("p").attribute("class", "credit-line");
            self.text(credit_line(&credits[0]).trim());
            self.markup.end("p").line();
            self.trail.leave();
            self.trail.leave();
            self.trail.leave();
            index += credits.len();
        }
    }

    fn copyright(&mut self, copyright: &Copyright) {
        self.extras(&copyright.extras, "extras");
        let notice = copyright_line(copyright);
        if notice.is_empty() {
            return;
        }
        self.markup.start("p").attribute("class", "copyright");
        self.within(Step::Field("notice"), |scribe| scribe.text(&notice));
        self.markup.end("p").line();
    }

    /// The terms people read; the rest stands in the page's data.
    fn rights(&mut self, rights: &Rights) {
        self.extras(&rights.extras, "extras");
        let license = rights.license.as_deref().and_then(|license| match address(license) {
            Address::Absolute(license) => Some(license),
            Address::Relative(_) | Address::Inside(_) | Address::Refused(_) => None,
        });
        if rights.terms.is_none() && rights.license.is_none() {
            return;
        }
        self.markup.start("p").attribute("class", "rights");
        if let Some(terms) = &rights.terms {
            self.within(Step::Field("terms"), |scribe| scribe.text(terms.trim()));
            self.markup.text(" ");
        }
        if let Some(written) = &rights.license {
            if let Some(license) = &license {
                self.markup.start("a").attribute("rel", "license").attribute("href", license);
            }
            self.within(Step::Field("license"), |scribe| scribe.text(written.trim()));
            if license.is_some() {
                self.markup.end("a");
            }
        }
        self.markup.end("p").line();
    }
}

/// A credit as printed, or put together from its parts.
pub(crate) fn credit_line(credit: &Credit) -> String {
    if !credit.printed.trim().is_empty() {
        return credit.printed.clone();
    }
    let names = credit.names.join(", ");
    let affiliation = credit.affiliation.as_deref().map(|name| format!(" ({name})")).unwrap_or_default();
    match &credit.role {
        Some(role) => format!("{role}{affiliation}: {names}"),
        None => format!("{names}{affiliation}"),
    }
}

/// A notice as printed, or put together from its parts.
pub fn copyright_line(copyright: &Copyright) -> String {
    let printed = copyright.notice.trim();
    if !printed.is_empty() {
        return printed.to_owned();
    }
    let years: Vec<String> = copyright.years.iter().map(ToString::to_string).collect();
    let holder = copyright.holder.as_deref().unwrap_or("");
    if years.is_empty() && holder.is_empty() {
        return String::new();
    }
    ["©", &years.join(", "), holder]
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(" ")
}
