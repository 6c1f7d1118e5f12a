//! `copydesk formats`.

use std::collections::BTreeMap;

use copydesk::{Format, OptionInfo};
use serde_json::{Value, json};

use crate::Outcome;
use crate::args::FormatsArgs;
use crate::message::UsageError;
use crate::shell::print;

/// A format, and which way it goes.
struct Known {
    format: &'static Format,
    reads: bool,
    writes: bool,
}

/// Runs `copydesk formats`.
pub(crate) fn run(args: &FormatsArgs) -> Result<Outcome, UsageError> {
    let formats = formats();
    let text = if args.json {
        let list: Vec<Value> = formats.iter().map(as_json).collect();
        format!("{:#}\n", Value::Array(list))
    } else {
        as_text(&formats)
    };
    print(text.as_bytes())
}

fn formats() -> Vec<Known> {
    let mut known: BTreeMap<&str, Known> = BTreeMap::new();
    for reader in copydesk::readers() {
        let format = reader.format();
        known.insert(format.name, Known { format, reads: true, writes: false });
    }
    for writer in copydesk::writers() {
        let format = writer.format();
        let new = Known { format, reads: false, writes: false };
        known.entry(format.name).or_insert(new).writes = true;
    }
    known.into_values().collect()
}

fn as_json(known: &Known) -> Value {
    let Known { format, reads, writes } = known;
    json!({
        "name": format.name,
        "title": format.title,
        "aliases": format.aliases,
        "reads": reads,
        "writes": writes,
        "extensions": format.extensions,
        "media_type": format.media_type,
        "binary": format.binary,
        "options": options(format).iter().map(|(ways, option)| json!({
            "name": option.name,
            "used": ways,
            "values": option.values,
            "default": option.default,
            "about": option.about,
        })).collect::<Vec<_>>(),
    })
}

/// Each option once, with what it is used for.
fn options(format: &Format) -> Vec<(Vec<&'static str>, &'static OptionInfo)> {
    let mut options: Vec<(Vec<&str>, &OptionInfo)> =
        format.reader_options.iter().map(|option| (vec!["reading"], option)).collect();
    for option in format.writer_options {
        match options.iter_mut().find(|(_, known)| known.name == option.name) {
            Some((ways, _)) => ways.push("writing"),
            None => options.push((vec!["writing"], option)),
        }
    }
    options
}

fn as_text(formats: &[Known]) -> String {
    let mut text =
        format!("{:<10} {:<6} {:<7} {:<34} {}\n", "NAME", "READS", "WRITES", "EXTENSIONS", "MEDIA TYPE");
    let mark = |yes: bool| if yes { "yes" } else { "-" };
    for Known { format, reads, writes } in formats {
        let extensions =
            format.extensions.iter().map(|extension| format!(".{extension}")).collect::<Vec<_>>().join(" ");
        let (name, media_type) = (format.name, format.media_type);
        text.push_str(&format!(
            "{name:<10} {:<6} {:<7} {extensions:<34} {media_type}\n",
            mark(*reads),
            mark(*writes)
        ));
    }
    text.push_str("\nOptions, set with -O FORMAT.OPTION=VALUE:\n");
    for Known { format, .. } in formats {
        for (ways, option) in options(format) {
            let key = format!("{}.{}", format.name, option.name);
            let (about, values, default) = (option.about, option.values, option.default);
            text.push_str(&format!(
                "  {key}  ({}) {about}\n      {values} [default: {default}]\n",
                ways.join(", ")
            ));
        }
    }
    text
}
