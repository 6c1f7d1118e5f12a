//! What readers leave out or mend, each in an input of its own: the report says it, or the article keeps it.

use copydesk::{Article, Inline, ReadContext, Span};

use super::read;

/// An input, and what must stand in the article or its report.
struct Case {
    format: &'static str,
    input: &'static [u8],
    found: &'static str,
}

const CASES: &[Case] = &[
    Case { format: "text", input: b"\xEF\xBB\xBFBridge opens\n\nA caf\xE9.\n", found: "some bytes are not UTF-8" },
    Case { format: "text", input: b"Bridge opens\n\nA caf\xE9 on the quay.\n", found: "bytes that are not UTF-8" },
    Case { format: "markdown", input: b"# Bridge\n\nA caf\xE9.\n", found: "bytes that are not UTF-8" },
    Case { format: "markdown", input: b"# Bridge {#top .big}\n\nOpen.\n", found: "attributes of the headline" },
    Case { format: "markdown", input: b"# Bridge\n\n<!-- check -->\n\nOpen.\n", found: "a comment" },
    Case { format: "markdown", input: b"# Bridge\n\n<script>alert(1)</script>\n\nOpen.\n", found: "`script` element" },
    Case { format: "markdown", input: b"# Bridge\n\n[a](javascript:alert(1))\n", found: "runs a program" },
    Case {
        format: "nitf",
        input: b"<nitf><head>stray words</head><body><body.content><p>a</p></body.content></body></nitf>",
        found: "stray words",
    },
    Case {
        format: "nitf",
        input: b"<nitf><body><body.content><p>can<!-- soft -->not</p></body.content></body></nitf>",
        found: "a comment inside a word",
    },
    Case {
        format: "nitf",
        input: b"<nitf><body><body.content>bare words</body.content></body></nitf>",
        found: "text in `body.content` itself",
    },
    Case {
        format: "nitf",
        input: b"<?xml version='1.0' encoding='utf-8'?><nitf><body><body.content><p>caf\xE9</p></body.content></body></nitf>",
        found: "Encoding",
    },
    Case {
        format: "nitf",
        input: b"<nitf><body><body.content><p>a &unknown; b</p></body.content></body></nitf>",
        found: "&unknown;",
    },
];

#[test]
fn what_a_reader_leaves_out_is_said() {
    for Case { format, input, found } in CASES {
        let reader = copydesk::reader(format).unwrap();
        let context = ReadContext { lenient: true, ..ReadContext::default() };
        let told = format!("{:?}", read(&*reader, input, &context));
        assert!(told.contains(found), "{format}: `{found}` is not in {told}");
    }
}

/// Markdown allows every character but one.
#[test]
fn the_one_character_markdown_forbids_is_reported() {
    let mut article = Article { headline: "Bridge".into(), ..Article::default() };
    article.body.push(copydesk::Block::paragraph(vec![Inline::Strong(Box::new(Span::new("a\0b")))]));
    article.normalise();
    let written = super::written("markdown", &article, &copydesk::NoMedia).unwrap();
    assert!(!written.output.contains(&0));
    assert!(written.report.losses.iter().any(|loss| loss.detail.contains("U+0000")), "{:?}", written.report);
}
