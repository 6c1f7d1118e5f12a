//! NITF both ways: 2.0 to 3.6 in, valid 3.6 out.
