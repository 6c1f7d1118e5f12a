//! Danish.

use crate::Table;

pub(super) const TABLE: Table = Table {
    tag: "da",
    by: &["tekst:", "af"],
    and: &["og", "&"],
    months: &[
        ("januar", 1),
        ("februar", 2),
        ("marts", 3),
        ("april", 4),
        ("maj", 5),
        ("juni", 6),
        ("juli", 7),
        ("august", 8),
        ("september", 9),
        ("oktober", 10),
        ("november", 11),
        ("december", 12),
        ("okt", 10),
    ],
    weekdays: &["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"],
    photo: &["foto", "arkivfoto"],
    ..Table::EMPTY
};
