//! Words to placed pages: shaping, line breaking, columns.

pub mod page;
