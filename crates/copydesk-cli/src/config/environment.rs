//! Variables of the environment: `COPYDESK_` and a key, in capitals, with `_` for `.` and `-`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::keys::{self, Kind};
use super::{Entry, Origin};
use crate::message::UsageError;

const PREFIX: &str = "COPYDESK_";
/// Variables of the project's own tests, and none of the command's.
const TESTS: [&str; 4] = ["COPYDESK_CACHE", "COPYDESK_CASES", "COPYDESK_CORPUS", "COPYDESK_SEED"];

/// What the environment says.
#[derive(Debug, Default)]
pub(super) struct Environment {
    /// `COPYDESK_CONFIG`: the configuration file.
    pub(super) config: Option<PathBuf>,
    /// The values that are set.
    pub(super) entries: BTreeMap<String, Entry>,
}

/// Reads the variables of this process. An empty one counts as not set.
pub(super) fn read() -> Result<Environment, UsageError> {
    from(std::env::vars_os().filter_map(|(name, value)| {
        let name = name.into_string().ok().filter(|name| name.starts_with(PREFIX))?;
        Some((name, value.to_string_lossy().into_owned()))
    }))
}

fn from(variables: impl Iterator<Item = (String, String)>) -> Result<Environment, UsageError> {
    let mut environment = Environment::default();
    for (name, value) in variables {
        if value.is_empty() || TESTS.contains(&name.as_str()) {
            continue;
        }
        if name == "COPYDESK_CONFIG" {
            environment.config = Some(PathBuf::from(value));
            continue;
        }
        let at = |message: String| UsageError(format!("{name}: {message}"));
        let known = keys::all();
        let Some(key) = known.iter().find(|key| variable(&key.name) == name) else {
            return Err(UsageError(unknown(&name, &known)));
        };
        let parts: Vec<&str> = match key.kind {
            Kind::Aliases | Kind::Texts => {
                value.split(';').map(str::trim).filter(|part| !part.is_empty()).collect()
            }
            Kind::Paths => value.split(PATHS).filter(|part| !part.is_empty()).collect(),
            Kind::Text | Kind::Flag | Kind::Path | Kind::Number | Kind::Option => vec![&value],
        };
        let here = Path::new(".");
        let values = parts
            .iter()
            .map(|part| keys::value(key, part, here, true))
            .collect::<Result<_, _>>()
            .map_err(at)?;
        environment.entries.insert(key.name.clone(), Entry { values, origin: Origin::Environment(name) });
    }
    Ok(environment)
}

/// What divides the paths of a list, as in `PATH`.
const PATHS: char = if cfg!(windows) { ';' } else { ':' };

/// The variable of a key: `COPYDESK_PDF_TEXT_SIZE` of `pdf.text-size`.
pub(super) fn variable(key: &str) -> String {
    let name: String =
        key.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
    format!("{PREFIX}{name}")
}

fn unknown(name: &str, known: &[keys::Key]) -> String {
    let variables = known.iter().map(|key| variable(&key.name)).chain(["COPYDESK_CONFIG".to_owned()]);
    let nearest = variables.min_by_key(|known| strsim::osa_distance(known, name));
    let near = nearest.filter(|nearest| strsim::osa_distance(nearest, name) <= 4);
    match near {
        Some(nearest) => {
            format!("the environment sets {name}, which is no variable of copydesk; did you mean {nearest}?")
        }
        None => format!(
            "the environment sets {name}, which is no variable of copydesk; `copydesk config --no-config` lists the keys"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Environment, UsageError> {
        from(variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn variables_are_keys() {
        let found = read(&[
            ("COPYDESK_PDF_TEXT_SIZE", "11"),
            ("COPYDESK_ALIASES", "jdoe=Jane Doe; ab=A. B."),
            ("COPYDESK_LANG", ""),
            ("COPYDESK_SEED", "5"),
        ])
        .unwrap();
        let values: Vec<_> =
            found.entries.iter().map(|(key, entry)| (key.as_str(), entry.values.join("|"))).collect();
        assert_eq!(
            values,
            [("aliases", "jdoe=Jane Doe|ab=A. B.".to_owned()), ("pdf.text-size", "11".to_owned())]
        );
    }

    #[test]
    fn an_unknown_variable_is_an_error() {
        let error = read(&[("COPYDESK_PDF_PAPPER", "a4")]).unwrap_err();
        assert!(error.0.contains("did you mean COPYDESK_PDF_PAPER?"), "{}", error.0);
        assert!(read(&[("COPYDESK_ALLOW_KILLED", "true")]).is_err());
        assert!(read(&[("COPYDESK_STRICT", "yes")]).unwrap_err().0.starts_with("COPYDESK_STRICT: "));
    }
}
