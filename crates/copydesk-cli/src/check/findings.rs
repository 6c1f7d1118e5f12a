//! What an editor would want to know of an article before it is published.

use copydesk::{
    Article, Block, Inline, Media, Moment, RelationKind, child_blocks, child_inlines, expired, holds,
};

/// What is odd about an article, in words.
pub(crate) fn of(article: &Article, now: Moment) -> Vec<String> {
    let mut found = Vec::new();
    if article.headline.is_empty() {
        found.push("there is no headline".to_owned());
    }
    if article.bylines.is_empty() {
        found.push("there is no byline".to_owned());
    }
    for hold in holds(article, Some(now)) {
        found.push(format!("it is {hold}"));
    }
    for relation in &article.metadata.relations {
        if relation.kind == RelationKind::Kills && relation.id.is_none() {
            found.push("it kills another article and does not name its id".to_owned());
        }
    }
    if let Some(expiry) = expired(article, now) {
        found.push(format!("it expired on {expiry}"));
    }
    dates(article, &mut found);
    figures(&article.body, "body", &mut found);
    let mut text = article.headline.plain_text();
    text.push('\n');
    text.push_str(&article.body_text(true));
    for word in mixed_scripts(&text) {
        found.push(format!("the word `{word}` mixes letters of scripts that look alike"));
    }
    found
}

/// Dates that cannot be in the order they are.
fn dates(article: &Article, found: &mut Vec<String>) {
    let metadata = &article.metadata;
    let embargo = metadata.embargo.as_ref().and_then(|embargo| embargo.until);
    for (first, first_name, second, second_name) in [
        (metadata.created, "created", metadata.issued, "issued"),
        (metadata.created, "created", metadata.modified, "modified"),
        (metadata.issued, "issued", metadata.expiry, "expired"),
        (embargo, "released from its embargo", metadata.expiry, "expired"),
    ] {
        if let (Some(first), Some(second)) = (first, second)
            && first.date() > second.date()
        {
            found.push(format!("it is {first_name} on {first}, after it is {second_name} on {second}"));
        }
    }
}

/// Figures that nobody who cannot see them will know of.
fn figures(blocks: &[Block], at: &str, found: &mut Vec<String>) {
    for (index, block) in blocks.iter().enumerate() {
        let at = format!("{at}[{index}]");
        if let Block::Figure(media) = block {
            figure(media, &at, found);
        }
        for inlines in child_inlines(block) {
            for inline in inlines.iter() {
                if let Inline::Image(media) = inline {
                    figure(media, &at, found);
                }
            }
        }
        for blocks in child_blocks(block) {
            figures(blocks, &at, found);
        }
    }
}

fn figure(media: &Media, at: &str, found: &mut Vec<String>) {
    if media.alternative.is_none() {
        found.push(format!("the figure in {at} has no alternative text"));
    }
}

/// Words that hold letters of Latin and of Greek or Cyrillic: a name that is not what it seems.
fn mixed_scripts(text: &str) -> Vec<&str> {
    let is_latin = |c: char| c.is_ascii_alphabetic() || matches!(c, '\u{C0}'..='\u{24F}');
    let is_other = |c: char| matches!(c, '\u{370}'..='\u{3FF}' | '\u{400}'..='\u{52F}') && c != 'µ';
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.contains(is_latin) && word.contains(is_other))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_odd_is_found() {
        let now = "2024-03-03T00:00:00Z".parse().unwrap();
        let mut article = Article { headline: "A p\u{430}per".into(), ..Article::default() };
        article.body.push(Block::Figure(Box::default()));
        article.metadata.created = "2024-03-02".parse().ok();
        article.metadata.issued = "2024-03-01".parse().ok();
        let found = of(&article, now);
        assert_eq!(found.len(), 4, "{found:?}");
        assert_eq!(found[1], "it is created on 2024-03-02, after it is issued on 2024-03-01");
        assert_eq!(found[2], "the figure in body[0] has no alternative text");
        assert!(found[3].contains("mixes letters"));
    }
}
