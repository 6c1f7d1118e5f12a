//! What an editor would want to know of an article before it is published.

use std::fmt;

use copydesk::{
    Article, Block, Hold, Inline, Media, Moment, RelationKind, child_blocks, child_inlines, expired, holds,
};
use serde::Serialize;

/// Something odd about an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Finding {
    /// What kind of thing.
    pub(crate) finding: Kind,
    /// Where: a path in the article, as `inspect --json` shows it.
    pub(crate) at: String,
    /// What exactly, in words.
    pub(crate) detail: String,
}

/// Kinds of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// It has no headline.
    NoHeadline,
    /// Nobody is named as its author.
    NoByline,
    /// A picture says nothing to who cannot see it.
    NoAlternativeText,
    /// It must not be published yet.
    Embargo,
    /// It is withheld.
    Withheld,
    /// It is killed, or kills another.
    Kill,
    /// It kills another, and does not say which by its id.
    KillWithoutReference,
    /// It must not be published any more.
    Expired,
    /// One date cannot come after another.
    DatesOutOfOrder,
    /// A word mixes letters of scripts that look alike.
    LookAlikeLetters,
    /// Unseen characters turn the direction of the text.
    TurnedDirection,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

/// What is odd about an article at a time.
pub(crate) fn of(article: &Article, now: Moment) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut find = |finding, at: &str, detail: String| {
        found.push(Finding { finding, at: at.to_owned(), detail });
    };
    if article.headline.is_empty() {
        find(Kind::NoHeadline, "headline", "there is no headline".to_owned());
    }
    if article.bylines.is_empty() {
        find(Kind::NoByline, "bylines", "there is no byline".to_owned());
    }
    for hold in holds(article, Some(now)) {
        let (kind, at) = match &hold {
            Hold::Embargoed(_) => (Kind::Embargo, "metadata.embargo"),
            Hold::Withheld => (Kind::Withheld, "metadata.status"),
            Hold::Killed => (Kind::Kill, "metadata.status"),
            Hold::KillNotice(_) => (Kind::Kill, "metadata.relations"),
        };
        find(kind, at, format!("it is {hold}"));
    }
    for (index, relation) in article.metadata.relations.iter().enumerate() {
        if relation.kind == RelationKind::Kills && relation.id.is_none() {
            let detail = "it kills another article and does not name its id".to_owned();
            find(Kind::KillWithoutReference, &format!("metadata.relations[{index}]"), detail);
        }
    }
    if let Some(expiry) = expired(article, now) {
        find(Kind::Expired, "metadata.expiry", format!("it expired on {expiry}"));
    }
    dates(article, &mut find);
    for (index, block) in article.body.iter().enumerate() {
        figures(block, &format!("body[{index}]"), &mut find);
    }
    for (at, text) in texts(article) {
        for word in mixed_scripts(&text) {
            let detail = format!("the word `{word}` mixes letters of scripts that look alike");
            find(Kind::LookAlikeLetters, &at, detail);
        }
        if at != "body" && text.contains(turns) {
            let detail = format!("unseen characters turn the direction of `{}`", text.replace(turns, ""));
            find(Kind::TurnedDirection, &at, detail);
        }
    }
    found
}

/// Dates that cannot be in the order they are.
fn dates(article: &Article, find: &mut dyn FnMut(Kind, &str, String)) {
    let metadata = &article.metadata;
    let embargo = metadata.embargo.as_ref().and_then(|embargo| embargo.until);
    for (first, first_name, second, second_name) in [
        (metadata.created, "created", metadata.issued, "issued"),
        (metadata.created, "created", metadata.modified, "modified"),
        (metadata.issued, "issued", metadata.expiry, "expired"),
        (metadata.release, "released", metadata.expiry, "expired"),
        (embargo, "released from its embargo", metadata.expiry, "expired"),
    ] {
        if let (Some(first), Some(second)) = (first, second)
            && is_after(&first, &second)
        {
            let detail = format!("it is {first_name} on {first}, after it is {second_name} on {second}");
            find(Kind::DatesOutOfOrder, "metadata", detail);
        }
    }
}

/// Whether one moment is certainly after another: in time where both have a zone, else by a day that no zone explains.
fn is_after(first: &Moment, second: &Moment) -> bool {
    match (first.timestamp(), second.timestamp()) {
        (Some(first), Some(second)) => first > second,
        _ => first.date() > second.date(),
    }
}

/// Figures that nobody who cannot see them will know of.
fn figures(block: &Block, at: &str, find: &mut dyn FnMut(Kind, &str, String)) {
    let mut figure = |media: &Media| {
        if media.alternative.is_none() {
            find(Kind::NoAlternativeText, at, format!("the figure in {at} has no alternative text"));
        }
    };
    if let Block::Figure(media) = block {
        figure(media);
    }
    for inlines in child_inlines(block) {
        for inline in inlines.iter() {
            if let Inline::Image(media) = inline {
                figure(media);
            }
        }
    }
    for blocks in child_blocks(block) {
        blocks.iter().for_each(|block| figures(block, at, find));
    }
}

