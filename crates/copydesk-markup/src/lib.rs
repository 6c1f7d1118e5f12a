//! An HTML fragment to blocks.
