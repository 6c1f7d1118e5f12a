//! Hungarian.

use crate::Table;

pub(super) const TABLE: Table = Table {
    tag: "hu",
    by: &["írta:", "szerző:"],
    and: &["és"],
    months: &[
        ("január", 1),
        ("február", 2),
        ("március", 3),
        ("április", 4),
        ("május", 5),
        ("június", 6),
        ("július", 7),
        ("augusztus", 8),
        ("szeptember", 9),
        ("október", 10),
        ("november", 11),
        ("december", 12),
    ],
    weekdays: &["hétfő", "kedd", "szerda", "csütörtök", "péntek", "szombat", "vasárnap"],
    photo: &["fotó"],
    ..Table::EMPTY
};
