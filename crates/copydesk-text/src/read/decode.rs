//! Bytes to text: whatever encoding a wire uses.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use copydesk_core::{Feature, Place, Report};
use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How much of an input shows whether it makes sense, in bytes.
const SENSE_BYTES: usize = 8 << 10;
/// How much of an input the encoding is detected from, in bytes.
const DETECTED_BYTES: usize = 256 << 10;

/// The text of an input. Valid UTF-8 is taken as it is; a byte order mark is believed; only what is neither is put to
/// the detector, and reported.
pub(crate) fn decode<'a>(input: &'a [u8], report: &mut Report) -> Cow<'a, str> {
    if let Some((encoding, length)) = Encoding::for_bom(input) {
        return decode_as(encoding, &input[length..], report);
    }
    // The decoder does not copy valid text, and checks it in half of the standard library's time.
    if let Some(Cow::Borrowed(text)) = UTF_8.decode_without_bom_handling_and_without_replacement(input) {
        if let Some(encoding) = without_mark(input) {
            repaired(encoding, "UTF-16 without a byte order mark", report);
            return decode_as(encoding, input, report);
        }
        return Cow::Borrowed(text);
    }
    let encoding = without_mark(input).unwrap_or_else(|| detected(input));
    repaired(encoding, "bytes that are not UTF-8", report);
    decode_as(encoding, input, report)
}

fn repaired(encoding: &'static Encoding, found: &str, report: &mut Report) {
    let start = Place::Source { line: 1, column: 1 };
    report.repaired(Feature::Encoding, start, found, format!("{} by detection", encoding.name()));
}

fn decode_as<'a>(encoding: &'static Encoding, bytes: &'a [u8], report: &mut Report) -> Cow<'a, str> {
    let (text, faulty) = encoding.decode_without_bom_handling(bytes);
    if faulty {
        let at = text.find('\u{FFFD}').unwrap_or(0);
        let place = Place::in_source(text.as_bytes(), at);
        let detail = format!("some bytes are not {}; each is shown as U+FFFD", encoding.name());
        report.dropped(Feature::Encoding, place, detail);
    }
    text
}

