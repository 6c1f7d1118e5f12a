//! How a page looks: paper, margins, columns, fonts, sizes, colours, furniture.

use copydesk_core::{Error, ErrorKind};
use serde::{Deserialize, Serialize};

use crate::page::Colour;

/// How a page looks. Lengths are points.
///
/// A house style is a TOML file of the keys below; it begins from the theme that `base` names, so that it says only what
/// differs. A key that does not exist is an error.
///
/// ```
/// let theme = copydesk_layout::Theme::from_toml("base = \"magazine\"\n[text]\nsize = 10.5\nleading = 14.0\n").unwrap();
/// assert_eq!(theme.text.size, 10.5);
/// assert!(copydesk_layout::Theme::from_toml("[text]\nsizes = 10\n").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// The sheet.
    pub page: Sheet,
    /// How many columns and what divides them.
    pub columns: Columns,
    /// Which families.
    pub fonts: Families,
    /// The text of the story.
    pub text: Text,
    /// The headline.
    pub headline: Headline,
    /// What stands around the story.
    pub furniture: Furniture,
    /// The colours: `#000000` or a gray such as `#777777`.
    pub colours: Colours,
}

/// The sheet and its margins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// The width.
    pub width: f32,
    /// The height.
    pub height: f32,
    /// The margin above the text.
    pub top: f32,
    /// The margin below it.
    pub bottom: f32,
    /// The margin on its left.
    pub left: f32,
    /// The margin on its right.
    pub right: f32,
}

/// The columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// How many; 0: as many as leave about 40 characters to a line.
    pub count: u8,
    /// The space between two.
    pub gutter: f32,
    /// A thin rule stands between two.
    pub rules: bool,
}

/// The families, by name. A name no font has is an error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Families {
    /// The text.
    pub text: String,
    /// The headline and the cross-heads.
    pub headline: String,
    /// Kicker, byline, captions, tables, colophon, running head.
    pub furniture: String,
    /// Preformatted text and code.
    pub fixed: String,
}

/// The text of the story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// The size.
    pub size: f32,
    /// From baseline to baseline: the grid everything in a column keeps to.
    pub leading: f32,
    /// The indent of a paragraph that follows another, in ems.
    pub indent: f32,
    /// Lines are of one width; else ragged.
    pub justified: bool,
    /// Words are broken where the lines would be bad otherwise.
    pub hyphens: bool,
    /// Hyphens, quotation marks and full stops hang a little over the edges of a column, so that these look straight.
    pub optical_margins: bool,
    /// The story begins with a letter two lines high, unless that is a quotation mark.
    pub drop_cap: bool,
    /// A story that would fill less than two thirds of a page is set up: in larger type on a fitting measure, in the optical
    /// middle of its page.
    pub set_up: bool,
}

/// The headline: a short one is set large, a long one smaller.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Headline {
    /// The size of a headline of a few words.
    pub largest: f32,
    /// The size no headline falls below.
    pub smallest: f32,
    /// From baseline to baseline, in ems.
    pub leading: f32,
    /// How many lines it should fill at most.
    pub lines: u8,
    /// Centred; else flush.
    pub centred: bool,
    /// A thick rule stands above it.
    pub rule: bool,
}

/// What stands around the story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Furniture {
    /// The size of captions, tables, colophon and byline.
    pub size: f32,
    /// Later pages carry the headline at their head.
    pub running_head: bool,
    /// Pages are numbered, where there are several.
    pub page_numbers: bool,
    /// A small square ends the story.
    pub end_mark: bool,
    /// A page that the story goes on from says so.
    pub jump_lines: bool,
}

/// The colours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colours {
    /// Text and headline.
    #[serde(with = "colour")]
    pub text: Colour,
    /// Kicker and other accents.
    #[serde(with = "colour")]
    pub accent: Colour,
    /// Captions, colophon, running head.
    #[serde(with = "colour")]
    pub quiet: Colour,
    /// Rules.
    #[serde(with = "colour")]
    pub rule: Colour,
}

/// The sizes of paper a name stands for: width and height in points.
pub const PAPERS: &[(&str, f32, f32)] = &[
    ("a3", 841.89, 1190.55),
    ("a4", 595.28, 841.89),
    ("a5", 419.53, 595.28),
    ("letter", 612.0, 792.0),
    ("legal", 612.0, 1008.0),
    ("tabloid", 792.0, 1224.0),
    ("broadsheet", 1080.0, 1656.0),
];

