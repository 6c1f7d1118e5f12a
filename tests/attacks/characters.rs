//! Characters that XML forbids, in every text of an article: no file is broken by them, and the report names them.

use std::sync::LazyLock;

use copydesk::{Article, NoMedia};
use serde_json::Value;

use super::written;

const FORBIDDEN: &[char] =
    &['\0', '\u{1}', '\u{8}', '\u{b}', '\u{c}', '\u{1b}', '\u{1f}', '\u{fffe}', '\u{ffff}'];

#[test]
fn forbidden_characters_reach_no_file() {
    for c in FORBIDDEN {
        let article = everywhere(&format!("a{c}b"));
        let found = format!("{article:?}").matches(&format!("{:?}", format!("a{c}b"))).count();
        assert!(found > 40, "they stand in the article {found} times");
        for mut writer in copydesk::writers() {
            let format = writer.format();
            // JSON escapes them, and wire text and Markdown may hold any; the others are XML or made of it.
            if matches!(format.name, "json" | "jsonl" | "text" | "markdown" | "ninjs" | "pdf") {
                continue;
            }
            let mut output = Vec::new();
            let report = writer.write(&article, &Default::default(), &mut output).unwrap();
            // White space is brought into normal form, and forbidden no more.
            for place in ["headline", "body[0]", "credits[0]"].into_iter().filter(|_| !c.is_whitespace()) {
                let said = report.losses.iter().any(|loss| loss.at.to_string().starts_with(place));
                assert!(said, "{}: {c:?} is lost in {place} and not reported", format.name);
            }
            let text = match format.name {
                "epub" => copydesk_tests::dump::epub::dump(&output).unwrap(),
                _ => String::from_utf8(output).unwrap(),
            };
            let number = u32::from(*c);
            for spelling in
                [c.to_string(), format!("&#{number};"), format!("&#x{number:x};"), format!("&#x{number:X};")]
            {
                assert!(!text.contains(&spelling), "{}: {c:?} is in the file", format.name);
            }
        }
    }
}

#[test]
fn forbidden_characters_break_no_pdf() {
    for c in FORBIDDEN {
        let article = everywhere(&format!("a{c}b"));
        let pdf = written("pdf", &article, &NoMedia).unwrap();
        assert!(!pdf.report.losses.is_empty(), "{c:?} is lost and not reported");
        copydesk_tests::dump::pdf::dump(&pdf.output).unwrap();
    }
}

/// The article of the whole model with a text in place of each of its own.
pub(super) fn everywhere(text: &str) -> Article {
    let mut article = WHOLE.0.clone();
    for path in &WHOLE.1 {
        *article.pointer_mut(path).unwrap() = Value::String(text.to_owned());
    }
    let mut article: Article = serde_json::from_value(article).unwrap();
    article.normalise();
    article
}

/// The article of the whole model, and the JSON pointers of its texts that may be any text.
static WHOLE: LazyLock<(Value, Vec<String>)> = LazyLock::new(|| {
    let whole: Value = serde_json::from_str(include_str!("../cases/whole-model/article.json")).unwrap();
    let mut paths = Vec::new();
    texts(&whole, &mut String::new(), &mut paths);
    // A date or the name of a kind cannot be any text.
    paths.retain(|path| {
        let mut changed = whole.clone();
        *changed.pointer_mut(path).unwrap() = Value::String("any text".to_owned());
        serde_json::from_value::<Article>(changed).is_ok()
    });
    (whole, paths)
});

/// The JSON pointers of every text in a value.
fn texts(value: &Value, path: &mut String, paths: &mut Vec<String>) {
    let length = path.len();
    let mut inside = |name: &str, value: &Value, path: &mut String| {
        *path += &format!("/{}", name.replace('~', "~0").replace('/', "~1"));
        texts(value, path, paths);
        path.truncate(length);
    };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| inside(name, value, path)),
        Value::Array(values) => {
            values.iter().enumerate().for_each(|(at, value)| inside(&at.to_string(), value, path));
        }
        Value::String(_) => paths.push(path.clone()),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
