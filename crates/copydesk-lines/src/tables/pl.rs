//! Polish.

use crate::Table;

pub(super) const TABLE: Table = Table {
    tag: "pl",
    by: &["autor:", "autorka:", "autorzy:"],
    and: &["i", "oraz"],
    months: &[
        ("stycznia", 1),
        ("lutego", 2),
        ("marca", 3),
        ("kwietnia", 4),
        ("maja", 5),
        ("czerwca", 6),
        ("lipca", 7),
        ("sierpnia", 8),
        ("września", 9),
        ("października", 10),
        ("listopada", 11),
        ("grudnia", 12),
    ],
    weekdays: &["poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"],
    photo: &["zdjęcie", "fot"],
    ..Table::EMPTY
};
