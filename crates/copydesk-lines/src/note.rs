//! Notes to editors, and what an agency tells its customers below a story.

use crate::Language;
use crate::gate;
use crate::organisations::is_agency;
use crate::scan::{enclosed, is_capitals, opened, trim};

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

/// Whether a heading begins what an agency tells its customers below a story: `Notizblock`.
pub fn is_notebook(heading: &str, language: Language) -> bool {
    let heading = heading.trim();
    // `dpa-Notizblock`.
    let bare =
        heading.split_once('-').filter(|(agency, _)| is_agency(agency)).map_or(heading, |(_, rest)| rest);
    gate::NOTEBOOK.are(bare, language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_told_from_sentences() {
        assert_eq!(is_note("Eds: With photos.", Language::of("en")), Some(5));
        assert_eq!(is_note("EDITOR’S NOTE: x", Language::of("en")), Some("EDITOR’S NOTE: ".len()));
        assert_eq!(is_note("Eds are busy", Language::of("en")), None);
    }
}