impl Theme {
    /// The names of the themes that need no file.
    pub const NAMES: &'static [&'static str] = &["broadsheet", "magazine", "plain", "large-print"];

    /// A theme by its name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "broadsheet" => Some(Self::broadsheet()),
            "magazine" => Some(Self::magazine()),
            "plain" => Some(Self::plain()),
            "large-print" => Some(Self::large_print()),
            _ => None,
        }
    }

    /// Reads a house style.
    ///
    /// # Errors
    /// It is not TOML, names a key or a base that does not exist, or a value cannot be ([`ErrorKind::Usage`]).
    pub fn from_toml(source: &str) -> Result<Self, Error> {
        let usage = |message: String| Error::new(ErrorKind::Usage, message);
        let mut given: toml::Table =
            source.parse().map_err(|error| usage(format!("the theme is not TOML: {error}")))?;
        let base = match given.remove("base") {
            None => Self::default(),
            Some(toml::Value::String(name)) => Self::named(&name).ok_or_else(|| {
                usage(format!("there is no theme `{name}`; there are: {}", Self::NAMES.join(", ")))
            })?,
            Some(_) => return Err(usage("the theme's `base` is not a name".to_owned())),
        };
        let mut whole = toml::Table::try_from(&base)
            .map_err(|error| Error::new(ErrorKind::Internal, "a theme cannot be written").caused_by(error))?;
        merge(&mut whole, given);
        let theme: Self =
            whole.try_into().map_err(|error| usage(format!("the theme: {}", one_line(&error))))?;
        theme.checked()
    }

    /// The theme, if a page can be made of it.
    ///
    /// # Errors
    /// A size is not positive, or no room is left for text ([`ErrorKind::Usage`]).
    pub fn checked(self) -> Result<Self, Error> {
        let lengths = [
            ("page.width", self.page.width, 72.0, 14_400.0),
            ("page.height", self.page.height, 72.0, 14_400.0),
            ("page.top", self.page.top, 0.0, 14_400.0),
            ("page.bottom", self.page.bottom, 0.0, 14_400.0),
            ("page.left", self.page.left, 0.0, 14_400.0),
            ("page.right", self.page.right, 0.0, 14_400.0),
            ("columns.gutter", self.columns.gutter, 0.0, 500.0),
            ("text.size", self.text.size, 3.0, 200.0),
            ("text.leading", self.text.leading, 3.0, 400.0),
            ("text.indent", self.text.indent, 0.0, 20.0),
            ("headline.largest", self.headline.largest, 3.0, 400.0),
            ("headline.smallest", self.headline.smallest, 3.0, 400.0),
            ("headline.leading", self.headline.leading, 0.8, 3.0),
            ("furniture.size", self.furniture.size, 3.0, 200.0),
        ];
        let usage = |message: String| Err(Error::new(ErrorKind::Usage, message));
        for (name, value, least, most) in lengths {
            if !(least..=most).contains(&value) {
                return usage(format!("the theme's `{name}` is {value}; it must be from {least} to {most}"));
            }
        }
        if self.column_width() < 3.0 * self.text.size || self.text_height() < 6.0 * self.text.leading {
            return usage("the theme leaves no room for text between its margins".to_owned());
        }
        Ok(self)
    }

    /// The theme on a paper of [`PAPERS`], or of `WIDTHxHEIGHT` in points or with a unit (`210x297mm`). Margins,
    /// gutter and headline go with its size; on small paper so does the text, a little, unless the theme says how many
    /// columns there are.
    ///
    /// # Errors
    /// There is no such paper ([`ErrorKind::Usage`]).
    pub fn on_paper(mut self, paper: &str) -> Result<Self, Error> {
        let (width, height) = paper_size(paper).ok_or_else(|| {
            let names: Vec<&str> = PAPERS.iter().map(|(name, ..)| *name).collect();
            Error::new(
                ErrorKind::Usage,
                format!("there is no paper `{paper}`; there are: {}, or WIDTHxHEIGHTmm", names.join(", ")),
            )
        })?;
        let scale = (width / self.page.width).min(height / self.page.height).clamp(0.5, 1.3);
        for margin in [&mut self.page.top, &mut self.page.bottom, &mut self.page.left, &mut self.page.right] {
            *margin *= scale;
        }
        self.columns.gutter *= scale;
        self.headline.largest *= scale.sqrt();
        if scale < 1.0 && self.columns.count == 0 {
            let smaller = scale.powf(0.25);
            self.text.size *= smaller;
            self.text.leading *= smaller;
        }
        (self.page.width, self.page.height) = (width, height);
        self.checked()
    }

    /// The width between the margins.
    pub fn text_width(&self) -> f32 {
        self.page.width - self.page.left - self.page.right
    }

    /// The height between the margins.
    pub fn text_height(&self) -> f32 {
        self.page.height - self.page.top - self.page.bottom
    }

    /// How many columns stand on a page.
    pub fn column_count(&self) -> usize {
        if self.columns.count > 0 {
            return usize::from(self.columns.count);
        }
        // A column of about 42 characters; with its share of the spaces, a character is half an em wide.
        let ideal = self.text.size * 0.5 * 42.0;
        let count = (self.text_width() + self.columns.gutter) / (ideal + self.columns.gutter);
        (count.round() as usize).clamp(1, 6)
    }

    /// The width of a column.
    pub fn column_width(&self) -> f32 {
        let count = self.column_count() as f32;
        (self.text_width() - self.columns.gutter * (count - 1.0)) / count
    }
}

