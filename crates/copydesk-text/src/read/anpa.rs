//! ANPA 1312: SYN SYN SOH, header, STX, lines that begin with `^` and end in `<` or `=`, indented paragraphs, ETX.

use copydesk_core::{Article, Concept, Converted, Feature, ReadContext, Report, Value};
use copydesk_lines as recognise;

use crate::read::frame::{ETX, SOH, STX, is_code};
use crate::read::line::Line;
use crate::read::story::read_story;
use crate::read::tongue::Tongue;

/// How many lines stand above the story where no line is marked: the slug and the headline.
const UNMARKED: usize = 2;

/// Reads one message.
pub(crate) fn read(lines: &[Line<'_>], tongue: &Tongue<'_>, context: &ReadContext<'_>) -> Converted<Article> {
    let mut article = Article::default();
    let mut report = Report::default();
    let text_at = lines.iter().position(|line| line.text.contains(STX)).unwrap_or(lines.len());
    for line in &lines[..lines.len().min(text_at + 1)] {
        read_header(line, &mut article, context);
    }
    let (fields, rest) = split(lines, text_at, &mut article, context);
    let mut reader = Fields { article, tongue, context, slugged: false };
    let body_fields = reader.read(&fields);
    let article = reader.article;
    let texts: Vec<(String, Line<'_>)> = body_fields
        .into_iter()
        .map(|field| (heading(&plain(&field.text), field.closed), field.line))
        .chain(rest.iter().map(|line| (body_text(line), *line)))
        .collect();
    let body: Vec<Line<'_>> = texts.iter().map(|(text, line)| line.with_text(text)).collect();
    wire_marks(&lines[text_at.min(lines.len())..], &mut report);
    let mut read = read_story(&body, article, tongue, context);
    report.join(std::mem::take(&mut read.report));
    Converted { output: read.output, report }
}

/// A line that begins with `^` and is closed heads what follows; others are rows of tables.
fn heading(text: &str, closed: bool) -> String {
    if closed { format!("# {text}") } else { text.to_owned() }
}

/// A line of the header part of the text: `^…<`.
struct Field<'t> {
    text: String,
    /// It is centred: `^…=`.
    centred: bool,
    /// It ends with `<` or `=`.
    closed: bool,
    line: Line<'t>,
}

/// `W2870` and a selector; `f l`, keyword, date and words.
fn read_header(line: &Line<'_>, article: &mut Article, context: &ReadContext<'_>) {
    let before = line.text.split(STX).next().unwrap_or("");
    let text = codes_as_spaces(before);
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    context.trace(line.range(), || "metadata.extras".to_owned(), "header of ANPA 1312");
    let metadata = &mut article.metadata;
    let known =
        metadata.extras.get("text:header").and_then(Value::as_text).map(|known| format!("{known}\n{text}"));
    metadata.extras.insert("text:header".to_owned(), Value::from(known.unwrap_or_else(|| text.to_owned())));
    let mut fields = text.split_whitespace();
    let (Some(level), Some(category)) = (fields.next(), fields.next()) else { return };
    if before.contains(SOH) || level.len() != 1 || category.len() > 2 {
        return;
    }
    // Flash, bulletin, urgent, rush …: the order of the levels of ANPA 1312.
    metadata.urgency = ["f", "b", "u", "r", "d", "a", "c"]
        .iter()
        .zip(1..)
        .find(|(name, _)| **name == level)
        .map(|(_, urgency)| urgency);
    let concept = Concept {
        code: Some(category.to_owned()),
        scheme: Some("anpa1312".to_owned()),
        ..Concept::default()
    };
    metadata.subjects.push(concept);
}

/// `u s BC-Bridge-Closing   09-12 0344`: a level, a category, a keyword, the day and the number of words.
pub(crate) fn is_header(line: &Line<'_>) -> bool {
    let text = line.text.split(STX).next().unwrap_or("");
    if text.contains(SOH) || text.len() > 80 {
        return false;
    }
    let text = codes_as_spaces(text);
    let mut fields = text.split_whitespace();
    let digits = |field: &str| field.bytes().all(|byte| byte.is_ascii_digit());
    let (words, day) = (fields.next_back().unwrap_or(""), fields.next_back().unwrap_or(""));
    let (level, category) = (fields.next().unwrap_or(""), fields.next().unwrap_or(""));
    let small = |field: &str| !field.is_empty() && field.bytes().all(|byte| byte.is_ascii_lowercase());
    let dated = day
        .split_once('-')
        .is_some_and(|(month, day)| month.len() == 2 && day.len() == 2 && digits(month) && digits(day));
    let counted = (3..=5).contains(&words.len()) && digits(words);
    level.len() == 1 && small(level) && category.len() <= 2 && small(category) && dated && counted
}

fn codes_as_spaces(text: &str) -> String {
    text.chars().map(|c| if is_code(c) { ' ' } else { c }).collect()
}

/// Divides the text into the fields before the story and the lines of the story.
fn split<'t>(
    lines: &[Line<'t>],
    text_at: usize,
    article: &mut Article,
    context: &ReadContext<'_>,
) -> (Vec<Field<'t>>, Vec<Line<'t>>) {
    let mut fields = Vec::new();
    let mut rest: Vec<Line<'t>> = Vec::new();
    // Some services mark no line: the slug and the headline stand above the first that is indented.
    let marked = lines[text_at.min(lines.len())..].iter().any(|line| line.text.contains('^'));
    for (at, line) in lines.iter().enumerate().skip(text_at) {
        let line = if at == text_at { line.after(line.text.find(STX).map_or(0, |at| at + 1)) } else { *line };
        if let Some(end) = line.text.find(ETX) {
            let said = plain(&line.text[end + 1..]);
            context.trace(line.range(), || "metadata.extras".to_owned(), "end of the message");
            if !said.is_empty() {
                article.metadata.extras.insert("text:end".to_owned(), Value::from(said));
            }
            break;
        }
        let header = rest.is_empty()
            && !line.is_blank()
            && (line.text.contains('^')
                || line.trimmed().starts_with('*')
                || (!marked && fields.len() < UNMARKED && line.indent() < 2));
        if !header {
            if !(rest.is_empty() && line.is_blank()) {
                rest.push(line);
            }
            continue;
        }
        for part in line.text.split_inclusive('<').filter(|part| !plain(part).is_empty()) {
            let bare = part.trim_end_matches(|c: char| c.is_whitespace() || is_code(c));
            let (centred, closed) = (bare.ends_with('='), bare.ends_with(['<', '=']) || !marked);
            let mut text = plain(part);
            if !marked {
                text.truncate(text.trim_end_matches('+').len());
            }
            fields.push(Field { text, centred, closed, line });
        }
    }
    (fields, rest)
}

struct Fields<'a> {
    article: Article,
    tongue: &'a Tongue<'a>,
    context: &'a ReadContext<'a>,
    slugged: bool,
}

