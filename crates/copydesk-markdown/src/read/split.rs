//! Front matter and body.

/// A text divided.
pub(super) struct Parts {
    /// The language of the front matter and where it stands, without its fences.
    pub(super) front: Option<(Language, std::ops::Range<usize>)>,
    /// Where the body begins.
    pub(super) body: usize,
}

/// What front matter is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// Between lines of `---`.
    Yaml,
    /// Between lines of `+++`.
    Toml,
}

/// Divides a text. Front matter begins on the first line and ends with a line of the same sign.
pub(super) fn split(text: &str) -> Parts {
    let none = Parts { front: None, body: 0 };
    let (language, fence) = match text.get(..3) {
        Some("---") => (Language::Yaml, "---"),
        Some("+++") => (Language::Toml, "+++"),
        _ => return none,
    };
    let mut at = 0;
    let mut start = None;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let bare = line.trim_end();
        match start {
            None if bare == fence => start = Some(end),
            None => return none,
            Some(from) if bare == fence || (language == Language::Yaml && bare == "...") => {
                return Parts { front: Some((language, from..at)), body: end };
            }
            Some(_) => {}
        }
        at = end;
    }
    none
}

/// Whether the beginning of an input looks like Markdown: front matter, or a heading of it on the first line.
pub(super) fn looks_like_markdown(input: &[u8]) -> bool {
    let input = input.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(input);
    let start = &input[..input.len().min(4_096)];
    let mut lines = start.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
    match lines.next() {
        Some(b"---" | b"+++") => {
            lines.any(|line| line == b"---" || line == b"+++" || line == b"...") || start.len() == 4_096
        }
        Some(line) => line.starts_with(b"# ") && line.len() > 2,
        None => false,
    }
}
