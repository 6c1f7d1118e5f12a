//! Fragments as people and systems write them, and what is made of them.

use copydesk_core::{
    Block, Container, Feature, Inline, Limits, List, ListItem, Paragraph, Place, Report, Span, Table, Trail,
};
use copydesk_markup::{HtmlOutput, blocks_to_html, fragment, inline_fragment};

fn read(html: &str) -> (Vec<Block>, Report) {
    let mut report = Report::default();
    let blocks = fragment(html, &Limits::default(), &Place::path("body"), &mut report).expect("a fragment");
    let mut article = copydesk_core::Article { body: blocks, ..Default::default() };
    article.normalise();
    (article.body, report)
}

fn write(blocks: &[Block]) -> String {
    let mut html = String::new();
    let (mut report, mut trail) = (Report::default(), Trail::default());
    let mut out = HtmlOutput { html: &mut html, report: &mut report, trail: &mut trail, heading_offset: 0 };
    blocks_to_html(blocks, &mut out);
    assert!(report.is_empty(), "{report:?}");
    html
}

/// Reads, writes and reads again.
#[track_caller]
fn same_again(html: &str) -> (Vec<Block>, Report) {
    let (blocks, report) = read(html);
    let written = write(&blocks);
    assert!(!written.contains("\n\n"), "a blank line in {written}");
    assert_eq!(read(&written).0, blocks, "{written}");
    (blocks, report)
}

#[test]
fn paragraphs_close_each_other_and_loose_text_is_one() {
    let (blocks, report) = same_again("loose <b>text</b><p>one<p>two &amp; &eacute;<ul><li>a<li>b</ul>end");
    let item = |text: &str| ListItem { content: vec![Block::paragraph(text)], attributes: None };
    let loose = vec![Inline::text("loose "), Inline::Strong(Box::new(Span::new("text")))];
    let list = List { items: vec![item("a"), item("b")], ..List::default() };
    let expected = [
        Block::paragraph(loose),
        Block::paragraph("one"),
        Block::paragraph("two & é"),
        Block::List(Box::new(list)),
        Block::paragraph("end"),
    ];
    assert_eq!(blocks, expected);
    assert!(report.is_empty());
}

#[test]
fn misnested_styles_are_put_right() {
    let (blocks, report) = same_again("<p><b>a<i>b</b>c</i>d</p></div>");
    let Block::Paragraph(Paragraph { content, .. }) = &blocks[0] else { panic!("{blocks:?}") };
    assert_eq!(content.plain_text(), "abcd");
    assert!(matches!(&content[1], Inline::Emphasis(span) if span.content.plain_text() == "c"));
    assert_eq!(report.repairs.len(), 1);
}

#[test]
fn programs_are_left_out_and_reported() {
    let html = "<p onclick='x()'>a<a href=' java\tscript:x()'>b</a><!-- c --></p><style>p{}</style><script>1<2</script>";
    let (blocks, report) = same_again(html);
    assert_eq!(blocks, [Block::paragraph("ab")]);
    let features: Vec<_> = report.losses.iter().map(|loss| loss.feature).collect();
    for feature in [Feature::Extra, Feature::Link, Feature::Comment, Feature::Markup] {
        assert!(features.contains(&feature), "{feature:?} in {features:?}");
    }
}

#[test]
fn containers_quotations_and_headings() {
    let html = "<section class='box'><h2 id=x>Head</h2><blockquote cite='u'><p>Q</p><footer>Who</footer></blockquote></section>";
    let (blocks, _) = same_again(html);
    let Block::Container(Container { content, attributes: Some(attributes) }) = &blocks[0] else { panic!() };
    assert_eq!(attributes.class, ["section", "box"]);
    assert!(matches!(&content[0], Block::CrossHead(heading) if heading.level == 2));
    let Block::Quotation(quotation) = &content[1] else { panic!() };
    assert_eq!(quotation.credit.as_text(), Some("Who"));
}

#[test]
fn tables_keep_spans_heads_and_captions() {
    let html = "<table><caption>C</caption><thead><tr><th colspan=2 align=right>H</th></tr></thead>\
        <tr><td rowspan=2>a<td style='text-align:center'>b<tr><td><p>c<p>d</table>";
    let (blocks, _) = same_again(html);
    let Block::Table(table) = &blocks[0] else { panic!() };
    let Table { head, body, caption, .. } = &**table;
    assert_eq!((head.len(), body.len(), caption.as_text()), (1, 2, Some("C")));
    assert_eq!(head[0].cells[0].column_span, 2);
    assert_eq!(body[0].cells[0].row_span, 2);
    assert_eq!(body[1].cells[0].content.len(), 2);
}

#[test]
fn figures_have_alternative_text_caption_and_credit() {
    let html = "<figure id=f><img src='a.jpg' alt='A cat' width=20><figcaption>Cat. <footer>Jane</footer></figcaption></figure>";
    let (blocks, report) = same_again(html);
    let Block::Figure(media) = &blocks[0] else { panic!() };
    assert_eq!(media.alternative.as_deref(), Some("A cat"));
    assert_eq!(media.renditions[0].width, Some(20));
    assert_eq!(media.credit.as_text(), Some("Jane"));
    assert_eq!(media.caption, [Block::paragraph("Cat.")]);
    assert!(report.is_empty());
}

#[test]
fn unknown_elements_keep_name_and_attributes() {
    let (blocks, _) = same_again(
        "<p><abbr title='World Health Organization'>WHO</abbr></p><details open><p>x</p></details>",
    );
    let Block::Paragraph(paragraph) = &blocks[0] else { panic!() };
    let Inline::Unknown(unknown) = &paragraph.content[0] else { panic!() };
    assert_eq!(unknown.name, "abbr");
    let extras = &unknown.attributes.as_ref().expect("attributes").extras;
    assert_eq!(extras["html:title"].as_text(), Some("World Health Organization"));
    assert!(matches!(&blocks[1], Block::Unknown(unknown) if unknown.name == "details"));
}

#[test]
fn preformatted_text_keeps_its_spaces() {
    let (blocks, _) = same_again("<div class=d><pre>\na  b\n\n c</pre></div>");
    let Block::Container(container) = &blocks[0] else { panic!() };
    let Block::Preformatted(text) = &container.content[0] else { panic!() };
    assert_eq!(text.content.as_text(), Some("a  b\n\n c"));
}

#[test]
fn depth_is_limited() {
    for tag in ["div", "b", "ul><li", "span", "table><tr><td"] {
        let html = format!("<{tag}>").repeat(10_000) + "x";
        let result = fragment(&html, &Limits::default(), &Place::path(""), &mut Report::default());
        assert_eq!(result.expect_err("too deep").kind(), copydesk_core::ErrorKind::Limit, "{tag}");
    }
}

#[test]
fn blocks_in_a_line_are_flattened_and_reported() {
    let mut report = Report::default();
    let html = "a<p>b</p><ul><li>c</li></ul>";
    let inlines =
        inline_fragment(html, &Limits::default(), &Place::path("headline"), &mut report).expect("text");
    assert_eq!(inlines.plain_text(), "a\nb\nc");
    assert!(!report.losses.is_empty());
}
