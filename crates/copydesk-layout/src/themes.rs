//! The themes that need no file.

use crate::page::Colour;
use crate::theme::{Colours, Columns, Families, Furniture, Headline, Sheet, Text, Theme};

impl Theme {
    pub(crate) fn broadsheet() -> Self {
        Self {
            page: Sheet { width: 595.28, height: 841.89, top: 56.0, bottom: 54.0, left: 54.0, right: 54.0 },
            columns: Columns { count: 0, gutter: 20.0, rules: true },
            fonts: Families {
                text: "Noto Serif".to_owned(),
                headline: "Noto Serif Display".to_owned(),
                furniture: "Noto Sans".to_owned(),
                fixed: "Noto Sans Mono".to_owned(),
            },
            text: Text {
                size: 9.8,
                leading: 12.9,
                indent: 1.2,
                justified: true,
                hyphens: true,
                optical_margins: false,
                drop_cap: false,
                set_up: true,
            },
            headline: Headline {
                largest: 40.0,
                smallest: 19.0,
                leading: 1.08,
                lines: 3,
                centred: false,
                rule: true,
            },
            furniture: Furniture {
                size: 7.8,
                running_head: true,
                page_numbers: true,
                end_mark: false,
                jump_lines: false,
            },
            colours: Colours {
                text: Colour::BLACK,
                accent: Colour::BLACK,
                quiet: Colour::Gray(0x50),
                rule: Colour::Gray(0x90),
            },
        }
    }

    pub(crate) fn magazine() -> Self {
        let mut theme = Self::broadsheet();
        theme.page = Sheet { top: 66.0, bottom: 60.0, left: 58.0, right: 58.0, ..theme.page };
        theme.columns = Columns { gutter: 22.0, rules: false, ..theme.columns };
        theme.text = Text { size: 9.8, leading: 13.4, optical_margins: true, ..theme.text };
        theme.headline = Headline {
            largest: 46.0,
            smallest: 22.0,
            leading: 1.06,
            centred: true,
            rule: false,
            ..theme.headline
        };
        theme.furniture.end_mark = true;
        theme.colours.accent = Colour::Rgb(0xa6, 0x19, 0x1e);
        theme
    }

    pub(crate) fn plain() -> Self {
        let mut theme = Self::broadsheet();
        theme.page = Sheet { top: 80.0, bottom: 80.0, left: 110.0, right: 110.0, ..theme.page };
        theme.columns = Columns { count: 1, gutter: 0.0, rules: false };
        theme.text = Text { size: 10.8, leading: 15.4, ..theme.text };
        theme.headline =
            Headline { largest: 26.0, smallest: 18.0, leading: 1.15, rule: false, ..theme.headline };
        theme
    }

    pub(crate) fn large_print() -> Self {
        let mut theme = Self::broadsheet();
        theme.page = Sheet { top: 70.0, bottom: 70.0, left: 62.0, right: 62.0, ..theme.page };
        theme.columns = Columns { count: 1, gutter: 0.0, rules: false };
        theme.fonts.headline = "Noto Sans".to_owned();
        theme.fonts.text = "Noto Sans".to_owned();
        theme.text = Text {
            size: 18.0,
            leading: 27.0,
            indent: 0.0,
            justified: false,
            hyphens: false,
            optical_margins: false,
            drop_cap: false,
            set_up: false,
        };
        theme.headline =
            Headline { largest: 34.0, smallest: 28.0, leading: 1.2, lines: 6, centred: false, rule: false };
        theme.furniture = Furniture { size: 18.0, ..theme.furniture };
        theme.colours =
            Colours { text: Colour::BLACK, accent: Colour::BLACK, quiet: Colour::BLACK, rule: Colour::BLACK };
        theme
    }
}
