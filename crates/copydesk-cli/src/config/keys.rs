//! The keys there are, what they take, and what becomes of them.

use std::collections::BTreeMap;
use std::path::Path;

use copydesk::{Limit, Limits, Reader, Writer};

use super::{Entry, path_from};
use crate::args;
use crate::message::UsageError;
use crate::names::Template;
use crate::patterns::Patterns;
use crate::settings;

/// What a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text.
    Text,
    /// `true` or `false`.
    Flag,
    /// A file or folder.
    Path,
    /// Files and folders, one or several.
    Paths,
    /// Texts, one or several.
    Texts,
    /// A whole number.
    Number,
    /// Logins, each with the name of a person.
    Aliases,
    /// An option of a format; `@FILE` stands for what a file holds.
    Option,
}

/// A key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    /// Its name, with dots.
    pub(super) name: String,
    /// What it takes.
    pub(super) kind: Kind,
    /// What holds if it is not set.
    pub(super) default: String,
}

/// What may be said of every format, and of the run.
const COMMON: [(&str, Kind, &str); 23] = [
    ("aliases", Kind::Aliases, "none"),
    ("cmyk-profile", Kind::Path, "none"),
    ("exclude", Kind::Texts, "nothing"),
    ("font", Kind::Paths, "the built-in fonts"),
    ("from", Kind::Text, "by content and extension"),
    ("house-style", Kind::Path, "none"),
    ("include", Kind::Texts, "all but what is no article"),
    ("jobs", Kind::Number, "one for each core"),
    ("lang", Kind::Text, "the article's"),
    ("lenient", Kind::Flag, "false"),
    ("media", Kind::Path, "the folder of the input"),
    ("name", Kind::Text, "as the input"),
    ("publisher", Kind::Text, "the article's"),
    ("quiet", Kind::Flag, "false"),
    ("rights", Kind::Text, "the article's"),
    ("strict", Kind::Flag, "false"),
    ("system-fonts", Kind::Flag, "false"),
    ("to", Kind::Texts, "by the extension of the output"),
    ("watch.log", Kind::Text, "text"),
    ("watch.poll", Kind::Text, "when the system tells of a change"),
    ("watch.remember", Kind::Number, "90"),
    ("watch.settle", Kind::Text, "10"),
    ("watch.whole-after", Kind::Text, "1"),
];

/// Flags whose key has another name.
const OTHER_NAMES: [(&str, &str); 4] = [
    ("limit", "limits.NAME"),
    ("option", "FORMAT.OPTION"),
    ("pdf-standard", "pdf.standard"),
    ("press", "pdf.press"),
];

const GUARD: &str = "what lets an article through the guard is said each time";
const PLACE: &str = "where something is written is said each time";
const ONE_RUN: &str = "it is about one run";

/// Flags that are deliberately no keys, and why.
const COMMAND_LINE_ONLY: [(&str, &str); 15] = [
    ("allow-embargoed", GUARD),
    ("allow-killed", GUARD),
    ("now", GUARD),
    ("heartbeat", PLACE),
    ("output", PLACE),
    ("quarantine", PLACE),
    ("report", PLACE),
    ("date", ONE_RUN),
    ("files-from", ONE_RUN),
    ("json", ONE_RUN),
    ("once", ONE_RUN),
    ("resume", ONE_RUN),
    ("set", ONE_RUN),
    ("config", "it names the configuration; so does COPYDESK_CONFIG"),
    ("no-config", "it leaves the configuration out"),
];

/// Every key, sorted by name.
pub(super) fn all() -> Vec<Key> {
    let common = COMMON.iter().map(|(name, kind, default)| Key {
        name: (*name).to_owned(),
        kind: *kind,
        default: (*default).to_owned(),
    });
    let limits = Limit::ALL.iter().map(|limit| Key {
        name: format!("limits.{}", limit.name()),
        kind: Kind::Number,
        default: Limits::default().get(*limit).to_string(),
    });
    let mut keys: Vec<Key> = common.chain(limits).chain(options_of_formats()).collect();
    keys.sort_by(|one, other| one.name.cmp(&other.name));
    keys.dedup_by(|one, other| one.name == other.name);
    keys
}

fn options_of_formats() -> impl Iterator<Item = Key> {
    let readers = copydesk::readers().into_iter().map(|reader| reader.format());
    let formats = readers.chain(copydesk::writers().into_iter().map(|writer| writer.format()));
    formats.flat_map(|format| {
        format.reader_options.iter().chain(format.writer_options).map(|option| Key {
            name: format!("{}.{}", format.name, option.name),
            kind: Kind::Option,
            default: option.default.to_owned(),
        })
    })
}

/// The key of this name. A table of a format may have any of the format's names.
pub(super) fn find(name: &str) -> Result<Key, String> {
    let name = by_first_name(name);
    let mut keys = all();
    match keys.iter().position(|key| key.name == name) {
        Some(at) => Ok(keys.swap_remove(at)),
        None => Err(unknown(&name, &keys)),
    }
}

