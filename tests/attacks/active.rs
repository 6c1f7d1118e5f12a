//! Scripts, event attributes and addresses that do something: none reaches a page, wherever the article holds it.

use copydesk::{Article, Block, Inline, Link, NoMedia, Span};
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};
use lopdf::{Dictionary, Object};
use std::cell::RefCell;

use super::characters::everywhere;
use super::{article, written};

/// Texts that try to leave their place, and to do something once they are out.
const PAYLOADS: &[&str] = &[
    "</script><script>alert(1)</script>",
    "<!--<script>alert(1)//",
    "]]><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "</title></head><body onload=alert(1)>",
    "\" onmouseover=\"alert(1)\" x=\"",
    "' onmouseover='alert(1)' x='",
    "\"><iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " \u{1}java\tscr\nipt:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "javascript&colon;alert(1)",
    "javascript%3Aalert(1)",
    "x\u{0}javascript:alert(1)",
    "//evil.example/x",
    "expression(alert(1))",
    "script",
    "onclick",
    "foreignObject",
    "iframe",
    "red;background:url(javascript:alert(1))",
    "0;url=javascript:alert(1)",
    "http-equiv",
    ") /S /JavaScript /JS (app.alert(1)) >> (",
    "=HYPERLINK(\"http://evil.example\",\"click\")",
];

const ACTIVE_ELEMENTS: &[&str] = &[
    "iframe",
    "object",
    "embed",
    "applet",
    "form",
    "base",
    "frame",
    "frameset",
    "portal",
    "input",
    "button",
    "foreignobject",
    "animate",
    "set",
    "use",
    "noscript",
    "template",
    "isindex",
    "marquee",
    "plaintext",
    "xmp",
];
const ADDRESSES: &[&str] = &[
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "srcset",
    "xlink:href",
    "background",
    "cite",
    "longdesc",
    "ping",
    "manifest",
    "codebase",
];

#[test]
fn nothing_active_reaches_a_page() {
    for payload in PAYLOADS {
        let article = everywhere(payload);
        for format in ["html", "epub"] {
            let output = written(format, &article, &NoMedia).unwrap().output;
            for page in pages(format, output) {
                inert(&page).unwrap_or_else(|fault| panic!("{format}: {payload:?}: {fault}\n{page}"));
            }
        }
    }
}

#[test]
fn nothing_active_in_markup_reaches_a_page() {
    let markup = "<script>alert(1)</script> <SCRIPT SRC=//evil.example/x.js></SCRIPT> <img src=x onerror=alert(1)> \
        <a href=\"javascript:alert(1)\" onclick=\"alert(2)\">a</a> <a href=\" &#106;avascript:alert(1)\">b</a> \
        <iframe src=\"https://evil.example\"></iframe> <svg onload=alert(1)><script>alert(1)</script></svg> \
        <p style=\"background:url(javascript:alert(1))\">c</p> <object data=\"x\"></object> <form action=\"x\"><input \
        name=y></form> <meta http-equiv=refresh content=\"0;url=javascript:alert(1)\"> <base href=\"//evil.example\"> \
        <math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>";
    let escaped = markup.replace('&', "&amp;").replace('<', "&lt;");
    let nitf = |text: &str| {
        format!(
            "<?xml version=\"1.0\"?><nitf><body><body.head><hedline><hl1>A</hl1></hedline></body.head>\
             <body.content><p>{text}</p></body.content></body></nitf>"
        )
    };
    for (format, input) in [
        (
            "markdown",
            format!(
                "# A {markup}\n\n{markup}\n\n[d](javascript:alert(1)) ![e](javascript:alert(1))\n\n<javascript:alert(1)>\n"
            ),
        ),
        ("nitf", nitf(&escaped)),
        ("nitf", nitf(&format!("<![CDATA[{markup}]]>"))),
        ("nitf", nitf("<a href=\"javascript:alert(1)\" onclick=\"alert(1)\">f</a><script>alert(1)</script>")),
    ] {
        let article = article(format, &input);
        for target in ["html", "epub"] {
            for page in pages(target, written(target, &article, &NoMedia).unwrap().output) {
                inert(&page).unwrap_or_else(|fault| panic!("{format} to {target}: {fault}\n{page}"));
            }
        }
    }
}

#[test]
fn a_pdf_does_nothing_but_open_safe_addresses() {
    for payload in PAYLOADS {
        let mut article = everywhere(payload);
        let link = Link { target: (*payload).to_owned(), content: "a link".into(), ..Link::default() };
        article.body.push(Block::paragraph(vec![Inline::Link(Box::new(link))]));
        article.normalise();
        let pdf = written("pdf", &article, &NoMedia).unwrap().output;
        let document = copydesk_tests::dump::pdf::load(&pdf).unwrap();
        for object in document.objects.values() {
            harmless(object).unwrap_or_else(|fault| panic!("{payload:?}: {fault}"));
        }
    }
}

/// A cell that a spreadsheet would take for a formula is text in all that is written, and comes back as it was.
#[test]
fn formulas_stay_text() {
    for formula in ["=1+1", "+1", "-1", "@SUM(1)", "=HYPERLINK(\"http://evil.example\")", "\t=1"] {
        let mut article = Article { headline: formula.trim().into(), ..Article::default() };
        article.body.push(Block::paragraph(vec![
            Inline::Strong(Box::new(Span::new(formula.trim()))),
            Inline::text(" said"),
        ]));
        article.normalise();
        for reader in copydesk::readers() {
            let Some(mut writer) = copydesk::writer(reader.format().name) else { continue };
            copydesk_tests::promise::there_and_back(&mut *writer, &*reader, &article).unwrap();
        }
    }
}