impl Default for Theme {
    /// The theme `broadsheet`, on A4.
    fn default() -> Self {
        Self::broadsheet()
    }
}

fn paper_size(paper: &str) -> Option<(f32, f32)> {
    let paper = paper.trim().to_ascii_lowercase();
    if let Some((_, width, height)) = PAPERS.iter().find(|(name, ..)| *name == paper) {
        return Some((*width, *height));
    }
    let units = [("mm", 72.0 / 25.4), ("cm", 72.0 / 2.54), ("in", 72.0), ("pt", 1.0), ("", 1.0)];
    let (sizes, unit) = units.iter().find_map(|(name, points)| Some((paper.strip_suffix(name)?, *points)))?;
    let (width, height) = sizes.trim().split_once('x')?;
    let length = |text: &str| text.trim().parse::<f32>().ok().filter(|length| length.is_finite());
    Some((length(width)? * unit, length(height)? * unit))
}

fn merge(into: &mut toml::Table, from: toml::Table) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(toml::Value::Table(old)), toml::Value::Table(new)) => merge(old, new),
            // A length may be written without a fraction.
            (Some(old @ toml::Value::Float(_)), toml::Value::Integer(whole)) => {
                *old = toml::Value::Float(whole as f64);
            }
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}

fn one_line(error: &dyn std::fmt::Display) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}

mod colour {
    use serde::{Deserialize, Deserializer, Serializer, de};

    use crate::page::Colour;

    pub(super) fn serialize<S: Serializer>(colour: &Colour, serializer: S) -> Result<S::Ok, S::Error> {
        let (red, green, blue) = match *colour {
            Colour::Gray(gray) => (gray, gray, gray),
            Colour::Rgb(red, green, blue) => (red, green, blue),
        };
        serializer.serialize_str(&format!("#{red:02x}{green:02x}{blue:02x}"))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Colour, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse(&text).ok_or_else(|| de::Error::custom(format!("`{text}` is no colour; write #rrggbb")))
    }

    fn parse(text: &str) -> Option<Colour> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        let (red, green, blue) = (part(0)?, part(2)?, part(4)?);
        // Black text stays in the black ink: grays are grays.
        Some(if red == green && green == blue { Colour::Gray(red) } else { Colour::Rgb(red, green, blue) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_named_theme_survives_toml() {
        for name in Theme::NAMES {
            let theme = Theme::named(name).unwrap().checked().unwrap();
            let text = toml::to_string(&theme).unwrap();
            assert_eq!(Theme::from_toml(&text).unwrap(), theme, "{name}");
        }
    }

    #[test]
    fn faults_are_errors() {
        for source in
            ["[colours]\ntext = \"red\"", "base = \"tabloid\"", "[page]\nleft = 560", "= 1", "x = 1"]
        {
            assert_eq!(Theme::from_toml(source).unwrap_err().kind(), ErrorKind::Usage, "{source}");
        }
    }

    #[test]
    fn columns_follow_the_measure() {
        assert_eq!(Theme::default().column_count(), 2);
        assert_eq!(Theme::default().on_paper("a5").unwrap().column_count(), 2);
        assert_eq!(Theme::default().on_paper("tabloid").unwrap().column_count(), 3);
        assert_eq!(Theme::default().on_paper("210 x 297mm").unwrap().column_count(), 2);
        assert!(Theme::default().on_paper("a99").is_err());
    }
}
