//! Lines a desk puts around a story: keywords, rules.

use crate::Language;
use crate::gate;
use crate::scan::{opened, trim};

/// Whether a line may be anything but running text, by the word it begins with. Never says no wrongly of a credit,
/// copyright or embargo line, a note or a caption.
pub fn may_be_furniture(line: &str) -> bool {
    let marks = ['(', '[', '*', '-', '–', '—', ' ', '\t', '\u{a0}', '•'];
    let bare = opened(line, |line| line.trim_start_matches(marks));
    // `(AP Photo/Jane Doe)`.
    let enclosed = line.starts_with('(') && line.ends_with(')');
    enclosed || bare.starts_with(|c: char| c.is_ascii_digit()) || gate::LINES.passes(bare)
}

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

/// Whether a line is a rule: `___`, `* * *`, `-----`.
pub fn is_rule(line: &str) -> bool {
    let line = trim(line);
    let Some(first) = line.chars().next().filter(|_| line.len() <= 600) else { return false };
    let mut marks = line.chars().filter(|c| !c.is_whitespace());
    matches!(first, '_' | '*' | '-' | '=' | '~' | '–' | '—' | '•' | '+')
        && (3..=200).contains(&marks.clone().count())
        && marks.all(|c| c == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_listed() {
        assert_eq!(keywords("Keywords: RAIL/SHARES", Language::ANY), Some(vec!["RAIL/SHARES".to_owned()]));
    }

    #[test]
    fn rules() {
        assert!(is_rule("___") && is_rule("* * * *") && is_rule("-----"));
        assert!(!is_rule("--") && !is_rule("a___") && !is_rule(""));
    }
}
