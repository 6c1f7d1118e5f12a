//! The standards a PDF may promise to keep.

use std::fmt;
use std::str::FromStr;

use krilla::configure::{Accessibility, Archival, Configuration, ConfigurationBuilder};

/// Which standards a PDF promises to keep: one of archiving, accessibility, both or neither.
///
/// Written and read as `ua-1+a-2a`, `a-3b`, `none`.
///
/// ```
/// use copydesk_pdf::Standard;
/// assert_eq!(Standard::default().to_string(), "ua-1+a-2a");
/// assert_eq!("a-2b".parse::<Standard>()?.to_string(), "a-2b");
/// assert!("ua-1+a-4".parse::<Standard>().is_err()); // PDF/A-4 is PDF 2.0, PDF/UA-1 is PDF 1.7
/// # Ok::<(), copydesk_pdf::StandardError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standard {
    archival: Option<Archival>,
    accessible: bool,
}

/// A text that names no standard, or two that cannot be kept together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardError(String);

/// Every PDF/A that can be written, by its name.
const ARCHIVAL: &[(&str, Archival)] = &[
    ("a-1a", Archival::A1_A),
    ("a-1b", Archival::A1_B),
    ("a-2a", Archival::A2_A),
    ("a-2b", Archival::A2_B),
    ("a-2u", Archival::A2_U),
    ("a-3a", Archival::A3_A),
    ("a-3b", Archival::A3_B),
    ("a-3u", Archival::A3_U),
    ("a-4", Archival::A4),
    ("a-4e", Archival::A4E),
    ("a-4f", Archival::A4F),
];

impl Standard {
    /// No standard.
    pub const NONE: Self = Self { archival: None, accessible: false };
    /// What [`FromStr`] takes, in words.
    pub const VALUES: &'static str = "`none`, or `ua-1`, or one of a-1a a-1b a-2a a-2b a-2u a-3a a-3b a-3u a-4 a-4e a-4f, or both with a plus";

    /// The same standard where files may be attached: PDF/A-3 for 1 and 2, A-4f for 4.
    pub(crate) fn with_attachments(self) -> Self {
        let archival = self.archival.map(|archival| match archival {
            Archival::A1_A | Archival::A2_A | Archival::A3_A => Archival::A3_A,
            Archival::A1_B | Archival::A2_B | Archival::A3_B => Archival::A3_B,
            Archival::A2_U | Archival::A3_U => Archival::A3_U,
            Archival::A4 | Archival::A4F => Archival::A4F,
            Archival::A4E => Archival::A4E,
        });
        Self { archival, ..self }
    }

    pub(crate) fn configuration(self) -> Option<Configuration> {
        let mut builder = ConfigurationBuilder::new();
        if let Some(archival) = self.archival {
            builder = builder.with_archival_validator(archival);
        }
        if self.accessible {
            builder = builder.with_accessibility_validator(Accessibility::UA1);
        }
        builder.finish().ok()
    }

    /// Its PDF/A part, conformance letter and, from part 4 on, year of revision, as XMP has them.
    pub(crate) fn archival_id(self) -> Option<(&'static str, &'static str)> {
        Some(match self.archival? {
            Archival::A1_A => ("1", "A"),
            Archival::A1_B => ("1", "B"),
            Archival::A2_A => ("2", "A"),
            Archival::A2_B => ("2", "B"),
            Archival::A2_U => ("2", "U"),
            Archival::A3_A => ("3", "A"),
            Archival::A3_B => ("3", "B"),
            Archival::A3_U => ("3", "U"),
            Archival::A4 => ("4", ""),
            Archival::A4E => ("4", "E"),
            Archival::A4F => ("4", "F"),
        })
    }

    /// It promises PDF/UA-1.
    pub(crate) fn is_accessible(self) -> bool {
        self.accessible
    }

    /// Its file may hold object streams: PDF 1.5 and later.
    pub(crate) fn has_object_streams(self) -> bool {
        !matches!(self.archival, Some(Archival::A1_A | Archival::A1_B))
    }
}

impl Default for Standard {
    fn default() -> Self {
        Self { archival: Some(Archival::A2_A), accessible: true }
    }
}

impl FromStr for Standard {
    type Err = StandardError;

    fn from_str(text: &str) -> Result<Self, StandardError> {
        let error = || StandardError(text.to_owned());
        let mut standard = Self::NONE;
        if text.eq_ignore_ascii_case("none") {
            return Ok(standard);
        }
        for name in text.split(['+', ',']) {
            let name = name.trim().to_ascii_lowercase();
            let name = name.strip_prefix("pdf/").unwrap_or(&name);
            match ARCHIVAL.iter().find(|(known, _)| *known == name) {
                Some((_, archival)) if standard.archival.is_none() => standard.archival = Some(*archival),
                None if name == "ua-1" && !standard.accessible => standard.accessible = true,
                Some(_) | None => return Err(error()),
            }
        }
        if standard.configuration().is_some() { Ok(standard) } else { Err(error()) }
    }
}

impl fmt::Display for Standard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let archival = self.archival.and_then(|kept| ARCHIVAL.iter().find(|(_, archival)| *archival == kept));
        f.write_str(match (self.accessible, archival) {
            (true, Some((name, _))) => return write!(f, "ua-1+{name}"),
            (true, None) => "ua-1",
            (false, Some((name, _))) => name,
            (false, None) => "none",
        })
    }
}

impl fmt::Display for StandardError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no standard that can be kept; there are {}", self.0, Standard::VALUES)
    }
}

impl std::error::Error for StandardError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_as_it_is_written() {
        for (name, _) in ARCHIVAL {
            assert_eq!(name.parse::<Standard>().unwrap().to_string(), *name);
        }
        for name in ["none", "ua-1", "ua-1+a-3a"] {
            assert_eq!(name.parse::<Standard>().unwrap().to_string(), name);
        }
        for wrong in ["", "a-5", "ua-1+ua-1", "a-2a+a-2b", "ua-2", "ua-1+a-4"] {
            assert!(wrong.parse::<Standard>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn attachments_ask_for_part_three() {
        assert_eq!(Standard::default().with_attachments().to_string(), "ua-1+a-3a");
    }
}
