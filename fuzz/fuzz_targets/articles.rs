//! Makes an article of the bytes, writes it in every format that is read, and reads it again.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| copydesk_fuzz::articles(input));
