//! Files that have no name until they are whole: a killed process leaves nothing of them, and to name a file is cheaper than to
//! rename one. Linux has them, on most file systems (`O_TMPFILE` of open(2)).

use std::fs::File;
use std::io;
use std::path::Path;

/// Makes a file without a name on the file system of `folder`, to be written.
#[cfg(target_os = "linux")]
pub(crate) fn create(folder: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    Ok(rustix::fs::open(folder, flags, Mode::from_raw_mode(0o666))?.into())
}

/// Gives it a name, where nothing has that name.
#[cfg(target_os = "linux")]
pub(crate) fn name(file: &File, place: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD};
    use rustix::io::Errno;
    use std::os::fd::AsRawFd as _;
    match rustix::fs::linkat(file, "", CWD, place, AtFlags::EMPTY_PATH) {
        // Older systems let only some do this; everybody has the way through `/proc`.
        Err(Errno::NOENT) => {
            let own = format!("/proc/self/fd/{}", file.as_raw_fd());
            Ok(rustix::fs::linkat(CWD, own, CWD, place, AtFlags::SYMLINK_FOLLOW)?)
        }
        named => Ok(named?),
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn create(_: &Path) -> io::Result<File> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn name(_: &File, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether there are such files in a folder, and a way to name them.
pub(crate) fn are_had(folder: &Path) -> bool {
    let place = folder.join("probe");
    let named = create(folder).and_then(|file| name(&file, &place));
    named.and_then(|()| std::fs::remove_file(&place)).is_ok()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_file_is_there_once_it_is_named_and_replaces_none() {
        let folder = tempfile::tempdir().unwrap();
        if !are_had(folder.path()) {
            return;
        }
        let mut file = create(folder.path()).unwrap();
        file.write_all(b"whole").unwrap();
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
        let place = folder.path().join("story.md");
        name(&file, &place).unwrap();
        assert_eq!(std::fs::read(&place).unwrap(), b"whole");
        let other = create(folder.path()).unwrap();
        assert_eq!(name(&other, &place).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
    }
}
