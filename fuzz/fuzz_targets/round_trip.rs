//! Reads, writes in the same format, and reads again. The first byte chooses the format.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| copydesk_fuzz::round_trip(input));
