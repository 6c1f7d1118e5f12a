//! Copyright lines.

use copydesk_core::Copyright;

use crate::Language;
use crate::date::year_number;
use crate::gate;
use crate::names::is_name;
use crate::organisations::is_organisation;
use crate::scan::{trim, trim_marks, word_starts};

/// A copyright notice is never longer than this, in bytes.
const LONGEST: usize = 2_000;

/// Reads a line that may be a copyright notice: `Copyright 2022 Example Press`, `© 2024 Example. All rights reserved.`
/// `None` if it is none.
pub fn copyright(line: &str, language: Language) -> Option<Copyright> {
    let printed = trim(line);
    let body = body(printed);
    if printed.len() > LONGEST || !may_begin(body) {
        return None;
    }
    let (rest, sign) = strip_marks(body, language);
    let marked = rest.len() < body.len();
    // `2022 Example Press. All rights reserved.`
    let dated = || starts_with_year(body) && has_reservation(body, language);
    if !(marked || dated()) {
        return None;
    }
    // `© RIPRODUZIONE RISERVATA`.
    if marked && rest.trim_matches(['.', ' ']).is_empty() && has_reservation(body, language) {
        return Some(Copyright { notice: printed.to_owned(), ..Copyright::default() });
    }
    let notice = read(if marked { rest } else { body }, printed, language);
    let short = || {
        let named = |holder: &str| is_name(holder) || is_organisation(holder, language);
        rest.split_whitespace().take(9).count() <= 8 && notice.holder.as_deref().is_some_and(named)
    };
    let believable = !notice.years.is_empty() || (marked && (sign || short()));
    let nothing = notice.holder.is_none() && notice.years.is_empty();
    (believable && !nothing).then_some(notice)
}

/// Whether [`copyright`] reads a line, which is sooner known than what it says.
pub fn is_copyright(line: &str, language: Language) -> bool {
    let printed = trim(line);
    let body = body(printed);
    if printed.len() > LONGEST || !may_begin(body) {
        return false;
    }
    let (rest, _) = strip_marks(body, language);
    // A mark and a year are enough.
    (rest.len() < body.len() && starts_with_year(rest)) || copyright(line, language).is_some()
}

/// Whether a line may be a copyright notice in any language, by the word it begins with. Never says no wrongly.
pub fn may_be_copyright(line: &str) -> bool {
    may_begin(body(trim(line)))
}

/// Without the parentheses around it.
fn body(printed: &str) -> &str {
    let opened = printed
        .strip_prefix(['(', '['])
        .filter(|rest| !rest.starts_with(['c', 'C']) || !rest[1..].starts_with(')'));
    opened.map_or(printed, |rest| rest.trim_end_matches([')', ']', '.']))
}

/// Nearly every line is ruled out by its first word.
fn may_begin(body: &str) -> bool {
    body.starts_with(|c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '©' | '(' | '[' | 'c'))
        || gate::COPYRIGHT_LINES.passes(body)
}

/// Reads a text that is known to be a copyright notice.
pub fn known_copyright(text: &str, language: Language) -> Copyright {
    let printed = trim(text);
    let (rest, _) = strip_marks(printed, language);
    read(rest, printed, language)
}

/// What follows the words and signs a notice begins with, and whether the sign © was among them.
fn strip_marks(text: &str, language: Language) -> (&str, bool) {
    let mut rest = text.trim_start();
    let mut sign = false;
    for _ in 0..4 {
        let after = rest
            .strip_prefix('©')
            .or_else(|| rest.strip_prefix("(c)"))
            .or_else(|| rest.strip_prefix("(C)"))
            .or_else(|| rest.strip_prefix("c. ").filter(|rest| rest.starts_with(['1', '2'])));
        if let Some(after) = after {
            sign = true;
            rest = after.trim_start();
        } else if !gate::COPYRIGHT_LINES.passes(rest) {
            break;
        } else if let Some(after) = gate::COPYRIGHT.strip(rest, language) {
            rest = after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | ','));
        } else if let Some(after) = gate::RESERVED.strip(rest, language) {
            rest =
                after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | '-' | '–'));
        } else {
            break;
        }
    }
    (rest, sign)
}

fn starts_with_year(text: &str) -> bool {
    let digits = text.bytes().take(5).take_while(u8::is_ascii_digit).count();
    year_number(&text[..digits]).is_some()
}

fn has_reservation(text: &str, language: Language) -> bool {
    gate::RESERVED.find(text, language).is_some()
}

fn read(rest: &str, printed: &str, language: Language) -> Copyright {
    let end = gate::RESERVED.find(rest, language).map_or(rest.len(), |(at, _)| at);
    let said = &rest[..end];
    let (years, holder) = years_and_holder(said, language);
    let holder = without_number(holder.trim_end_matches('.').trim());
    Copyright {
        years,
        holder: (!holder.is_empty()).then(|| holder.to_owned()),
        notice: printed.to_owned(),
        ..Copyright::default()
    }
}

