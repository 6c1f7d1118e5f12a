//! `copydesk config`: what holds, and where it comes from.

use serde::Serialize;
use serde_json::json;

use super::{Config, keys};
use crate::Outcome;
use crate::args::ConfigArgs;
use crate::message::UsageError;
use crate::settings::Settings;
use crate::shell::print;

/// One key, as it is shown.
#[derive(Debug, Serialize)]
struct Shown {
    key: String,
    values: Vec<String>,
    source: &'static str,
    place: Option<String>,
}

/// Runs `copydesk config`.
pub(crate) fn run(args: &ConfigArgs) -> Result<Outcome, UsageError> {
    let config = Config::load(&args.reading, &args.inputs)?;
    Settings::new(&args.reading)?;
    let shown: Vec<Shown> = keys::all().iter().map(|key| shown(key, &config, args)).collect();
    let text = if args.json {
        let file = config.file.as_ref().map(|file| file.display().to_string());
        format!("{:#}\n", json!({ "file": file, "values": shown }))
    } else {
        as_text(&config, &shown)
    };
    print(text.as_bytes())
}

/// The command line is heard first, then the environment, then the file. What may be said several times, such as an
/// alias, is the command line's own list here.
fn shown(key: &keys::Key, config: &Config, args: &ConfigArgs) -> Shown {
    let said = said(&key.name, args);
    let (values, source, place) = match config.entries.get(&key.name) {
        _ if !said.is_empty() => (said, "command line", None),
        Some(entry) => {
            let source = match entry.origin {
                super::Origin::Environment(_) => "environment",
                super::Origin::File { .. } => "file",
            };
            (entry.values.clone(), source, Some(entry.origin.to_string()))
        }
        None => (vec![key.default.clone()], "default", None),
    };
    Shown { key: key.name.clone(), values, source, place }
}

fn said(key: &str, args: &ConfigArgs) -> Vec<String> {
    let reading = &args.reading;
    let of = |texts: &[String], name: &str| -> Vec<String> {
        let value = |text: &String| {
            let (key, value) = text.split_once('=')?;
            (keys::by_first_name(key) == name).then(|| value.to_owned())
        };
        texts.iter().filter_map(value).collect()
    };
    match (key, key.strip_prefix("limits.")) {
        ("lang", _) => reading.lang.iter().cloned().collect(),
        ("lenient", _) => reading.lenient.iter().map(bool::to_string).collect(),
        (_, Some(limit)) => of(&reading.limits, limit),
        (key, None) => of(&reading.options, key),
    }
}

fn as_text(config: &Config, shown: &[Shown]) -> String {
    let mut text = match &config.file {
        Some(file) => format!("Configuration: {}\n\n", file.display()),
        None => "Configuration: no copydesk.toml\n\n".to_owned(),
    };
    let width = shown.iter().map(|shown| shown.key.len()).max().unwrap_or_default();
    for Shown { key, values, source, place } in shown {
        let values = values.join(", ").replace('\n', "\\n");
        let place = place.as_deref().unwrap_or(source);
        text.push_str(&format!("{key:<width$}  {values}  ({place})\n"));
    }
    text
}
