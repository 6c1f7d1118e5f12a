//! What closes a story: end marks, the name of the agency, the initials of those who worked on it, codes of the wire.

use crate::Language;
use crate::gate;
use crate::organisations::is_agency;
use crate::scan::{bare, enclosed, has_digit, is_capitals, trim};

/// Whether a line ends a story: `-30-`, `###`, `ENDS`, `Reuter`.
pub fn is_end(line: &str, language: Language) -> bool {
    if line.len() > 60 {
        return false;
    }
    let line = trim(line);
    let bare = bare(line);
    if bare.is_empty() {
        return line.contains('#') && line.chars().all(|c| matches!(c, '#' | ' '));
    }
    let wrapped = bare.len() < line.len();
    if bare == "30" || bare == "0" {
        return wrapped;
    }
    let listed = gate::ENDS.are(bare, language);
    listed && (wrapped || is_capitals(bare))
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
    let bare = without_return(line.trim())
        .trim_matches(|c: char| matches!(c, '-' | '–' | '—' | '(' | ')' | '.' | '=' | '_' | '/'));
    let (first, rest) = bare.split_once([' ', '/']).unwrap_or((bare, ""));
    let longest = if rest.contains(' ') { 6 } else { 8 };
    let codes = || {
        rest.split(' ').count() <= 4
            && rest.split(' ').all(|code| code.len() <= longest && !code.starts_with(['<', '(', '"']))
    };
    is_agency(bare)
        || (is_agency(first)
            && codes()
            && (is_capitals(bare) || (is_capitals(first) && (is_initials(rest) || is_desk(rest)))))
        || (is_agency(first) && gate::ENDS.are(rest, Language::ANY))
        || is_signed(bare)
}

/// `REUTER...^M`: a carriage return that was written out on its way.
fn without_return(line: &str) -> &str {
    line.strip_suffix("^M").map_or(line, str::trim_end)
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
    let bare = without_return(line.trim()).trim_matches(['(', ')', '.', '=', '-', '–', '—', '_', '/', ' ']);
    let first = bare.split([' ', '/']).next().unwrap_or(bare);
    let whole =
        is_agency(bare) && !bare.split_once('/').is_some_and(|(_, rest)| gate::ENDS.are(rest, Language::ANY));
    if is_signed(bare) && !is_agency(first) {
        return bare.split_once('/').map_or(bare, |(_, agency)| agency);
    }
    if whole || !is_agency(first) { bare } else { first }
}

/// Where, at the end of the last paragraph, the mark of the end or the name of the agency begins: `… a day. Enditem`,
/// `… dijo. EFE`, `… bourgmestre. (Belga)`.
pub fn sign_off_at_end(paragraph: &str, language: Language) -> Option<usize> {
    let text = paragraph.trim_end();
    let window = text.floor_char_boundary(text.len().saturating_sub(30));
    // The full stop of `(Belga).` and of `EFE.` is none of the sentence.
    let start = text[window..]
        .char_indices()
        .rev()
        .filter(|(_, c)| matches!(c, '.' | '!' | '?' | '"' | '”' | '»'))
        .map(|(at, c)| window + at + c.len_utf8())
        .find(|start| *start < text.len())?;
    let tail = text[start..].trim();
    let apart = text[start..].starts_with(char::is_whitespace);
    let bare = tail.trim_matches(['(', ')', '.']);
    let ends = bare.len() >= 4
        && gate::ENDS.are(bare, language)
        && bare.chars().next().is_some_and(char::is_uppercase);
    (apart
        && !tail.is_empty()
        && (ends
            || (is_sign_off(tail) && !bare.contains(char::is_lowercase))
            || (tail.starts_with('(') && is_agency(bare))))
    .then(|| start + text[start..].len() - text[start..].trim_start().len())
}

