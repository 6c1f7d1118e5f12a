//! Any bytes as markdown.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| copydesk_fuzz::read("markdown", input));
