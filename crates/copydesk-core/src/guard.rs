//! The desk's safeguards: whether an article may be published at a time.

use std::fmt;

use crate::{Article, Moment, RelationKind, Status};

/// Why an article must not be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hold {
    /// It is under embargo. No time: it is unclear until when, and so the embargo is in force until someone lifts it.
    Embargoed(Option<Moment>),
    /// Its status is [withheld](Status::Withheld).
    Withheld,
    /// Its status is [cancelled](Status::Cancelled).
    Killed,
    /// It is a notice that kills another article, with that article's id or the line that says so.
    KillNotice(String),
}

/// Why `article` must not be published at the time `now`; empty where it may be. Status and embargo are read apart.
///
/// An embargo without a time or without a zone stays in force, and so does any embargo where no time is given to
/// judge it by.
///
/// ```
/// use copydesk_core::{Article, Embargo, Hold, holds};
/// let mut article = Article::default();
/// let until = "2024-03-03T06:00:00+01:00".parse()?;
/// article.metadata.embargo = Some(Embargo { until: Some(until), ..Embargo::default() });
/// assert_eq!(holds(&article, Some("2024-03-03T04:59:59Z".parse()?)), [Hold::Embargoed(Some(until))]);
/// assert_eq!(holds(&article, Some("2024-03-03T05:00:00Z".parse()?)), []);
/// # Ok::<(), copydesk_core::MomentError>(())
/// ```
pub fn holds(article: &Article, now: Option<Moment>) -> Vec<Hold> {
    let metadata = &article.metadata;
    let mut holds = Vec::new();
    if let Some(embargo) = &metadata.embargo {
        let until = embargo.until.as_ref().and_then(Moment::timestamp);
        let now = now.as_ref().and_then(Moment::timestamp);
        if until.zip(now).is_none_or(|(until, now)| now < until) {
            holds.push(Hold::Embargoed(embargo.until));
        }
    }
    match metadata.status {
        Status::Usable => {}
        Status::Withheld => holds.push(Hold::Withheld),
        Status::Cancelled => holds.push(Hold::Killed),
    }
    for relation in &metadata.relations {
        if relation.kind == RelationKind::Kills {
            let what = relation.id.as_ref().or(relation.printed.as_ref());
            holds.push(Hold::KillNotice(what.cloned().unwrap_or_default()));
        }
    }
    holds
}

/// The expiry of `article`, where it has passed at the time `now`: a warning, no hold. An unknown zone is taken as UTC.
pub fn expired(article: &Article, now: Moment) -> Option<Moment> {
    article.metadata.expiry.filter(|expiry| expiry.timestamp_or_utc() < now.timestamp_or_utc())
}

impl Hold {
    /// Whether it lasts for a time only: an embargo or a status that may be lifted, and no kill.
    pub fn is_for_now(&self) -> bool {
        match self {
            Self::Embargoed(_) | Self::Withheld => true,
            Self::Killed | Self::KillNotice(_) => false,
        }
    }
}

impl fmt::Display for Hold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Embargoed(None) => f.write_str("under embargo until an unknown time"),
            Self::Embargoed(Some(until)) if until.timestamp().is_none() => {
                write!(f, "under embargo until {until}, in an unknown zone")
            }
            Self::Embargoed(Some(until)) => write!(f, "under embargo until {until}"),
            Self::Withheld => f.write_str("withheld"),
            Self::Killed => f.write_str("killed"),
            Self::KillNotice(what) if what.is_empty() => f.write_str("a kill notice"),
            Self::KillNotice(what) => write!(f, "a kill notice for {what}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Embargo, Relation};

    #[test]
    fn an_unclear_embargo_stays_in_force() {
        let now = "2030-01-01T00:00:00Z".parse().ok();
        let mut article = Article::default();
        for until in [None, "2024-03-03".parse().ok(), "2024-03-03T06:00:00".parse().ok()] {
            article.metadata.embargo = Some(Embargo { until, printed: None });
            assert_eq!(holds(&article, now), [Hold::Embargoed(until)]);
        }
        let until = "2024-03-03T06:00:00Z".parse().ok();
        article.metadata.embargo = Some(Embargo { until, printed: None });
        assert_eq!(holds(&article, now), []);
        assert_eq!(holds(&article, None), [Hold::Embargoed(until)], "without a clock it is in force");
    }

    #[test]
    fn a_kill_notice_is_held_though_it_is_usable() {
        let mut article = Article::default();
        let relation = Relation { kind: RelationKind::Kills, id: Some("nw-7".into()), ..Relation::default() };
        article.metadata.relations.push(relation);
        let found = holds(&article, None);
        assert_eq!(found, [Hold::KillNotice("nw-7".into())]);
        assert!(!found[0].is_for_now());
        article.metadata.relations[0].kind = RelationKind::Corrects;
        assert_eq!(holds(&article, None), []);
        article.metadata.status = Status::Cancelled;
        assert_eq!(holds(&article, None), [Hold::Killed]);
    }

    #[test]
    fn a_past_expiry_is_seen() {
        let mut article = Article::default();
        article.metadata.expiry = "2024-03-03T06:00:00Z".parse().ok();
        assert!(expired(&article, "2024-03-03T06:00:01Z".parse().unwrap()).is_some());
        assert!(expired(&article, "2024-03-03T06:00:00Z".parse().unwrap()).is_none());
    }
}
