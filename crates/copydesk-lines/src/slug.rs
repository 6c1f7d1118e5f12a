//! The slug a story goes by.

use crate::scan::{is_capitals, trim};

/// Whether the first line of a story is the slug it goes by: `BC-US--Bridge Closing, 1st Ld-Writethru`, `BRIDGE-CLOSING`,
/// `1 POLITICS Bridge`, `Brücke/Österreich/Graz`.
pub fn is_slug_line(line: &str) -> bool {
    let line = trim(line);
    if line.starts_with(|c: char| c.is_ascii_digit()) && is_catchline(line)
        || line.contains('/') && is_stroked(line)
    {
        return true;
    }
    let service = ["BC-", "AM-", "PM-"].iter().any(|start| line.starts_with(start));
    let word = !line.contains(char::is_whitespace) && line.len() <= 40;
    let joined = line.contains(['-', '/']) && !line.contains("--") && !line.ends_with(['-', '/', '.']);
    (service && line.len() <= 80)
        || (word
            && joined
            && is_capitals(line)
            && line.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | '_'))
            && line
                .split(['-', '/'])
                .all(|part| part.chars().count() >= 2 || part.chars().all(|c| c.is_ascii_digit())))
}

/// `1 POLITICS Bridge`: a number, the desk in capitals, and the story.
fn is_catchline(line: &str) -> bool {
    let mut words = line.split(' ');
    let number =
        words.next().is_some_and(|word| word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit()));
    let desk = words
        .next()
        .is_some_and(|word| word.len() >= 3 && is_capitals(word) && word.chars().all(char::is_alphabetic));
    let capital = |word: &str| word.starts_with(char::is_uppercase) || word.starts_with('(');
    number
        && desk
        && line.len() <= 60
        && line.contains(char::is_lowercase)
        && words.clone().next().is_some()
        && words.all(capital)
}

/// `Brücke/Österreich/Graz`, `Wetter/Bayern/`: words with strokes and no spaces between them.
fn is_stroked(line: &str) -> bool {
    let strokes = line.matches('/').count();
    let capital = |part: &str| part.starts_with(char::is_uppercase) && part.chars().count() >= 3;
    (strokes >= 2 || line.ends_with('/'))
        && line.len() <= 80
        && line.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '.'))
        && line.trim_end_matches('/').split('/').all(capital)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_told_from_headlines() {
        assert!(is_slug_line("BC-US--Bridge Closing, 1st Ld-Writethru") && is_slug_line("BRIDGE-CLOSING"));
        assert!(is_slug_line("1 POLITICS Bridge Substitute") && is_slug_line("Brücke/Österreich/Graz"));
        assert!(!is_slug_line("2 DEAD in crash") && !is_slug_line("5 THINGS"));
        assert!(!is_slug_line("BRIDGE CLOSES") && !is_slug_line("Self-made") && !is_slug_line("E-MAIL"));
    }
}
