//! Where a word may be broken: hyphenation by language, and emergency breaks of words wider than a line.

use std::rc::Rc;

use foldhash::HashMap;
use hypher::Lang;
use unicode_segmentation::UnicodeSegmentation;

use crate::rich::Rich;
use crate::shape::{LanguageId, Shaper};
use crate::token::{After, Token, TokenKind, Tokens};

/// The fewest letters of a word that is broken, and of what stands on either side of its hyphen.
const SHORTEST_WORD: usize = 6;
const BEFORE: usize = 2;
const AFTER: usize = 3;
/// How many words are remembered.
const MOST_KNOWN: usize = 30_000;

/// Which words are broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// All but names and what else has capitals.
    Common,
    /// Names too: the lines are bad without.
    Names,
}

/// Cuts the words of a paragraph where their languages allow a hyphen.
pub(crate) fn split_hyphenated(tokens: &mut Tokens, rich: &Rich, shaper: &mut Shaper, which: Which) {
    let mut split = Vec::with_capacity(tokens.list.len() * 2);
    // The end of the last part of a word that was cut before.
    let mut cut_at = usize::MAX;
    for token in tokens.list.drain(..) {
        let part = token.after == After::Hyphen || token.text.start == cut_at;
        cut_at = if token.after == After::Hyphen { token.text.end } else { usize::MAX };
        let language = rich.pieces[token.piece].language;
        let is_word = matches!(token.kind, TokenKind::Word(_)) && token.level % 2 == 0;
        if !is_word || token.text.len() < SHORTEST_WORD || part {
            split.push(token);
            continue;
        }
        let text = &rich.text[token.text.clone()];
        let known = shaper.hyphens.get(language, which == Which::Names, text);
        let cuts = match known {
            Some(cuts) => cuts,
            None => {
                let cuts: Cuts = match lang_of(shaper.tag(language)) {
                    Some(lang) => cuts(text, lang, which).into(),
                    None => Cuts::default(),
                };
                shaper.hyphens.insert(language, which == Which::Names, text, cuts.clone());
                cuts
            }
        };
        push_parts(token, &cuts, After::Hyphen, shaper, &mut split);
    }
    tokens.list = split;
}

/// The bytes a word may be cut at.
type Cuts = Rc<[usize]>;

/// Where words may be cut, remembered.
#[derive(Debug, Default)]
pub(crate) struct Hyphens {
    known: HashMap<(LanguageId, bool), HashMap<Box<str>, Cuts>>,
    count: usize,
}

impl Hyphens {
    fn get(&self, language: LanguageId, names: bool, word: &str) -> Option<Cuts> {
        self.known.get(&(language, names))?.get(word).cloned()
    }

    fn insert(&mut self, language: LanguageId, names: bool, word: &str, cuts: Cuts) {
        if self.count > MOST_KNOWN {
            self.clear();
        }
        self.count += 1;
        self.known.entry((language, names)).or_default().insert(word.into(), cuts);
    }

    pub(crate) fn clear(&mut self) {
        self.known.clear();
        self.count = 0;
    }
}

/// Cuts words that are wider than a line, anywhere between two characters.
pub(crate) fn split_wide(tokens: &mut Tokens, rich: &Rich, shaper: &Shaper, width: f32) {
    let mut split = Vec::with_capacity(tokens.list.len() * 2);
    for token in tokens.list.drain(..) {
        let wide = token.width > width && matches!(token.kind, TokenKind::Word(_) | TokenKind::Ideograph(_));
        let cuts: Vec<usize> = match wide {
            true => rich.text[token.text.clone()].grapheme_indices(true).map(|(at, _)| at).skip(1).collect(),
            false => Vec::new(),
        };
        push_parts(token, &cuts, After::Emergency, shaper, &mut split);
    }
    tokens.list = split;
}

fn push_parts(token: Token, cuts: &[usize], after: After, shaper: &Shaper, into: &mut Vec<Token>) {
    let (TokenKind::Word(word) | TokenKind::Ideograph(word)) = token.kind else {
        into.push(token);
        return;
    };
    if cuts.is_empty() {
        into.push(token);
        return;
    }
    let whole = shaper.word(word);
    let scale = if whole.width > 0.0 { token.width / whole.width } else { 0.0 };
    let mut start = 0;
    let mut before = 0.0;
    for cut in cuts.iter().copied().chain([token.text.len()]) {
        let last = cut == token.text.len();
        let until = if last { token.width } else { whole.width_before(cut as u32) * scale };
        into.push(Token {
            text: token.text.start + start..token.text.start + cut,
            width: until - before,
            after: if last { token.after } else { after },
            ..token.clone()
        });
        start = cut;
        before = until;
    }
}

fn lang_of(tag: &str) -> Option<Lang> {
    let language = tag.split(['-', '_']).next()?;
    let code: [u8; 2] = language.to_ascii_lowercase().as_bytes().try_into().ok()?;
    Lang::from_iso(if &code == b"no" { *b"nb" } else { code })
}

/// The bytes at which a word may be cut. Abbreviations, numbers and names are left whole.
fn cuts(text: &str, lang: Lang, which: Which) -> Vec<usize> {
    let Some(start) = text.find(char::is_alphabetic) else { return Vec::new() };
    let end = text.rfind(char::is_alphabetic).map_or(start, |at| text.ceil_char_boundary(at + 1));
    // What stands after an apostrophe is not counted: Kremlin’s.
    let end = text[start..end].find(['’', '\'']).map_or(end, |at| start + at);
    let word = &text[start..end];
    let letters = word.chars().count();
    if letters < SHORTEST_WORD || !word.chars().all(char::is_alphabetic) {
        return Vec::new();
    }
    let capitals = word.chars().filter(|letter| letter.is_uppercase()).count();
    // Names are not broken; in German every noun has a capital.
    if capitals > 1 || (capitals == 1 && lang != Lang::German && which == Which::Common) {
        return Vec::new();
    }
    let (before, after) = lang.bounds();
    let mut at = start;
    let mut cuts = Vec::new();
    for syllable in hypher::hyphenate_bounded(word, lang, before.max(BEFORE), after.max(AFTER)) {
        at += syllable.len();
        if at < end {
            cuts.push(at);
        }
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_numbers_and_short_words_stay_whole() {
        for word in ["Kazakhstan", "NATO", "1,234,567", "about", "don’t", "e-mail"] {
            assert!(cuts(word, Lang::English, Which::Common).is_empty(), "{word}");
        }
    }

    #[test]
    fn words_are_cut_inside_their_punctuation() {
        assert_eq!(cuts("“constitutional,”", Lang::English, Which::Common), [6, 9, 11]);
        assert_eq!(cuts("Kremlin’s", Lang::English, Which::Names), [4]);
        assert_eq!(cuts("Verfassungsordnung", Lang::German, Which::Common).first(), Some(&3));
    }
}
