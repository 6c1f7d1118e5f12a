//! JSON to articles.

use copydesk_core::{Article, Converted, Error, ErrorKind, Format, Limit, ReadContext, Reader, Report, Sink};

use crate::FORMAT;
use crate::message::message;
use crate::nesting::is_deeper;
use crate::position::Position;
use crate::split::{Document, Documents};

/// The byte order mark some programs put before UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";
/// How many objects and arrays one block may be written as: a table is a block in a cell in a row, each in its array.
const LEVELS_A_BLOCK: usize = 6;
/// The levels around the blocks and within the last: the article, its fields, attributes.
const LEVELS_AROUND: usize = 32;

/// Reads JSON: one article, an array of articles, or several one after another, such as JSON Lines.
///
/// A key the model does not know, or a value of another kind, is an error that names its line, column and path; it
/// costs that article and no other. Only an article that is not closed may swallow what follows it, except in JSON
/// Lines.
#[derive(Debug, Clone, Default)]
pub struct JsonReader {}

impl Reader for JsonReader {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn recognises(&self, input: &[u8]) -> bool {
        let input = input.strip_prefix(MARK).unwrap_or(input);
        let mut bytes = input.iter().filter(|byte| !byte.is_ascii_whitespace());
        match (bytes.next(), bytes.next()) {
            (Some(b'{'), second) => matches!(second, Some(b'"' | b'}')),
            (Some(b'['), second) => matches!(second, Some(b'{' | b']')),
            _ => false,
        }
    }

    fn read(&self, input: &[u8], context: &ReadContext<'_>, sink: &mut Sink<'_>) -> Result<(), Error> {
        let error = |kind, message: String| Error::new(kind, message).in_format(FORMAT.name);
        if input.len() > context.limits.bytes {
            return Err(context.limits.reached(Limit::Bytes).in_format(FORMAT.name));
        }
        if input.starts_with(b"\xFE\xFF") || input.starts_with(b"\xFF\xFE") || input.get(1) == Some(&0) {
            return Err(error(ErrorKind::Unsupported, "the input is UTF-16; JSON is UTF-8".to_owned()));
        }
        let start = if input.starts_with(MARK) { MARK.len() } else { 0 };
        let mut position = Position::start();
        for (count, document) in Documents::new(input, start).enumerate() {
            if count >= context.limits.articles {
                return Err(context.limits.reached(Limit::Articles).in_format(FORMAT.name));
            }
            let document = document.map_err(|split| {
                error(ErrorKind::Malformed, split.message.to_owned())
                    .at(position.place_of(input, split.offset))
            })?;
            position.advance(input, document.range.start);
            if sink(read_document(input, &document, position, context)).is_break() {
                break;
            }
        }
        Ok(())
    }
}

fn read_document(
    input: &[u8],
    document: &Document,
    position: Position,
    context: &ReadContext<'_>,
) -> Result<Converted<Article>, Error> {
    let limit = context.limits.nesting;
    let too_deep = || {
        (context.limits.reached(Limit::Nesting))
            .in_format(FORMAT.name)
            .at(position.place_of(input, document.range.start))
    };
    if document.depth > limit.saturating_mul(LEVELS_A_BLOCK).saturating_add(LEVELS_AROUND) {
        return Err(too_deep());
    }
    let bytes = &input[document.range.clone()];
    let mut article = parse(bytes).or_else(|_| parse_with_path(input, document, position))?;
    // A block or inline takes two levels at the least: its object, and the array it stands in.
    if document.depth / 2 > limit && is_deeper(&article, limit) {
        return Err(too_deep());
    }
    article.normalise();
    Ok(Converted { output: article, report: Report::default() })
}

/// The common case: nothing is noted on the way.
fn parse(bytes: &[u8]) -> Result<Article, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    // The depth has been counted.
    deserializer.disable_recursion_limit();
    let article = serde::Deserialize::deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(article)
}

/// Parses once more what has failed, to say where.
fn parse_with_path(input: &[u8], document: &Document, position: Position) -> Result<Article, Error> {
    let bytes = &input[document.range.clone()];
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    deserializer.disable_recursion_limit();
    let (path, cause) = match serde_path_to_error::deserialize(&mut deserializer) {
        Ok(article) => match deserializer.end() {
            Ok(()) => return Ok(article),
            Err(cause) => (String::new(), cause),
        },
        Err(error) => (error.path().to_string(), error.into_inner()),
    };
    let offset = document.range.start + offset_in(bytes, cause.line(), cause.column());
    let mut message = message(&cause);
    if !matches!(path.as_str(), "" | "." | "?") {
        message = format!("`{path}`: {message}");
    }
    Err(Error::new(ErrorKind::Malformed, message).in_format(FORMAT.name).at(position.place_of(input, offset)))
}

