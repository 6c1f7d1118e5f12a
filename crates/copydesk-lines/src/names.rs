//! What looks like a name, an agency, a job, a contact.

use crate::Language;
use crate::gate;
use crate::scan::{Whole, bare, is_capitals, is_listed, strip_phrase, trim};

/// Agencies and newspapers that stand without a word that would show what they are. In every language.
pub(crate) const AGENCIES: &[&str] = &[
    "ap",
    "associated press",
    "reuters",
    "reuter",
    "thomson reuters",
    "afp",
    "agence france-presse",
    "dpa",
    "upi",
    "united press international",
    "efe",
    "ansa",
    "apa",
    "sid",
    "anp",
    "belga",
    "tass",
    "itar-tass",
    "interfax",
    "xinhua",
    "kyodo",
    "jiji",
    "yonhap",
    "pti",
    "ani",
    "ians",
    "aap",
    "aapone",
    "pa",
    "pa media",
    "cp",
    "bloomberg",
    "bloomberg news",
    "the canadian press",
    "canadian press",
    "press association",
    "lusa",
    "agência brasil",
    "ritzau",
    "ntb",
    "tt",
    "stt",
    "ats",
    "keystone-ats",
    "keystone",
    "sda",
    "epd",
    "kna",
    "mti",
    "pap",
    "ctk",
    "čtk",
    "tanjug",
    "hina",
    "bta",
    "agerpres",
    "anadolu",
    "aa",
    "wam",
    "spa",
    "mena",
    "sana",
    "irna",
    "petra",
    "bernama",
    "antara",
    "vna",
    "prnewswire",
    "pr newswire",
    "prnewswire-asianet",
    "business wire",
    "businesswire",
    "globe newswire",
    "globenewswire",
    "newswire",
    "cnn",
    "bbc",
    "npr",
    "abc",
    "nbc",
    "cbs",
    "msnbc",
    "the conversation",
    "propublica",
    "politico",
    "axios",
    "tns",
    "tca",
    "mct",
    "cnw",
    "ots",
    "news aktuell",
    "europa press",
    "notimex",
    "telam",
    "télam",
    "andina",
    "prensa latina",
    "ina",
    "adnkronos",
    "agi",
    "askanews",
    "dpa-afx",
    "afx",
    "awp",
    "dow jones",
    "kuna",
    "bna",
    "qna",
    "zawya",
    "mcclatchy",
    "usa today",
    "deutsche welle",
    "dw",
    "rfi",
    "rfe",
    "voa",
    "nzpa",
    "nz herald",
    "stuff",
    "newsroom",
    "l'équipe",
    "le monde",
    "el país",
    "die zeit",
    "taz",
    "faz",
    "der spiegel",
    "la stampa",
    "australian associated press",
    "new zealand press association",
    "south african press association",
    "sapa",
    "gna",
    "ghana news agency",
    "news agency of nigeria",
    "pana",
    "jiji press",
    "kyodo news",
    "xinhua news agency",
    "ria novosti",
    "ukrinform",
    "unian",
    "belta",
    "kazinform",
    "acn",
    "folhapress",
    "estadão conteúdo",
    "agência estado",
    "agência lusa",
    "dapd",
    "ddp",
    "pressetext",
    "catholic news service",
    "religion news service",
    "cns",
    "rns",
    "tt nyhetsbyrån",
    "keystone-sda",
    "anadolu agency",
    "wafa",
    "bss",
    "unb",
    "philippine news agency",
    "vietnam news agency",
    "тасс",
    "интерфакс",
    "риа новости",
    "риа",
    "интерфакс-украина",
    "укринформ",
    "укрінформ",
    "інтерфакс-україна",
    "унн",
    "уніан",
    "белта",
    "απε-μπε",
    "απε",
];

/// Parts of names that are written small.
const PARTICLES: &[&str] = &[
    "de", "da", "do", "dos", "das", "del", "della", "delle", "dello", "dei", "degli", "di", "du", "des",
    "la", "le", "les", "lo", "van", "von", "vom", "der", "den", "dem", "ten", "ter", "te", "zu", "zum",
    "zur", "und", "af", "av", "bin", "ibn", "bint", "al", "el", "ul", "ud", "ben", "y", "e", "i", "d", "l",
    "t", "s", "st", "ap", "ter", "in", "op", "jr", "sr", "nic", "mac", "ó",
];

/// The same, for the second and later words of a joined title: never in a name.
const NEVER: &[&str] =
    &["the", "and", "or", "is", "are", "was", "to", "at", "on", "not", "that", "which", "who"];