/// The texts that say what a story is and whose it is, and the story itself.
fn texts(article: &Article) -> Vec<(String, String)> {
    let mut texts = vec![("headline".to_owned(), article.headline.plain_text())];
    let bylines = article.bylines.iter().enumerate();
    texts.extend(bylines.map(|(index, byline)| (format!("bylines[{index}]"), byline.printed.clone())));
    texts.extend(
        article.metadata.slug_line.iter().map(|slug| ("metadata.slug_line".to_owned(), slug.clone())),
    );
    texts.push(("body".to_owned(), article.body_text(true)));
    texts
}

/// Words of Latin letters with some among them that only look Latin, or the other way round: a name that is not what it
/// seems. Letters that look like no Latin one are left alone, as in `TNFα`.
fn mixed_scripts(text: &str) -> Vec<&str> {
    let is_latin = |c: char| c.is_ascii_alphabetic() || matches!(c, '\u{C0}'..='\u{24F}');
    if text.is_ascii() {
        return Vec::new();
    }
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.contains(is_latin) && word.contains(looks_latin))
        .collect()
}

/// Greek, Cyrillic and Armenian letters that look like Latin ones (Unicode Technical Standard 39, confusables).
fn looks_latin(c: char) -> bool {
    const GREEK: &str = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϲϳι";
    const CYRILLIC: &str = "АВЕЅІЈКМНОРСТУХԌԚԜҮҺавеѕіјмноркстухԁԛԝүһ";
    const ARMENIAN: &str = "ՍՕօոսհզ";
    GREEK.contains(c) || CYRILLIC.contains(c) || ARMENIAN.contains(c)
}

/// Characters that turn the direction of what follows (Unicode Standard Annex 9, explicit formatting).
pub(crate) fn turns(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use copydesk::{Embargo, Relation, Status};

    use super::*;

    fn kinds(article: &Article) -> Vec<Kind> {
        let now = "2024-03-03T00:00:00Z".parse().unwrap();
        of(article, now).into_iter().map(|finding| finding.finding).collect()
    }

    #[test]
    fn what_is_odd_is_found() {
        let mut article = Article { headline: "A p\u{430}per".into(), ..Article::default() };
        article.body.push(Block::Figure(Box::default()));
        article.metadata.created = "2024-03-02".parse().ok();
        article.metadata.issued = "2024-03-01".parse().ok();
        let now = "2024-03-03T00:00:00Z".parse().unwrap();
        let found: Vec<String> = of(&article, now).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 4, "{found:?}");
        assert_eq!(found[1], "it is created on 2024-03-02, after it is issued on 2024-03-01");
        assert_eq!(found[2], "the figure in body[0] has no alternative text");
        assert!(found[3].contains("mixes letters"));
    }

    #[test]
    fn what_holds_an_article_back_is_found() {
        let mut article = Article { headline: "Paper".into(), ..Article::default() };
        article.bylines.push(copydesk::Byline { printed: "By Jo".into(), ..Default::default() });
        assert_eq!(kinds(&article), []);
        article.metadata.embargo =
            Some(Embargo { until: "2024-03-04T00:00:00Z".parse().ok(), printed: None });
        article.metadata.expiry = "2024-03-02T00:00:00Z".parse().ok();
        assert_eq!(kinds(&article), [Kind::Embargo, Kind::Expired, Kind::DatesOutOfOrder]);
        article.metadata = copydesk::Metadata { status: Status::Withheld, ..Default::default() };
        article.metadata.relations.push(Relation { kind: RelationKind::Kills, ..Relation::default() });
        assert_eq!(kinds(&article), [Kind::Withheld, Kind::Kill, Kind::KillWithoutReference]);
    }

    #[test]
    fn an_hour_counts_where_zones_are_known() {
        let mut article = Article { headline: "Paper".into(), ..Article::default() };
        let mut found = |created: &str, issued: &str| {
            article.metadata.created = created.parse().ok();
            article.metadata.issued = issued.parse().ok();
            kinds(&article).contains(&Kind::DatesOutOfOrder)
        };
        assert!(found("2024-03-02T10:00:00Z", "2024-03-02T09:00:00Z"));
        assert!(!found("2024-03-02T01:00:00+09:00", "2024-03-01T17:00:00Z"));
        assert!(!found("2024-03-02T10:00:00", "2024-03-02T09:00:00Z"));
    }

    #[test]
    fn science_and_other_scripts_are_no_tricks() {
        for (text, odd) in [
            ("TNFα and β-carotene, 5 µm, 3 Ωm", false),
            ("Санкт-Петербург и Αθήνα", false),
            ("P\u{430}yPal", true),
            ("\u{410}pple", true),
            ("Ν\u{6f}rd", true),
            ("пpивет", true),
        ] {
            assert_eq!(!mixed_scripts(text).is_empty(), odd, "{text}");
        }
        let article = Article { headline: "moc.\u{202E}elpmaxe".into(), ..Article::default() };
        assert!(kinds(&article).contains(&Kind::TurnedDirection));
    }
}
