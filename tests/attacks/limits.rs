//! Every limit has an error of its own, in every reader it is for.

use copydesk::{Error, ErrorKind, Limits, ReadContext, Reader};

use super::{article, read};

/// A small article in each format.
const INPUTS: &[(&str, &str)] = &[
    ("text", "Bridge opens\n\nBy Jane Doe\n\nPORT ELLERY, March 3 (Herald) - At last.\n"),
    ("json", r#"{"headline": "Bridge opens", "body": [{"type": "paragraph", "content": "At last."}]}"#),
    ("markdown", "# Bridge opens\n\nAt last.\n"),
    ("nitf", "<nitf><body><body.head><hedline><hl1>Bridge opens</hl1></hedline></body.head></body></nitf>"),
];

/// The errors that a reader ends in, where the limits are these.
fn errors(reader: &dyn Reader, input: &str, limits: Limits) -> Vec<Error> {
    let context = ReadContext { limits, ..ReadContext::default() };
    read(reader, input.as_bytes(), &context).into_iter().filter_map(Result::err).collect()
}

#[track_caller]
fn assert_limit(errors: &[Error], words: &str) {
    let found =
        errors.iter().any(|error| error.kind() == ErrorKind::Limit && error.to_string().contains(words));
    assert!(found, "`{words}` is not in {errors:?}");
}

#[test]
fn bytes() {
    for (format, input) in INPUTS {
        let reader = copydesk::reader(format).unwrap();
        let limits = |bytes| Limits { bytes, ..Limits::default() };
        assert_limit(&errors(&*reader, input, limits(input.len() - 1)), &(input.len() - 1).to_string());
        assert!(errors(&*reader, input, limits(input.len())).is_empty(), "{format}");
    }
}

#[test]
fn nesting() {
    let nested = |open: &str, close: &str| format!("{}a{}", open.repeat(60), close.repeat(60));
    let nitf = format!(
        "<nitf><body><body.content>{}</body.content></body></nitf>",
        nested("<block><p>a</p>", "</block>")
    );
    let json = format!(
        "{{\"body\":[{}]}}",
        nested("{\"type\":\"quotation\",\"content\":[", "]}").replace("[a]", "[]")
    );
    // Few enough levels of JSON that only its blocks are too deep.
    let shallow =
        format!("{{\"body\":[{}{}]}}", "{\"type\":\"quotation\",\"content\":[".repeat(20), "]}".repeat(20));
    let html = format!("# A\n\n{}\n", nested("<div>", "</div>"));
    for (format, input) in [
        ("nitf", nitf),
        ("json", json),
        ("json", shallow),
        ("markdown", "> ".repeat(60) + "a"),
        ("markdown", html),
    ] {
        let reader = copydesk::reader(format).unwrap();
        assert_limit(&errors(&*reader, &input, Limits { nesting: 10, ..Limits::default() }), "10");
        let others = errors(&*reader, &input, Limits::default());
        assert!(others.is_empty(), "{format}: {others:?}");
    }
}

#[test]
fn articles() {
    let nitf = INPUTS[3].1.repeat(3);
    let inputs = [
        ("text", "ZCZC\n\nBridge opens\n\nAt last.\n\nNNNN\n".repeat(3)),
        ("json", format!("[{0},{0},{0}]", INPUTS[1].1)),
        ("nitf", format!("<nitfs>{nitf}</nitfs>")),
    ];
    for (format, input) in inputs {
        let reader = copydesk::reader(format).unwrap();
        assert_limit(&errors(&*reader, &input, Limits { articles: 2, ..Limits::default() }), "2");
        assert!(errors(&*reader, &input, Limits { articles: 3, ..Limits::default() }).is_empty(), "{format}");
    }
}

#[test]
fn media_bytes_and_pixels() {
    let article = article("markdown", "# A\n\n![A bridge](data.png)\n\nAt last.\n");
    struct Png;
    impl copydesk::MediaResolver for Png {
        fn resolve(&self, _: &str) -> Result<Option<Vec<u8>>, Error> {
            Ok(Some(super::pictures::png(20, 20, &[], &[0; 420])))
        }
    }
    for format in ["pdf", "epub"] {
        for (limits, words) in [
            (Limits { media_bytes: 50, ..Limits::default() }, "50 bytes"),
            (Limits { pixels: 399, ..Limits::default() }, "399 pixels"),
            (Limits::default(), ""),
        ] {
            let context = copydesk::WriteContext { limits, media: &Png, ..Default::default() };
            let report =
                copydesk::writer(format).unwrap().write(&article, &context, &mut Vec::new()).unwrap();
            let said = report.losses.iter().any(|loss| loss.detail.contains(words));
            assert!(said || words.is_empty(), "{format}: {words}: {:?}", report.losses);
            assert_eq!(
                words.is_empty(),
                !report.losses.iter().any(|loss| loss.at.to_string().contains("renditions"))
            );
        }
    }
}
