//! Norwegian.

use crate::Table;

pub(super) const TABLE: Table = Table {
    tag: "nb",
    by: &["tekst:", "av"],
    and: &["og", "&"],
    months: &[
        ("januar", 1),
        ("februar", 2),
        ("mars", 3),
        ("april", 4),
        ("mai", 5),
        ("juni", 6),
        ("juli", 7),
        ("august", 8),
        ("september", 9),
        ("oktober", 10),
        ("november", 11),
        ("desember", 12),
        ("okt", 10),
        ("des", 12),
    ],
    weekdays: &["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"],
    photo: &["foto", "arkivfoto"],
    ..Table::EMPTY
};
