//! The language tables. A new language is a new file and a line here.

mod agencies;
mod cs;
mod da;
mod de;
mod el;
mod en;
mod es;
mod fi;
mod fr;
mod hu;
mod it;
mod nb;
mod nl;
mod pl;
mod pt;
mod ru;
mod sv;
mod tr;
mod uk;

use crate::Table;

pub(crate) use agencies::AGENCIES;

/// Every table; English first.
pub(crate) const ALL: &[&Table] = &[
    &en::TABLE,
    &fr::TABLE,
    &de::TABLE,
    &es::TABLE,
    &pt::TABLE,
    &it::TABLE,
    &nl::TABLE,
    &sv::TABLE,
    &nb::TABLE,
    &da::TABLE,
    &fi::TABLE,
    &pl::TABLE,
    &cs::TABLE,
    &hu::TABLE,
    &tr::TABLE,
    &ru::TABLE,
    &uk::TABLE,
    &el::TABLE,
];

/// How many there are.
pub(crate) const TABLES: usize = ALL.len();
