//! The article as JSON, lossless both ways, with its JSON Schema.
