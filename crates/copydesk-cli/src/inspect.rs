//! `copydesk inspect`: what was read as what.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::ops::ControlFlow;

use copydesk::{Article, Converted, Error, ReadContext, TraceEntry};

use crate::Outcome;
use crate::args::InspectArgs;
use crate::message::{self, UsageError};
use crate::panic::caught;
use crate::settings::Settings;
use crate::shell::print;
use crate::source::Source;

mod view;

/// What was found in an input.
struct Found {
    articles: Vec<(Converted<Article>, Vec<TraceEntry>)>,
    errors: Vec<Error>,
}

/// Runs `copydesk inspect`.
pub(crate) fn run(args: &InspectArgs) -> Result<Outcome, UsageError> {
    let settings = Settings::new(&args.reading)?;
    let failed = Outcome { failed: true, ..Outcome::default() };
    let fail = |error: &Error| message::error(&message::explain(&args.input, None, error));
    let mut source = Source::named(&args.input);
    let read = source.take_bytes(&settings).and_then(|bytes| Ok((source.reader(&bytes, &settings)?, bytes)));
    let (reader, bytes) = match read {
        Ok(read) => read,
        Err(error) => {
            fail(&error);
            return Ok(failed);
        }
    };
    let found = find(&settings, |context, sink| caught(|| reader.read(&bytes, context, sink)));
    let text = if args.json {
        as_json(&found.articles)?
    } else {
        let mut text = String::new();
        let _ = writeln!(text, "{}: read as {}", message::display(&args.input), reader.format().name);
        let count = found.articles.len();
        for (at, (article, trace)) in found.articles.iter().enumerate() {
            if count > 1 {
                let _ = write!(text, "\nArticle {}\n", at + 1);
            }
            view::article(&article.output, &mut text);
            view::reading(&bytes, &article.output, trace, &mut text);
            view::report(&article.report, &mut text);
        }
        text
    };
    if !found.articles.is_empty() {
        print(text.as_bytes())?;
    }
    found.errors.iter().for_each(fail);
    if found.articles.is_empty() && found.errors.is_empty() {
        message::error(&format!("{}: the input holds no article", message::display(&args.input)));
        return Ok(failed);
    }
    Ok(if found.errors.is_empty() { Outcome::default() } else { failed })
}

/// Reads all articles, each with its part of the trace.
fn find(
    settings: &Settings,
    read: impl FnOnce(&ReadContext<'_>, &mut copydesk::Sink<'_>) -> Result<(), Error>,
) -> Found {
    let trace = RefCell::new(Vec::new());
    let context = ReadContext { trace: Some(&trace), ..settings.read_context(settings.language()) };
    let mut found = Found { articles: Vec::new(), errors: Vec::new() };
    let end = read(&context, &mut |article| {
        match article {
            Ok(mut article) => {
                settings.apply(&mut article.output);
                found.articles.push((article, trace.take()));
            }
            Err(error) => found.errors.push(error),
        }
        ControlFlow::Continue(())
    });
    found.errors.extend(end.err());
    found
}

/// The article, or an array of them where there are several.
fn as_json(articles: &[(Converted<Article>, Vec<TraceEntry>)]) -> Result<String, UsageError> {
    let articles: Vec<&Article> = articles.iter().map(|(article, _)| &article.output).collect();
    let text = match articles.as_slice() {
        [article] => serde_json::to_string_pretty(article),
        articles => serde_json::to_string_pretty(articles),
    };
    text.map(|text| text + "\n").map_err(|error| UsageError(format!("the article has no JSON form: {error}")))
}
