//! What only pages need: fonts besides the bundled ones, of files and folders that `--font` names and of the system; inks.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::pdf::{Finder, FontData, InkProfile, PdfOptions};

use crate::args::OrderArgs;
use crate::message::UsageError;
use crate::system_fonts::SystemFonts;

/// What a font file is called, after the last dot.
const EXTENSIONS: [&str; 4] = ["ttf", "otf", "ttc", "otc"];

/// How PDF is written, as the command line says.
pub(crate) fn pages(args: &OrderArgs, limit: usize) -> Result<PdfOptions, UsageError> {
    let finder = (args.system_fonts == Some(true)).then(|| Finder(Arc::new(SystemFonts::default())));
    Ok(PdfOptions {
        fonts: read(&args.fonts, limit)?,
        inks: args.cmyk_profile.as_deref().map(|path| inks(path, limit)).transpose()?,
        finder,
        ..PdfOptions::default()
    })
}

/// The flags that stand for an option of PDF, as `-O` takes them: name and value.
pub(crate) fn options(args: &OrderArgs) -> impl Iterator<Item = (&'static str, String)> {
    let standard = args.pdf_standard.map(|standard| ("standard", standard.to_string()));
    let press = args.press.map(|press| ("press", press.to_string()));
    standard.into_iter().chain(press)
}

/// The first flag that changes nothing but pages.
pub(crate) fn flag(args: &OrderArgs) -> Option<&'static str> {
    [
        (!args.fonts.is_empty(), "--font"),
        (args.system_fonts == Some(true), "--system-fonts"),
        (args.pdf_standard.is_some(), "--pdf-standard"),
        (args.press == Some(true), "--press"),
        (args.cmyk_profile.is_some(), "--cmyk-profile"),
    ]
    .into_iter()
    .find_map(|(is_said, flag)| is_said.then_some(flag))
}

fn inks(path: &Path, limit: usize) -> Result<InkProfile, UsageError> {
    let refused =
        |why: &dyn std::fmt::Display| UsageError(format!("--cmyk-profile {}: {why}", path.display()));
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes));
    read.map_err(|error| refused(&format!("cannot be read: {error}")))?;
    InkProfile::new(&bytes).map_err(|error| refused(&error.message()))
}

/// The fonts at these paths, in their order, checked; of at most `limit` bytes together.
pub(crate) fn read(paths: &[PathBuf], limit: usize) -> Result<Vec<FontData>, UsageError> {
    let mut fonts = Vec::new();
    let mut left = limit;
    for path in paths {
        let files = if path.is_dir() { files(path)? } else { vec![path.clone()] };
        for file in files {
            let bytes = bytes(&file, left)?.ok_or_else(|| {
                let file = file.display();
                UsageError(format!(
                    "--font {file}: the fonts have more than {limit} bytes; --limit media-bytes=NUMBER raises that"
                ))
            })?;
            left -= bytes.len();
            let font = FontData::from(bytes);
            font.check().map_err(|error| refused(&file, &error))?;
            fonts.push(font);
        }
    }
    Ok(fonts)
}

/// The font files in a folder, by name. Folders in it are not looked into, and links that leave it are not followed.
fn files(folder: &Path) -> Result<Vec<PathBuf>, UsageError> {
    let unreadable = |error: std::io::Error| unreadable(folder, &error);
    let root = folder.canonicalize().map_err(unreadable)?;
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let stays = path.canonicalize().is_ok_and(|path| path.starts_with(&root));
        if is_named_as_a_font(&path) && path.is_file() && stays {
            files.push(path);
        }
    }
    if files.is_empty() {
        let kinds = EXTENSIONS.map(|extension| format!(".{extension}")).join(", ");
        return Err(UsageError(format!("--font {}: no font is in this folder ({kinds})", folder.display())));
    }
    files.sort();
    Ok(files)
}

fn is_named_as_a_font(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(extension)))
}

/// The bytes of a file; `None` if there are more than `limit`.
fn bytes(file: &Path, limit: usize) -> Result<Option<Vec<u8>>, UsageError> {
    let unreadable = |error: std::io::Error| unreadable(file, &error);
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let opened = File::open(file).map_err(unreadable)?;
    opened.take(most).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok((bytes.len() <= limit).then_some(bytes))
}

fn unreadable(path: &Path, error: &std::io::Error) -> UsageError {
    UsageError(format!("--font {}: cannot be read: {error}", path.display()))
}

fn refused(file: &Path, error: &copydesk::Error) -> UsageError {
    let cause = std::error::Error::source(error).map(|cause| format!(": {cause}")).unwrap_or_default();
    UsageError(format!("--font {}: {}{cause}", file.display(), error.message()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gives_its_fonts_by_name() {
        let outside = tempfile::tempdir().unwrap();
        let folder = outside.path().join("fonts");
        std::fs::create_dir_all(folder.join("more.ttf")).unwrap();
        for name in ["fonts/b.ttf", "fonts/a.OTF", "fonts/c.ttc", "fonts/licence.txt", "secret.ttf"] {
            std::fs::write(outside.path().join(name), "").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(outside.path().join("secret.ttf"), folder.join("link.ttf")).unwrap();
        let found = files(&folder).unwrap();
        let names: Vec<_> = found.iter().filter_map(|path| path.file_name()?.to_str()).collect();
        assert_eq!(names, ["a.OTF", "b.ttf", "c.ttc"]);
        assert!(files(&folder.join("more.ttf")).unwrap_err().0.contains("no font is in this folder"));
    }

    #[test]
    fn all_fonts_together_keep_the_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ttf");
        std::fs::write(&path, "four").unwrap();
        assert!(read(std::slice::from_ref(&path), 3).unwrap_err().0.contains("more than 3 bytes"));
        assert!(read(&[path], 4).unwrap_err().0.contains("cannot be read"), "it is no font");
    }
}
