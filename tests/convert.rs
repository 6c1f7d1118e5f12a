//! What is made of a case: its articles, its outputs and their reports; and what must hold for every case.

use std::ops::ControlFlow;
use std::path::PathBuf;

use copydesk_core::{
    Article, Converted, Error, Format, OptionInfo, ReadContext, Reader, Report, WriteContext, Writer,
    read_one,
};
use copydesk_tests::dump;
use copydesk_tests::faithful::nothing_lost_silently;
use libtest_mimic::Failed;

use crate::case::{Case, Made};

type Read = (Vec<Converted<Article>>, Vec<Error>);

/// Reads the case, writes it in every format, and checks each output against the article.
pub(crate) fn everything(case: &Case) -> Result<Made, Failed> {
    let reader = reader_of(case)?;
    let mut made = Made::new();
    let (articles, errors) = read(case, &*reader, &case.input);
    let mut lines: Vec<String> = errors.iter().map(|error| format!("error: {error}")).collect();
    lines.extend(articles.iter().flat_map(|article| report_lines(&article.report)));
    add_report(&mut made, "read.report", &lines);
    for article in &articles {
        let mut again = article.output.clone();
        again.normalise();
        if serde_json::to_string(&again)? != serde_json::to_string(&article.output)? {
            return Err("the reader hands out an article that is not in normal form".into());
        }
    }
    match articles.as_slice() {
        [] => {}
        [article] => {
            made.insert("article.json".to_owned(), pretty(&article.output)?);
            outputs(case, &article.output, &mut made)?;
        }
        several => {
            let articles: Vec<&Article> = several.iter().map(|article| &article.output).collect();
            made.insert("article.json".to_owned(), pretty(&articles)?);
        }
    }
    Ok(made)
}

/// Reads the case cut off at many places: none may panic.
pub(crate) fn cut_short(case: &Case) {
    const CUTS: usize = 24;
    let Ok(reader) = reader_of(case) else { return };
    for cut in 0..CUTS {
        read(case, &*reader, &case.input[..case.input.len() * cut / CUTS]);
    }
}

/// Writers that are kept write what a new writer writes, whatever they wrote before.
pub(crate) fn kept_writers_write_the_same(folders: &[PathBuf]) -> Result<(), Failed> {
    let cases: Vec<Case> = folders.iter().map(|folder| Case::load(folder)).collect::<Result<_, _>>()?;
    let mut articles = Vec::new();
    for case in &cases {
        let (read, _) = read(case, &*reader_of(case)?, &case.input);
        articles.extend(read.into_iter().map(|article| (case, article.output)));
    }
    for position in 0..copydesk::writers().len() {
        let mut kept = copydesk::writers().remove(position);
        // A fixed shuffle, and each article written twice by the same writer: a step that shares no factor with their number
        // meets them all.
        let step = (articles.len() / 3 + 1..).find(|step| shared(*step, articles.len()) == 1).unwrap_or(1);
        for index in (0..articles.len() * 2).map(|index| index * step % articles.len()) {
            let (case, article) = &articles[index];
            let mut new = copydesk::writers().remove(position);
            let (first, second) = (write(case, &mut *kept, article), write(case, &mut *new, article));
            let alike = match (&first, &second) {
                (Ok(first), Ok(second)) => first.output == second.output && first.report == second.report,
                (Err(first), Err(second)) => first.to_string() == second.to_string(),
                _ => false,
            };
            if !alike {
                let format = kept.format().name;
                return Err(format!("{format}: a kept writer writes {} differently", case.input_name).into());
            }
        }
    }
    Ok(())
}

/// The greatest common divisor.
fn shared(a: usize, b: usize) -> usize {
    if b == 0 { a } else { shared(b, a % b) }
}

fn outputs(case: &Case, article: &Article, made: &mut Made) -> Result<(), Failed> {
    for mut writer in copydesk::writers() {
        let format = writer.format();
        if case.options.to.as_ref().is_some_and(|to| !to.iter().any(|name| format.is_called(name))) {
            continue;
        }
        set_options(case, (format, format.writer_options), |name, value| writer.set_option(name, value))?;
        let name = format!("output.{}", format.extensions[0]);
        match write(case, &mut *writer, article) {
            Err(error) => add_report(made, &format!("{name}.report"), &[format!("error: {error}")]),
            Ok(written) => {
                check(case, format.name, article, &written)?;
                add_report(made, &format!("{name}.report"), &report_lines(&written.report));
                if format.name != "json" {
                    let (name, bytes) = comparable(&name, written.output)?;
                    made.insert(name, bytes);
                }
            }
        }
    }
    Ok(())
}

