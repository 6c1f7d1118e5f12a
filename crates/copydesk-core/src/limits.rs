//! How much a reader or writer will take before it says no.

use crate::{Error, ErrorKind};

/// Limits with safe defaults. Reaching one is an error of kind [`Limit`](crate::ErrorKind::Limit), its own for each.
///
/// ```
/// use copydesk_core::{Limit, Limits};
/// let mut limits = Limits::default();
/// limits.set(Limit::Nesting, 20);
/// assert_eq!(limits.nesting, 20);
/// assert_eq!(limits.reached(Limit::Nesting).message(), "blocks and inlines nest deeper than 20 (limit `nesting`)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one input. Default: 1 GiB.
    pub bytes: usize,
    /// How deep blocks and inlines may nest, in any input format. Default: 100.
    pub nesting: usize,
    /// Articles in one input. Default: 10 million.
    pub articles: usize,
    /// Characters that XML entity references may expand to in one input. Default: 1 million.
    pub entity_expansion: usize,
    /// Bytes of one media file, or of one part of an archive once unpacked. Default: 256 MiB.
    pub media_bytes: usize,
    /// Pixels of one image. Default: 100 million.
    pub pixels: u64,
    /// How deep archives of inputs may nest: an archive in an archive is 2. Default: 4.
    pub archive_depth: usize,
    /// How many times its own size an archive of inputs may unpack to, past the first 256 MiB. Default: 1000.
    pub unpacked_ratio: usize,
}

/// One of the [`Limits`], by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// [`Limits::bytes`]
    Bytes,
    /// [`Limits::nesting`]
    Nesting,
    /// [`Limits::articles`]
    Articles,
    /// [`Limits::entity_expansion`]
    EntityExpansion,
    /// [`Limits::media_bytes`]
    MediaBytes,
    /// [`Limits::pixels`]
    Pixels,
    /// [`Limits::archive_depth`]
    ArchiveDepth,
    /// [`Limits::unpacked_ratio`]
    UnpackedRatio,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 1 << 30,
            nesting: 100,
            articles: 10_000_000,
            entity_expansion: 1_000_000,
            media_bytes: 256 << 20,
            pixels: 100_000_000,
            archive_depth: 4,
            unpacked_ratio: 1000,
        }
    }
}

impl Limits {
    /// The number of a limit.
    pub fn get(&self, limit: Limit) -> u64 {
        let number = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        match limit {
            Limit::Bytes => number(self.bytes),
            Limit::Nesting => number(self.nesting),
            Limit::Articles => number(self.articles),
            Limit::EntityExpansion => number(self.entity_expansion),
            Limit::MediaBytes => number(self.media_bytes),
            Limit::Pixels => self.pixels,
            Limit::ArchiveDepth => number(self.archive_depth),
            Limit::UnpackedRatio => number(self.unpacked_ratio),
        }
    }

    /// Sets a limit. What no memory of this machine could hold is the most that it could.
    pub fn set(&mut self, limit: Limit, number: u64) {
        let small = usize::try_from(number).unwrap_or(usize::MAX);
        match limit {
            Limit::Bytes => self.bytes = small,
            Limit::Nesting => self.nesting = small,
            Limit::Articles => self.articles = small,
            Limit::EntityExpansion => self.entity_expansion = small,
            Limit::MediaBytes => self.media_bytes = small,
            Limit::Pixels => self.pixels = number,
            Limit::ArchiveDepth => self.archive_depth = small,
            Limit::UnpackedRatio => self.unpacked_ratio = small.max(1),
        }
    }

    /// What is to be said where a limit is reached, with its number and its name.
    pub fn exceeded(&self, limit: Limit) -> String {
        let number = self.get(limit);
        let what = match limit {
            Limit::Bytes => format!("the input has more than {number} bytes"),
            Limit::Nesting => format!("blocks and inlines nest deeper than {number}"),
            Limit::Articles => format!("the input holds more than {number} articles"),
            Limit::EntityExpansion => format!("entities expand to more than {number} characters"),
            Limit::MediaBytes => format!("the file has more than {number} bytes"),
            Limit::Pixels => format!("the picture has more than {number} pixels"),
            Limit::ArchiveDepth => format!("archives nest deeper than {number}"),
            Limit::UnpackedRatio => format!("the archive unpacks to more than {number} times its size"),
        };
        format!("{what} (limit `{}`)", limit.name())
    }

    /// The error of reaching a limit.
    pub fn reached(&self, limit: Limit) -> Error {
        Error::new(ErrorKind::Limit, self.exceeded(limit))
    }
}

impl Limit {
    /// Every limit, in the order of the fields of [`Limits`].
    pub const ALL: &'static [Self] = &[
        Self::Bytes,
        Self::Nesting,
        Self::Articles,
        Self::EntityExpansion,
        Self::MediaBytes,
        Self::Pixels,
        Self::ArchiveDepth,
        Self::UnpackedRatio,
    ];

    /// Its name on a command line and in a configuration: `entity-expansion`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Nesting => "nesting",
            Self::Articles => "articles",
            Self::EntityExpansion => "entity-expansion",
            Self::MediaBytes => "media-bytes",
            Self::Pixels => "pixels",
            Self::ArchiveDepth => "archive-depth",
            Self::UnpackedRatio => "unpacked-ratio",
        }
    }

    /// The limit of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|limit| limit.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_is_set_by_its_name_and_has_words_of_its_own() {
        let mut said = std::collections::BTreeSet::new();
        for (number, limit) in (7..).zip(Limit::ALL) {
            let mut limits = Limits::default();
            limits.set(Limit::named(limit.name()).unwrap(), number);
            assert_ne!(limits, Limits::default());
            assert_eq!(limits.get(*limit), number);
            let error = limits.reached(*limit);
            assert_eq!(error.kind(), ErrorKind::Limit);
            assert!(error.message().contains(&number.to_string()) && error.message().contains(limit.name()));
            assert!(said.insert(error.message().to_owned()));
        }
        assert_eq!(Limit::named("fields"), None);
    }
}
