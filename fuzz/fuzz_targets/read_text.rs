//! Any bytes as text.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| copydesk_fuzz::read("text", input));
