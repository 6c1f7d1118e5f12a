//! Lines a desk puts above a story: its keywords, what kind of message it is.

use crate::Language;
use crate::gate;
use crate::scan::{has_digit, trim};

/// The keywords of a line that lists them: `Keywords: RAIL/SHARES`.
pub fn keywords(line: &str, language: Language) -> Option<Vec<String>> {
    let rest = gate::KEYWORDS.strip(trim(line), language)?.trim_start().strip_prefix([':', '-'])?;
    let words: Vec<String> = rest
        .split([',', ';', '|'])
        .map(|word| word.trim().to_owned())
        .filter(|word| !word.is_empty())
        .collect();
    (!words.is_empty() && rest.len() <= 400).then_some(words)
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
    fn keywords_and_kinds() {
        assert_eq!(keywords("Keywords: RAIL/SHARES", Language::ANY), Some(vec!["RAIL/SHARES".to_owned()]));
        assert!(
            is_release("FOR IMMEDIATE RELEASE", Language::ANY)
                && is_release("MEDIA RELEASE PR123", Language::ANY)
        );
        assert!(!is_release("Press release law is changed", Language::ANY));
    }
}
