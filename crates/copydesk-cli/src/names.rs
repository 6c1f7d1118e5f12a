//! How outputs are called: after the input, or by `--name` after the article; safe on every file system.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::path::{Component, Path, PathBuf};

use copydesk::{Article, Format, Moment};

use crate::digest;
use crate::message::UsageError;
use crate::pipeline::Found;
use crate::source::Source;

/// The longest name of a file or folder, in bytes, with room for a mark that tells two apart.
const LONGEST: usize = 240;
/// Names that old systems keep for devices, whatever follows a dot (Win32 namespaces).
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// `--name`: `{date}/{slug}.{ext}`.
#[derive(Debug)]
pub(crate) struct Template {
    pieces: Vec<Piece>,
}

#[derive(Debug)]
enum Piece {
    Text(String),
    Field(Field),
}

macro_rules! fields {
    ($($name:ident = $text:literal,)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        enum Field { $($name,)* }

        impl Field {
            const ALL: &'static [(&'static str, Self)] = &[$(($text, Self::$name),)*];
        }
    };
}

fields! {
    Date = "date",
    Year = "year",
    Month = "month",
    Day = "day",
    Slug = "slug",
    Headline = "headline",
    Id = "id",
    Version = "version",
    Language = "language",
    Source = "source",
    Stem = "stem",
    Folder = "folder",
    Number = "number",
    Format = "format",
    Ext = "ext",
}

impl Template {
    /// Reads a template. It names a file below the folder of outputs.
    pub(crate) fn new(text: &str) -> Result<Self, UsageError> {
        let refused = |why: String| UsageError(format!("--name {text}: {why}"));
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, after) = rest.split_at(at);
            pieces.push(Piece::Text(before.to_owned()));
            let Some((name, after)) = after.strip_prefix('{').and_then(|after| after.split_once('}')) else {
                return Err(refused("a brace has no partner".to_owned()));
            };
            pieces.push(Piece::Field(Field::named(name).map_err(refused)?));
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        let template = Self { pieces };
        let leaves = |part: Component<'_>| !matches!(part, Component::Normal(_) | Component::CurDir);
        if Path::new(text).components().any(leaves) || text.is_empty() || text.ends_with('/') {
            return Err(refused("it names a file below the folder of outputs".to_owned()));
        }
        Ok(template)
    }

    /// The path of an output below the folder of outputs.
    fn path(&self, source: &Source, found: Found<'_>, format: &Format) -> PathBuf {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(literal) => text.push_str(literal),
                Piece::Field(Field::Folder) => {
                    let folder = source.mirrored.parent().unwrap_or(Path::new(""));
                    text.push_str(&folder.to_string_lossy());
                }
                Piece::Field(field) => text.push_str(&one_part(&field.value(source, found, format))),
            }
        }
        if !self.has_extension() {
            text.push('.');
            text.push_str(format.extensions[0]);
        }
        let path = safe_path(Path::new(&text));
        if path == Path::new("") {
            PathBuf::from("article").with_extension(format.extensions[0])
        } else {
            path
        }
    }

    fn has_extension(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Field(Field::Ext)))
    }
}

impl Field {
    fn named(name: &str) -> Result<Self, String> {
        if let Some((_, field)) = Self::ALL.iter().find(|(known, _)| *known == name) {
            return Ok(*field);
        }
        let names: Vec<&str> = Self::ALL.iter().map(|(name, _)| *name).collect();
        Err(match names.iter().find(|known| strsim::osa_distance(known, name) <= 2) {
            Some(nearest) => format!("there is no {{{name}}}; did you mean {{{nearest}}}?"),
            None => format!("there is no {{{name}}}; there are: {}", names.join(", ")),
        })
    }

    fn value(self, source: &Source, found: Found<'_>, format: &Format) -> String {
        let article = found.article;
        let metadata = &article.metadata;
        let stem = || stem(&source.mirrored).to_string_lossy().into_owned();
        let day =
            |take: fn(&Moment) -> String| date(article).as_ref().map_or_else(|| "undated".to_owned(), take);
        let or_none = |text: &Option<String>| text.clone().unwrap_or_default();
        match self {
            Self::Date => day(|moment| moment.date().to_string()),
            Self::Year => day(|moment| format!("{:04}", moment.date().year())),
            Self::Month => day(|moment| format!("{:02}", moment.date().month())),
            Self::Day => day(|moment| format!("{:02}", moment.date().day())),
            Self::Slug => {
                let slug = or_none(&metadata.slug_line);
                [slug, article.headline.plain_text(), stem()]
                    .into_iter()
                    .find(|text| !text.trim().is_empty())
                    .unwrap_or_default()
            }
            Self::Headline => article.headline.plain_text(),
            Self::Id => metadata.id.clone().unwrap_or_else(stem),
            Self::Version => or_none(&metadata.version),
            Self::Language => metadata.language.clone().unwrap_or_else(|| "und".to_owned()),
            Self::Source => metadata.source.clone().or_else(|| metadata.provider.clone()).unwrap_or_default(),
            Self::Stem => stem(),
            Self::Folder => String::new(),
            Self::Number => found.number.to_string(),
            Self::Format => format.name.to_owned(),
            Self::Ext => format.extensions[0].to_owned(),
        }
    }
}

