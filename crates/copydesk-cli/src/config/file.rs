//! The configuration file: TOML, its keys those of the command line.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{self, Kind};
use super::{Entry, Origin};
use crate::message::UsageError;

/// More than any configuration needs.
const MOST_BYTES: u64 = 1 << 20;

/// Reads a configuration. It is trusted if the user named it.
pub(super) fn read(path: &Path, trusted: bool) -> Result<BTreeMap<String, Entry>, UsageError> {
    let unreadable = |what: String| UsageError(format!("{} cannot be read: {what}", path.display()));
    let size = std::fs::metadata(path).map_err(|error| unreadable(error.to_string()))?.len();
    if size > MOST_BYTES {
        return Err(unreadable(format!("it has more than {MOST_BYTES} bytes")));
    }
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
    let base = path.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
    let mut file = File { path: path.to_owned(), base, text: &text, trusted, entries: BTreeMap::new() };
    let table = DeTable::parse(&text).map_err(|error| file.at(error.span(), error.message()))?;
    file.table("", table.get_ref())?;
    Ok(file.entries)
}

struct File<'a> {
    path: PathBuf,
    base: &'a Path,
    text: &'a str,
    trusted: bool,
    entries: BTreeMap<String, Entry>,
}

impl File<'_> {
    fn table(&mut self, prefix: &str, table: &DeTable<'_>) -> Result<(), UsageError> {
        let mut pairs: Vec<_> = table.iter().collect();
        pairs.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in pairs {
            let name = format!("{prefix}{}", key.get_ref());
            match value.get_ref().as_table() {
                Some(aliases) if name == "aliases" => self.aliases(key.span(), aliases)?,
                Some(table) if prefix.is_empty() && keys::is_table(&name) => {
                    self.table(&format!("{name}."), table)?;
                }
                _ => self.entry(key.span(), &name, value)?,
            }
        }
        Ok(())
    }

    fn aliases(&mut self, span: Range<usize>, table: &DeTable<'_>) -> Result<(), UsageError> {
        let mut values = Vec::new();
        for (login, name) in table {
            match name.get_ref().as_str() {
                Some(name) => values.push(format!("{}={name}", login.get_ref())),
                None => {
                    return Err(self.at(Some(name.span()), "an alias is a login and the name of a person"));
                }
            }
        }
        let origin = self.origin(&span);
        self.entries.insert("aliases".to_owned(), Entry { values, origin });
        Ok(())
    }

    fn entry(
        &mut self,
        span: Range<usize>,
        name: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<(), UsageError> {
        let key = keys::find(name).map_err(|message| self.at(Some(span.clone()), &message))?;
        let fault = |file: &Self, message: &str| file.at(Some(value.span()), message);
        if key.kind == Kind::Aliases {
            return Err(fault(
                self,
                "`aliases` is a table of logins and names: [aliases] jdoe = \"Jane Doe\"",
            ));
        }
        let several = matches!(key.kind, Kind::Paths | Kind::Texts | Kind::Option);
        let plain = match value.get_ref().as_array() {
            Some(items) if several => items.iter().map(|item| plain(item.get_ref())).collect(),
            _ => plain(value.get_ref()).map(|value| vec![value]),
        };
        let Some(plain) = plain else {
            let message = format!("`{name}` cannot be of type {}", value.get_ref().type_str());
            return Err(fault(self, &message));
        };
        let values = plain.iter().map(|plain| keys::value(&key, plain, self.base, self.trusted));
        let values = values.collect::<Result<_, _>>().map_err(|message| fault(self, &message))?;
        let origin = self.origin(&span);
        if self.entries.insert(key.name, Entry { values, origin }).is_some() {
            return Err(self.at(Some(span), &format!("`{name}` is set twice")));
        }
        Ok(())
    }

    fn at(&self, span: Option<Range<usize>>, message: &str) -> UsageError {
        match span {
            Some(span) => UsageError(format!("{}: {message}", self.origin(&span))),
            None => UsageError(format!("{}: {message}", self.path.display())),
        }
    }

    /// Line and column of a place, counted in characters from 1.
    fn origin(&self, span: &Range<usize>) -> Origin {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Origin::File { path: self.path.clone(), line, column }
    }
}

/// A single value as the command line would say it.
fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(match number.radix() {
            10 => number.as_str().to_owned(),
            radix => i64::from_str_radix(number.as_str(), radix).ok()?.to_string(),
        }),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(truth) => Some(truth.to_string()),
        DeValue::Datetime(moment) => Some(moment.to_string()),
        DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

#[cfg(test)]
mod tests {
    fn read(text: &str, trusted: bool) -> Result<Vec<(String, String)>, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("copydesk.toml");
        std::fs::write(&path, text).unwrap();
        std::fs::write(folder.path().join("page.css"), "p {}").unwrap();
        let base = format!("{}/", folder.path().canonicalize().unwrap().display());
        let name = path.display().to_string();
        match super::read(&path, trusted) {
            Ok(entries) => Ok(entries
                .into_iter()
                .map(|(key, entry)| (key, entry.values.join("|").replace(&base, "")))
                .collect()),
            Err(error) => Err(error.0.replace(&name, "FILE")),
        }
    }

    #[test]
    fn every_kind_of_value_is_read() {
        let text = "lang = 'de'\nstrict = true\nhouse-style = 'page.css'\n[aliases]\njdoe = 'Jane Doe'\n\
                    [md]\nwidth = 0x48\n[html]\nstylesheet = '@page.css'\nalias = ['a=B', 'c=D']\n[limits]\nbytes = 1_000\n";
        let found = read(text, false).unwrap();
        let found: Vec<(&str, &str)> =
            found.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        assert_eq!(
            found,
            [
                ("aliases", "jdoe=Jane Doe"),
                ("house-style", "page.css"),
                ("html.alias", "a=B|c=D"),
                ("html.stylesheet", "@page.css"),
                ("lang", "de"),
                ("limits.bytes", "1000"),
                ("markdown.width", "72"),
                ("strict", "true"),
            ]
        );
    }

    #[test]
    fn a_fault_names_its_place() {
        for (text, message) in [
            (
                "lang = \"en\"\n[pdf]\n  papper = \"a4\"\n",
                "FILE:3:3: there is no key `pdf.papper`; did you mean `pdf.paper`?",
            ),
            ("langs = 'en'", "FILE:1:1: there is no key `langs`; did you mean `lang`?"),
            ("[pfd]\npaper = 'a4'", "FILE:1:2: there is no key `pfd`; did you mean `pdf`?"),
            ("lang = \n", "FILE:1:8: "),
            ("strict = 'yes'", "FILE:1:10: `strict` is true or false, not `yes`"),
            ("allow-killed = true", "FILE:1:1: `allow-killed` can be said on the command line only"),
            ("lang = ['en']", "FILE:1:8: `lang` cannot be of type array"),
            ("aliases = 'a=B'", "FILE:1:11: `aliases` is a table"),
            ("[md]\nwidth = 1\n[markdown]\nwidth = 2", "FILE:4:1: `markdown.width` is set twice"),
            ("media = 'none/'", "FILE:1:9: "),
        ] {
            let error = read(text, false).unwrap_err();
            assert!(error.starts_with(message), "{text}: {error}");
        }
    }

    #[test]
    fn a_found_file_speaks_of_its_own_folder_only() {
        let text = "[html]\nstylesheet = '@/etc/hosts'\n";
        assert!(read(text, false).unwrap_err().contains("lies outside"));
        assert_eq!(read(text, true).unwrap()[0].1, "@/etc/hosts");
    }
}
