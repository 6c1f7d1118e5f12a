//! Short stories, set up: larger type on a fitting measure, so that a brief is a composed page and not a third of one.

use crate::page::{Item, Layout, Target};
use crate::theme::Theme;

/// The share of a page's depth that a story must fill to be left as the theme has it.
const FULL: f32 = 0.66;
/// The most that a story which is set up may fill.
const MOST: f32 = 0.88;
/// The type, as a multiple of the theme's, from the largest on.
const STEPS: [f32; 5] = [1.42, 1.32, 1.22, 1.14, 1.07];
/// No text is set up beyond this size, in points.
const LARGEST_TEXT: f32 = 14.2;
/// No headline is, in points.
const LARGEST_HEADLINE: f32 = 54.0;
/// The characters of a line: fewer than the first are too narrow a column, more than the second too wide a page.
const NARROW: f32 = 37.5;
const WIDE: f32 = 64.0;
/// The share of what is left of a page that stands above a story: the optical middle is above the true one.
const ABOVE: f32 = 0.36;
/// The most that stands above it, as a share of the page's depth.
const MOST_ABOVE: f32 = 0.16;

/// Whether a layout is short enough to be set up.
pub(crate) fn is_short(layout: &Layout, theme: &Theme) -> bool {
    let [page] = layout.pages.as_slice() else { return false };
    let pictures = page.items.iter().any(|item| matches!(item, Item::Picture { .. }));
    !pictures && theme.text.set_up && depth(layout, theme) < FULL
}

/// Whether a layout in larger type still is one page, with room to spare.
pub(crate) fn fits(layout: &Layout, theme: &Theme) -> bool {
    layout.pages.len() == 1 && depth(layout, theme) <= MOST
}

/// The share of the page's depth that is filled.
fn depth(layout: &Layout, theme: &Theme) -> f32 {
    let ends = layout.pages.iter().flat_map(|page| &page.items).map(|item| match item {
        Item::Run(run) => run.baseline,
        Item::Fill { rect, .. }
        | Item::Picture { rect, .. }
        | Item::Link { rect, .. }
        | Item::Missing { rect, .. } => rect.y + rect.height,
    });
    (ends.fold(0.0, f32::max) - theme.page.top) / theme.text_height()
}

/// The theme for a short story, from the largest type to the smallest.
pub(crate) fn larger(theme: &Theme) -> impl Iterator<Item = Theme> {
    STEPS.into_iter().filter_map(|scale| scaled(theme, scale))
}

fn scaled(theme: &Theme, scale: f32) -> Option<Theme> {
    let mut larger = theme.clone();
    larger.text.size *= scale;
    larger.text.leading *= scale;
    if larger.text.size > LARGEST_TEXT {
        return None;
    }
    larger.columns.gutter *= scale;
    larger.furniture.size *= 1.0 + (scale - 1.0) * 0.6;
    let headline = &mut larger.headline;
    let most = LARGEST_HEADLINE.max(headline.largest);
    headline.largest = (headline.largest * (1.0 + (scale - 1.0) * 0.7)).min(most);
    headline.smallest = (headline.smallest * scale).min(headline.largest);
    if theme.columns.count == 0 {
        let columns = (1..=theme.column_count()).rev().find(|count| {
            larger.columns.count = *count as u8;
            characters(&larger) >= NARROW
        });
        larger.columns.count = columns.unwrap_or(1) as u8;
    }
    if characters(&larger) < NARROW {
        return None;
    }
    if larger.columns.count == 1 && characters(&larger) > WIDE {
        let spare = larger.text_width() - WIDE * larger.text.size * 0.5;
        larger.page.left += spare / 2.0;
        larger.page.right += spare / 2.0;
    }
    larger.checked().ok()
}

/// About how many characters a line has; with its share of the spaces, a character is half an em wide.
fn characters(theme: &Theme) -> f32 {
    theme.column_width() / (theme.text.size * 0.5)
}

/// Moves a story that does not fill its page to the optical middle.
pub(crate) fn place(layout: &mut Layout, theme: &Theme) {
    let left = (1.0 - depth(layout, theme)).max(0.0);
    let down = (left * ABOVE).min(MOST_ABOVE) * theme.text_height();
    for page in &mut layout.pages {
        for item in &mut page.items {
            crate::flow::shift(item, 0.0, down);
            if let Item::Link { target: Target::Place(place), .. } = item {
                place.y += down;
            }
        }
    }
    for entry in &mut layout.outline {
        entry.position.y += down;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn larger_type_stands_on_a_fitting_measure() {
        for name in ["broadsheet", "magazine", "plain"] {
            let theme = Theme::named(name).unwrap();
            let sizes: Vec<f32> = larger(&theme).map(|theme| theme.text.size).collect();
            assert!(sizes.len() >= 3 && sizes.is_sorted_by(|a, b| a > b), "{name}: {sizes:?}");
            for larger in larger(&theme) {
                assert!(
                    (NARROW..=WIDE + 0.1).contains(&characters(&larger)),
                    "{name}: {}",
                    characters(&larger)
                );
                assert!(larger.text.size <= LARGEST_TEXT && larger.text.size > theme.text.size);
            }
        }
        assert_eq!(larger(&Theme::named("large-print").unwrap()).count(), 0, "it is large already");
    }
}
