//! What stands around a headline and is none: the section of a paper, its name, the company a release is from, decks.

use crate::Language;
use crate::contacts::is_contact;
use crate::gate;
use crate::organisations::{is_agency, is_domain};
use crate::scan::{has_digit, is_capitals, trim};

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

/// What follows the word a deck begins with: `Utl.: …`.
pub fn deck(line: &str, language: Language) -> Option<&str> {
    let rest = gate::DECKS.strip(line.trim_start(), language)?;
    let rest = rest.strip_prefix('.').unwrap_or(rest).trim_start();
    rest.strip_prefix(':').map(str::trim).filter(|deck| !deck.is_empty())
}

/// Whether a line in capitals says what the headline below it is about: one word, or words that all stand in the headline
/// too: `CRECIDA PUENTE` above `El puente sigue cerrado por la crecida`. Above a headline in capitals, one word much shorter.
pub fn is_topic(line: &str, headline: &str) -> bool {
    const LONGEST_TOPIC: usize = 40;
    let line = line.trim();
    if line.len() > LONGEST_TOPIC || headline.len() <= line.len() || !is_capitals(line) {
        return false;
    }
    // `RACING` above `RESULTS FROM HARLOW ON TUESDAY`, but not the first line of a headline in two.
    let shouted = is_capitals(headline);
    let shorter =
        || (2 * line.len()..=2 * LONGEST_TOPIC).contains(&headline.len()) && headline.split(' ').count() >= 3;
    if shouted && (line.contains(' ') || !shorter() || headline.starts_with(line)) {
        return false;
    }
    let is_letter = |c: char| c.is_alphabetic() || matches!(c, ' ' | '-' | '/' | '’' | '\'');
    let mut words = line.split([' ', '/']).filter(|word| !word.is_empty()).peekable();
    let first = words.next().unwrap_or("");
    if !line.chars().all(is_letter) || first.chars().count() < 3 {
        return false;
    }
    let headline = headline.to_lowercase();
    let said = |word: &str| headline.contains(&word.to_lowercase());
    words.peek().is_none() || (said(first) && words.all(said))
}

/// Whether a line is the name of a paper or the address of a site, as they stand above headlines: `The Harlow Courier`.
///
/// Three words without an article may be a short headline too, `Governor Quits Post`: they are a name where another word
/// says so, `Harlow Daily News`, or where `known` says that the story names it elsewhere.
pub fn is_masthead(line: &str, known: impl Fn() -> bool, language: Language) -> bool {
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
    let sure =
        || count == 2 || with_article || line.split(' ').rev().skip(1).take(count - 2).any(paper) || known();
    !is_agency(line) && proper && named && (2..=3 + usize::from(with_article)).contains(&count) && sure()
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

/// Where the headline begins behind what says what kind of message it is: `FOR IMMEDIATE RELEASE - Bridge closes`.
pub fn release_before(line: &str, language: Language) -> Option<usize> {
    let rest = gate::RELEASES.strip(line, language)?;
    let marked = rest.trim_start();
    let headline = marked.trim_start_matches([':', '-', '–', '—', ' ']);
    let apart = headline.len() < marked.len() && headline.split_whitespace().count() >= 3;
    apart.then_some(line.len() - headline.len())
}

/// Whether a line says what kind of message it begins: `FOR IMMEDIATE RELEASE`, `MEDIA RELEASE PR12345`.
pub fn is_release(line: &str, language: Language) -> bool {
    gate::RELEASES.strip(trim(line), language).is_some_and(|rest| {
        let rest = rest.trim_matches([':', '-', '–', '.', ' ']);
        // `No 45/24`.
        let number = rest.rsplit(' ').next().unwrap_or("");
        let sign = rest[..rest.len() - number.len()].trim();
        rest.is_empty() || (sign.chars().count() <= 3 && has_digit(number))
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
    fn topics_and_decks() {
        assert!(is_topic("BRÜCKE", "Reparatur verzögert sich"));
        assert!(is_topic("RACING", "RESULTS FROM HARLOW ON TUESDAY") && !is_topic("MAYOR", "TO RESIGN"));
        assert!(is_topic("CRECIDA PUENTE", "El puente sigue cerrado por la crecida"));
        for (line, below) in [
            ("BRIDGE CLOSED", "Thousands of drivers wait"),
            ("BRIDGE", "BRIDGE CLOSED AFTER CRACK"),
            ("Brücke", "Reparatur verzögert sich"),
            ("IT'S 2024!", "A new year begins"),
        ] {
            assert!(!is_topic(line, below), "{line}");
        }
        assert_eq!(deck("Utl.: Land sieht keine Gefahr", Language::ANY), Some("Land sieht keine Gefahr"));
        assert_eq!(deck("Subheads are out of fashion: a study", Language::ANY), None);
    }

    #[test]
    fn names_of_papers_and_companies() {
        let english = Language::of("en");
        for line in
            ["The Harlow Courier", "Harlow Daily News", "www.example.com", "harlowcourier.example.com"]
        {
            assert!(is_masthead(line, || false, english), "{line}");
        }
        for line in [
            "Press freedom under fire",
            "Mayor attacks the Courier",
            "Governor Quits Post",
            "River bridge closes",
            "Reuters",
        ] {
            assert!(!is_masthead(line, || false, english), "{line}");
        }
        assert!(is_masthead("Musterstädter Zeitung", || false, Language::of("de")));
        assert!(is_company("Muster Stahl AG") && is_company("Harlow Steel Corp."));
        assert!(
            !is_company("Bridge opens at 5 Co.")
                && !is_company("Mayor sues Harlow Steel over bridge, company says Inc.")
        );
    }

    #[test]
    fn kinds_of_message() {
        assert!(
            is_release("FOR IMMEDIATE RELEASE", Language::ANY)
                && is_release("MEDIA RELEASE PR123", Language::ANY)
        );
        assert!(!is_release("Press release law is changed", Language::ANY));
    }
}
