//! Captions and photo credits.

use crate::Language;
use crate::gate;
use crate::scan::opened;

/// Whether a line begins as captions and photo credits do: `Photo: Jane Doe`, `[PHOTO: A crowd.]`.
pub fn caption(line: &str, language: Language) -> Option<usize> {
    let body = caption_body(line);
    let rest = gate::PHOTO.strip(body, language)?;
    let after = rest.trim_start();
    let rest =
        after.strip_prefix(':').or_else(|| after.strip_prefix("- ")).or_else(|| after.strip_prefix("– "))?;
    Some(line.len() - rest.trim_start().len())
}

/// Whether a line may be a caption in any language, by the word it begins with. Never says no wrongly.
pub fn may_be_caption(line: &str) -> bool {
    gate::PHOTOS.passes(caption_body(line))
}

fn caption_body(line: &str) -> &str {
    opened(line, |line| line.trim_start().trim_start_matches(['(', '[', '*']).trim_start())
}

/// Whether words begin as those about a photograph do: `Foto Archiv`.
pub fn is_about_photo(words: &str, language: Language) -> bool {
    gate::PHOTO.begin(words.trim(), language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_are_told_from_sentences() {
        assert_eq!(caption("[PHOTO: A crowd.]", Language::of("en")), Some(8));
        assert_eq!(caption("Photo sharing: a guide", Language::of("en")), None);
    }
}
