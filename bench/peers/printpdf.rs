//! printpdf as a peer: a program of its own, so that the workspace never builds what it stands on.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::Fault;

/// What its plain route takes for one article, warm, and how large the file is. The program is built into `cache` first.
pub(super) fn measure(cache: &Path, text: &str, rounds: usize) -> Result<(Duration, usize), Fault> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = cache.join("printpdf");
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--release", "--quiet", "--manifest-path"]);
    cargo.arg(root.join("peers/printpdf/Cargo.toml")).env("CARGO_TARGET_DIR", &target);
    let built = cargo.status().map_err(|error| format!("cargo cannot be run: {error}"))?;
    if !built.success() {
        return Err("printpdf cannot be built".to_owned());
    }
    let font = root.join("../fonts/files/NotoSerif-Regular.ttf");
    let mut child = Command::new(target.join("release/copydesk-peer-printpdf"))
        .arg(font)
        .arg(rounds.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("printpdf's program cannot be run: {error}"))?;
    if let Some(mut input) = child.stdin.take() {
        input
            .write_all(text.as_bytes())
            .map_err(|error| format!("printpdf's program reads nothing: {error}"))?;
    }
    let output = child.wait_with_output().map_err(|error| format!("printpdf's program: {error}"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut words = said.split_whitespace();
    let number = |word: Option<&str>| word.and_then(|word| word.parse::<f64>().ok());
    match (number(words.next()), number(words.next())) {
        (Some(time), Some(bytes)) => Ok((Duration::from_secs_f64(time / 1000.0), bytes as usize)),
        _ => Err(format!("printpdf's program says `{said}`")),
    }
}
