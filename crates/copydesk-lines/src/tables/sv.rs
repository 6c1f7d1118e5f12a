//! Swedish.

use crate::Table;

pub(super) const TABLE: Table = Table {
    tag: "sv",
    by: &["text:", "av"],
    and: &["och", "&"],
    months: &[
        ("januari", 1),
        ("februari", 2),
        ("mars", 3),
        ("april", 4),
        ("maj", 5),
        ("juni", 6),
        ("juli", 7),
        ("augusti", 8),
        ("september", 9),
        ("oktober", 10),
        ("november", 11),
        ("december", 12),
        ("okt", 10),
    ],
    weekdays: &["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"],
    photo: &["foto", "bild", "arkivbild", "arkivfoto"],
    ..Table::EMPTY
};
