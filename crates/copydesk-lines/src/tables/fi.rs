//! Finnish.

use crate::Table;

pub(super) const TABLE: Table = Table {
    tag: "fi",
    by: &["teksti:"],
    and: &["ja"],
    months: &[
        ("tammikuuta", 1),
        ("helmikuuta", 2),
        ("maaliskuuta", 3),
        ("huhtikuuta", 4),
        ("toukokuuta", 5),
        ("kesäkuuta", 6),
        ("heinäkuuta", 7),
        ("elokuuta", 8),
        ("syyskuuta", 9),
        ("lokakuuta", 10),
        ("marraskuuta", 11),
        ("joulukuuta", 12),
    ],
    weekdays: &["maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai"],
    photo: &["kuva", "kuvat"],
    ..Table::EMPTY
};
