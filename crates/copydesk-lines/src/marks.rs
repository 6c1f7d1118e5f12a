//! What stands around a story: end marks, rules, notes to editors, captions, lead-ins of headlines.

use copydesk_core::RelationKind;

use crate::Language;
use crate::gate;
use crate::names::is_agency;
use crate::scan::{bare, enclosed, has_digit, is_capitals, opened, strip_phrase, trim};

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

/// Whether a line ends a story: `-30-`, `###`, `ENDS`, `Reuter`.
pub fn is_end(line: &str, language: Language) -> bool {
    if line.len() > 60 {
        return false;
    }
    let line = trim(line);
    let bare = bare(line);
    if bare.is_empty() {
        return line.len() >= 3 && line.chars().all(|c| matches!(c, '#' | ' '));
    }
    let wrapped = bare.len() < line.len();
    if bare == "30" || bare == "0" {
        return wrapped;
    }
    let listed = gate::ENDS.are(bare, language);
    listed && (wrapped || is_capitals(bare))
}

/// Whether a line is the agency's desk codes: `dpa abc yydd n1 sku`.
pub fn is_desk_code(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let agency = words.next().is_some_and(|word| !word.contains(char::is_uppercase) && is_agency(word));
    let codes = || line.split_whitespace().count();
    let short =
        |word: &str| word.chars().count() <= 7 && !word.contains(char::is_uppercase) && !word.ends_with('.');
    agency && (2..=8).contains(&codes()) && words.all(short)
}

/// Whether a line is codes of a wire that stand behind the story: desk codes, `YF7-ABC`, `12-NOV-23 10:37 NNNN`.
pub fn is_code_line(line: &str) -> bool {
    let line = trim(line);
    let code = || {
        line.len() <= 12
            && is_capitals(line)
            && line.contains('-')
            && has_digit(line)
            && !line.contains(char::is_whitespace)
    };
    // `1011234`: a code of subjects.
    let number = || (7..=8).contains(&line.len()) && line.bytes().all(|byte| byte.is_ascii_digit());
    line.len() <= 60
        && (is_desk_code(line) || number() || line == "NNNN" || line.ends_with(" NNNN") || code())
}

/// Whether a heading begins what an agency tells its customers below a story: `Notizblock`.
pub fn is_notebook(heading: &str, language: Language) -> bool {
    let heading = heading.trim();
    // `dpa-Notizblock`.
    let bare =
        heading.split_once('-').filter(|(agency, _)| is_agency(agency)).map_or(heading, |(_, rest)| rest);
    gate::NOTEBOOK.are(bare, language)
}

/// Whether a line says that the story goes on in another take: ` more`.
pub fn is_more(line: &str, language: Language) -> bool {
    if line.len() > 60 {
        return false;
    }
    let bare = trim(line).trim_matches(|c: char| matches!(c, '-' | '–' | '—' | '(' | ')' | '.' | '/'));
    bare.len() <= 24 && gate::MORE.are(bare, language)
}

/// Whether a line is nothing but the name of an agency, with the desk's words after it: `Reuter`, `AAP RTV`.
pub fn is_sign_off(line: &str) -> bool {
    if line.len() > 60 {
        return false;
    }
    let bare =
        line.trim().trim_matches(|c: char| matches!(c, '-' | '–' | '—' | '(' | ')' | '.' | '=' | '_' | '/'));
    let (first, rest) = bare.split_once([' ', '/']).unwrap_or((bare, ""));
    let codes = || rest.split(' ').count() <= 4 && rest.split(' ').all(|code| code.len() <= 6);
    is_agency(bare)
        || (is_agency(first)
            && codes()
            && (is_capitals(bare) || (is_capitals(first) && (crate::is_initials(rest) || is_desk(rest)))))
        || (is_agency(first) && gate::ENDS.are(rest, Language::ANY))
        || is_signed(bare)
}

/// `WGT cm`: the desk, and the initials of whoever wrote it.
fn is_desk(codes: &str) -> bool {
    codes.split_once(' ').is_some_and(|(desk, initials)| {
        is_capitals(desk)
            && (2..=3).contains(&initials.len())
            && initials.bytes().all(|byte| byte.is_ascii_lowercase())
    })
}

/// `Abc/Adnkronos`: the initials of whoever wrote it, and the agency.
fn is_signed(bare: &str) -> bool {
    bare.split_once('/').is_some_and(|(initials, agency)| {
        (2..=4).contains(&initials.len())
            && initials.bytes().all(|byte| byte.is_ascii_alphabetic())
            && is_agency(agency)
    })
}

/// The agency of a line that is nothing but its name and codes: `PTI` of `PTI ABC DEF`, `ANSA` of `(ANSA).`
pub fn agency_of(line: &str) -> &str {
    let bare = line.trim().trim_matches(['(', ')', '.', '=', '-', '–', '—', '_', '/', ' ']);
    let first = bare.split([' ', '/']).next().unwrap_or(bare);
    let whole =
        is_agency(bare) && !bare.split_once('/').is_some_and(|(_, rest)| gate::ENDS.are(rest, Language::ANY));
    if is_signed(bare) && !is_agency(first) {
        return bare.split_once('/').map_or(bare, |(_, agency)| agency);
    }
    if whole || !is_agency(first) { bare } else { first }
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
    if !gate::LEAD_INS.passes(word_at) {
        return None;
    }
    let (rest, kind) = language
        .tables()
        .flat_map(|table| table.lead_ins)
        .filter_map(|(word, kind)| strip_phrase(word_at, word).map(|rest| (rest, *kind)))
        .min_by_key(|(rest, _)| rest.len())?;
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
    if !gate::LEAD_INS.passes(word) && numbered == 0 {
        return None;
    }
    let leads = language.tables().flat_map(|table| table.lead_ins);
    let lead = leads
        .filter_map(|(lead, kind)| strip_phrase(word, lead).map(|rest| (rest.trim(), *kind)))
        .min_by_key(|(rest, _)| rest.len());
    match lead {
        Some((rest, kind)) if rest.chars().all(|c| c.is_ascii_digit()) || numbered > 0 => Some(kind),
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
    fn ends_and_rules() {
        for line in ["-30-", "###", "ENDS", "(END)", "# # #", "-ENDS-", "FIN", "--ende--"] {
            assert!(is_end(line, Language::ANY), "{line}");
        }
        for line in ["End", "30", "The end is near", "", "More"] {
            assert!(!is_end(line, Language::ANY), "{line}");
        }
        assert!(is_more("(MORE)", Language::ANY) && is_more(" more", Language::ANY));
        assert!(!is_more("More rain", Language::ANY));
        assert!(is_sign_off("/ritzau/"));
        assert!(is_sign_off("Reuter") && is_sign_off("AAP RTV") && !is_sign_off("Reuters said"));
        assert!(is_rule("___") && is_rule("* * * *") && is_rule("-----"));
        assert!(!is_rule("--") && !is_rule("a___") && !is_rule(""));
    }

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
}
