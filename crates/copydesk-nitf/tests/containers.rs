//! Containers that are too much: their articles are read, and what was not heard of the rest stands in the report.

use std::ops::ControlFlow;

use copydesk_core::{
    Article, Converted, Effect, Error, ErrorKind, Feature, Limits, Place, ReadContext, Reader,
};
use copydesk_nitf::NitfReader;

/// The articles of a document, and the error in which it ends.
fn read(input: &str, limits: Limits) -> (Vec<Converted<Article>>, Option<Error>) {
    let mut found = Vec::new();
    let context = ReadContext { limits, ..ReadContext::default() };
    let end = NitfReader.read(input.as_bytes(), &context, &mut |article| {
        found.push(article.expect("it is read"));
        ControlFlow::Continue(())
    });
    (found, end.err())
}

/// A NewsML document of so many items, with this at the start of each.
fn items(count: usize, beginning: &str) -> String {
    let item = |number: usize| {
        format!(
            "<NewsItem>{beginning}<NewsComponent><ContentItem><DataContent><nitf><body><body.head><hedline>\
             <hl1>Bridge {number} opens</hl1></hedline></body.head></body></nitf></DataContent></ContentItem>\
             </NewsComponent></NewsItem>\n"
        )
    };
    format!("<NewsML>{}</NewsML>", (1..=count).map(item).collect::<String>())
}

/// The details of what was dropped of the container, with the number of the article that tells.
fn dropped(found: &[Converted<Article>]) -> Vec<(usize, &str)> {
    let mut dropped = Vec::new();
    for (index, article) in found.iter().enumerate() {
        for loss in &article.report.losses {
            assert_eq!((loss.feature, loss.effect), (Feature::Metadata, Effect::Dropped));
            assert!(matches!(loss.at, Place::Source { .. }));
            dropped.push((index + 1, loss.detail.as_str()));
        }
    }
    dropped
}

#[test]
fn articles_before_the_limit_are_read() {
    let limits = Limits { articles: 2, ..Limits::default() };
    let (found, error) = read(&items(3, ""), limits.clone());
    let headlines: Vec<String> = found.iter().map(|article| article.output.headline.plain_text()).collect();
    assert_eq!(headlines, ["Bridge 1 opens", "Bridge 2 opens"]);
    let error = error.expect("there are three");
    assert_eq!(error.kind(), ErrorKind::Limit);
    assert!(matches!(error.place(), Some(Place::Source { line: 3, .. })), "{error}");
    assert!(error.to_string().contains("`articles`"), "{error}");
    assert!(read(&items(2, ""), limits).1.is_none());
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| {
        items(1, &format!("{}deep{}", "<NewsComponent>".repeat(depth), "</NewsComponent>".repeat(depth)))
    };
    let (found, error) = read(&nested(100), Limits::default());
    assert!(error.is_none(), "{error:?}");
    assert!(format!("{:?}", found[0].output.metadata.extras).contains("deep"));
    for depth in [5_000, 500_000] {
        let error = read(&nested(depth), Limits::default()).1.expect("too deep");
        assert_eq!(error.kind(), ErrorKind::Limit);
        assert!(error.to_string().contains("`nesting`"), "{error}");
    }
}

#[test]
fn what_is_too_much_to_remember_is_reported() {
    let property = "<Property FormalName='tide' Value='high'/>";
    let (found, error) = read(&items(2, &property.repeat(9_000)), Limits::default());
    assert!(error.is_none() && found.len() == 2 && dropped(&found).is_empty(), "{:?}", dropped(&found));
    let (found, error) = read(&items(2, &property.repeat(10_100)), Limits::default());
    assert!(error.is_none() && found.len() == 2);
    let told = dropped(&found);
    assert!(!told.is_empty() && told.iter().all(|(_, detail)| detail.contains("too long")), "{told:?}");
}

#[test]
fn a_text_that_is_too_long_is_reported() {
    let line = |length: usize| format!("<NewsLines><SlugLine>{}</SlugLine></NewsLines>", "a".repeat(length));
    let (found, _) = read(&items(1, &line(64_000)), Limits::default());
    assert_eq!(found[0].output.metadata.slug_line.as_deref().map(str::len), Some(64_000));
    let (found, _) = read(&items(1, &line(64_001)), Limits::default());
    assert_eq!(dropped(&found), [(1, "1 element of the container, which is too long")]);
}

#[test]
fn what_is_too_often_heard_is_reported_once() {
    // 2,000 elements for each of 502 articles are more than a million.
    let properties = "<Property FormalName='tide' Value='high'/>".repeat(2_000);
    let whole = items(502, "").replacen(
        "<NewsItem>",
        &format!("<NewsEnvelope>{properties}</NewsEnvelope><NewsItem>"),
        1,
    );
    let (found, error) = read(&whole, Limits::default());
    assert!(error.is_none() && found.len() == 502);
    let told = dropped(&found);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].0 > 490 && told[0].1.contains("there are too many"), "{told:?}");
}
