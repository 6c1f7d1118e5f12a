//! Links the command for a fixed place in memory, where that is known to work.
//!
//! Its tables hold 80,000 addresses. A program that may lie anywhere has all of them written anew at every start, which
//! touches 1.4 MB and took a third of the time of converting one article. The feature `pie` leaves it movable.
#![expect(
    clippy::disallowed_methods,
    reason = "cargo tells a build script by the environment what it builds for"
)]

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = ["CARGO_CFG_TARGET_OS", "CARGO_CFG_TARGET_ENV", "CARGO_CFG_TARGET_ARCH"]
        .map(|name| env::var(name).unwrap_or_default());
    let is_movable = env::var_os("CARGO_FEATURE_PIE").is_some()
        || env::var("CARGO_CFG_TARGET_FEATURE").is_ok_and(|features| features.contains("crt-static"));
    if target == ["linux", "gnu", "x86_64"] && !is_movable {
        println!("cargo::rustc-link-arg-bin=copydesk=-no-pie");
    }
}
