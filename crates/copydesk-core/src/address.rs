//! Which addresses a finished page may lead to.

/// Schemes a reader may safely follow. Everything else, `javascript:` and `file:` first of all, is refused.
const SCHEMES: &[&str] = &[
    "http", "https", "mailto", "tel", "sms", "ftp", "geo", "news", "nntp", "irc", "ircs", "xmpp", "urn",
    "sip", "sips", "magnet", "webcal",
];

/// The scheme of an address in lower case, where it has one. Spaces around it and line ends in it do not hide it
/// (WHATWG URL, 4.4).
///
/// ```
/// use copydesk_core::scheme_of;
/// assert_eq!(scheme_of(" Java\tScript:alert(1)").as_deref(), Some("javascript"));
/// assert_eq!(scheme_of("pictures/bridge.jpg"), None);
/// ```
pub fn scheme_of(address: &str) -> Option<String> {
    let mut scheme = String::new();
    let address = address.trim_matches(|c: char| c <= ' ' || c == '\u{A0}');
    for c in address.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')) {
        match c {
            ':' => return Some(scheme).filter(|scheme| !scheme.is_empty()),
            '+' | '-' | '.' | '0'..='9' if !scheme.is_empty() => scheme.push(c),
            'a'..='z' | 'A'..='Z' => scheme.push(c.to_ascii_lowercase()),
            _ => return None,
        }
    }
    None
}

/// Whether a reader may safely follow an address: it has no scheme, or one that opens a page or writes to someone and
/// runs nothing.
pub fn is_safe_to_follow(address: &str) -> bool {
    scheme_of(address).is_none_or(|scheme| is_safe_scheme(&scheme))
}

/// Whether addresses of this scheme, in lower case, are safe to follow.
pub fn is_safe_scheme(scheme: &str) -> bool {
    SCHEMES.contains(&scheme)
}

#[cfg(test)]
mod tests {
    use super::is_safe_to_follow;

    #[test]
    fn programs_and_files_do_not_hide() {
        for address in [
            "javascript:x()",
            " JaVa\tScript:x()",
            "\u{1}vbscript:x",
            "data:text/html,<p>",
            "file:///etc/passwd",
            "C:\\run.exe",
            "ms-settings:x",
        ] {
            assert!(!is_safe_to_follow(address), "{address}");
        }
        for address in
            ["https://example.org/javascript:", "MAILTO:a@example.org", "#top", "", "a b:c", "./x:y", ":"]
        {
            assert!(is_safe_to_follow(address), "{address}");
        }
    }
}
