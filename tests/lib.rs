//! What the tests share: articles made up at random, and the running of properties over them.
//!
//! ```
//! use copydesk_tests::{check, generate};
//! check(20, generate::articles(), |article| {
//!     let mut again = article.clone();
//!     again.normalise();
//!     proptest::prop_assert_eq!(&again, article);
//!     Ok(())
//! });
//! ```

mod check;
pub mod dump;
pub mod faithful;
pub mod generate;
pub mod promise;
pub mod public;

pub use check::check;
