//! Addresses: which a page may link to, and how they are spelled so that they are valid.

use copydesk_core::{is_safe_scheme, scheme_of};

/// What may become of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// It leads to an element of the same article, by its id.
    Inside(String),
    /// It is a whole address with a scheme that is safe to follow.
    Absolute(String),
    /// It is relative to wherever the page stands.
    Relative(String),
    /// It must not or cannot be written; the clause says why.
    Refused(&'static str),
}

/// Reads an address as a browser would (WHATWG URL, 4.4): tabs and line ends go, so do spaces around it.
pub fn address(written: &str) -> Address {
    let is_edge = |c: char| c <= ' ' || c == '\u{A0}';
    let kept: String =
        written.trim_matches(is_edge).chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    if kept.is_empty() {
        return Address::Refused("the address is empty");
    }
    if let Some(id) = kept.strip_prefix('#') {
        return Address::Inside(percent_decoded(id));
    }
    match scheme_of(&kept) {
        Some(scheme) => absolute(&kept, &scheme),
        None if kept.starts_with("//") => absolute(&format!("https:{kept}"), "https"),
        None if kept.contains('\\') => Address::Refused("the address is a path of one machine"),
        None => Address::Relative(escaped(&kept)),
    }
}

fn absolute(address: &str, scheme: &str) -> Address {
    if !is_safe_scheme(scheme) {
        return Address::Refused("the scheme of the address is not one that is safe to follow");
    }
    let rest = &address[scheme.len() + 1..];
    if !matches!(scheme, "http" | "https" | "ftp") {
        if rest.is_empty() {
            return Address::Refused("the address says nothing after its scheme");
        }
        return Address::Absolute(format!("{scheme}:{}", escaped(rest)));
    }
    let rest = rest.trim_start_matches(['/', '\\']);
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    if !is_authority(authority) {
        return Address::Refused("the address names no valid host");
    }
    Address::Absolute(format!("{scheme}://{authority}{}", escaped(&path.replace('\\', "/"))))
}

/// Whether `host:port`, perhaps behind `user@`, is sound enough for every checker.
fn is_authority(authority: &str) -> bool {
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    if !user.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:%".contains(&byte)) {
        return false;
    }
    let (host, port) = match host.rsplit_once(':') {
        Some((host, port)) if !host.ends_with(']') || host.starts_with('[') => (host, port),
        _ => (host, ""),
    };
    let named = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_') || (c > '\u{A0}' && c.is_alphanumeric())
    };
    let last = host.trim_end_matches('.').rsplit('.').next().unwrap_or("");
    let number = last.bytes().all(|byte| byte.is_ascii_digit());
    let host_is_sound = !host.is_empty()
        && host.chars().all(named)
        && host.trim_end_matches('.').split('.').all(|label| !label.is_empty())
        && (!number || host.parse::<std::net::Ipv4Addr>().is_ok());
    let bracketed = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let is_six = bracketed.is_some_and(|host| host.parse::<std::net::Ipv6Addr>().is_ok());
    (host_is_sound || is_six) && (port.is_empty() || port.parse::<u16>().is_ok())
}

/// An address, or its part after the host, with what no address may hold written as `%XX`.
pub(crate) fn escaped(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let bytes = address.as_bytes();
    let mut fragment = false;
    for (at, c) in address.char_indices() {
        let sound = match c {
            '%' => bytes.get(at + 1..at + 3).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit)),
            '#' if fragment => false,
            '#' => {
                fragment = true;
                true
            }
            'a'..='z' | 'A'..='Z' | '0'..='9' => true,
            '!' | '$' | '&' | '\'' | '(' | ')' | '*' | '+' | ',' | '-' | '.' | '/' | ':' | ';' | '='
            | '?' | '@' | '_' | '~' => true,
            '\0'..='\u{A0}' => false,
            c => !crate::markup::is_forbidden(c) && !matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..),
        };
        if sound {
            out.push(c);
        } else {
            let mut buffer = [0; 4];
            for byte in c.encode_utf8(&mut buffer).bytes() {
                out.push('%');
                out.push(char::from(b"0123456789ABCDEF"[usize::from(byte >> 4)]));
                out.push(char::from(b"0123456789ABCDEF"[usize::from(byte & 15)]));
            }
        }
    }
    out
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = match bytes[at] {
            b'%' => text.get(at + 1..at + 3).and_then(|code| u8::from_str_radix(code, 16).ok()),
            _ => None,
        };
        out.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_files_are_refused() {
        for written in [
            "javascript:alert(1)",
            " JaVa\tScript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,<script>",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:https://example.com/1",
            "view-source:x",
            "C:\\news\\a.txt",
            "\\\\server\\a",
            "",
            "  ",
            "http://",
            "http://a b/",
            "https://example.com:99999/",
            "https://a..b/",
            "http://1.2.3/",
            "mailto:",
        ] {
            assert!(matches!(address(written), Address::Refused(_)), "{written:?}: {:?}", address(written));
        }
    }

    #[test]
    fn addresses_are_spelled_validly() {
        for (written, spelled) in [
            ("https://example.com/a b?x=[1]|2#f#g", "https://example.com/a%20b?x=%5B1%5D%7C2#f%23g"),
            ("HTTP://Example.com", "http://Example.com"),
            ("//example.com/a", "https://example.com/a"),
            ("https://example.com/100%", "https://example.com/100%25"),
            ("https://example.com/%7Ea/ü", "https://example.com/%7Ea/ü"),
            ("mailto:desk@example.com", "mailto:desk@example.com"),
            ("https://[::1]:80/a", "https://[::1]:80/a"),
            ("https:\\\\example.com\\a", "https://example.com/a"),
        ] {
            assert_eq!(address(written), Address::Absolute(spelled.to_owned()), "{written}");
        }
        assert_eq!(address("../a b.html"), Address::Relative("../a%20b.html".to_owned()));
        assert_eq!(address("#n%C3%B6te 1"), Address::Inside("nöte 1".to_owned()));
    }
}