/// Whether `text` is the name of a person, or could be: capitalised words and the small parts of names.
pub(crate) fn is_name(text: &str) -> bool {
    let mut words = 0;
    let mut proper = 0;
    for word in text.split_whitespace() {
        words += 1;
        // Nearly every word is letters of ASCII alone.
        let plain = word.bytes().all(|byte| byte.is_ascii_alphabetic());
        let marks = |c: char| matches!(c, '“' | '”' | '"' | '\'' | '‘' | '’' | '(' | ')' | '«' | '»');
        let core = if plain { word } else { word.trim_matches(marks) };
        if words > 7 || core.is_empty() || !(plain || core.chars().all(is_name_char)) {
            return false;
        }
        let first = core.chars().next().unwrap_or(' ');
        if !first.is_alphabetic() {
            return false;
        }
        if first.is_lowercase() {
            let small = core.trim_end_matches('.');
            // `al-Assad`, `d'Estaing`, `mcCoy`: small, then a capital.
            let inner = core.chars().any(char::is_uppercase);
            if !inner && !PARTICLES.contains(&small) {
                return false;
            }
            proper += usize::from(inner);
        } else {
            if words > 1 && is_listed(core, NEVER) {
                return false;
            }
            proper += 1;
        }
    }
    proper > 0 && !ends_a_sentence(text)
}

/// A full stop after a word that is no initial and no shortened title.
fn ends_a_sentence(text: &str) -> bool {
    let Some(before) = text.trim_end().strip_suffix('.') else { return false };
    let last = before.rsplit(|c: char| c.is_whitespace() || c == '.').next().unwrap_or("");
    last.chars().count() > 3
}

fn is_name_char(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '-' | '‐' | '‑' | '\'' | '’' | '‘' | '`' | '.' | '·') || is_mark(c)
}

/// Marks that combine with the letter before.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{900}'..='\u{DFF}' | '\u{E31}'..='\u{E4E}' | '\u{64B}'..='\u{65F}')
}

/// Whether `text` is a login: one word of letters, digits, dots, dashes and underscores.
pub(crate) fn is_login(text: &str) -> bool {
    text.chars().count() <= 40
        && text.chars().any(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-'))
        && !text.ends_with('.')
}

/// Whether `text` is an address, a handle or a telephone number.
pub(crate) fn is_contact(text: &str) -> bool {
    let text = trim(text);
    // A name, or nothing.
    if text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return false;
    }
    let one_word = !text.contains(char::is_whitespace);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let phone = digits >= 6
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')' | '/' | ' ' | '.' | '\u{a0}'));
    phone
        || (one_word && text.contains('@') && text.len() > 2)
        || (one_word
            && (text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www.")))
}

/// Whether `text` is an agency known by its name.
pub(crate) fn is_agency(text: &str) -> bool {
    let text = trim(text);
    let bare = strip_phrase(text, "the").map_or(text, str::trim_start);
    let listed = |text: &str| gate::AGENCY.passes(text) && Whole::new(text).is_any(AGENCIES);
    listed(text) || listed(bare) || (text.contains('/') && text.split('/').all(listed))
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

/// `Example.com`.
pub(crate) fn is_domain(text: &str) -> bool {
    text.rsplit_once('.').is_some_and(|(name, end)| {
        (2..=5).contains(&end.len())
            && end.chars().all(|c| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.'))
            && name.chars().count() > 2
    })
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

/// Whether `text` is a job, and whether it is the job of several people.
pub(crate) fn job(text: &str, language: Language) -> Option<Job> {
    if text.chars().count() > 80 || text.split_whitespace().count() > 8 {
        return None;
    }
    let words = || text.split(|c: char| c.is_whitespace() || matches!(c, '.' | '/'));
    if words().any(|word| gate::JOBS_OF_MANY.hold(word, language)) {
        Some(Job::OfMany)
    } else if words().any(|word| gate::JOBS.hold(word, language)) {
        Some(Job::OfOne)
    } else {
        None
    }
}

/// Whose job it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Job {
    /// One person's.
    OfOne,
    /// Several people's.
    OfMany,
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
    fn names_are_told_from_prose() {
        for name in [
            "Jane Doe",
            "JANE DOE",
            "J. R. van der Berg",
            "Ursula von der Leyen",
            "Seán Ó Riada",
            "Bashar al-Assad",
            "李明",
            "Martin Luther King Jr.",
        ] {
            assert!(is_name(name), "{name}");
        }
        for prose in [
            "popular demand",
            "Jane said",
            "the numbers",
            "The Who And",
            "2030",
            "Jane Doe wins 3",
            "It was Monday.",
        ] {
            assert!(!is_name(prose), "{prose}");
        }
    }

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