/// Whether a line is the initials of those who worked on a story: `jdm/abc/def`, `ABC // DEF`, `(Schluss) abc/def`.
pub fn is_initials(line: &str) -> bool {
    let line = trim(line);
    if line.len() > 40 {
        return false;
    }
    let bare = match line.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((word, rest)) if gate::ENDS.are(word, Language::ANY) || gate::MORE.are(word, Language::ANY) => {
            rest.trim()
        }
        _ => line,
    };
    if is_agency(bare) {
        return false;
    }
    let ends = |mark: &str| gate::ENDS.are(mark, Language::ANY);
    // `(jd-kjr)`, `(SDA-ATS/jd)`.
    if let Some(inside) = enclosed(bare) {
        let small =
            |mark: &str| (2..=4).contains(&mark.len()) && mark.bytes().all(|byte| byte.is_ascii_lowercase());
        let mut marks = inside.split(['-', '/']);
        let last = marks.next_back().unwrap_or("");
        return small(last)
            && !is_agency(inside)
            && !gate::MORE.are(last, Language::ANY)
            && !ends(last)
            && marks.all(|mark| small(mark) || is_agency(mark));
    }
    // `burs-cm/dw`: from several bureaus.
    let bureaus = bare.split_once('-').filter(|(bureaus, rest)| bureaus.len() <= 4 && !rest.contains('-'));
    let (bureaus, rest) = bureaus.unwrap_or(("", bare));
    let marks = std::iter::once(bureaus).chain(rest.split('/'));
    let mut marks = marks.map(str::trim).filter(|mark| !mark.is_empty());
    let count = marks.clone().count();
    let alike = |mark: &str| {
        (1..=4).contains(&mark.len())
            && mark.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && mark.bytes().any(|byte| byte.is_ascii_alphabetic())
            && (is_capitals(mark) || !mark[1..].contains(|c: char| c.is_ascii_uppercase()))
    };
    (2..=6).contains(&count) && bare.contains('/') && marks.all(|mark| alike(mark) && !ends(mark))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_and_sign_offs() {
        for line in ["-30-", "###", "ENDS", "(END)", "# # #", "-ENDS-", "FIN", "--ende--"] {
            assert!(is_end(line, Language::ANY), "{line}");
        }
        for line in ["End", "30", "The end is near", "", "More"] {
            assert!(!is_end(line, Language::ANY), "{line}");
        }
        assert!(is_more("(MORE)", Language::ANY) && is_more(" more", Language::ANY));
        assert!(!is_more("More rain", Language::ANY));
        assert!(is_sign_off("/ritzau/"));
        assert!(is_sign_off("REUTER...^M") && agency_of("REUTER...^M") == "REUTER");
        assert!(is_sign_off("Reuter") && is_sign_off("AAP RTV") && !is_sign_off("Reuters said"));
    }

    #[test]
    fn initials_and_last_words() {
        for line in [
            "jdm/abc/def",
            "ABC // DEF",
            "(Schluss) abc/def",
            "cdu/jmp/rl",
            "burs-cm/dw",
            "Red/Cm",
            "Lusa/Fim",
        ] {
            assert!(is_initials(line) || is_sign_off(line), "{line}");
        }
        assert!(is_initials("(jd-kjr)") && is_initials("(SDA-ATS/jd)") && is_sign_off("AAP RESULTS"));
        assert!(
            !is_sign_off("PA QUIZ OF THE WEEK (NOVEMBER 3)") && !is_sign_off("PA SPORT EXTRA (NOVEMBER 3)")
        );
        for line in ["(AP)", "(more)", "(Jane Doe)", "(He said so)", "(end)"] {
            assert!(!is_initials(line), "{line}");
        }
        assert!(!is_initials("and/or else") && !is_initials("AC/DC Live at 5") && !is_initials("12/11"));
        let cut = |text: &'static str| sign_off_at_end(text, Language::ANY).map(|at| &text[at..]);
        assert_eq!(cut("It carries 40,000 cars a day. Enditem"), Some("Enditem"));
        assert_eq!(cut("dijo la alcaldesa, Rosa Lara. EFE"), Some("EFE"));
        assert_eq!(cut("a dit la bourgmestre. (Belga)"), Some("(Belga)"));
        assert_eq!(cut("She told Reuters."), None);
        assert_eq!(cut("He works for U.S. Steel"), None);
    }
}
