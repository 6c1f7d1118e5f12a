//! Golden inputs broken at random, given to every reader: none panics, and what is read can be written and read again.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use copydesk_tests::{check, generate, promise};
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::TestCaseError;

/// One blow: what is done, where (a part of the input in 65536ths), and with what.
type Blow = (u8, u16, u16);

/// What a careless or hostile hand puts in.
const PIECES: &[&[u8]] = &[
    b"<",
    b">",
    b"&",
    b"&#0;",
    b"&x;",
    b"<!DOCTYPE a [<!ENTITY x '&x;&x;'>]>",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r",
    b"\x1a",
    b"{",
    b"[",
    b"\"",
    b"\\u0000",
    b"\\ud800",
    b"1e999",
    b"---\n",
    b"```\n",
    b"> > > ",
    b"* * * ",
    b"[^1]",
    b"|-|\n",
    b"(",
    b"\xe2\x80\xae",
    b"<b><i><b>",
    b"</p>",
    b"\x02",
    b"\x03",
    b"ZCZC ",
    b"NNNN\n",
    b"{\"headline\":",
    b"<nitf>",
    b"By ",
    b": &a [*a]\n",
];

#[test]
fn no_reader_panics() {
    let inputs = golden_inputs();
    let blows = vec((any::<u8>(), any::<u16>(), any::<u16>()), 1..6);
    check(300, (any::<u16>(), blows), |(which, blows)| {
        let mut input = inputs[usize::from(*which) % inputs.len()].clone();
        for blow in blows {
            strike(&mut input, *blow);
        }
        every_reader(&input)
    });
}

#[test]
fn no_reader_panics_on_any_text() {
    check(200, generate::texts(), |text| every_reader(text.as_bytes()));
}

fn every_reader(input: &[u8]) -> Result<(), TestCaseError> {
    for reader in copydesk::readers() {
        promise::reads(&*reader, input)
            .map_err(|fault| TestCaseError::fail(format!("{}: {fault}", reader.format().name)))?;
    }
    Ok(())
}

fn strike(input: &mut Vec<u8>, (what, place, size): Blow) {
    let at = input.len() * usize::from(place) / 65_536;
    let end = input.len().min(at + usize::from(size % 200));
    match what % 8 {
        0 => input.truncate(at),
        1 => drop(input.drain(at..end)),
        2 => {
            let copy = input[at..end].to_vec();
            input.splice(at..at, copy);
        }
        3 => {
            if let Some(byte) = input.get_mut(at) {
                *byte ^= 1 << (size % 8);
            }
        }
        4 => {
            let repeated = PIECES[usize::from(size) % PIECES.len()].repeat(1 + usize::from(size) % 90);
            input.splice(at..at, repeated);
        }
        _ => {
            let piece = PIECES[usize::from(size) % PIECES.len()];
            input.splice(at..at, piece.iter().copied());
        }
    }
}

fn golden_inputs() -> Vec<Vec<u8>> {
    let mut inputs = Vec::new();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    for case in std::fs::read_dir(cases).unwrap() {
        for file in std::fs::read_dir(case.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let is_text =
                name.starts_with("input.") || name.starts_with("output.") && !name.ends_with(".report");
            if (is_text || name == "article.json") && !name.ends_with(".txt.txt") {
                inputs.push((path.clone(), std::fs::read(path).unwrap()));
            }
        }
    }
    inputs.sort();
    assert!(!inputs.is_empty(), "there are no cases");
    inputs.into_iter().map(|(_, bytes)| bytes).collect()
}
