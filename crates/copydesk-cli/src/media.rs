//! The pictures an article refers to: files at or below one folder, or in one archive, and nothing else.

use std::cell::OnceCell;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use copydesk::{Error, ErrorKind, MediaResolver};

use crate::archive::ArchivePictures;

/// Where the pictures of an input are.
#[derive(Debug, Clone)]
pub(crate) enum Pictures {
    /// Nowhere: the input lies in no folder.
    Nowhere,
    /// At or below this folder.
    Folder(PathBuf),
    /// In the archive that the input is in.
    Archive(ArchivePictures),
}

/// Finds the media of one input.
#[derive(Debug)]
pub(crate) enum Media {
    /// In a folder.
    Folder(FolderMedia),
    /// In an archive.
    Archive(ArchivePictures),
}

impl Media {
    /// Media of at most `limit` bytes each.
    pub(crate) fn new(pictures: Pictures, limit: usize) -> Self {
        match pictures {
            Pictures::Nowhere => Self::Folder(FolderMedia::new(None, limit)),
            Pictures::Folder(folder) => Self::Folder(FolderMedia::new(Some(folder), limit)),
            Pictures::Archive(pictures) => Self::Archive(pictures),
        }
    }

    fn read(&self, path: &Path, source: &str) -> Result<Option<Vec<u8>>, Error> {
        match self {
            Self::Folder(folder) => folder.read(path, source),
            Self::Archive(pictures) => pictures.read(path),
        }
    }
}

/// Finds media in a folder. Reads nothing outside it, whatever links or `..` say, and never the network.
#[derive(Debug)]
pub(crate) struct FolderMedia {
    folder: Option<PathBuf>,
    /// The folder as the file system knows it, once it was asked for.
    root: OnceCell<Option<PathBuf>>,
    limit: usize,
}

impl FolderMedia {
    /// Media at or below `folder`, each of at most `limit` bytes. Without a folder, none is found.
    fn new(folder: Option<PathBuf>, limit: usize) -> Self {
        Self { folder, root: OnceCell::new(), limit }
    }

    fn root(&self) -> Option<&Path> {
        let root = || {
            let folder = self.folder.as_deref()?;
            let folder = if folder == Path::new("") { Path::new(".") } else { folder };
            folder.canonicalize().ok()
        };
        self.root.get_or_init(root).as_deref()
    }

    fn read(&self, path: &Path, source: &str) -> Result<Option<Vec<u8>>, Error> {
        let Some(root) = self.root() else { return Ok(None) };
        let Ok(path) = root.join(path).canonicalize() else { return Ok(None) };
        let error = |kind, what: String| Error::new(kind, format!("`{source}` {what}"));
        if !path.starts_with(root) {
            let what = format!("lies outside {}; --media FOLDER names another folder", root.display());
            return Err(error(ErrorKind::Resource, what));
        }
        if !path.is_file() {
            return Err(error(ErrorKind::Resource, "is no common file".to_owned()));
        }
        let unreadable =
            |cause: std::io::Error| error(ErrorKind::Resource, "cannot be read".to_owned()).caused_by(cause);
        let limit = u64::try_from(self.limit).unwrap_or(u64::MAX);
        let mut bytes = Vec::new();
        let file = File::open(&path).map_err(unreadable)?;
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() > self.limit {
            return Err(error(ErrorKind::Limit, format!("has more than {} bytes", self.limit)));
        }
        Ok(Some(bytes))
    }
}

impl MediaResolver for Media {
    fn resolve(&self, source: &str) -> Result<Option<Vec<u8>>, Error> {
        if source.is_empty() || source.contains('\0') || has_scheme(source) {
            return Ok(None);
        }
        match self.read(Path::new(source), source)? {
            Some(bytes) => Ok(Some(bytes)),
            None => {
                let path = source.split(['?', '#']).next().unwrap_or(source);
                self.read(Path::new(&unescaped(path)), source)
            }
        }
    }
}

/// Whether it is an address with a scheme: `https:`, `data:`, `tag:`. A single letter is a drive.
fn has_scheme(source: &str) -> bool {
    source.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    })
}

/// The path with its `%20` and the like read as the characters they stand for.
fn unescaped(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if bytes[at] == b'%' && byte != 0 => {
                plain.push(byte);
                at += 3;
            }
            _ => {
                plain.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(plain).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_below_the_folder_are_read() {
        let outside = tempfile::tempdir().unwrap();
        let root = outside.path().join("articles");
        std::fs::create_dir_all(root.join("pictures")).unwrap();
        std::fs::write(outside.path().join("secret.png"), "secret").unwrap();
        std::fs::write(root.join("pictures/two words.png"), "picture").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(outside.path().join("secret.png"), root.join("link.png")).unwrap();
        let media = Media::new(Pictures::Folder(root.clone()), 7);

        for found in
            ["pictures/two words.png", "pictures/two%20words.png?width=3", "./pictures/two%20words.png#a"]
        {
            assert_eq!(media.resolve(found).unwrap().as_deref(), Some(&b"picture"[..]), "{found}");
        }
        for absent in
            ["", "none.png", "https://herald.example/a.png", "file:///etc/hosts", "data:image/png,", "\0"]
        {
            assert_eq!(media.resolve(absent).unwrap(), None, "{absent}");
        }
        for outside in ["../secret.png", "pictures/../../secret.png", "/etc/passwd", "%2e%2e/secret.png"] {
            assert_eq!(media.resolve(outside).unwrap_err().kind(), ErrorKind::Resource, "{outside}");
        }
        assert!(media.resolve("pictures").is_err(), "a folder is no picture");
        #[cfg(unix)]
        assert!(media.resolve("link.png").is_err());
        let small = Media::new(Pictures::Folder(root), 6);
        assert_eq!(small.resolve("pictures/two words.png").unwrap_err().kind(), ErrorKind::Limit);
        assert_eq!(Media::new(Pictures::Nowhere, 9).resolve("pictures/two words.png").unwrap(), None);
    }
}
