//! How much a reader or writer will take before it says no.

/// Limits with safe defaults. Reaching one is an error of kind [`Limit`](crate::ErrorKind::Limit).
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