/// Whether this is the name of a table: of a format, by any of its names, or `limits`.
pub(super) fn is_table(name: &str) -> bool {
    matches!(name, "limits" | "watch") || copydesk::reader(name).is_some() || copydesk::writer(name).is_some()
}

/// A key of a format under the format's first name: `markdown.width` for `md.width`.
pub(super) fn by_first_name(name: &str) -> String {
    let Some((table, option)) = name.split_once('.') else { return name.to_owned() };
    let reader = copydesk::reader(table).map(|reader| reader.format().name);
    let format = reader.or_else(|| copydesk::writer(table).map(|writer| writer.format().name));
    format!("{}.{option}", format.unwrap_or(table))
}

fn unknown(name: &str, keys: &[Key]) -> String {
    if let Some((_, why)) = COMMAND_LINE_ONLY.iter().find(|(flag, _)| *flag == name) {
        return format!("`{name}` can be said on the command line only: {why}");
    }
    if let Some((_, key)) = OTHER_NAMES.iter().find(|(flag, _)| *flag == name) {
        return format!("--{name} is `{key}` here");
    }
    let tables = keys.iter().filter_map(|key| key.name.split_once('.').map(|(table, _)| table));
    let names = keys.iter().map(|key| key.name.as_str()).chain(tables);
    let near = |known: &&str| strsim::osa_distance(known, name) <= 1 + name.chars().count() / 4;
    match names.filter(near).min_by_key(|known| strsim::osa_distance(known, name)) {
        Some(nearest) => format!("there is no key `{name}`; did you mean `{nearest}`?"),
        None => {
            let table = name.split_once('.').map(|(table, _)| format!("{table}."));
            let siblings: Vec<&str> = keys
                .iter()
                .map(|key| key.name.as_str())
                .filter(|known| table.as_deref().is_none_or(|table| known.starts_with(table)))
                .collect();
            let known = if siblings.is_empty() {
                "`copydesk config` lists them".to_owned()
            } else {
                siblings.join(", ")
            };
            format!("there is no key `{name}`; there are: {known}")
        }
    }
}

/// A value as the command line would have it: paths made absolute, from the folder `base`.
pub(super) fn value(key: &Key, value: &str, base: &Path, trusted: bool) -> Result<String, String> {
    let absolute = |path: &str| path_from(base, path, trusted).map(|path| path.display().to_string());
    match (key.kind, value.strip_prefix('@')) {
        (Kind::Path | Kind::Paths, _) => absolute(value),
        (Kind::Option, Some(path)) => absolute(path).map(|path| format!("@{path}")),
        (Kind::Flag, _) if !matches!(value, "true" | "false") => {
            Err(format!("`{}` is true or false, not `{value}`", key.name))
        }
        (Kind::Number, _) if value.parse::<u64>().is_err() => {
            Err(format!("`{}` is a whole number, not `{value}`", key.name))
        }
        (Kind::Aliases, _)
            if !value.split_once('=').is_some_and(|(login, name)| !login.is_empty() && !name.is_empty()) =>
        {
            Err(format!("`{}` takes logins and names, as jdoe=Jane Doe, not `{value}`", key.name))
        }
        (Kind::Text | Kind::Texts | Kind::Flag | Kind::Number | Kind::Aliases | Kind::Option, _) => {
            Ok(value.to_owned())
        }
    }
}

/// The limits that are set, as `--limit` takes them.
pub(super) fn limits(entries: &BTreeMap<String, Entry>) -> Vec<String> {
    let limit = |(key, entry): (&String, &Entry)| {
        let name = key.strip_prefix("limits.")?;
        Some(format!("{name}={}", entry.values.first()?))
    };
    entries.iter().filter_map(limit).collect()
}

/// The options of formats that are set, as `-O` takes them: what is said of all formats first.
pub(super) fn options(entries: &BTreeMap<String, Entry>) -> Vec<String> {
    let known = options_of_formats().map(|key| key.name).collect::<Vec<_>>();
    let with =
        |option: &str| known.iter().filter(move |key| key.ends_with(option)).cloned().collect::<Vec<_>>();
    let mut options = Vec::new();
    for alias in entries.get("aliases").iter().flat_map(|entry| &entry.values) {
        options.extend(with(".alias").iter().map(|key| format!("{key}={alias}")));
    }
    if let Some(style) = entries.get("house-style").and_then(|entry| entry.values.first()) {
        options.extend(with(".theme").iter().map(|key| format!("{key}=@{style}")));
    }
    for (key, entry) in entries.iter().filter(|(key, _)| known.contains(key)) {
        options.extend(entry.values.iter().map(|value| format!("{key}={value}")));
    }
    options
}