/// The day of an article: issued, else modified, created, released, or the day of its dateline.
fn date(article: &Article) -> Option<Moment> {
    let metadata = &article.metadata;
    let dateline = || article.dateline.as_ref().and_then(|dateline| dateline.moment);
    metadata.issued.or(metadata.modified).or(metadata.created).or(metadata.release).or_else(dateline)
}

/// The path of an output below the folder of outputs: the article's by the template, else the input's with another
/// extension, and numbered where the input holds several articles.
pub(crate) fn plain(
    template: Option<&Template>,
    source: &Source,
    found: Found<'_>,
    format: &Format,
) -> PathBuf {
    match template {
        Some(template) => template.path(source, found, format),
        None => renamed(&source.mirrored, &number(found), format),
    }
}

/// What follows the name of the input: the number of the article where there are several.
pub(crate) fn number(found: Found<'_>) -> String {
    if found.several { format!("-{}", found.number) } else { String::new() }
}

/// A path with a suffix behind its stem, and a format's extension.
pub(crate) fn renamed(path: &Path, suffix: &str, format: &Format) -> PathBuf {
    let extension = format.extensions[0];
    let mut name = shortened(stem(path), LONGEST - suffix.len() - extension.len());
    name.push(suffix);
    name.push(".");
    name.push(extension);
    path.with_file_name(name)
}

/// The name of an input without its extension; standard input has none.
fn stem(path: &Path) -> &OsStr {
    match path.file_stem() {
        Some(stem) if path.as_os_str() != "-" => stem,
        _ => OsStr::new("article"),
    }
}

/// Names that are taken in a run. Not the names are held but numbers for them; names that differ in case alone are one
/// name, for on many file systems they are.
#[derive(Debug, Default)]
pub(crate) struct Taken(HashSet<u64>);

impl Taken {
    /// Takes a name, or where that is taken the next like it: `story_2.md`.
    pub(crate) fn claim(&mut self, plain: &Path, format: &Format) -> PathBuf {
        let mut path = plain.to_owned();
        let mut count = 1;
        while !self.take(&path) {
            count += 1;
            path = renamed(plain, &format!("_{count}"), format);
        }
        path
    }

    /// Takes a name; false where it is taken already.
    pub(crate) fn take(&mut self, path: &Path) -> bool {
        self.0.insert(folded(path))
    }

    /// Whether a name is taken.
    pub(crate) fn has(&self, path: &Path) -> bool {
        self.0.contains(&folded(path))
    }
}

fn folded(path: &Path) -> u64 {
    let text = path.to_string_lossy();
    digest::short(if text.is_ascii() { text.to_ascii_lowercase() } else { text.to_lowercase() })
}

/// A path each part of which is a name that every file system takes, and which leads out of no folder.
pub(crate) fn safe_path(path: &Path) -> PathBuf {
    let mut safe_path = PathBuf::new();
    for part in path.components() {
        if let Component::Normal(name) = part {
            safe_path.push(safe(&name.to_string_lossy()));
        }
    }
    safe_path
}

/// A name that every file system takes: no separators, no control characters, no reserved name, not too long.
pub(crate) fn safe(name: &str) -> String {
    let forbidden = |c: char| {
        c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') || is_unseen(c)
    };
    let mut safe: String = name.chars().map(|c| if forbidden(c) { '_' } else { c }).collect();
    safe.truncate(safe.trim_end_matches([' ', '.']).len());
    let mut safe = safe.trim_start().to_owned();
    if safe.starts_with('.') || safe.is_empty() || is_device(&safe) {
        safe.insert(0, '_');
    }
    if safe.len() <= LONGEST {
        return safe;
    }
    let extension = Path::new(&safe).extension().and_then(OsStr::to_str).filter(|it| it.len() <= 16);
    let tail = extension.map(|extension| format!(".{extension}")).unwrap_or_default();
    let stem = OsStr::new(&safe[..safe.len() - tail.len()]);
    let stem = shortened(stem, LONGEST - tail.len()).to_string_lossy().into_owned();
    stem + &tail
}

