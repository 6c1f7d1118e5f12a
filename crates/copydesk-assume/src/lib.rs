//! What a target demands and an article lacks: language, date, title, by one documented rule each.
