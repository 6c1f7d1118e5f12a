//! What stands around a story: rules, notes to editors, captions, lead-ins of headlines.

use copydesk_core::RelationKind;

use crate::Language;
use crate::gate;
use crate::organisations::is_agency;
use crate::scan::{enclosed, is_capitals, opened, strip_phrase, trim};

/// What stands before or around a headline and says what the story does to an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadIn {
    /// Its bytes in the line.
    pub length: usize,
    /// What it says.
    pub kind: RelationKind,
}

/// Whether a line may be anything but running text, by the word it begins with. Never says no wrongly of a credit,
/// copyright or embargo line, a note or a caption.
pub fn may_be_furniture(line: &str) -> bool {
    let marks = ['(', '[', '*', '-', '–', '—', ' ', '\t', '\u{a0}', '•'];
    let bare = opened(line, |line| line.trim_start_matches(marks));
    // `(AP Photo/Jane Doe)`.
    let enclosed = line.starts_with('(') && line.ends_with(')');
    enclosed || bare.starts_with(|c: char| c.is_ascii_digit()) || gate::LINES.passes(bare)
}

/// Whether a heading begins what an agency tells its customers below a story: `Notizblock`.
pub fn is_notebook(heading: &str, language: Language) -> bool {
    let heading = heading.trim();
    // `dpa-Notizblock`.
    let bare =
        heading.split_once('-').filter(|(agency, _)| is_agency(agency)).map_or(heading, |(_, rest)| rest);
    gate::NOTEBOOK.are(bare, language)
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

/// Whether a line begins a note to editors; gives the offset of the note itself: `Eds: With photos.`
pub fn is_note(line: &str, language: Language) -> Option<usize> {
    if is_desk_note(line) {
        return Some(0);
    }
    let marks = ['(', '[', '*', '-', '–', '—', ' '];
    let body = opened(line, |line| line.trim_start().trim_start_matches(marks));
    let rest = gate::NOTE.strip(body, language)?;
    let after = rest.trim_start();
    let marked = after.starts_with([':', '-', '–', '—', ';']) || after.is_empty() || after.starts_with('.');
    marked.then(|| line.len() - after.trim_start_matches([':', '-', '–', '—', ';', '.', ' ']).len())
}

/// `(STORY CAN END HERE. OPTIONAL MATERIAL FOLLOWS.)`, `*** Serviço áudio disponível em www.example.pt ***`: no words say
/// that such a line is for desks, its marks do.
fn is_desk_note(line: &str) -> bool {
    let line = trim(line);
    if line.len() > 240 {
        return false;
    }
    let shouted = enclosed(line).is_some_and(|inside| {
        is_capitals(inside)
            && !gate::BY.begin(inside, Language::ENGLISH)
            && inside.split_whitespace().count() >= 4
            && !inside.contains([';', '$', '('])
    });
    let starred = line.strip_prefix("***").and_then(|rest| rest.strip_suffix("***"));
    // `(foto) (vídeo)`.
    let groups = || {
        line.split_whitespace()
            .all(|group| enclosed(group).is_some_and(|word| gate::PHOTO.are(word, Language::ANY)))
    };
    shouted
        || (line.starts_with('(') && groups())
        || starred.is_some_and(|inside| inside.split_whitespace().count() >= 3)
}

/// Whether a line may be a caption in any language, by the word it begins with. Never says no wrongly.
pub fn may_be_caption(line: &str) -> bool {
    gate::PHOTOS.passes(caption_body(line))
}

fn caption_body(line: &str) -> &str {
    opened(line, |line| line.trim_start().trim_start_matches(['(', '[', '*']).trim_start())
}

/// Whether a line begins as captions and photo credits do: `Photo: Jane Doe`, `[PHOTO: A crowd.]`.
pub fn caption(line: &str, language: Language) -> Option<usize> {
    let body = caption_body(line);
    let rest = gate::PHOTO.strip(body, language)?;
    let after = rest.trim_start();
    let rest =
        after.strip_prefix(':').or_else(|| after.strip_prefix("- ")).or_else(|| after.strip_prefix("– "))?;
    Some(line.len() - rest.trim_start().len())
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
    let rest = rest
        .strip_prefix([' ', '-'])
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        .unwrap_or(rest);
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    // `CORRECTED-(OFFICIAL)-Oil falls`.
    let rest = match rest.strip_prefix("-(").and_then(|inside| inside.split_once(')')) {
        Some((inside, after)) if is_capitals(inside) && inside.len() <= 24 => after,
        _ => rest,
    };
    let shouts = is_capitals(word);
    let ends = rest
        .strip_prefix('-')
        .or_else(|| rest.strip_prefix(": "))
        .or_else(|| rest.strip_prefix(" - "))
        .or_else(|| rest.strip_prefix(" – "));
    let after = match ends {
        Some(after) if shouts || opened || rest.starts_with(':') => after,
        _ if opened && rest.starts_with([')', ':']) => rest,
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

/// Whether words begin as those about a photograph do: `Foto Archiv`.
pub fn is_about_photo(words: &str, language: Language) -> bool {
    gate::PHOTO.begin(words.trim(), language)
}

/// The number of a month, by its long or short name.
pub fn month(name: &str, language: Language) -> Option<i8> {
    crate::date::month_number(name.trim_end_matches('.'), language)
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
    fn notes_and_captions() {
        assert_eq!(is_note("Eds: With photos.", Language::of("en")), Some(5));
        assert_eq!(is_note("EDITOR’S NOTE: x", Language::of("en")), Some("EDITOR’S NOTE: ".len()));
        assert_eq!(is_note("Eds are busy", Language::of("en")), None);
        assert_eq!(caption("[PHOTO: A crowd.]", Language::of("en")), Some(8));
        assert_eq!(caption("Photo sharing: a guide", Language::of("en")), None);
    }

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
        assert_eq!(
            lead_in("(Berichtigung: Das Jahr ist 1997)", Language::of("de")).map(|lead| lead.kind),
            Some(RelationKind::Corrects)
        );
        assert_eq!(lead_in("Update on the weather", english), None);
        assert_eq!(lead_in("Lead poisoning is up", english), None);
    }

    #[test]
    fn rules() {
        assert!(is_rule("___") && is_rule("* * * *") && is_rule("-----"));
        assert!(!is_rule("--") && !is_rule("a___") && !is_rule(""));
    }
}
