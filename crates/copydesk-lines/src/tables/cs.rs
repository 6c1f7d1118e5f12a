//! Czech.

use crate::Table;

pub(super) const TABLE: Table = Table {
    tag: "cs",
    by: &["autor:", "autorka:", "autoři:"],
    and: &["a"],
    months: &[
        ("ledna", 1),
        ("února", 2),
        ("března", 3),
        ("dubna", 4),
        ("května", 5),
        ("června", 6),
        ("července", 7),
        ("srpna", 8),
        ("září", 9),
        ("října", 10),
        ("listopadu", 11),
        ("prosince", 12),
    ],
    weekdays: &["pondělí", "úterý", "středa", "čtvrtek", "pátek", "sobota", "neděle"],
    photo: &["foto"],
    ..Table::EMPTY
};
