//! Days and their parts, in every language: `Jan 10`, `10. Januar`, `4.05.2024`.

use copydesk_core::Moment;
use copydesk_core::jiff::civil;

use crate::Language;
use crate::gate;
use crate::scan::{has_digit, word_starts};

/// The number of a month, by its long or short name.
pub fn month(name: &str, language: Language) -> Option<i8> {
    month_number(name.trim_end_matches('.'), language)
}

/// Whether a text is a date, or the year of one.
pub(crate) fn is_date(text: &str, language: Language) -> bool {
    let text = text.trim();
    text.len() <= 40 && has_digit(text) && (date(text, language).is_some() || year_number(text).is_some())
}

/// Where the date at the end of `text` begins, and the day where it is whole.
pub(crate) fn date_at_end(text: &str, language: Language) -> Option<(usize, Option<Moment>)> {
    const WORDS: usize = 6;
    let begins = |at: &usize| *at == 0 || text[..*at].ends_with(|c: char| c.is_whitespace() || c == ',');
    let (mut last, mut count) = ([0; WORDS], 0);
    for at in word_starts(text).filter(begins) {
        last[count % WORDS] = at;
        count += 1;
    }
    // Of the last words, the first of them first.
    (count.saturating_sub(WORDS)..count).find_map(|word| {
        let at = last[word % WORDS];
        Some((at, date(&text[at..], language)?))
    })
}

/// Reads a text that is a date and nothing else. The day, where year, month and day are there.
pub(crate) fn date(text: &str, language: Language) -> Option<Option<Moment>> {
    let mut day: Option<i8> = None;
    let mut month: Option<i8> = None;
    let mut year: Option<i16> = None;
    let mut weekday = false;
    // `4.05.2024`.
    if let Some(day) = numeric_date(text.trim()) {
        return Some(Some(Moment::Date(day)));
    }
    for word in text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()) {
        let bare = word.trim_end_matches(['.', 'º', 'ª']);
        // What begins with a letter is no number.
        let numeric = !bare.starts_with(|c: char| c.is_ascii_alphabetic());
        if let Some(number) = month_number(bare, language).filter(|_| month.is_none()) {
            month = Some(number);
        } else if let Some((number, of)) =
            numeric.then(|| day_of_month(bare)).flatten().filter(|_| day.is_none() && month.is_none())
        {
            (day, month) = (Some(number), Some(of));
        } else if let Some(number) = numeric.then(|| day_number(bare)).flatten().filter(|_| day.is_none()) {
            day = Some(number);
        } else if let Some(number) = numeric.then(|| year_number(bare)).flatten().filter(|_| year.is_none()) {
            year = Some(number);
        } else if !weekday && gate::WEEKDAYS.hold(bare, language) {
            weekday = true;
        } else if !(day.is_some() && matches!(bare, "de" | "del" | "of")
            || day.is_none() && month.is_none() && weekday && bare == "den")
        {
            return None;
        }
    }
    if month.is_none() && !weekday
        || month.is_some() && day.is_none()
        || month.is_none() && (day.is_some() || year.is_some())
    {
        return None;
    }
    let whole = (|| Some(Moment::Date(civil::Date::new(year?, month?, day?).ok()?)))();
    Some(whole)
}

/// `2022-01-10`, `10.1.2022`, and `13/01/2022`, but not `10/01/2022`, which is two days.
pub(crate) fn numeric_date(word: &str) -> Option<civil::Date> {
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let divider = ['-', '/', '.'].into_iter().find(|divider| word.matches(*divider).count() == 2)?;
    let numbers: Vec<i16> = word.split(divider).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [a, b, c] = numbers[..] else { return None };
    let date = |year, month: i16, day: i16| {
        civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    match divider {
        _ if a > 31 => date(a, b, c),
        '.' if c > 31 => date(c, b, a),
        _ if c > 31 && a > 12 => date(c, b, a),
        _ if c > 31 && b > 12 => date(c, a, b),
        _ if c > 31 && a == b => date(c, a, b),
        _ => None,
    }
}

/// `12/11`: the day first, as where datelines have numbers for months.
fn day_of_month(word: &str) -> Option<(i8, i8)> {
    let (day, month) = word.split_once('/')?;
    let month = day_number(month).filter(|month| *month <= 12)?;
    Some((day_number(day)?, month))
}

pub(crate) fn month_number(word: &str, language: Language) -> Option<i8> {
    gate::MONTHS.whole(word, language.every_number()).map(|(_, number)| number)
}

pub(crate) fn day_number(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(char::is_alphabetic);
    let ordinal = &word[digits.len()..];
    let number: i8 = digits.parse().ok()?;
    ((1..=31).contains(&number)
        && digits.len() <= 2
        && matches!(ordinal, "" | "st" | "nd" | "rd" | "th" | "er"))
    .then_some(number)
}

pub(crate) fn year_number(word: &str) -> Option<i16> {
    let number: i16 = word.parse().ok()?;
    (word.len() == 4 && (1600..=2200).contains(&number)).then_some(number)
}
