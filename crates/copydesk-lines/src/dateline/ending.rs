//! What ends a dateline: a dash, a colon, parentheses, a full stop.

/// What ends a dateline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Dash,
    Colon,
    /// A dateline whose source is the last thing in it: `New Delhi, Jan 10 (PTI) The …`.
    Parenthesis,
    FullStop,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct End {
    pub(super) at: usize,
    pub(super) after: usize,
    pub(super) kind: Ending,
}

/// The places where a dateline may end: the first dash or colon outside parentheses, and each parenthesis before it.
pub(super) fn endings(window: &str) -> Vec<End> {
    let mut ends = Vec::new();
    let mut depth = 0_u32;
    for at in marks(window.as_bytes()) {
        let mut chars = window[at..].chars();
        let Some(c) = chars.next() else { break };
        let next = chars.next();
        let previous = window[..at].chars().next_back().unwrap_or('\n');
        let spaced = previous.is_whitespace() || matches!(previous, ')' | '.' | '/');
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                ends.push(End { at: at + 1, after: at + 1, kind: Ending::Parenthesis });
            }
            _ if depth > 0 => {}
            '/' if next.is_none_or(char::is_whitespace) || next == Some('.') => {
                let after = at + 1 + usize::from(next == Some('.'));
                ends.push(End { at: at + 1, after, kind: Ending::Parenthesis });
            }
            // `LIEGE 12/11 (BELGA) = …`.
            '=' if previous == ' ' && next == Some(' ') && !ends.is_empty() => {
                return with_dash(ends, window, at, at + 1);
            }
            '—' | '―' => return with_dash(ends, window, at, at + c.len_utf8()),
            // `ROTTERDAM, April 1- …`.
            '-' if previous.is_ascii_digit() && next == Some(' ') => {
                return with_dash(ends, window, at, at + 1);
            }
            '-' | '–' | '_' | '−' if spaced => return with_dash(ends, window, at, at + c.len_utf8()),
            '-' if next == Some('-') => return with_dash(ends, window, at, at + 1),
            ':' if next.is_some_and(char::is_whitespace) => {
                ends.push(End { at, after: at + 1, kind: Ending::Colon });
                return ends;
            }
            _ => {}
        }
    }
    ends
}

/// Where signs stand that may end a dateline, or the first bytes of such. Nearly all is letters, ruled out many at once.
fn marks(bytes: &[u8]) -> impl Iterator<Item = usize> + '_ {
    const STEP: usize = 16;
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            if at.is_multiple_of(STEP)
                && bytes[at..].first_chunk::<STEP>().is_some_and(|step| !any_mark(step))
            {
                at += STEP;
                continue;
            }
            at += 1;
            if is_mark(bytes[at - 1]) {
                return Some(at - 1);
            }
        }
        None
    })
}

fn any_mark(step: &[u8; 16]) -> bool {
    step.iter().fold(false, |any, byte| any | is_mark(*byte))
}

#[inline]
fn is_mark(byte: u8) -> bool {
    (byte == b'(')
        | (byte == b')')
        | (byte == b'/')
        | (byte == b'=')
        | (byte == b'-')
        | (byte == b'_')
        | (byte == b':')
        | (byte == 0xE2)
}

/// Adds a dash, with those that follow it: `--`.
fn with_dash(mut ends: Vec<End>, window: &str, at: usize, after: usize) -> Vec<End> {
    let more = window[after..].len() - window[after..].trim_start_matches(is_dash).len();
    // The same place once with the dash, rather than with the parenthesis before it.
    ends.retain(|end| {
        !window[end.after..at].trim_matches(|c: char| c.is_whitespace() || c == '.').is_empty()
    });
    ends.push(End { at, after: after + more, kind: Ending::Dash });
    ends
}

pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '―' | '−')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_wherever_they_stand() {
        for text in [
            "",
            "-",
            "ROMA (ANSA) – Il ponte è chiuso: lo dice la Regione, “fino ad agosto”",
            "a".repeat(50).as_str(),
        ] {
            for before in 0..34 {
                let text = format!("{}{text}", "e".repeat(before));
                let wanted: Vec<_> =
                    text.bytes().enumerate().filter(|(_, byte)| is_mark(*byte)).map(|(at, _)| at).collect();
                assert_eq!(marks(text.as_bytes()).collect::<Vec<_>>(), wanted, "{text}");
            }
        }
    }
}
