//! Makes an article of the bytes, and every finished page of the article.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| copydesk_fuzz::pages(input));