/// UTF-16 that does not say so. Of nearly every alphabet the higher byte is below 8, which is no character of any other
/// text; where it is not, as in Chinese, spaces and line ends have zeros at the same places.
fn without_mark(input: &[u8]) -> Option<&'static Encoding> {
    let start = &input[..input.len().min(2_048) & !1];
    // Nearly no text has such bytes.
    let none = start.iter().fold(true, |none, byte| none & (*byte >= 8));
    if none || start.len() < 4 || !input.len().is_multiple_of(2) {
        return None;
    }
    let half = start.len() / 2;
    let count = |offset: usize, is: fn(&u8) -> bool| {
        start.iter().skip(offset).step_by(2).filter(|byte| is(byte)).count()
    };
    let low = |offset| count(offset, |byte| *byte < 8);
    let zeros = |offset| count(offset, |byte| *byte == 0);
    let is_alphabet = |high: usize, other: usize| low(high) * 4 > half * 3 && low(other) * 8 <= half;
    let is_ideographs = |high: usize, other: usize| {
        // Each zero is the higher byte of an ASCII character.
        let ascii = start
            .chunks_exact(2)
            .filter(|pair| pair[high] == 0)
            .all(|pair| matches!(pair[other], b'\n' | b'\r' | b' '..=b'~'));
        zeros(high) > 0 && zeros(other) == 0 && ascii && low(high) == zeros(high)
    };
    if is_alphabet(1, 0) || is_ideographs(1, 0) {
        Some(UTF_16LE)
    } else if is_alphabet(0, 1) || is_ideographs(0, 1) {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn detected(input: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let sample = &input[..input.len().min(DETECTED_BYTES)];
    detector.feed(sample, sample.len() == input.len());
    // The first bytes that are not ASCII may stand behind the sample.
    if sample.is_ascii() {
        let first = input.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
        let rest = &input[first..input.len().min(first + DETECTED_BYTES)];
        detector.feed(rest, true);
    }
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let encoding = if encoding == UTF_8 { WINDOWS_1252 } else { encoding };
    // The detector of a browser does not know the encoding of old Macs.
    let western = encoding == WINDOWS_1252 || !has_line_feeds(sample);
    if western && sense(MACINTOSH, input) > sense(encoding, input).max(0) { MACINTOSH } else { encoding }
}

fn has_line_feeds(sample: &[u8]) -> bool {
    sample.contains(&b'\n') || !sample.contains(&b'\r')
}

/// How much sense the first characters that are not ASCII make beside their neighbours: small letters among letters,
/// quotation marks around words, dashes between spaces.
fn sense(encoding: &'static Encoding, input: &[u8]) -> i32 {
    let first = input.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let from = first.saturating_sub(1);
    let (text, _) = encoding.decode_without_bom_handling(&input[from..input.len().min(from + SENSE_BYTES)]);
    let sign = |fits: bool| if fits { 1 } else { -1 };
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    let mut sense = 0;
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        if !c.is_ascii() {
            let among = before.is_ascii_lowercase() || after.is_ascii_lowercase();
            sense += match c {
                '“' | '‘' | '«' | '„' | '¿' | '¡' => sign(!before.is_alphanumeric()),
                '”' | '»' => sign(!after.is_alphanumeric()),
                '’' => sign(before.is_alphanumeric()),
                '–' | '—' | '\u{a0}' | '…' | '€' | '•' | '©' => {
                    i32::from(!(before.is_alphabetic() && after.is_alphabetic()))
                }
                _ if c.is_lowercase() && among => 2,
                _ if c.is_uppercase() && !before.is_lowercase() && after.is_alphabetic() => 1,
                _ => -2,
            };
        }
        before = c;
    }
    sense
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(input: &[u8]) -> (String, Report) {
        let mut report = Report::default();
        (decode(input, &mut report).into_owned(), report)
    }

    #[test]
    fn utf_8_is_taken_as_it_is() {
        let (read, report) = text("naïve “copy”".as_bytes());
        assert_eq!(read, "naïve “copy”");
        assert!(report.is_empty());
        assert_eq!(text(b"\xEF\xBB\xBFcopy").0, "copy");
    }

    #[test]
    fn other_encodings_are_detected_and_reported() {
        let (read, report) = text(b"Le pr\xE9sident a dit \x93oui\x94 \xE0 l'\xE9t\xE9.");
        assert_eq!(read, "Le président a dit “oui” à l'été.");
        assert_eq!(report.repairs.len(), 1);
        let utf_16: Vec<u8> =
            "A headline in UTF-16, and more".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&utf_16).0, "A headline in UTF-16, and more");
        let marked: Vec<u8> =
            [0xFE, 0xFF].into_iter().chain("né".encode_utf16().flat_map(u16::to_be_bytes)).collect();
        let (read, report) = text(&marked);
        assert_eq!(read, "né");
        assert!(report.is_empty());
    }

    #[test]
    fn utf_16_without_a_mark_in_any_alphabet() {
        for copy in [
            "Мост в Твери закрыт, сообщила мэрия.\n",
            "武汉长江大桥关闭。\n记者报道。\n",
            "أغلق الجسر",
            "Brücke gesperrt – Stadt",
        ] {
            for (encoding, bytes) in [
                ("LE", copy.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()),
                ("BE", copy.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            ] {
                assert_eq!(text(&bytes).0, copy, "{encoding}");
            }
        }
    }

    #[test]
    fn encodings_of_one_byte() {
        let western = "Le président a dit «\u{a0}oui\u{a0}» à l’été – à Nîmes, où l’élève et la forêt brûlent. Größe, Übung, straße.";
        let (windows, _, _) = WINDOWS_1252.encode(western);
        assert_eq!(text(&windows).0, western, "windows-1252");
        let latin = western.replace(['’', '–'], "-");
        assert_eq!(text(&latin.chars().map(|c| c as u8).collect::<Vec<_>>()).0, latin, "Latin-1");
        let (mac, _, _) = MACINTOSH.encode(western);
        assert_eq!(text(&mac).0, western, "Mac Roman");
        let mac = text(&MACINTOSH.encode("La alcaldesa dijo “no”.\rNo había otra opción.\r").0).0;
        assert_eq!(mac, "La alcaldesa dijo “no”.\rNo había otra opción.\r");
        let russian = "Мост в Твери закрыт после того, как водолазы нашли трещину, сообщила мэрия города.";
        assert_eq!(text(&encoding_rs::WINDOWS_1251.encode(russian).0).0, russian, "windows-1251");
        assert_eq!(text(&encoding_rs::KOI8_R.encode(russian).0).0, russian, "KOI8-R");
        let polish = "Most w Łodzi zamknięty, powiedział burmistrz. Źle się dzieje, żółć.";
        assert_eq!(text(&encoding_rs::ISO_8859_2.encode(polish).0).0, polish, "Latin-2");
    }
}
