//! Which files of folders and archives are inputs.

use std::path::{Component, Path};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::message::UsageError;

/// Pictures.
const PICTURES: [&str; 19] = [
    "jpg", "jpeg", "jpe", "png", "gif", "webp", "tif", "tiff", "bmp", "ico", "tga", "pnm", "pgm", "ppm",
    "svg", "avif", "heic", "eps", "psd",
];
/// Recordings.
const RECORDINGS: [&str; 13] =
    ["mp3", "wav", "ogg", "m4a", "flac", "mp4", "m4v", "mov", "avi", "webm", "mkv", "mpg", "mpeg"];
/// What else is beside articles, or is made by copydesk itself.
const NO_ARTICLES: [&str; 18] = [
    "css", "js", "ttf", "otf", "woff", "woff2", "dtd", "xsd", "xsl", "xslt", "pdf", "epub", "exe", "db",
    "lock", "log", "sha256", "md5",
];

/// `--include` and `--exclude`.
#[derive(Debug, Default)]
pub(crate) struct Patterns {
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl Patterns {
    /// Reads the patterns: `*` stays within a folder, `**` does not; one without `/` is for names in any folder.
    pub(crate) fn new(include: &[String], exclude: &[String]) -> Result<Self, UsageError> {
        let include = if include.is_empty() { None } else { Some(set("--include", include)?) };
        Ok(Self { include, exclude: set("--exclude", exclude)? })
    }

    /// Whether a file is an input. Its path is the one below the folder or archive that was named.
    pub(crate) fn takes(&self, path: &Path) -> bool {
        match &self.include {
            Some(include) => include.is_match(path) && !self.exclude.is_match(path),
            None => !is_no_article(path) && !self.exclude.is_match(path),
        }
    }

    /// Whether a folder or an archive is looked into.
    pub(crate) fn enters(&self, path: &Path) -> bool {
        !self.exclude.is_match(path)
    }
}

/// Whether a path leads to something hidden, or to what another system keeps beside its files.
pub(crate) fn is_hidden(path: &Path) -> bool {
    path.components().any(|part| match part {
        Component::Normal(name) => name.as_encoded_bytes().starts_with(b".") || name == "__MACOSX",
        Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => false,
    })
}

/// Whether a file is a picture, by its name.
pub(crate) fn is_picture(path: &Path) -> bool {
    has_extension(path, &PICTURES)
}

/// Whether a file is a recording, by its name.
pub(crate) fn is_recording(path: &Path) -> bool {
    has_extension(path, &RECORDINGS)
}

/// Whether a file has one of these extensions, in whatever case.
pub(crate) fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|found| extensions.iter().any(|known| known.eq_ignore_ascii_case(found)))
}

/// Passed over in folders and archives unless asked for.
fn is_no_article(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let reads = |name: &str| copydesk::reader(name).is_some();
    (is_picture(path) || is_recording(path) || has_extension(path, &NO_ARTICLES))
        && !reads(&extension.to_ascii_lowercase())
}

fn set(flag: &str, patterns: &[String]) -> Result<GlobSet, UsageError> {
    let refused =
        |pattern: &str, error: &globset::Error| UsageError(format!("{flag} {pattern}: {}", error.kind()));
    let mut builder = GlobSetBuilder::new();
    for pattern in patterns {
        let anywhere = if pattern.contains('/') { pattern.clone() } else { format!("**/{pattern}") };
        let glob = GlobBuilder::new(anywhere.trim_end_matches('/')).literal_separator(true).build();
        builder.add(glob.map_err(|error| refused(pattern, &error))?);
    }
    builder.build().map_err(|error| refused("", &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(include: &[&str], exclude: &[&str]) -> Patterns {
        let owned = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
        Patterns::new(&owned(include), &owned(exclude)).unwrap()
    }

    #[test]
    fn a_pattern_without_a_slash_is_for_names_anywhere() {
        let found = patterns(&["*.xml", "wire/*.txt"], &["draft*"]);
        for (path, taken) in [
            ("a.xml", true),
            ("2024/03/a.xml", true),
            ("2024/draft.xml", false),
            ("wire/a.txt", true),
            ("wire/deep/a.txt", false),
            ("other/a.txt", false),
        ] {
            assert_eq!(found.takes(Path::new(path)), taken, "{path}");
        }
        assert!(found.enters(Path::new("2024")) && !found.enters(Path::new("2024/drafts")));
    }

    #[test]
    fn pictures_are_no_articles_unless_asked_for() {
        assert!(!patterns(&[], &[]).takes(Path::new("a/b.JPG")));
        assert!(patterns(&[], &[]).takes(Path::new("a/b.unknown")));
        assert!(patterns(&["*.jpg"], &[]).takes(Path::new("a/b.jpg")));
        assert!(is_hidden(Path::new("a/.b/c")) && !is_hidden(Path::new("../a.b")));
        assert!(Patterns::new(&["[".to_owned()], &[]).unwrap_err().0.contains("--include ["));
    }
}
