//! The article model, the Reader and Writer traits, the report, errors and limits.
