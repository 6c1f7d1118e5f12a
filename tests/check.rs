//! Running a property over generated values, the same ones on every machine.

use std::fmt::Debug;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use serde::Serialize;

/// Tries `property` on `cases` values and panics with the smallest value that fails it, as JSON.
///
/// The values are the same on every machine and every run. The environment variable `COPYDESK_SEED`, a number, gives
/// others; `COPYDESK_CASES` multiplies how many are tried; `COPYDESK_SHRINK=0` shows a value that fails as it came.
///
/// # Panics
/// A value fails the property.
#[expect(clippy::panic, reason = "a test fails by panicking")]
pub fn check<S>(cases: u32, strategy: S, property: impl Fn(&S::Value) -> Result<(), TestCaseError>)
where
    S: Strategy,
    S::Value: Debug + Serialize,
{
    let cases = cases.saturating_mul(number("COPYDESK_CASES").unwrap_or(1));
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: number("COPYDESK_SHRINK").unwrap_or(20_000),
        max_shrink_time: 60_000,
        ..Config::default()
    };
    let mut seed = [7_u8; 32];
    seed[..4].copy_from_slice(&number("COPYDESK_SEED").unwrap_or(0).to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let found = TestRunner::new_with_rng(config, rng).run(&strategy, |value| property(&value));
    match found {
        Ok(()) => {}
        Err(TestError::Abort(reason)) => panic!("{reason}"),
        Err(TestError::Fail(reason, value)) => {
            let json = serde_json::to_string_pretty(&value).unwrap_or_else(|_| format!("{value:?}"));
            panic!("{reason}\nsmallest value found that fails:\n{json}");
        }
    }
}

fn number(variable: &str) -> Option<u32> {
    std::env::var(variable).ok()?.parse().ok()
}
