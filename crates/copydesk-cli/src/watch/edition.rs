//! Which of two versions of an article is newer.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::index::Seconds;

/// A version of an article, for comparing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Edition {
    /// Its version, as the provider counts.
    pub(super) version: Option<String>,
    /// When it was last changed or issued.
    pub(super) moment: Option<Seconds>,
}

impl Edition {
    /// Whether `self` is older, the same or newer: by version where both have one, then by date. `None`: who can tell?
    pub(super) fn compare(&self, other: &Self) -> Option<Ordering> {
        let versions = self.version.as_deref().zip(other.version.as_deref());
        let by_version = versions.map(|(one, other)| natural(one, other));
        let by_date = self.moment.zip(other.moment).map(|(one, other)| one.cmp(&other));
        by_version.filter(|ordering| ordering.is_ne()).or(by_date).or(by_version)
    }

    /// For people: `version 3` or its date.
    pub(super) fn told(&self) -> String {
        match (&self.version, self.moment) {
            (Some(version), _) => format!("version {version}"),
            (None, Some(moment)) => {
                let moment = copydesk::jiff::Timestamp::from_second(moment).map(|moment| moment.to_string());
                format!("the version of {}", moment.unwrap_or_default())
            }
            (None, None) => "a version".to_owned(),
        }
    }
}

/// Compares texts with the numbers in them as numbers: `2` before `10`.
fn natural(one: &str, other: &str) -> Ordering {
    let (mut one, mut other) = (one.trim(), other.trim());
    loop {
        match (one.is_empty(), other.is_empty()) {
            (true, true) => return Ordering::Equal,
            (true, false) => return Ordering::Less,
            (false, true) => return Ordering::Greater,
            (false, false) => {}
        }
        let (first, second) = (chunk(&mut one), chunk(&mut other));
        let number = |text: &str| text.trim_start_matches('0').to_owned();
        let numbers = first.as_bytes()[0].is_ascii_digit() && second.as_bytes()[0].is_ascii_digit();
        let ordering = if numbers {
            let (first, second) = (number(first), number(second));
            first.len().cmp(&second.len()).then_with(|| first.cmp(&second))
        } else {
            first.cmp(second)
        };
        if ordering.is_ne() {
            return ordering;
        }
    }
}

/// Takes the digits, or what is no digit, at the beginning.
fn chunk<'a>(text: &mut &'a str) -> &'a str {
    let digits = text.starts_with(|c: char| c.is_ascii_digit());
    let end = text.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(text.len());
    let (first, rest) = text.split_at(end);
    *text = rest;
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number_and_else_by_date() {
        let dated = |version: Option<&str>, moment| Edition { version: version.map(str::to_owned), moment };
        for (one, other, expected) in [
            (dated(None, Some(1)), dated(None, Some(2)), Some(Ordering::Less)),
            (dated(Some("1"), Some(1)), dated(Some("1"), Some(2)), Some(Ordering::Less)),
            (dated(Some("2"), Some(1)), dated(Some("1"), Some(2)), Some(Ordering::Greater)),
            (dated(Some("1"), None), dated(Some("1"), Some(2)), Some(Ordering::Equal)),
            (dated(Some("1"), None), dated(None, Some(2)), None),
        ] {
            assert_eq!(one.compare(&other), expected, "{one:?} {other:?}");
        }
    }

    #[test]
    fn versions_are_compared_as_people_count() {
        for (one, other) in
            [("2", "10"), ("1.9", "1.10"), ("v1", "v2"), ("1", "1a"), ("20240309", "20240310")]
        {
            assert_eq!(
                (natural(one, other), natural(other, one)),
                (Ordering::Less, Ordering::Greater),
                "{one} {other}"
            );
        }
        assert_eq!(natural("007", "7"), Ordering::Equal);
    }
}