/// The offset of the byte at a line and column, as the parser counts them: from 1, in bytes.
fn offset_in(bytes: &[u8], line: usize, column: usize) -> usize {
    let newlines = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    let line_start = std::iter::once(0).chain(newlines).nth(line.saturating_sub(1)).unwrap_or(0);
    (line_start + column.saturating_sub(1)).min(bytes.len())
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use copydesk_core::{Limits, Place, read_one};

    use super::*;

    fn read_all(input: &[u8]) -> (Vec<Result<Article, Error>>, Result<(), Error>) {
        let mut found = Vec::new();
        let end = JsonReader::default().read(input, &ReadContext::default(), &mut |article| {
            found.push(article.map(|converted| converted.output));
            ControlFlow::Continue(())
        });
        (found, end)
    }

    fn fail(input: &str) -> Error {
        read_one(&JsonReader::default(), input.as_bytes(), &ReadContext::default()).expect_err("it is broken")
    }

    #[test]
    fn several_articles_in_any_shape_are_read() {
        for input in [
            "[{\"headline\": \"a\"}, {\"headline\": \"b\"}]",
            "{\"headline\": \"a\"}{\"headline\": \"b\"}",
            "\u{FEFF}{\"headline\": \"a\"}\r\n{\"headline\": \"b\"}\r\n",
            "\u{1E}{\"headline\": \"a\"}\n\u{1E}{\"headline\": \"b\"}\n",
        ] {
            let (found, end) = read_all(input.as_bytes());
            assert!(end.is_ok());
            let headlines: Vec<_> =
                found.iter().map(|article| article.as_ref().unwrap().headline.plain_text()).collect();
            assert_eq!(headlines, ["a", "b"], "{input}");
        }
    }

    #[test]
    fn a_bad_article_does_not_lose_its_neighbours() {
        let (found, end) =
            read_all(b"{\"headline\":\"a\"}\n{\"headline\":\n{\"headline\":\"c\"}\n{\"hedline\":\"d\"}\n{}");
        assert!(end.is_ok());
        assert_eq!(found.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true, false, true]);
        assert_eq!(found[3].as_ref().unwrap_err().place(), Some(&Place::Source { line: 4, column: 10 }));
    }

    #[test]
    fn an_unknown_key_is_named_with_its_path_and_the_nearest_known() {
        let error = fail("{\n  \"metadata\": { \"publication\": { \"nam\": \"The Herald\" } }\n}");
        assert_eq!(
            error.to_string(),
            "malformed in json at line 2, column 38: `metadata.publication.nam`: there is no key `nam`; did you mean `name`?"
        );
    }

    #[test]
    fn a_wrong_value_is_named_with_its_path() {
        let error = fail("{\"credits\": [{\"names\": \"Zoë\"}]}");
        assert!(error.message().starts_with("`credits[0].names`: invalid type: string"), "{error}");
        let error = fail("{\"metadata\": {\"issued\": \"yesterday\"}}");
        assert!(error.message().contains("`yesterday` is not a date"), "{error}");
    }

    #[test]
    fn the_place_and_path_of_a_fault_deep_inside_are_exact() {
        let body = "{\"body\": [{\"type\": \"list\", \"items\": [{\"content\": [\n {\"type\": \"paragraph\", \"content\": [\"a\", {\"type\": \"strong\", \"contents\": \"b\"}]}]}]}]}";
        assert_eq!(
            fail(body).to_string(),
            "malformed in json at line 2, column 69: `body[0].items[0].content[0].content[1].contents`: there is no key `contents`; did you mean `content`?"
        );
    }

    #[test]
    fn deep_input_is_a_limit_and_no_overflow() {
        let deep = format!(
            "{{\"body\":{}{}}}",
            "[{\"type\":\"container\",\"content\":".repeat(10_000),
            "]}".repeat(10_000)
        );
        assert_eq!(fail(&deep).kind(), ErrorKind::Limit);
        let extras =
            format!("{{\"metadata\":{{\"extras\":{{\"a\":{}{}}}}}}}", "[".repeat(10_000), "]".repeat(10_000));
        assert_eq!(fail(&extras).kind(), ErrorKind::Limit);
    }

    /// A block at every level of the limit, in the kind that takes most levels of JSON, on a thread's common stack.
    #[test]
    fn what_the_limit_allows_fits_the_stack() {
        let limit = Limits::default().nesting;
        let open =
            "[{\"type\":\"table\",\"body\":[{\"cells\":[{\"attributes\":{\"class\":[\"x\"]},\"content\":";
        let tables =
            |levels: usize| format!("{{\"body\":{}[]{}}}", open.repeat(levels), "}]}]}]".repeat(levels));
        let thread = std::thread::Builder::new().stack_size(2 << 20);
        let (deepest, deeper) = (tables(limit), tables(limit + 1));
        let (read, refused) = thread
            .spawn(move || {
                let context = ReadContext::default();
                let read = read_one(&JsonReader::default(), deepest.as_bytes(), &context).is_ok();
                let broken = deepest.replace("[]", "[{\"type\":\"nothing\"}]");
                assert!(read_one(&JsonReader::default(), broken.as_bytes(), &context).is_err());
                (read, read_one(&JsonReader::default(), deeper.as_bytes(), &context).is_err())
            })
            .unwrap()
            .join()
            .unwrap();
        assert!(read && refused);
    }

    #[test]
    fn other_text_is_not_taken_for_json() {
        let reader = JsonReader::default();
        assert!(reader.recognises(b" {\n \"headline\": 1}") && reader.recognises(b"[ {}]"));
        assert!(!reader.recognises(b"[PHOTO: a bridge]") && !reader.recognises(b"{slug} Bridge"));
        assert!(!reader.recognises(b""));
    }

    #[test]
    fn an_extra_is_what_it_looks_like() {
        use copydesk_core::Value as Extra;
        let json = r#"{"a":[null,true,-3,18446744073709551615,1.5,"text"],"b":{}}"#;
        let list = vec![
            Extra::Null,
            Extra::Bool(true),
            Extra::Integer(-3),
            Extra::Number(18_446_744_073_709_551_615.0),
            Extra::Number(1.5),
            Extra::Text("text".to_owned()),
        ];
        let map = [
            ("a".to_owned(), Extra::List(list)),
            ("b".to_owned(), Extra::Map(std::collections::BTreeMap::new())),
        ];
        assert_eq!(serde_json::from_str::<Extra>(json).unwrap(), Extra::Map(map.into()));
    }
}