impl Fields<'_> {
    /// Reads the fields; gives those that belong to the story.
    fn read<'t>(&mut self, fields: &[Field<'t>]) -> Vec<Field<'t>> {
        let is_byline = |field: &Field<'_>| self.tongue.byline(&field.text).is_some();
        let last_byline = fields.iter().rposition(is_byline);
        for (at, field) in fields.iter().enumerate() {
            let byline_comes = last_byline.is_some_and(|last| last > at);
            if !self.field(field, byline_comes) {
                return fields[at..]
                    .iter()
                    .map(|field| Field { text: field.text.clone(), ..*field })
                    .collect();
            }
        }
        Vec::new()
    }

    /// Reads one field; gives whether it stands before the story.
    fn field(&mut self, field: &Field<'_>, byline_comes: bool) -> bool {
        let text = field.text.as_str();
        let metadata = &mut self.article.metadata;
        let range = field.line.range();
        if text.starts_with('*') {
            self.context.trace(range, || "metadata.extras".to_owned(), "number of the field");
            metadata.extras.insert("text:field".to_owned(), Value::from(text));
        } else if !self.slugged {
            self.slugged = true;
            self.context.trace(range, || "metadata.slug_line".to_owned(), "first line of the text");
            metadata.slug_line = Some(text.to_owned());
        } else if self.tongue.is(|language| recognise::is_note(text, language).is_some())
            || is_photo_note(text)
        {
            self.context.trace(
                range,
                || format!("metadata.editor_notes[{}]", metadata.editor_notes.len()),
                "note to editors",
            );
            metadata.editor_notes.push(text.to_owned());
        } else if let Some(byline) = self.tongue.byline(text) {
            self.context.trace(range, || "bylines[0]".to_owned(), "byline");
            self.article.bylines.push(byline);
        } else if self.continues_byline(text) {
            self.context.trace(range, || "bylines[0]".to_owned(), "line below the byline");
        } else if self.article.headline.is_empty() && self.article.bylines.is_empty() {
            self.context.trace(range, || "headline".to_owned(), "second line of the text");
            self.article.headline = text.into();
        } else if self.article.bylines.is_empty() && field.closed && (byline_comes || !field.centred) {
            self.context.trace(
                range,
                || format!("decks[{}]", self.article.decks.len()),
                "line before the byline",
            );
            self.article.decks.push(text.into());
        } else {
            return false;
        }
        true
    }

    fn continues_byline(&mut self, text: &str) -> bool {
        let byline = self.article.bylines.last_mut();
        byline.is_some_and(|byline| self.tongue.continue_byline(byline, text))
    }
}

/// `AP Photo XNP101, XNP102`.
fn is_photo_note(text: &str) -> bool {
    let codes = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().any(|c| c.is_ascii_digit()))
        .count();
    codes >= 1
        && text.split_whitespace().take(3).any(|word| {
            matches!(word, "Photo" | "Photos" | "Graphic" | "Graphics" | "Video" | "Photo:" | "Photos:")
        })
}

/// A line of the story: codes as spaces, the marks of its ends away. A line that begins with `^` is a heading.
fn body_text(line: &Line<'_>) -> String {
    let text = plain(line.text);
    let caret = line.trimmed().trim_start_matches(is_code).starts_with('^');
    if caret && !text.is_empty() && line.trimmed().ends_with('=') {
        return format!("# {text}");
    }
    let lead: String = line.text.chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
    if text.is_empty() { String::new() } else { format!("{lead}{text}") }
}

/// Text without its marks and codes, with the quotation marks and dashes the wire has no characters for.
fn plain(text: &str) -> String {
    let text = codes_as_spaces(text);
    let text = text.trim().trim_start_matches('^').trim_end_matches(['<', '=']).trim();
    if !text.contains(['`', '\'', '_']) {
        return text.to_owned();
    }
    let text = text.replace("``", "“").replace("''", "”");
    let text = if text.contains('_') && text.len() > 1 { text.replace(" _ ", " — ") } else { text };
    text.replace('`', "‘")
}

/// Reports once what the wire writes otherwise.
fn wire_marks(lines: &[Line<'_>], report: &mut Report) {
    let marks = [
        ("``", "“"),
        ("''", "”"),
        (" _ ", " — "),
        ("\u{1E}", "a space"),
        ("\u{1F}", "a space"),
        ("\u{10}", "a space"),
    ];
    for (found, read_as) in marks {
        if let Some((line, at)) = lines.iter().find_map(|line| line.text.find(found).map(|at| (line, at))) {
            report.repaired(Feature::Character, line.place(at), found, read_as);
        }
    }
}
