//! Words to placed pages: shaping, line breaking, columns.

mod asides;
mod balance;
mod blocks;
mod book;
mod breaker;
mod classes;
mod compose;
mod figure;
mod flow;
mod footnotes;
mod front;
mod galley;
mod grid;
mod headline;
mod hyphen;
mod ink;
mod inlines;
mod lists;
pub mod page;
mod pen;
mod preformatted;
mod rich;
mod set_up;
mod setter;
mod shape;
mod shown;
mod table;
#[cfg(test)]
mod tests;
mod theme;
mod themes;
mod token;
mod word;

pub use book::{FontBook, FontFinder, Wanted, characters};
pub use compose::Composer;
pub use theme::{Colours, Columns, Families, Furniture, Headline, PAPERS, Sheet, Text, Theme};
