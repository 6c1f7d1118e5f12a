//! Inputs that nest ten thousand deep: an error or an article, and never the end of the stack.

use copydesk::{ErrorKind, ReadContext};

use super::read;

const DEEP: usize = 10_000;

/// An input that opens something ten thousand times, and perhaps closes it.
fn inputs() -> Vec<(String, String)> {
    let mut inputs = Vec::new();
    let mut add = |name: &str, input: String| inputs.push((name.to_owned(), input));
    let many = |piece: &str| piece.repeat(DEEP);
    let nitf = |content: String| {
        format!("<?xml version=\"1.0\"?><nitf><body><body.content>{content}</body.content></body></nitf>")
    };
    for element in
        ["block", "p", "em", "ul", "ul><li", "table><tr><td", "bq", "nitf", "x", "note", "media", "fn"]
    {
        let open = many(&format!("<{element}>"));
        let close = many(&element.rsplit("><").map(|name| format!("</{name}>")).collect::<String>());
        add(&format!("nitf {element}"), nitf(format!("{open}a{close}")));
        add(&format!("nitf {element}, never closed"), nitf(open.clone()));
        add(&format!("nitf {element}, in CDATA"), nitf(format!("<p><![CDATA[{open}a]]></p>")));
    }
    add("nitf, escaped", nitf(format!("<p>{}</p>", many("&lt;b>"))));
    add("xml", many("<a>"));
    for element in
        ["b", "div", "blockquote", "ul><li", "table><tr><td", "a href='x'", "svg", "script", "x-y", "dl><dt"]
    {
        let open = many(&format!("<{element}>"));
        add(&format!("html {element}"), format!("<!DOCTYPE html><html><body><article><h1>A</h1>{open}"));
        add(&format!("markdown with html {element}"), format!("# A\n\n{open}\n\ntext\n"));
        add(&format!("markdown with inline html {element}"), format!("# A\n\ntext {open} text\n"));
    }
    for piece in ["[", "{\"a\":", "[[{\"b\":"] {
        add(&format!("json {piece}"), many(piece));
        add(&format!("json headline {piece}"), format!("{{\"headline\": {}", many(piece)));
        add(
            &format!("json extras {piece}"),
            format!("{{\"metadata\": {{\"extras\": {{\"x\": {}", many(piece)),
        );
    }
    let span = "{\"type\":\"strong\",\"content\":[";
    add("json inlines", format!("{{\"headline\": [{}{}]}}", many(span), many("]}")));
    let quotation = "{\"type\":\"quotation\",\"content\":[";
    add("json blocks", format!("{{\"body\": [{}{}]}}", many(quotation), many("]}")));
    for piece in ["> ", ">", "- ", "1. ", "* - ", "[", "![", "[a](", "**a *b ", "~~", "`", "<b>", "(", "\\["]
    {
        add(&format!("markdown {piece}"), format!("# A\n\n{}", many(piece)));
    }
    let stairs: String = (0..2_000).map(|level| format!("{}- a\n", "  ".repeat(level))).collect();
    add("markdown stairs", stairs);
    for value in [many("["), many("{a: "), many("- "), many("&a ["), many("? ")] {
        add("yaml", format!("---\na: {value}\n---\n# A\n\nb\n"));
    }
    add("toml", format!("+++\na = {}\n+++\n# A\n\nb\n", many("[")));
    add("toml tables", format!("+++\na = {}\n+++\n# A\n\nb\n", many("{a = ")));
    add("toml dotted", format!("+++\n[{}a]\nb = 1\n+++\n# A\n\nb\n", many("a.")));
    for piece in ["(", "\u{1}", "\u{2}", "ZCZC abc\n", "``", "By ", "> "] {
        add(&format!("text {piece:?}"), many(piece));
    }
    inputs
}

#[test]
fn deep_inputs_end_in_an_article_or_an_error() {
    for (name, input) in inputs() {
        for reader in copydesk::readers() {
            for lenient in [false, true] {
                let context = ReadContext { lenient, ..ReadContext::default() };
                for article in read(&*reader, input.as_bytes(), &context) {
                    if let Err(error) = article {
                        let kind = error.kind();
                        assert_ne!(kind, ErrorKind::Internal, "{name}: {}: {error}", reader.format().name);
                    }
                }
            }
        }
    }
}