/// Finds faults in values where they stand, before anything is read.
pub(super) fn check_values(entries: &BTreeMap<String, Entry>) -> Result<(), UsageError> {
    for (key, entry) in entries {
        let single = BTreeMap::from([(key.clone(), entry.clone())]);
        let tried = match key.as_str() {
            "lang" => entry.values.iter().try_for_each(|tag| settings::language(tag).map(drop)),
            "from" => entry.values.iter().try_for_each(|name| settings::reader(name).map(drop)),
            "to" => formats(&entry.values).iter().try_for_each(|name| settings::writer(name).map(drop)),
            "name" => entry.values.iter().try_for_each(|text| Template::new(text).map(drop)),
            "include" | "exclude" => Patterns::new(&entry.values, &[]).map(drop),
            "jobs" => takes(key, &entry.values, args::jobs),
            "watch.log" => takes(key, &entry.values, args::log_style),
            "watch.poll" | "watch.settle" | "watch.whole-after" => takes(key, &entry.values, args::seconds),
            "watch.remember" => takes(key, &entry.values, |days| {
                days.parse::<u32>().map_err(|_| "a number of days".to_owned())
            }),
            _ => settings::limits(&limits(&single))
                .and_then(|_| options(&single).iter().try_for_each(|option| check_option(option))),
        };
        tried.map_err(|error| UsageError(format!("{}: {}", entry.origin, error.0)))?;
    }
    Ok(())
}

fn takes<T>(
    key: &str,
    values: &[String],
    parse: impl Fn(&str) -> Result<T, String>,
) -> Result<(), UsageError> {
    let check = |value: &String| match parse(value) {
        Ok(_) => Ok(()),
        Err(what) => Err(UsageError(format!("`{key}` takes {what}, not `{value}`"))),
    };
    values.iter().try_for_each(check)
}

/// The formats that `to` names, one by one or divided by commas.
pub(super) fn formats(values: &[String]) -> Vec<String> {
    values.iter().flat_map(|value| value.split(',')).map(|name| name.trim().to_owned()).collect()
}

fn check_option(option: &str) -> Result<(), UsageError> {
    let Some((key, value)) = option.split_once('=') else { return Ok(()) };
    let Some((format, name)) = key.split_once('.') else { return Ok(()) };
    let value = settings::value_or_file(key, value)?;
    let fault = |error: copydesk::Error| UsageError(format!("{format}: {}", error.message()));
    let takes = |options: &[copydesk::OptionInfo]| options.iter().any(|known| known.name == name);
    if let Some(mut reader) = copydesk::reader(format).filter(|reader| takes(reader.format().reader_options))
    {
        Reader::set_option(reader.as_mut(), name, &value).map_err(fault)?;
    }
    if let Some(mut writer) = copydesk::writer(format).filter(|writer| takes(writer.format().writer_options))
    {
        Writer::set_option(writer.as_mut(), name, &value).map_err(fault)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn an_unknown_key_is_told_the_nearest() {
        for (wrong, nearest) in [
            ("langs", "`lang`"),
            ("pdf.papper", "`pdf.paper`"),
            ("pfd.paper", "`pdf.paper`"),
            ("limits.byte", "`limits.bytes`"),
            ("publishers", "`publisher`"),
        ] {
            let message = find(wrong).unwrap_err();
            assert!(message.ends_with(&format!("did you mean {nearest}?")), "{message}");
        }
        assert_eq!(find("limit").unwrap_err(), "--limit is `limits.NAME` here");
        assert!(find("allow-killed").unwrap_err().contains("on the command line only"));
        assert!(find("text.nonsense").unwrap_err().ends_with("there are: text.framing, text.width"));
        assert_eq!(find("md.width").unwrap().name, "markdown.width");
    }

    #[test]
    fn every_flag_is_a_key_or_has_a_reason() {
        use clap::CommandFactory as _;
        let args = args::Args::command();
        let keys: BTreeSet<String> = all().into_iter().map(|key| key.name).collect();
        let mut flags = BTreeSet::new();
        for name in ["convert", "watch", "inspect", "check"] {
            let command = args.find_subcommand(name).unwrap();
            for flag in command.get_arguments().filter_map(clap::Arg::get_long) {
                let is_key = keys.contains(flag) || keys.contains(&format!("{name}.{flag}"));
                let is_key_otherwise = OTHER_NAMES.iter().any(|(known, _)| *known == flag);
                let has_reason = COMMAND_LINE_ONLY.iter().any(|(known, _)| *known == flag);
                let ways = [is_key, is_key_otherwise, has_reason].iter().filter(|holds| **holds).count();
                assert_eq!(ways, 1, "{name} --{flag}: a key, a key of another name, or a reason why not");
                flags.insert(flag.to_owned());
            }
        }
        for (flag, _) in OTHER_NAMES.iter().chain(&COMMAND_LINE_ONLY) {
            assert!(flags.contains(*flag), "--{flag} is no flag any more");
        }
    }

    #[test]
    fn no_two_keys_have_one_variable() {
        let mut variables: Vec<String> =
            all().iter().map(|key| super::super::environment::variable(&key.name)).collect();
        let count = variables.len();
        variables.sort();
        variables.dedup();
        assert_eq!(variables.len(), count);
    }
}
