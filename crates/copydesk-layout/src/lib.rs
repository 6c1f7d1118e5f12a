//! Words to placed pages: shaping, line breaking, columns.

mod blocks;
mod book;
mod breaker;
mod classes;
mod compose;
mod figure;
mod flow;
mod front;
mod galley;
mod hyphen;
mod ink;
mod inlines;
pub mod page;
mod rich;
mod set_up;
mod setter;
mod shape;
mod table;
#[cfg(test)]
mod tests;
mod theme;
mod token;

pub use book::{FontBook, FontFinder, Wanted, characters};
pub use compose::Composer;
pub use theme::{Colours, Columns, Families, Furniture, Headline, PAPERS, Sheet, Text, Theme};
