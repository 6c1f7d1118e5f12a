//! pandoc as a peer, warm: its Lua interpreter converts again and again in one process and reads its own CPU clock.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

/// The first call warms it up; then so many are counted.
const SCRIPT: &str = r#"
local text = io.read("a")
local function convert() return CONVERSION end
convert()
local calls = 10
local start = os.clock()
for _ = 1, calls do convert() end
print((os.clock() - start) / calls)
"#;

/// CPU time of making a book of Markdown, or `None` where there is no pandoc 3 on the path and none named by `PANDOC`.
pub(crate) fn markdown_to_epub(markdown: &[u8]) -> Option<Duration> {
    warm(markdown, r#"#pandoc.write(pandoc.read(text, "markdown"), "epub3")"#)
}

/// CPU time of reading Markdown.
pub(crate) fn read_markdown(markdown: &[u8]) -> Option<Duration> {
    warm(markdown, r#"pandoc.read(text, "markdown")"#)
}

/// CPU time of a conversion of `text`, an expression in Lua.
#[expect(clippy::disallowed_methods, reason = "a benchmark looks for its peer in the environment")]
fn warm(input: &[u8], conversion: &str) -> Option<Duration> {
    let pandoc = std::env::var_os("PANDOC").unwrap_or_else(|| "pandoc".into());
    let mut child = Command::new(pandoc)
        .args(["lua", "-e", &SCRIPT.replace("CONVERSION", conversion)])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(input).ok()?;
    let output = child.wait_with_output().ok()?;
    let seconds: f64 = std::str::from_utf8(&output.stdout).ok()?.trim().parse().ok()?;
    Some(Duration::from_secs_f64(seconds))
}
