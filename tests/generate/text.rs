//! Words in many scripts, and every character that means something to a format.

use super::draw::Draw;

/// Plain words first: a choice of 0 is the simplest.
const PLAIN: &[&str] = &[
    "a",
    "story",
    "the",
    "mayor",
    "said",
    "on",
    "Monday",
    "bridge",
    "harbour",
    "1,250",
    "£3",
    "coöperate",
    "naïve",
    "d’etat",
    "“single",
    "centre”",
    "—",
    "re-elected",
    "e.g.",
    "U.S.",
];

/// Words of other scripts, long and short, with marks that combine and letters that join.
const SCRIPTS: &[&str] = &[
    "Žižkov",
    "Łódź",
    "İstanbul",
    "ﬁre",
    "Tiếng",
    "Việt",
    "ΑΘΗΝΑ",
    "Ἀθῆναι",
    "λόγος",
    "Москва",
    "ёлка",
    "Київ",
    "القاهرة",
    "قالَ",
    "لا",
    "٢٠٢٢",
    "یک\u{200c}شنبه",
    "ירושלים",
    "שָׁלוֹם",
    "नमस्ते",
    "हिन्दी",
    "क्षत्रिय",
    "ภาษาไทย",
    "กรุงเทพมหานคร",
    "ខ្មែរ",
    "北京",
    "新聞記事",
    "東京は夜",
    "カタカナ",
    "한국어",
    "조선",
    "、",
    "。",
    "「",
    "」",
    "🙂",
    "👩‍👩‍👧‍👦",
    "🇰🇿",
    "👍🏽",
    "e\u{301}",
    "a\u{30a}\u{323}",
];

/// Characters and runs that Markdown, XML, YAML, wire text, NITF or PDF read as something else.
const SPECIAL: &[&str] = &[
    "*",
    "**",
    "_",
    "__",
    "`",
    "``",
    "[",
    "]",
    "](",
    "[^1]",
    "[^1]:",
    "![",
    "<",
    ">",
    "<b>",
    "</p>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&",
    "&amp;",
    "&#65;",
    "|",
    "\\",
    "\\*",
    "#",
    "##",
    "1.",
    "1)",
    "-",
    "+",
    "~",
    "~~",
    "~~~",
    "```",
    ":",
    "::",
    ":::",
    "---",
    "***",
    "___",
    "===",
    "...",
    "{",
    "}",
    "{#id .class}",
    "{{x}}",
    "$",
    "$$",
    "%",
    "^",
    "@",
    "!",
    "(",
    ")",
    "((",
    "'",
    "\"",
    "=",
    "/",
    "//",
    "http://example.org/a_b?c=d&e=f",
    "<http://example.org>",
    "mail@example.org",
    "www.example.org",
    "By",
    "by Jane Doe",
    "(Reporting",
    "Copyright 2022",
    "© 2022",
    "[PHOTO: x]",
    "ZCZC",
    "NNNN",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{2011}",
    "\u{2028}",
    "\u{85}",
    "\u{feff}",
    "\u{202e}",
    "\u{2066}",
    "\u{2069}",
    "\u{200f}",
    "\u{3000}",
    "\u{fffd}",
    "javascript:alert(1)",
    "=1+1",
    "TITLE:",
    "key: value",
    "> quoted",
    "Term\n: meaning",
    "  two",
    "\ttab",
];

/// Characters that XML forbids or that have no glyph anywhere.
const FORBIDDEN: &[&str] = &[
    "\u{0}",
    "\u{1}",
    "\u{8}",
    "\u{b}",
    "\u{1b}",
    "\u{7f}",
    "\u{fffe}",
    "\u{ffff}",
    "\u{e000}",
    "\u{10ffff}",
];

/// A piece of running text: words and the spaces between them.
pub(super) fn running(draw: &mut Draw<'_>) -> String {
    let count = match draw.below(16) {
        0..=11 => 1 + draw.below(6),
        12..=14 => 1 + draw.below(40),
        _ => 1 + draw.below(400),
    };
    let mut text = String::new();
    // A long text repeats its words: choices are dear.
    let drawn: Vec<&str> = (0..count.min(12)).map(|_| word(draw)).collect();
    for index in 0..count {
        if index > 0 && !(count <= 12 && draw.one_in(8)) {
            text.push(' ');
        }
        text.push_str(drawn[index % drawn.len()]);
    }
    match draw.below(12) {
        9 => text.insert(0, ' '),
        10 => text.push(' '),
        11 => text.push('\\'),
        _ => {}
    }
    text
}

/// A text without line ends, as metadata has it.
pub(super) fn line(draw: &mut Draw<'_>) -> String {
    let count = 1 + draw.below(4);
    let words: Vec<&str> = (0..count).map(|_| word(draw)).collect();
    let mut text = words.join(" ").replace(['\n', '\t'], " ");
    match draw.below(16) {
        13 => text.insert(0, ' '),
        14 => text.push(' '),
        15 => text = text.replace(' ', "  "),
        _ => {}
    }
    text
}

/// Lines whose spaces count.
pub(super) fn typed_lines(draw: &mut Draw<'_>) -> String {
    let mut text = String::new();
    for index in 0..=draw.below(5) {
        if index > 0 {
            text.push_str(draw.pick(&["\n", "\n\n", "\n    ", "\n\t"]));
        }
        text.push_str(word(draw));
        text.push_str(draw.pick(&["", "  ", "    12", "\t12", " "]));
        text.push_str(word(draw));
    }
    text
}

/// One word, mostly a plain one.
pub(super) fn word(draw: &mut Draw<'_>) -> &'static str {
    match draw.below(64) {
        0..=31 => draw.pick(PLAIN),
        32..=47 => draw.pick(SCRIPTS),
        48..=62 => draw.pick(SPECIAL),
        _ => draw.pick(FORBIDDEN),
    }
}
