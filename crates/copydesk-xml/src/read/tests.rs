//! The reader on good and broken documents.

use super::*;

fn tokens(text: &str, lenient: bool) -> Result<(String, Vec<Mend>), Error> {
    let mut xml = XmlReader::new(text, &Limits::default());
    if lenient {
        xml = xml.lenient();
    }
    let mut out = String::new();
    loop {
        match xml.next()? {
            Token::Start(tag) => {
                out.push('<');
                out.push_str(tag.name);
                for (name, value) in tag.attributes {
                    out.push_str(&format!(" {name}={value}"));
                }
                out.push('>');
            }
            Token::End => out.push_str("</>"),
            Token::Text(text) => out.push_str(&format!("[{text}]")),
            Token::Comment(text) => out.push_str(&format!("!{text}!")),
            Token::Done => return Ok((out, xml.take_mends())),
        }
    }
}

fn strict(text: &str) -> String {
    tokens(text, false).unwrap().0
}

#[test]
fn places_are_the_same_in_any_order() {
    let text = "<a>\n\u{e9}<b/>\n\n<c/></a>";
    let xml = XmlReader::new(text, &Limits::default());
    for at in (0..=text.len()).chain((0..text.len()).rev()).filter(|at| text.is_char_boundary(*at)) {
        assert_eq!(xml.place(at), Place::in_source(text.as_bytes(), at), "{at}");
    }
}

#[test]
fn an_attribute_stands_once_among_many() {
    let many: String = (0..40).map(|number| format!(" a{number}=''")).collect();
    for (twice, fault) in [("", false), (" a3=''", true), (" a30=''", true)] {
        let text = format!("<p{many}{twice}/>");
        assert_eq!(XmlReader::new(&text, &Limits::default()).next().is_err(), fault, "{twice}");
    }
}

#[test]
fn text_comes_in_one_piece() {
    assert_eq!(
        strict("<a>x &amp; <![CDATA[<y>]]>&#8217;\r\nz<b/><!--c-->d</a>"),
        "<a>[x & <y>’\nz]<b></>!c![d]</>"
    );
}

#[test]
fn the_end_of_an_element_is_seen_ahead() {
    for (text, at_end) in [
        ("<a>x</a>", true),
        ("<a>x &amp; y</a>", true),
        ("<a>x<b/></a>", false),
        ("<a>x<!-- y --></a>", false),
        ("<a>x<![CDATA[y]]></a>", true),
    ] {
        let mut xml = XmlReader::new(text, &Limits::default());
        xml.next().unwrap();
        assert!(!xml.at_end(), "{text}");
        assert!(matches!(xml.next(), Ok(Token::Text(_))), "{text}");
        assert_eq!(xml.at_end(), at_end, "{text}");
    }
    let mut xml = XmlReader::new("<a><b/></a>", &Limits::default());
    assert!(xml.next().is_ok() && xml.next().is_ok() && xml.at_end(), "an empty element ends next");
}

#[test]
fn prologs_of_all_kinds() {
    let text = "\n<?xml version='1.1'?><?xml-stylesheet href='x'?><!-- x --><!DOCTYPE a SYSTEM 'http://x/y.dtd' \
                [<!ENTITY co \"A &amp; &b;\"><!ENTITY b 'B'>]><a t=\"&co;&#9;\ny\">&co;&nbsp;&gone;</a>";
    let (out, mends) = tokens(text, false).unwrap();
    assert_eq!(out, "! x !<a t=A & B\t y>[A & B\u{A0}&gone;]</>");
    assert_eq!(mends.len(), 2, "{mends:?}");
}

#[test]
fn errors_name_line_column_and_element() {
    for (text, line, column, words) in [
        ("<a>\n <b>\n</a>", 3, 1, "`</b>` should be"),
        ("<a>\n <b>", 2, 2, "ends before `</b>`"),
        ("<a>x</a>\ny", 1, 9, "outside the root"),
        ("<a>R&D</a>", 1, 5, "in element `a`"),
        ("<a b=1/>", 1, 4, "attribute of `a`"),
        ("<a b c='1'/>", 1, 4, "attribute of `a`"),
        ("<a b='1' c/>", 1, 10, "attribute of `a`"),
        ("<a b='1' b='2'/>", 1, 10, "twice"),
        ("<a>&nothing;</a>", 1, 4, "not declared"),
        ("<a>1 < 2</a>", 1, 6, "`<` does not begin a tag"),
        ("", 1, 1, "no element"),
        ("<a></a><b/>", 1, 8, "second root"),
        ("<a><!-- x</a>", 1, 4, "comment"),
    ] {
        let error = tokens(text, false).unwrap_err();
        assert_eq!(error.place(), Some(&Place::Source { line, column }), "{text}: {error}");
        assert!(error.to_string().contains(words), "{text}: {error}");
    }
}

#[test]
fn lenient_reading_goes_on() {
    for (text, read) in [
        ("<a><b>x</a>", "<a><b>[x]</></>"),
        ("<a><b>x", "<a><b>[x]</></>"),
        ("<a>x</b>y</a>", "<a>[x][y]</>"),
        ("<a>R&D &nope;</a>", "<a>[R&D &nope;]</>"),
        ("<a>1 < 2</a>", "<a>[1 ][< 2]</>"),
        ("<a b=1 c='2'/>", "<a c=2></>"),
        ("<a>x<!-- y", "<a>[x<!-- y]</>"),
    ] {
        let (out, mends) = tokens(text, true).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(out, read, "{text}");
        assert!(!mends.is_empty(), "{text}");
    }
}

#[test]
fn bombs_are_defused() {
    let mut text = "<!DOCTYPE a [<!ENTITY e0 'aaaaaaaaaaaaaaaaaaaa'>".to_owned();
    for level in 1..12 {
        let inner = format!("&e{};", level - 1).repeat(10);
        text.push_str(&format!("<!ENTITY e{level} '{inner}'>"));
    }
    text.push_str("]><a>&e11;</a>");
    assert_eq!(tokens(&text, false).unwrap_err().kind(), ErrorKind::Limit);
    let loops = "<!DOCTYPE a [<!ENTITY e '&e;'>]><a>&e;</a>";
    assert_eq!(tokens(loops, true).unwrap_err().kind(), ErrorKind::Limit);
    assert_eq!(tokens(&"<a>".repeat(100_000), true).unwrap_err().kind(), ErrorKind::Limit);
}

#[test]
fn a_comment_may_name_a_character() {
    let text = "<a>x<!-- 2019(unknown) -->s<!-- 2019(unknown) --><!-- 2019 --><!-- d800(unknown) --><!--7(unknown)--></a>";
    let (out, mends) = tokens(text, false).unwrap();
    assert_eq!(out.matches('\u{2019}').count(), 2, "{out}");
    assert_eq!(mends.len(), 1, "{mends:?}");
}