/// A name of at most so many bytes; what is cut off leaves a mark, so that two long names stay two.
fn shortened(name: &OsStr, longest: usize) -> OsString {
    let bytes = name.as_encoded_bytes();
    if bytes.len() <= longest {
        return name.to_owned();
    }
    let text = name.to_string_lossy();
    let mark = format!("~{:08x}", digest::short(bytes) & 0xffff_ffff);
    let mut end = longest - mark.len();
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    OsString::from(format!("{}{mark}", &text[..end]))
}

/// A value of a field as one part of a path: words joined by hyphens.
fn one_part(value: &str) -> String {
    let parts = value.split(|c: char| c.is_whitespace() || matches!(c, '/' | '\\'));
    let joined: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let joined = joined.join("-");
    shortened(OsStr::new(&joined), LONGEST - 60).to_string_lossy().into_owned()
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    DEVICES.contains(&stem.as_str())
        || port.is_some_and(|port| {
            let mut digits = port.chars();
            matches!(digits.next(), Some('0'..='9' | '¹' | '²' | '³')) && digits.next().is_none()
        })
}

/// Characters that are not seen, or turn the direction of what follows: they make one name look like another.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E000}'..='\u{F8FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_safe() {
        for (name, expected) in [
            ("story.md", "story.md"),
            ("a/b\\c:d", "a_b_c_d"),
            ("NUL", "_NUL"),
            ("nul.txt", "_nul.txt"),
            ("com1.tar.gz", "_com1.tar.gz"),
            ("COM¹", "_COM¹"),
            ("common", "common"),
            (".hidden", "_.hidden"),
            ("", "_"),
            ("..", "_"),
            ("dots. . .", "dots"),
            ("two\nlines\u{7}", "two_lines_"),
            ("\u{202E}fdp.exe", "_fdp.exe"),
            ("Ümläut 日本語", "Ümläut 日本語"),
        ] {
            assert_eq!(safe(name), expected, "{name:?}");
        }
        let (one, two) = (safe(&("日".repeat(100) + "a.xml")), safe(&("日".repeat(100) + "b.xml")));
        assert!(one.len() <= 255 && one.ends_with(".xml") && one != two, "{one}");
        assert_eq!(safe_path(Path::new("/etc/../../a/./con/b")), Path::new("etc/a/_con/b"));
    }

    #[test]
    fn names_come_from_the_article() {
        let json = copydesk::writer("json").unwrap().format();
        let mut article = Article { headline: "Bridge / opens".into(), ..Article::default() };
        let source =
            Source { mirrored: PathBuf::from("2024/in.xml"), ..Source::named(Path::new("x/in.xml")) };
        let report = copydesk::Report::default();
        let name = |template: &str, article: &Article| {
            let found =
                Found { number: 3, several: true, from: "nitf", article, report: &report, expired: None };
            plain(Some(&Template::new(template).unwrap()), &source, found, json)
        };
        assert_eq!(name("{date}/{slug}.{ext}", &article), Path::new("undated/Bridge-opens.json"));
        article.metadata.issued = "2024-03-02T01:00:00Z".parse().ok();
        article.metadata.slug_line = Some("../../etc/passwd\0".into());
        assert_eq!(
            name("{year}/{month}/{day}-{slug}", &article),
            Path::new("2024/03/02-..-..-etc-passwd_.json")
        );
        assert_eq!(name("{folder}/{stem}-{number}", &article), Path::new("2024/in-3.json"));
        article.metadata.slug_line = Some("..".into());
        assert_eq!(name("{slug}/{slug}.{ext}", &article), Path::new("_...json"));
        article.metadata.slug_line = Some("s".repeat(9_000));
        assert!(name("{slug}{slug}.{ext}", &article).as_os_str().len() <= 255);
        for (template, words) in [
            ("{slag}", "did you mean {slug}?"),
            ("{nothing}", "there are: date"),
            ("{slug", "no partner"),
            ("../{slug}", "below the folder"),
            ("/{slug}", "below the folder"),
        ] {
            assert!(Template::new(template).unwrap_err().0.contains(words), "{template}");
        }
    }

    #[test]
    fn names_that_differ_in_case_alone_are_one() {
        let json = copydesk::writer("json").unwrap().format();
        let mut taken = Taken::default();
        assert_eq!(taken.claim(Path::new("a/Story.json"), json), Path::new("a/Story.json"));
        assert_eq!(taken.claim(Path::new("a/story.json"), json), Path::new("a/story_2.json"));
        assert_eq!(taken.claim(Path::new("a/STORY.json"), json), Path::new("a/STORY_3.json"));
    }
}
