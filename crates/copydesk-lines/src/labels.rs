//! What stands above a headline and is none: the section of a paper, its name, the company a release is from.

use crate::Language;
use crate::gate;
use crate::names::{is_agency, is_contact, is_domain};

/// Such a line is never longer than this, in bytes.
const LONGEST: usize = 80;
/// What the name of a company ends with, in any language.
const COMPANIES: &[&str] = &[
    "AB",
    "AG",
    "A/S",
    "AS",
    "ASA",
    "B.V.",
    "BV",
    "Co.",
    "Corp",
    "Corp.",
    "Corporation",
    "GmbH",
    "Inc",
    "Inc.",
    "KG",
    "LLC",
    "Limited",
    "Ltd",
    "Ltd.",
    "N.V.",
    "NV",
    "Oyj",
    "PLC",
    "S.A.",
    "S.L.",
    "S.p.A.",
    "S.r.l.",
    "SE",
    "SpA",
    "Srl",
    "eG",
    "e.V.",
    "plc",
];

/// Whether a line is the section of a paper or the way to it on a site: `LOCAL NEWS`, `Home > News > Local`.
pub fn is_section(line: &str, language: Language) -> bool {
    let line = line.trim().trim_end_matches(':');
    if line.len() > LONGEST {
        return false;
    }
    let mut steps = line.split(['>', '›', '»', '|', '/']).map(str::trim).peekable();
    let first = steps.next().unwrap_or("");
    let several = steps.peek().is_some();
    gate::SECTIONS.are(first, language)
        && steps.all(|step| gate::SECTIONS.are(step, language) || (several && step.split(' ').count() <= 2))
}

/// Whether a line is the name of a paper or the address of a site, as they stand above headlines: `The Harlow Courier`.
pub fn is_masthead(line: &str, language: Language) -> bool {
    let line = line.trim();
    if line.len() > LONGEST || line.is_empty() {
        return false;
    }
    if !line.contains(char::is_whitespace) && (is_domain(line) || (is_contact(line) && !line.contains('@'))) {
        return true;
    }
    let with_article = gate::ARTICLES.begin(line, language);
    let count = line.split(' ').count();
    let proper = line.split(' ').skip(1).all(|word| !word.starts_with(char::is_lowercase) || word.len() <= 3);
    let last = line.rsplit(' ').next().unwrap_or("");
    let paper = |word: &str| gate::ORGANISATIONS.hold(word, language);
    let named = paper(last) || (with_article && line.split(' ').any(paper)) || last.split('-').any(paper);
    !is_agency(line) && proper && named && (2..=3 + usize::from(with_article)).contains(&count)
}

/// Whether a line is the name of a company: `Harlow Steel Corp.`
pub fn is_company(line: &str) -> bool {
    let line = line.trim();
    line.len() <= LONGEST
        && line.rsplit_once(' ').is_some_and(|(name, last)| {
            COMPANIES.contains(&last.trim_end_matches(','))
                && name.split(' ').count() <= 5
                && name.split(' ').all(|word| {
                    !word.starts_with(char::is_lowercase)
                        || matches!(word, "and" | "und" | "et" | "y" | "e" | "&" | "of" | "de")
                })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_in_every_language() {
        for line in [
            "LOCAL NEWS",
            "Home > News > Local",
            "Politik",
            "FAITS DIVERS",
            "Sucesos",
            "Cotidiano",
            "Cronaca",
            "Binnenland",
        ] {
            assert!(is_section(line, Language::ANY), "{line}");
        }
        for line in
            ["Local news is dying", "News of the day", "Brücke gesperrt", "Politik streitet über Brücke", ""]
        {
            assert!(!is_section(line, Language::ANY), "{line}");
        }
    }

    #[test]
    fn names_of_papers_and_companies() {
        let english = Language::of("en");
        for line in
            ["The Harlow Courier", "Harlow Daily News", "www.example.com", "harlowcourier.example.com"]
        {
            assert!(is_masthead(line, english), "{line}");
        }
        for line in
            ["Press freedom under fire", "Mayor attacks the Courier", "River bridge closes", "Reuters"]
        {
            assert!(!is_masthead(line, english), "{line}");
        }
        assert!(is_masthead("Musterstädter Zeitung", Language::of("de")));
        assert!(is_company("Muster Stahl AG") && is_company("Harlow Steel Corp."));
        assert!(
            !is_company("Bridge opens at 5 Co.")
                && !is_company("Mayor sues Harlow Steel over bridge, company says Inc.")
        );
    }
}
