//! What the book truthfully says of its accessibility (EPUB Accessibility 1.1; the schema.org vocabulary).

use copydesk_core::{Media, MediaKind};

/// What the media of a book ask of a reader.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Access {
    /// There are pictures.
    pub(crate) pictures: bool,
    /// Each of them has words of the article's own that stand for it.
    pub(crate) described: bool,
    /// There are sounds.
    pub(crate) sounds: bool,
    /// There are films.
    pub(crate) films: bool,
    /// Something may move or flash.
    pub(crate) moves: bool,
    /// It has the marks of printed pages.
    pub(crate) pages: bool,
    /// Its language is known.
    pub(crate) language: bool,
}

impl Access {
    /// Nothing but text so far.
    pub(crate) fn new() -> Self {
        Self { described: true, ..Self::default() }
    }

    /// Notes one more piece of media.
    pub(crate) fn note(&mut self, media: &Media, media_type: &str) {
        match media.kind {
            MediaKind::Image | MediaKind::Graphic => {
                self.pictures = true;
                self.described &= media.alternative.is_some();
                self.moves |= matches!(media_type, "image/gif" | "image/webp" | "image/svg+xml");
            }
            MediaKind::Audio => self.sounds = true,
            MediaKind::Video => {
                self.films = true;
                self.moves = true;
            }
            MediaKind::Data => {}
        }
    }

    /// The senses the book speaks to.
    pub(crate) fn modes(self) -> Vec<&'static str> {
        let modes = [
            ("textual", true),
            ("visual", self.pictures || self.films),
            ("auditory", self.sounds || self.films),
        ];
        modes.into_iter().filter(|(_, there)| *there).map(|(mode, _)| mode).collect()
    }

    /// The senses that are enough to take in everything.
    pub(crate) fn sufficient(self) -> String {
        if self.words_are_enough() { "textual".to_owned() } else { self.modes().join(",") }
    }

    /// Whether someone who reads text alone misses nothing.
    fn words_are_enough(self) -> bool {
        (!self.pictures || self.described) && !self.sounds && !self.films
    }

    /// What helps a reader.
    pub(crate) fn features(self) -> Vec<&'static str> {
        let features = [
            ("tableOfContents", true),
            ("readingOrder", true),
            ("structuralNavigation", true),
            ("displayTransformability", true),
            ("ARIA", true),
            ("alternativeText", self.pictures && self.described),
            ("pageBreakMarkers", self.pages),
            ("pageNavigation", self.pages),
        ];
        features.into_iter().filter(|(_, there)| *there).map(|(feature, _)| feature).collect()
    }

    /// What may harm a reader: nothing, or it is not known.
    pub(crate) fn hazard(self) -> &'static str {
        if self.moves { "unknown" } else { "none" }
    }

    /// Whether the book may claim to conform to WCAG 2.1 AA: its language is known, and nothing needs eyes or ears.
    pub(crate) fn conforms(self) -> bool {
        self.language && self.words_are_enough()
    }

    /// The same in a sentence, in English.
    pub(crate) fn summary(self) -> &'static str {
        match (self.pictures, self.described, self.sounds || self.films) {
            (_, _, true) => {
                "The text has headings and a table of contents; sounds or films have no transcript here."
            }
            (true, false, false) => {
                "The text has headings and a table of contents; not every picture has a description of its own."
            }
            (true, true, false) => {
                "The text has headings and a table of contents; every picture is described in words."
            }
            (false, _, false) => {
                "The book is text with headings and a table of contents; there are no pictures."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_undescribed_picture_ends_the_claims() {
        let mut access = Access { language: true, ..Access::new() };
        assert!(access.conforms() && access.sufficient() == "textual");
        access.note(&Media { alternative: Some("A bridge".to_owned()), ..Media::default() }, "image/png");
        assert!(access.conforms() && access.features().contains(&"alternativeText"));
        access.note(&Media::default(), "image/png");
        assert!(!access.conforms() && !access.features().contains(&"alternativeText"));
        assert_eq!(access.sufficient(), "textual,visual");
        assert_eq!(access.hazard(), "none");
    }
}
