//! One line, one word, one attribute, one text that is the whole of an input: read whole, whatever its length.

use copydesk::ReadContext;

use super::article;

/// Long enough to show what is done again for each byte, short enough for every run.
const LONG: usize = 1 << 18;

#[test]
fn one_long_line_is_read_whole() {
    let words = "word ".repeat(LONG / 5);
    let letters = "a".repeat(LONG);
    for text in [words.trim_end(), &letters] {
        for (format, input) in [
            ("text", format!("Bridge opens\n\nBy A B\n\n{text}\n\nThe end.\n")),
            ("markdown", format!("# Bridge opens\n\n{text}\n")),
            ("nitf", format!("<nitf><body><body.content><p>{text}</p></body.content></body></nitf>")),
            ("json", format!("{{\"body\":[{{\"type\":\"paragraph\",\"content\":\"{text}\"}}]}}")),
        ] {
            let body = article(format, &input).body_text(true);
            assert!(body.contains(text), "{format}: {} of {} bytes", body.len(), text.len());
        }
    }
}

#[test]
fn one_long_attribute_is_read_whole() {
    let value = "a".repeat(LONG);
    for (format, input) in [
        ("nitf", format!("<nitf><body><body.content><p id=\"{value}\">b</p></body.content></body></nitf>")),
        ("markdown", format!("# A\n\n<p id=\"{value}\">b</p>\n")),
        (
            "json",
            format!(
                "{{\"body\":[{{\"type\":\"paragraph\",\"content\":\"b\",\"attributes\":{{\"id\":\"{value}\"}}}}]}}"
            ),
        ),
    ] {
        let article = article(format, &input);
        let id = article.body[0].attributes().and_then(|attributes| attributes.id.as_deref());
        assert!(id == Some(&*value), "{format}: {:?}", id.map(str::len));
    }
}

/// Aliases of YAML that each stand for ten of the one before: refused, long before they are many.
#[test]
fn aliases_that_explode_are_refused() {
    let mut yaml = "---\na0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n".to_owned();
    for level in 1..12 {
        let before = format!("*a{}, ", level - 1).repeat(10);
        yaml += &format!("a{level}: &a{level} [{}]\n", before.trim_end_matches(", "));
    }
    let merged = (0..30).fold("---\nm0: &m0 {a: b}\n".to_owned(), |yaml, level| {
        format!("{yaml}m{}: &m{} {{<<: *m{level}, k{level}: *m{level}}}\n", level + 1, level + 1)
    });
    for front in [yaml, merged] {
        let input = format!("{front}---\n# A\n\nb\n");
        let reader = copydesk::reader("markdown").unwrap();
        for lenient in [false, true] {
            let context = ReadContext { lenient, ..ReadContext::default() };
            for found in super::read(&*reader, input.as_bytes(), &context).into_iter().flatten() {
                let length = serde_json::to_string(&found.output).unwrap().len();
                assert!(length < 100 * input.len() + 1_000_000, "{length} from {}", input.len());
            }
        }
    }
}

/// Signs that open something and never close it, again and again: whatever becomes of them, no letter between them is lost.
#[test]
fn no_letter_among_repeated_signs_is_lost() {
    const TIMES: usize = 5_000;
    for sign in ["[", "![", "*", "_", "`", "~~", "<", "&", "(", "|", "$", "[^", "](", "\\"] {
        let letters = format!("{sign}q").repeat(TIMES);
        for (format, input) in [
            ("text", format!("Bridge opens\n\nBy A B\n\n{letters}\n\nThe end.\n")),
            ("markdown", format!("# Bridge opens\n\n{letters}\n")),
        ] {
            let article = article(format, &input);
            let found = serde_json::to_string(&article).unwrap().matches('q').count();
            assert!(found >= TIMES, "{format}, {sign}: {found} letters of {TIMES}");
        }
    }
}
