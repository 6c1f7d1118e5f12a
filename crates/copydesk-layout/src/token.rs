//! Styled text to tokens: words, spaces, pictures, each of one style, script and direction.

use std::ops::Range;

use copydesk_core::Direction;
use harfrust::{Script, Tag};
use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use unicode_bidi::{BidiInfo, Level};
use unicode_script::UnicodeScript;

use crate::rich::Rich;
use crate::shape::{Manner, Shaper, WordId};

/// A word, a space, a picture, or a forced end of line.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// Its bytes in the text.
    pub(crate) text: Range<usize>,
    pub(crate) kind: TokenKind,
    /// In points.
    pub(crate) width: f32,
    /// Its piece in the [`Rich`].
    pub(crate) piece: usize,
    /// Its embedding level: odd is right to left.
    pub(crate) level: u8,
    pub(crate) manner: Manner,
    /// What may happen after it.
    pub(crate) after: After,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum TokenKind {
    Word(WordId),
    /// A word of a script that writes no spaces: justification may open the gap after it.
    Ideograph(WordId),
    Space(WordId),
    Picture(usize),
    NewLine,
}

/// What may happen after a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum After {
    /// The line goes on.
    Nothing,
    /// It may end.
    Break,
    /// It may end with a hyphen.
    Hyphen,
    /// It may end where there is no other way.
    Emergency,
    /// It ends.
    NewLine,
}

/// Tokens of one paragraph.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    pub(crate) list: Vec<Token>,
    /// The paragraph runs from right to left.
    pub(crate) right_to_left: bool,
}

/// Finds where lines may end: UAX 14, and dictionaries for the scripts that write no spaces.
pub(crate) struct Breaks(LineSegmenterBorrowed<'static>);

impl Breaks {
    pub(crate) fn new() -> Self {
        Self(LineSegmenter::new_dictionary(LineBreakOptions::default()))
    }
}

/// Cuts a paragraph into tokens.
pub(crate) fn tokenise(rich: &Rich, breaks: &Breaks, shaper: &mut Shaper) -> Tokens {
    let text = rich.text.as_str();
    let simple = text.chars().all(is_simple);
    let forced = rich.direction == Some(Direction::Rtl);
    let (levels, right_to_left) = match simple && !forced {
        true => (Vec::new(), false),
        false => levels(text, rich.direction),
    };
    let mut cutter = Cutter {
        rich,
        shaper,
        levels,
        base: u8::from(right_to_left),
        piece: 0,
        script: if simple { Script::LATIN } else { first_script(text) },
        simple,
        list: Vec::with_capacity(text.len() / 3 + 4),
    };
    cutter.run(breaks.0.segment_str(text));
    Tokens { list: cutter.list, right_to_left }
}

/// Letters and signs of Latin text only: no bidirectional text, no second script.
fn is_simple(character: char) -> bool {
    character < '\u{300}'
        || matches!(character, '\u{1E00}'..='\u{1EFF}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '\u{20A0}'..='\u{20BF}' | '\u{2122}')
}

fn levels(text: &str, direction: Option<Direction>) -> (Vec<Level>, bool) {
    let base = direction.map(|direction| match direction {
        Direction::Ltr => Level::ltr(),
        Direction::Rtl => Level::rtl(),
    });
    // A line feed ends a paragraph of the algorithm; all of ours has one direction, that of its first strong letter.
    let info = BidiInfo::new(text, base);
    let first = info.paragraphs.first().map_or(Level::ltr(), |paragraph| paragraph.level);
    let info = match info.paragraphs.iter().any(|paragraph| paragraph.level != first) {
        true => BidiInfo::new(text, Some(first)),
        false => info,
    };
    if !first.is_rtl() && !info.has_rtl() {
        return (Vec::new(), false);
    }
    (info.levels, first.is_rtl())
}

fn first_script(text: &str) -> Script {
    text.chars().map(script_of).find(|script| is_strong(*script)).unwrap_or(Script::LATIN)
}

fn script_of(character: char) -> Script {
    if character < '\u{80}' {
        return if character.is_ascii_alphabetic() { Script::LATIN } else { Script::COMMON };
    }
    let tag = Tag::new(&character.script().as_iso15924_tag().to_be_bytes());
    Script::from_iso15924_tag(tag).unwrap_or(Script::COMMON)
}

fn is_strong(script: Script) -> bool {
    script != Script::COMMON && script != Script::INHERITED && script != Script::UNKNOWN
}

/// Scripts without spaces between words: justification opens the gaps between characters or words.
fn is_ideographic(script: Script) -> bool {
    [Script::THAI, Script::LAO, Script::KHMER, Script::MYANMAR].contains(&script)
        || script == Script::HAN
        || script == Script::HIRAGANA
        || script == Script::KATAKANA
        || script == Script::BOPOMOFO
}

struct Cutter<'a> {
    rich: &'a Rich,
    shaper: &'a mut Shaper,
    levels: Vec<Level>,
    base: u8,
    piece: usize,
    script: Script,
    simple: bool,
    list: Vec<Token>,
}

#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Word,
    Space,
    Picture,
    NewLine,
}

