//! What fuzzing found, and what it must go on trying.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

#[path = "../fuzz/lib.rs"]
#[expect(unreachable_pub, reason = "it is the library of the fuzz targets too")]
mod targets;

/// Every input that ever broke a promise keeps it now: `regressions/<target>/<what it was>`.
#[test]
fn what_was_found_stays_mended() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("regressions");
    let mut tried = 0;
    for target in std::fs::read_dir(folder).unwrap() {
        let target = target.unwrap();
        let name = target.file_name().into_string().unwrap();
        for input in std::fs::read_dir(target.path()).unwrap() {
            let path = input.unwrap().path();
            println!("{}", path.display());
            let input = std::fs::read(path).unwrap();
            match name.as_str() {
                "round_trip" => targets::round_trip(&input),
                "articles" => targets::articles(&input),
                "pages" => targets::pages(&input),
                reader => targets::read(reader.strip_prefix("read_").unwrap(), &input),
            }
            tried += 1;
        }
    }
    assert!(tried > 0);
}

#[test]
fn every_reader_has_a_fuzz_target() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz");
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    for reader in copydesk::readers() {
        let name = format!("read_{}", reader.format().name);
        let target = folder.join(format!("fuzz_targets/{name}.rs"));
        assert!(target.is_file(), "there is no {}", target.display());
        assert!(manifest.contains(&format!("name = \"{name}\"")), "fuzz/Cargo.toml does not name {name}");
    }
}
