//! How much memory each reader takes for its worst inputs, as a multiple of the input: SECURITY.md states what is held here.
//!
//! Each reading is a process of its own, this program again; what it took at most is what the system says (`VmHWM`).
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test runs itself again, and fails by panicking"
)]

use std::ops::ControlFlow;
use std::process::Command;

/// Says which input the process is to read, as `format:number`.
const READ: &str = "MEMORY_OF";
const BYTES: usize = 1 << 18;

/// A piece that is repeated, and what stands around.
type Pattern = (&'static str, &'static str);

/// For each format its most times the input, and what costs most.
const WORST: &[(&str, u64, &[Pattern])] = &[
    (
        "text",
        160,
        &[("a\n\n", "A\n\nBy B C\n\n%"), ("a ", "A\n\n%"), ("\n", "A\n\n%\n\nb"), ("a | b\n", "A\n\n%")],
    ),
    (
        "markdown",
        150,
        &[
            ("a\n: b\n\n", "# A\n\n%"),
            ("*a* b ", "# A\n\n%"),
            ("- a\n", "# A\n\n%"),
            ("| a ", "# A\n\n| a |\n|---|\n%"),
            ("<b>a</b> ", "# A\n\n%"),
            ("> ", "# A\n\n%"),
        ],
    ),
    (
        "nitf",
        80,
        &[
            ("<p>a</p>", "<nitf><body><body.content>%</body.content></body></nitf>"),
            ("<li>a</li>", "<nitf><body><body.content><ul>%</ul></body.content></body></nitf>"),
            ("<br/>", "<nitf><body><body.content><p>%</p></body.content></body></nitf>"),
            (
                "<td>a</td>",
                "<nitf><body><body.content><table><tr>%</tr></table></body.content></body></nitf>",
            ),
        ],
    ),
    (
        "json",
        30,
        &[
            ("\"a\",", "{\"metadata\":{\"keywords\":[%\"z\"]}}"),
            ("{\"type\":\"rule\"},", "{\"body\":[%{\"type\":\"rule\"}]}"),
        ],
    ),
];

#[test]
fn the_worst_inputs_take_no_more_than_is_stated() {
    if let Ok(which) = std::env::var(READ) {
        return read(&which);
    }
    let least = peak("none:0");
    let mut broken = Vec::new();
    for (format, most, patterns) in WORST {
        for (number, (piece, _)) in patterns.iter().enumerate() {
            let multiple = (peak(&format!("{format}:{number}")) - least) / BYTES as u64;
            println!("{format}, {piece:?}: {multiple} times");
            if multiple > *most {
                broken.push(format!("{format}, {piece:?}: {multiple} times, {most} are stated"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// The most memory of a process that reads an input, in bytes.
fn peak(which: &str) -> u64 {
    let done = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_worst_inputs_take_no_more_than_is_stated", "--nocapture"])
        .env(READ, which)
        .output()
        .unwrap();
    let out = String::from_utf8(done.stdout).unwrap();
    let found = out.split("peak=").nth(1).and_then(|rest| rest.split(';').next()).map(str::parse);
    found.unwrap_or_else(|| panic!("{which}: {out}{}", String::from_utf8_lossy(&done.stderr))).unwrap()
}

fn read(which: &str) {
    let (format, number) = which.split_once(':').unwrap();
    if let Some((_, _, patterns)) = WORST.iter().find(|(name, ..)| *name == format) {
        let (piece, around) = patterns[number.parse::<usize>().unwrap()];
        let input = around.replacen('%', &piece.repeat(BYTES / piece.len()), 1);
        let mut articles = Vec::new();
        let _ =
            copydesk::reader(format).unwrap().read(input.as_bytes(), &Default::default(), &mut |article| {
                articles.push(article);
                ControlFlow::Continue(())
            });
        assert!(!articles.is_empty());
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let kib: u64 = line.trim().trim_end_matches(" kB").parse().unwrap();
    println!("peak={};", kib * 1024);
}
