//! Lines that say which company or office a release is from: `SOURCE Harlow Steel Corp.`, `News provided by …`.

use crate::Language;
use crate::gate;
use crate::scan::{is_capitals, trim};

/// Such a line is never longer than this, in bytes.
const LONGEST: usize = 120;

/// Whom a release is from, by the line below it that says so: `Source: Harlow Steel Corp.`, `SOURCE Harlow Steel Corp.`
#[inline]
pub fn issuer(line: &str, language: Language) -> Option<&str> {
    // Nearly every line is ruled out where it stands.
    if line.len() <= LONGEST && gate::SOURCES.passes(line) { named(line, language) } else { None }
}

fn named(line: &str, language: Language) -> Option<&str> {
    let line = trim(line);
    let rest = gate::SOURCES.strip(line, language)?;
    let shouted = is_capitals(&line[..line.len() - rest.len()]) && !is_capitals(rest);
    let name =
        rest.trim_start().strip_prefix(':').or_else(|| rest.strip_prefix(' ').filter(|_| shouted))?.trim();
    let last = name.rsplit(' ').next().unwrap_or("");
    // `Inc.`, but no sentence.
    let ended = name.ends_with(['!', '?', ':']) || (name.ends_with('.') && last.len() > "S.p.A.".len());
    let named = name.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) && !name.contains("://");
    (named && !ended && name.split(' ').count() <= 12).then_some(name)
}

/// What follows the words that stand above it: `News provided by`. Nothing where it stands on the next line.
#[inline]
pub fn provided_by(line: &str, language: Language) -> Option<&str> {
    let short = line.len() <= LONGEST;
    let rest = if short { gate::PROVIDED.strip(line, language)? } else { return None };
    Some(rest.trim_matches([':', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_a_release_is_from() {
        let of = |line: &'static str| issuer(line, Language::ANY);
        assert_eq!(of("SOURCE Harlow Steel Corp."), Some("Harlow Steel Corp."));
        assert_eq!(of("Source: Escola do Rio"), Some("Escola do Rio"));
        assert_eq!(of("Quelle: Muster Stahl AG"), Some("Muster Stahl AG"));
        for line in [
            "Source of the river found",
            "SOURCE CODE OF THE COUNTY LEAKED",
            "Sources: two people at the county",
            "Source: the mayor said so on Tuesday.",
            "Source: https://example.com/data",
        ] {
            assert_eq!(of(line), None, "{line}");
        }
        assert_eq!(provided_by("NEWS PROVIDED BY", Language::ANY), Some(""));
        assert_eq!(
            provided_by("News provided by Harlow Steel Corp.", Language::ANY),
            Some("Harlow Steel Corp.")
        );
    }
}
