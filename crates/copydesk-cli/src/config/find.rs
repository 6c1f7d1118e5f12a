//! Finding `copydesk.toml` upward from the inputs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::message::{UsageError, display};
use crate::resolve::Resolver;
use crate::source::is_standard;

/// What a configuration is called.
const NAME: &str = "copydesk.toml";

/// The configuration of the inputs: the nearest, in the folder of an input or above it. Standard input lies in the
/// current folder. Inputs with different ones are an error: whose would hold?
pub(super) fn upward(inputs: &[PathBuf]) -> Result<Option<PathBuf>, UsageError> {
    let here = [PathBuf::from(".")];
    let inputs = if inputs.is_empty() { &here } else { inputs };
    let mut known: BTreeMap<PathBuf, Option<PathBuf>> = BTreeMap::new();
    let mut first: Option<(&Path, Option<PathBuf>)> = None;
    let mut resolver = Resolver::default();
    for input in inputs {
        let folder = folder(input, &mut resolver);
        let found = known.entry(folder).or_insert_with_key(|folder| above(folder));
        match &first {
            None => first = Some((input, found.clone())),
            Some((_, other)) if other == found => {}
            Some((other, theirs)) => {
                return Err(UsageError(format!(
                    "{} has {}, and {} has {}: --config FILE or --no-config says what holds",
                    display(other),
                    told(theirs.as_deref()),
                    display(input),
                    told(found.as_deref()),
                )));
            }
        }
    }
    Ok(first.and_then(|(_, found)| found))
}

fn told(file: Option<&Path>) -> String {
    file.map_or_else(|| "no configuration".to_owned(), |file| format!("the configuration {}", file.display()))
}

fn folder(input: &Path, resolver: &mut Resolver) -> PathBuf {
    let folder = match input.parent() {
        _ if is_standard(input) => Path::new("."),
        _ if input.is_dir() => input,
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    resolver.folder(folder).unwrap_or(folder).to_owned()
}

fn above(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|folder| folder.join(NAME)).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_holds_and_two_are_an_error() {
        let root = tempfile::tempdir().unwrap();
        let path = |name: &str| root.path().canonicalize().unwrap().join(name);
        for folder in ["desk/news/today", "desk/sport"] {
            std::fs::create_dir_all(path(folder)).unwrap();
        }
        std::fs::write(path("desk/copydesk.toml"), "").unwrap();
        let news = path("desk/news/today/a.txt");
        assert_eq!(
            upward(&[news.clone(), path("desk/sport/b.txt")]).unwrap(),
            Some(path("desk/copydesk.toml"))
        );
        assert_eq!(upward(&[path("desk")]).unwrap(), Some(path("desk/copydesk.toml")));
        std::fs::write(path("desk/sport/copydesk.toml"), "").unwrap();
        assert_eq!(upward(&[path("desk/sport/b.txt")]).unwrap(), Some(path("desk/sport/copydesk.toml")));
        let error = upward(&[news, path("desk/sport/b.txt")]).unwrap_err();
        assert!(error.0.contains("--config FILE or --no-config"), "{}", error.0);
    }
}
