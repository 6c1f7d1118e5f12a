//! Entities: bounded where a document declares them, and nothing outside it is ever opened.

use copydesk::{ErrorKind, Limits, ReadContext};

use super::read;

/// What no article may ever hold: it stands in a file that documents try to have read.
const SECRET: &str = "zqsecretzq";

/// A document of each kind of XML, with a subset of declarations and a text.
fn documents(subset: &str, text: &str) -> [String; 3] {
    let nitf = format!(
        "<nitf><body><body.head><hedline><hl1>Bridge</hl1></hedline></body.head>\
         <body.content><p>{text}</p></body.content></body></nitf>"
    );
    let item = format!(
        "<NewsML><NewsItem><NewsComponent><ContentItem><DataContent>{nitf}</DataContent>\
         </ContentItem></NewsComponent></NewsItem></NewsML>"
    );
    [
        format!("<?xml version=\"1.0\"?>\n<!DOCTYPE nitf [{subset}]>\n{nitf}"),
        format!("<?xml version=\"1.0\"?>\n<!DOCTYPE NewsML [{subset}]>\n{item}"),
        format!(
            "<?xml version=\"1.0\"?>\n<!DOCTYPE newsItem [{subset}]>\n<newsItem \
             xmlns=\"http://iptc.org/std/nar/2006-10-01/\" guid=\"tag:example.org,2024:1\" version=\"1\">\
             <contentMeta><headline>{text}</headline></contentMeta><contentSet><inlineXML>{nitf}</inlineXML>\
             </contentSet></newsItem>"
        ),
    ]
}

#[test]
fn entities_that_explode_are_refused() {
    let mut laughs = "<!ENTITY l0 \"ha ha ha ha \">".to_owned();
    for level in 1..12 {
        laughs += &format!("<!ENTITY l{level} \"{}\">", format!("&l{};", level - 1).repeat(10));
    }
    // Ten thousand times ten thousand letters, without any entity in another.
    let flat = format!("<!ENTITY flat \"{}\">", "a".repeat(10_000));
    for (subset, text) in [
        (laughs.as_str(), "&l11;".to_owned()),
        (flat.as_str(), "&flat;".repeat(10_000)),
        ("<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">", "&a;".to_owned()),
        ("<!ENTITY a \"&a;&a;\">", "&a;".to_owned()),
    ] {
        for document in documents(subset, &text) {
            for lenient in [false, true] {
                let context = ReadContext { lenient, ..ReadContext::default() };
                assert_refused_or_small(&document, &context);
            }
        }
    }
}

#[test]
fn the_limit_of_expansion_is_kept() {
    let [document, ..] = documents("<!ENTITY x \"0123456789\">", &"&x;".repeat(100));
    let reader = copydesk::reader("nitf").unwrap();
    for (entity_expansion, refused) in [(1_000, false), (999, true)] {
        let limits = Limits { entity_expansion, ..Limits::default() };
        let context = ReadContext { limits, ..ReadContext::default() };
        let found = read(&*reader, document.as_bytes(), &context);
        let limit =
            found.iter().any(|article| article.as_ref().is_err_and(|error| error.kind() == ErrorKind::Limit));
        assert_eq!(limit, refused, "{entity_expansion}: {found:?}");
    }
}

#[test]
fn nothing_outside_the_document_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("secret.txt");
    std::fs::write(&secret, SECRET).unwrap();
    let declarations = folder.path().join("secret.dtd");
    std::fs::write(&declarations, format!("<!ENTITY x \"{SECRET}\">")).unwrap();
    let (secret, declarations) = (secret.display(), declarations.display());
    for subset in [
        format!("<!ENTITY x SYSTEM \"{secret}\">"),
        format!("<!ENTITY x SYSTEM \"file://{secret}\">"),
        format!("<!ENTITY x PUBLIC \"-//X//EN\" \"file://{secret}\">"),
        format!("<!ENTITY % p SYSTEM \"file://{declarations}\">%p;"),
        format!("<!ENTITY % p SYSTEM \"file://{declarations}\"><!ENTITY % q \"%p;\">%q;"),
    ] {
        for document in documents(&subset, "a &x; b") {
            assert_nothing_is_told(&document);
        }
    }
    for document in documents("", "a &x; b") {
        let external = format!("SYSTEM \"file://{declarations}\" [");
        assert_nothing_is_told(&document.replace('[', &external));
    }
    let include = format!(
        "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file://{secret}\" parse=\"text\"/>"
    );
    for document in documents("", &include) {
        assert_nothing_is_told(&document);
    }
}

fn assert_refused_or_small(document: &str, context: &ReadContext<'_>) {
    for reader in copydesk::readers() {
        for article in read(&*reader, document.as_bytes(), context).into_iter().flatten() {
            let length = serde_json::to_string(&article.output).unwrap().len();
            let most = document.len() * 10 + 2 * context.limits.entity_expansion;
            assert!(length < most, "{}: {length} from {}", reader.format().name, document.len());
        }
    }
}

fn assert_nothing_is_told(document: &str) {
    for lenient in [false, true] {
        let context = ReadContext { lenient, ..ReadContext::default() };
        for reader in copydesk::readers() {
            let found = format!("{:?}", read(&*reader, document.as_bytes(), &context));
            assert!(!found.contains(SECRET), "{}: {found}", reader.format().name);
        }
    }
}