impl Cutter<'_> {
    fn run(&mut self, breaks: impl Iterator<Item = usize>) {
        let text = self.rich.text.as_str();
        let mut start = 0;
        for end in breaks {
            if end == 0 {
                continue;
            }
            self.segment(start..end);
            start = end;
        }
        if start < text.len() {
            self.segment(start..text.len());
        }
        if !self.rich.fixed {
            self.trim();
        }
    }

    /// A stretch that ends where a line may end.
    fn segment(&mut self, range: Range<usize>) {
        let text = self.rich.text.as_str();
        let before = self.list.len();
        let mut start = range.start;
        let mut open: Option<(Sort, Script, u8)> = None;
        for (at, character) in text[range.clone()].char_indices() {
            let at = range.start + at;
            let sort = match sort_of(character) {
                Sort::Space if self.rich.fixed => Sort::Word,
                sort @ (Sort::Word | Sort::Space | Sort::Picture | Sort::NewLine) => sort,
            };
            let script = self.script_at(character);
            let level = self.levels.get(at).map_or(self.base, |level| level.number());
            let next = (sort, script, level);
            let cut = match open {
                None => false,
                Some(last) => {
                    last != next
                        || at >= self.rich.pieces[self.piece].end
                        || sort == Sort::Picture
                        || sort == Sort::NewLine
                        || ends_hyphenated(&text[start..at])
                }
            };
            if cut {
                if let Some((sort, script, level)) = open {
                    self.push(start..at, sort, script, level);
                }
                start = at;
            }
            while at >= self.rich.pieces[self.piece].end && self.piece + 1 < self.rich.pieces.len() {
                self.piece += 1;
            }
            open = Some(next);
        }
        if let Some((sort, script, level)) = open {
            self.push(start..range.end, sort, script, level);
        }
        if self.list.len() > before
            && let Some(last) = self.list.last_mut()
            && last.after == After::Nothing
        {
            last.after = After::Break;
        }
    }

    fn script_at(&mut self, character: char) -> Script {
        if self.simple {
            return self.script;
        }
        let script = script_of(character);
        if is_strong(script) {
            self.script = script;
        }
        self.script
    }

    fn push(&mut self, range: Range<usize>, sort: Sort, script: Script, level: u8) {
        let piece = &self.rich.pieces[self.piece];
        let text = &self.rich.text[range.clone()];
        let manner = Manner {
            voice: piece.style.voice,
            language: piece.language,
            script,
            right_to_left: level % 2 == 1,
        };
        let (kind, width, after) = match sort {
            Sort::Word => {
                let word = self.shaper.shape(text, manner);
                let width = self.shaper.word(word).width * piece.style.size;
                let after = if text.ends_with('\u{AD}') { After::Hyphen } else { After::Nothing };
                let kind =
                    if is_ideographic(script) { TokenKind::Ideograph(word) } else { TokenKind::Word(word) };
                (kind, width, after)
            }
            Sort::Space => {
                let word = self.shaper.shape(" ", manner);
                (TokenKind::Space(word), self.shaper.word(word).width * piece.style.size, After::Nothing)
            }
            Sort::Picture => match piece.object {
                Some(object) => (TokenKind::Picture(object), self.rich.objects[object].width, After::Nothing),
                None => {
                    let word = self.shaper.shape(text, manner);
                    (TokenKind::Word(word), self.shaper.word(word).width * piece.style.size, After::Nothing)
                }
            },
            Sort::NewLine => (TokenKind::NewLine, 0.0, After::NewLine),
        };
        self.list.push(Token { text: range, kind, width, piece: self.piece, level, manner, after });
    }

    /// Takes away spaces at the beginning and the end of the paragraph and of its forced lines, and doubled ones.
    fn trim(&mut self) {
        let mut kept: Vec<Token> = Vec::with_capacity(self.list.len());
        for token in self.list.drain(..) {
            let after_space = match kept.last().map(|last| last.kind) {
                None | Some(TokenKind::NewLine) => true,
                Some(TokenKind::Space(_)) => {
                    self.rich.text[token.text.clone()].chars().all(|character| character != '\u{A0}')
                }
                Some(_) => false,
            };
            match token.kind {
                TokenKind::Space(_) if after_space => {
                    if let (Some(last), true) = (kept.last_mut(), token.after == After::Break)
                        && last.after == After::Nothing
                    {
                        last.after = After::Break;
                    }
                }
                TokenKind::NewLine => {
                    while matches!(kept.last().map(|last| last.kind), Some(TokenKind::Space(_))) {
                        kept.pop();
                    }
                    kept.push(token);
                }
                TokenKind::Word(_)
                | TokenKind::Ideograph(_)
                | TokenKind::Space(_)
                | TokenKind::Picture(_) => {
                    kept.push(token);
                }
            }
        }
        while matches!(kept.last().map(|last| last.kind), Some(TokenKind::Space(_) | TokenKind::NewLine)) {
            kept.pop();
        }
        self.list = kept;
    }
}

fn sort_of(character: char) -> Sort {
    match character {
        ' ' | '\t' | '\u{A0}' => Sort::Space,
        '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Sort::NewLine,
        '\u{FFFC}' => Sort::Picture,
        _ => Sort::Word,
    }
}

fn ends_hyphenated(text: &str) -> bool {
    text.ends_with('\u{AD}')
}