/// An output as it is kept in the folder: text as it is, anything else as a readable dump.
fn comparable(name: &str, output: Vec<u8>) -> Result<(String, Vec<u8>), Failed> {
    let dump = match name.rsplit('.').next() {
        Some("pdf") => dump::pdf::dump(&output)?,
        Some("epub") => dump::epub::dump(&output)?,
        _ => return Ok((name.to_owned(), output)),
    };
    Ok((format!("{name}.txt"), dump.into_bytes()))
}

/// What must hold for every output, whatever is expected of it.
fn check(case: &Case, format: &str, article: &Article, written: &Converted<Vec<u8>>) -> Result<(), Failed> {
    let Some(reader) = copydesk::readers().into_iter().find(|reader| reader.format().name == format) else {
        let article = serde_json::to_value(article)?;
        return copydesk_tests::faithful::places_resolve(&article, &written.report)
            .map_err(|fault| format!("{format}: {fault}").into());
    };
    let context = ReadContext { language: case.options.language.as_deref(), ..ReadContext::default() };
    if written.output.trim_ascii().is_empty() {
        return Ok(()); // An empty article as text: nothing to read.
    }
    let again = read_one(&*reader, &written.output, &context)
        .map_err(|error| format!("{format}: read back: {error}"))?;
    nothing_lost_silently(article, &written.report, &again.output)
        .map_err(|fault| format!("{format}: read back: {fault}").into())
}

fn read(case: &Case, reader: &dyn Reader, input: &[u8]) -> Read {
    let context = ReadContext {
        lenient: case.options.lenient,
        language: case.options.language.as_deref(),
        ..ReadContext::default()
    };
    let (mut articles, mut errors) = (Vec::new(), Vec::new());
    let result = reader.read(input, &context, &mut |article| {
        match article {
            Ok(article) => articles.push(article),
            Err(error) => errors.push(error),
        }
        ControlFlow::Continue(())
    });
    errors.extend(result.err());
    (articles, errors)
}

fn write(case: &Case, writer: &mut dyn Writer, article: &Article) -> Result<Converted<Vec<u8>>, Error> {
    let media = case.media();
    let context = WriteContext { media: &media, ..WriteContext::default() };
    let mut output = Vec::new();
    let report = writer.write(article, &context, &mut output)?;
    Ok(Converted { output, report })
}

fn reader_of(case: &Case) -> Result<Box<dyn Reader>, Failed> {
    let extension = case.input_name.rsplit('.').next().unwrap_or("");
    let reader = match &case.options.from {
        Some(name) => copydesk::reader(name),
        None => copydesk::recognise(&case.input, Some(extension)),
    };
    let mut reader = reader.ok_or_else(|| format!("nothing reads {}", case.input_name))?;
    let format = reader.format();
    set_options(case, (format, format.reader_options), |name, value| reader.set_option(name, value))?;
    Ok(reader)
}

/// Sets the options that one reader or writer has.
fn set_options(
    case: &Case,
    (format, options): (&Format, &[OptionInfo]),
    mut set: impl FnMut(&str, &str) -> Result<(), Error>,
) -> Result<(), Failed> {
    let both = || format.reader_options.iter().chain(format.writer_options);
    for (_, name, value) in case.options.set.iter().filter(|(of, ..)| format.is_called(of)) {
        if options.iter().any(|option| option.name == name) {
            set(name, value)?;
        } else if !both().any(|option| option.name == name) {
            return Err(format!("options: {} has no option `{name}`", format.name).into());
        }
    }
    Ok(())
}

fn report_lines(report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(report.losses.iter().map(|loss| format!("lost: {loss}")));
    lines.extend(report.withheld.iter().map(|withheld| format!("withheld: {withheld}")));
    lines.extend(report.repairs.iter().map(|repair| format!("repaired: {repair}")));
    lines.extend(report.assumed.iter().map(|assumed| format!("assumed: {assumed}")));
    lines
}

/// A report without lines is no file.
fn add_report(made: &mut Made, name: &str, lines: &[String]) {
    if !lines.is_empty() {
        made.insert(name.to_owned(), (lines.join("\n") + "\n").into_bytes());
    }
}

fn pretty(value: &impl serde::Serialize) -> Result<Vec<u8>, Failed> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    Ok(text.into_bytes())
}
