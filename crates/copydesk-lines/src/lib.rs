//! Byline, dateline, credit and copyright lines, and their language tables.
