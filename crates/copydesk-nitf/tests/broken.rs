//! Broken, cut and hostile input: an error with a place, or an article; never a panic, never without end.

use std::ops::ControlFlow;

use copydesk_core::{Article, Converted, Error, ErrorKind, Place, ReadContext, Reader, WriteContext, Writer};
use copydesk_nitf::{NitfReader, NitfWriter};

mod sample;

fn read(input: &[u8], lenient: bool) -> Result<Vec<Converted<Article>>, Error> {
    let mut found = Vec::new();
    let context = ReadContext { lenient, ..ReadContext::default() };
    NitfReader.read(input, &context, &mut |article| {
        found.push(article);
        ControlFlow::Continue(())
    })?;
    found.into_iter().collect()
}

fn written() -> Vec<u8> {
    let mut output = Vec::new();
    NitfWriter::default()
        .write(&sample::everything(), &WriteContext::default(), &mut output)
        .expect("it is written");
    output
}

#[test]
fn cut_anywhere_it_is_an_error_or_read_leniently() {
    let whole = written();
    for end in (0..whole.len() - 10).step_by(97) {
        let error = read(&whole[..end], false).expect_err("a document cut short");
        assert!(matches!(error.place(), Some(Place::Source { .. })), "{error}");
        if let Ok(found) = read(&whole[..end], true) {
            assert!(!found[0].report.repairs.is_empty());
        }
    }
}

#[test]
fn any_byte_may_be_wrong() {
    let whole = written();
    for (round, at) in (0..whole.len()).step_by(53).enumerate() {
        let mut input = whole.clone();
        input[at] = b"<>&\"'/ \0\xFF]"[round % 10];
        for lenient in [false, true] {
            if let Err(error) = read(&input, lenient) {
                assert!(error.place().is_some(), "{error}");
            }
        }
    }
}

#[test]
fn nesting_is_bounded() {
    for (open, close) in [
        ("<block>", "</block>"),
        ("<em>", "</em>"),
        ("<note><body.content>", "</body.content></note>"),
        ("<ul><li>", "</li></ul>"),
        ("<p>", "</p>"),
        ("<table><tr><td>", "</td></tr></table>"),
        ("<house>", "</house>"),
        ("<bq><block>", "</block></bq>"),
        ("<media><media-caption>", "</media-caption></media>"),
        ("<fn>", "</fn>"),
    ] {
        for depth in [30, 90, 5_000] {
            let body = format!("{}x{}", open.repeat(depth), close.repeat(depth));
            let input = format!("<nitf><body><body.content>{body}</body.content></body></nitf>");
            match read(input.as_bytes(), false) {
                Ok(found) => {
                    assert!(depth < 5_000 && found[0].output.body_text(true).contains('x'), "{open}")
                }
                Err(error) => {
                    assert!(error.kind() == ErrorKind::Limit && depth > 30, "{open} {depth}: {error}")
                }
            }
        }
    }
    let head = format!("<nitf><head>{}x", "<a>".repeat(5_000));
    assert_eq!(read(head.as_bytes(), true).expect_err("too deep").kind(), ErrorKind::Limit);
}

#[test]
fn what_is_not_nitf_is_an_error() {
    for (input, words) in [
        ("", "no element"),
        ("just text", "text outside"),
        ("<html><body/></html>", "there is no `nitf`"),
        ("<nitf><body></nitf>", "`</body>` should be"),
        ("<nitf><body><body.content><p>R&D</p></body.content></body></nitf>", "in element `p`"),
    ] {
        let error = read(input.as_bytes(), false).expect_err(input);
        assert!(error.to_string().contains(words), "{input}: {error}");
    }
}

#[test]
fn leniently_it_is_read_as_far_as_it_makes_sense() {
    let input = "<nitf><body><body.head><hedline><hl1>R&D <b>now</hl1></hedline></body.head>\
                 <body.content><p>One<p>Two & <em>three</p><p a=1>Four";
    let found = read(input.as_bytes(), true).expect("it is read");
    let article = &found[0].output;
    assert_eq!(article.headline.plain_text(), "R&D now");
    let text = article.body_text(true);
    for words in ["One", "Two &", "three", "Four"] {
        assert!(text.contains(words), "{text}");
    }
    assert!(found[0].report.repairs.len() >= 5, "{:#?}", found[0].report.repairs);
}

#[test]
fn a_bad_article_does_not_lose_those_before_it() {
    let input =
        b"<nitfs><nitf><body><body.content><p>One</p></body.content></body></nitf><nitf><body></nitfs>";
    let mut found = 0;
    let result = NitfReader.read(input, &ReadContext::default(), &mut |article| {
        found += usize::from(article.is_ok());
        ControlFlow::Continue(())
    });
    assert!(result.is_err());
    assert_eq!(found, 1);
}
