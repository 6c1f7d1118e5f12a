//! Turkish.

use crate::Table;

pub(super) const TABLE: Table = Table {
    tag: "tr",
    by: &["haber:", "muhabir:"],
    and: &["ve"],
    months: &[
        ("ocak", 1),
        ("şubat", 2),
        ("mart", 3),
        ("nisan", 4),
        ("mayıs", 5),
        ("haziran", 6),
        ("temmuz", 7),
        ("ağustos", 8),
        ("eylül", 9),
        ("ekim", 10),
        ("kasım", 11),
        ("aralık", 12),
    ],
    weekdays: &["pazartesi", "salı", "çarşamba", "perşembe", "cuma", "cumartesi", "pazar"],
    photo: &["fotoğraf"],
    ..Table::EMPTY
};
