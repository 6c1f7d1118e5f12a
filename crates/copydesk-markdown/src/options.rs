//! The options of the writer.

/// Which Markdown is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Flavour {
    /// GitHub's: tables, footnotes, strike-out.
    #[default]
    Gfm,
    /// CommonMark alone; everything else is HTML.
    CommonMark,
    /// Pandoc's: tables, footnotes, strike-out; what it alone would read as markup is escaped.
    Pandoc,
}

/// Whose names the keys of the front matter have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FrontMatter {
    /// Pandoc's: `keywords`.
    #[default]
    Pandoc,
    /// Hugo's: `tags`, `lastmod`, `publishDate`, `expiryDate`.
    Hugo,
    /// Jekyll's: `tags`, `last_modified_at`.
    Jekyll,
}

impl Flavour {
    /// The flavour of this name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "gfm" => Self::Gfm,
            "commonmark" => Self::CommonMark,
            "pandoc" => Self::Pandoc,
            _ => return None,
        })
    }

    /// Whether it has more than CommonMark: tables, footnotes, strike-out.
    pub(crate) fn is_extended(self) -> bool {
        self != Self::CommonMark
    }
}

impl FrontMatter {
    /// The dialect of this name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "pandoc" => Self::Pandoc,
            "hugo" => Self::Hugo,
            "jekyll" => Self::Jekyll,
            _ => return None,
        })
    }
}
