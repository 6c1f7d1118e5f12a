//! An EPUB as text: its parts in their order, those that are text in full.

use std::io::{Cursor, Read as _};

use zip::{CompressionMethod, ZipArchive};

/// One part of an EPUB: its name, how it is stored, and its bytes.
pub type Part = (String, &'static str, Vec<u8>);

/// The parts of an EPUB, in their order.
///
/// # Errors
/// It is no zip archive, or a part cannot be unpacked.
pub fn parts(epub: &[u8]) -> Result<Vec<Part>, String> {
    let fault = |error: zip::result::ZipError| format!("epub: {error}");
    let mut archive = ZipArchive::new(Cursor::new(epub)).map_err(fault)?;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(fault)?;
        let stored = if part.compression() == CompressionMethod::Stored { "stored" } else { "deflated" };
        let name = part.name().map_err(fault)?.into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).map_err(|error| format!("epub: {name}: {error}"))?;
        parts.push((name, stored, bytes));
    }
    Ok(parts)
}

/// The whole EPUB as text. How well it is deflated is left out.
///
/// # Errors
/// It is no zip archive, or a part cannot be unpacked.
pub fn dump(epub: &[u8]) -> Result<String, String> {
    let mut text = String::new();
    for (name, stored, bytes) in parts(epub)? {
        match std::str::from_utf8(&bytes) {
            Ok(content) => {
                text += &format!("=== {name} ({stored})\n{content}");
                if !content.ends_with('\n') {
                    text.push('\n');
                }
            }
            Err(_) => {
                text += &format!("=== {name} ({stored}, {} bytes, {:08x})\n", bytes.len(), checksum(&bytes))
            }
        }
    }
    Ok(text)
}

/// FNV-1a: enough to see that bytes have changed.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}
