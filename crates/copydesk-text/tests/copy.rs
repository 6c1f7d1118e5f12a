//! Plain copy, read and written back.

use copydesk_core::{Article, Converted, ReadContext, WriteContext, Writer, read_one};
use copydesk_text::{TextReader, TextWriter};

fn read(copy: &str) -> Converted<Article> {
    read_one(&TextReader::default(), copy.as_bytes(), &ReadContext::default()).expect("one article")
}

fn write(article: &Article, width: usize) -> (String, copydesk_core::Report) {
    let mut output = Vec::new();
    let report = TextWriter { width }.write(article, &WriteContext::default(), &mut output).expect("text");
    (String::from_utf8(output).expect("UTF-8"), report)
}

const WEB_COPY: &str = "Mayor of Example City says the river “will stay”, council claims the credit

by jdoe


Mayor Ann Poe said on Monday that the town had weathered the worst flood since the dam was built.

In a speech to\u{a0}an online meeting of the council, Poe said that order had now been restored.

“We will rebuild,” she said. “The river will stay where it is.”

(Reporting by Jane Doe, Tom RoeWriting by Max Lee, Editing by Eve Ray; Additions for Example News by Lou Fox))

Copyright 2022 Example/Press";

#[test]
fn web_copy_with_its_faults() {
    let Converted { output: article, report } = read(WEB_COPY);
    assert_eq!(
        article.headline.plain_text(),
        "Mayor of Example City says the river “will stay”, council claims the credit"
    );
    assert_eq!(article.bylines[0].printed, "by jdoe");
    assert_eq!(article.bylines[0].people[0].name, "jdoe");
    assert_eq!(article.body.len(), 3);
    assert!(article.body_text(true).contains("to\u{a0}an online"), "no-break spaces are kept");
    let credits: Vec<_> = article
        .credits
        .iter()
        .map(|credit| (credit.role.as_deref().unwrap_or(""), credit.names.len()))
        .collect();
    assert_eq!(credits, [("Reporting", 2), ("Writing", 1), ("Editing", 1), ("Additions", 1)]);
    assert_eq!(article.credits[3].affiliation.as_deref(), Some("Example News"));
    assert_eq!(article.copyright[0].years, [2022]);
    assert_eq!(article.copyright[0].holder.as_deref(), Some("Example/Press"));
    let repairs: Vec<_> =
        report.repairs.iter().map(|repair| (repair.found.as_str(), repair.read_as.as_str())).collect();
    assert_eq!(repairs, [("RoeWriting", "Roe Writing"), ("))", ")")]);
    assert_eq!(report.repairs[0].at.to_string(), "line 12, column 29");
    assert!(report.losses.is_empty());
}

#[test]
fn what_was_written_reads_back_the_same() {
    let article = read(WEB_COPY).output;
    for width in [0, 40, 72] {
        let (text, report) = write(&article, width);
        assert!(report.is_empty(), "{width}: {:?}", report.losses);
        assert_eq!(read(&text).output, article, "{width}: {text}");
    }
}