/// `Example, dpa:231112-99-123456/3`: the number of the story is none of the holder.
fn without_number(holder: &str) -> &str {
    match holder.rsplit_once(',').map(|(name, number)| (name, number.strip_prefix(' '))) {
        Some((name, Some(number)))
            if !number.contains(' ') && number.bytes().filter(u8::is_ascii_digit).count() >= 4 =>
        {
            name
        }
        _ => holder,
    }
}

/// The years, before or after the holder, and the holder up to the end of the sentence.
fn years_and_holder(said: &str, language: Language) -> (Vec<i16>, &str) {
    let mut years = Vec::new();
    let mut rest = said.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '©' | ','));
    let mut range = false;
    loop {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let Some(year) = year_number(&rest[..digits]) else { break };
        push_year(&mut years, year, range);
        let after = &rest[digits..];
        let next =
            after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '-' | '–' | '—' | '/'));
        range = after.trim_start().starts_with(['-', '–', '—']);
        rest = next;
    }
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '©' | ',' | ':'));
    let rest = gate::CREDITED
        .strip(rest, language)
        .filter(|after| !years.is_empty() && after.starts_with(' '))
        .unwrap_or(rest);
    let holder = first_sentence(rest);
    if years.is_empty() {
        // `© Example 2022`, `Copyright Example Press, 2022`.
        for at in word_starts(holder) {
            let word = holder[at..].split(|c: char| !c.is_ascii_digit()).next().unwrap_or("");
            if let Some(year) = year_number(word) {
                years.push(year);
                let before = trim_marks(holder[..at].trim_end_matches(['(', ' ']));
                let before = before.trim_end_matches('©').trim_end();
                return (years, if before.is_empty() { trim_marks(&holder[at + 4..]) } else { before });
            }
        }
    }
    (years, trim_marks(holder))
}

/// A range is each of its years.
fn push_year(years: &mut Vec<i16>, year: i16, range: bool) {
    match years.last().copied().filter(|first| range && *first < year && year - *first <= 200) {
        Some(first) => years.extend(first + 1..=year),
        None if years.contains(&year) => {}
        None => years.push(year),
    }
}

/// Up to a full stop after a word that is no abbreviation, before a space.
fn first_sentence(text: &str) -> &str {
    for (at, _) in text.match_indices(['.', '\n']) {
        let after = &text[at + 1..];
        let word = text[..at].rsplit(|c: char| c.is_whitespace() || c == '.').next().unwrap_or("");
        let ends = after.is_empty() || after.starts_with(char::is_whitespace);
        let abbreviation = matches!(word, "Inc" | "Ltd" | "Co" | "Corp" | "St" | "Bros" | "Mr" | "Dr" | "No")
            || word.chars().count() == 1;
        if ends && (text[at..].starts_with('\n') || !abbreviation || after.trim().is_empty()) {
            return &text[..at];
        }
        // After an abbreviation a new sentence begins with a capital and a small word follows.
        if ends
            && abbreviation
            && word.chars().count() > 1
            && after.trim_start().starts_with(char::is_uppercase)
        {
            return &text[..=at];
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> (Vec<i16>, Option<String>) {
        assert!(is_copyright(line, Language::ANY), "{line}");
        let copyright = copyright(line, Language::ANY).unwrap_or_else(|| panic!("no notice: {line}"));
        assert_eq!(copyright.notice, line);
        (copyright.years, copyright.holder)
    }

    fn notice(years: &[i16], holder: &str) -> (Vec<i16>, Option<String>) {
        (years.to_vec(), (!holder.is_empty()).then(|| holder.to_owned()))
    }

    #[test]
    fn notices_of_many_spellings() {
        assert_eq!(read("Copyright 2022 Thomson/Reuters"), notice(&[2022], "Thomson/Reuters"));
        assert_eq!(
            read("© 2024 The Example Press. All rights reserved. This material may not be published."),
            notice(&[2024], "The Example Press")
        );
        assert_eq!(read("(c) 2019-2021 Example News"), notice(&[2019, 2020, 2021], "Example News"));
        assert_eq!(read("(Copyright 2015 Example Press)"), notice(&[2015], "Example Press"));
        assert_eq!(read("© AFP 2023 - Tous droits réservés"), notice(&[2023], "AFP"));
        assert_eq!(
            read("Copyright (c) 2016, 2018 by Example Inc. All rights reserved."),
            notice(&[2016, 2018], "Example Inc")
        );
        assert_eq!(read("Copyright Example Press"), notice(&[], "Example Press"));
        assert_eq!(read("2022 Example Press. Alle Rechte vorbehalten."), notice(&[2022], "Example Press"));
        assert_eq!(read("© Example"), notice(&[], "Example"));
    }

    #[test]
    fn prose_is_no_notice() {
        for line in [
            "Copyright law protects authors of books and of films.",
            "2022 was a good year.",
            "Copyright",
            "The copyright 2022 holders met.",
        ] {
            assert_eq!(copyright(line, Language::of("en")), None, "{line}");
            assert!(!is_copyright(line, Language::of("en")), "{line}");
        }
    }
}
