//! What the fuzz targets do with their bytes. Each panics where a promise is broken, with what is wrong.

use copydesk::Article;
use copydesk_tests::{generate, promise, public};

/// Reads any bytes as `format`: see [`promise::reads`].
///
/// # Panics
/// There is no such format, or the promise is broken.
pub fn read(format: &str, input: &[u8]) {
    let reader = copydesk::reader(format).unwrap_or_else(|| panic!("{format} is not read"));
    kept(promise::reads(&*reader, input));
}

/// Reads, writes in the same format, and reads again. The first byte chooses the format.
///
/// # Panics
/// The promise is broken.
pub fn round_trip(input: &[u8]) {
    let Some((which, input)) = input.split_first() else { return };
    let readers = copydesk::readers();
    let reader = &readers[usize::from(*which) % readers.len()];
    let Some(mut writer) = copydesk::writer(reader.format().name) else { return };
    for article in kept(promise::reads(&**reader, input)) {
        kept(promise::there_and_back(&mut *writer, &**reader, &article.output));
    }
}

/// Makes an article of the bytes, writes it in every format that is read, and reads it again.
///
/// # Panics
/// The promise is broken.
pub fn articles(input: &[u8]) {
    let article = generate::article_of(input);
    for reader in copydesk::readers() {
        if let Some(mut writer) = copydesk::writer(reader.format().name) {
            kept(promise::there_and_back(&mut *writer, &*reader, &article));
        }
    }
}

/// Makes an article of the bytes, and every finished page of the article.
///
/// # Panics
/// The promise is broken.
pub fn pages(input: &[u8]) {
    let mut article: Article = generate::article_of(input);
    public::mark_internal(&mut article);
    for mut writer in copydesk::writers() {
        if writer.format().finished {
            kept(promise::finished(&mut *writer, &article));
        }
    }
}

fn kept<T>(result: Result<T, String>) -> T {
    result.unwrap_or_else(|fault| panic!("{fault}"))
}
