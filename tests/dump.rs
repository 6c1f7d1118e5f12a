//! EPUB and PDF as text that a person can read and a test can compare.

pub mod epub;
pub mod html;
pub mod pdf;
