//! What looks like an agency, a newspaper, an organisation, or its address.

use crate::Language;
use crate::gate;
use crate::names::PARTICLES;
use crate::scan::{Whole, bare, is_capitals, strip_phrase, trim};
use crate::tables::AGENCIES;

/// Whether `text` is an agency known by its name.
pub(crate) fn is_agency(text: &str) -> bool {
    let text = trim(text);
    let bare = strip_phrase(text, "the").map_or(text, str::trim_start);
    let listed = |text: &str| gate::AGENCY.passes(text) && Whole::new(text).is_any(AGENCIES);
    listed(text)
        || (bare.len() < text.len() && listed(bare))
        || (text.contains('/') && text.split('/').all(listed))
}

/// Whether `text` names an organisation: an agency, or words of which one says so.
pub(crate) fn is_organisation(text: &str, language: Language) -> bool {
    let text = trim(text);
    if text.is_empty() || text.chars().count() > 80 {
        return false;
    }
    if is_agency(text) {
        return true;
    }
    let with_article = || gate::ARTICLES.strip(text, language).is_some_and(|rest| !rest.is_empty());
    let proper = || text.chars().next().is_some_and(|c| !c.is_lowercase()) || with_article();
    let listed = |word: &str| gate::ORGANISATIONS.hold(word, language);
    let plain = || text.split_whitespace().all(|word| is_organisation_word(word, language));
    let says_so = || text.split(|c: char| c.is_whitespace() || c == '.' || c == '-').any(listed);
    let domain = || !text.contains(char::is_whitespace) && is_domain(text);
    (proper() && says_so() && plain()) || domain()
}

fn is_organisation_word(word: &str, language: Language) -> bool {
    let small = matches!(
        word,
        "of" | "the" | "and" | "&" | "in" | "von" | "der" | "und" | "et" | "y" | "e" | "l'" | "d'"
    );
    let core = bare(word);
    small
        || core.is_empty()
        || core.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || !c.is_lowercase())
        || gate::ORGANISATIONS.are(core, language)
        || gate::ARTICLES.are(core, language)
        || PARTICLES.contains(&core)
}

/// `Example.com`.
pub(crate) fn is_domain(text: &str) -> bool {
    text.rsplit_once('.').is_some_and(|(name, end)| {
        (2..=5).contains(&end.len())
            && end.chars().all(|c| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.'))
            && name.chars().count() > 2
    })
}

/// Whether `text` is one word in capitals, as the short names of agencies are.
pub(crate) fn is_acronym(text: &str) -> bool {
    let length = text.chars().count();
    (2..=6).contains(&length)
        && is_capitals(text)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '&' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn organisations_are_told_from_names() {
        for text in [
            "The Associated Press",
            "dpa",
            "AP",
            "The San Diego Union-Tribune",
            "Reuters",
            "tca/dpa",
            "Gdynia Newsroom",
        ] {
            assert!(is_organisation(text, Language::of("en")), "{text}");
        }
        for text in ["Jane Doe", "John Sunday Roe wins", "Peter Graff"] {
            assert!(!is_organisation(text, Language::of("en")), "{text}");
        }
    }
}
