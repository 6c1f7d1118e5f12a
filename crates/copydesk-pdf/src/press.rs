//! What a printing house asks for: a sheet larger than the page, with its boxes and crop marks.

use std::fmt;
use std::sync::Arc;

use copydesk_core::{Error, ErrorKind};
use copydesk_layout::page::{Page, Rect};
use krilla::geom::{self, Point, Size, Transform};
use krilla::icc::ICCProfile;
use krilla::page::PageSettings;

use crate::draw::clean;

/// How far the bleed reaches beyond the trimmed page, in points: 3 mm.
const BLEED: f32 = 8.504;
/// How wide the sheet's margin around the trimmed page is, in points: 10 mm.
const SLUG: f32 = 28.346;
/// How long a crop mark is, in points: 5 mm.
const MARK: f32 = 14.173;
/// How thick a crop mark is, in points.
const HAIRLINE: f32 = 0.25;

/// What cyan, magenta, yellow and black are on some press and paper: an ICC profile of four inks. Cheap to clone.
#[derive(Clone)]
pub struct InkProfile {
    icc: ICCProfile<4>,
    bytes: Arc<[u8]>,
}

impl InkProfile {
    /// Reads a profile.
    ///
    /// # Errors
    /// It is no ICC profile of four inks ([`ErrorKind::Malformed`]).
    pub fn new(data: &[u8]) -> Result<Self, Error> {
        // ICC.1, 7.2: the colour space stands at byte 16, the file's signature at byte 36.
        let is_profile = data.get(16..20) == Some(b"CMYK") && data.get(36..40) == Some(b"acsp");
        let icc = is_profile.then(|| ICCProfile::new(data)).flatten();
        icc.map(|icc| Self { icc, bytes: data.into() }).ok_or_else(|| {
            Error::new(
                ErrorKind::Malformed,
                "it is no ICC profile of the inks cyan, magenta, yellow and black",
            )
        })
    }

    /// The profile as it was read.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn icc(&self) -> ICCProfile<4> {
        self.icc.clone()
    }
}

impl fmt::Debug for InkProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InkProfile({} bytes)", self.bytes.len())
    }
}

/// Pages for a screen and an office printer, or sheets for a press.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Press {
    /// The page is the sheet.
    #[default]
    Page,
    /// The sheet is larger: trim box, bleed box and crop marks.
    Sheet,
}

impl Press {
    fn margin(self) -> f32 {
        match self {
            Self::Page => 0.0,
            Self::Sheet => SLUG,
        }
    }

    /// Where the page's origin is on the sheet, if it is not the sheet's.
    pub(crate) fn shift(self) -> Option<Transform> {
        match self {
            Self::Page => None,
            Self::Sheet => Some(Transform::from_translate(SLUG, SLUG)),
        }
    }

    /// A place of the page, on the sheet.
    pub(crate) fn point(self, x: f32, y: f32) -> Point {
        Point::from_xy(clean(x + self.margin()), clean(y + self.margin()))
    }

    /// A rectangle of the page, on the sheet. `None` where it has no area.
    pub(crate) fn rect(self, rect: &Rect) -> Option<geom::Rect> {
        let (x, y) = (clean(rect.x + self.margin()), clean(rect.y + self.margin()));
        geom::Rect::from_xywh(x, y, clean(rect.width), clean(rect.height))
    }

    /// The size of the sheet, and its boxes.
    pub(crate) fn settings(self, page: &Page) -> PageSettings {
        let margin = self.margin();
        let (width, height) = (page.width.max(1.0), page.height.max(1.0));
        let Some(size) = Size::from_wh(clean(width + 2.0 * margin), clean(height + 2.0 * margin)) else {
            return PageSettings::default();
        };
        let settings = PageSettings::new(size);
        match self {
            Self::Page => settings,
            Self::Sheet => {
                let around = |by: f32| {
                    let edge = margin - by;
                    geom::Rect::from_xywh(edge, edge, width + 2.0 * by, height + 2.0 * by)
                };
                settings.with_trim_box(around(0.0)).with_bleed_box(around(BLEED))
            }
        }
    }

    /// The page's top left corner on the sheet, from the sheet's bottom left.
    pub(crate) fn origin(self, page: &Page) -> (f32, f32) {
        let margin = self.margin();
        (margin, clean(page.height.max(1.0) + 2.0 * margin) - margin)
    }

    /// Two marks at each corner, outside the bleed.
    pub(crate) fn crop_marks(self, page: &Page) -> Vec<Rect> {
        let mut marks = Vec::new();
        match self {
            Self::Page => return marks,
            Self::Sheet => {}
        }
        let gap = BLEED + 2.0;
        for x in [0.0, page.width] {
            for y in [-gap - MARK, page.height + gap] {
                marks.push(Rect { x: x - HAIRLINE / 2.0, y, width: HAIRLINE, height: MARK });
            }
        }
        for y in [0.0, page.height] {
            for x in [-gap - MARK, page.width + gap] {
                marks.push(Rect { x, y: y - HAIRLINE / 2.0, width: MARK, height: HAIRLINE });
            }
        }
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The header of a profile of four inks, with no tags.
    pub(crate) fn header() -> Vec<u8> {
        let mut data = vec![0; 132];
        data[3] = 132;
        data[8] = 2;
        data[12..16].copy_from_slice(b"prtr");
        data[16..20].copy_from_slice(b"CMYK");
        data[20..24].copy_from_slice(b"Lab ");
        data[36..40].copy_from_slice(b"acsp");
        data
    }

    #[test]
    fn only_a_profile_of_four_inks_will_do() {
        assert!(InkProfile::new(&header()).is_ok());
        let mut rgb = header();
        rgb[16..20].copy_from_slice(b"RGB ");
        for wrong in [&rgb[..], &header()[..39], b"", b"CMYK"] {
            assert_eq!(InkProfile::new(wrong).unwrap_err().kind(), ErrorKind::Malformed);
        }
    }
}
