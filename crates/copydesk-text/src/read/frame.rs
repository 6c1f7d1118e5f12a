//! Wire frames: where one message ends and the next begins.

use std::cell::LazyCell;
use std::ops::Range;

use copydesk_lines::{self as recognise, Language};

use crate::read::line::Line;

/// How a message is framed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Frame {
    /// Not at all.
    Plain,
    /// IPTC 7901: SOH, header, STX, text, ETX, date.
    Iptc7901,
    /// ANPA 1312: SYN SYN SOH, header, STX, `^…<` lines, ETX.
    Anpa,
    /// `ZCZC` … `NNNN`.
    Zczc,
}

/// The start of header, in IPTC 7901 and ANPA 1312.
pub(crate) const SOH: char = '\u{1}';
/// The start of text.
pub(crate) const STX: char = '\u{2}';
/// The end of text.
pub(crate) const ETX: char = '\u{3}';
/// A rule between stories is at least as wide as this, in bytes.
pub(crate) const PAGE_WIDE: usize = 10;
/// And never wider than this.
const LONGEST_RULE: usize = 300;
/// How many lines behind a rule show that a story begins.
const STORY_LINES: usize = 4;
const EOT: char = '\u{4}';
const SYN: char = '\u{16}';

/// Whether an input begins with a frame.
pub(crate) fn is_framed(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    let bare = start.trim_ascii_start();
    let bare = &bare[bare.iter().take_while(|byte| matches!(byte, 0 | 0x16 | 0x7F)).count()..];
    bare.first() == Some(&1) || bare.get(..4).is_some_and(|word| word.eq_ignore_ascii_case(b"ZCZC"))
}

/// The messages of an input, each with its frame and its lines.
pub(crate) fn messages(text: &str, lines: &[Line<'_>]) -> Vec<(Frame, Range<usize>)> {
    // Nearly no copy has a code of any kind; then no line of it is searched for one.
    let coded = memchr::memchr3(SOH as u8, STX as u8, EOT as u8, text.as_bytes()).is_some();
    let last_end = LazyCell::new(|| lines.iter().rposition(|line| is_end_of_zczc(line)).unwrap_or(0));
    let mut messages = Vec::new();
    let mut open: Option<(Frame, usize)> = None;
    for (at, line) in lines.iter().enumerate() {
        // In the middle of copy nearly every line begins with a letter; none that does, but for the Z of ZCZC, frames anything.
        let is_word = line
            .text
            .as_bytes()
            .first()
            .is_none_or(|first| first.is_ascii_alphabetic() && !first.eq_ignore_ascii_case(&b'Z'));
        if is_word && !coded && matches!(open, Some((Frame::Plain, _))) {
            continue;
        }
        // In the middle of plain copy ZCZC is a word, unless the frame also ends.
        let amid = || matches!(open, Some((Frame::Plain, _))) && at > *last_end;
        if let Some(frame) = starts(line.text).filter(|frame| !(*frame == Frame::Zczc && amid())) {
            close(&mut messages, &mut open, at, lines);
            open = Some((frame, at));
        } else if matches!(open, Some((Frame::Plain, _))) && divides_stories(lines, at) {
            close(&mut messages, &mut open, at, lines);
            continue;
        } else if open.is_none() && !is_filling(line.text) {
            let bare = messages.is_empty() && crate::read::iptc7901::is_header(line.trimmed());
            open = Some((if bare { Frame::Iptc7901 } else { Frame::Plain }, at));
        }
        if let Some((frame, start)) = &mut open {
            // A header without a start of text is only a line of codes.
            if coded && *frame == Frame::Plain && line.text.contains(STX) {
                let anpa = lines[*start..=at].iter().any(crate::read::anpa::is_header);
                *frame = if anpa { Frame::Anpa } else { Frame::Iptc7901 };
            }
            let ends = (coded && line.text.contains(EOT)) || (*frame == Frame::Zczc && is_end_of_zczc(line));
            if ends {
                close(&mut messages, &mut open, at + 1, lines);
            }
        }
    }
    close(&mut messages, &mut open, lines.len(), lines);
    messages
}

/// A rule across the page between two stories: behind it stand a headline, and a byline or a dateline with its agency.
fn divides_stories(lines: &[Line<'_>], at: usize) -> bool {
    let text = lines[at].text;
    let is_rule = (PAGE_WIDE..=LONGEST_RULE).contains(&text.len())
        && recognise::is_rule(text)
        && text.trim().len() >= PAGE_WIDE;
    let is_page = text.starts_with('\u{C}') && text.trim().is_empty();
    if !(is_rule || is_page) {
        return false;
    }
    let mut next =
        lines[at + 1..].iter().filter(|line| !line.is_blank()).take(STORY_LINES).map(Line::trimmed);
    let Some(headline) = next.next() else { return false };
    let short = |text: &str| text.len() <= 400;
    let is_headline = headline.len() <= 150
        && !headline.starts_with(char::is_lowercase)
        && !crate::read::unit::ends_sentence(headline)
        && !recognise::is_rule(headline);
    let begins_story = |text: &str| {
        let dateline = || recognise::dateline(text, Language::ANY);
        (short(text) && recognise::byline(text, Language::ANY).is_some())
            || dateline().is_some_and(|(dateline, _)| dateline.source.is_some() || dateline.date.is_some())
    };
    is_headline && next.any(begins_story)
}

fn is_end_of_zczc(line: &Line<'_>) -> bool {
    line.text.len() < 80 && line.trimmed().eq_ignore_ascii_case("NNNN")
}

fn close(
    messages: &mut Vec<(Frame, Range<usize>)>,
    open: &mut Option<(Frame, usize)>,
    end: usize,
    lines: &[Line<'_>],
) {
    if let Some((frame, start)) = open.take()
        && lines[start..end].iter().any(|line| !is_filling(line.text))
    {
        messages.push((frame, start..end));
    }
}

/// The frame a line begins. An SOH alone is decided by the STX that follows, or does not.
fn starts(text: &str) -> Option<Frame> {
    if !matches!(text.as_bytes().first(), Some(b'Z' | b'z' | b' ' | 0..=0x1F | 0x7F)) {
        return None;
    }
    let bare = text.trim_start_matches([' ', '\0', '\u{7F}']);
    if let Some(rest) = bare.strip_prefix(SYN) {
        return rest.trim_start_matches(SYN).starts_with(SOH).then_some(Frame::Anpa);
    }
    if bare.starts_with(SOH) {
        return Some(Frame::Plain);
    }
    let word = bare.get(..4).filter(|word| word.eq_ignore_ascii_case("ZCZC"))?;
    let rest = bare[word.len()..].split(char::is_whitespace).next().unwrap_or("");
    // `ZCZC1234/SXA`: the number of the message follows at once.
    let number = rest.contains(|c: char| c.is_ascii_digit()) && !rest.contains(char::is_lowercase);
    (!rest.starts_with(char::is_alphanumeric) || number).then_some(Frame::Zczc)
}

/// White space and control characters between messages.
fn is_filling(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control())
}

/// Whether a character is a code of the transmission and no text.
pub(crate) fn is_code(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{C}')
}
