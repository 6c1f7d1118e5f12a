//! Safe XML in and out: decoding, limits, escaping.
