//! Paths as the file system knows them, of many files that lie beside one another.

use std::path::{Path, PathBuf};

/// Resolves one path after the other, and remembers the folder of the last: a path costs a look at each of its parts.
#[derive(Default)]
pub(crate) struct Resolver {
    folder: PathBuf,
    resolved: Option<PathBuf>,
}

impl Resolver {
    /// The path of something that is there, without links.
    pub(crate) fn path(&mut self, path: &Path) -> Option<PathBuf> {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return path.canonicalize().ok();
        };
        if path.symlink_metadata().ok()?.is_symlink() {
            return path.canonicalize().ok();
        }
        Some(self.folder(folder)?.join(name))
    }

    /// The path of a folder that is there, without links.
    pub(crate) fn folder(&mut self, folder: &Path) -> Option<&Path> {
        let folder = if folder == Path::new("") { Path::new(".") } else { folder };
        if folder.as_os_str() != self.folder.as_os_str() {
            self.resolved = folder.canonicalize().ok();
            folder.clone_into(&mut self.folder);
        }
        self.resolved.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_gives_what_the_system_gives() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir_all(root.join("a/b")).unwrap();
        for file in ["a/one", "a/two", "a/b/one", "three"] {
            std::fs::write(root.join(file), file).unwrap();
        }
        #[cfg(unix)]
        for (target, link) in [("a", "to-a"), ("a/one", "to-one"), ("nowhere", "to-nowhere")] {
            std::os::unix::fs::symlink(root.join(target), root.join(link)).unwrap();
        }
        let mut resolver = Resolver::default();
        for path in [
            "a/one",
            "a/two",
            "a/none",
            "a/b",
            "a/b/",
            "a/b/..",
            "a/b/../one",
            "a/./two",
            ".",
            "a/b/one",
            "three",
            "to-a",
            "to-a/two",
            "to-a/b/one",
            "to-one",
            "to-nowhere",
            "none/one",
            "a/one/one",
        ] {
            let path = root.join(path);
            assert_eq!(resolver.path(&path), path.canonicalize().ok(), "{}", path.display());
        }
        assert_eq!(resolver.path(Path::new("Cargo.toml")), Path::new("Cargo.toml").canonicalize().ok());
    }
}
