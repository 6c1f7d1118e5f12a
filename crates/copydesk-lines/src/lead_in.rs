//! What stands before or around a headline and says what the story does to an earlier one: `UPDATE 1-`, `2ND LEAD`.

use copydesk_core::RelationKind;

use crate::Language;
use crate::gate;
use crate::scan::{is_capitals, strip_phrase, trim};

/// What stands before or around a headline and says what the story does to an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadIn {
    /// Its bytes in the line.
    pub length: usize,
    /// What it says.
    pub kind: RelationKind,
}

/// What stands before a headline: `UPDATE 1-`, `CORRECTED-`, `2ND LEAD `, `REFILE-`; or a whole line in parentheses:
/// `(Berichtigung: …)`.
pub fn lead_in(line: &str, language: Language) -> Option<LeadIn> {
    let start = line.len() - line.trim_start().len();
    let body = &line[start..];
    let opened = body.starts_with('(');
    let body = body.trim_start_matches('(');
    let numbered = ordinal(body);
    let word_at = &body[numbered..];
    let (rest, (_, kind)) = gate::LEAD_INS.strip_longest(word_at, language)?;
    let word = &word_at[..word_at.len() - rest.len()];
    let rest = behind_number(rest);
    let shouts = is_capitals(word);
    let ends = rest
        .strip_prefix('-')
        .or_else(|| rest.strip_prefix(": "))
        .or_else(|| rest.strip_prefix(" - "))
        .or_else(|| rest.strip_prefix(" – "));
    let after = match ends {
        Some(after) if shouts || opened || rest.starts_with(':') => after,
        // `(CORRECTED)-Oil falls`.
        _ if opened && rest.starts_with(')') => rest[1..].trim_start_matches(['-', ':', ' ']),
        _ if opened && rest.starts_with(':') => rest,
        // `(Corrects paragraph 2 to say …)`.
        _ if opened && body.trim_end().ends_with(')') && rest.starts_with(' ') => rest,
        _ if numbered > 0 && shouts => rest,
        _ => return None,
    };
    Some(LeadIn { length: line.len() - after.trim_start().len(), kind })
}

/// A line that is nothing but what stands before a headline: `2ND LEAD`, `REFILE`, `3RD NET`.
pub fn lead_line(line: &str, language: Language) -> Option<RelationKind> {
    let body = trim(line);
    if !is_capitals(body) || body.len() > 30 {
        return None;
    }
    let numbered = ordinal(body);
    let word = &body[numbered..];
    match gate::LEAD_INS.strip_longest(word, language) {
        Some((rest, (_, kind))) if rest.trim().chars().all(|c| c.is_ascii_digit()) || numbered > 0 => {
            Some(kind)
        }
        _ if numbered > 0 && word.split_whitespace().count() <= 2 => Some(RelationKind::Updates),
        _ => None,
    }
}

/// What follows the number of an update and the words in parentheses behind it: `UPDATE 1-`, `CORRECTED-(OFFICIAL)-Oil falls`.
fn behind_number(rest: &str) -> &str {
    let rest = rest
        .strip_prefix([' ', '-'])
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        .unwrap_or(rest);
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix("-(").and_then(|inside| inside.split_once(')')) {
        Some((inside, after)) if is_capitals(inside) && inside.len() <= 24 => after,
        _ => rest,
    }
}

/// `2ND `, `3 `: the number before a lead.
fn ordinal(text: &str) -> usize {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 || digits > 2 {
        return 0;
    }
    let rest = &text[digits..];
    let rest = ["st", "nd", "rd", "th", "."].iter().find_map(|end| strip_phrase(rest, end)).unwrap_or(rest);
    if rest.starts_with([' ', '-']) { text.len() - rest.len() + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lead_ins_of_headlines() {
        let english = Language::of("en");
        assert_eq!(
            lead_in("UPDATE 1-Oil falls", english),
            Some(LeadIn { length: 9, kind: RelationKind::Updates })
        );
        assert_eq!(
            lead_in("CORRECTED-Oil falls", english),
            Some(LeadIn { length: 10, kind: RelationKind::Corrects })
        );
        assert_eq!(lead_in("2ND LEAD Oil falls", english).map(|lead| lead.length), Some(9));
        assert_eq!(lead_in("(CORRECTED)-Oil falls", english).map(|lead| lead.length), Some(12));
        assert_eq!(
            lead_in("(Berichtigung: Das Jahr ist 1997)", Language::of("de")).map(|lead| lead.kind),
            Some(RelationKind::Corrects)
        );
        assert_eq!(lead_in("Update on the weather", english), None);
        assert_eq!(lead_in("Lead poisoning is up", english), None);
    }
}