/// The pages in an output.
fn pages(format: &str, output: Vec<u8>) -> Vec<String> {
    match format {
        "epub" => copydesk_tests::dump::epub::parts(&output)
            .unwrap()
            .into_iter()
            .filter(|(name, ..)| name.ends_with("html") || name.ends_with(".svg"))
            .map(|(.., page)| String::from_utf8(page).unwrap())
            .collect(),
        _ => vec![String::from_utf8(output).unwrap()],
    }
}

/// Checks that no element or attribute of a page does anything.
fn inert(page: &str) -> Result<(), String> {
    let tags = Tags::default();
    let tokenizer = Tokenizer::new(tags, Default::default());
    let queue = BufferQueue::default();
    queue.push_back(page.into());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    for tag in tokenizer.sink.0.take() {
        let name = tag.name.to_ascii_lowercase();
        let value = |wanted: &str| {
            tag.attrs
                .iter()
                .find(|attribute| &*attribute.name.local == wanted)
                .map(|attribute| attribute.value.to_string())
        };
        if ACTIVE_ELEMENTS.contains(&&*name) {
            return Err(format!("there is an element `{name}`"));
        }
        if &*name == "script" && value("type").as_deref() != Some("application/ld+json") {
            return Err("there is a script".to_owned());
        }
        if &*name == "meta"
            && value("http-equiv").is_some_and(|value| !value.eq_ignore_ascii_case("content-security-policy"))
        {
            return Err("a `meta` gives an order to the browser".to_owned());
        }
        for attribute in &tag.attrs {
            inert_attribute(&name, &attribute.name.local, &attribute.value)?;
        }
    }
    Ok(())
}

fn inert_attribute(element: &str, name: &str, value: &str) -> Result<(), String> {
    let name = name.to_ascii_lowercase();
    if name.starts_with("on") || matches!(&*name, "srcdoc" | "autofocus" | "contenteditable") {
        return Err(format!("`{element}` has the attribute `{name}`"));
    }
    let plain: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let plain = plain.to_ascii_lowercase();
    if name == "style"
        && ["url(", "expression", "@import", "-moz-binding"].iter().any(|bad| plain.contains(bad))
    {
        return Err(format!("`{element}` has the style `{value}`"));
    }
    let picture = plain.starts_with("data:image/") && !plain.starts_with("data:image/svg") && name == "src";
    let bad = ["javascript:", "vbscript:", "data:", "file:", "blob:"];
    if ADDRESSES.contains(&&*name) && !picture && bad.iter().any(|scheme| plain.starts_with(scheme)) {
        return Err(format!("`{element}` leads to `{value}`"));
    }
    Ok(())
}

/// The start tags of a page.
#[derive(Default)]
struct Tags(RefCell<Vec<Tag>>);

impl TokenSink for Tags {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else { return TokenSinkResult::Continue };
        let raw = match &*tag.name {
            "script" => Some(html5ever::tokenizer::states::ScriptData),
            "style" => Some(html5ever::tokenizer::states::Rawtext),
            "title" | "textarea" => Some(html5ever::tokenizer::states::Rcdata),
            _ => None,
        };
        let opens = tag.kind == TagKind::StartTag && !tag.self_closing;
        if tag.kind == TagKind::StartTag {
            self.0.borrow_mut().push(tag);
        }
        match raw {
            Some(kind) if opens => TokenSinkResult::RawData(kind),
            _ => TokenSinkResult::Continue,
        }
    }
}

/// Checks that an object of a PDF holds no action but links to safe addresses and places in the file.
fn harmless(object: &Object) -> Result<(), String> {
    match object {
        Object::Dictionary(dictionary) => harmless_dictionary(dictionary),
        Object::Stream(stream) => harmless_dictionary(&stream.dict),
        Object::Array(objects) => objects.iter().try_for_each(harmless),
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::String(..)
        | Object::Reference(_) => Ok(()),
    }
}

fn harmless_dictionary(dictionary: &Dictionary) -> Result<(), String> {
    for key in ["JS", "JavaScript", "AA", "Launch", "RichMedia", "XFA", "AcroForm", "EmbeddedFiles"] {
        if dictionary.has(key.as_bytes()) {
            return Err(format!("there is a `{key}`"));
        }
    }
    if let Ok(action) = dictionary.get(b"S").and_then(Object::as_name)
        && [
            "JavaScript",
            "Launch",
            "SubmitForm",
            "ImportData",
            "GoToR",
            "GoToE",
            "Rendition",
            "Movie",
            "Sound",
            "Named",
        ]
        .iter()
        .any(|bad| action == bad.as_bytes())
    {
        return Err(format!("there is an action `{}`", String::from_utf8_lossy(action)));
    }
    if let Ok(address) = dictionary.get(b"URI").and_then(Object::as_str) {
        let address = String::from_utf8_lossy(address);
        let plain: String = address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        let plain = plain.to_ascii_lowercase();
        let bad = ["javascript:", "vbscript:", "data:", "file:", "smb:", "ms-"];
        if bad.iter().any(|scheme| plain.starts_with(scheme)) {
            return Err(format!("a link leads to `{address}`"));
        }
    }
    dictionary.iter().try_for_each(|(_, value)| harmless(value))
}
